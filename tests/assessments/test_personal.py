"""Files that tell who people are do not get in, and files that only look a little like it do."""

import pytest

from assessments.data.identifiers import is_identity_number, refused
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory
from assessments.text.complaints import EvaluationDataError, in_english

MADE_UP = ("811228-9874", "19811228-9874", "8112289874", "701063-2391")  # the tax agency's examples, with a day of 63


@pytest.mark.parametrize("number", MADE_UP)
def test_identity_numbers_are_known_however_they_are_written(number) -> None:
    assert is_identity_number(number)


@pytest.mark.parametrize("number", ["811228-9873", "811328-9874", "811200-9874", "12345", "2026-11-25", "0701234567"])
def test_what_only_looks_like_one_is_none(number) -> None:
    assert not is_identity_number(number)


@pytest.mark.parametrize(
    ("name", "values", "what"),
    [
        ("Person-nummer", [], "identity numbers"),
        ("id", [*MADE_UP, *map(str, range(10))], "identity numbers"),
        ("Förnamn", [], "names of people"),
        ("kontakt", ["a@b.se"] * 3, "e-mail"),
        ("nr", ["070-123 45 67", "+46 70 123 45 67", "0701234567"], "telephone"),
        ("Adress", [], "home addresses"),
    ],
)
def test_column_that_identifies_people_is_refused(name, values, what) -> None:
    (complaint,) = refused([(name, values)])
    assert what in in_english(complaint)
    assert name in in_english(complaint)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("kön", ["kvinna", "man"]),
        ("ärende", [str(2_026_000_000 + number) for number in range(500)]),
        ("diarienummer", [str(811228_0000 + number) for number in range(500)]),
        ("id", [MADE_UP[0], MADE_UP[1]]),
        ("namnkod", []),
        ("mejl", ["M-1", "M-2", "M-3"]),
    ],
)
def test_other_columns_are_let_in(name, values) -> None:
    assert refused([(name, values)]) == ()


def test_a_file_with_identity_numbers_is_refused_before_anything_is_kept() -> None:
    rows = "".join(f"{MADE_UP[n % 4]};{n % 2};{n % 3}\n" for n in range(20))
    data = f"nummer;utfall;beslut\n{rows}".encode()
    with pytest.raises(EvaluationDataError, match="identity numbers"):
        inventory(ByteSource(open_blocks=lambda: iter([data]), size=len(data)))
