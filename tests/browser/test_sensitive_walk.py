"""A test with sensitive data, walked by people: nothing is counted before the officer agrees to exactly that file."""

from pathlib import Path
from typing import Any

import pytest

from compas import compas_csv
from entering import EDITOR, OFFICER, write
from register.accounts.people.demo import PASSWORD
from running import Running
from waiting import meaning_of, wait_for
from walking import SWEDISH_WAYS, Walker

pytestmark = pytest.mark.later

TITLE = "Anmälningar 2025"


@pytest.fixture(scope="module")
def compas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "compas.csv"
    path.write_bytes(compas_csv())
    return path


@SWEDISH_WAYS
def test_from_the_necessity_to_the_result(browser: Any, own_demo: Running, compas: Path, way: type[Walker]) -> None:
    name, title = f"Test med känsliga uppgifter ({way.__name__})", f"{TITLE} ({way.__name__})"
    with way(browser, own_demo.url) as walker:
        version = write(walker, name)
        plan(walker, title, compas)
        justify_sensitive_data(walker)
        agree(walker, title)
        count(walker, title, compas)
        walker.go(version)
        assert walker.shows(title)


def plan(walker: Walker, title: str, file: Path) -> None:
    walker.follow("Upload evaluation data")
    walker.write("In Swedish", title, "What is tested")
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
    walker.choose("How many are missed who should have got a yes (false negative rate)")
    walker.press("Save the test plan")  # race is proposed as sensitive, and stays so
    assert walker.shows_message("The file is not kept now")


def justify_sensitive_data(walker: Walker) -> None:
    walker.follow("Write why they are needed")
    walker.write("What is the test for?", "Se om någon grupp missas oftare.")
    walker.write("Which kinds of sensitive data are they?", "Etniskt ursprung, i sex grupper.")
    walker.write("a. Why do other data not do, not even synthetic or anonymous data?", "Utan dem syns ingen skillnad.")
    walker.write(
        "b. How is re-use limited, and how are the data secured and pseudonymised?", "Namn tas bort i systemet."
    )
    walker.write(
        "c. Who has access to the data, and how is that controlled and documented?", "Två utredare på förvaltningen."
    )
    walker.write("d. Does nobody else get the data?", "Ingen utanför enheten.")
    walker.write("e. When is your own copy of the file deleted?", "2030-12-31")
    walker.write("f. Where does the record of processing activities give these reasons?", "Behandling 12.")
    walker.press("Save, and ask the officer")


def agree(walker: Walker, title: str) -> None:
    """The officer finds it on the first page, and reads why and which values before saying anything."""
    walker.sign_in(OFFICER, PASSWORD)
    walker.follow(title)
    assert walker.shows("Utan dem syns ingen skillnad.")
    assert walker.shows("Caucasian")
    assert walker.shows_message("No group has been counted.")
    walker.choose("No objections", "What do you say?")
    walker.press("Record the opinion")


def count(walker: Walker, title: str, file: Path) -> None:
    """The department finds the answer on its first page, and goes on with the very same file."""
    walker.sign_in(EDITOR, PASSWORD)
    walker.follow(title)
    walker.follow("Upload the same file again")
    walker.attach("The file", file)
    walker.press("Upload")
    walker.press("Start the assessment")
    wait_for(walker, "The full result")
    assert walker.shows("805/1 795")
