"""Lists of every standard that is read: recognised, no row lost, and every filled cell ends in one way."""

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Topic
from algorithms.entries.fields import BY_NAME
from algorithms.entries.texts import Text
from algorithms.standards.fates import Fate
from algorithms.standards.field_map import Standard, Way
from algorithms.standards.reading import STANDARDS, StandardList, read, recognise
from algorithms.standards.targets import ORIGIN_TARGETS, is_target, target_of
from assessments.data.spreadsheet import Sheet, letters_of
from assessments.reading.byte_source import ByteSource
from assessments.reading.rows import sheet_of
from assessments.text.complaints import EvaluationDataError

ALL = pytest.mark.parametrize("standard", STANDARDS.values(), ids=STANDARDS)


def of_bytes(data: bytes) -> tuple[StandardList, int]:
    sheet = sheet_of(ByteSource(lambda: io.BytesIO(data), len(data)), most_rows=10_000, most_columns=100)
    standard = recognise(sheet.names)
    assert standard is not None, sheet.names
    return read(sheet, standard), sum(bool(cell.strip()) for _, row in sheet.rows for cell in row)


def as_json(*records: object) -> bytes:
    return json.dumps(records, ensure_ascii=False).encode()


def record(standard: Standard, **cells: object) -> dict[str, object]:
    return {**dict.fromkeys(standard.head, "x"), **cells}


@ALL
def test_a_column_goes_to_a_field_that_there_is_and_is_named_once(standard: Standard) -> None:
    names = [name for column in standard.columns for name in (column.name, *column.aliases)]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    own = {"state", "name"}  # parts of the origin that nobody has to choose
    for column in standard.columns:
        target = target_of(column)
        assert not target or is_target(target) or target.removeprefix("origin-") in own, column
        assert column.way is not Way.TEXT or column.target in BY_NAME, column
    assert standard.head <= set(names)
    assert ORIGIN_TARGETS


@ALL
@given(data=some.data())
def test_every_filled_cell_of_any_list_ends_in_one_way_and_fits(standard: Standard, data: some.DataObject) -> None:
    names = [column.name for column in standard.columns]
    cells = data.draw(some.dictionaries(some.sampled_from(names), some.text() | some.sampled_from(["yes", "2024-01"])))
    row = {**dict.fromkeys(standard.head, "x"), **cells}
    sheet = Sheet(tuple(row), ((2, tuple(row.values())),), tuple(map(letters_of, range(len(row)))))
    came = read(sheet, standard)
    filled = {name for name, cell in row.items() if cell.strip("\ufeff\xa0 \t\r\n")}
    assert Counter(cell.column for cell in came.report.cells) == Counter(filled)
    assert all(len(words) <= BY_NAME[name].limit for name, words in came.rows[0].texts.items())
    assert all(cell.reason for cell in came.report.cells if cell.fate in (Fate.RETAINED, Fate.REFUSED))


def test_nine_cities_are_read() -> None:
    came, _ = of_bytes(
        as_json(
            record(
                STANDARDS["nine-cities"],
                name="Crowd monitor",
                organization="City of Aa",
                domain="traffic and transportation",
                status="pilot",
                risk_category="limited risk",
                rollback="Yes.",
                human_intervention="A person looks.",
            )
        )
    )
    (row,) = came.rows
    assert (row.language, row.topic) == ("en", Topic.BUILDING_AND_TRAFFIC)
    assert row.answers["operational_status"] == OperationalStatus.PILOT
    assert row.texts[Text.HUMAN] == "A person looks.\n\nUndoing what it has done: Yes."
    assert (row.origin.words, row.origin.classed) == ({}, "limited risk")


@pytest.mark.parametrize(
    ("human", "usage"),
    [("human_decisions", "frequency_usage"), ("human_decisions_and_review", "frequency_and_scale_of_usage")],
)
def test_both_editions_of_the_british_standard_are_read(human: str, usage: str) -> None:
    cells = {human: "Officers decide.", usage: "Daily.", "risk_name*": "Error", "phase": "Production"}
    (row,) = of_bytes(as_json(record(STANDARDS["uk-atrs"], name="Tool", **cells)))[0].rows
    assert row.texts[Text.HUMAN] == "Officers decide."
    assert row.texts[Text.DECIDES].endswith("How often it is used: Daily.")
    assert row.texts[Text.RISKS] == "Error"
    assert row.answers["operational_status"] == "in-use"


