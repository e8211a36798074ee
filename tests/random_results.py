"""Random public results of many sizes, margins and meanings, made as real ones are: counted, judged and rounded."""

import random
from collections.abc import Iterator

from assessments.gate.public_result import PublicResult
from assessments.gate.suppress_and_round import publish
from assessments.plan.names.finding_words import FindingWords
from assessments.plan.plan import Label, TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Data
from assessments.statistics.counts import Counts

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
