"""A plan names every value; nothing is guessed, and everything wrong with it is reported at once."""

from dataclasses import replace

import pytest

from assessments.data.inventory import ColumnInventory, Inventory
from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import Label, TestPlan
from assessments.text.complaints import in_english


def column(name, *values, missing=0) -> ColumnInventory:
    return ColumnInventory(name=name, distinct=len(values), values=tuple(sorted(values)), missing=missing)


INVENTORY = Inventory(
    rows=100,
    sha256="0" * 64,
    encoding="utf-8",
    separator=",",
    columns=(
        column("true", ("0", 60), ("1", 40)),
        column("flag", ("TRUE", 30), ("false", 70)),
        column("score", ("High", 20), ("Low", 50), ("Medium", 30)),
        column("sex", ("F", 50), ("M", 50)),
        column("race", ("a", 10), ("b", 70), missing=20),
        column("empty", missing=100),
        ColumnInventory(name="id", distinct=51, values=(), missing=0),
    ),
)
PLAN = TestPlan(outcome="true", decision="score", groups=("race",), decision_yes=("Medium", "High"))


def complaint_text(plan: TestPlan) -> str:
    return "\n".join(in_english(complaint) for complaint in complaints(plan, INVENTORY))


def test_with_the_yes_values_alone_every_other_value_is_named_as_no() -> None:
    plan = complete(PLAN, INVENTORY)
    assert (plan.decision_yes, plan.decision_no) == (("High", "Medium"), ("Low",))
    assert complaint_text(plan) == ""


def test_zero_and_one_and_true_and_false_need_no_mapping_in_any_case() -> None:
    plan = complete(replace(PLAN, decision="flag", decision_yes=()), INVENTORY)
    assert (plan.outcome_yes, plan.outcome_no) == (("1",), ("0",))
    assert (plan.decision_yes, plan.decision_no) == (("TRUE",), ("false",))
    assert complaint_text(plan) == ""


def test_without_a_reference_the_largest_group_is_named_and_the_first_by_name_of_two() -> None:
    plan = complete(replace(PLAN, groups=("race", "sex")), INVENTORY)
    assert dict(plan.reference) == {"race": "b", "sex": "F"}


def test_a_chosen_reference_stays() -> None:
    assert dict(complete(replace(PLAN, reference=(("race", "a"),)), INVENTORY).reference) == {"race": "a"}


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"decision_yes": ()}, ["“High”", "“Low”", "“Medium”", "nobody has said"]),
        ({"decision_yes": ("High",), "decision_no": ("Low",)}, ["“Medium”"]),
        ({"decision_yes": ("High", "Low"), "decision_no": ("Low", "Medium")}, ["both yes and no: “Low”"]),
        ({"decision_yes": ("Higg",)}, ["does not have the values “Higg”"]),
        ({"outcome": "nope"}, ["no column “nope”", "“score”", "“race”"]),
        ({"outcome": "score"}, ["cannot be both"]),
        ({"groups": ()}, ["at least one column"]),
        ({"groups": ("score",)}, ["cannot be a group"]),
        ({"groups": ("race", "race")}, ["twice"]),
        ({"groups": ("id",)}, ["“id”", "more than 50"]),
        ({"groups": ("empty",)}, ["“empty”", "empty in every row"]),
        ({"decision": "id"}, ["“id”", "more than 50"]),
        ({"reference": (("race", "c"),)}, ["no group “c”", "“a”, “b”"]),
        ({"reference": (("sex", "F"),)}, ["“sex”", "not among the groups"]),
        ({"reference": (("race", "a"), ("race", "b"))}, ["two groups to compare with"]),
        ({"margin": "0"}, ["margin"]),
        ({"margin": "0.51"}, ["margin"]),
        ({"margin": "five"}, ["“five”"]),
        ({"margin": "nan"}, ["margin"]),
        ({"primary": ("accuracy_of_love",)}, ["accuracy_of_love", "precision"]),
        ({"yes_means": "perhaps"}, ["burdens or helps"]),
    ],
)
def test_what_is_wrong_is_named_so_that_one_knows_what_to_do(change, parts) -> None:
    sentences = complaint_text(complete(replace(PLAN, **change), INVENTORY))
    assert all(part in sentences for part in parts), sentences


def test_all_faults_are_reported_at_once() -> None:
    assert len(complaints(TestPlan(outcome="x", decision="y", groups=("z",), margin="2"), INVENTORY)) == 4


def test_the_hash_is_of_the_rules_not_of_their_order_nor_of_what_groups_are_called() -> None:
    plan = complete(PLAN, INVENTORY)
    label = Label(attribute="race", value="a", sv="grupp a", en="group a")
    assert replace(plan, labels=(label,), decision_yes=("Medium", "High"), margin="0.050").hash == plan.hash
    for change in ({"margin": "0.06"}, {"reason": "asked"}, {"primary": ("precision",)}, {"reference": ()}):
        assert replace(plan, **change).hash != plan.hash


def test_a_plan_and_an_inventory_survive_the_journey_through_json() -> None:
    plan = complete(
        replace(PLAN, labels=(Label(attribute="race", value=None, sv="ursprung", en="origin"),), yes_means="help"),
        INVENTORY,
    )
    assert TestPlan.from_dict(plan.to_dict()) == plan
    assert Inventory.from_dict(INVENTORY.to_dict()) == INVENTORY
