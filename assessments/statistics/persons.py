"""The same person in several rows: what whole-number sums over persons say of how sure a rate is. Pure.

Sums of products of counts, for each pair of cells that somebody is in: they add up like counts. Names nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.statistics.counts import Cell, Groups, Tally
from assessments.statistics.metrics import Metric

Situation = tuple[bool | None, bool | None]  # outcome and decision
PairsOfCells = Mapping[tuple[Cell, Cell], int]


@dataclass(frozen=True, slots=True)
class Moments:
    """For one group and each pair of situations, the sum over persons of how often each is in both: Σ n(a)·n(b)."""

    products: Mapping[tuple[Situation, Situation], int]

    def without(self, other: "Moments") -> "Moments":
        """Those of the rest. Who shares persons with the other is counted a little too much: the careful side."""
        return Moments({pair: total - other.products.get(pair, 0) for pair, total in self.products.items()})


@dataclass(frozen=True, slots=True)
class PersonSums:
    """``pairs`` are sums over persons of n(cell)·n(other cell), each unordered pair in both orders."""

    attributes: tuple[str, ...]
    pairs: PairsOfCells

    def joint(self, metric: Metric, group: str, reference: str) -> tuple[int, int, int, int]:
        """Of pairs of the same case: in how many the rate counts both, only the group's, only the other's, neither.

        Where nobody has two rows of one group, the sum of products is the number of pairs.
        """
        both = only_group = only_reference = neither = 0
        for ((groups, *first), (others, *second)), total in self.pairs.items():
            if (groups, others) == ((group,), (reference,)):
                yes, is_in = metric.share(_case(first[0], first[1]))
                other_yes, other_is_in = metric.share(_case(second[0], second[1]))
                pairs = total if is_in and other_is_in else 0
                both += pairs * yes * other_yes
                only_group += pairs * yes * (1 - other_yes)
                only_reference += pairs * (1 - yes) * other_yes
                neither += pairs * (1 - yes) * (1 - other_yes)
        return both, only_group, only_reference, neither

    def has_single_rows(self, group: str, cases: int) -> bool:
        """Whether nobody has two rows of a group with so many cases."""
        return cases == sum(total for ((own, *_), (other, *_)), total in self.pairs.items() if own == other == (group,))

    def of(self, attributes: Sequence[str]) -> dict[Groups, Moments]:
        """The sums of each group of these attributes; of everybody under ``()`` where there are none."""
        places = [self.attributes.index(name) for name in attributes]
        together: dict[Groups, dict[tuple[Situation, Situation], int]] = {}
        for ((groups, *first), (other_groups, *second)), total in self.pairs.items():
            own, other = (tuple(values[place] for place in places) for values in (groups, other_groups))
            if own == other:
                into, pair = together.setdefault(own, {}), ((first[0], first[1]), (second[0], second[1]))
                into[pair] = into.get(pair, 0) + total
        return {groups: Moments(products) for groups, products in together.items()}


@dataclass(frozen=True, slots=True)
class Effective:
    """``cases`` is how many independent cases are as sure as these; ``people`` at least so many stand behind the rarer
    side of the rate.
    """

    cases: float
    people: float


def effective(metric: Metric, tally: Tally, moments: Moments) -> Effective:
    """How many independent cases a rate is worth when persons are in several.

    Formula: r(1-r) / V with V = Σ(k - r·n)² / N² · m/(m-1) over persons, k and n a person's numerator and denominator,
    and m = N² / Σn²; at most N. Where nobody or everybody is counted, m. Unit: cases. Undefined where N is 0.
    Source: Rao & Scott, Biometrics 48 (1992) 577-585; Cochran, Sampling Techniques (1977), 6.3 and 9A.
    """
    numerator, denominator = _sides(metric, moments.products)
    yes, cases = metric.share(tally)
    nn, nk = _products(moments, denominator, denominator), _products(moments, denominator, numerator)
    kk = _products(moments, numerator, numerator)
    if cases == 0 or nn == 0:
        return Effective(0.0, 0.0)
    m, rate = cases * cases / nn, yes / cases
    people = min(_kish(yes, kk), _kish(cases - yes, nn - 2 * nk + kk))
    if nn == cases:  # everybody once: as sure as without the column
        return Effective(float(cases), people)
    spread = kk - 2 * rate * nk + rate * rate * nn
    if yes in (0, cases):
        return Effective(min(m, float(cases)), people)
    if spread <= 0:
        return Effective(float(cases), people)
    worth = rate * (1 - rate) * cases * cases / spread * max(m - 1, 0) / m
    return Effective(max(1.0, min(worth, float(cases))), people)


def fewest_people(cases: int, moments: Moments) -> float:
    """At least so many persons are in a group of cases: (Σn)² / Σn² is never more than their number (Kish, 1965)."""
    return _kish(cases, sum(moments.products.values()))


def _kish(cases: float, squares: float) -> float:
    return cases * cases / squares if squares > 0 else 0.0


def _products(moments: Moments, first: Mapping[Situation, int], second: Mapping[Situation, int]) -> int:
    return sum(total * first.get(a, 0) * second.get(b, 0) for (a, b), total in moments.products.items())


def _sides(
    metric: Metric, situations: Iterable[tuple[Situation, Situation]]
) -> tuple[dict[Situation, int], dict[Situation, int]]:
    """How often each situation counts in numerator and denominator: 1 or not at all."""
    known = {situation for pair in situations for situation in pair}
    shares = {situation: metric.share(_case(*situation)) for situation in known}
    return {s: share[0] for s, share in shares.items()}, {s: share[1] for s, share in shares.items()}


def _case(outcome: bool | None, decision: bool | None) -> Tally:
    counted = Tally(n=1, selected=int(decision is True), passed_over=int(decision is False))
    if outcome is None or decision is None:
        return counted
    name = ("t" if outcome == decision else "f") + ("p" if decision else "n")
    return counted.plus(Tally(**{name: 1}))
