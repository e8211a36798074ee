"""Each task compared with an independent computation: NumPy and scikit-learn on the rows, and draws of whole rows."""

import csv
import io
import json
import random
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, mean_absolute_error, precision_score, recall_score

from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.results.result import Result
from assessments.runs.evaluate import conclude
from assessments.statistics.estimates import FEWEST_FOR_A_MEAN
from assessments.statistics.verdict import Verdict
from assessments.text.complaints import EvaluationDataError


def result_of(names: tuple[str, ...], rows: list[tuple], plan: TestPlan) -> Result:
    """What comes of these rows as a CSV file, by the whole path of a child process."""
    written = io.StringIO()
    csv.writer(written).writerows([names, *rows])
    data = written.getvalue().encode()
    reading = ByteSource(open_blocks=lambda: iter([data]), size=len(data))
    listing = inventory(reading)
    plan = complete(plan, listing)
    assert complaints(plan, listing) == ()
    result = conclude(plan, *table(reading, tabulation_spec(plan)))
    assert result.checked_by is not None
    assert result.checked_by.agrees, result.checked_by.disagreements
    assert Result.from_dict(json.loads(json.dumps(result.to_dict()))) == result
    return result


def figure_of(result: Result, name: str, value: str | None):
    assert result.other_metrics is not None
    group = next(
        candidate
        for candidate in result.other_metrics.groups
        if candidate.value == value and (candidate.attribute or value is None)
    )
    return group.metrics[name]


def test_amounts_say_how_far_off_and_which_way() -> None:
    chance = random.Random(1)
    rows = [
        (group, f"{true:.2f}", f"{true + chance.gauss(3 if group == 'b' else 0, 10):.2f}")
        for group in ("a", "b") * 400
        for true in [chance.uniform(50, 200)]
    ]
    rows += [("a", "", "10"), ("b", "10", "")]
    plan = TestPlan(
        outcome="true",
        decision="said",
        groups=("g",),
        reference=(("g", "a"),),
        task="amounts",
        tolerance="12,5",
        decimals=2,
    )
    result = result_of(("g", "true", "said"), rows, plan)
    for name in "ab":
        true, predicted = (
            np.array([float(row[i]) for row in rows if row[0] == name and row[1] and row[2]]) for i in (1, 2)
        )
        error = predicted - true
        assert figure_of(result, "mean_error", name).value == pytest.approx(error.mean(), abs=1e-9)
        estimate = figure_of(result, "mean_absolute_error", name)
        assert estimate.value == pytest.approx(mean_absolute_error(true, predicted), abs=1e-9)
        assert estimate.variance == pytest.approx(np.abs(error).var(ddof=1) / len(error), rel=1e-9)
        figure = next(group for group in result.groups if group.attributes == (("g", name),)).figures[0]
        assert (figure.metric, figure.numerator) == ("outside_tolerance_rate", int((np.abs(error) > 12.5 + 1e-9).sum()))
        assert figure.denominator == len(error)
    (gap,) = (comparison for comparison in result.other_metrics.comparisons if comparison.metric == "mean_error")
    assert gap.judgement.verdict is Verdict.NO_IMPORTANT_DIFFERENCE  # about 3, where 12.5 matters
    assert result.overall.tally.decision_missing == 2


def test_a_mean_of_few_has_no_interval_and_is_not_compared() -> None:
    rows = [(group, "10", "12") for group in "ab" for _ in range(FEWEST_FOR_A_MEAN - 1)]
    plan = TestPlan(
        outcome="true", decision="said", groups=("g",), reference=(("g", "a"),), task="amounts", tolerance="1"
    )
    result = result_of(("g", "true", "said"), rows, plan)
    assert (figure_of(result, "mean_error", "a").value, figure_of(result, "mean_error", "a").low) == (2, None)
    assert result.other_metrics.comparisons == ()


