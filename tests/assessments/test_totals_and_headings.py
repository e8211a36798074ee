"""Rows that sum up others, and headings over several columns: named with their row, and never counted unasked."""

import io
from dataclasses import replace

import duckdb
import polars as pl
import pytest
import xlsxwriter

from assessments import assess
from assessments.data.total_words import means_total
from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, survey, table
from assessments.reading.survey import UnsureError
from assessments.text.complaints import EvaluationDataError, in_english

NAMES = ("kön", "område", "utfall", "beslut")
ROWS = [("man", "Farsta", "ja", "nej"), ("kvinna", "Älvsjö", "nej", "ja"), ("kvinna", "Farsta", "ja", "ja")] * 30
PLAN = TestPlan(
    outcome="utfall", decision="beslut", groups=("kön",), outcome_yes="ja", outcome_no="nej", decision_yes="ja",
    decision_no="nej",
)  # fmt: skip


def reading(content: bytes | str) -> ByteSource:
    data = content.encode() if isinstance(content, str) else content
    return ByteSource(open_blocks=lambda: iter([data]), size=len(data))


def csv(*rows: tuple[str, ...], above: str = "", names: tuple[str, ...] = NAMES) -> str:
    return above + "\n".join(";".join(row) for row in [names, *rows]) + "\n"


