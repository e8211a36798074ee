"""Help with plain language in a real browser: the status has the focus, hints are found, and nothing is a barrier."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from accessibility import barriers, overflow
from register.accounts.people.demo import PASSWORD
from running import Running
from wording import words

BAD = "Med anledning av vad som föreligger avseende ärendet kan den sökande erhålla bistånd. Det beslutas sedan. " * 2


def test_the_text_is_checked_and_the_focus_goes_to_what_came_of_it(
    demo_server: Running, visitor: Callable[..., Any]
) -> None:
    page = visitor(width=320, scheme="dark")
    page.goto(urljoin(demo_server.url, "/sign-in?lang=sv"))
    page.fill("#email", "samordnare@exempelstad.example")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/workspace")
    address = _a_form(page, demo_server)
    stored = page.input_value("#purpose-sv")
    page.fill("#purpose-sv", BAD)
    page.get_by_role("button", name=words("Check the text")).click()

    page.wait_for_selector("#checked:focus")
    assert words("Nothing is saved yet.") in page.inner_text("#checked")
    assert page.input_value("#purpose-sv").strip() == BAD.strip()
    assert "erhålla" in page.inner_text("#purpose-sv-advice")
    assert [*barriers(page), overflow(page)] == [0]
    page.goto(urljoin(demo_server.url, address))
    assert page.input_value("#purpose-sv") == stored


def _a_form(page: Any, server: Running) -> str:
    """The section of the first draft that may be changed."""
    page.goto(urljoin(server.url, "/workspace/entries"))
    links = page.eval_on_selector_all("main a", "links => links.map(one => one.getAttribute('href'))")
    for version in dict.fromkeys(link.split("?")[0] for link in links if link.startswith("/workspace/versions/")):
        page.goto(urljoin(server.url, f"{version}/answers/purpose"))
        if page.locator("#purpose-sv").count():
            return f"{version}/answers/purpose"
    raise AssertionError("no draft of the demo may be changed")