def test_places_say_who_is_among_the_first_and_how_much_they_are_seen() -> None:
    chance = random.Random(2)
    places = list(range(1, 501))
    chance.shuffle(places)
    rows = [("b" if place % 3 == 0 else "a", place) for place in places] + [("a", "")]
    plan = TestPlan(outcome=None, decision="place", groups=("g",), reference=(("g", "a"),), task="ranking", top=50)
    result = result_of(("g", "place"), rows, plan)
    for name in "ab":
        positions = np.array([place for group, place in rows if group == name and place])
        figure = next(group for group in result.groups if group.attributes == (("g", name),)).figures[0]
        assert (figure.metric, figure.numerator, figure.denominator) == (
            "top_share",
            int((positions <= 50).sum()),
            len(positions),
        )
        exposures = 1 / np.log2(1 + positions)
        assert figure_of(result, "exposure", name).value == pytest.approx(exposures.mean(), abs=1e-6)
        assert figure_of(result, "exposure", name).variance == pytest.approx(
            exposures.var(ddof=1) / len(positions), rel=1e-4
        )


def test_each_of_several_classes_is_measured_against_all_others() -> None:
    chance = random.Random(3)
    kinds = ("hemtjänst", "dagverksamhet", "boende")
    rows = [
        (chance.choice("ab"), true, true if chance.random() < 0.7 else chance.choice(kinds))
        for true in chance.choices(kinds, (6, 3, 1), k=900)
    ]
    rows.append(("a", "", "boende"))
    plan = TestPlan(outcome="true", decision="said", groups=("g",), reference=(("g", "a"),), task="classes")
    result = result_of(("g", "true", "said"), rows, plan)
    assert [entry.name for entry in result.classes] == sorted(kinds)
    for name in "ab":
        true, predicted = (np.array([row[i] for row in rows if row[0] == name and row[1]]) for i in (1, 2))
        group = next(group for group in result.groups if group.attributes == (("g", name),))
        assert group.figures[0].value == (true != predicted).mean()
        for class_result in result.classes:
            figures = next(candidate for candidate in class_result.groups if candidate.attributes == (("g", name),))
            options = {"labels": [class_result.name], "average": None}
            assert figures.figure("true_positive_rate").value == recall_score(true, predicted, **options)[0]
            assert figures.figure("precision").value == precision_score(true, predicted, **options)[0]
    assert {comparison.metric for comparison in result.classes[0].comparisons} >= {"true_positive_rate", "precision"}


def test_balanced_accuracy_is_scikit_learns_with_an_interval() -> None:
    chance = random.Random(4)
    rows = [(chance.choice("ab"), *(int(chance.random() < rate) for rate in (0.1, 0.3))) for _ in range(500)]
    result = result_of(("g", "y", "d"), rows, TestPlan(outcome="y", decision="d", groups=("g",)))
    figure = figure_of(result, "balanced_accuracy", "a")
    subset = [row for row in rows if row[0] == "a"]
    assert figure.value == pytest.approx(balanced_accuracy_score([y for _, y, _ in subset], [d for _, _, d in subset]))
    assert figure.low < figure.value < figure.high


FLAGGED = TestPlan(
    outcome="fel",
    decision="urval",
    groups=("g",),
    outcome_yes=("ja",),
    outcome_no=("nej",),
    decision_yes=("modell",),
    decision_no=("slump",),
    reference=(("g", "a"),),
)


def checked_cases() -> list[tuple[str, str, str]]:
    """A control model that burdens b: 1,500 cases it chose, and a random sample of 900 of everybody."""
    chance = random.Random(5)

    def case(shares: tuple[float, float], faults: tuple[float, float]) -> tuple[str, str]:
        group = chance.choices("ab", shares)[0]
        return group, "ja" if chance.random() < faults["ab".index(group)] else "nej"

    chosen = [("modell", *case((0.4, 0.6), (0.3, 0.2))) for _ in range(1500)]
    return chosen + [("slump", *case((0.7, 0.3), (0.08, 0.1))) for _ in range(900)]


@pytest.mark.parametrize("known", ["audit", "audit_of_the_rest"])
@pytest.mark.slow
def test_error_rates_are_reconstructed_from_flagged_cases_and_a_random_sample(known) -> None:
    rows = checked_cases()
    plan = replace(FLAGGED, outcome_known=known, population=200_000, flagged=10_000)
    result = result_of(("urval", "g", "fel"), rows, plan)
    assert [figure.metric for figure in result.overall.figures] == ["precision", "false_discovery_rate"]
    for name in "ab":
        expected = by_rows(rows, name, known, np.random.default_rng(6))
        for metric, (value, low, high) in expected.items():
            estimate = figure_of(result, metric, name)
            assert estimate.value == pytest.approx(value, rel=1e-12)
            assert estimate.low == pytest.approx(low, abs=max(0.002, 0.04 * value))
            assert estimate.high == pytest.approx(high, abs=max(0.002, 0.04 * value))
    gap = next(
        comparison for comparison in result.other_metrics.comparisons if comparison.metric == "false_positive_rate"
    )
    assert (gap.value, gap.judgement.verdict, gap.difference > 0.05) == ("b", Verdict.DIFFERENCE, True)


