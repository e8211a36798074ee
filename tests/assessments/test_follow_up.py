"""Error rates are never made of those who happen to be followed up: refused with figures, or given with bounds."""

import random
from dataclasses import replace

import pytest

from assessments import assess
from assessments.gate.disclosure_gate import given_away, pass_gate
from assessments.gate.public_result import PublicResult
from assessments.gate.releases import Printed
from assessments.plan.plan import TestPlan
from assessments.report.public_report import report
from assessments.results.assessment import assess as assess_counts
from assessments.results.result import Data, Result
from assessments.results.unknown_outcomes import FollowUp, bounds, refused, with_bounds
from assessments.statistics.counts import Cell, Counts, Tally
from assessments.statistics.metrics import METRICS
from assessments.text.complaints import PlanRefusedError, in_english

WHY = "Five of a hundred is what the board decided to act on."
PLAN = TestPlan(
    outcome="fel", decision="kontroll", groups=("g",), reference=(("g", "a"),), outcome_yes="1", outcome_no="0",
    decision_yes="1", decision_no="0",
)  # fmt: skip
UNRELATED = replace(PLAN, outcome_known="unrelated")
RATES = [metric for metric in METRICS.values() if metric.task is None]


def followed_up(seed: int, share: float, sizes: tuple[int, ...] = (900, 700)) -> tuple[Counts, Counts]:
    """What is known where all with a yes are followed up, and this share of the others; and what is so."""
    chance, known, true = random.Random(seed), dict[Cell, int](), dict[Cell, int]()
    for group, size in zip("abc", sizes, strict=False):
        for _ in range(size):
            wrong = chance.random() < 0.15
            checked = chance.random() < (0.6 if wrong else 0.05)
            cell = ((group,), wrong, checked)
            true[cell] = true.get(cell, 0) + 1
            cell = ((group,), wrong if checked or chance.random() < share else None, checked)
            known[cell] = known.get(cell, 0) + 1
    return Counts(("g",), known), Counts(("g",), true)


def result_of(counts: Counts, plan: TestPlan) -> Result:
    return with_bounds(assess_counts(counts, plan, data=Data("0" * 64, counts.n)))


@pytest.mark.parametrize("share", [0.005, 0.03, 0.1, 0.3, 0.5, 0.85])
def test_where_those_with_a_no_are_followed_up_less_error_rates_of_everyone_are_refused(share) -> None:
    known, _ = followed_up(1, share)
    assert refused(PLAN, known.marginal(()).tallies()[()]) is not None


@pytest.mark.parametrize(
    ("with_yes", "with_no", "is_of_everyone"),
    [
        ((100, 100), (400, 400), True),
        ((100, 100), (364, 400), True),  # 9 of 100 apart
        ((100, 100), (355, 400), False),  # 11 of 100 apart
        ((89, 100), (356, 400), False),  # alike, but fewer than nine of ten
        ((91, 100), (364, 400), True),
        ((0, 0), (400, 400), True),
        ((100, 100), (0, 400), False),
        ((0, 100), (400, 400), False),
    ],
)
def test_known_of_everyone_asks_for_nine_of_ten_and_alike_with_a_yes_and_a_no(
    with_yes, with_no, is_of_everyone
) -> None:
    followed = FollowUp(with_yes=with_yes[1], known_with_yes=with_yes[0], with_no=with_no[1], known_with_no=with_no[0])
    assert followed.is_of_everyone is is_of_everyone


@pytest.mark.parametrize("share", [0.005, 0.03, 0.1, 0.3, 0.5])
def test_bounds_hold_the_truth_whatever_was_followed_up(share) -> None:
    for seed in range(40):
        known, true = followed_up(seed, share, (150, 90))
        for values, tally in known.marginal(("g",)).tallies().items():
            for metric in RATES:
                numerator, denominator = metric.share(true.marginal(("g",)).tallies()[values])
                if denominator:
                    lowest, highest = bounds(metric, tally)
                    assert lowest is not None
                    assert highest is not None
                    assert lowest <= numerator / denominator <= highest


