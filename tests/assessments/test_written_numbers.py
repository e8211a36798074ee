"""Numbers count as people and spreadsheets write them, and what cannot be one number is refused with its reason."""

import polars as pl
import pytest

from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import counts, sums, tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import table
from assessments.reading.merge_counts import Tallier
from assessments.reading.workbooks import ROW
from assessments.text.complaints import EvaluationDataError


def reading(text: str) -> ByteSource:
    content = text.encode()
    return ByteSource(open_blocks=lambda: iter([content]), size=len(content))


AMOUNTS = TestPlan(task="amounts", outcome="right", decision="guess", groups=("g",), tolerance="10", decimals=2)
SPACES = [" ", "\u00a0", "\u202f", "\u2009", "'", "’"]


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("unit", ["", " kr", "\u00a0kr", " SEK", ":-"])
def test_amounts_may_have_thousands_apart_decimal_commas_and_a_unit(space, unit) -> None:
    text = f"g;right;guess\na;84{space}200,00;86{space}726,00{unit}\nb;500,00;\u2212515,50{unit}\nb;7;–\n"
    counted = sums(AMOUNTS, table(reading(text), tabulation_spec(AMOUNTS))[0], "g")
    assert (counted["a"]["error"], counted["a"]["over"]) == (252_600, 1)
    assert (counted["b"]["error"], counted["b"]["under"], counted["b"]["known"]) == (-101_550, 1, 1)


@pytest.mark.parametrize(
    ("written", "cents"), [("1.234.567,50", 123_456_750), ("1,234.50", 123_450), ("1234.5", 123_450)]
)
def test_points_and_commas_that_part_thousands_are_no_decimals(written, cents) -> None:
    text = f"g;right;guess\na;0;{written}\n"
    assert sums(AMOUNTS, table(reading(text), tabulation_spec(AMOUNTS))[0], "g")["a"]["error"] == cents


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        *((text, -51_550) for text in ("-515,50", "\u2013515,50", "- 515,50", "(515,50)", "515,50-", "(515,50 kr)")),
        *((text, 8_750_000) for text in ("87,5 tkr", "87,5\u00a0TKR", "87 500 kr", "kr 87.500,00", "SEK 87\u202f500")),
        *((text, 120_000_000) for text in ("1,2 mnkr", "1,2 Mkr", "1,2 miljoner kronor", "1.200.000", "1,200,000")),
        *((text, 50_000) for text in ("500,-", "500:-", "€ 500", "500 EUR", "kr. 500")),
    ],
)
def test_amounts_are_read_as_bookkeepers_and_currencies_have_them(written, cents) -> None:
    text = f"g;right;guess\na;0;{written}\nb;0;1\n"
    assert sums(AMOUNTS, table(reading(text), tabulation_spec(AMOUNTS))[0], "g")["a"]["error"] == cents


def test_a_point_before_three_digits_parts_thousands_where_others_of_the_column_do() -> None:
    text = "g;right;guess\na;0;86.726\nb;0;1.234.567\n"
    assert sums(AMOUNTS, table(reading(text), tabulation_spec(AMOUNTS))[0], "g")["a"]["error"] == 8_672_600
    text = "g;right;guess\na;0;86.726\nb;0;1.2\n"
    assert sums(AMOUNTS, table(reading(text), tabulation_spec(AMOUNTS))[0], "g")["a"]["error"] == 8_673


@pytest.mark.parametrize("mark", [".", ","])
def test_a_column_whose_numbers_may_all_be_thousands_is_asked_about(mark) -> None:
    lines = "".join(f"a;84{mark}{n}00;{n}1{mark}726\n" for n in range(1, 9)) + "b;950;20\n"
    with pytest.raises(EvaluationDataError, match="nobody can tell whether the sign parts thousands or decimals"):
        table(reading("g;right;guess\n" + lines), tabulation_spec(AMOUNTS))
    for clear in ("0.842", "1234", "1.5", "1.234.567,00"):
        other = "g;right;guess\n" + lines + f"b;{clear};{clear}\n"
        assert table(reading(other), tabulation_spec(AMOUNTS))[1].rows == 10


@pytest.mark.parametrize(
    "values",
    [
        ["86.726"],
        *(["500"] * 600 + [text] for text in ("1.250", "1,250", "-1.250 kr", "SEK 2.500")),
        ["1.250", "1,250"],
    ],
)
def test_no_number_that_may_be_a_thousand_times_more_is_read_silently_wherever_it_stands(values) -> None:
    text = "g;right;guess\n" + "".join(f"a;0;{value}\n" for value in values)
    with pytest.raises(EvaluationDataError, match="nobody can tell whether the sign parts thousands or decimals"):
        table(reading(text), tabulation_spec(AMOUNTS))


def test_with_decimal_commas_points_part_thousands_and_the_other_way_round() -> None:
    for grouped, other in (("1.250", "500,50"), ("1,250", "500.50")):
        counted = sums(
            AMOUNTS, table(reading(f"g;right;guess\na;0;{grouped}\nb;0;{other}\n"), tabulation_spec(AMOUNTS))[0], "g"
        )
        assert (counted["a"]["error"], counted["b"]["error"]) == (125_000, 50_050)


