"""Pairs of the same case as an attacker sees them: how both rows of each were decided, behind two printed groups.

What is printed of pairs is the two groups' rates, and a verdict that follows from the pairs in which they differ. Only
in a child process, as all of the attack.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.gate.public_comparisons import CERTAIN
from assessments.gate.tables import Count, Inequality, PrintedTable, Table, Weights, dot, share_of
from assessments.results.comparing import Levels, Pair, judgement_at
from assessments.results.result import Comparison
from assessments.statistics.margin import Margin
from assessments.statistics.metrics import METRICS, PARTS
from assessments.statistics.stratified import mcnemar
from assessments.statistics.weighted_tally import Share

Joint = tuple[int, int, int, int]  # in how many pairs both are counted, only the group's, only the other's, neither
_KINDS = {  # which parts rows with a yes and with a no are, by what was true; and the rate that counts those pairs
    "true_positive_rate": ("tp", "fn"),
    "false_positive_rate": ("fp", "tn"),
    "selection_rate": ("selected_only", "passed_over_only"),
    "good_share": ("selected_only", "passed_over_only"),  # of judgements, and then there is no other
}
_TRIED = 9  # ways to pair the same two rates: a verdict that follows from none of them is taken not to follow


@dataclass(frozen=True, slots=True)
class PairedVerdict:
    """The printed verdict on one rate of two groups of the same cases."""

    comparison: Comparison
    levels: Levels
    margin: Margin
    too_wide: bool

    def follows_from(self, joint: Joint) -> bool:
        paired = mcnemar(*joint)
        if paired is None:
            return False
        own, other = _share(joint[0] + joint[1], sum(joint)), _share(joint[0] + joint[2], sum(joint))
        pair = Pair(
            group=self.comparison.group,
            reference=self.comparison.reference,
            against=self.comparison.against,
            metric=METRICS[self.comparison.metric],
            share=own,
            other=other,
            stratified=paired,
        )
        if judgement_at(pair, self.margin, self.levels, too_wide=self.too_wide) != self.comparison.judgement:
            return False
        if self.comparison.judgement.because not in CERTAIN:
            return True
        assert self.comparison.difference is not None
        return (joint[1] > joint[2]) == (self.comparison.difference.value > 0)


def _share(numerator: int, denominator: int) -> Share:
    exact = Fraction(numerator, denominator)
    return Share(
        numerator=numerator,
        denominator=denominator,
        exact=exact,
        yes=numerator,
        cases=denominator,
        total=denominator,
    )


def joints_with(truth: Joint, numerator: int, denominator: int, *, of_reference: bool) -> Iterator[Joint]:
    """Pairs in which one group has so many yes and cases, and the other its true rate: some ways to pair them."""
    own, other = (truth[0] + place for place in (truth[1], truth[2])[:: -1 if of_reference else 1])
    cases = sum(truth)
    if not 0 <= numerator <= denominator or not cases:
        return
    others = round(other * denominator / cases)
    least, most = max(0, numerator + others - denominator), min(numerator, others)
    likely = round(truth[0] * denominator / cases) + (numerator - round(own * denominator / cases)) // 2
    evenly = (least + (most - least) * part // (_TRIED - 1) for part in range(_TRIED))
    for both in dict.fromkeys((min(max(likely, least), most), *evenly)):
        sides = numerator - both, others - both
        only_group, only_other = sides[::-1] if of_reference else sides
        yield both, only_group, only_other, denominator - both - sum(sides)


@dataclass(frozen=True, slots=True)
class Cells:
    """The counts of pairs: how the group's row and the reference's were decided. Rows without counterpart are known."""

    parts: tuple[tuple[str, str], ...]
    truth: Table

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{own} and {other}" for own, other in self.parts)

    def counted(self, metric: str) -> tuple[tuple[int, ...], ...]:
        """By ``Joint`` which cells the rate counts there."""
        sides = [(_counted(metric, own), _counted(metric, other)) for own, other in self.parts]
        counted = ((1, 1), (1, 0), (0, 1), (0, 0))
        return tuple(
            tuple(place for place, pair in enumerate(sides) if pair == ((yes, 1), (other, 1))) for yes, other in counted
        )

    def into_groups(self, weights: Weights, side: int) -> Weights:
        """Weights of the parts of one of the two groups as weights of the cells."""
        return tuple(weights[PARTS.index(pair[side])] for pair in self.parts)


def _counted(metric: str, part: str) -> tuple[int, int]:
    return share_of(metric, tuple(int(part == name) for name in PARTS))


def cells_of_pairs(comparisons: Iterable[Comparison], has_outcome: bool) -> Cells:
    """The pairs behind the comparisons of one group, by what was true of the case and how both were decided."""
    joints: Mapping[str, Joint] = {c.metric: c.joint for c in comparisons if c.joint is not None}
    parts: list[tuple[str, str]] = []
    truth: list[int] = []
    for metric, (yes, no) in _KINDS.items():
        if metric in joints and has_outcome is METRICS[metric].needs_outcome:
            parts += ((yes, yes), (yes, no), (no, yes), (no, no))
            truth += joints[metric]
    return Cells(tuple(parts), tuple(truth))


def paired_table(groups: Sequence[PrintedTable], cells: Cells, verdicts: Sequence[PairedVerdict]) -> PrintedTable:
    """The pairs as a table of their own: all that is printed of the two groups, and of how they differ."""
    limits = [_of_cells(limit, table.truth, cells, side) for side, table in enumerate(groups) for limit in table.limits]
    sides = [_CountedPairs.of(verdict, cells) for verdict in verdicts]
    return PrintedTable(
        truth=cells.truth,
        limits=tuple(limit for limit in limits if any(limit.weights)),
        near=tuple(side.as_far_apart(cells) for side in sides),
        is_judged_so=_all_follow(sides),
        need=max(table.need for table in groups),
        parts=cells.names,
    )


@dataclass(frozen=True, slots=True)
class _CountedPairs:
    """Which cells a printed verdict counts; ``further`` are pairs of which not all is known, as many as there are."""

    verdict: PairedVerdict
    places: tuple[tuple[int, ...], ...]
    further: tuple[int, ...]

    @classmethod
    def of(cls, verdict: PairedVerdict, cells: Cells) -> "_CountedPairs":
        places = cells.counted(verdict.comparison.metric)
        known = (sum(cells.truth[place] for place in side) for side in places)
        joint = verdict.comparison.joint or (0, 0, 0, 0)
        return cls(verdict, places, tuple(n - own for n, own in zip(joint, known, strict=True)))

    def follows_from(self, table: Table) -> bool:
        both, group, other, neither = (
            more + sum(table[place] for place in side) for side, more in zip(self.places, self.further, strict=True)
        )
        return self.verdict.follows_from((both, group, other, neither))

    def as_far_apart(self, cells: Cells) -> Inequality:
        """The same gap: with it nearly all ways to pair give the same verdict."""
        group, other = self.places[1], self.places[2]
        weights = tuple(float(place in group) - float(place in other) for place in range(len(cells.parts)))
        gap = dot(weights, cells.truth)
        return Inequality(weights, gap, gap)


def _all_follow(sides: Sequence[_CountedPairs]) -> Callable[[Table], bool]:
    return lambda table: all(side.follows_from(table) for side in sides)


def _of_cells(limit: Inequality, truth: Table, cells: Cells, side: int) -> Inequality:
    """A limit of one group's counts, with its rows that are in no pair as they are."""
    weights = cells.into_groups(limit.weights, side)
    fixed = dot(limit.weights, truth) - dot(weights, cells.truth)
    return Inequality(weights, limit.low - fixed, limit.high - fixed)


def counts_of_pairs(table: PrintedTable, cells: Cells) -> Iterator[Count]:
    """Each count of pairs, and each count of the two groups that follows from them."""
    for place, name in enumerate(table.parts):
        weights = tuple(float(place == own) for own in range(len(table.parts)))
        yield Count((0, name), weights, table.need)
    for side in (0, 1):
        for part in dict.fromkeys(pair[side] for pair in cells.parts):
            own = tuple(float(part == name) for name in PARTS)
            yield Count((0, f"{part} of {side}"), cells.into_groups(own, side), table.need)
