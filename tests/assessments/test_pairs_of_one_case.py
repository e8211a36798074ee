"""The same case with only the group changed: each case is compared with itself, by published tables and by hand."""

import random
from dataclasses import replace

import pytest
from scipy.stats import binomtest, chi2

from assessments.data.inventory import ColumnInventory, Inventory
from assessments.gate.disclosure_gate import given_away
from assessments.gate.paired import cells_of_pairs
from assessments.gate.public_result import Policy
from assessments.gate.releases import Printed
from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory as inventory_of
from assessments.reading.evaluation_data import table
from assessments.report.remarks import limits
from assessments.results.result import Data, Result
from assessments.runs.evaluate import conclude, public_result
from assessments.statistics.stratified import mcnemar
from assessments.statistics.verdict import Verdict
from assessments.text.complaints import PlanRefusedError, in_english

pytestmark = pytest.mark.slow

PLAN = TestPlan(
    outcome=None, decision="d", groups=("g",), reference=(("g", "man"),), decision_yes=("1",), decision_no=("0",),
    repeated="pairs", person="case", margin="0.05",
)  # fmt: skip
Row = tuple[str, str, str, str]


def result_of(rows: list[Row], plan: TestPlan = PLAN) -> Result:
    text = "\n".join(["case,g,d,y", *(",".join(row) for row in rows)]).encode()
    counted, data = table(ByteSource(open_blocks=lambda: iter([text]), size=len(text)), tabulation_spec(plan))
    return conclude(plan, counted, Data("0" * 64, data.rows))


def pairs_of(both: int, only_group: int, only_other: int, neither: int) -> list[Row]:
    kinds = [("1", "1")] * both + [("1", "0")] * only_group + [("0", "1")] * only_other + [("0", "0")] * neither
    rows = [
        (f"c{n}", group, decision, str(n % 2))
        for n, pair in enumerate(kinds)
        for group, decision in zip(("woman", "man"), pair, strict=True)
    ]
    return random.Random(4).sample(rows, len(rows))


def test_published_table_of_few_pairs() -> None:
    """Airway hyper-responsiveness of 21 children: Fagerland, Lydersen & Laake, Stat. in Medicine 33 (2014) 2850."""
    paired = mcnemar(1, 1, 7, 12)
    assert paired is not None
    assert round(paired.difference, 3) == -0.286
    assert (round(paired.interval.low, 3), round(paired.interval.high, 3)) == (-0.507, -0.026)
    assert round(paired.p_value, 3) == 0.07


def test_published_table_of_many_pairs() -> None:
    """Approval of a prime minister, asked twice: Agresti, Categorical Data Analysis, z² = 17.36."""
    paired = mcnemar(794, 150, 86, 570)
    assert paired is not None
    assert paired.p_value == pytest.approx(chi2.sf(64**2 / 236, 1))
    assert round(64**2 / 236, 2) == 17.36
    assert (round(paired.interval.low, 2), round(paired.interval.high, 2)) == (0.02, 0.06)


@pytest.mark.parametrize("table", [(5, 3, 9, 20), (0, 12, 12, 0), (40, 0, 6, 3), (10, 0, 0, 10), (0, 24, 0, 0)])
def test_few_that_differ_have_the_exact_p(table) -> None:
    paired = mcnemar(*table)
    assert paired is not None
    _, group, other, _ = table
    expected = binomtest(group, group + other).pvalue if group + other else 1.0
    assert paired.p_value == pytest.approx(expected)
    assert paired.interval.low <= paired.difference <= paired.interval.high
    turned = mcnemar(table[0], other, group, table[3])
    assert turned is not None
    assert (turned.interval.low, turned.interval.high) == pytest.approx((-paired.interval.high, -paired.interval.low))


def test_no_pairs_have_no_difference() -> None:
    assert mcnemar(0, 0, 0, 0) is None


def test_intervals_of_pairs_hold_the_truth() -> None:
    chance, held = random.Random(8), 0
    for _ in range(600):  # both .3, only the group .12, only the other .05, neither .53: true difference .07
        table = [0, 0, 0, 0]
        for number in chance.choices(range(4), (0.3, 0.12, 0.05, 0.53), k=120):
            table[number] += 1
        paired = mcnemar(table[0], table[1], table[2], table[3])
        assert paired is not None
        held += paired.interval.low <= 0.07 <= paired.interval.high
    assert 0.92 <= held / 600 <= 0.98


def test_a_case_compared_with_itself_shows_what_two_groups_of_strangers_would_not() -> None:
    rows = pairs_of(140, 26, 4, 230)
    result = result_of(rows)
    (comparison,) = result.comparisons
    assert comparison.joint == (140, 26, 4, 230)
    assert comparison.verdict is Verdict.DIFFERENCE
    paired = mcnemar(140, 26, 4, 230)
    assert paired is not None
    assert (comparison.p_value, comparison.difference and comparison.difference.low) == (
        paired.p_value,
        paired.interval.low,
    )
    apart = replace(PLAN, repeated="no", person=None)
    assert result_of(rows, apart).comparisons[0].verdict is Verdict.NOT_ENOUGH_DATA
    assert result.checked_by is not None
    assert result.checked_by.agrees
    assert Result.from_dict(result.to_dict()) == result


