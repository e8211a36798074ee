"""Files as case systems, statistics programs and spreadsheets leave them: read rightly, or refused with what to do."""

import io
import zipfile
from dataclasses import replace

import polars as pl
import pytest
import xlsxwriter

from assessments.data.total_words import means_note
from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.plan.unknown_words import usually_means_unknown
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.text.complaints import EvaluationDataError, in_english

NAMES = ("kön", "beslut", "utfall")
ROWS = [("kvinna", "ja", "nej"), ("man", "nej", "ja"), ("man", "ja", "ja")] * 10
PLAN = TestPlan(
    outcome="utfall", decision="beslut", groups=("kön",), outcome_yes="ja", outcome_no="nej", decision_yes="ja",
    decision_no="nej",
)  # fmt: skip
SIZES = {"kvinna": (10, 10), "man": (20, 10)}


def text_of(rows=ROWS, names=NAMES, end: str = "", above: str = "", below: str = "") -> str:
    return above + "\r\n".join(";".join(row) + end for row in (names, *rows)) + "\r\n" + below


def reading(content: bytes | str) -> ByteSource:
    data = content.encode() if isinstance(content, str) else content
    return ByteSource(open_blocks=lambda: iter([data]), size=len(data))


def sizes(content: bytes | str, plan: TestPlan = PLAN) -> dict[str | None, tuple[int, int]]:
    listed = inventory(reading(content))
    plan = complete(plan, listed)
    assert complaints(plan, listed) == ()
    tallies = counts(plan, table(reading(content), tabulation_spec(plan))[0]).tallies()
    return {name: (tally.n, tally.selected) for (name,), tally in tallies.items()}


def workbook(*rows: tuple[str, ...], change=lambda _: None) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Blad1")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
        change(sheet)
    return written.getvalue()


