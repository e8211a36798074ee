"""Lists as other registers' programs and people leave them: no row is lost or stopped, each cell ends once."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
import xlsxwriter

from algorithms.entries.dates import DayOrder
from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.importing.again import Brought
from algorithms.importing.columns import MOST_COLUMNS, MOST_ROWS, ImportVocabulary, unanswered
from algorithms.importing.rows import Around, Outcome
from algorithms.importing.standard_rows import answers_of, matched, standard_run
from algorithms.standards.fates import Fate
from algorithms.standards.reading import STANDARDS, StandardList, fits, read, recognise, unclear_dates
from assessments.data.spreadsheet import Sheet
from assessments.reading.byte_source import ByteSource
from assessments.reading.rows import sheet_of
from assessments.text.complaints import EvaluationDataError

HEAD = ("name", "organization", "description_short", "standard_version", "human_intervention", "contact_email")
HEAD += ("source_id", "status", "begin_date", "goal", "lawful_basis_grouping", "category", "website", "extra")
DEPARTMENT = UUID(int=1)


def a_row(number: int, **cells: str) -> list[str]:
    row = {"name": f"Mätning {number}", "organization": "Gemeente Aa", "source_id": str(number), "status": "In gebruik"}
    row |= {"description_short": "Räknar människor på gator.", "standard_version": "1.0", "human_intervention": "Ja."}
    return [{**row, **cells}.get(name, "") for name in HEAD]


def as_csv(rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([head, *rows])
    return written.getvalue()


def as_workbook(*sheets: Sequence[Sequence[str]], merged: str = "") -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, [cell or None for cell in row])
            if merged:
                sheet.merge_range(merged, rows[0][0])
    return made.getvalue()


def sheet_from(data: bytes) -> Sheet:
    reading = ByteSource(lambda: io.BytesIO(data), len(data))
    return sheet_of(reading, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)


def accounted(sheet: Sheet, **days: DayOrder | None) -> StandardList:
    """Every row is there, and every filled cell once."""
    standard = recognise(sheet.names)
    assert standard is not None, sheet.names
    came = read(sheet, standard, days=days)
    filled = sum(bool(cell) for _, cells in sheet.rows for cell in cells)
    assert (len(came.rows), len(came.report.cells)) == (len(sheet.rows), filled)
    assert set(Counter((cell.row, cell.column) for cell in came.report.cells).values()) == {1}
    assert came.report.counts[Fate.REFUSED] == 0
    return came


def came_of(sheet: Sheet, earlier: Outcome | None = None) -> Outcome:
    """What the register would do with it, after an earlier list of the same kind."""
    known = [Brought(uuid4(), DEPARTMENT, draft.origin) for draft in earlier.drafts if draft.origin] if earlier else []
    standard = recognise(sheet.names)
    assert standard is not None
    matching = replace(matched(sheet, standard), department=str(DEPARTMENT), topic=Topic.CITY_OPERATIONS.value)
    around = Around({DEPARTMENT: {"sv": "A"}}, frozenset({DEPARTMENT}), frozenset(), tuple(known))
    return standard_run(sheet, matching, around)


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_and_separator_gives_the_same_rows(encoding: str, separator: str) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows([HEAD, a_row(1), a_row(2)])
    came = accounted(sheet_from(written.getvalue().encode(encoding)))
    assert [row.name for row in came.rows] == ["Mätning 1", "Mätning 2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "written",
    [
        lambda records: json.dumps(records, ensure_ascii=False),
        lambda records: "\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n",
        lambda records: json.dumps({"total": 2, "items": records}, indent=1),
        lambda records: json.dumps({"NLD": records, "ENG": []}),
    ],
    ids=["a list", "JSON Lines", "with a total", "by language"],
)
def test_json_is_read_as_a_list_as_lines_and_inside_a_record(written: Callable[[Any], str], encoding: str) -> None:
    records = [dict(zip(HEAD, a_row(number), strict=True)) for number in (1, 2)]
    came = accounted(sheet_from(written(records).encode(encoding)))
    assert [row.name for row in came.rows] == ["Mätning 1", "Mätning 2"]


GROUPS = ["Algemeen", *[""] * 6, "Gebruik", *[""] * (len(HEAD) - 8)]


@pytest.mark.parametrize(
    "data",
    [
        as_workbook([HEAD, a_row(1), a_row(2)]),
        as_workbook([HEAD, a_row(1), a_row(2)], [["Uitleg"], ["Vul alles in."]]),  # notes on another sheet
        as_workbook([GROUPS, HEAD, a_row(1), a_row(2)], merged="A1:G1"),
        as_workbook([["Vårt register 2024"], [], HEAD, a_row(1), [""] * len(HEAD), a_row(2)], merged="A1:C1"),
        as_csv([a_row(1), [""] * len(HEAD), ["\ufeff", *[" "] * 13], a_row(2)]).encode(),
        as_csv([a_row(1), a_row(2)], [f" *{name.replace('_', ' ').upper()}: " for name in HEAD]).encode(),
    ],
    ids=["plain", "notes", "groups of columns", "a title", "blank rows", "headings by hand"],
)
def test_sheets_titles_merged_heads_and_blank_rows_lose_no_row(data: bytes) -> None:
    assert [row.name for row in accounted(sheet_from(data)).rows] == ["Mätning 1", "Mätning 2"]


def test_merged_cells_among_the_rows_are_refused_in_a_sentence() -> None:
    with pytest.raises(EvaluationDataError):
        sheet_from(as_workbook([HEAD, a_row(1), a_row(2)], merged="A2:A3"))


@pytest.mark.parametrize(
    "head",
    [
        "Naam|Organisatienaam|Korte omschrijving|Status|Begindatum|Contactgegevens|Menselijke tussenkomst|Taal|Thema",
        "supplier|Goal_and_Impact|name|organization|description short|status|begin-date",
    ],
)
def test_translated_renamed_and_reordered_headings_are_known(head: str) -> None:
    names = head.split("|")
    sheet = sheet_from(as_csv([[f"x{place}" for place in range(len(names))]], names).encode())
    standard = recognise(sheet.names) or STANDARDS["nl-csv"]  # of a few columns somebody says which standard it is
    assert standard.key == "nl-csv"
    assert fits(standard, sheet.names)
    retained = {cell.column for cell in read(sheet, standard).report.cells if cell.fate is Fate.RETAINED}
    assert retained <= {"status", "begin_date", "contact_email"}  # x1 is no status, month or address


def test_an_american_list_has_the_headings_of_its_spreadsheet() -> None:
    head = (
        "Use Case ID\n\n[Agency Abbrev.] – [#]",
        "Use Case Name",
        "Bureau/Component",
        "Stage of Development",
        "Is the AI use case high-impact?",
        "Use Case Topic Area",
        "What are the expected benefits and positive outcomes from the AI for an agency’s mission?",
        "Describe any data used to  train, fine-tune, and/or  evaluate performance of the  model(s)",
        "Has pre-deployment testing been conducted for this AI  use case? \n\n\n\n\nPractice: Complete AI Impact",
        "Is there an established appeal process in the event that an impacted individual would like to appeal",
        "If the code is open source, provide the link for the  publicly available source  code.",
    )
    cells = (
        "DOX-1",
        "Sorter",
        "Office",
        "Deployed",
        "No",
        "Health & Medical",
        "Faster.",
        "Mail.",
        "Yes",
        "Yes",
        "None",
    )
    came = accounted(sheet_from(as_csv([cells], head).encode()))
    assert [cell.column for cell in came.report.cells if cell.fate is Fate.RETAINED] == []
    assert came.rows[0].answers["operational_status"] == "in-use"


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2024-03", "2024-03"),
        ("31-12-2022", "2022-12"),
        ("12/31/2022", "2022-12"),
        ("45352", "2024-03"),
        ("2025-06-26T07:39:09Z", "2025-06"),
        ("1 mei 2021", "2021-05"),
        ("maart 2020", "2020-03"),
        ("sedan maj 2019", "2019-05"),
        ("sinds 2019-04", "2019-04"),
        ("Q1 2024", None),
        ("vår 2023", None),
        ("2023/24", None),
        ("sedan 2019", None),
        ("n.v.t.", None),
        ("99-99-9999", None),
    ],
)
def test_a_date_gives_its_month_or_is_kept_with_what_to_write(written: str, month: str | None) -> None:
    came = accounted(sheet_from(as_csv([a_row(1, begin_date=written)]).encode()))
    (cell,) = (cell for cell in came.report.cells if cell.column == "begin_date")
    assert came.rows[0].answers.get("in_use_since") == month
    assert (cell.fate is Fate.RETAINED, bool(cell.reason)) == (month is None, written != "2024-03")


def test_unclear_dates_are_asked_about_once_for_the_column() -> None:
    sheet = sheet_from(as_csv([a_row(number, begin_date=f"{number}/1/2023") for number in range(2, 9)]).encode())
    standard = recognise(sheet.names)
    assert standard is not None
    matching = matched(sheet, standard)
    assert unclear_dates(sheet, standard) == {"in_use_since": "2/1/2023"}
    assert unanswered(sheet, matching, ImportVocabulary({}, {})) == 1
    assert all("in_use_since" not in row.answers for row in accounted(sheet).rows)
    days = {"in_use_since": DayOrder.FIRST}
    assert unanswered(sheet, replace(matching, answers=answers_of(days)), ImportVocabulary({}, {})) == 0
    assert {row.answers["in_use_since"] for row in accounted(sheet, **days).rows} == {"2023-01"}


@pytest.mark.parametrize(
    ("written", "email"),
    [
        ("mailto:a@b.example", "a@b.example"),
        ("Team A <a@b.example>", "a@b.example"),
        ("a@b.example; c@d.example", "a@b.example"),
        ("a@b.example en c@d.example", "a@b.example"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ("Ring 14010 eller skriv a@b.example", None),
        ("https://b.example/kontakt", None),
    ],
)
def test_what_stands_for_an_email_address_is_none_lost(written: str, email: str | None) -> None:
    (row,) = accounted(sheet_from(as_csv([a_row(1, contact_email=written)]).encode())).rows
    assert row.answers.get("contact_email") == email
    whole = email is None and not written.startswith("http")
    assert ("contact_email" in row.origin.words) is (whole or written.count("@b") < written.count("@"))


def test_arrays_numbered_lists_and_very_long_texts_keep_every_word() -> None:
    long = "Ett ord till. " * 3000
    row = a_row(
        1, category='{Verkeer,"Zorg en gezondheid"}', goal=long, website="{https://a.example,https://b.example}"
    )
    row[HEAD.index("lawful_basis_grouping")] = "1: Wet A, https://w.example/1. 2: Wet B, https://w.example/2"
    (came,) = accounted(sheet_from(as_csv([row]).encode())).rows
    assert came.texts[Text.SEARCH_WORDS] == "Verkeer, Zorg en gezondheid"
    assert came.texts[Text.LINKS].count("https://") == 4
    assert came.origin.words["goal"] == long.strip()


def twins(*numbers: int) -> list[list[str]]:
    """Two entries of one id, two of one name without an id, and one name in two organisations."""
    rows = [a_row(1, goal="A"), a_row(1, goal="B"), a_row(2, source_id="", goal="C"), a_row(2, source_id="", goal="D")]
    rows += [
        a_row(3, source_id="", organization="Gemeente Bb"),
        a_row(3, source_id=""),
        a_row(4, name="", source_id=""),
    ]
    return [rows[number] for number in numbers]


def test_duplicates_are_neither_stopped_nor_mixed_up_in_the_list_of_next_year() -> None:
    everything = tuple(range(7))
    first = came_of(sheet_from(as_csv(twins(*everything)).encode()))
    assert (len(first.drafts), first.faults) == (7, ())
    again = came_of(sheet_from(as_csv(twins(*reversed(everything))).encode()), first)
    assert (len(again.drafts), len(again.proposals), again.unchanged) == (0, 0, 7)
    changed = twins(*reversed(everything))
    changed[-1][HEAD.index("goal")] = "E"  # of the first pair
    after = came_of(sheet_from(as_csv(changed).encode()), first)
    assert (len(after.drafts), len(after.proposals), after.unchanged) == (0, 1, 6)
    assert after.proposals[0].texts == {(Text.PURPOSE, "nl"): "E"}


@pytest.mark.parametrize(("rows", "sentence"), [(0, "no rows"), (MOST_ROWS + 1, "split it")])
def test_a_list_without_rows_or_with_too_many_is_refused_in_a_sentence(rows: int, sentence: str) -> None:
    with pytest.raises(EvaluationDataError, match=sentence):
        sheet_from(as_csv([["a", "b"]] * rows, ("name", "organization")).encode())
