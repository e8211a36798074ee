"""People who have never been here: what they read on the page tells them where to go, and no word of theirs is lost.

Nobody types an address: each step begins on the first page after signing in, and follows what is written there.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from entering import COORDINATOR, EDITOR, OFFICER, write
from register.accounts.demo import PASSWORD
from running import Running
from walking import InEnglish, KeyboardOnly, Walker, WithoutScript

REASON = "Skriv vem som är med när en anmälan blir liggande."
MENDED = "En anmälan kan bli liggande. Varje fredag går en inspektör igenom alla."
NEWS = "Inspektören går igenom anmälningarna varje fredag."


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A demo city that these walks may change."""
    folder = tmp_path_factory.mktemp("first") / "data"
    with Running("demo", "--data-dir", str(folder), data_dir=folder) as program:
        yield program


@pytest.mark.parametrize("way", [KeyboardOnly, WithoutScript, InEnglish])
def test_returned_mended_published_and_reviewed_again_by_what_the_pages_say(
    browser: Any, city: Running, way: type[Walker]
) -> None:
    name = f"Läser anmälningar om buller ({way.__name__})"
    with way(browser, city.url) as walker:
        write(walker, name)
        send_back(walker, name)
        mend(walker, name)
        agree(walker, name)
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
    assert walker.page.locator("#risks-sv").input_value() == "En anmälan kan bli liggande."
    walker.write("På svenska", MENDED, "Risker, och vad som görs åt dem")
    walker.press("Spara och se alla svar")
    assert walker.says(MENDED)
    walker.follow("Gå vidare och skicka in")
    walker.press("Skicka in för yttrande och granskning")
    assert walker.says("Väntar på yttrande")


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
    assert walker.says(MENDED)
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
    assert walker.page.get_by_text(MENDED).count()
    walker.follow("Version 1")
    assert walker.page.url.endswith("/versions/1")
