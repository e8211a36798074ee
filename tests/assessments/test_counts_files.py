"""Counts are handed over instead of rows: the same result, byte for byte, and no file that no rows could have given."""

import json
from dataclasses import replace
from typing import Any

import pytest

from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import tabulation_spec
from assessments.reading.evaluation_data import inventory, table
from assessments.results.counts_file import CountedFile, combined, read_counts, write_counts
from assessments.runs.evaluate import computed
from assessments.text.complaints import EvaluationDataError
from counted_plans import PLAN, PLANS, content, source

pytestmark = pytest.mark.slow


def counted(plan: TestPlan, seed: int = 7) -> CountedFile:
    return CountedFile(plan, *table(source(content(seed)), tabulation_spec(plan)))


@pytest.mark.parametrize("name", PLANS)
def test_a_result_from_counts_is_that_from_the_rows_byte_for_byte(name) -> None:
    made = counted(PLANS[name])
    again = read_counts(write_counts(made))
    results = [computed(file.plan, file.table, file.data).to_dict() for file in (made, again)]
    assert json.dumps(results[0]) == json.dumps(results[1])
    in_place = CountedFile(again.plan, *table(source(write_counts(made)), tabulation_spec(made.plan)))
    assert write_counts(in_place) == write_counts(made) == write_counts(again)


def test_a_file_with_counts_holds_no_row() -> None:
    text = write_counts(counted(PLANS["persons"])).decode()
    assert not any(f"p{number}" in text for number in range(1, 201))
    assert "okänt" not in json.dumps(json.loads(text)["rows"])


def test_counts_of_departments_add_up_and_those_of_other_plans_do_not() -> None:
    both = combined([counted(PLAN, 1), counted(PLAN, 2)])
    assert both.data.rows == 1_000
    assert sum(sums[0] for sums in both.table.rows.values()) == 1_000
    with pytest.raises(EvaluationDataError, match="different plans"):
        combined([counted(PLAN, 1), counted(PLANS["bands"], 2)])


def test_an_inventory_of_counts_shows_columns_values_and_the_plan_they_were_made_by() -> None:
    listing = inventory(source(write_counts(counted(PLAN))))
    assert (listing.rows, listing.names) == (500, ("g", "h", "y", "d"))
    assert listing.column("g").levels == ("a", "b")
    assert TestPlan.from_dict(listing.counted_by).hash == PLAN.hash
    with pytest.raises(EvaluationDataError, match="not made for this plan"):
        table(source(write_counts(counted(PLAN))), tabulation_spec(PLANS["bands"]))


def changed(name: str, **parts: Any) -> bytes:
    return json.dumps({**json.loads(write_counts(counted(PLANS[name]))), **parts}).encode()


def sums(name: str, place: int, **totals: int) -> bytes:
    """With some sums of one combination replaced."""
    fields = json.loads(write_counts(counted(PLANS[name])))
    row = fields["rows"][place]
    row[1] = [totals.get(what, total) for what, total in zip(fields["sums"], row[1], strict=True)]
    return json.dumps(fields).encode()


def key(name: str, values: list[Any]) -> bytes:
    fields = json.loads(write_counts(counted(PLANS[name])))
    fields["rows"][0][0] = values
    return json.dumps(fields).encode()


def persons(change: Any) -> bytes:
    fields = json.loads(write_counts(counted(PLANS["persons"])))
    fields["persons"] = change(fields["persons"])
    return json.dumps(fields).encode()


