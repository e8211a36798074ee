"""Metrics that are no simple rates reach the card rounded, of groups that have nothing to hide, and in words."""

from dataclasses import replace
from pathlib import Path

import pytest

from assessments.gate.other_metrics import contributors, with_other_metrics
from assessments.gate.public_result import TOO_FEW, PublicMetric, PublicResult
from assessments.notebook import Assessment, assess
from assessments.plan.plan import TestPlan
from assessments.report.metric_report import metric_report
from assessments.report.sentences import verdict_words
from assessments.statistics.estimates import mean
from assessments.statistics.verdict import Because, Judgement, Verdict
from assessments.text.complaints import in_english


def metric_of(assessment: Assessment, metric: str, value: str | None, attribute: str | None = "g") -> PublicMetric:
    (match,) = (
        figure
        for figure in assessment.public.other_metrics
        if (figure.name, figure.attribute, figure.value) == (metric, attribute, value)
    )
    return match


def written(folder: Path, head: str, rows: list[str]) -> str:
    path = folder / "cases.csv"
    path.write_text("\n".join([head, *rows]) + "\n")
    return str(path)


@pytest.fixture
def audit(tmp_path) -> Assessment:
    """Of those picked out 300 and 450 of 1,000 rightly; of a sample of the others 90 and 90 of 1,000 were missed."""
    rows = [f"{g},{int(i < right)},1" for g, right in (("a", 300), ("b", 450)) for i in range(1_000)]
    rows += [f"{g},{int(i < 90)},0" for g in "ab" for i in range(1_000)]
    plan = TestPlan(
        outcome="y",
        decision="d",
        groups=("g",),
        outcome_known="audit_of_the_rest",
        population=102_000,
        flagged=2_000,
        reference={"g": "b"},
        yes_means="burden",
    )
    return assess(written(tmp_path, "g,y,d", rows), plan)


def test_error_rates_worked_out_from_an_audit_are_on_the_card_and_decide(audit) -> None:
    a, b = metric_of(audit, "true_positive_rate", "a"), metric_of(audit, "true_positive_rate", "b")
    assert (a.figure, b.figure) == (6.0, 9.0)  # 300 of 300 + 4,500, and 450 of 450 + 4,500
    assert not any(entry.name == "precision" for entry in audit.public.other_metrics)  # it is printed as a rate already
    assert audit.public.other_metrics_decide
    report = metric_report(audit.public, "en")
    assert "a random sample that was checked" in in_english(report.intro[0])
    assert {finding.verdict for finding in report.findings} > {Verdict.NO_IMPORTANT_DIFFERENCE}
    assert PublicResult.from_dict(audit.public.to_dict()) == audit.public


def test_a_difference_found_by_an_audit_asks_for_an_answer_as_any_other(audit) -> None:
    other_metrics = tuple(
        replace(metric, verdict=Verdict.DIFFERENCE) if metric.verdict else metric
        for metric in audit.public.other_metrics
    )
    calm = replace(audit.public, comparisons=())
    assert not replace(calm, other_metrics=()).shows_difference
    assert replace(calm, other_metrics=other_metrics).shows_difference


@pytest.fixture
def amounts(tmp_path) -> Assessment:
    """Errors of 100 to 199 for a, -20 to 79 for b; one of c has an error of a million, and there are eight of d."""
    rows = [f"a,1000,{1100 + i % 100}" for i in range(400)] + [f"b,1000,{980 + i % 100}" for i in range(400)]
    rows += [f"c,1000,{1001000 if i == 0 else 1000 + i % 2}" for i in range(400)] + ["d,1000,1100"] * 8
    return assess(
        written(tmp_path, "g,y,amount", rows),
        TestPlan(
            outcome="y",
            decision="amount",
            groups=("g",),
            task="amounts",
            tolerance="50",
            decimals=0,
            reference={"g": "a"},
        ),
    )


def test_amounts_have_two_digits_and_a_table_in_their_own_unit(amounts) -> None:
    assert (metric_of(amounts, "mean_error", "a").figure, metric_of(amounts, "mean_error", "b").figure) == (
        150.0,
        30.0,
    )
    report = metric_report(amounts.public, "sv")
    assert [row.label for row in report.tables[0].rows][1:] == ["a", "b", "c", "d"]
    assert report.charts == ()
    assert report.tables[0].decimals == 0
    assert [in_english(entry.headline) for entry in report.findings] == [
        (
            "Compared with the right amount, the amount is higher for people in the group “a” than for people in the "
            "group “b”."
        ),
        "The amount is further off for people in the group “a” than for people in the group “b”.",
    ]
    explained, first, _, how_sure = map(in_english, report.findings[0].sentences)
    assert explained.startswith("A good system is close to 0")
    assert how_sure == "The difference is probably at least as large as was decided to matter."
    assert first.startswith("For people in the group “b” the amount is on average 30 too high, probably between")


