"""Entries that came from other registers' lists go out by every standard: valid, or with what is missing."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from algorithms.entries.entry import Topic, VersionState
from algorithms.entries.fields import BY_NAME, Answers
from algorithms.exports.annex_viii import ANNEX_VIII, sections
from algorithms.exports.dutch import DUTCH
from algorithms.exports.listing import EXPORTS
from algorithms.exports.nine_cities import NINE_CITIES
from algorithms.exports.values import export
from algorithms.published.entry import PublishedEntry, RelatedData, published_entry
from algorithms.standards.reading import StandardRow, read, recognise
from assessments.reading.byte_source import ByteSource
from assessments.reading.rows import sheet_of
from builders import FULL_CHOICES, NOW, a_department, a_version
from exporting import subject
from schemas import document, dutch_schema, nine_cities_schema

FILES = (
    "nl/dumps/algorithm_descriptions_ENG_every_second_entry_2024-05-07.csv",
    "nl/dumps/pub_data_2023-05-09.json",
    "nl/dumps/site_data_sample_2024-11-19.json",
    "nl/dumps/test_algorithm_1_v1_0.json",
    "nl/tad/algoritmeregister_v100_entry.csv",
    "uk/atrs_records.json",
)


def imported(data: bytes) -> Iterator[StandardRow]:
    sheet = sheet_of(ByteSource(lambda: io.BytesIO(data), len(data)), most_rows=10_000, most_columns=100)
    standard = recognise(sheet.names)
    assert standard is not None
    yield from read(sheet, standard).rows


def published(row: StandardRow, *, is_completed: bool) -> PublishedEntry:
    """As it came; completed by what no list can say: its class, and what law asks a city to know."""
    answers: dict[str, Any] = {name: BY_NAME[name].stored(answer) for name, answer in row.answers.items()}
    if is_completed:
        answers = {"contact_email": "a@b.example", "operational_status": "in-use", **answers, "next_review": "2027-05"}
        answers["operational_status"] = BY_NAME["operational_status"].stored(answers["operational_status"])
    version = a_version(VersionState.PUBLISHED, published_at=NOW)
    version = replace(
        version,
        entry=replace(version.entry, topic=row.topic or Topic.CITY_OPERATIONS),
        texts={(name, row.language): words for name, words in row.texts.items()},
        answers=Answers(**answers),
        choices=FULL_CHOICES if is_completed else {},
    )
    return published_entry(version, a_department(), RelatedData(origin=row.origin))


@pytest.fixture(scope="module", params=FILES)
def rows(request: pytest.FixtureRequest, reference_data: Path) -> list[StandardRow]:
    return list(imported((reference_data / "registers" / request.param).read_bytes()))


def wrong_fields(validator: jsonschema_rs.Validator, made: Any) -> set[str]:
    """The fields that the schema has something against, missing ones too."""
    names: set[str] = set()
    for error in validator.iter_errors(made):
        lacking = re.search(r'"(\w+)" is a required property', error.message)
        names.add(lacking[1] if lacking else str(error.instance_path[0] if error.instance_path else error.message))
    return names


@pytest.mark.parametrize("is_completed", [False, True], ids=["as it came", "completed"])
def test_an_imported_entry_is_valid_or_what_is_missing_is_listed(
    rows: list[StandardRow], reference_data: Path, is_completed: bool
) -> None:
    validators = {
        NINE_CITIES.key: nine_cities_schema(reference_data),
        DUTCH.key: dutch_schema(reference_data),
    }
    wrong = {}
    for row in rows:
        entry = published(row, is_completed=is_completed)
        for standard in (NINE_CITIES, DUTCH):
            made = export(standard, subject(entry, row.language))
            missing = {filled.field.name for filled in made.missing}
            left = wrong_fields(validators[standard.key], document(made)) - missing - {"lang"}
            if left:
                wrong[row.row, standard.key] = left
    assert wrong == {}


def test_every_export_of_an_imported_entry_can_be_written_and_annex_viii_lists_what_is_missing(
    rows: list[StandardRow],
) -> None:
    for row in rows:
        for is_completed in (False, True):
            entry = published(row, is_completed=is_completed)
            for standard in EXPORTS.values():
                made = export(standard, subject(entry, row.language))
                assert json.dumps(document(made))
                assert all(len(cells) == len(standard.columns) for cells in standard.cells(made, str))
            sheet = export(ANNEX_VIII, subject(entry, row.language))
            assert bool(sheet.fields) == bool(sections(entry))
            assert {filled.field.name for filled in sheet.missing} <= {filled.field.name for filled in sheet.fields}
