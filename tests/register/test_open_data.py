"""The whole register as data: files with hashes, any day, changes, one entry, identifiers, and nothing hidden."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from algorithms.editing import commands
from algorithms.entries.entry import LANGUAGES, Topic, VersionState
from algorithms.entries.texts import Text
from algorithms.people import Role
from algorithms.storage.save import store_new_texts
from algorithms.tables import EntryRow, VersionRow
from asking import ask, questions_path
from assessments.statistics.verdict import Verdict
from builders import NOW
from city import City
from hiding import mask, withdraw, withhold
from many import fill
from metering import Meter
from publishing import publish, published_again
from register.opendata import answers
from register.opendata.datasets import DATASETS
from register.opendata.files import Format
from register.opendata.store import DataPrinter, folder, index
from register.settings import Settings
from sealed import a_draft, publish_with_run
from steps import actor

DAY = "on=2026-11-24"
SINCE = "since=2026-11-01"
NAMES = [f"{name}.{kind}" for name in DATASETS for kind in Format]


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def make_files(city: City) -> None:
    printer = DataPrinter(city.settings, city.clock)

    async def rounds() -> None:
        while await printer.round():
            pass

    city.call(rounds)


def table(city: City, address: str) -> list[dict[str, str]]:
    answer = city.client.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def lines(city: City, address: str) -> list[dict]:
    answer = city.client.get(address)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.storage
def test_every_data_set_is_a_file_in_three_formats_with_its_hash_and_the_same_bytes_twice(city: City) -> None:
    published_again(city, publish(city, "Zebra"), risks="Nytt.")
    publish(city, "Apa")
    before = {name: city.client.get(f"/data/{name}").content for name in NAMES}

    make_files(city)

    listed = {file["address"]: file for file in city.client.get("/data/index.json").json()["files"]}
    assert sorted(listed) == sorted(f"{city.settings.base_url}/data/{name}" for name in NAMES)
    hashes = dict(reversed(line.split("  ")) for line in city.client.get("/data/SHA256SUMS").text.splitlines())
    for name in NAMES:
        answer = city.client.get(f"/data/{name}")
        assert answer.content == before[name], f"{name}: made for who asked, and made by the worker"
        file = listed[f"{city.settings.base_url}/data/{name}"]
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"] == hashes[name]
        assert (answer.headers["access-control-allow-origin"], "last-modified" in answer.headers) == ("*", True)
    assert len(list(folder(city.settings).iterdir())) == len({file["sha256"] for file in listed.values()}) + 1
    assert [row["slug"] for row in table(city, "/data/entries.csv")] == ["apa", "zebra"]
    assert [row["version"] for row in table(city, "/data/history.csv")] == ["1", "1", "2"]


def test_csv_workbook_and_json_lines_say_the_same(city: City) -> None:
    publish(city, "Zebra", summary='=1+1, ”citat” "och" rad\nbrytning')
    (row,), (line,) = table(city, "/data/entries.csv"), lines(city, "/data/entries.jsonl")
    assert row["summary_sv"] == '\'=1+1, ”citat” "och" rad\nbrytning'
    assert line["summary"]["sv"] == row["summary_sv"][1:], "in JSON as it was written"
    assert (row["personal_data"], line["personal_data"]) == ("true", True)
    raw = city.client.get("/data/entries.csv").content
    assert raw.startswith(b"id,slug,page_")
    assert raw.count(b"\r\n") == 2
    book = zipfile.ZipFile(io.BytesIO(city.client.get("/data/entries.xlsx").content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet, "no cell is a formula"
    assert "=1+1" in sheet + "".join(book.read(name).decode() for name in book.namelist() if "shared" in name.lower())


_CELL = rb'(?:"(?:[^"]|"")*"|[^",\r\n]*)'
RFC_4180 = re.compile(rb"(?:%b(?:,%b)*\r\n)+" % (_CELL, _CELL))


def test_every_csv_keeps_rfc_4180_with_as_many_cells_in_each_row(city: City) -> None:
    publish(city, "Zebra", summary='Rad, "citat"\nbrytning\noch slut"')
    for name in (*DATASETS, "changes"):
        content = city.client.get(f"/data/{name}.csv{'?since=2026-11-01' if name == 'changes' else ''}").content
        assert RFC_4180.fullmatch(content), name
        rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
        assert {len(row) for row in rows} == {len(rows[0])}, name


def test_any_day_is_read_from_the_versions_and_knows_nothing_that_was_masked_since(city: City) -> None:
    first = publish(city, "Urval av Vera", summary="Vera Lind läser allt.")
    published_again(city, first, risks="Nytt.")

    rows = table(city, "/data/entries.csv?on=2026-11-24")
    assert [row["slug"] for row in rows] == ["urval-av-vera"]
    assert table(city, "/data/entries.csv?on=2026-11-23") == []
    assert city.client.get("/data/entries.csv?on=2026-02-30").status_code == 400
    mask(city, first, "Vera Lind")
    assert "Vera Lind" not in city.client.get("/data/entries.csv?on=2026-11-24").text
    assert "Vera Lind" not in city.client.get("/data/history.jsonl").text


def test_changes_tell_what_was_added_changed_by_field_masked_and_ended(city: City) -> None:
    added, ended = publish(city, "Ny"), publish(city, "Borta")
    since = "since=2026-11-24T10:00:00Z"
    assert lines(city, f"/data/changes.jsonl?{since}") == []
    assert {line["slug"]: line["change"] for line in lines(city, f"/data/changes.jsonl?{SINCE}")} == {
        "ny": "added",
        "borta": "added",
    }
    withdraw(city, ended)
    mask(city, added, "utan anledning")
    listed = lines(city, f"/data/changes.jsonl?{since}")
    assert [(line["slug"], line["change"], line["fields"]) for line in listed] == [("ny", "changed", ["masked"])]
    assert [line["slug"] for line in lines(city, f"/data/changes.jsonl?{SINCE}")] == ["ny"], "and was gone before"
    assert city.client.get("/data/changes.jsonl").status_code == 400


def test_the_selection_of_the_list_is_downloaded_as_it_stands(city: City) -> None:
    publish(city, "Zebra")
    publish(city, "Apa", status="in-use")
    city.client.get("/sv/algorithms?status=in-use&q=apa")
    assert [row["slug"] for row in table(city, city.client.page.link("CSV"))] == ["apa"]
    assert [row["slug"] for row in table(city, "/data/entries.csv?status=pilot")] == ["zebra"]
    assert table(city, f"/data/entries.csv?status=pilot&{DAY}")[0]["slug"] == "zebra"
    refused = city.client.get("/data/entries.csv?stauts=pilot")
    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
    assert "status" in refused.json()["detail"]
    assert refused.json()["instance"] == "/data/entries.csv"


def test_one_entry_is_json_and_json_ld_and_its_page_leads_there(city: City) -> None:
    published_again(city, publish(city, "Zebra"), risks="Nytt.")
    page = city.client.get("/sv/algorithms/zebra")
    assert '</algorithms/zebra.json>; rel="alternate"; type="application/json"' in page.headers["link"]
    entry = city.client.get("/algorithms/zebra.json").json()
    assert (entry["version"], entry["risks"]["sv"]) == (2, "Nytt.")
    assert city.client.get("/algorithms/zebra.json?version=1").json()["version"] == 1
    linked = city.client.get("/algorithms/zebra.jsonld")
    assert linked.headers["content-type"].startswith("application/ld+json")
    assert linked.json()["@context"] == f"{city.settings.base_url}/data/context.jsonld"
    assert set(linked.json()) - {"@context", "@id", "@type", "dcterms:license"} <= set(
        city.client.get("/data/context.jsonld").json()["@context"]
    )
    for address in ("/algorithms/finns-inte.json", "/algorithms/zebra", "/data/finns-inte.csv", "/id/finns-inte"):
        answer = city.client.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), address


def test_a_permanent_identifier_leads_to_what_the_reader_prefers(city: City) -> None:
    publish(city, "Zebra")
    for accept, place in {
        "text/html,application/xhtml+xml,*/*;q=0.8": "/en/algorithms/zebra",
        "application/json": "/algorithms/zebra.json",
        "application/ld+json, text/html;q=0.5": "/algorithms/zebra.jsonld",
        "image/png": "/en/algorithms/zebra",
    }.items():
        headers = {"Accept": accept, "Accept-Language": "en"}
        answer = city.client.get("/id/zebra", headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, place), accept
        assert answer.headers["vary"] == "Accept, Accept-Language"
        assert city.client.get("/id/zebra/1", headers=headers).headers["location"].startswith(place)


def test_what_is_withheld_withdrawn_or_masked_is_in_no_file_day_change_or_document(city: City) -> None:
    word = "Kvistbrosågen"
    withheld, withdrawn, masked = (publish(city, name, summary=f"{word} läser.") for name in ("Undan", "Borta", "Kvar"))
    code = ask(city, f"Varför sa {word} nej?", questions_path(slug="kvar"))
    assert code
    make_files(city)
    assert word in city.client.get("/data/entries.csv").text

    withhold(city, withheld)
    withdraw(city, withdrawn)
    mask(city, masked, word)

    addresses = [f"/data/{name}" for name in NAMES]
    addresses += [f"/data/{name}?{DAY}" for name in NAMES]
    addresses += [f"/data/changes.{kind}?{SINCE}" for kind in Format]
    addresses += [f"/algorithms/{slug}.{end}" for slug in ("undan", "borta", "kvar") for end in ("json", "jsonld")]
    addresses += ["/data/index.json", "/data/dictionary.csv", *(f"/{language}/open-data" for language in LANGUAGES)]
    for stage in ("before the worker", "after it"):
        for address in addresses:
            body = city.client.get(address).content
            content = b"".join(_unpacked(body)) if body.startswith(b"PK") else body
            assert word.encode() not in content, (stage, address)
            if address.startswith("/data/"):
                assert b"undan" not in content.lower().replace(b"undantag", b""), (stage, address)
                assert b"borta" not in content.lower(), (stage, address)
        make_files(city)
    assert {city.client.get(f"/algorithms/{slug}.json").status_code for slug in ("undan", "borta")} == {410}
    suffixes = {path.suffix for path in folder(city.settings).iterdir()}
    assert suffixes == {".csv", ".xlsx", ".jsonl", ".json"}
    assert not any(word.encode() in path.read_bytes() for path in folder(city.settings).iterdir())


def _unpacked(body: bytes):
    book = zipfile.ZipFile(io.BytesIO(body))
    return (book.read(name) for name in book.namelist())


def test_the_page_shows_files_hashes_and_what_columns_mean_in_little(city: City) -> None:
    publish(city, "Zebra")
    make_files(city)
    (stored,) = (file for file in index(city.settings).files if file.name == "entries.csv")
    for language in LANGUAGES:
        answer = city.client.get(f"/{language}/open-data")
        words = city.client.get(f"/{language}/open-data/dictionary").text
        sizes = (len(answer.content), len(words.encode()))
        assert max(sizes) <= 60_000
        assert (stored.sha256 in answer.text, "search_words" in words) == (True, True)
        assert [name for name in NAMES if f'href="/data/{name}"' not in answer.text] == []


def test_as_many_statements_for_many_entries_as_for_few(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    meter = Meter(monkeypatch)
    owner = city.department.id

    def cost(address: str) -> int:
        before = meter.cost.statements
        assert city.client.get(address).status_code == 200
        return meter.cost.statements - before

    addresses = ("/data/entries.csv", "/data/history.jsonl", f"/data/entries.csv?{DAY}", f"/data/changes.csv?{SINCE}")
    city.call(fill, owner, 3, VersionState.PUBLISHED)
    few = [cost(address) for address in addresses]
    city.call(fill, owner, 300, VersionState.PUBLISHED, None, 3)
    assert len(table(city, addresses[0])) == 303
    assert [cost(address) for address in addresses] == few


def test_a_large_file_comes_in_pieces_packed_or_not_and_is_not_sent_twice(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(city, "Zebra")
    small = city.client.get("/data/entries.csv").content
    monkeypatch.setattr(answers, "_LARGE", 10)
    make_files(city)
    for address in ("/data/entries.csv", f"/data/entries.csv?{DAY}"):
        for encoding in ("gzip", "identity"):
            headers = {"Accept-Encoding": encoding}
            large = city.client.get(address, headers=headers)
            assert large.content == small
            assert large.headers.get("content-encoding", "identity") == encoding
            again = city.client.get(address, headers={**headers, "If-None-Match": large.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")


def test_figures_are_rows_without_a_count_behind_them_and_technologies_are_counted_by_department(city: City) -> None:
    version = city.call(a_draft, "Urval")
    city.call(publish_with_run, city.settings, version)

    figures = table(city, "/data/assessments.csv")
    assert {row["slug"] for row in figures} == {"urval"}
    assert {row["verdict"] for row in figures} <= {"", *Verdict}
    assert {column for column in figures[0] if re.search(r"size|count|\bn\b", column)} == set()
    whole = city.client.get("/algorithms/urval.json").json()
    assert whole["assessments"][0]["number"] == int(figures[0]["assessment"])
    publish(city, "Zebra", status="in-use")
    named = {(row["kind"], row["name"]): row for row in table(city, "/data/technologies.csv")}
    assert named["supplier", "Staden har gjort systemet själv."]["departments"] == "1"


def test_an_answered_question_is_a_row_from_the_day_of_its_answer_and_an_unanswered_one_is_not(city: City) -> None:
    publish(city, "Zebra")
    ask(city, "Varför just jag?", questions_path(slug="zebra"))
    assert table(city, "/data/questions.csv") == []
    city.clock.forward(days=6)
    client = city.as_(Role.COORDINATOR)
    client.get("/workspace/questions")
    client.get(next(href for href, _ in client.page.links if "/workspace/questions/" in href))
    address = client.url
    client.submit("Visa den för alla")
    client.get(address)
    client.submit("Spara svaret", answer_sv="För att alla kontrolleras.", answer_en="Everybody is checked.")
    client.get(address)
    client.submit("Skicka svaret")
    client.cookies.clear()

    (row,) = table(city, "/data/questions.csv")
    assert (row["slug"], row["question"], row["answer_sv"]) == (
        "zebra",
        "Varför just jag?",
        "För att alla kontrolleras.",
    )
    assert table(city, f"/data/questions.csv?{DAY}") == []
    assert client.get("/api/v1/questions?entry=zebra").json()["total"] == 1
    assert client.get("/api/v1/questions?entry=apa").json()["total"] == 0


@pytest.mark.storage
def test_an_entry_that_became_a_part_of_another_has_ended_and_says_into_which(city: City) -> None:
    survivor, duplicate = publish(city, "Kvar"), publish(city, "Dubblett")
    into = city.call(commands.for_change, survivor, actor(city, Role.COORDINATOR)).entry.id
    client = city.as_(Role.COORDINATOR)
    client.get(f"/workspace/versions/{duplicate}/entry")
    city.clock.forward(minutes=5)
    client.submit("Slå ihop dem", into=str(into), **{"merge-reason": "Samma avtal."})

    (change,) = lines(city, "/data/changes.jsonl?since=2026-11-24T09:01:00Z")
    base = city.settings.base_url
    assert (change["slug"], change["change"], change["merged_into"]) == ("dubblett", "ended", f"{base}/id/kvar")
    assert [row["slug"] for row in table(city, "/data/entries.csv")] == ["kvar"]
    assert client.get("/algorithms/dubblett.json").headers["location"] == "/algorithms/kvar.json"
    assert [row["slug"] for row in table(city, "/data/history.csv")] == ["dubblett", "kvar"]
    withhold(city, survivor)
    (change,) = lines(city, "/data/changes.jsonl?since=2026-11-24T09:01:00Z")
    assert change["merged_into"] is None, "where it went is withheld by now"


async def two_versions(owner: UUID) -> None:
    """One that stood for a week, and the one that replaced it yesterday."""
    entry, first, second = uuid4(), uuid4(), uuid4()
    yesterday = NOW - timedelta(days=1)
    who = {"changed_by": entry, "changed_at": NOW}
    new = {"created_by": entry, "created_at": NOW, "topic": Topic.WORK_AND_MONEY.value}
    await EntryRow.insert(EntryRow(id=entry, slug="tva", department=owner, **new))
    old = {"state": "replaced", "published_at": NOW - timedelta(days=8), "ended_at": yesterday}
    current = {"state": "published", "published_at": yesterday}
    for number, (version, state) in enumerate(((first, old), (second, current))):
        await VersionRow.insert(VersionRow(id=version, entry=entry, number=number + 1, **who, **state))
        risks = f"Risk {number + 1}"
        await store_new_texts([(version, Text.NAME, "sv", "Två", ""), (version, Text.RISKS, "sv", risks, "")])


@pytest.mark.storage
def test_a_day_has_the_version_that_stood_then_and_changes_name_its_fields(city: City) -> None:
    city.call(two_versions, city.department.id)

    before, now = (table(city, f"/data/entries.csv?on=2026-11-{day}")[0] for day in (20, 24))
    assert [row["risks_sv"] for row in (before, now)] == ["Risk 1", "Risk 2"]
    assert (before["version"], before["replaced"]) == ("1", ""), "nobody knew it then"
    assert table(city, "/data/history.csv")[0]["replaced"] == "2026-11-23T09:00:00Z"
    assert table(city, "/data/entries.csv?on=2026-11-10") == []
    (change,) = lines(city, "/data/changes.jsonl?since=2026-11-20")
    assert (change["change"], change["version_before"], change["version"]) == ("changed", 1, 2)
    assert change["fields"] == ["risks"]
    (change,) = lines(city, "/data/changes.jsonl?since=2026-11-01")
    assert (change["change"], change["version"]) == ("added", 2)
