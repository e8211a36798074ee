"""Ordinary runs of one entry, one after another, as a city makes them: by chance from a seed, each with the gate."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from assessments.gate.public_result import Policy, PublicResult
from assessments.gate.releases import Printed
from assessments.plan.completing import complete
from assessments.plan.objections import complaints
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import tabulation_spec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.report.public_report import report
from assessments.results.result import Result
from assessments.runs.evaluate import computed, public_result
from assessments.text.complaints import EvaluationDataError, PlanRefusedError
from judged_answers import judged_csv

COLUMNS = ("month", "g", "h", "score", "amount", "place", "true", "other", "right", "age", "weight", "person", "d")
PERIODS = {"2025-01/2025-06": range(1, 7), "2025-07/2025-12": range(7, 13), "2025-01/2025-12": range(1, 13),
           "2025-01/2025-03": range(1, 4), "": range(1, 13)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One run of the walk, and how it ended: printed, or a sentence why not."""

    plan: TestPlan
    ended: str
    printed: Printed | None


def rows_of(seed: int) -> list[dict[str, Any]]:
    """Groups of some hundreds, of dozens, and of a few people, over a year; the same person in several rows."""
    chance = random.Random(seed)
    sizes = [chance.choice((300, 150)), chance.choice((160, 90)), chance.choice((70, 45)), 24, chance.choice((3, 6, 9))]
    groups = [name for name, size in zip("abcde", sizes, strict=True) for _ in range(size)]
    chance.shuffle(groups)
    rows = []
    for place, group in enumerate(groups, start=1):
        true = int(chance.random() < 0.3)
        values = (
            *(chance.randint(1, 12), group, chance.choice("xxy"), round(chance.betavariate(2 + 2 * true, 3), 2)),
            *(round(100 + chance.gauss(0, 8), 1), place, true, chance.choice((0, 0, 0, 1, "NULL")), 100),
            *(chance.randint(18, 90), chance.choice((0.5, 1, 1, 2)), f"p{chance.randrange(400)}"),
            int(chance.random() < 0.25 + 0.4 * true),
        )
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def plan_by(chance: random.Random) -> TestPlan:
    """An ordinary plan: of any task, with what its form offers."""
    plan = TestPlan(
        outcome=chance.choice(("true", "true", "other", None)), decision="d", groups=("g",), outcome_yes=("1",),
        outcome_no=("0",), decision_yes=("1",), decision_no=("0",), margin=chance.choice(("0.05", "0.1", "0.8-1.25")),
        margin_reason="prövat", period=chance.choice(list(PERIODS)), outcome_known="everyone",
    )  # fmt: skip
    if plan.outcome == "other":
        plan = replace(plan, outcome_unknown=("NULL",), outcome_known=chance.choice(("unrelated", "everyone")))
    plan = chance.choice(
        (plan, _score(plan, chance), _score(plan, chance), _ranking(plan, chance), _amounts(plan, chance))
    )
    return _among(plan, chance)


def _score(plan: TestPlan, chance: random.Random) -> TestPlan:
    scored = replace(plan, task="score", decision="score", decision_yes=(), decision_no=())
    if chance.random() < 0.3:
        return replace(scored, first=chance.choice((40, 100, 200)), ties=chance.choice(("in", "out")))
    others = chance.choice(((), (), ("0.3",), ("0.35", "0.6")))
    return replace(scored, threshold=chance.choice(("0.4", "0.5", "0.55", "0.8")), other_thresholds=others)


def _ranking(plan: TestPlan, chance: random.Random) -> TestPlan:
    ranked = replace(plan, task="ranking", decision="place", outcome=None, decision_yes=(), decision_no=())
    return replace(ranked, top=chance.choice((50, 120, 300)), outcome_known="everyone", outcome_unknown=())


def _amounts(plan: TestPlan, chance: random.Random) -> TestPlan:
    amounts = replace(plan, task="amounts", decision="amount", outcome="right", outcome_known="everyone")
    return replace(
        amounts, decision_yes=(), decision_no=(), outcome_unknown=(), tolerance=chance.choice(("5", "10", "20"))
    )