def test_the_american_inventory_is_read_by_its_spreadsheets_headings() -> None:
    heads = ["Use Case Name", "Bureau/Component", "Stage of Development", "Use Case Topic Area", "has_pii"]
    came, _ = of_bytes((",".join(heads) + '\nMail sorter,Office A,"b) Pilot","Health & Medical",b) Yes\n').encode())
    (row,) = came.rows
    assert (row.name, row.origin.organisation, row.topic) == ("Mail sorter", "Office A", Topic.SUPPORT_AND_CARE)
    assert row.answers["personal_data"] == "yes"


def test_a_swedish_system_register_is_read_and_its_class_is_no_answer_of_ours() -> None:
    records = {
        "ai_applications": [
            {
                "ai_application_id": "AI-7",
                "name": "Beslutsstöd",
                "description": "Föreslår.",
                "status": "ACTIVE",
                "risk_category": "HIGH_RISK",
                "system": {"name": "Ärendesystemet", "version": "4"},
                "contact_person_id": 12,
            }
        ]
    }
    (row,) = of_bytes(json.dumps(records).encode())[0].rows
    assert (row.language, row.origin.identifier, row.texts[Text.PRODUCT]) == ("sv", "AI-7", "Ärendesystemet")
    assert row.answers == {"operational_status": "in-use"}
    assert (set(row.origin.words), row.origin.classed) == ({"contact_person_id"}, "HIGH_RISK")


def test_records_inside_records_become_titles_and_addresses() -> None:
    law = [{"title": "Law", "link": "https://law.example/1"}, {"title": "Other", "link": "https://law.example/2"}]
    cells = {"lawful_basis_grouping": law, "category": ["Bestuur", "Verkeer"], "published": True}
    (row,) = of_bytes(as_json(record(STANDARDS["nl-csv"], name="n", **cells)))[0].rows
    assert row.texts[Text.LINKS] == "law: Law, https://law.example/1\nlaw: Other, https://law.example/2"
    assert (row.texts[Text.SEARCH_WORDS], row.origin.state) == ("Bestuur, Verkeer", "published: true")


@pytest.mark.parametrize("text", ['{"a": ', "[]", "[1, 2]", "{}"])
def test_json_without_records_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(EvaluationDataError):
        of_bytes(text.encode())


@pytest.mark.parametrize(
    ("file", "rows", "least"),
    [
        ("nl/dumps/algorithm_descriptions_ENG_every_second_entry_2024-05-07.csv", 183, 0.98),
        ("nl/dumps/Algoritmebeschrijvingen_v1.0_one_entry_2024-05-02.csv", 1, 1),
        ("nl/templates/Centric.json", 7, 1),
        ("nl/templates/Gemeente Tilburg.json", 1, 0.93),
        ("nl/dumps/pub_data_2023-05-09.json", 117, 0.97),
        ("nl/dumps/site_data_sample_2024-11-19.json", 4, 0.98),
        ("uk/atrs_records.csv", 136, 1),
        ("uk/atrs_records.json", 136, 1),
        ("nl/tad/algoritmeregister_v010_entry.csv", 1, 0),  # made-up words in place of addresses and dates
        ("nl/tad/algoritmeregister_v040_entry.csv", 1, 0),
        ("nl/tad/algoritmeregister_v100_entry.csv", 1, 0),
    ],
)
def test_the_original_files_lose_nothing(reference_data: Path, file: str, rows: int, least: float) -> None:
    came, filled = of_bytes((reference_data / "registers" / file).read_bytes())
    counts = came.report.counts
    assert (len(came.rows), sum(counts.values()), counts[Fate.REFUSED]) == (rows, filled, 0)
    assert counts[Fate.TAKEN] + counts[Fate.TURNED] >= least * filled
    for column in ("goal", "risks", "methods_and_models", "human_intervention", "lawful_basis", "source_data"):
        assert came.report.of_column(column)[Fate.RETAINED] == 0, column
