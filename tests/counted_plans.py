"""Made-up cases with every kind of column, and a plan for each way in which they are counted."""

import random
from dataclasses import replace

from assessments.plan.plan import TestPlan
from assessments.reading.byte_source import ByteSource

PLAN = TestPlan(
    outcome="y", decision="d", groups=("g", "h"), reference=(("g", "a"), ("h", "x")), outcome_yes="1",
    outcome_no="0", decision_yes="1", decision_no="0", group_unknown={"g": ["okänt"]}, period="2025-01/2025-12",
)  # fmt: skip
_BANDS = {"age": ["18", "65"]}
_SCORE = replace(PLAN, task="score", decision="score", threshold="0.5")
_AMOUNTS = replace(PLAN, task="amounts", outcome="right", decision="guess", tolerance="5")
PLANS = {
    "decision": PLAN,
    "bands": replace(PLAN, groups=("g", "age"), bands=tuple(_BANDS.items()), reference=(("g", "a"), ("age", "18–64"))),
    "persons": replace(PLAN, person="who", repeated="yes"),
    "partial": replace(PLAN, outcome="some", outcome_known="unrelated"),
    "score": _SCORE,
    "score and persons": replace(_SCORE, person="who", repeated="yes"),
    "classes": replace(PLAN, task="classes", outcome="class", decision="given"),
    "amounts": _AMOUNTS,
    "amounts and persons": replace(_AMOUNTS, person="who", repeated="yes"),
    "ranking": replace(PLAN, task="ranking", outcome=None, decision="place", top=100),
    "weights": replace(PLAN, weight="weight"),
    "counts": replace(PLAN, count="cases"),
}


def content(seed: int = 7) -> bytes:
    chance = random.Random(seed)
    lines = ["g,h,age,d,y,some,score,class,given,right,guess,place,weight,cases,who"]
    for place in range(500):
        true, right = int(chance.random() < 0.3), chance.randint(0, 100)
        decision = int(chance.random() < (0.7 if true else 0.2))
        some = true if chance.random() < 0.8 else ""
        groups = chance.choice(["a", "a", "b", " b", "okänt", ""]), chance.choice("xxyz"), chance.randint(0, 90)
        guess = right + chance.randint(-9, 9) if chance.random() < 0.9 else ""
        last = place + 1, round(chance.random() * 9, 3), chance.choice([0, 1, 7, "<5"]), f"p{chance.randint(1, 200)}"
        classes = chance.choice("pqr"), chance.choice("pqr")
        values = (*groups, decision, true, some, round(chance.random(), 2), *classes, right, guess, *last)
        lines.append(",".join(map(str, values)))
    return "\n".join(lines).encode()


def source(data: bytes) -> ByteSource:
    return ByteSource(open_blocks=lambda: iter([data]), size=len(data))