def by_rows(rows, name, known, chance) -> dict:
    """The same by drawing whole rows 5,000 times, each sample by itself."""
    chosen, sample = ([(g == name, y == "ja") for s, g, y in rows if s == kind] for kind in ("modell", "slump"))
    chosen, sample = np.array(chosen), np.array(sample)

    def rates(chosen, sample):
        tp, fp = ((chosen[..., 0] & (chosen[..., 1] == y)).mean(axis=-1) * 10_000 for y in (True, False))
        rest = 190_000 if known == "audit_of_the_rest" else 200_000
        yes, no = ((sample[..., 0] & (sample[..., 1] == y)).mean(axis=-1) * rest for y in (True, False))
        yes, no = (yes + tp, no + fp) if known == "audit_of_the_rest" else (yes, no)
        return {
            "true_positive_rate": tp / yes,
            "false_positive_rate": fp / no,
            "selection_rate": (tp + fp) / (yes + no),
        }

    drawn = rates(*(rows[chance.integers(0, len(rows), (5000, len(rows)))] for rows in (chosen, sample)))
    return {
        metric: (value, *np.quantile(drawn[metric], (0.025, 0.975))) for metric, value in rates(chosen, sample).items()
    }


def test_where_only_a_yes_is_followed_up_no_error_rate_is_made_up() -> None:
    rows = [("modell", g, y) for s, g, y in checked_cases() if s == "modell"] + [("slump", g, "") for g in "ab" * 500]
    result = result_of(("urval", "g", "fel"), rows, replace(FLAGGED, outcome_known="flagged"))
    metrics = [figure.metric for figure in result.overall.figures]
    assert metrics == ["selection_rate", "precision", "false_discovery_rate"]
    assert result.other_metrics is None
    with pytest.raises(EvaluationDataError, match="known of nobody whose decision was no"):
        result_of(("urval", "g", "fel"), rows, FLAGGED)


def test_rows_whose_count_is_kept_secret_are_counted_and_left_out() -> None:
    rows = [("a", 1, 1, 20), ("a", 0, 0, 30), ("b", 1, 0, "<5"), ("b", 0, 1, ".."), ("b", 1, 1, ""), ("b", 0, 0, 7)]
    plan = TestPlan(outcome="y", decision="d", groups=("g",), reference=(("g", "a"),), count="n")
    result = result_of(("g", "y", "d", "n"), rows, plan)
    assert (result.data.rows, result.data.hidden, result.overall.tally.n) == (6, 3, 57)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"task": "amounts"}, "how far an amount may be off"),
        ({"task": "amounts", "tolerance": "-1"}, "how far an amount may be off"),
        ({"task": "ranking"}, "how many places"),
        ({"task": "classes", "outcome": None}, "true class or amount"),
        ({"task": "classes", "weight": "g"}, "Sampling weights"),
        ({"task": "ranking", "top": 3, "count": "g"}, "one row for each case"),
        ({"outcome_known": "audit"}, "how many cases there were in all"),
        ({"outcome_known": "audit", "population": 5, "flagged": 9}, "smaller than the first"),
        ({"outcome_known": "flagged", "primary": ("false_positive_rate",)}, "not known: “false_positive_rate”"),
        ({"presets": ("nine_tenths",)}, "no rule of thumb"),
    ],
)
def test_what_a_task_lacks_is_asked_for(changed, message) -> None:
    data = b"g,y,d\na,1,1\nb,0,0\n"
    listing = inventory(ByteSource(open_blocks=lambda: iter([data]), size=len(data)))
    fields = {"outcome": "y", "decision": "d", "groups": ("g",), **changed}
    messages = [
        complaint.msgid.format(**complaint.values)
        for complaint in complaints(complete(TestPlan(**fields), listing), listing)
    ]
    assert any(message in text for text in messages), messages
