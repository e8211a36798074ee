"""Every way through the questionnaire on the AI Act, walked once for all tests, with what it comes to."""

from collections.abc import Iterator
from functools import cache

from algorithms.law.risk import QUESTIONS, Classification, classify
from algorithms.law.risk.questions import FIRST

Path = tuple[tuple[str, str], ...]  # question and answer, in the order they are asked


def paths(start: str = FIRST) -> Iterator[Path]:
    for choice in QUESTIONS[start].choices:
        step = (start, choice.key)
        if choice.then is None:
            yield (step,)
        else:
            yield from ((step, *rest) for rest in paths(choice.then))


@cache
def classified() -> dict[Path, Classification | None]:
    return {path: classify(dict(path)) for path in paths()}


@cache
def classifications() -> tuple[Classification, ...]:
    """One of each: what tells two obligations apart is kept, words and exemption's ground are not."""
    outcomes = {
        (
            outcome.risk_class,
            outcome.roles,
            outcome.annex_iii,
            outcome.annex_i,
            outcome.transparency,
            outcome.general_purpose,
        ): outcome
        for outcome in classified().values()
        if outcome is not None
    }
    return tuple(outcomes.values())
