"""What is written of a finding is true to its numbers and its verdict: sentences are read back, in both languages."""

from collections.abc import Iterable

import pytest

from assessments.gate.public_result import PublicResult
from programs import FULL
from random_results import random_classes, random_results
from read_findings import contradictions


def every_contradiction(results: Iterable[PublicResult]) -> tuple[list[str], int]:
    wrong, judged = [], 0
    for public in results:
        for comparison in public.comparisons:
            judged += comparison.hidden is None
            for language in ("sv", "en"):
                wrong += contradictions(public, comparison, language)
    return wrong, judged


@pytest.mark.slow
@pytest.mark.parametrize(("results", "least"), [(random_results, 200), (random_classes, 60)])
def test_no_sentence_contradicts_its_numbers_or_its_verdict(results, least) -> None:
    wrong, judged = every_contradiction(results(150, seed=19))
    assert wrong[:5] == []
    assert judged > least


@pytest.mark.later
@pytest.mark.parametrize(("results", "number"), [(random_results, 10_000), (random_classes, 10_000 if FULL else 500)])
def test_none_of_many_results_is_worded_so_that_numbers_and_verdict_disagree(results, number) -> None:
    wrong, _ = every_contradiction(results(number, seed=1909))
    assert wrong[:5] == []
