"""A month or a day is read however it is written, where it can mean one thing only; everything else is asked about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from algorithms.entries.dates import DayOrder, day_of, is_unclear, month_of, order_of
from algorithms.questionnaire.form_parsing import read, section


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-03", "2024-03"),
        ("2024-03-15", "2024-03"),
        ("2024-03-15 08:30:00", "2024-03"),
        ("2025-06-26T07:39:09Z", "2025-06"),
        ("2025-06-26T07:39:09.123+02:00", "2025-06"),
        ("2024/3/1", "2024-03"),
        ("2023/03", "2023-03"),
        ("2023-3", "2023-03"),
        ("2024\N{EN DASH}03", "2024-03"),
        ("20240315", "2024-03"),
        ("202403", "2024-03"),
        ("032023", "2023-03"),
        ("03-2024", "2024-03"),
        ("03/2023", "2023-03"),
        ("01.02.2023", "2023-02"),
        ("1.2.2023 08:00", "2023-02"),
        ("13/1/2023", "2023-01"),
        ("1/13/2023", "2023-01"),
        ("5/5/2023", "2023-05"),
        ("mars 2024", "2024-03"),
        ("1 maj 2024", "2024-05"),
        ("1 May 2024", "2024-05"),
        ("den 1:e maj 2024", "2024-05"),
        ("1-May-2024", "2024-05"),
        ("Thu, 26 Jun 2025 07:39:09 GMT", "2025-06"),
        ("onsdagen den 1 maj 2024", "2024-05"),
        ("May 1st, 2024", "2024-05"),
        ("oktober 2025", "2025-10"),
        ("Oct 2025", "2025-10"),
        ("Okt. 2023", "2023-10"),
        ("2024 May", "2024-05"),
        ("45352", "2024-03"),
        ("45352,5", "2024-03"),
        ("03/04/2024", None),  # the third of April, or the fourth of March
        ("010723", None),
        ("2024", None),
        ("2024-13", None),
        ("2024-02-31", None),
        ("2024-03-00", None),
        ("2024-03 eller senare", None),
        ("marknad 2024", None),
        ("", None),
    ],
)
def test_a_date_is_a_month_where_it_can_mean_one_only(text: str, month: str | None) -> None:
    assert month_of(text) == month


@given(some.dates(date(1955, 1, 1), date(2118, 12, 31)))
def test_a_day_is_read_back_from_every_way_to_write_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)) / timedelta(days=1)
    written = [f"{day:{form}}" for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%SZ")]
    assert {day_of(text) for text in (*written, f"{serial:.0f}")} == {day}
    assert month_of(f"{day:%m%Y}") == month_of(f"{day:%m/%Y}") == f"{day:%Y-%m}"


def test_one_number_above_twelve_shows_the_order_of_a_column_and_two_that_disagree_show_none() -> None:
    assert order_of(["5/1/2023", "", "13/1/2023"]) is DayOrder.FIRST
    assert order_of(["5-1-2023", "1-13-2023 00:00"]) is DayOrder.SECOND
    assert order_of(["13/1/2023", "1/13/2023"]) is order_of(["5/1/2023"]) is order_of([]) is None
    assert is_unclear("5/1/2023")
    assert not any(map(is_unclear, ("5/5/2023", "13/1/2023", "2023-05-01", "x", "")))


def test_a_form_takes_a_month_as_people_write_it_and_stores_it_in_one_way() -> None:
    about = section("about")
    assert about is not None
    taken, refused = (read(about, {"in_use_since": text}) for text in ("1 maj 2024", "5/1/2023"))
    assert (taken.answers["in_use_since"], dict(taken.errors)) == ("2024-05", {})
    assert list(refused.errors) == ["in_use_since"]
