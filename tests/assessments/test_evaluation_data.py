"""Reading a CSV: every spelling that a city's programs produce, the same to the last byte in pieces of any size."""

import random
from dataclasses import replace

import pytest

from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts as plan_counts
from assessments.plan.reading_table import tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.text.complaints import EvaluationDataError

PLAN = TestPlan(
    outcome="utfall",
    decision="beslut",
    groups=("grupp",),
    outcome_yes=("1",),
    outcome_no=("0",),
    decision_yes=("Ja",),
    decision_no=("Nej",),
)
TEXT = "id,grupp,utfall,beslut\n1,kvinna,1,Ja\n2,man,0,Nej\n3,åldring,1,Nej\n4,,,\n5,01,0,Ja\n"
ROWS = [
    [["01"], False, True, 1],
    [["kvinna"], True, True, 1],
    [["man"], False, False, 1],
    [["åldring"], True, False, 1],
    [[None], None, None, 1],
]


def reading(data: bytes, *, piece: int = 8 * 1024 * 1024, block: int = 1024 * 1024, on_progress=lambda _: None):
    blocks = [data[start : start + block] for start in range(0, len(data), block)]
    return ByteSource(open_blocks=lambda: iter(blocks), size=len(data), on_progress=on_progress, piece_size=piece)


def counts(given, plan):
    count_table, data = table(given, tabulation_spec(plan))
    return plan_counts(plan, count_table), data


def counted(data: bytes, plan: TestPlan = PLAN, **how) -> list:
    return counts(reading(data, **how), plan)[0].to_dict()["cells"]


def complaint(data: bytes, plan: TestPlan | None = None) -> str:
    with pytest.raises(EvaluationDataError) as refused:
        inventory(reading(data)) if plan is None else counts(reading(data), plan)
    return str(refused.value)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_separator_encoding_and_line_end_gives_the_same_counts(separator, encoding, ends) -> None:
    text = TEXT.replace(",", separator).replace("\n", ends)
    assert counted(text.encode(encoding)) == ROWS
    assert inventory(reading(text.encode(encoding))).separator == separator


def test_the_inventory_names_values_and_missing_and_never_more_than_fifty() -> None:
    many = "a,b,c\n" + "".join(f"{number},{number % 50},\n" for number in range(200))
    contents = inventory(reading(many.encode(), piece=300, block=100))
    a, b, c = contents.columns
    assert (a.distinct, a.values, a.missing) == (51, (), 0)
    assert (b.distinct, len(b.values), dict(b.values)["7"]) == (50, 50, 4)
    assert (c.distinct, c.values, c.missing) == (0, (), 200)
    assert contents.rows == 200


def test_swedish_excel_with_semicolons_and_decimal_commas() -> None:
    data = "belopp;grupp;utfall;beslut\r\n1,5;kvinna;1;Ja\r\n-0,25;man;0;Nej\r\n".encode("windows-1252")
    assert counted(data) == [[["kvinna"], True, True, 1], [["man"], False, False, 1]]
    assert inventory(reading(b"sep=;\r\n" + data)).names == ("belopp", "grupp", "utfall", "beslut")


def test_quoted_fields_may_hold_separators_line_ends_and_quotation_marks() -> None:
    data = b'note,grupp,utfall,beslut\n"a, ""b""\n\nc","x,\ny",1,Ja\n"","x,\ny","0","Nej"\n'
    expected = [[["x,\ny"], False, False, 1], [["x,\ny"], True, True, 1]]
    assert counted(data) == expected
    for piece in (1, 7, 20, 40):
        assert counted(data, piece=piece) == expected


def test_lines_that_hold_nothing_are_no_cases() -> None:
    data = b"a,grupp,utfall,beslut\n\n1,x,1,Ja\n,,,\n\r\n2,x,1,Ja\n,,,\n"
    assert counted(data) == [[["x"], True, True, 2]]
    assert inventory(reading(data)).rows == 2


def test_the_same_bytes_whatever_the_order_of_rows_and_the_size_of_pieces(compas) -> None:
    whole, data = counts(reading(compas.csv().encode()), compas.plan)
    assert whole.canonical_json() == compas.counts.canonical_json()
    assert data.rows == 7214
    chance = random.Random(4)
    for seed in range(6):
        text = compas.csv(seed=seed).encode()
        piece, block = chance.randrange(64, 40_000), chance.randrange(10, 30_000)
        shuffled, _ = counts(reading(text, piece=piece, block=block), compas.plan)
        assert shuffled.canonical_json() == whole.canonical_json()


