"""Metrics of amounts and of places in a ranking, from sums of whole numbers. Knows no plans and no groups."""

from collections.abc import Mapping

from assessments.statistics.estimates import Estimate, mean

Sums = Mapping[str, int]  # what was summed, by name, in whole multiples of 1/unit


def mean_error(sums: Sums, unit: int) -> Estimate | None:
    """How much too high the predicted amount is on average; below 0 it is too low.

    Formula: Σ(predicted - true) / n. Unit: that of the amount. None without cases that have both amounts.
    Source: Willmott & Matsuura, Climate Research 30 (2005) 79-82 (mean bias error).
    """
    return mean(sums["error"], sums["squared_error"], sums["cubed_error"], sums["known"], unit)


def mean_absolute_error(sums: Sums, unit: int) -> Estimate | None:
    """How far the predicted amount is from the true one on average, whichever way.

    Formula: Σ|predicted - true| / n. Unit: that of the amount. None without cases that have both amounts.
    Source: Willmott & Matsuura, Climate Research 30 (2005) 79-82; sklearn.metrics.mean_absolute_error.
    """
    return mean(sums["absolute_error"], sums["squared_error"], sums["cubed_absolute_error"], sums["known"], unit)


def exposure(sums: Sums, unit: int) -> Estimate | None:
    """How much attention the group's places get on average: 1 for the first place, less further down.

    Formula: Σ 1/log2(1 + place) / n. Unit: share of the first place's attention. None without cases that have a place.
    Source: Singh & Joachims, KDD 2018; the discount of Järvelin & Kekäläinen, ACM TOIS 20 (2002) 422-446.
    """
    return mean(
        sums["exposure"], sums["exposure_squared"] * unit, sums["exposure_cubed"] * unit**2, sums["ranked"], unit
    )