WHOLE = json.loads(write_counts(counted(PLAN)))
HOSTILE = {
    "cut short": (write_counts(counted(PLAN))[:-100], "not complete JSON"),
    "another version": (changed("decision", format="insyn-counts/2"), "another version"),
    "a field more": (changed("decision", note="x"), "damaged"),
    "no plan": (changed("decision", plan=None), "damaged"),
    "another plan": (changed("decision", plan={**WHOLE["plan"], "margin": "0.1"}), "has been changed since"),
    "a wrong plan": (changed("decision", plan={**WHOLE["plan"], "task": "x"}), "“task”"),
    "no hash": (changed("decision", data={"sha256": "x", "rows": 500}), "damaged"),
    "rows that are none": (changed("decision", data={"sha256": "0" * 64, "rows": -1}), "damaged"),
    "other rows": (changed("decision", data={"sha256": "0" * 64, "rows": 501}), "not the number of rows"),
    "no rows": (changed("decision", rows=[]), "not the number of rows"),
    "other sums": (changed("decision", sums=["n", "error"]), "not made for this plan"),
    "a negative number": (sums("decision", 0, n=-3), "number of cases"),
    "a decimal number": (sums("decision", 0, n=1.5), "whole numbers"),
    "true for a number": (sums("decision", 0, n=True), "whole numbers"),
    "a text for a number": (sums("decision", 0, n="3"), "whole numbers"),
    "an endless number": (sums("decision", 0, n=10**200), "whole numbers"),
    "a combination twice": (changed("decision", rows=[*WHOLE["rows"], WHOLE["rows"][0]]), "twice"),
    "no combination": (changed("decision", rows=[{"a": 1}]), "list of values"),
    "a key too short": (key("decision", ["a"]), "such as the plan counts"),
    "a number for a group": (key("decision", [1, "x", "1", "1"]), "such as the plan counts"),
    "a value that means unknown": (key("decision", ["okänt", "x", "1", "1"]), "such as the plan counts"),
    "a value with blanks": (key("decision", [" a", "x", "1", "1"]), "such as the plan counts"),
    "an outcome that means nothing": (key("decision", ["a", "x", "2", "1"]), "“y”"),
    "a band that is none": (key("bands", ["a", "19–64", "1", "1"]), "such as the plan counts"),
    "a threshold that is neither": (key("score", ["a", "x", "1", 2, 500]), "such as the plan counts"),
    "squares too small": (sums("weights", 0, weight_squared=1), "do not fit together"),
    "more known than there are": (sums("amounts", 0, known=10**6), "do not fit together"),
    "more over than known": (sums("amounts", 0, over=10**6), "do not fit together"),
    "more exposure than places": (sums("ranking", 0, exposure=10**12), "do not fit together"),
    "hidden below nothing": (sums("counts", 0, hidden=-1), "do not fit together"),
    "persons without a plan for them": (changed("decision", persons=[[["a"], ["a"], 4]]), "persons"),
    "no persons": (persons(lambda _: []), "persons"),
    "persons on one side only": (
        persons(lambda pairs: [p for p in pairs if json.dumps(p[0]) >= json.dumps(p[1])]),
        "persons",
    ),
    "persons twice": (persons(lambda pairs: [*pairs, pairs[0]]), "persons"),
    "too many persons": (persons(lambda pairs: [[a, b, n * 10**6] for a, b, n in pairs]), "persons"),
    "persons elsewhere": (persons(lambda pairs: [*pairs, [["q"] * 4, ["q"] * 4, 1]]), "persons"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_counts_that_no_rows_could_have_given_end_in_a_sentence(name) -> None:
    data, part = HOSTILE[name]
    with pytest.raises(EvaluationDataError) as refused:
        read_counts(data)
    assert part in str(refused.value), str(refused.value)


def test_names_of_people_in_counts_are_refused_as_in_rows() -> None:
    data = b"g,y,d\n" + b"".join(b"1900010%d-0000,1,0\n" % (n % 3) for n in range(30))
    plan = replace(PLAN, groups=("g",), reference=(), group_unknown=())
    fields = json.loads(write_counts(CountedFile(plan, *table(source(data), tabulation_spec(plan)))))
    numbers = iter(["811228-9874", "670919-9530", "19811228-9874"])
    for row in fields["rows"]:
        row[0][0] = next(numbers)
    with pytest.raises(EvaluationDataError, match="identity numbers"):
        read_counts(json.dumps(fields).encode())
