"""A test with sensitive data, walked by people: nothing is counted before the officer agrees to exactly that file."""

from pathlib import Path
from typing import Any

import pytest

from compas import compas_csv
from entering import EDITOR, OFFICER, write
from register.accounts.demo import PASSWORD
from running import Running
from waiting import wait_for
from walking import KeyboardOnly, Walker, WithoutScript

TITLE = "Anmälningar 2025"


@pytest.fixture(scope="module")
def compas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "compas.csv"
    path.write_bytes(compas_csv())
    return path


@pytest.mark.parametrize("way", [KeyboardOnly, WithoutScript])
def test_from_the_necessity_to_the_result(browser: Any, own_demo: Running, compas: Path, way: type[Walker]) -> None:
    name, title = f"Test med känsliga uppgifter ({way.__name__})", f"{TITLE} ({way.__name__})"
    with way(browser, own_demo.url) as walker:
        version = write(walker, name)
        plan(walker, title, compas)
        say_why(walker)
        agree(walker, title)
        count(walker, title, compas)
        walker.go(version)
        assert walker.says(title)


def plan(walker: Walker, title: str, file: Path) -> None:
    walker.follow("Ladda upp utvärderingsdata")
    walker.write("På svenska", title, "Vad som testas")
    walker.attach("Filen", file)
    walker.press("Ladda upp")
    wait_for(walker, "Gör testplanen")
    walker.follow("Gör testplanen")
    walker.choose("Ett ja eller ett nej", "Vad ger systemet?")
    walker.select("Kolumn med vad systemet gav", "score_text")
    walker.select("Kolumn med vad som visade sig stämma", "two_year_recid")
    walker.choose("Ett ja är en nackdel: en kontroll, en misstanke, ett avslag", "Vad betyder ett ja för personen?")
    walker.choose("race", "Grupper att jämföra")
    walker.press("Fortsätt")
    walker.choose("Ja", "Vad betyder ”High”?")
    walker.choose("Nej", "Vad betyder ”Low”?")
    walker.choose("Ja", "Vad betyder ”Medium”?")
    walker.select("Jämför de andra med", "Caucasian")
    walker.choose("Hur många som missas fast svaret var ja (andel falskt negativa)")
    walker.press("Spara testplanen")  # race is proposed as sensitive, and stays so
    assert walker.says("Filen är inte kvar just nu")


def say_why(walker: Walker) -> None:
    walker.follow("Skriv varför de behövs")
    walker.write("Vad ska testet användas till?", "Se om någon grupp missas oftare.")
    walker.write("Varför räcker inte andra uppgifter, eller anonyma?", "Utan dem syns ingen skillnad.")
    walker.write("Vilka slags känsliga uppgifter är det?", "Etniskt ursprung, i sex grupper.")
    walker.write("Vilka kommer åt uppgifterna?", "Två utredare på förvaltningen.")
    walker.write("När raderar ni er egen kopia av filen?", "2030-12-31")
    walker.press("Spara och fråga ombudet")


def agree(walker: Walker, title: str) -> None:
    """The officer finds it on the first page, and reads why and which values before saying anything."""
    walker.sign_in(OFFICER, PASSWORD)
    walker.follow(title)
    for words in ("Utan dem syns ingen skillnad.", "Caucasian", "Ingen grupp har räknats."):
        assert walker.says(words)
    walker.choose("Godtar", "Vad säger du?")
    walker.press("Spara yttrandet")


def count(walker: Walker, title: str, file: Path) -> None:
    """The department finds the answer on its first page, and goes on with the very same file."""
    walker.sign_in(EDITOR, PASSWORD)
    walker.follow(title)
    walker.follow("Ladda upp samma fil igen")
    walker.attach("Filen", file)
    walker.press("Ladda upp")
    walker.press("Starta bedömningen")
    wait_for(walker, "Hela resultatet")
    assert walker.says("805/1 795")
