"""Staff who have never been here: what they read on the page tells them where to go, and no word of theirs is lost.

Nobody types an address: each step begins on the first page after signing in, and follows what is written there. Each
walk is one of the core tasks (docs/core-tasks.md); what has to be done before it is done over HTTP.
"""

from collections.abc import Iterator
from typing import Any

import pytest

import begun
from assessments.text.message import Message
from client import RemoteClient
from entering import COORDINATOR, EDITOR, OFFICER, RISKS, write
from register.accounts.people.demo import PASSWORD
from running import Running
from walking import WAYS, Walker

pytestmark = pytest.mark.later

REASON = "Skriv vem som är med när en anmälan blir liggande."
CORRECTED = "En anmälan kan bli liggande. Varje fredag går en inspektör igenom alla."
NEWS = "Inspektören går igenom anmälningarna varje fredag."
OBJECTION = {"In Swedish": "Radera anmälningarna efter ett år.", "In English": "Delete the reports after a year."}
REPLY = {"In Swedish": "De raderas efter ett år.", "In English": "They are deleted after a year."}


@pytest.fixture
def staff(own_demo: Running) -> Iterator[RemoteClient]:
    """Those who did their part before the walk begins."""
    with RemoteClient(own_demo.url) as client:
        yield client


@WAYS
def test_an_entry_is_written_from_the_first_word_and_submitted(
    browser: Any, own_demo: Running, way: type[Walker]
) -> None:
    name = f"Läser anmälningar om buller ({way.__name__})"
    with way(browser, own_demo.url) as walker:
        write(walker, name)
        assert walker.shows_message("Waits for opinion")
        come(walker, OFFICER, name)


@WAYS
def test_entry_returned_with_a_reason_is_corrected_and_submitted_again(
    browser: Any, own_demo: Running, staff: RemoteClient, way: type[Walker]
) -> None:
    begun.submitted(staff, name := f"Återsänd ({way.__name__})")
    with way(browser, own_demo.url) as walker:
        send_back(walker, name)
        correct(walker, name)
        come(walker, OFFICER, name)


@WAYS
def test_an_objection_of_the_officer_is_answered_before_the_entry_is_approved(
    browser: Any, own_demo: Running, staff: RemoteClient, way: type[Walker]
) -> None:
    begun.submitted(staff, name := f"Invänder ({way.__name__})")
    with way(browser, own_demo.url) as walker:
        object_to(walker, name)
        answer(walker, name)


@WAYS
def test_a_version_is_approved_published_and_replaced_by_one_that_says_what_is_new(
    browser: Any, own_demo: Running, staff: RemoteClient, way: type[Walker]
) -> None:
    begun.agreed_to(staff, name := f"Publiceras två gånger ({way.__name__})")
    with way(browser, own_demo.url) as walker:
        publish(walker, name)
        review_again(walker, name)
        agree(walker, name)
        publish(walker, name)
        read(walker)


def come(walker: Walker, who: str, name: str) -> None:
    """Sign in, and go to what waits."""
    walker.sign_in(who, PASSWORD)
    walker.follow(name)


def send_back(walker: Walker, name: str) -> None:
    come(walker, OFFICER, name)
    walker.write("What must change, and why", REASON)
    walker.press("Return it")
    assert walker.shows(REASON)


def correct(walker: Walker, name: str) -> None:
    """The reason is read first; what was written before stands in the form, to the letter."""
    come(walker, EDITOR, name)
    assert walker.shows(REASON)
    walker.follow("Read all answers")
    for words in ("Systemet läser anmälningar och föreslår vilka som är bråttom.", "Ja. En inspektör avgör."):
        assert walker.shows(words)
    walker.follow("Change: Risks and law")
    assert walker.page.locator("#risks-sv").input_value() == RISKS
    walker.write("In Swedish", CORRECTED, "Risks, and what is done about them")
    walker.press("Save and look at all answers")
    assert walker.shows(CORRECTED)
    walker.follow("Go on to submit")
    walker.press("Submit for opinion and review")
    assert walker.shows_message("Waits for opinion")


def object_to(walker: Walker, name: str) -> None:
    """An objection without words is not taken; what was chosen stays chosen."""
    come(walker, OFFICER, name)
    walker.choose("Advises against", "Your opinion")
    walker.press("Record the opinion")
    assert walker.page.title().startswith(walker.message_text("Error") + ": ")
    for label, words in OBJECTION.items():
        walker.write(label, words, "Points, or why you advise against it")
    walker.press("Record the opinion")
    assert walker.reads(OBJECTION)


def answer(walker: Walker, name: str) -> None:
    """The coordinator reads the objection, and is offered to approve once it has an answer."""
    come(walker, COORDINATOR, name)
    assert walker.reads(OBJECTION)
    assert not walker.page.get_by_role("button", name=walker.message_text("Approve this version"), exact=True).count()
    for label, words in REPLY.items():
        walker.write(label, words, "The decision, and its reason")
    walker.write("Case number of the decision", "KS 2026/0417")
    walker.press("Save the decision")
    assert walker.reads(REPLY)
    walker.press("Approve this version")
    assert walker.shows_message("Approved")


def agree(walker: Walker, name: str) -> None:
    come(walker, OFFICER, name)
    walker.choose("No objections", "Your opinion")
    walker.press("Record the opinion")
    assert walker.shows_message("In review")


def publish(walker: Walker, name: str) -> None:
    come(walker, COORDINATOR, name)
    walker.press("Approve this version")
    walker.press("Publish now")
    assert walker.shows_message("Published")


def review_again(walker: Walker, name: str) -> None:
    """The next version begins from the one that the public reads, and asks what is new."""
    walker.sign_in(EDITOR, PASSWORD)
    walker.follow("Entries")
    walker.follow(name)
    walker.press("Begin the next version")
    walker.follow("Read all answers")
    assert walker.shows(RISKS)
    walker.follow("Change: How it works")
    walker.write("In Swedish", NEWS, "What is new in this version")
    walker.press("Save and look at all answers")
    walker.follow("Go on to submit")
    walker.press("Submit for opinion and review")
    assert walker.shows_message(Message("Version %(number)s", {"number": 2}))


def read(walker: Walker) -> None:
    """From the workspace to the card, which tells what is new and keeps the version before."""
    walker.follow("The public card")
    assert walker.page.get_by_text(NEWS).count()
    assert walker.page.get_by_text(RISKS).count()
    walker.follow(Message("Version %(number)s", {"number": 1}))
    assert walker.page.url.endswith("/versions/1")
