"""The whole walk in a real browser: by keyboard alone, and with JavaScript off, to a card in both languages."""

from pathlib import Path
from typing import Any

import pytest

import wording
from compas import compas_csv
from entering import COORDINATOR, OFFICER, write
from register.accounts.people.demo import PASSWORD
from running import Running
from waiting import meaning_of, wait_for
from walking import WAYS, InEnglish, Walker

NAME = "Sorterar anmälningar om buller"


@pytest.fixture(scope="module")
def compas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "compas.csv"
    path.write_bytes(compas_csv())
    return path


@WAYS
def test_from_first_word_to_published_card(browser: Any, own_demo: Running, compas: Path, way: type[Walker]) -> None:
    name = f"{NAME} ({way.__name__})"
    with way(browser, own_demo.url) as walker:
        version = write(walker, name)
        give_opinion(walker, version)
        assess(walker, version, compas)
        publish(walker, version)
        read(walker, name)


def give_opinion(walker: Walker, version: str) -> None:
    walker.sign_in(OFFICER, PASSWORD)
    walker.go(version)
    walker.choose("Has points", "Your opinion")
    walker.write("In Swedish", "Testa systemet varje år.", "Points, or why you advise against it")
    walker.write("In English", "Test the system every year.", "Points, or why you advise against it")
    walker.press("Record the opinion")


def assess(walker: Walker, version: str, file: Path) -> None:
    walker.sign_in(COORDINATOR, PASSWORD)
    walker.go(version)
    walker.follow("Upload evaluation data")
    walker.write("In Swedish", "Anmälningar 2025", "What is tested")
    walker.attach("The file", file)
    walker.press("Upload")
    wait_for(walker, "Make the test plan")
    walker.follow("Make the test plan")
    walker.choose("A yes or a no", "What does the system give?")
    walker.select("Column with what the system gave", "score_text")
    walker.select("Column with what turned out to be true", "two_year_recid")
    walker.choose("A yes is a burden: a check, a suspicion, a refusal", "What does a yes mean for the person?")
    walker.choose("race", "Groups to compare")
    walker.press("Continue")
    walker.choose("Yes", meaning_of("High"))
    walker.choose("No", meaning_of("Low"))
    walker.choose("Yes", meaning_of("Medium"))
    walker.select("Compare the others with", "Caucasian")
    walker.leave_out("race", "Which of these columns tell something sensitive?")  # published counts, of nobody any more
    walker.choose("How many are missed who should have got a yes (false negative rate)")
    walker.press("Save the test plan")
    walker.press("Start the assessment")
    wait_for(walker, "The full result")
    in_swedish = not isinstance(walker, InEnglish)
    assert walker.shows("805/1 795" if in_swedish else "805/1,795")
    assert walker.shows("44,85 %" if in_swedish else "44.85 %")
    walker.press("Cite it as evidence")
    walker.write("In Swedish", "Gränsen höjs och testas igen.", "What is done")
    walker.write("In Swedish", "Miljöförvaltningen", "Who does it")
    walker.write("By when", "2027-03")
    walker.press("Save the measure")


def publish(walker: Walker, version: str) -> None:
    walker.go(version)
    walker.press("Approve this version")
    walker.press("Publish now")
    assert walker.shows_message("Published")


def read(walker: Walker, name: str) -> None:
    """As a resident: found by its name, then read in Swedish and in English."""
    walker.page.context.clear_cookies()
    walker.go("/en/" if isinstance(walker, InEnglish) else "/sv/")
    walker.write("Search for a system, a service or a question", name)
    walker.press("Search")
    walker.follow(name)
    address = walker.page.url
    walker.go(address.replace("/en/", "/sv/"))
    for words in ("Ja, om du anmäler buller.", "45", "23", "28", "48", "Gränsen höjs"):
        assert words in walker.text
    assert "Testa systemet varje år." in walker.folded
    walker.page.get_by_role("link", name="English", exact=True).click()
    for words in (
        wording.words("Does it concern me?", "en"),
        "more often than",
        "45",
        "23",
        "28",
        "48",
    ):
        assert words in walker.text
    assert "Test the system every year." in walker.folded
    assert not walker.page.context.cookies()
