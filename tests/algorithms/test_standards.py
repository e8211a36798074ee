"""A list of another register: nothing stops a row, and every filled cell is accounted for."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from algorithms.entries.entry import Topic
from algorithms.entries.fields import BY_NAME
from algorithms.entries.links import links
from algorithms.entries.texts import Text
from algorithms.standards.cleaning import items, parts, readable
from algorithms.standards.dutch_csv import DUTCH_CSV
from algorithms.standards.fates import CellFate, Fate
from algorithms.standards.months import column_order, month
from algorithms.standards.reading import StandardList, StandardRow, read, recognise
from assessments.data.spreadsheet import Sheet, letters_of
from assessments.reading.byte_source import ByteSource
from assessments.reading.rows import sheet_of

HEAD = {"name": "Druktemeting", "organization": "Gemeente Voorbeeld", "description_short": "Counts people."}
HEAD |= {
    "standard_version": "1.0.0",
    "human_intervention": "A person looks.",
    "contact_email": "post@voorbeeld.example",
}
HEAD |= {"status": "In use"}


def a_list(*rows: dict[str, str]) -> StandardList:
    names = list(dict.fromkeys(name for row in (HEAD, *rows) for name in row))
    cells = tuple(
        (number, tuple({**HEAD, **row}.get(name, "") for name in names)) for number, row in enumerate(rows, 2)
    )
    sheet = Sheet(tuple(names), cells, tuple(map(letters_of, range(len(names)))))
    standard = recognise(sheet.names)
    assert standard is DUTCH_CSV
    return read(sheet, standard)


def the_row(**cells: str) -> tuple[StandardRow, dict[str, CellFate]]:
    came = a_list(cells)
    return came.rows[0], {cell.column: cell for cell in came.report.cells}


def test_a_list_is_recognised_by_its_head() -> None:
    assert recognise(["\ufeffName", "Organization", *list(HEAD)[2:]]) is DUTCH_CSV
    assert recognise(["namn", "förvaltning"]) is None


def test_what_is_clear_is_taken_and_what_has_no_place_is_kept_word_for_word() -> None:
    row, fates = the_row(begin_date="05-2023", category="Verkeer, Wonen", publication_category="Other", extra="x")
    assert row.answers == {
        "operational_status": "in-use",
        "in_use_since": "2023-05",
        "contact_email": "post@voorbeeld.example",
    }
    assert (row.name, row.topic, row.texts[Text.SEARCH_WORDS]) == (
        "Druktemeting",
        Topic.BUILDING_AND_TRAFFIC,
        "Verkeer, Wonen",
    )
    assert row.origin.words == {"extra": "x"}
    assert row.origin.classed == "Other"
    assert (row.origin.organisation, row.origin.version) == ("Gemeente Voorbeeld", "1.0.0")
    assert fates["begin_date"].fate is Fate.TURNED
    assert fates["name"].fate is Fate.TAKEN


def test_several_columns_feed_one_text_under_headings() -> None:
    row, fates = the_row(goal="To count.", impact="Some are filmed.")
    assert row.texts[Text.PURPOSE] == "To count.\n\nImpact: Some are filmed."
    assert fates["impact"].fate is Fate.TURNED


def test_a_text_that_is_too_long_is_shortened_and_stays_whole_in_the_origin() -> None:
    whole = "One sentence of it. " * 40
    row, fates = the_row(description_short=whole)
    assert len(row.texts[Text.SUMMARY]) <= BY_NAME[Text.SUMMARY].limit
    assert row.texts[Text.SUMMARY].endswith("of it.")
    assert row.origin.words["description_short"] == whole
    assert fates["description_short"].fate is Fate.TURNED


def test_a_row_without_a_name_is_not_stopped() -> None:
    assert the_row(name="")[0].name == "Counts people."
    assert the_row(name="", description_short="", organization="")[0].name


@pytest.mark.parametrize(
    ("written", "fate"),
    [
        ("post@voorbeeld.example ", Fate.TAKEN),
        ("https://voorbeeld.example/contact", Fate.TURNED),
        ("14010", Fate.RETAINED),
        ("Ask us: post@voorbeeld.example or call", Fate.RETAINED),
        ("#REF!", Fate.REFUSED),
    ],
)
def test_addresses_in_a_field_for_email(written: str, fate: Fate) -> None:
    row, fates = the_row(contact_email=written)
    assert fates["contact_email"].fate is fate
    assert ("contact_email" in row.origin.words) is (fate is Fate.RETAINED)
    assert bool(links(row.texts.get(Text.LINKS, ""))) is (fate is Fate.TURNED)
    assert (fates["contact_email"].reason is None) is (fate is Fate.TAKEN)


def test_numbered_titles_and_addresses_become_links_and_none_is_lost() -> None:
    written = "1: Law, https://law.example/1. 2: Art. 3, lid 2, https://law.example/2?a=b. 3: Not public, n/a"
    row, fates = the_row(lawful_basis_grouping=written)
    assert [(link.title, link.address, link.kind.value) for link in links(row.texts[Text.LINKS])] == [
        ("Law", "https://law.example/1", "law"),
        ("Art. 3, lid 2", "https://law.example/2?a=b", "law"),
    ]
    assert row.origin.words["lawful_basis_grouping"] == written
    assert fates["lawful_basis_grouping"].fate is Fate.TURNED
    assert the_row(impacttoetsen_grouping="1: DPIA , ")[0].texts[Text.RISKS] == "Impact assessments: DPIA"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("\ufeffText", "Text"),
        ("<p>One &amp; two<br/>three</p>", "One & two\nthree"),
        ("if a < b and b > c", "if a < b and b > c"),
        ("cafÃ© ’s-Hertogenbosch", "café ’s-Hertogenbosch"),  # in one place only
        ("fÃ¶r FÃ\x96RSKOLA", "för FÖRSKOLA"),
        ("blÃƒÂ¥ bÃƒÂ¤r", "blå bär"),  # twice
        ("SÃO TOMÃ‰", "SÃO TOMÉ"),
        ("<ul><li>One</li><li><p>Two &ouml;</p></li></ul>", "- One\n- Two ö"),
        (
            'See <a href="https://a.example/x?a=1&amp;b=2" target="_blank">the law</a>.',
            "See the law (https://a.example/x?a=1&b=2).",
        ),
        ('<a href="https://a.example">https://a.example</a>', "https://a.example"),
        ('<a href="mailto:a@b.example">Write</a>', "Write (a@b.example)"),
        ("a<!-- left by a program -->b", "ab"),
        ("reÃ¯ntegratie", "reïntegratie"),
        ("itâ€™s", "it’s"),
    ],
)
def test_what_programs_leave_in_texts_is_taken_away(dirty: str, clean: str) -> None:
    assert readable(dirty) == clean


def test_arrays_are_read() -> None:
    assert parts('{"Verkeer, water",Wonen}') == ("Verkeer, water", "Wonen")
    assert parts('["a", "b"]') == ("a", "b")
    assert [item.address for item in items('{"https://a.example","https://b.example"}')] == [
        "https://a.example",
        "https://b.example",
    ]
    assert items("www.voorbeeld.example ")[0].address == "https://www.voorbeeld.example"


def test_six_figures_are_a_day_where_the_column_shows_it() -> None:
    order = column_order(["010719", "280623", "032023"])
    assert [month(cell, order) for cell in ("010719", "280623", "032023", "2023")] == [
        "2019-07",
        "2023-06",
        "2023-03",
        None,
    ]
    assert month("010719", None) is None


@given(
    some.lists(
        some.dictionaries(some.sampled_from([column.name for column in DUTCH_CSV.columns]), some.text()),
        min_size=1,
        max_size=3,
    )
)
def test_every_filled_cell_ends_in_one_way(rows: list[dict[str, str]]) -> None:
    came = a_list(*rows)
    assert len(came.rows) == len(rows)
    counted = Counter((cell.row, cell.column) for cell in came.report.cells)
    assert set(counted.values()) <= {1}
    for number, row in enumerate(rows, 2):
        filled = {name for name, cell in {**HEAD, **row}.items() if cell.strip("\ufeff\xa0 \t\r\n")}
        assert {column for at, column in counted if at == number} == filled
    for row in came.rows:
        assert all(len(words) <= BY_NAME[name].limit for name, words in row.texts.items())
        retained = {cell.column for cell in came.report.cells if (cell.row, cell.fate) == (row.row, Fate.RETAINED)}
        assert retained <= set(row.origin.words)


def of_file(path: Path) -> StandardList:
    data = path.read_bytes()
    sheet = sheet_of(ByteSource(lambda: io.BytesIO(data), len(data)), most_rows=10_000, most_columns=100)
    standard = recognise(sheet.names)
    assert standard is not None
    return read(sheet, standard)


def test_the_original_list_loses_no_cell(reference_data: Path) -> None:
    path = reference_data / "registers/nl/dumps/algorithm_descriptions_ENG_every_second_entry_2024-05-07.csv"
    with io.StringIO(path.read_text("utf-8-sig"), newline="") as text:
        filled = sum(bool(cell and cell.strip()) for row in csv.DictReader(text) for cell in row.values())
    came = of_file(path)
    counts = came.report.counts
    assert (len(came.rows), filled, len(came.report.cells), counts[Fate.REFUSED]) == (183, 3327, 3327, 0)
    assert counts[Fate.TAKEN] + counts[Fate.TURNED] >= 0.93 * filled
    for column in ("goal", "risks", "methods_and_models", "human_intervention", "lawful_basis", "source_data"):
        assert came.report.of_column(column)[Fate.RETAINED] == 0, column
    email = came.report.of_column("contact_email")
    assert (email[Fate.TAKEN], email[Fate.TURNED], email[Fate.RETAINED]) == (116, 21, 17)
    begun = came.report.of_column("begin_date")
    assert (begun[Fate.TAKEN], begun[Fate.TURNED], begun[Fate.RETAINED]) == (19, 59 + 8, 5)
    assert all(cell.reason for cell in came.report.cells if cell.fate is Fate.RETAINED)