def test_letters_cut_in_two_between_blocks_are_whole_again() -> None:
    for encoding in ("utf-8", "utf-16"):
        for block in (1, 2, 3, 5):
            assert counted(TEXT.encode(encoding), block=block, piece=16) == ROWS


def test_windows_1252_that_shows_itself_late_is_still_read() -> None:
    data = ("grupp,utfall,beslut\n" + "man,1,Ja\n" * 20_000 + "ålder,0,Nej\n").encode("windows-1252")
    assert counted(data, piece=1000, block=4096)[-1] == [["ålder"], False, False, 1]
    assert inventory(reading(data)).encoding == "windows-1252"


def test_progress_is_reported_up_to_the_end() -> None:
    progress: list[float] = []
    counts(reading(TEXT.encode(), block=20, on_progress=progress.append), PLAN)
    assert progress == sorted(progress)
    assert progress[-1] == 1.0


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (b"", ["empty"]),
        (b"  \n\n ", ["empty"]),
        (b"a,b\n", ["no rows"]),
        (b"a,b", ["no rows"]),
        (b"a,b\n\n,\n", ["no rows"]),
        (b"PK\x03\x04" + b"\0" * 100, ["Excel"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 100, ["old Excel"]),
        (b"\x89PNG\r\n\x1a\n\0\0", ["picture"]),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", ["picture"]),
        (b"%PDF-1.7\n", ["PDF"]),
        (b"PAR1\x15\x04", ["Parquet"]),
        (b"\x1f\x8b\x08\0", ["compressed"]),
        (b'{"a": [1, 2]}', ["JSON"]),
        (b'[{"a": 1}]', ["JSON"]),
        (b"<!doctype html><html>", ["web page"]),
        (b"SQLite format 3\0", ["database"]),
        (b"a,b\n1,2\n3,\0\n", ["Row 3", "not text"]),
        (b"a,b,c\n1,2,3\n4,5\n", ["Row 3", "2 fields", "3 column names"]),
        (b"a,b,c\n1,2,3\n\n4,5,6,7\n", ["Row 4", "4 fields"]),
        (b"a,b,c\n1,2,3,\n4,5\n", ["Row 2", "4 fields"]),
        (b'a,b\n1,2\n3,"4\n5,6\n', ["quotation mark", "never closed"]),
        (b'a,b\n1,x"y\n3,z"y\n', ["quotation mark"]),
        (b'a,b\n1,"x"y\n', ["quotation mark", "row 2"]),
        (b"a,,c\n1,2,3\n", ["Column 2 has no name"]),
        (b"a,b,a\n1,2,3\n", ["called “a”"]),
        (",".join(str(n) for n in range(2001)).encode() + b"\n", ["2000 columns"]),
        ("a,b\nå,1\n".encode() + b"\xe5,2\n", ["Row 3", "not UTF-8"]),
        (b"a,b\n\x81,2\n", ["cannot be read", "UTF-8"]),
        ("a,b\nå,2\n".encode("utf-16") + b"\0", ["cannot be read"]),
    ],
)
def test_wrong_file_message_names_its_likely_kind_and_what_to_do(data, parts) -> None:
    message = complaint(data)
    assert all(part in message for part in parts), message


def test_a_row_with_a_field_too_many_is_found_though_only_some_columns_are_read() -> None:
    assert "Row 3 has 5 fields" in complaint(b"id,grupp,utfall,beslut\n1,x,1,Ja\n2,x,1,Ja,5\n", PLAN)
    assert "Row 2 has 3 fields" in complaint(b"id,grupp,utfall,beslut\n1,x,1\n", PLAN)


def test_missing_column_is_reported_with_the_existing_columns() -> None:
    message = complaint(TEXT.encode(), replace(PLAN, decision="besult"))
    assert "“besult”" in message
    assert "“beslut”" in message


def test_a_value_that_nobody_mapped_is_never_guessed() -> None:
    message = complaint(TEXT.encode(), replace(PLAN, decision_no=()))
    assert "“beslut”" in message
    assert "“Nej”" in message


def test_more_than_fifty_groups_are_too_many() -> None:
    lines = "".join(f"g{number},1,Ja\n" for number in range(51))
    assert "more than 50" in complaint(f"grupp,utfall,beslut\n{lines}".encode(), PLAN)
    fewer = "".join(f"g{number},1,Ja\n" for number in range(50))
    assert len(counted(f"grupp,utfall,beslut\n{fewer}".encode())) == 50


def test_file_of_one_endless_line_is_reported_as_no_table() -> None:
    sentence = complaint(b"x" * 1_000_000)
    assert "the file is not a table" in sentence or "column names but no rows" in sentence
