"""A list becomes entries and is undone, in a real browser: by keyboard alone, with JavaScript off, and in English."""

from pathlib import Path
from typing import Any

import pytest

from assessments.text.message import Message
from register.accounts.people.demo import PASSWORD
from running import Running
from walking import WAYS, Walker

pytestmark = pytest.mark.later

CAN_BECOME = Message("One row can become an entry.", plural="%(num)d rows can become entries.", count=2)
CREATE = Message("Create one entry", plural="Create %(num)d entries", count=2)
WERE_CREATED = Message("One entry was created", plural="%(num)d entries were created", count=2)
LIST = """System;Förvaltning;Läge;E-post
{way} väljer;Socialförvaltningen;i drift;ingen adress
{way} räknar;Socialförvaltningen;planerad;
"""


@WAYS
def test_from_a_list_to_drafts_and_back(browser: Any, own_demo: Running, tmp_path: Path, way: type[Walker]) -> None:
    wrong, corrected = tmp_path / "lista.csv", tmp_path / "rättad.csv"
    wrong.write_text(LIST.format(way=way.__name__))
    corrected.write_text(wrong.read_text().replace("ingen adress", "enhet@staden.example"))
    with way(browser, own_demo.url) as walker:
        walker.sign_in("redaktor@exempelstad.example", PASSWORD)
        walker.go("/workspace/entries")
        walker.follow("Import from a spreadsheet")
        walker.attach("Your list", wrong)
        walker.press("Upload")
        wait(walker, "Next: the columns")
        walker.follow("Say what the columns mean")
        walker.select("Topic it belongs to", "Building and traffic")
        walker.press("Save and continue")
        walker.press("Save and try it")
        assert walker.shows_message("One row is wrong.")
        assert walker.shows("D2")

        walker.page.locator("details:has(#file) summary").press("Enter")
        walker.attach("The corrected list", corrected)
        walker.press("Upload")
        wait(walker, CAN_BECOME)
        walker.press(CREATE)
        wait(walker, WERE_CREATED)
        walker.press("Undo the import")
        assert walker.shows_message("Undone")
        walker.go("/workspace/entries")
        assert way.__name__ not in walker.text


def wait(walker: Walker, message: str | Message) -> None:
    """Until the worker has done its part. Without a script the page is asked again by its link."""
    for _ in range(60):
        if walker.shows_message(message):
            return
        walker.page.wait_for_timeout(500)
        if not walker.javascript:
            walker.go(walker.page.url)
    raise AssertionError(f"the page never says {walker.message_text(message)!r}: {walker.text}")