def _among(plan: TestPlan, chance: random.Random) -> TestPlan:
    """Other groups, persons or weights."""
    more: list[dict[str, Any]] = [
        {}, {}, {}, {"groups": ("g", "h")}, {"groups": ("h",)}, {"groups": ("g", "h"), "pairs": True},
        {"group_unknown": {"g": ("e",)}}, {"joined_values": {"g": {"e": "d"}}}, {"reference": {"g": "b"}},
        {"against": "rest"}, {"against": "whole", "margin": "0.05"}, {"stratum": "h"},
        {"groups": ("age",), "bands": {"age": ("30", "65")}, "reference": {"age": "30–64"}},
        {"groups": ("age",), "bands": {"age": ("31", "65")}, "reference": {"age": "31–64"}},
        {"person": "person", "repeated": "yes"},
    ]  # fmt: skip
    if plan.task in ("decision", "score") and plan.outcome_known == "everyone":
        more.append({"weight": "weight"})
    return replace(plan, **chance.choice(more))


def judged_by(chance: random.Random) -> TestPlan:
    return TestPlan(
        task="judgements", outcome=None, decision="judgement", answer="answer", rater="rater", groups=("language",),
        decision_yes=("yes",), decision_no=("no",), agreed_by=chance.choice(("majority", "everyone")), margin="0.1",
        margin_reason="prövat", person=chance.choice((None, "asker")), period=chance.choice(("", "2025-01/2025-06")),
    )  # fmt: skip


@cache
def _judged(seed: int, answers: int) -> bytes:
    return judged_csv(answers=answers, people=3, noise=0.05 * (seed % 3), persons=answers // 2)


def content_of(rows: Sequence[dict[str, Any]], plan: TestPlan, chance: random.Random) -> bytes:
    """The rows of the plan's period, now and then those of one kind alone, or a few of them corrected or new."""
    shown = [dict(row) for row in rows if row["month"] in PERIODS[plan.period]]
    what = chance.random()
    if what < 0.15:
        shown = [row for row in shown if row["h"] == "x"]
    elif what < 0.3:
        for row in chance.sample(shown, chance.randint(1, 4)):
            row["true"] = 1 - row["true"]
    elif what < 0.45:
        shown = shown[: -chance.randint(1, 9)]
    order = sorted(shown, key=lambda row: int(row["place"]))
    shown = [{**row, "place": place} for place, row in enumerate(order, start=1)]
    return "\n".join([",".join(COLUMNS), *(",".join(map(str, row.values())) for row in shown), ""]).encode()


def result_of(content: bytes, plan: TestPlan) -> Result:
    """As command and web make it. EvaluationDataError where the plan's rules refuse it."""
    reading = ByteSource(open_blocks=lambda: iter([content]), size=len(content))
    listed = inventory(reading)
    completed = complete(plan, listed)
    if wrong := complaints(completed, listed):
        raise EvaluationDataError(*wrong)
    counted, data = table(reading, tabulation_spec(completed))
    return computed(completed, counted, data)


def walk(seed: int, steps: int) -> Iterator[Step]:
    """Every run meets what was printed before it. What is no refusal in words is let through: a fault."""
    chance, rows, printed = random.Random(seed), rows_of(seed), list[Printed]()
    judges = chance.random() < 0.2
    for number in range(steps):
        plan = judged_by(chance) if judges else plan_by(chance)
        content = _judged(seed, chance.choice((60, 240))) if judges else content_of(rows, plan, chance)
        try:
            result = result_of(content, plan)
            public = public_result(result, Policy(), printed)
        except PlanRefusedError as refused:
            yield Step(plan, f"refused: {refused}", None)
            continue
        except EvaluationDataError as wrong:
            yield Step(plan, f"wrong: {wrong}", None)
            continue
        stored = Result.from_dict(result.to_dict()), PublicResult.from_dict(public.to_dict())
        printed.append(Printed(*stored, f"2026-01-{number + 1:02d}"))
        for language in ("sv", "en"):
            report(public, language)
        yield Step(plan, "printed", printed[-1])
