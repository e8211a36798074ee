"""Files are read as cities deliver them: with titles, notes in the margin, separators at the end, and old encodings."""

import io
from dataclasses import replace

import polars as pl
import pytest
import xlsxwriter

from assessments.data.encodings import choices, examples, read_as
from assessments.data.inventory import Inventory
from assessments.gate.disclosure_gate import pass_gate
from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.report.public_report import report
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.text.complaints import EvaluationDataError, in_english

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
    "several separators at the end of each row": text_of(header="område;utfall;beslut;;;", end=";;;"),
    "several separators at the end of each row but the first": text_of(end=";;"),
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


@pytest.mark.parametrize("above", ["", "Uttag;;\n", "Uttag 1, 2 och 3\n"])
def test_decimal_commas_in_every_row_are_no_separators(above) -> None:
    text = above + "kön;sant;gissat\n" + "man;84 200,00;86 726,00\nkvinna;5 200,00;5 356,00 kr\n" * 30
    plan = TestPlan(task="amounts", outcome="sant", decision="gissat", groups=("kön",), tolerance="1000")
    tallies = counts(plan, table(reading(text.encode()), tabulation_spec(plan))[0]).tallies()
    assert (tallies["man",].selected, tallies["kvinna",].passed_over) == (30, 30)


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
        ("a;b;;\n1;2;;\n3;4;;5\n", "Column 4 has no name"),
        ("a;b;c\n1;2;3;;\n4;5;6;;7\n8;9;1;;\n", "Row 2 has 5 fields"),
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


def workbook(**sheets: list[tuple[str, ...]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return written.getvalue()


NAMES = ("område", "utfall", "beslut")


def test_notes_on_another_sheet_and_a_title_above_do_not_hide_the_only_table() -> None:
    title: list[tuple[str, ...]] = [("Uttag 2026-11-01",), ()]
    content = workbook(Läsmig=[("ja = godkänd",)], Data=[*title, NAMES, *ROWS], Tomt=[])
    assert sizes(content) == EXPECTED


def test_of_several_tables_a_person_chooses_one() -> None:
    content = workbook(Mars=[NAMES, *ROWS], April=[NAMES, *ROWS, ("Farsta", "ja", "ja")])
    listed = inventory(reading(content))
    assert [(name, sheet.rows) for name, sheet in listed.sheets] == [("Mars", 20), ("April", 21)]
    assert Inventory.from_dict(listed.to_dict()) == listed
    assert "“Mars”, “April”" in in_english(complaints(PLAN, listed)[0])
    assert complaints(PLAN, listed.of_sheet("April")) == ()
    chosen = replace(PLAN, sheet="April")
    assert counts(chosen, table(reading(content), tabulation_spec(chosen))[0]).n == 21
    assert TestPlan.from_dict(chosen.to_dict()) == chosen
    with pytest.raises(EvaluationDataError, match="no table on a sheet called “Maj”"):
        table(reading(content), tabulation_spec(replace(PLAN, sheet="Maj")))


def test_formulas_without_results_are_named_as_that() -> None:
    content = workbook(Data=[NAMES, *((area, outcome, "") for area, outcome, _ in ROWS)])
    for task in ("decision", "score"):
        plan = TestPlan(task=task, outcome="utfall", decision="beslut", groups=("område",), threshold="1")
        sentences = map(in_english, complaints(plan, inventory(reading(content))))
        sentence = next(sentence for sentence in sentences if "beslut" in sentence)
        assert sentence.startswith("Column “beslut” is empty in every row. If its cells are formulas")


def test_with_one_group_alone_the_report_says_that_nothing_was_compared() -> None:
    content = (
        text_of().replace("Älvsjö", "Farsta").replace("Skärholmen", "Farsta").replace("Östermalm", "okänt").encode()
    )
    plan = complete(PLAN, inventory(reading(content)))
    held = counts(plan, table(reading(content), tabulation_spec(plan))[0])
    public = pass_gate(assess(held, plan, data=Data("0" * 64, held.n)))
    assert any("belongs to the same one (område)" in in_english(sentence) for sentence in report(public, "en").intro)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-1", "mac-roman", "cp850", "cp865", "utf-16"])
def test_letters_are_read_as_a_person_chooses_and_the_choice_is_shown_beforehand(encoding) -> None:
    content = text_of().encode(encoding)
    assert inventory(reading(content), encoding).names == ("område", "utfall", "beslut")
    chosen = replace(PLAN, encoding=encoding)
    tallies = counts(chosen, table(reading(content), tabulation_spec(chosen))[0]).tallies()
    assert {name: tally.n for (name,), tally in tallies.items()} == EXPECTED
    for name, words in choices(recognised := inventory(reading(content))).items():
        assert words == examples(inventory(reading(content), name)), name
        assert read_as(recognised, name).columns == inventory(reading(content), name).columns
    assert "område" in choices(recognised)[recognised.encoding]


def test_a_byte_order_mark_knows_better_than_a_choice_and_wrong_utf_8_is_refused() -> None:
    assert inventory(reading(text_of().encode("utf-8-sig")), "mac-roman").names[0] == "område"
    with pytest.raises(EvaluationDataError, match="not UTF-8"):
        inventory(reading(text_of().encode("cp850")), "utf-8")


def test_letters_that_are_the_same_by_every_encoding_ask_nothing() -> None:
    assert choices(inventory(reading(b"a;b\n1;2\n"))) == {}