def test_a_difference_says_whether_it_is_surely_at_least_the_margin(amounts) -> None:
    """On the card, and in what programs read; in a word where there is no room for a sentence."""
    metric = metric_of(amounts, "mean_error", "b")
    assert PublicResult.from_dict(amounts.public.to_dict()).other_metrics == amounts.public.other_metrics
    for because, sentence, words in (
        (Because.SURELY_IMPORTANT, "probably at least as large", "probably at least the margin"),
        (Because.MAY_BE_SMALLER, "true difference may be smaller", "may be smaller than the margin"),
    ):
        public = replace(
            amounts.public,
            other_metrics=tuple(
                replace(other, because=because) if other == metric else other for other in amounts.public.other_metrics
            ),
        )
        finding = next(f for f in metric_report(public, "en").findings if "higher" in in_english(f.headline))
        assert sentence in in_english(finding.sentences[-1])
        assert words in verdict_words(Judgement(Verdict.DIFFERENCE, because)).msgid


def test_a_sum_that_one_case_makes_up_is_hidden_and_so_is_one_of_few(amounts) -> None:
    assert metric_of(amounts, "mean_error", "c").hidden == TOO_FEW  # everybody would know that person's amount
    assert metric_of(amounts, "mean_error", "d").hidden == TOO_FEW
    assert metric_of(amounts, "mean_error", None, attribute=None).hidden == TOO_FEW  # the same case makes up the whole


def test_what_is_left_over_of_an_attribute_is_nobody_or_enough_people(tmp_path) -> None:
    """With everybody, a and b printed, the eight of c would be what is left: so the smallest is hidden as well."""
    rows = [f"a,1000,{1100 + i % 100}" for i in range(500)] + [f"b,1000,{1100 + i % 100}" for i in range(300)]
    plan = TestPlan(
        outcome="y", decision="amount", groups=("g",), task="amounts", tolerance="50", decimals=0, reference={"g": "a"}
    )
    few = assess(written(tmp_path, "g,y,amount", [*rows, *["c,1000,1100"] * 8]), plan)
    assert [metric_of(few, "mean_error", value).hidden for value in "abc"] == [None, TOO_FEW, TOO_FEW]
    enough = assess(written(tmp_path, "g,y,amount", [*rows, *["c,1000,1100"] * 12]), plan)
    assert [metric_of(enough, "mean_error", value).hidden for value in "abc"] == [None, None, TOO_FEW]


@pytest.mark.parametrize(("wrong", "hidden"), [(40, None), (9, TOO_FEW)])
def test_score_metrics_are_published_only_of_groups_without_few_anywhere(tmp_path, wrong, hidden) -> None:
    """Nine false alarms are hidden as a rate; how well the score ranks would tell of them too."""
    kinds = {"a": (100, 50, 300, 60), "b": (90, wrong, 200, 50)}
    rows = [
        f"{g},{y},{score:.2f}"
        for g, parts in kinds.items()
        for (y, score), n in zip(((1, 0.8), (0, 0.7), (0, 0.2), (1, 0.3)), parts, strict=True)
        for _ in range(n)
    ]
    plan = TestPlan(
        outcome="y", decision="score", groups=("g",), task="score", threshold="0.5", decimals=2, reference={"g": "a"}
    )
    assessment = assess(written(tmp_path, "g,y,score", rows), plan)
    for metric in ("area_under_curve", "balanced_accuracy", "calibration_in_the_large"):
        assert metric_of(assessment, metric, "a").hidden is None
        assert metric_of(assessment, metric, "b").hidden == hidden


def test_weighted_cases_have_no_metrics_on_the_card(audit) -> None:
    weighted = replace(audit.result, plan=replace(audit.result.plan, weight="w"))
    assert with_other_metrics(replace(audit.public, other_metrics=()), weighted).other_metrics == ()


def test_one_case_of_many_that_makes_a_sum_counts_as_one_contributor() -> None:
    assert contributors(mean(40 * 7, 40 * 49, 40 * 343, 40)) == pytest.approx(40)
    assert contributors(mean(1_000, 1_000_000, 10**9, 40)) == pytest.approx(1)
