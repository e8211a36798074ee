"""Staff who have never been here: what they read on the page tells them where to go, and no word of theirs is lost.

Nobody types an address: each step begins on the first page after signing in, and follows what is written there. Each
walk is one of the core tasks (docs/core-tasks.md); what has to be done before it is done over HTTP.
"""

from collections.abc import Iterator
from typing import Any

import pytest

import begun
from client import RemoteClient
from entering import COORDINATOR, EDITOR, OFFICER, RISKS, write
from register.accounts.demo import PASSWORD
from running import Running
from walking import InEnglish, KeyboardOnly, Walker, WithoutScript

WAYS = pytest.mark.parametrize("way", [KeyboardOnly, WithoutScript, InEnglish])
REASON = "Skriv vem som är med när en anmälan blir liggande."
MENDED = "En anmälan kan bli liggande. Varje fredag går en inspektör igenom alla."
NEWS = "Inspektören går igenom anmälningarna varje fredag."
OBJECTION = {"På svenska": "Radera anmälningarna efter ett år.", "På engelska": "Delete the reports after a year."}
REPLY = {"På svenska": "De raderas efter ett år.", "På engelska": "They are deleted after a year."}


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
        assert walker.says("Väntar på yttrande")
        come(walker, OFFICER, name)


@WAYS
def test_what_is_returned_with_a_reason_is_mended_and_submitted_again(
    browser: Any, own_demo: Running, staff: RemoteClient, way: type[Walker]
) -> None:
    begun.submitted(staff, name := f"Återsänd ({way.__name__})")
    with way(browser, own_demo.url) as walker:
        send_back(walker, name)
        mend(walker, name)
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
    walker.write("Vad som behöver ändras, och varför", REASON)
    walker.press("Återsänd")
    assert walker.says(REASON)


def mend(walker: Walker, name: str) -> None:
    """The reason is read first; what was written before stands in the form, to the letter."""
    come(walker, EDITOR, name)
    assert walker.says(REASON)
    walker.follow("Läs alla svar")
    for words in ("Systemet läser anmälningar och föreslår vilka som är bråttom.", "Ja. En inspektör avgör."):
        assert walker.says(words)
    walker.follow("Ändra: Risker och lag")
    assert walker.page.locator("#risks-sv").input_value() == RISKS
    walker.write("På svenska", MENDED, "Risker, och vad som görs åt dem")
    walker.press("Spara och se alla svar")
    assert walker.says(MENDED)
    walker.follow("Gå vidare och skicka in")
    walker.press("Skicka in för yttrande och granskning")
    assert walker.says("Väntar på yttrande")


def object_to(walker: Walker, name: str) -> None:
    """An objection without words is not taken; what was chosen stays chosen."""
    come(walker, OFFICER, name)
    walker.choose("Invänder", "Ditt yttrande")
    walker.press("Spara yttrandet")
    assert walker.page.title().startswith(walker.said("Fel") + ": ")
    for label, words in OBJECTION.items():
        walker.write(label, words, "Villkor eller invändning")
    walker.press("Spara yttrandet")
    assert walker.reads(OBJECTION)


def answer(walker: Walker, name: str) -> None:
    """The coordinator reads the objection, and is offered to approve once it has an answer."""
    come(walker, COORDINATOR, name)
    assert walker.reads(OBJECTION)
    assert not walker.page.get_by_role("button", name=walker.said("Godkänn versionen"), exact=True).count()
    for label, words in REPLY.items():
        walker.write(label, words, "Ditt svar")
    walker.press("Spara svaret")
    assert walker.reads(REPLY)
    walker.press("Godkänn versionen")
    assert walker.says("Godkänd")


def agree(walker: Walker, name: str) -> None:
    come(walker, OFFICER, name)
    walker.choose("Godtar", "Ditt yttrande")
    walker.press("Spara yttrandet")
    assert walker.says("Granskas")


def publish(walker: Walker, name: str) -> None:
    come(walker, COORDINATOR, name)
    walker.press("Godkänn versionen")
    walker.press("Publicera nu")
    assert walker.says("Publicerad")


def review_again(walker: Walker, name: str) -> None:
    """The next version begins from the one that the public reads, and asks what is new."""
    walker.sign_in(EDITOR, PASSWORD)
    walker.follow("Poster")
    walker.follow(name)
    walker.press("Börja på nästa version")
    walker.follow("Läs alla svar")
    assert walker.says(RISKS)
    walker.follow("Ändra: Så fungerar det")
    walker.write("På svenska", NEWS, "Vad som är nytt i den här versionen")
    walker.press("Spara och se alla svar")
    walker.follow("Gå vidare och skicka in")
    walker.press("Skicka in för yttrande och granskning")
    assert walker.says("Version 2")


def read(walker: Walker) -> None:
    """From the workspace to the card, which tells what is new and keeps the version before."""
    walker.follow("Det offentliga kortet")
    assert walker.page.get_by_text(NEWS).count()
    assert walker.page.get_by_text(RISKS).count()
    walker.follow("Version 1")
    assert walker.page.url.endswith("/versions/1")
