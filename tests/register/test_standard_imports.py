"""The list of another register in the workspace: recognised, nothing stops a row, and once more it only proposes."""

import csv
import io
from pathlib import Path
from uuid import UUID

import pytest

from algorithms.entries.entry import VersionState
from algorithms.entries.texts import Text
from algorithms.importing.progress import CreatedKind, ImportState
from algorithms.people import Role
from algorithms.storage import queries
from algorithms.storage.origin_queries import origins
from algorithms.tables import TextRow, VersionRow
from builders import NOW
from city import City
from listed import Listed, entries
from register.settings import Settings
from register.shell.check import examine
from steps import actor

HEAD = ("name", "organization", "description_short", "standard_version", "human_intervention", "contact_email")
HEAD += ("status", "source_id", "goal", "impact", "publication_category")
FIRST = ("Druktemeting", "Gemeente A", "Telt mensen. " * 60, "1.0.0", "Altijd.", "14010", "In gebruik", "17")
FIRST += ("Drukte zien.", "Mensen worden gefilmd.", "Overig")
OTHER = ("Chatbot", "Gemeente B", "Praat.", "1.0.0", "Nee.", "b@b.example", "ergens", "18", "Vragen.", "", "")


def a_list(*rows: tuple[str, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([HEAD, *rows])
    return written.getvalue().encode()


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.as_(Role.EDITOR)
        yield running


def brought(city: City, *rows: tuple[str, ...]) -> Listed:
    return Listed(city, a_list(*rows)).columns()


def texts(city: City, version: UUID) -> dict[tuple[Text, str], str]:
    written: dict[tuple[Text, str], str] = city.call(queries.version, version, seen_by=actor(city, Role.EDITOR)).texts
    return written


@pytest.mark.storage
def test_too_long_unclear_or_unknown_never_stops_a_row_and_the_draft_says_so(city: City) -> None:
    listed = brought(city, FIRST, OTHER)
    assert "2 rader kan bli poster." in listed.text
    assert "Listan har 20 ifyllda celler." in listed.text
    lines = list(csv.DictReader(io.StringIO(city.client.get(f"{listed.address}/report.csv").text.lstrip("\ufeff"))))
    assert len(lines) == 20
    listed.work().carry_out()

    assert listed.import_record.state is ImportState.DONE
    assert sum(sum(fates.values()) for fates in listed.import_record.report.values()) == 20
    assert entries(city) == ["Chatbot", "Druktemeting"]
    draft = listed.created[0].version
    assert draft.texts[Text.PURPOSE, "nl"] == "Drukte zien.\n\nImpact: Mensen worden gefilmd."
    origin = city.call(origins, [draft.entry], whole=True)[draft.entry.id]
    assert (origin.organisation, origin.identifier) == ("Gemeente A", "17")
    assert set(origin.words) == {"description_short", "contact_email"}
    assert origin.words["description_short"] == FIRST[2].strip()
    city.client.get(f"/workspace/versions/{draft.id}")
    assert "2 delar av listan" in city.client.page.text
    city.client.get(f"/workspace/versions/{draft.id}/answers/purpose")
    assert "Som det kom, på nederländska" in city.client.page.text


def test_a_person_changes_what_a_column_means_and_several_feed_one_field(city: City) -> None:
    listed = Listed(city, a_list(FIRST)).columns(**{"column-10": "search-words", "column-2": "risks", "language": "en"})
    listed.work().carry_out()
    draft = listed.created[0].version
    assert draft.texts[Text.SEARCH_WORDS, "en"] == "Overig"
    assert draft.texts[Text.RISKS, "en"].startswith("Telt mensen.")
    assert (Text.SUMMARY, "en") not in draft.texts


@pytest.mark.storage
def test_the_same_list_again_does_nothing_and_a_changed_cell_is_one_proposal(city: City) -> None:
    first = brought(city, FIRST, OTHER).work().carry_out()
    again = brought(city, FIRST, OTHER)
    assert "2 rader säger samma sak som förra gången" in again.text
    assert "Skapa" not in again.text
    again.client.submit("Avbryt importen")

    draft = first.created[0].version
    city.client.get(f"/workspace/versions/{draft.id}/answers/purpose")
    changed = (*FIRST[:8], "Meer drukte zien.", *FIRST[9:])
    third = brought(city, OTHER, changed)
    assert "En rad säger något annat nu." in third.text
    third.work().carry_out()
    assert [(made.kind, made.version.id) for made in third.created] == [(CreatedKind.COMMENTS, draft.id)]
    (comment,) = third.created[0].version.comments
    assert (comment.about, "Meer drukte zien." in comment.words) == ("purpose", True)
    assert texts(city, draft.id) == draft.texts

    third.client.submit("Ångra importen")
    city.client.get(third.address)
    assert not any(made.version.comments[0].is_open for made in third.created)
    assert "En rad säger något annat nu." in brought(city, OTHER, changed).text


def test_unclear_dates_are_asked_about_once_on_the_page_of_words(city: City) -> None:
    head = (*HEAD, "begin_date")
    written = io.StringIO()
    csv.writer(written).writerows([head, (*FIRST, "3/4/2023"), (*OTHER, "5/4/2023")])
    listed = Listed(city, written.getvalue().encode()).columns()
    assert listed.client.url.endswith("/words")
    assert listed.text.count("3/4/2023") == 1
    assert "5/4/2023" not in listed.text
    listed.words(**{"in_use_since-0": "day-first"})
    assert "2 rader kan bli poster." in listed.text
    listed.carry_out()
    assert {made.version.answers.in_use_since for made in listed.created} == {"2023-04"}


def test_a_published_entry_gets_its_next_version_as_a_proposal_and_nothing_is_written_over(city: City) -> None:
    first = brought(city, FIRST).work().carry_out()
    draft = first.created[0].version
    city.call(_published, draft.id)
    changed = brought(city, ("Druktemeting nieuw", *FIRST[1:])).work().carry_out()
    (made,) = changed.created
    assert (made.kind, made.version.number, made.version.state) == (CreatedKind.VERSION, 2, VersionState.DRAFT)
    assert made.version.texts[Text.NAME, "nl"] == "Druktemeting nieuw"
    assert texts(city, draft.id)[Text.NAME, "nl"] == "Druktemeting"
    assert made.is_changed is False
    changed.client.submit("Ångra importen")
    city.client.get(changed.address)
    assert changed.created[0].is_gone


async def _published(version: UUID) -> None:
    rows: dict = {VersionRow.state: VersionState.PUBLISHED.value, VersionRow.published_at: NOW}
    await VersionRow.update(rows).where(VersionRow.id == version)


def test_staff_find_an_entry_by_the_name_it_came_with(city: City) -> None:
    brought(city, FIRST).work().carry_out()
    city.client.get("/workspace/entries?words=druktemeting")
    assert '<span lang="nl">Druktemeting</span>' in city.client.get("/workspace/entries").text


@pytest.mark.storage
def test_insyn_check_is_intact_after_an_import_and_its_undoing(city: City) -> None:
    brought(city, FIRST, OTHER).work().carry_out().client.submit("Ångra importen")
    assert entries(city) == []
    assert city.call(examine, None).fault is None


def test_the_dutch_list_comes_in_whole(city: City, reference_data: Path) -> None:
    path = reference_data / "registers/nl/dumps/algorithm_descriptions_ENG_every_second_entry_2024-05-07.csv"
    listed = Listed(city, path.read_bytes()).columns()
    assert "183 rader kan bli poster." in listed.text
    listed.work().carry_out()
    assert len(listed.created) == 183
    assert sum(sum(fates.values()) for fates in listed.import_record.report.values()) == 3327
    again = Listed(city, path.read_bytes()).columns()
    assert "183 rader säger samma sak som förra gången" in again.text
    assert city.call(TextRow.count().where(TextRow.language == "en").run) > 1000