def test_scores_below_1_are_decimals_and_others_with_three_digits_are_asked_about() -> None:
    plan = TestPlan(task="score", outcome=None, decision="s", groups=("g",), threshold="0.5")
    tallies = counts(plan, table(reading("g;s\na;0.125\nb;0,500\n"), tabulation_spec(plan))[0]).tallies()
    assert (tallies["a",].passed_over, tallies["b",].selected) == (1, 1)
    with pytest.raises(EvaluationDataError, match="thousands or decimals"):
        table(reading("g;s\na;12.125\nb;50.500\n"), tabulation_spec(plan))


def test_pieces_of_a_file_that_read_a_sign_unlike_are_refused_together() -> None:
    spec = tabulation_spec(AMOUNTS)
    tallier = Tallier(spec, {name: name for name in spec.columns})
    for values in (["86.726", "1234"], ["86.726", "1.234.567"]):
        frame = pl.LazyFrame({"g": ["a", "a"], "right": ["0", "0"], "guess": values})
        tallier.take(tallier.read(frame))
    with pytest.raises(EvaluationDataError, match=r"“86\.726”"):
        _ = tallier.table


def test_the_numbers_of_a_workbook_are_clear_and_its_texts_with_commas_are_not() -> None:
    assert marks_in_sheet(["86.726", "2.125"]) == 2
    with pytest.raises(EvaluationDataError, match="“2,125”"):
        marks_in_sheet(["2,125", "3,500"])


def marks_in_sheet(values: list[str]) -> int:
    spec = tabulation_spec(AMOUNTS)
    tallier = Tallier(spec, {name: name for name in spec.columns})
    rows = {"g": ["a", "a"], "right": ["0", "0"], "guess": values, ROW: [2, 3]}
    tallier.take(tallier.read(pl.LazyFrame(rows)))
    return sums(AMOUNTS, tallier.table, "g")["a"]["known"]


@pytest.mark.parametrize("written", ["12 34", "1 2", "tolv", "1-2", "5 dagar", "500 kr/mån"])
def test_what_is_no_number_is_refused_with_its_value(written) -> None:
    with pytest.raises(EvaluationDataError, match=f"“{written}”"):
        table(reading(f"g;right;guess\na;1;{written}\n"), tabulation_spec(AMOUNTS))


@pytest.mark.parametrize("threshold", ["50", "0.5", "50 %", "0,5"])
def test_scores_with_a_per_cent_sign_are_compared_as_the_threshold_is_written(threshold) -> None:
    plan = TestPlan(task="score", outcome=None, decision="s", groups=("g",), threshold=threshold)
    text = 'g,s\na,"84,2 %"\na,50 %\nb,"49,9\u00a0%"\nb,N/A\n'
    tallies = counts(plan, table(reading(text), tabulation_spec(plan))[0]).tallies()
    assert (tallies["a",].selected, tallies["b",].passed_over, tallies["b",].decision_missing) == (2, 1, 1)


AGES = TestPlan(
    outcome=None, decision="d", decision_yes="1", decision_no="0", groups=("age",), bands={"age": ("18", "30", "65")}
)


def test_ranges_among_ages_fall_in_the_band_that_holds_them() -> None:
    values = ["65+", "0-17", "-17", "18–29", "70", "30", "65 år och äldre", "okänd", "", "30-64"]
    text = "age,d\n" + "".join(f"{value},1\n" for value in values)
    tallies = counts(AGES, table(reading(text), tabulation_spec(AGES))[0]).tallies()
    assert {name: tally.n for (name,), tally in tallies.items()} == {
        "<18": 2,
        "18–29": 1,
        "30–64": 2,
        "≥65": 3,
        None: 2,
    }


BAND_OF = {
    "<18": (
        *("under 18", "<18", "≤17", "yngre än 18", "0-17 år", "\u201317 år", "upp till 17", "17 år och yngre"),
        "17 or younger",
    ),
    "18–29": ("18..29", "18 - 29", "18 to 29 years", "18 till 29 år", "29 år"),
    "≥65": (
        *("65-", "65–", "> 64", "≥ 65 år", "över 65", "äldre än 64 år", "65 plus", "85+ år", "90-w", "65 och över"),
        *("65 år eller äldre", "65 years and over", "65 or older", "från 65", "100+"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("band", "value"), [(band, value) for band, values in BAND_OF.items() for value in values])
def test_ages_in_words_fall_in_their_band(band, value) -> None:
    text = f"age;d\n40;1\n{value};1\n"
    tallies = counts(AGES, table(reading(text), tabulation_spec(AGES))[0]).tallies()
    assert {name: tally.n for (name,), tally in tallies.items()} == {"30–64": 1, band: 1}


@pytest.mark.parametrize("value", ["25-34", "60+", "0-20", "under 20", "> 40", "30 och äldre"])
def test_a_range_that_lies_in_several_bands_is_refused_with_the_bands(value) -> None:
    with pytest.raises(EvaluationDataError, match=r"several of the bands “<18”, “18–29”"):
        table(reading(f"age,d\n40,1\n65+,0\n{value},1\n"), tabulation_spec(AGES))


@pytest.mark.parametrize("value", ["1990", "199001", "999", "131"])
def test_what_is_no_age_is_refused_and_not_among_the_oldest(value) -> None:
    with pytest.raises(EvaluationDataError) as refused:
        table(reading(f"age,d\n40,1\n{value},1\n"), tabulation_spec(AGES))
    assert f"“{value}”, which is no age" in str(refused.value)
    other = TestPlan.from_dict({**AGES.to_dict(), "groups": ["wage"], "bands": {"wage": ["18", "30"]}})
    assert table(reading(f"wage,d\n40,1\n{value},1\n"), tabulation_spec(other))[1].rows == 2
