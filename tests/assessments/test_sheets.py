"""A list from anywhere becomes rows that are called as the spreadsheet calls them, or a sentence on what to do."""

import io
from datetime import date

import pytest
import xlsxwriter

from assessments.data.spreadsheet import Sheet, letters_of
from assessments.reading.byte_source import ByteSource
from assessments.reading.rows import sheet_of
from assessments.text.complaints import EvaluationDataError

LIST = "Systemnamn;Förvaltning\nÅkeri;Gata & park\n\nÖvningskörning;”Citat”\n"


def read(data: bytes, *, rows: int = 2000, columns: int = 100) -> Sheet:
    return sheet_of(ByteSource(open_blocks=lambda: iter([data]), size=len(data)), most_rows=rows, most_columns=columns)


def workbook(write) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        write(book.add_worksheet(), book)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_in_any_of_the_usual_spellings(encoding: str, separator: str) -> None:
    sheet = read(LIST.replace(";", separator).encode(encoding))

    assert sheet.names == ("Systemnamn", "Förvaltning")
    assert sheet.rows == ((2, ("Åkeri", "Gata & park")), (4, ("Övningskörning", "”Citat”")))


def test_excels_own_separator_line_is_no_row() -> None:
    assert read(b"sep=|\r\na|b\r\n1|2\r\n").rows == ((2, ("1", "2")),)


def test_cells_are_called_as_excel_calls_them_also_when_the_list_begins_in_the_middle() -> None:
    def write(sheet, book) -> None:
        sheet.write_string(4, 2, "Namn")
        sheet.write_string(4, 4, "Syfte")
        sheet.write_string(8, 2, "A")
        sheet.write_string(8, 4, "x")

    sheet = read(workbook(write))
    assert sheet.names == ("Namn", "Syfte")
    assert sheet.rows == ((9, ("A", "x")),)
    assert sheet.place(9, 1) == "E9"
    assert [letters_of(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_title_above_the_column_names_is_no_column_name() -> None:
    assert read("Våra system 2026;\nNamn;Syfte\nA;x\n".encode()).names == ("Namn", "Syfte")


def test_dates_formulas_and_errors_come_as_they_are_seen() -> None:
    def write(sheet, book) -> None:
        sheet.write_row(0, 0, ["Namn", "Sedan", "Antal"])
        sheet.write_string(1, 0, "A")
        sheet.write_datetime(1, 1, date(2024, 3, 15), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_formula(1, 2, "=1+1", None, "två")
        sheet.write_string(2, 0, "B")
        sheet.write_number(2, 1, 45366)
        sheet.write_formula(2, 2, "=NA()", None, "#N/A")

    assert read(workbook(write)).rows == ((2, ("A", "2024-03-15", "två")), (3, ("B", "45366", "#N/A")))


def test_merged_cells_are_refused_for_only_one_of_them_has_a_value() -> None:
    def write(sheet, book) -> None:
        sheet.write_row(0, 0, ["Namn", "Förvaltning"])
        sheet.write_column(1, 0, ["A", "B"])
        sheet.merge_range("B2:B3", "Skola")

    with pytest.raises(EvaluationDataError, match="B2:B3"):
        read(workbook(write))


def test_unnamed_and_equally_named_columns_can_be_distinguished() -> None:
    assert read(b"Namn;Namn;;\nA;B;C;\n").names == ("Namn", "Namn (2)", "C")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a;b\n" + b"1;2\n" * 2001, "2001 rows"),
        (b";".join(b"c%d" % n for n in range(101)) + b"\n" + b";".join(b"1" for n in range(101)), "101 columns"),
        (b"a;b\n", "no rows"),
        (b"\n\n;;\n", "empty"),
        (b'a;b\n1;"2\n3;4\n', "quotation mark"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "picture"),
        (b"PAR1" + bytes(99), "Parquet"),
        (b"PK\x03\x04" + bytes(99), "damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "old Excel"),
    ],
)
def test_file_that_is_no_list_or_too_long_is_refused_with_its_reason(data: bytes, message: str) -> None:
    with pytest.raises(EvaluationDataError, match=message):
        read(data)


def test_signs_that_no_database_stores_are_left_out() -> None:
    assert read(b"a;b\nx\x00y;\x1bz\n").rows == ((2, ("xy", "z")),)
