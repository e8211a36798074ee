"""The whole walk in a real browser: by keyboard alone, and with JavaScript off, to a card in both languages."""

from pathlib import Path
from typing import Any

import pytest

from compas import compas_csv
from entering import COORDINATOR, OFFICER, write
from register.accounts.demo import PASSWORD
from running import Running
from waiting import wait_for
from walking import InEnglish, KeyboardOnly, Walker, WithoutScript

NAME = "Sorterar anmälningar om buller"


@pytest.fixture(scope="module")
def compas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "compas.csv"
    path.write_bytes(compas_csv())
    return path


@pytest.mark.parametrize("way", [KeyboardOnly, WithoutScript, InEnglish])
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
    walker.choose("Godtar med villkor", "Ditt yttrande")
    walker.write("På svenska", "Testa systemet varje år.", "Villkor eller invändning")
    walker.write("På engelska", "Test the system every year.", "Villkor eller invändning")
    walker.press("Spara yttrandet")


def assess(walker: Walker, version: str, file: Path) -> None:
    walker.sign_in(COORDINATOR, PASSWORD)
    walker.go(version)
    walker.follow("Ladda upp utvärderingsdata")
    walker.write("På svenska", "Anmälningar 2025", "Vad som testas")
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
    walker.leave_out("race", "Vilka av kolumnerna säger något känsligt?")  # published counts, of nobody any more
    walker.choose("Hur många som missas fast svaret var ja (andel falskt negativa)")
    walker.press("Spara testplanen")
    walker.press("Starta bedömningen")
    wait_for(walker, "Hela resultatet")
    in_swedish = not isinstance(walker, InEnglish)
    assert walker.says("805/1 795" if in_swedish else "805/1,795")
    assert walker.says("44,85 %" if in_swedish else "44.85 %")
    walker.press("Använd som underlag")
    walker.write("På svenska", "Gränsen höjs och testas igen.", "Vad som görs")
    walker.write("På svenska", "Miljöförvaltningen", "Vem som gör det")
    walker.write("När det är klart", "2027-03")
    walker.press("Spara åtgärden")


def publish(walker: Walker, version: str) -> None:
    walker.go(version)
    walker.press("Godkänn versionen")
    walker.press("Publicera nu")
    assert walker.says("Publicerad")


def read(walker: Walker, name: str) -> None:
    """As a resident: found by its name, then read in Swedish and in English."""
    walker.page.context.clear_cookies()
    walker.go("/en/" if isinstance(walker, InEnglish) else "/sv/")
    walker.write("Sök på ett system, en tjänst eller en fråga", name)
    walker.press("Sök")
    walker.follow(name)
    address = walker.page.url
    walker.go(address.replace("/en/", "/sv/"))
    for words in ("Ja, om du anmäler buller.", "45", "23", "28", "48", "Gränsen höjs", "Testa systemet varje år."):
        assert words in walker.text
    walker.page.get_by_role("link", name="English", exact=True).click()
    for words in (
        "Does it concern me?",
        "There is a difference",
        "45",
        "23",
        "28",
        "48",
        "Test the system every year.",
    ):
        assert words in walker.text
    assert not walker.page.context.cookies()