UNIT = ("Enhet", "Socialförvaltningen")
READ = {
    "two separators at the end of each row": text_of(end=";;"),
    "a separator before each row": "".join(f";{line}\r\n" for line in text_of().splitlines()),
    "an empty column": text_of([(a, "", b, c) for a, b, c in ROWS], ("kön", "", "beslut", "utfall")),
    "a line of blanks": text_of(below="   \r\n"),
    "the end sign of old programs": text_of(below="\x1a"),
    "names and values above an empty row": text_of(above="Enhet;Socialförvaltningen\r\nUttaget;2026-11-01\r\n\r\n"),
    "names and values above a row of separators": text_of(above="Enhet;Social;\r\nUttaget;2026-11-01;\r\n;;\r\n"),
    "names and values above, in a workbook": workbook(UNIT, ("Uttaget", "2026-11-01"), (), NAMES, *ROWS),
    "letters that nobody sees": text_of(
        [("\u200b" + a, b + "\u200b", c + "\u200e") for a, b, c in ROWS], ("kön\u200b", "beslut", "\ufeffutfall")
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_holds_nothing_is_no_column_no_row_and_no_letter(name) -> None:
    assert sizes(READ[name]) == SIZES


def test_column_names_of_parquet_are_the_same_however_their_letters_were_typed() -> None:
    written = io.BytesIO()
    pl.DataFrame(ROWS, schema=["ko\u0308n", " beslut", "utfall"], orient="row").write_parquet(written)
    assert sizes(written.getvalue()) == SIZES


def zipped(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return written.getvalue()


def merged(sheet) -> None:
    sheet.merge_range(1, 0, 4, 0, "kvinna")


def unfinished(sheet) -> None:
    sheet.write_formula(3, 1, '=IF(C4="x","ja","nej")', None, "")


REFUSED = {
    "SPSS": (b"$FL2@(#) SPSS DATA FILE" + bytes(90), "SPSS, Stata or SAS"),
    "Stata": (b"<stata_dta><header>" + bytes(90), "SPSS, Stata or SAS"),
    "SAS": (bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf" + bytes(90), "SPSS, Stata or SAS"),
    "Arrow": (b"ARROW1\0\0" + bytes(90), "data file of another program"),
    "OpenDocument": (zipped("mimetype", "content.xml"), "LibreOffice or Numbers.*save it as an Excel workbook"),
    "a zip": (zipped("data.csv"), "zip file.*Unpack it"),
    "a note under a CSV": (text_of(below="\r\nKälla: Procapita\r\n"), "Row 33 has one value alone.*note"),
    "cells merged over rows": (workbook(NAMES, *ROWS, change=merged), "merged cells, such as A2:A5"),
    "a formula without its result": (workbook(NAMES, *ROWS, change=unfinished), "Cell B4 holds a formula without"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_named_with_what_to_do(name) -> None:
    content, message = REFUSED[name]
    with pytest.raises(EvaluationDataError, match=message):
        inventory(reading(content))


def test_a_formula_whose_result_is_empty_is_an_empty_cell() -> None:
    content = workbook(NAMES, *ROWS, change=lambda sheet: sheet.write_formula(1, 2, '=""', None, ""))
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b'<c r="C2"><f>', b'<c r="C2" t="str"><f>'))
    assert sizes(written.getvalue()) == SIZES


NOTES = ("Källa: Procapita", "Antal rader: 1 234", "(100 rows affected)", "Tillämpade filter:\nÅr är 2026",
         "Uttaget 2026-11-01 av IT", "100 poster", "Source: city")  # fmt: skip


@pytest.mark.parametrize("note", NOTES)
def test_a_note_under_the_rows_is_named_and_never_counted_as_a_group_unasked(note) -> None:
    listed = inventory(reading(workbook(NAMES, *ROWS, (), (note,))))
    (complaint,) = complaints(complete(PLAN, listed), listed)
    assert in_english(complaint).startswith(f"Row 33 says “{note}”, which looks like a note")
    assert sizes(workbook(NAMES, *ROWS, (), (note,)), replace(PLAN, totals="out")) == SIZES


@pytest.mark.parametrize("word", ["Källa", "källare: ja", "rader", "12", "filter", "genererad", "Uttagen", "1 000 kr"])
def test_other_words_are_not_taken_for_notes(word) -> None:
    assert not means_note(word)


def test_groups_that_stand_once_above_empty_rows_are_refused() -> None:
    content = text_of([(a if place in (0, 1) else "", b, c) for place, (a, b, c) in enumerate(ROWS)])
    listed = inventory(reading(content))
    (complaint,) = complaints(complete(PLAN, listed), listed)
    assert "is empty in 28 rows, as after merged cells" in in_english(complaint)


@pytest.mark.parametrize(
    "word",
    ["ukjent", "Ikke oppgitt", "vet ikke", "uoplyst", "ei tietoa", "Ei tiedossa", "tuntematon", "unbekannt", "k. A.",
     "keine Angabe", "weiß nicht", "(tomma)", "Uppgift saknas/okänd", "system missing"],
)  # fmt: skip
def test_words_for_unknown_of_neighbouring_languages_are_known(word) -> None:
    assert usually_means_unknown(word)


@pytest.mark.parametrize("word", ["999", "99", "X", "annat", "Övrigt", "man/kvinna", "ja/okänt", "Ej folkbokförd"])
def test_codes_and_other_groups_are_no_unknown(word) -> None:
    assert not usually_means_unknown(word)


@pytest.mark.parametrize(
    "age", ["18\u201129", "18--29", "18 t.o.m. 29", "18 tom 29", "18 till och med 29", "18 bis 29"]
)
def test_ranges_of_ages_are_read_with_any_dash_and_word(age) -> None:
    plan = TestPlan(
        outcome=None, decision="beslut", decision_yes="ja", decision_no="nej", groups=("ålder",),
        bands={"ålder": ("18", "30")}, reference=(("ålder", "≥30"),),
    )  # fmt: skip
    content = "ålder;beslut\n" + "40;ja\n" * 20 + f"{age};nej\n" * 20
    assert sizes(content, plan) == {"≥30": (20, 20), "18–29": (20, 0)}
