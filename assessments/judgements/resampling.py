"""Intervals of agreement: alpha and kappa of answers that are drawn again. Only in a child process.

The seed is the hash of what was counted, so that a second run says the same.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from itertools import product
from typing import Any

import numpy as np

from assessments.judgements.agreement import TOO_FEW_DRAWS, Agreement, Coefficient, JudgedAnswers, pairs_within
from assessments.judgements.patterns import Pattern
from assessments.statistics.intervals import rounded

DRAWS = 2_000
_MOST_UNDEFINED = 0.05  # of all draws: with more of them an interval would be of other answers than these


def with_intervals(agreement: Agreement, judged: JudgedAnswers) -> Agreement:
    """Alpha and kappa with 95 % intervals: the percentiles of 2,000 draws of as many answers as there are.

    Source: Zapf, Castell, Morawietz & Karch, BMC Medical Research Methodology 16 (2016) 93, who recommend it for alpha
    and for Fleiss' kappa over the asymptotic one.
    """
    patterns = sorted(judged.patterns.items(), key=json.dumps)
    number = sum(answers for _, answers in patterns)
    if number == 0:
        return agreement
    seed = sha256(json.dumps(patterns, ensure_ascii=False).encode()).hexdigest()
    chance = np.random.Generator(np.random.PCG64(int(seed[:16], 16)))
    draws = chance.multinomial(number, [answers / number for _, answers in patterns], size=DRAWS)
    known = [pattern for pattern, _ in patterns]
    kappas = _cohen if agreement.kappa.name == "cohen_kappa" else _fleiss
    alpha = _ends(agreement.alpha, lambda: _alphas(known, draws, judged))
    return replace(agreement, alpha=alpha, kappa=_ends(agreement.kappa, lambda: kappas(known, draws)))


def _ends(coefficient: Coefficient, drawn: Callable[[], Any]) -> Coefficient:
    if coefficient.value is None:
        return coefficient
    values = drawn()
    values = values[np.isfinite(values)]
    if len(values) < (1 - _MOST_UNDEFINED) * DRAWS:
        return replace(coefficient, reason=TOO_FEW_DRAWS)
    low, high = np.percentile(values, (2.5, 97.5))
    ends = min(float(low), coefficient.value), max(float(high), coefficient.value)
    return replace(coefficient, low=rounded(ends[0]), high=rounded(ends[1]))


def _values(patterns: Iterable[Pattern]) -> list[str]:
    return sorted({value for pattern in patterns for value in pattern if value is not None})


def _alphas(patterns: list[Pattern], draws: Any, judged: JudgedAnswers) -> Any:
    values = _values(patterns)
    if judged.scale != "nominal":
        values.sort(key=lambda value: judged.places[value])
    pairs = list(product(values, values))
    within = [pairs_within(pattern) for pattern in patterns]
    together = draws @ np.array([[float(own.get(pair, Fraction())) for pair in pairs] for own in within])
    together = together.reshape(len(draws), len(values), len(values))
    totals = together.sum(axis=2)
    if judged.scale == "nominal":
        apart = 1.0 - np.eye(len(values))[None]
    else:
        places = np.array([float(judged.places[value]) for value in values])[None]
        if judged.scale == "ordinal":
            places = np.cumsum(totals, axis=1) - totals / 2
        apart = (places[:, :, None] - places[:, None, :]) ** 2
    observed = (together * apart).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    return 1 - _divided((totals.sum(axis=1) - 1) * observed, expected)


def _cohen(patterns: list[Pattern], draws: Any) -> Any:
    values = _values(patterns)
    both = np.array([len(pattern) == 2 and None not in pattern for pattern in patterns])
    sides = [np.array([[value == pattern[side] for value in values] for pattern in patterns]) for side in (0, 1)]
    draws = draws * both
    n = draws.sum(axis=1)
    same = _divided(draws @ (sides[0] & sides[1]).any(axis=1), n)
    chance = _divided(((draws @ sides[0]) * (draws @ sides[1])).sum(axis=1), n * n)
    return _divided(same - chance, 1 - chance)


def _fleiss(patterns: list[Pattern], draws: Any) -> Any:
    values = _values(patterns)
    counts = np.array([[pattern.count(value) for value in values] for pattern in patterns])
    size = counts.sum(axis=1)
    m, draws = size.max(), draws * (size > 1)
    n = draws.sum(axis=1)
    alike = _divided(draws @ (counts * (counts - 1)).sum(axis=1), n * m * (m - 1))
    totals = draws @ counts
    chance = _divided((totals * totals).sum(axis=1), (n * m) ** 2)
    return _divided(alike - chance, 1 - chance)


def _divided(numerator: Any, denominator: Any) -> Any:
    """NaN where there is nothing to divide by: all judgements of a draw are the same."""
    return np.divide(
        numerator, denominator, out=np.full(np.shape(numerator), np.nan), where=np.abs(denominator) > 1e-12
    )
