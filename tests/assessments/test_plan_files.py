"""A plan is a file that web, command and notebook share; a wrong one is refused by its field, with the remedy."""

import json
from dataclasses import fields

import pytest

from assessments.plan.plan import Label, TestPlan
from assessments.plan.plan_file import FORMAT, read_plan, write_plan
from assessments.text.complaints import EvaluationDataError

pytestmark = pytest.mark.slow

FULL = TestPlan(
    outcome="utfall",
    decision="poäng",
    task="score",
    groups=("kön", "ålder"),
    outcome_yes=("ja",),
    outcome_no=("nej",),
    outcome_unknown=("pågår",),
    decision_yes=("ja",),
    decision_no=("nej",),
    decision_unknown=("NULL",),
    group_unknown={"kön": ["okänt"], "ålder": []},
    joined_values={"kön": {"Kvinna": "kvinna"}},
    reference={"kön": "man", "ålder": "18–64"},
    yes_means="help",
    primary=("precision",),
    reason="Den som får ja får hjälp.",
    margin="0.8-1.25",
    margin_reason="Sällsynt.",
    labels=(Label("kön", "kvinna", "kvinnor", "women"), Label("kön", None, "kön", "sex")),
    against="rest",
    stratum="ärendeslag",
    threshold="0.5",
    decimals=2,
    top=3,
    tolerance="10.5",
    other_thresholds=("0.4",),
    first=3,
    ties="in",
    bands={"ålder": ["18", "65"]},
    count="antal",
    weight="vikt",
    key="nr",
    joined_columns=("ålder",),
    outcome_known="audit",
    population=900,
    flagged=30,
    period="2025-01/2025-12",
    repeated="yes",
    person="person",
    pairs=True,
    presets=("four_fifths",),
    sheet="Blad 2",
    encoding="mac-roman",
    totals="out",
    left_out={"kön": ["Summa"]},
    sensitive=("ålder",),
    answer="svar",
    rater="bedömare",
    more_judgements=("B", "C"),
    scale="ordinal",
    scale_order=("dåligt", "bra"),
    agreed_by="everyone",
)
SHORT = TestPlan(outcome=None, decision="d", groups=("g",))


@pytest.mark.parametrize("plan", [FULL, SHORT])
def test_a_plan_comes_back_from_its_file_as_it_was(plan) -> None:
    again = read_plan(write_plan(plan))
    assert (again.hash, again.to_dict()) == (plan.hash, plan.to_dict())
    assert write_plan(again) == write_plan(plan)


def test_every_field_of_a_plan_stands_in_the_file() -> None:
    """So that a field added later cannot be forgotten: FULL differs from a plan that says nothing in each of them."""
    names = json.loads(write_plan(FULL))
    assert set(names) == {"format", *(field.name for field in fields(TestPlan))}


def test_a_plan_may_be_written_by_hand_with_numbers_as_numbers_and_one_for_a_list_of_one() -> None:
    by_hand = {"format": FORMAT, "decision": " d ", "groups": "age", "outcome": "y", "outcome_yes": 1, "margin": 0.05}
    plan = read_plan(json.dumps({**by_hand, "bands": {"age": [18, 65.5]}, "decision_yes": [True]}).encode("utf-8-sig"))
    assert (plan.decision, plan.groups, plan.outcome_yes) == ("d", ("age",), ("1",))
    assert (plan.margin, dict(plan.bands)["age"], plan.decision_yes) == ("0.05", ("18", "65.5"), ("true",))


def test_a_plan_without_an_outcome_asks_only_who_was_chosen() -> None:
    plan = read_plan(json.dumps({"format": FORMAT, "decision": "d", "groups": ["g"]}).encode())
    assert (plan.outcome, plan.metrics) == (None, ("selection_rate",))


def wrong(**changed: object) -> bytes:
    return json.dumps({"format": FORMAT, "decision": "d", "groups": ["g"], **changed}).encode()


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"", ["no test plan", "--save-plan"]),
        (b"a;b\n1;2\n", ["no test plan"]),
        (b"\x00\xff{", ["no test plan"]),
        (b'{"format": "insyn-plan/1", "decision": ', ["not complete JSON"]),
        (b'{"format": "insyn-plan/1", "decision": "a", "decision": "b", "groups": ["g"]}', ["“decision”", "twice"]),
        (b'{"format": "insyn-plan/1", ' + b",".join(b'"f%d": 1' % n for n in range(50_000)) + b', "f1": 1}', ["twice"]),
        (b'{"format": "insyn-plan/1", "decimals": NaN}', ["not complete JSON"]),
        (b'{"a":' * 100_000, ["not complete JSON"]),
        (b'{"format": "insyn-plan/9", "decision": "d"}', ["another version", "insyn-plan/9"]),
        (b'{"format": "insyn-counts/1"}', ["holds counts"]),
        (b'{"decision": "d", "groups": ["g"]}', ["no test plan"]),
        (b" " * 1_000_001, ["too large"]),
        (b'{"format": "insyn-plan/1"}', ["“decision” is missing", "“groups” is missing"]),
        (wrong(treshold="0.5"), ["“treshold”", "“threshold”"]),
        (wrong(groups=[]), ["“groups”", "at least one"]),
        (wrong(groups=[["g"]]), ["“groups”"]),
        (wrong(task="guess"), ["“task”", '"guess"', "“ranking”"]),
        (wrong(top=1.5), ["“top”", "whole number"]),
        (wrong(top=True), ["“top”", "whole number"]),
        (wrong(decimals=-1), ["“decimals”"]),
        (wrong(threshold="1e999999999"), ["“threshold”", "number"]),
        (wrong(bands={"age": ["1e9"]}), ["“bands”"]),
        (wrong(pairs="yes"), ["“pairs”", "true or false"]),
        (wrong(labels=[{"attribute": "g"}]), ["“labels”", "“sv”"]),
        (wrong(reference=["g"]), ["“reference”", "for each column"]),
        (wrong(reason="a\u0000b"), ["“reason”"]),
        (wrong(reason="\ud800"), ["“reason”"]),
        (wrong(outcome_yes=["x"] * 3_000), ["“outcome_yes”"]),
        (wrong(yes_means="both", against="nobody"), ["“yes_means”", "“against”"]),
    ],
)
def test_a_wrong_plan_file_ends_in_a_sentence_that_names_field_and_remedy(content, parts) -> None:
    with pytest.raises(EvaluationDataError) as refused:
        read_plan(content)
    assert all(part in str(refused.value) for part in parts), str(refused.value)
    assert len(str(refused.value)) < 3_000
