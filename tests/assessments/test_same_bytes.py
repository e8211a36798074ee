"""The same file and plan give the same result, byte for byte, whatever the order in which an engine counted it."""

import json
import random
from dataclasses import replace

import pytest

from assessments.gate.public_result import Policy
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import tabulation_spec
from assessments.plan.tabulation import CountTable
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import table
from assessments.results.result import Data
from assessments.runs.evaluate import computed, conclude, public_result

PLAN = TestPlan(
    outcome="true", decision="d", groups=("g",), reference=(("g", "a"),), outcome_yes="1",
    outcome_no="0", decision_yes="1", decision_no="0",
)  # fmt: skip
PLANS = {
    "two attributes": replace(PLAN, groups=("g", "h"), reference=(("g", "a"), ("h", "x")), pairs=True),
    "decision": replace(PLAN, presets=("four_fifths",)),
    "partial follow-up": replace(PLAN, outcome="some", outcome_known="unrelated"),
    "audit": replace(PLAN, outcome_known="audit", population=9_000, flagged=300),
    "score": replace(PLAN, task="score", decision="score", threshold="0.5"),
    "classes": replace(PLAN, task="classes", outcome="class", decision="given"),
    "amounts": replace(PLAN, task="amounts", outcome="right", decision="guess", tolerance="5"),
    "ranking": replace(PLAN, task="ranking", outcome=None, decision="place", top=100),
}


def content() -> bytes:
    chance, lines = random.Random(7), ["g,h,d,true,some,score,class,given,right,guess,place"]
    for place in range(600):
        true, right = int(chance.random() < 0.3), chance.randint(0, 100)
        decision, score = int(chance.random() < (0.7 if true else 0.2)), round(chance.random(), 2)
        some = true if decision or chance.random() < 0.3 else ""
        classes = chance.choice("pqr"), chance.choice("pqr")
        groups = chance.choice("aab"), chance.choice("xxyz")
        amounts = right, right + chance.randint(-9, 9)
        lines.append(",".join(map(str, (*groups, decision, true, some, score, *classes, *amounts, place + 1))))
    return "\n".join(lines).encode()


def bytes_of(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.slow
def test_no_figure_depends_on_chance_or_on_the_order_of_counting(name) -> None:
    plan, data = PLANS[name], content()
    reading = ByteSource(open_blocks=lambda: iter([data]), size=len(data))
    counted, _ = table(reading, tabulation_spec(plan))
    rows = list(counted.rows.items())
    random.Random(3).shuffle(rows)
    results = [
        computed(plan, held, Data("0" * 64, 600)) for held in (counted, counted, CountTable(counted.sums, dict(rows)))
    ]
    assert len({bytes_of(result.to_dict()) for result in results}) == 1
    public = [public_result(result, Policy(), []) for result in results]
    assert len({bytes_of(version.to_dict()) for version in public}) == 1


def test_where_the_hash_is_published_chance_in_it_keeps_anybody_from_trying_counts() -> None:
    data = content()
    reading = ByteSource(open_blocks=lambda: iter([data]), size=len(data))
    plan = PLAN
    counted, facts = table(reading, tabulation_spec(plan))
    own, salted = conclude(plan, counted, facts), conclude(plan, counted, facts, salt="by chance")
    assert own.hash != salted.hash
    assert replace(own, salt="") == replace(salted, salt="")
