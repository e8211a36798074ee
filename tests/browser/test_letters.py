"""E-mails as people meet them in a browser, wide and narrow, in both languages; the demo city tells no old news."""

import sqlite3
import time

import pytest

from accessibility import barriers, overflow
from register.accounts.people.demo import PASSWORD
from wording import words

ADMINISTRATOR = "administrator@exempelstad.example"
PAGES = {"/workspace/mail": "E-mails", "/workspace/account/mail": "Your e-mails"}


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_about_letters_are_without_barriers_and_fit_a_telephone(demo_server, visitor, width) -> None:
    page = visitor(width=width)
    page.goto(f"{demo_server.url}/sign-in")
    page.fill("input[name=email]", ADMINISTRATOR)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    for language, other in (("sv", "English"), ("en", "Svenska")):
        for address, heading in PAGES.items():
            page.goto(demo_server.url + address)
            assert page.locator("h1").inner_text() == words(heading, language)
            assert barriers(page) == []
            assert not overflow(page)
        page.get_by_role("button", name=other, exact=True).click()


def test_nobody_in_the_demo_city_gets_letters_about_its_invented_past(demo_server) -> None:
    with sqlite3.connect(demo_server.data_dir / "insyn.sqlite") as database:
        for _ in range(600):
            if database.execute("SELECT 1 FROM mail_cursor, log_head WHERE mail_cursor.seq = log_head.seq").fetchall():
                break
            time.sleep(0.05)
        count = database.execute("SELECT COUNT(*) FROM letter WHERE kind = 'event'").fetchone()
    database.close()
    assert count == (0,)
