"""What another threshold of the same score costs a group: how many more or fewer are picked, missed, wrongly picked.

From whole counts of the same cases, so the two are paired: only who lies between the thresholds is treated otherwise.
"""

from dataclasses import dataclass

from assessments.statistics.intervals import Interval, wilson

COSTS = ("selection_rate", "false_negative_rate", "false_positive_rate")


@dataclass(frozen=True, slots=True)
class Change:
    """A rate at another threshold less the rate at the one that is used, with its 95 % interval where it has one."""

    value: float
    low: float | None = None
    high: float | None = None


def change(numerator: int, other_numerator: int, denominator: int) -> Change | None:
    """How a rate changes when the threshold is moved, of the same cases.

    Formula: (k' - k) / n; between two thresholds everybody moves the same way, so |k' - k| of n is a share like any
    other, with Wilson's interval. Unit: share of the rate's denominator. Undefined (None) where n is 0.
    Source: Wilson, JASA 22 (1927) 209-212, on the discordant pairs, all of which lie on one side.
    """
    if denominator == 0:
        return None
    moved = other_numerator - numerator
    ends = wilson(abs(moved), denominator)
    signed = ends if moved >= 0 else Interval(-ends.high, -ends.low)
    return Change(moved / denominator, signed.low, signed.high)
