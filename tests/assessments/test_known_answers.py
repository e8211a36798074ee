"""Published figures, digit by digit: from counts that are facts, and from the original files where they are at hand."""

import asyncio
import csv
import json
from pathlib import Path

import pytest

from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Data, GroupResult, Result
from assessments.runs.subprocess_client import PlainFile, counted, inventory_of
from assessments.statistics.counts import Counts
from assessments.statistics.metrics import METRICS

DATA = Data("0" * 64, 0)
AEQUITAS = {
    "tpr": "true_positive_rate",
    "tnr": "true_negative_rate",
    "for": "false_omission_rate",
    "fdr": "false_discovery_rate",
    "fpr": "false_positive_rate",
    "fnr": "false_negative_rate",
    "npv": "negative_predictive_value",
    "precision": "precision",
    "pprev": "selection_rate",
    "prev": "prevalence",
}
PROPUBLICA = {"fpr": "false_positive_rate", "fnr": "false_negative_rate"}
PROPUBLICA_SHARES = {
    "spec": "true_negative_rate",
    "sens": "true_positive_rate",
    "prev": "prevalence",
    "ppv": "precision",
    "npv": "negative_predictive_value",
}


@pytest.fixture(scope="module")
def published(reference_data) -> dict:
    return json.loads((reference_data / "fairness" / "expected.json").read_text())


def groups_of(result: Result) -> dict[str, GroupResult]:
    named = {str(group.attributes[0][1]): group for group in result.groups}
    return {"ALL": result.overall, **named}


def from_file(path: Path, plan: TestPlan) -> Result:
    inventory = asyncio.run(inventory_of(PlainFile(path)))
    plan = complete(plan, inventory)
    assert complaints(plan, inventory) == ()
    counts, data = asyncio.run(counted(PlainFile(path), plan))
    return assess(counts, plan, data=data)


@pytest.mark.parametrize(
    ("table", "yes"),
    [("compas_propublica_general_not_low", ("High", "Medium")), ("compas_propublica_general_high_only", ("High",))],
)
def test_both_tables_of_propublica(published, reference_data, table, yes) -> None:
    no = tuple({"High", "Medium", "Low"} - set(yes))
    plan = TestPlan(outcome="two_year_recid", decision="score_text", groups=("race",), decision_yes=yes, decision_no=no)
    groups = groups_of(from_file(reference_data / "fairness" / "compas" / "compas_two_years_min.csv", plan))
    for name, expected in published[table]["published"].items():
        tally = groups[name].tally
        assert {key: getattr(tally, key) for key in ("tn", "fp", "fn", "tp", "n")} == {
            key: expected[key] for key in ("tn", "fp", "fn", "tp", "n")
        }
        for short, metric in PROPUBLICA.items():
            assert round(groups[name].figure(metric).value * 100, 2) == expected[short]
        for short, metric in PROPUBLICA_SHARES.items():
            if short in expected:
                assert round(groups[name].figure(metric).value, 2) == expected[short]


def test_propublicas_ratios(compas) -> None:
    comparisons = {c.metric: c for c in compas.result().comparisons if c.group == (("race", "African-American"),)}
    assert round(comparisons["false_positive_rate"].ratio.value, 2) == 1.91
    assert round(1 / comparisons["false_negative_rate"].ratio.value, 3) == 1.705


def test_propublicas_filtered_counts(published, reference_data, tmp_path) -> None:
    expected = published["compas_propublica_filtered_6172"]["published"]
    with (reference_data / "fairness" / "compas" / "compas_two_years_min.csv").open(newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["days_b_screening_arrest"]
            and -30 <= float(row["days_b_screening_arrest"]) <= 30
            and row["is_recid"] != "-1"
            and row["c_charge_degree"] != "O"
            and row["score_text"] != "N/A"
        ]
    path = tmp_path / "filtered.csv"
    with path.open("w", newline="") as file:
        written = csv.DictWriter(file, rows[0])
        written.writeheader()
        written.writerows(rows)
    plan = TestPlan(
        outcome="two_year_recid",
        decision="score_text",
        groups=("race", "age_cat", "sex"),
        decision_yes=("High", "Medium"),
    )
    result = from_file(path, plan)
    assert result.overall.tally.n == expected["n"]
    assert result.overall.tally.tp + result.overall.tally.fn == expected["recid"]
    assert round(result.overall.figure("prevalence").value * 100, 5) == expected["recid_pct"]
    sizes = {(group.attributes[0]): group.tally.n for group in result.groups}
    for attribute in ("race", "age_cat", "sex"):
        assert {value: sizes[attribute, value] for value in expected[attribute]} == expected[attribute]


def test_aequitass_table_and_its_disparities(published, reference_data) -> None:
    expected = published["aequitas_compas"]
    table = expected["metrics"]
    plan = TestPlan(
        outcome="label_value",
        decision="score",
        groups=("race",),
        decision_yes=("1.0",),
        reference=(("race", "Caucasian"),),
    )
    path = reference_data / "fairness" / "compas" / "compas_for_aequitas.csv"
    groups = groups_of(from_file(path, plan))
    for short, metric in AEQUITAS.items():
        value = groups["African-American"].figure(metric).value
        assert round(value, 6) == pytest.approx(table["African-American"][short], abs=1e-12)
    for name, figures in table["race_2dec"].items():
        row = dict(zip(table["race_2dec_columns"], figures, strict=True))
        assert [f"{groups[name].figure(metric).value:.2f}" for metric in AEQUITAS.values()] == [
            f"{row[short]:.2f}" for short in AEQUITAS
        ]
        assert round(groups[name].tally.selected / groups["ALL"].tally.selected, 2) == row["ppr"]