def test_error_rates_compare_the_cases_that_they_are_about() -> None:
    """Of true yes only, those missed; the pairs of true no are in the other rate."""
    rows = pairs_of(60, 30, 12, 98)
    plan = replace(PLAN, outcome="y", outcome_yes=("1",), outcome_no=("0",))
    result = result_of(rows, plan)
    decisions = {(case, group): (d, y) for case, group, d, y in rows}
    cases = {case for case, _ in decisions}
    for metric, truth, counted in (("false_positive_rate", "0", "1"), ("false_negative_rate", "1", "0")):
        table = [0, 0, 0, 0]
        for case in cases:
            own, other = decisions[case, "woman"], decisions[case, "man"]
            if own[1] == truth:
                table[2 * (own[0] != counted) + (other[0] != counted)] += 1
        (comparison,) = [c for c in result.comparisons if c.metric == metric]
        assert comparison.joint == tuple(table)
    assert "precision" not in plan.metrics


def test_a_row_without_counterpart_is_in_its_rate_and_in_no_pair() -> None:
    rows = [*pairs_of(30, 10, 5, 55), ("x1", "woman", "1", "0"), ("", "man", "1", "0"), ("x2", "woman", "", "0")]
    result = result_of(rows)
    (comparison,) = result.comparisons
    assert comparison.joint == (30, 10, 5, 55)
    assert [group.tally.n for group in result.groups] == [101, 102]


def test_two_rows_of_one_group_are_no_pair() -> None:
    rows = [*pairs_of(30, 10, 5, 55), ("c1", "woman", "1", "0")]
    with pytest.raises(PlanRefusedError, match="several rows of the group woman"):
        result_of(rows)


def test_a_reader_is_shown_that_each_case_was_compared_with_itself() -> None:
    public = public_result(result_of(pairs_of(140, 26, 4, 230)), Policy(), [])
    assert any("compares every case with itself" in in_english(sentence) for sentence in limits(public, "en"))
    assert public.comparisons[0].verdict is Verdict.DIFFERENCE
    assert (public.comparisons[0].low or 0) >= 0


def inventory() -> Inventory:
    def column(name: str, *values: str) -> ColumnInventory:
        return ColumnInventory(name=name, distinct=len(values), values=tuple((v, 50) for v in values), missing=0)

    columns = (column("d", "0", "1"), column("g", "man", "woman"), column("h", "x", "z"), column("case", "a", "b"))
    return Inventory(rows=100, sha256="", encoding="", separator="", columns=columns)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"person": None}, "Name the column that shows which rows are the same case"),
        ({"groups": ("g", "h"), "reference": (("g", "man"), ("h", "x"))}, "in one column of groups"),
        ({"against": "rest"}, "with one of them"),
        ({"stratum": "h"}, "no factor to hold equal"),
        ({"primary": ("precision",)}, "cannot be computed here"),
    ],
)
def test_what_does_not_go_with_pairs_is_refused_in_words(changed, sentence) -> None:
    plan = complete(replace(PLAN, **changed), inventory())
    assert any(sentence in in_english(message) for message in complaints(plan, inventory()))
    assert complaints(complete(PLAN, inventory()), inventory()) == ()
    assert complete(PLAN, inventory()).repeated == "pairs"


def judged_pairs(seed: int, prompts: int) -> tuple[TestPlan, bytes]:
    """The same prompt in two languages, each answer judged by three people who hardly differ."""
    chance, lines = random.Random(seed), ["prompt,answer,language,rater,judgement"]
    for prompt in range(prompts):
        is_good = chance.random() < 0.8
        for language in ("sv", "fi"):
            good = is_good and (language == "sv" or chance.random() < 0.75)
            for rater in "ABC":
                judged_good = good if chance.random() < 0.97 else not good
                lines.append(f"p{prompt},p{prompt}{language},{language},{rater},{'yes' if judged_good else 'no'}")
    plan = TestPlan(
        task="judgements", outcome=None, decision="judgement", answer="answer", rater="rater", groups=("language",),
        decision_yes=("yes",), decision_no=("no",), repeated="pairs", person="prompt", reference={"language": "sv"},
    )  # fmt: skip
    return plan, "\n".join(lines).encode()


def test_judged_answers_to_the_same_prompt_are_compared_with_each_other() -> None:
    plan, content = judged_pairs(3, 300)
    reading = ByteSource(open_blocks=lambda: iter([content]), size=len(content))
    plan = complete(plan, listed := inventory_of(reading))
    assert complaints(plan, listed) == ()
    counted, data = table(reading, tabulation_spec(plan))
    result = conclude(plan, counted, data)
    (comparison,) = result.comparisons
    assert (comparison.metric, sum(comparison.joint or ())) == ("good_share", 300)
    paired = mcnemar(*(comparison.joint or (0, 0, 0, 0)))
    assert paired is not None
    assert comparison.p_value == pytest.approx(paired.p_value)
    assert comparison.difference.low == pytest.approx(paired.interval.low)
    assert comparison.judgement.verdict is Verdict.DIFFERENCE
    cells = cells_of_pairs(result.comparisons, has_outcome=False)
    assert cells.truth == comparison.joint  # what the gate tries
    public = public_result(result, Policy(), [])
    assert given_away([Printed(result, public)]) == []
    few_plan, few = judged_pairs(5, 40)
    reading = ByteSource(open_blocks=lambda: iter([few]), size=len(few))
    few_result = conclude(few_plan, *table(reading, tabulation_spec(few_plan)))
    assert given_away([Printed(few_result, public_result(few_result, Policy(), []))]) == []
