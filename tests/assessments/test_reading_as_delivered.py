"""Files are read as cities deliver them: with titles above, separators at the end, notes beside, and old encodings."""

import io

import polars as pl
import pytest

from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.text.complaints import EvaluationDataError

ROWS = [("Älvsjö", "ja", "nej"), ("Skärholmen", "nej", "ja"), ("Östermalm", "ja", "ja"), ("Farsta", "ja", "nej")] * 5
PLAN = TestPlan(
    outcome="utfall", decision="beslut", groups=("område",), outcome_yes="ja", outcome_no="nej", decision_yes="ja",
    decision_no="nej",
)  # fmt: skip


def reading(content: bytes) -> ByteSource:
    return ByteSource(open_blocks=lambda: iter([content]), size=len(content))


def text_of(*above: str, header: str = "område;utfall;beslut", end: str = "") -> str:
    return "\r\n".join([*above, header, *(";".join(row) + end for row in ROWS), ""])


def sizes(content: bytes) -> dict[str | None, int]:
    assert inventory(reading(content)).names == ("område", "utfall", "beslut")
    tallies = counts(PLAN, table(reading(content), tabulation_spec(PLAN))[0]).tallies()
    return {name: tally.n for (name,), tally in tallies.items()}


EXPECTED = dict.fromkeys(["Älvsjö", "Skärholmen", "Östermalm", "Farsta"], 5)
DELIVERED = {
    "plain": text_of(),
    "a separator at the end of each row": text_of(header="område;utfall;beslut;", end=";"),
    "a separator at the end of each row but the first": text_of(end=";"),
    "a title": text_of("Rapport uttagen 2026-11-01"),
    "a title and a department with empty cells": text_of("Rapport;;", "Enhet: Socialförvaltningen;;", ";;"),
    "a title with a comma in it": text_of("Uttaget av Anna, Bo, Cecilia, David", ""),
    "a title, and a separator at the end": text_of("Rapport;;;", header="område;utfall;beslut;", end=";"),
    "blanks around column names": text_of(header="område ; utfall;beslut  "),
    "letters of two signs in column names": text_of(header="omra\u030ade;utfall;beslut"),
}


@pytest.mark.parametrize("name", DELIVERED)
def test_rows_are_the_same_whatever_stands_around_them(name) -> None:
    assert sizes(DELIVERED[name].encode()) == EXPECTED
    assert sizes(DELIVERED[name].encode("utf-16")) == EXPECTED


@pytest.mark.parametrize("encoding", ["windows-1252", "mac-roman", "cp850"])
def test_letters_of_an_older_encoding_are_read_as_what_they_are(encoding) -> None:
    content = text_of().encode(encoding)
    assert inventory(reading(content)).encoding == encoding
    assert sizes(content) == EXPECTED


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a;;c\n1;2;3\n4;5;6\n", "Column 2 has no name"),
        ("a;b;\n1;2;3\n4;5;6\n", "Column 3 has no name"),  # something does stand under it
        ("Rapport\na;b;c\n1;2;3\n4;5\n6;7;8\n", "Row 4 has 2 fields"),
        ("a;b;c\n1;2;3;\n4;5;6;7\n8;9;1;\n", "Row 2 has 4 fields"),
    ],
)
def test_what_stands_above_or_behind_never_hides_a_broken_row(text, message) -> None:
    with pytest.raises(EvaluationDataError, match=message):
        inventory(reading(text.encode()))


def test_a_nested_column_of_parquet_that_nobody_uses_is_left_out() -> None:
    frame = pl.DataFrame(
        {"område": [r[0] for r in ROWS], "utfall": [r[1] for r in ROWS], "beslut": [r[2] for r in ROWS]}
    )
    written = io.BytesIO()
    frame.with_columns(
        pl.Series("adress", [{"gata": "x"}] * len(ROWS)), pl.Series("l", [[1]] * len(ROWS))
    ).write_parquet(written)
    assert sizes(written.getvalue()) == EXPECTED
