"""Widest gaps and rules of thumb as anybody could work them out from the printed rates. Only in a child process.

What chance makes of them is drawn with the printed rates themselves as the seed: the same figures say the same.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from assessments.gate.public_result import OTHERS, PublicFigure, PublicGroup, PublicResult, PublicRule, PublicSpread
from assessments.gate.rounding import in_steps, of_100
from assessments.plan.plan import TestPlan
from assessments.results.bootstrap import gap_by_chance, outcome, seeded, threshold_queries
from assessments.statistics.intervals import rounded

FEWEST = 3  # of two groups the widest gap is their difference, which is reported already


def with_spreads(public: PublicResult, plan: TestPlan) -> PublicResult:
    """The same with its primary rates' widest gaps, and with the rules of thumb that the plan asks for."""
    return replace(public, spreads=tuple(_spreads(public)), rules=tuple(_rules(public, plan)))


def _spreads(public: PublicResult) -> Iterable[PublicSpread]:
    for attribute in public.attributes:
        for metric in public.primary:
            shown = _shown(public, attribute, metric)
            if len(shown) >= FEWEST:
                rates = np.array([figure.per_100 for _, figure in shown]) / 100
                cases = np.array([round(figure.fine.middle) for _, figure in shown])
                by_chance = gap_by_chance(rates * cases, cases, seeded(_digest(rates, cases), attribute + metric))
                of = min(figure.of for _, figure in shown)
                gap = in_steps(rounded(float(rates.max() - rates.min())), of)
                yield PublicSpread(
                    attribute=attribute, metric=metric, gap=gap, by_chance=in_steps(by_chance, of), of=of
                )


def _rules(public: PublicResult, plan: TestPlan) -> Iterable[PublicRule]:
    for query in threshold_queries(plan):
        shown = [pair for pair in _shown(public, query.attribute, query.metric) if pair[0].value != OTHERS]
        cases = np.array([round(figure.fine.middle) for _, figure in shown])
        yes = np.array([figure.per_100 or 0 for _, figure in shown]) / 100 * cases
        sizes = np.array([group.size or 0 for group, _ in shown]) / max(public.size or 1, 1)
        chance = seeded(_digest(yes, cases), query.preset.name + query.attribute + query.metric)
        for rule in outcome(query, [str(group.value) for group, _ in shown], yes, cases, sizes, chance):
            if rule.by_chance is not None:
                yield PublicRule(
                    preset=rule.preset,
                    attribute=query.attribute,
                    metric=query.metric,
                    tripped=rule.tripped,
                    by_chance=of_100(rule.by_chance),
                )


def _digest(figures: Any, cases: Any) -> str:
    return hashlib.sha256(repr((figures.tolist(), cases.tolist())).encode()).hexdigest()


def _shown(public: PublicResult, attribute: str, metric: str) -> list[tuple[PublicGroup, PublicFigure]]:
    pairs = ((group, group.figure(metric)) for group in public.groups_of(attribute) if group.value is not None)
    return [(group, figure) for group, figure in pairs if figure.per_100 is not None]
