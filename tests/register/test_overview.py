"""The first page: four numbers that lead to their lists; entries searched, narrowed and handed out as a table."""

import csv
import io

import pytest

from algorithms.editing.commands import save
from algorithms.entries.entry import OpinionKind
from algorithms.entries.texts import Text
from algorithms.people import Role
from algorithms.tables import VersionRow
from builders import NOW
from city import City
from client import CheckingClient
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def published(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)


def review_in(city: City, month: str) -> None:
    """As if the published version had said so itself."""
    columns = {"next_review": month, "review_month": month}
    city.call(VersionRow.update(columns, force=True).run)
    city.forget_pages()


def test_four_numbers_lead_to_what_they_count(city: City) -> None:
    published(city)
    review_in(city, "2026-10")
    client = city.as_(Role.COORDINATOR)
    numbers = [(words, address) for address, words in client.page.links if "/workspace/" in address]
    assert ("1 försenat eller inom nittio dagar", "/workspace/due") in numbers
    assert ("1 publicerade och inte testade", "/workspace/entries?test=not-tested&state=published") in numbers

    client.get("/workspace/due")
    assert "En sak är försenad." in client.page.text
    assert "24 dagar försenad" in client.page.text
    client.get("/workspace/changes")
    assert "Publicerade versionen" in client.page.text
    client.get("/workspace/entries?test=not-tested&state=published")
    assert "Urval av ansökningar för extra kontroll" in client.page.text


def test_everybody_sees_on_the_card_that_a_review_is_late(city: City) -> None:
    published(city)
    address = "/sv/algorithms/urval-av-ansokningar-for-extra-kontroll"
    review_in(city, "2026-10")
    city.client.get(address)
    assert "Översynen är försenad, den skulle ha gjorts oktober 2026" in city.client.page.text
    review_in(city, "2026-11")
    city.client.get(address)
    assert "Nästa översyn november 2026" in city.client.page.text


def test_entries_are_found_by_any_of_their_words_and_only_those_one_may_see(city: City) -> None:
    published(city)
    client = city.as_(Role.EDITOR)
    for query, is_there in (("q=kontroll", True), ("q=snöskottning", False), ("state=draft", False)):
        client.get(f"/workspace/entries?{query}")
        assert ("Urval av ansökningar" in client.page.text) is is_there, query
    other = city.add_person(Role.EDITOR, "school") and city.as_(Role.EDITOR, "school")
    other.get("/workspace/entries?q=kontroll")
    assert "Urval av ansökningar" not in other.page.text


@pytest.mark.storage
def test_staff_who_read_english_find_entries_under_their_english_names_and_in_that_order(city: City) -> None:
    for name, english in (("Ärenden", "Cases"), ("Åtgärder", ""), ("Zoner", "Areas")):
        texts = {(Text.NAME, "sv"): name, (Text.NAME, "en"): english}
        city.call(save, a_draft(city), revision=1, texts=texts, by=actor(city, Role.EDITOR), at=NOW)
    client = city.as_(Role.EDITOR)
    client.get("/workspace/entries")
    assert _names(client) == ["Zoner", "Åtgärder", "Ärenden"]
    client.submit("English")
    client.get("/workspace/entries")
    assert _names(client) == ["Areas", "Cases", "Åtgärder"]
    assert [
        element.text
        for element in client.page.root.iter("span")
        if element.get("lang") == "sv" and element.text == "Åtgärder"
    ]
    assert "Social Department" in [option.text for option in client.page.root.iter("option")]


def test_staff_who_read_english_read_an_opinion_in_english_where_it_was_written(city: City) -> None:
    both, swedish = a_draft(city), a_draft(city)
    take(city, both, SUBMIT, opinion(OpinionKind.AGREE_WITH_CONDITIONS, "Ja, med villkor.", "Yes, on a condition."))
    take(city, swedish, SUBMIT, opinion(OpinionKind.AGREE_WITH_CONDITIONS, "Ja, om två år."))
    client = city.as_(Role.EDITOR)
    client.submit("English")
    for version, there, not_there in ((both, "Yes, on a condition.", "villkor"), (swedish, "Ja, om två år.", "Yes,")):
        for page in (page_of(version), f"{page_of(version)}/history"):
            client.get(page)
            assert there in client.page.text
            assert not_there not in client.page.text


def _names(client: CheckingClient) -> list[str]:
    return [words for address, words in client.page.links if address.startswith("/workspace/versions/")]


def test_the_table_holds_the_same_entries_and_no_formula_is_run_by_a_spreadsheet(city: City) -> None:
    version = a_draft(city)
    client = city.as_(Role.EDITOR)
    client.get(f"/workspace/versions/{version}/answers/about")
    client.submit("Spara och se alla svar", **{"name-en": "=HYPERLINK(1)"})
    answer = client.get("/workspace/entries.csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert (row["name_sv"], row["name_en"]) == ("Urval av ansökningar för extra kontroll", "'=HYPERLINK(1)")
    assert (row["state"], row["ai_act_class"], row["test_finding"]) == ("draft", "not-an-ai-system", "not-tested")
    assert client.get("/workspace/entries.csv?state=published").content.decode("utf-8-sig").count("\n") == 1


def test_steering_group_report_covers_a_period_and_asks_for_months(city: City) -> None:
    published(city)
    client = city.as_(Role.COORDINATOR)
    client.click("Rapport till styrgruppen")
    words = client.page.text
    for text in (
        "Publicerade poster1",
        "Inte testat1",
        "Inte ett AI-system1",
        "Publicerade versioner1",
    ):
        assert text in words, text
    client.submit("Visa perioden", **{"from": "2025-01", "to": "2025-12"})
    assert "Publicerade versioner0" in client.page.text
    assert client.get("/workspace/report?from=2026-13").status_code == 422
    assert "Skriv år och månad med bindestreck" in client.page.text
    assert client.get("/workspace/report?from=2026-05&to=2026-02").status_code == 422
    assert "Den sista månaden kommer före den första." in client.page.text
