"""Lists are cut into pages by the database: a page costs what it shows, and nothing is lost on the way."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

import many
from algorithms.entries.entry import VersionState
from algorithms.entries.texts import Text
from algorithms.importing.tables import ImportRow
from algorithms.log.tables import LogRow
from algorithms.people import Role
from algorithms.questions.tables import QuestionRow
from algorithms.storage.save import store_texts
from algorithms.tables import EntryRow, IncidentRow, TextRow, VersionRow
from builders import NOW
from city import City
from conftest import settings_for
from metering import Cost, Meter
from register.outbox.tables import LetterRow
from register.settings import Settings
from steps import actor

FEW, MANY = 100, 1_000
LATE = {"review_month": "2026-01", "next_review": "2026-01"}
LISTS = {
    "/workspace": Role.COORDINATOR,
    "/workspace/entries": Role.COORDINATOR,
    "/workspace/entries?q=SV&state=published&test=not-tested": Role.COORDINATOR,
    "/workspace/entries/together": Role.COORDINATOR,
    "/workspace/due": Role.COORDINATOR,
    "/workspace/changes": Role.COORDINATOR,
    "/workspace/incidents": Role.COORDINATOR,
    "/workspace/questions": Role.COORDINATOR,
    "/workspace/log": Role.AUDITOR,
    "/workspace/imports": Role.EDITOR,
    "/workspace/mail": Role.ADMINISTRATOR,
    "/workspace/people": Role.ADMINISTRATOR,
    "/workspace/report": Role.COORDINATOR,
    "/workspace/targets": Role.COORDINATOR,
    "/sv/statistics": Role.AUDITOR,
    "/sv/algorithms": Role.AUDITOR,
    "/sv/missing": Role.AUDITOR,
    "/sv/feed.atom": Role.AUDITOR,
}

OTHERS = {  # that read the whole register
    "/workspace/entries.csv": Role.EDITOR,
    "/workspace/entries/new": Role.EDITOR,
    "/workspace/tender-clause": Role.COORDINATOR,
    "/workspace/departments": Role.ADMINISTRATOR,
    "/sv/": Role.AUDITOR,
    "/sitemap.xml": Role.AUDITOR,
}


@pytest.fixture
def city(sqlite_url, tmp_path) -> Iterator[City]:
    with City(settings_for(sqlite_url, tmp_path)) as running:
        yield running


def grow(city: City, number: int, state: VersionState = VersionState.PUBLISHED, first: int = 0) -> None:
    city.call(many.fill, city.department.id, number, state, None, first)


async def grow_other_lists(reader: UUID, number: int, first: int) -> None:
    """So many of everything else that stands in a list."""
    entries = await EntryRow.select(EntryRow.id).offset(first).limit(number)
    for start in range(0, number, 50):
        rows = [other_rows(reader, row["id"], first + start + at) for at, row in enumerate(entries[start : start + 50])]
        for same in zip(*rows, strict=True):
            await type(same[0]).insert(*same)


def other_rows(reader: UUID, entry: UUID, place: int):
    """A question, an incident, a letter, an import, and a line of the log."""
    row_id, at = uuid4(), NOW - timedelta(hours=place)
    fields = {"language": "sv", "text": f"Fråga {place}?"}
    yield QuestionRow(id=row_id, received_hour=at, code_hash=str(row_id), in_log=True, **fields)
    happened = {"happened_on": at.date(), "what": "Något", "recorded_by": row_id, "recorded_at": at}
    yield IncidentRow(id=row_id, entry=entry, **happened)
    letter = {"kind": "test", "address": "a@x.example", "language": "sv", "subject": "Brev"}
    yield LetterRow(id=row_id, name=str(row_id), written_at=at, not_before=at, **letter)
    file = {"file": row_id, "file_bytes": 1, "file_sha256": "x", "received_at": at}
    yield ImportRow(id=row_id, state="undone", begun_by=reader, begun_at=at, ended_at=at, **file)
    line = {"at": at.isoformat(), "action": "create", "kind": "entry", "object": str(entry), "code": "x"}
    yield LogRow(seq=1_000_000 + place, previous=str(place), hash=str(place + 1), **line)


def shown(city: City) -> list[str]:
    """The names of the entries on this page, in their order."""
    return [words for address, words in city.client.page.links if address.startswith("/workspace/versions/")]


def test_a_page_of_a_list_asks_the_same_of_the_database_at_a_hundred_and_at_a_thousand_entries(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter, costs = Meter(monkeypatch), dict[str, list[Cost]]()
    reader = actor(city, Role.EDITOR).id
    for number, first in ((FEW, 0), (MANY - FEW, FEW)):
        grow(city, number, first=first)
        city.call(VersionRow.update(LATE, force=True).run)
        city.call(grow_other_lists, reader, number, first)
        for _ in range(2):  # after a change the index is read once, and so are the new lines of the log
            meter.of(city, Role.AUDITOR, "/sv/algorithms")
        for address, role in LISTS.items():
            costs.setdefault(address, []).append(meter.of(city, role, address))
    grown = {
        address: (few, more)
        for address, (few, more) in costs.items()
        if few.statements != more.statements or more.rows > few.rows
    }
    assert grown == {}


def test_what_an_undone_import_has_left_costs_nothing_on_any_page(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    meter, costs = Meter(monkeypatch), []
    addresses = {address: role for address, role in {**LISTS, **OTHERS}.items() if address != "/workspace/log"}
    grow(city, 20, VersionState.DRAFT)
    grow(city, 20)
    for left in (0, 3 * FEW):
        grow(city, left, VersionState.DISCARDED)
        meter.of(city, Role.AUDITOR, "/sv/algorithms")  # the index is read once after a change
        costs.append({address: meter.of(city, role, address) for address, role in addresses.items()})
    before, after = costs
    grown = {
        address: (before[address], after[address])
        for address in addresses
        if (before[address].statements, before[address].rows) != (after[address].statements, after[address].rows)
    }
    assert grown == {}


def test_every_entry_stands_once_on_the_pages_of_the_list_in_the_order_of_the_alphabet(city: City) -> None:
    grow(city, 120)
    client = city.as_(Role.COORDINATOR)
    client.get("/workspace/entries")
    assert "120 poster" in client.page.text
    assert "Sida 1 av 3" in client.page.text
    assert "1–50 av 120" in client.page.text
    titles = shown(city)
    while "Nästa sida" in client.page.text:
        client.click("Nästa sida")
        titles += shown(city)
    assert titles == sorted(f"sv {place}" for place in range(120))
    client.click("Föregående sida")
    assert "Sida 2 av 3" in client.page.text


def test_search_and_filters_hold_over_the_whole_list_and_follow_to_its_next_page(city: City) -> None:
    grow(city, 120)
    grow(city, 60, VersionState.DRAFT, first=200)
    client = city.as_(Role.COORDINATOR)
    client.get("/workspace/entries?state=draft&q=SV")
    assert "60 poster" in client.page.text
    client.click("Nästa sida")
    assert len(shown(city)) == 10
    assert client.page.form("Sök").values  # the search is still in its form
    assert all(int(name.split()[1]) >= 200 for name in shown(city))


def test_a_page_that_does_not_exist_is_the_nearest_one_that_does(city: City) -> None:
    grow(city, 60)
    client = city.as_(Role.COORDINATOR)
    for page, number in {"0": 1, "-1": 1, "två": 1, "": 1, "2": 2, "4711": 2, "9" * 30: 2}.items():
        assert client.get("/workspace/entries", params={"page": page}).status_code == 200
        assert f"Sida {number} av 2" in client.page.text, page


def test_a_sign_of_a_pattern_is_searched_for_as_it_stands(city: City) -> None:
    grow(city, 3)
    client = city.as_(Role.COORDINATOR)
    for sign in ("%", "_", "!"):
        client.get("/workspace/entries", params={"q": sign})
        assert shown(city) == [], sign


def test_the_table_of_a_register_is_whole_and_read_in_portions(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(city, 1_200)
    meter = Meter(monkeypatch)
    cost = meter.of(city, Role.COORDINATOR, "/workspace/entries.csv")
    assert city.client.get("/workspace/entries.csv").content.decode("utf-8-sig").count("\n") == 1 + 1_200
    assert cost.most_values <= 600
    assert cost.statements <= 60


@pytest.mark.storage
def test_both_databases_sort_search_and_count_alike(settings: Settings) -> None:
    with City(settings) as city:
        grow(city, 4)
        names = [("sv 0", "Östra"), ("sv 1", "Ärende"), ("sv 2", "zebra"), ("sv 3", "Åtgärd")]
        for old, new in names:
            version = city.call(TextRow.select(TextRow.version).where(TextRow.words == old).first().run)["version"]
            city.call(store_texts, version, {(Text.NAME, "sv"): new, (Text.NAME, "en"): ""})
        city.call(VersionRow.update(LATE, force=True).run)
        client = city.as_(Role.COORDINATOR)
        for address in ("/workspace/entries", "/workspace/due", "/workspace/entries/together"):
            assert client.get(address).status_code == 200
            positions = [client.page.text.index(name) for name in ("zebra", "Åtgärd", "Ärende", "Östra")]
            assert positions == sorted(positions), address
        assert "4 saker är försenade." in client.get("/workspace/due").text
        client.get("/workspace/entries?q=ARENDE")
        assert shown(city) == ["Ärende"]