@pytest.mark.parametrize("reference", ["Caucasian", "Hispanic"])
def test_aequitass_disparities(published, reference_data, reference) -> None:
    expected = published["aequitas_compas"][f"disparity_vs_{reference.lower()}"]
    plan = TestPlan(
        outcome="label_value",
        decision="score",
        groups=("race",),
        decision_yes=("1.0",),
        reference=(("race", reference),),
    )
    result = from_file(reference_data / "fairness" / "compas" / "compas_for_aequitas.csv", plan)
    for name, ratios in expected.items():
        disparities = {c.metric: c.ratio.value for c in result.comparisons if c.group == (("race", name),)}
        rates = {short: ratio for short, ratio in ratios.items() if short in AEQUITAS}
        assert {short: round(disparities[AEQUITAS[short]], 6) for short in rates} == rates


def test_the_example_of_fairlearns_guide(published) -> None:
    expected = published["fairlearn_user_guide"]
    rows = list(zip(expected["y_true"], expected["y_pred"], expected["sf"], expected["g_2"], strict=True))
    cells: dict = {}
    for truth, decided, first, second in rows:
        cell = (first, str(second)), bool(truth), bool(decided)
        cells[cell] = cells.get(cell, 0) + 1
    plan = TestPlan(
        outcome="y",
        decision="d",
        groups=("sf", "g_2"),
        primary=("true_positive_rate", "false_positive_rate", "selection_rate"),
    )
    result = assess(Counts(("sf", "g_2"), cells), plan, data=DATA)
    groups = {group.attributes: group for group in (*result.groups, *result.intersections)}
    names = {"tpr": "true_positive_rate", "fpr": "false_positive_rate", "sel": "selection_rate"}
    assert result.overall.tally.n == expected["overall"]["count"]
    for short, metric in names.items():
        assert result.overall.figure(metric).value == expected["overall"][short]
        by_group = [groups[("sf", name),].figure(metric).value for name in expected["by_group"]]
        assert by_group == [figures[short] for figures in expected["by_group"].values()]
        assert max(by_group) - min(by_group) == pytest.approx(expected["difference"][short], abs=1e-15)
        assert min(by_group) / max(by_group) == pytest.approx(expected["ratio"][short], abs=1e-15)
    for pair, recall in expected["intersection_recall"].items():
        first, second = pair.split(",")
        assert groups[("sf", first), ("g_2", second)].figure("true_positive_rate").value == recall


def test_the_base_rates_of_uci_adult(published, reference_data, tmp_path) -> None:
    expected = published["uci_adult"]
    lines = [
        line.strip().rstrip(".")
        for name in ("adult.data", "adult.test")
        for line in (reference_data / "fairness" / "uci" / name).read_text().splitlines()
        if line.count(",") == 14 and line[0].isdigit()
    ]
    read = len(lines)
    assert read == expected["rows"]
    path = tmp_path / "adult.csv"
    known = [line.replace(", ", ",") for line in lines if "?" not in line]
    doubled = [f"{line},{line.rsplit(',', 1)[1]}" for line in known]  # a decision is needed: here it is the outcome
    path.write_text("\n".join([",".join(f"c{place}" for place in range(16)), *doubled]) + "\n")
    plan = TestPlan(outcome="c14", decision="c15", groups=("c9",), outcome_yes=(">50K",), decision_yes=(">50K",))
    result = from_file(path, plan)
    assert result.data.rows == expected["rows_no_missing"]
    assert result.overall.figure("prevalence").value == expected["label_mean_no_missing"]
    groups = groups_of(result)
    for name, (size, rate) in expected["base_rate_sex_no_missing"].items():
        assert (groups[name].tally.n, groups[name].figure("prevalence").value) == (size, rate)


def test_every_interval_of_the_computed_reference(compas, reference_data) -> None:
    reference = json.loads((reference_data / "fairness" / "expected_compas_intervals.json").read_text())
    result = compas.result()
    groups = groups_of(result)
    comparisons = {(c.group[0][1], c.metric): c for c in result.comparisons}
    for metric, rates in reference["rates"].items():
        assert metric in METRICS
        for name, expected in rates.items():
            figure = groups[name].figure(metric)
            assert [figure.low, figure.high] == pytest.approx(expected["wilson"], abs=1e-9)
            if name != reference["reference"]:
                comparison = comparisons[name, metric]
                assert [comparison.difference.low, comparison.difference.high] == pytest.approx(
                    expected["newcombe"], abs=1e-9
                )
                assert comparison.ratio.value == pytest.approx(expected["ratio"], abs=1e-12)
                assert comparison.p_value == pytest.approx(expected["score_p"], rel=1e-6)