def workbook(*rows: tuple[str, ...]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Blad1")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return written.getvalue()


TOTAL = ("Summa", "", "60", "60")
SEEN = {
    "at the end": (csv(*ROWS, TOTAL), 92),
    "after an empty row and a title": (csv(*ROWS, ("", "", "", ""), TOTAL, above="Uttag;;;\n\n"), 95),
    "a note after it": (csv(*ROWS, TOTAL, ("", "", "", ""), ("", "", "", "")), 92),
    "within": (csv(*ROWS[:30], ("Totalt:", "", "20", "20"), *ROWS[30:]), 32),
    "in another column": (csv(*ROWS, ("", "Samtliga", "60", "60")), 92),
    "after values with line ends": (csv(("man", '"Farsta\nvästra"', "ja", "ja"), *ROWS, TOTAL), 94),
    "after more values than are listed": (
        "nr;" + csv(*((str(n), *row) for n, row in enumerate(ROWS)), ("TOTALT", "", "", "60", "60")),
        92,
    ),
    "in a workbook with a title": (workbook(("Uttag",), (), NAMES, *ROWS, (), ("Grand Total", "", "60", "60")), 95),
}


@pytest.mark.parametrize("name", SEEN)
def test_a_row_of_totals_is_named_with_its_row_and_left_out_where_a_person_says_so(name) -> None:
    content, row = SEEN[name]
    listed = inventory(reading(content))
    (complaint,) = complaints(complete(PLAN, listed), listed)
    assert in_english(complaint).startswith(f"Row {row} looks like a total of other rows")
    plan = complete(replace(PLAN, totals="out"), listed)
    assert complaints(plan, listed) == ()
    assert TestPlan.from_dict(plan.to_dict()) == plan
    counted, data = table(reading(content), tabulation_spec(plan))
    sizes = {group: tally.n for (group,), tally in counts(plan, counted).tallies().items()}
    assert {group: sizes[group] // 10 for group in ("man", "kvinna")} == {"man": 3, "kvinna": 6}
    assert data.rows == sum(sizes.values())
    assert set(sizes) == {"man", "kvinna"}


def test_values_of_the_row_that_is_left_out_need_no_meaning() -> None:
    listed = inventory(reading(csv(*ROWS, TOTAL)))
    assert listed.column("utfall").levels == ("60", "ja", "nej")
    assert listed.without_totals().column("utfall").levels == ("ja", "nej")
    assert type(listed).from_dict(listed.to_dict()) == listed


def test_totals_in_counted_data_are_left_out_of_every_column_or_counted_where_they_are_a_group() -> None:
    rows = [(sex, area, d, "5") for sex in ("man", "kvinna", "Båda könen") for area in ("A", "B", "Totalt")
            for d in ("ja", "nej")]  # fmt: skip
    content = csv(*rows, names=("kön", "område", "beslut", "antal"))
    plan = TestPlan(
        outcome=None, decision="beslut", decision_yes="ja", groups=("kön",), count="antal", reference=(("kön", "man"),)
    )
    listed = inventory(reading(content))
    (complaint,) = complaints(complete(plan, listed), listed)
    assert in_english(complaint).startswith("10 rows, row 6, 7, 12 and others, look like totals")
    for choice, expected in (("out", 40), ("in", 90)):
        chosen = complete(replace(plan, totals=choice), listed)
        assert complaints(chosen, listed) == ()
        assert counts(chosen, table(reading(content), tabulation_spec(chosen))[0]).n == expected


def test_one_reading_alone_never_counts_a_total_unseen() -> None:
    amounts = TestPlan(task="amounts", outcome="rätt", decision="gissat", groups=("kön",), tolerance="10")
    rows = [("1", "man", "100", "90"), ("2", "kvinna", "100", "130")] * 40
    content = csv(*rows, ("Summa", "", "8000", "8800"), names=("nr", "kön", "rätt", "gissat"))
    with pytest.raises(UnsureError):
        survey(reading(content), tabulation_spec(amounts))
    within = csv(*ROWS[:40], ("man", "Totalt", "ja", "ja"), *ROWS)
    with pytest.raises(UnsureError):
        survey(reading(within), tabulation_spec(replace(PLAN, groups=("område",))))


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_frames_that_lie_elsewhere_are_asked_about_totals_too(engine) -> None:
    rows = [*ROWS, ("Samtliga", "Farsta", "ja", "ja")]
    values = duckdb.values(*[tuple(map(duckdb.ConstantExpression, row)) for row in rows])
    named = ", ".join(f"col{place} as {name}" for place, name in enumerate(NAMES))
    frame = pl.DataFrame(rows, schema=list(NAMES), orient="row").lazy()
    lazy = frame if engine == "polars" else values.project(named)
    with pytest.raises(EvaluationDataError, match="“Samtliga”, which looks like a total"):
        assess(lazy, PLAN)
    assert assess(lazy, replace(PLAN, totals="out", margin="0.1")).result.overall.tally.n == 90


@pytest.mark.parametrize(
    "word",
    ["Summa", "SUMMA:", "Totalt", "Total", "Samtliga", "Alla", "Båda könen", "Delsumma", "man Summa", "Totalsumma",
     "Grand Total", "Subtotal", "Summa män", "Totalt antal", "Alla åldrar", "** Totalt **", "Kvinna, totalt"],
)  # fmt: skip
def test_words_for_totals_are_known(word) -> None:
    assert means_total(word)


@pytest.mark.parametrize("word", ["man", "Summerad", "Total loss", "totalskada", "Allmän", "Alltid", "delvis", "1", ""])
def test_other_words_are_not_taken_for_totals(word) -> None:
    assert not means_total(word)


NOTES = (
    *("Källa: Stadsledningskontoret", "Antal rader: 1 234", "Antal rader", "--- Slut på rapporten ---", "Anm: gallrat"),
    *("Utskrivet 2026-11-01 12:00", "(400 rows affected)", "Source: SCB", "400 rader"),
)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_under_the_table_is_named_with_its_row_and_is_no_group(note) -> None:
    listed = inventory(reading(csv(*ROWS, ("", "", "", ""), (note, "", "", ""))))
    (complaint,) = complaints(complete(PLAN, listed), listed)
    assert f"Row 93 says “{note}”, which looks like a note" in in_english(complaint)
    plan = complete(replace(PLAN, totals="out"), listed)
    assert complaints(plan, listed) == ()


@pytest.mark.parametrize("word", ["Anmäld", "not required", "Notarie", "12", "uttagen", "Rapporterad", "***", "5 år"])
def test_other_words_are_not_taken_for_notes(word) -> None:
    assert not means_total(word)


def test_a_note_without_separators_is_named_as_what_it_may_be() -> None:
    with pytest.raises(EvaluationDataError, match="Row 92 has one value alone, but there are 4 column names"):
        inventory(reading(csv(*ROWS) + "Källa: Stadsledningskontoret\n"))


HEADINGS = {
    "every second cell": (("Person", "", "Bedömning", ""), NAMES),
    "names beside headings": (("Person", "", "utfall", "beslut"), ("kön", "område", "", "")),
    "a heading over all": (("Ärenden", "", "Bedömning", "Bedömning 2"), NAMES),
}


@pytest.mark.parametrize("name", HEADINGS)
@pytest.mark.parametrize("kind", ["csv", "workbook"])
@pytest.mark.parametrize("title", [False, True])
def test_headings_over_several_columns_are_named_with_their_rows(name, kind, title) -> None:
    rows = (*((("Uttag 2026",),) if title else ()), *HEADINGS[name], *ROWS)
    content = workbook(*rows) if kind == "workbook" else "\n".join(";".join(row) for row in rows).encode()
    row = 2 if title else 1
    message = f"Row {row} has headings over several columns .*and row {row + 1} seems to hold the names"
    with pytest.raises(EvaluationDataError, match=message):
        inventory(reading(content))


def test_a_missing_name_over_ordinary_rows_is_a_missing_name() -> None:
    with pytest.raises(EvaluationDataError, match="Column 2 has no name in row 1"):
        inventory(reading("kön;;beslut\n" + "man;5;ja\n" * 9))


def test_a_nested_column_that_a_plan_uses_is_named_as_that() -> None:
    written = io.BytesIO()
    pl.DataFrame({"kön": [{"v": "man"}] * 60, "beslut": ["ja", "nej"] * 30}).write_parquet(written)
    listed = inventory(reading(written.getvalue()))
    plan = TestPlan(outcome=None, decision="beslut", groups=("kön",), decision_yes="ja")
    assert any("“kön” holds lists or tables" in in_english(c) for c in complaints(complete(plan, listed), listed))


def test_a_ranking_asks_no_meaning_of_an_outcome_that_it_does_not_use() -> None:
    rows = [(group, str(n % 2), str(n + 1)) for n, group in enumerate("ab" * 40)]
    content = csv(*rows, names=("g", "y", "plats"))
    plan = complete(
        TestPlan(task="ranking", outcome="y", decision="plats", groups=("g",), top=10), inventory(reading(content))
    )
    assert plan.outcome is None
    assert counts(plan, table(reading(content), tabulation_spec(plan))[0]).n == 80