def test_bounds_of_a_hand_made_table() -> None:
    """10 with a yes and an unknown outcome, 20 with a no."""
    tally = Tally(n=130, tp=30, fp=10, tn=40, fn=20, selected=50, passed_over=80, outcome_missing=30)
    assert bounds(METRICS["false_positive_rate"], tally) == (10 / (10 + 60), 20 / (20 + 40))
    assert bounds(METRICS["precision"], tally) == (30 / 50, 40 / 50)


@pytest.mark.parametrize("share", [0.05, 0.4, 0.95])
def test_what_is_published_holds_the_truth_says_of_whom_it_is_known_and_gives_nobody_away(share) -> None:
    known, true = followed_up(3, share, (1_200, 500, 90))
    result = result_of(known, UNRELATED)
    public = pass_gate(result)
    assert PublicResult.from_dict(public.to_dict()) == public
    assert Result.from_dict(result.to_dict()) == result
    assert given_away([Printed(result, public)]) == []
    assert public.known_with_yes == 100
    assert public.known_with_no == pytest.approx(100 * share, abs=5)
    shown = 0
    for group in (public.overall, *public.groups):
        names = ("g",) if group.attribute else ()
        tally = true.marginal(names).tallies()[(group.value,) if names else ()]
        for figure in group.figures:
            numerator, denominator = METRICS[figure.metric].share(tally)
            if figure.lowest is not None and figure.highest is not None and figure.per_100 is not None:
                shown += 1
                assert figure.lowest <= 100 * numerator / denominator <= figure.highest
                assert figure.lowest % 5 == figure.highest % 5 == 0
    assert shown > 3


def limits_text(public: PublicResult) -> str:
    shown_report = report(public, "en")
    findings = [sentence for finding in (*shown_report.shown, *shown_report.folded) for sentence in finding.sentences]
    return " ".join(in_english(sentence) for sentence in (*shown_report.intro, *findings, *shown_report.limits))


def test_the_card_says_of_how_many_the_outcome_is_known_by_decision() -> None:
    known, true = followed_up(3, 0.4)
    words = limits_text(pass_gate(result_of(known, UNRELATED)))
    assert "Of those with a yes, it is known for nearly everybody" in words
    assert "Of those with a no, it is known for about 40 in 100." in words
    assert "the figure may lie anywhere from" in words
    assert "nothing to do with the decision" in words
    everyone = limits_text(pass_gate(result_of(true, PLAN)))
    assert "It is known for all of them what turned out to be true." in everyone
    assert "anywhere from" not in everyone
    flagged = limits_text(pass_gate(result_of(known, replace(PLAN, outcome_known="flagged"))))
    assert "Nobody knows who was missed" in flagged


def test_a_notebook_is_refused_with_the_figures_until_a_person_chooses() -> None:
    import polars as pl

    known, _ = followed_up(1, 0.03)
    cells = [(g, o, d) for ((g,), o, d), number in known.cells.items() for _ in range(number)]
    frame = pl.DataFrame(
        {
            "g": [g for g, _, _ in cells],
            "fel": [None if o is None else int(o) for _, o, _ in cells],
            "kontroll": [int(d) for *_, d in cells],
        }
    )
    total = known.marginal(()).tallies()[()]
    with pytest.raises(PlanRefusedError) as refusal:
        assess(frame, replace(PLAN, margin_reason=WHY))
    assert f"known of {total.selected} of {total.selected} cases with a yes" in str(refusal.value)
    assert f"{total.tn + total.fn} of {total.passed_over} with a no" in str(refusal.value)
    chosen = assess(frame, replace(UNRELATED, margin_reason=WHY))
    rate = chosen.result.overall.figure("false_positive_rate")
    assert rate.lowest is not None
    assert rate.lowest < 0.06
    assert rate.value > 0.5
