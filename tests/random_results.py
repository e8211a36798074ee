"""Random public results of many sizes, margins and meanings, made as real ones are: counted, judged and rounded."""

import random
from collections.abc import Iterator
from dataclasses import replace

from assessments.gate.public_result import PublicResult
from assessments.gate.suppress_and_round import publish
from assessments.plan.names.finding_words import FindingWords
from assessments.plan.plan import Label, TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.results.unknown_outcomes import with_bounds
from assessments.statistics.counts import Cell, Counts

LABELS = (
    Label(attribute="g", value="a", sv="kvinnor", en="women"),
    Label(attribute="g", value="b", sv="män", en="men"),
    Label(attribute="g", value="c", sv="unga", en="young people"),
    Label(attribute="g", value=None, sv="grupp", en="group"),
)
OWN = FindingWords(
    phrases={
        "counted": {"sv": "barn", "en": "children"},
        "yes": {"sv": "fick sitt förstahandsval", "en": "got their first choice"},
        "no": {"sv": "fick inte sitt förstahandsval", "en": "did not get their first choice"},
        "should": {"sv": "som hade rätt till det", "en": "who were entitled to it"},
        "should_not": {"sv": "som inte hade rätt till det", "en": "who were not entitled to it"},
    }
)
RATES = ("selection_rate", "false_positive_rate", "false_negative_rate", "precision", "accuracy", "true_positive_rate")


def random_results(n: int, seed: int) -> Iterator[PublicResult]:
    chance = random.Random(seed)
    for _ in range(n):
        yield _random_result(chance)


def _random_result(chance: random.Random) -> PublicResult:
    rate, error = chance.choice((0.004, 0.03, 0.1, 0.3, 0.5, 0.9)), chance.choice((0.01, 0.05, 0.1, 0.3))
    size, cells = chance.choice((60, 200, 1_000, 6_000, 40_000)), {}
    for group in "abc"[: chance.choice((2, 2, 3))]:
        people = max(20, round(size * chance.choice((0.05, 0.5, 1.0))))
        truth = round(people * min(max(rate + chance.gauss(0, 0.02), 0), 1))
        missed, wrong = (min(max(error + chance.gauss(0, 0.03), 0), 1) for _ in range(2))
        fn, fp = round(truth * missed), round((people - truth) * wrong)
        numbers = {(True, True): truth - fn, (True, False): fn, (False, True): fp}
        numbers[False, False] = people - truth - fp
        cells |= {((group,), *answer): n for answer, n in numbers.items() if n}
    plan = TestPlan(
        outcome="y",
        decision="d",
        groups=("g",),
        reference=(("g", "b"),),
        yes_means=chance.choice(("burden", "help", None)),
        primary=tuple(chance.sample(RATES, 2)),
        margin=chance.choice(("0.05", "0.02", "0.1", "0.025", "0.003", "0.8-1.25")),
        labels=LABELS,
    )
    counts = Counts(("g",), cells)
    public = publish(assess(counts, plan, data=Data("0" * 64, counts.n)))
    return public.cited_with(OWN) if chance.random() < 0.3 else public


CLASSES = TestPlan(outcome="y", decision="d", groups=("g",), reference=(("g", "b"),), task="classes", labels=LABELS)
MARGINS = ("0.05", "0.02", "0.1", "0.025", "0.003", "0.8-1.25")
PERIODS = ("2023-01/2023-12", "2024-01/2024-06", "2024-07/2024-12", "2025-01/2025-12", "2026-01/2026-12")


def random_classes(n: int, seed: int) -> Iterator[PublicResult]:
    """Of tests of several classes, whose rate is how many are put in the wrong one."""
    chance = random.Random(seed)
    for _ in range(n):
        wrong, cells = _near(chance, chance.choice((0.004, 0.03, 0.1, 0.3, 0.5, 0.9))), {}
        for group in "abc"[: chance.choice((2, 3))]:
            cells |= _yes_and_no(group, _people(chance), _near(chance, wrong))
        public = _printed(cells, replace(CLASSES, margin=chance.choice(MARGINS)))
        yield public.cited_with(OWN_MISTAKE) if chance.random() < 0.3 else public


