"""One rule for all that is printed: rounded so coarsely that ten people more or less need not have changed it. Pure.

Ends of intervals are worked out from the printed figure and this rule alone, so that they tell nothing new.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from assessments.statistics.intervals import wilson

PEOPLE = 10  # more or less, who need not have changed a figure
_COARSE = ((40, 4), (65, 4), (100, 10), (200, 20), (500, 50))  # from so many cases: how many steps from none to all
_LARGE = tuple(int(times * 10**power) for power in range(3, 9) for times in (1, 1.5, 2, 3, 5, 7))
_FINER = ((10_000, 1_000), (100_000, 10_000))  # of a rare rate
_LEAST = (*(least for least, _ in _COARSE), *_LARGE)
_BY_STEPS = (*_COARSE, (1_000, 100), *_FINER)
_SPARE = Fraction(1, 2)  # of a step on either side: so far off the exact rate may be
LARGE_SIZE = 1_000  # from here on sizes are rounded twice as coarsely


@dataclass(frozen=True, slots=True)
class Fineness:
    """How finely a rate is printed: in so many ``steps`` from none to all, because at least ``least`` and fewer than
    ``beyond`` cases are behind it. All three may be known to everybody.
    """

    steps: int
    least: int
    beyond: int

    @property
    def step(self) -> float:
        """Of 100."""
        return 100 / self.steps

    @property
    def of(self) -> int:
        """Of how many people the figure is: 100, or 1,000 or 10,000 where it is that fine."""
        return max(100, self.steps)

    @property
    def middle(self) -> float:
        """About how many cases there are."""
        return float((self.least * self.beyond) ** 0.5)


def fineness(cases: float, *, is_rare: bool = False, people: int = PEOPLE) -> Fineness | None:
    """How finely a rate with so many cases, or effective ones, behind it is printed; None where it is not.

    ``people`` is the city's own number where it is more than ten: then everything is as much coarser.
    """
    times = max(people, PEOPLE) / PEOPLE
    place = bisect_right(_LEAST, cases / times) - 1
    if place < 0:
        return None
    least = _LEAST[place]
    beyond = _LEAST[place + 1] if place + 1 < len(_LEAST) else 10 * least
    steps = dict(_COARSE).get(least, 100)
    if is_rare:
        steps = next((finer for enough, finer in reversed(_FINER) if least >= enough), steps)
    return Fineness(steps, ceil(least * times), ceil(beyond * times))


def coarser(fine: Fineness) -> Fineness | None:
    """The next coarser way to print the same rate; None where there is none. That it was made coarser shows, for then
    nobody takes it for a smaller group.
    """
    least, steps = next((pair for pair in reversed(_BY_STEPS) if pair[1] < fine.steps), (0, 0))
    if not steps:
        return None
    return Fineness(steps, min(fine.least, least), fine.beyond)


def in_steps(share: float | Fraction, steps: int) -> float:
    """A share as a figure of 100, rounded to one of so many steps from none to all, halves away from zero."""
    exact = abs(share) if isinstance(share, Fraction) else Fraction(Decimal(repr(abs(share))))
    rounded = floor(exact * steps + Fraction(1, 2))
    signed = -rounded if share < 0 else rounded
    return signed * 100 // steps if 100 % steps == 0 else signed * 100 / steps


def of_100(share: float | Fraction) -> int:
    """A share as a whole number of 100, halves away from zero."""
    return int(in_steps(share, 100))


def ends(per_100: float, fine: Fineness) -> tuple[float, float]:
    """The ends of a 95 % interval, of 100, from the printed figure and how finely it is printed.

    They are ``exact_ends``, rounded outwards to whole numbers ``of`` so many.
    """
    return outwards(*exact_ends(per_100, fine), fine.of)


@lru_cache(maxsize=4_096)
def exact_ends(per_100: float, fine: Fineness) -> tuple[float, float]:
    """The same as shares, not yet rounded.

    Formula: Wilson's at the figure less and plus half of its step, with the fewest cases it may rest on. It holds
    the true rate in at least 95 of 100, whatever it is (docs/statistics.md).
    """
    spare = float(_SPARE / fine.steps)
    low = wilson(max(0.0, per_100 / 100 - spare) * fine.least, fine.least).low
    high = wilson(min(1.0, per_100 / 100 + spare) * fine.least, fine.least).high
    return low, high


def outwards(low: float, high: float, of: int) -> tuple[float, float]:
    """Two shares as figures of 100, rounded away from each other to whole numbers of so many."""
    below, above = floor(round(low * of, 9)), ceil(round(high * of, 9))
    return (below, above) if of == 100 else (below * 100 / of, above * 100 / of)


def printed_size(number: int, step: int) -> int:
    """How many people a group is said to be: rounded to the step, from 1,000 on to twice the step."""
    step = step if number < LARGE_SIZE else 2 * step
    return (number + step // 2) // step * step


def sizes_behind(printed: int, step: int) -> tuple[int, int]:
    """The smallest and the largest number of people that are printed so."""
    near = range(max(0, printed - 2 * step), printed + 2 * step + 1)
    least = near[bisect_left(near, printed, key=lambda number: printed_size(number, step))]
    most = near[bisect_right(near, printed, key=lambda number: printed_size(number, step)) - 1]
    return least, most


def rates_behind(per_100: float, steps: int) -> tuple[Fraction, Fraction]:
    """From which share on, and below which, a rate is printed so."""
    middle = Fraction(round(per_100 * steps / 100), steps)
    half = Fraction(1, 2 * steps)
    return middle - half, middle + half