def random_followed_up(n: int, seed: int) -> Iterator[PublicResult]:
    """Of tests that know of only some what turned out to be true: of hardly anybody, of most, of all."""
    chance = random.Random(seed)
    for _ in range(n):
        known = [chance.choice((0, 0.005, 0.05, 0.3, 0.7, 0.95, 1)) for _ in range(2)]
        error, cells = chance.choice((0.01, 0.1, 0.3)), {}
        for group in "abc"[: chance.choice((2, 3))]:
            people, rate = _people(chance), _near(chance, chance.choice((0.03, 0.1, 0.3, 0.5)))
            for outcome, decision, share in _shares(chance, rate, error):
                decided = round(people * share)
                followed = round(decided * known[decision])
                cells |= {((group,), outcome, decision): followed}
                cells[(group,), None, decision] = cells.get(((group,), None, decision), 0) + decided - followed
        plan = TestPlan(
            outcome="y",
            decision="d",
            groups=("g",),
            reference=(("g", "b"),),
            yes_means=chance.choice(("burden", "help", None)),
            primary=tuple(chance.sample(RATES, 2)),
            margin=chance.choice(MARGINS),
            labels=LABELS,
            outcome_known="unrelated",
            against=chance.choice(("reference", "rest", "whole")),
        )
        yield _printed({cell: number for cell, number in cells.items() if number}, plan)


def random_courses(n: int, seed: int) -> Iterator[tuple[PublicResult, ...]]:
    """The same test over two to five periods: stable, growing, shrinking, changing sides."""
    chance = random.Random(seed)
    for _ in range(n):
        rate, size = chance.choice((0.004, 0.03, 0.1, 0.3, 0.5, 0.9)), chance.choice((200, 1_000, 6_000, 40_000))
        plan = replace(
            CLASSES,
            outcome=None,
            task="decision",
            yes_means=chance.choice(("burden", "help", None)),
            margin=chance.choice(MARGINS),
        )
        step, periods = chance.choice((0, 0.01, 0.03, 0.1)), []
        for period in PERIODS[: chance.choice((2, 2, 3, 5))]:
            people, cells = max(60, round(size * chance.choice((0.3, 1)))), {}
            for group in "ab":
                cells |= _yes_and_no(group, people, _near(chance, rate, step))
            periods.append(_printed(cells, replace(plan, period=period)))
        yield tuple(periods)


OWN_MISTAKE = FindingWords(phrases={"mistake": {"sv": "fick fel avdelning", "en": "got the wrong department"}})


def _people(chance: random.Random) -> int:
    return max(20, round(chance.choice((60, 200, 700, 1_000, 6_000, 40_000)) * chance.choice((0.3, 0.5, 1.0))))


def _near(chance: random.Random, rate: float, spread: float = 0.02) -> float:
    return min(max(rate + chance.gauss(0, spread), 0), 1)


def _yes_and_no(group: str, people: int, rate: float) -> dict[Cell, int]:
    yes = round(people * rate)
    cells: dict[Cell, int] = {((group,), None, True): yes, ((group,), None, False): people - yes}
    return {cell: number for cell, number in cells.items() if number}


def _shares(chance: random.Random, rate: float, error: float) -> Iterator[tuple[bool, bool, float]]:
    missed, wrong = _near(chance, error), _near(chance, error)
    yield True, True, rate * (1 - missed)
    yield True, False, rate * missed
    yield False, True, (1 - rate) * wrong
    yield False, False, (1 - rate) * (1 - wrong)


def _printed(cells: dict[Cell, int], plan: TestPlan) -> PublicResult:
    counts = Counts(("g",), cells)
    return publish(with_bounds(assess(counts, plan, data=Data(plan.period.ljust(64, "0"), counts.n))))
