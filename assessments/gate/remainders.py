"""Which printed groups an attacker lays side by side, over the publications of an entry, and what is left over of them.

Nobody outside knows which files overlap, and Insyn has destroyed the rows: all that *can* contain each other by
arithmetic and period are tried. A false alarm costs a coarser figure, never a person. Only in a child process.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise

from assessments.gate.judged import Judgements, Place, is_judged_so
from assessments.gate.paired import cells_of_pairs, counts_of_pairs, paired_table
from assessments.gate.public_comparisons import place_of
from assessments.gate.public_result import PublicGroup
from assessments.gate.releases import Printed
from assessments.gate.tables import (
    Count,
    Inequality,
    PrintedTable,
    Table,
    added_up,
    contained,
    decided,
    equal,
    known_to_be_complete,
    limits_of,
    moved,
    need_of,
    own_counts,
    remainder_counts,
    table_of,
)
from assessments.plan.periods import months

CELLS = ("tp", "fp", "tn", "fn")
_DECISIONS = ("selected_only", "passed_over_only")  # what there is to work out where no outcome is known
_NEAREST = 2  # of the groups that may be parts of a group, and of those it may be part of


@dataclass(frozen=True, slots=True)
class TableAttack:
    """Tables of one group in one or more publications, with how they hang together. The new one is at ``place``."""

    tables: tuple[PrintedTable, ...]
    links: tuple[Inequality, ...]
    counts: tuple[Count, ...]
    place: int = 0

    def decided(self) -> list[Count]:
        return decided(self.tables, self.links, self.counts)


@dataclass(slots=True)
class Release:
    """A publication with the tables behind what it prints, made when they are asked for."""

    printed: Printed
    judgements: Judgements | None = None
    _tables: dict[Place, PrintedTable | None] = field(default_factory=dict)

    def table(self, group: PublicGroup) -> PrintedTable | None:
        """None where a figure stands that was printed before: its counts are those of that publication."""
        place = group.attribute, group.value
        if place not in self._tables:
            self._tables[place] = None if group.stands_in else self._made(group)
        return self._tables[place]

    def _made(self, group: PublicGroup) -> PrintedTable | None:
        tally = self.printed.exact((group.attribute, group.value))
        if tally is None:
            return None
        public, truth = self.printed.public, table_of(tally)
        if self.judgements is None:
            self.judgements = Judgements(self.printed.result)
        judged = self.judgements.of((group.attribute, group.value), public)
        limits = [*limits_of(group, public.policy, truth), *(() if public.has_missing else (known_to_be_complete(),))]
        return PrintedTable(
            truth=truth,
            limits=tuple(limit for limit in limits if limit.holds(truth)),
            near=self.judgements.near((group.attribute, group.value), public),
            is_judged_so=is_judged_so(judged),
            need=need_of(public.policy, tally.n, self.printed.people((group.attribute, group.value))),
        )


def alone(release: Release, group: PublicGroup) -> Iterator[TableAttack]:
    """A group by itself."""
    table = release.table(group)
    if table is not None and any(figure.per_100 is not None for figure in group.figures):
        yield TableAttack(tables=(table,), links=(), counts=tuple(own_counts((table,), _cells(release))))
        yield from _pairs(release, group, table)


def _pairs(release: Release, group: PublicGroup, table: PrintedTable) -> Iterator[TableAttack]:
    """Where each case is compared with itself: the pairs of the group with the reference."""
    public, place = release.printed.public, (group.attribute, group.value)
    if public.repeated != "pairs" or group.attribute is None or group.is_reference:
        return
    reference = next((other for other in public.groups_of(group.attribute) if other.is_reference), None)
    other = None if reference is None else release.table(reference)
    assert release.judgements is not None  # made with the table
    verdicts = [side.paired for side in release.judgements.pairs(place, public)]
    compared = (c for c in release.printed.result.comparisons if place_of(c.group) == place)
    cells = cells_of_pairs(compared, has_outcome=release.printed.result.plan.outcome is not None)
    if other is not None and any(cells.truth):
        pairs = paired_table((table, other), cells, verdicts)
        yield TableAttack(tables=(pairs,), links=(), counts=tuple(counts_of_pairs(pairs, cells)))


def together(release: Release, group: PublicGroup, earlier: Sequence[Release]) -> Iterator[TableAttack]:
    """A group with what was printed earlier of groups that it may contain, be part of, or share its people with."""
    table = release.table(group)
    if table is None:
        return
    near = [other for other in earlier if not _are_apart(release, other)]
    others, all_others = (list(_others(release, group, releases)) for releases in (near, earlier))
    smaller = sorted((o for o in others if _is_part(o, table)), key=lambda o: -sum(o.truth))
    larger = sorted((o for o in others if _is_part(table, o)), key=lambda o: sum(o.truth))
    cells = _cells(release)
    for other in others:
        if other.truth == table.truth:
            yield _trial((table, other), tuple(equal(2)), 0, cells, ())
    for rules in _moved(table, others):
        place = next(place for place, link in enumerate(rules) if link is table)
        left = [count for count in remainder_counts(rules, cells) if count.of[1] in ("fn", "tn")]
        yield _trial(rules, tuple(moved(len(rules))), place, cells, left)
    for chain in _chains(table, smaller[:_NEAREST], larger[:_NEAREST]):
        place = next(place for place, link in enumerate(chain) if link is table)
        yield _trial(chain, tuple(contained(len(chain))), place, cells, list(remainder_counts(chain, cells)))
    for *parts, whole in _sums(table, smaller, larger, all_others):
        place = next(place for place, link in enumerate((*parts, whole)) if link is table)
        yield _trial((*parts, whole), tuple(added_up(len(parts) + 1)), place, cells, ())


def _trial(
    tables: tuple[PrintedTable, ...],
    links: tuple[Inequality, ...],
    place: int,
    cells: Sequence[str],
    left: Sequence[Count],
) -> TableAttack:
    """Counts that an earlier publication gives away by itself are not for this one to protect."""
    own = (
        count
        for count in own_counts(tables, cells)
        if count.of[0] == place or count.of[1] not in _given_away_alone(tables[count.of[0]], tuple(cells))
    )
    between = [count for count in left if place in (count.of[0], count.of[0] - 1)]
    return TableAttack(tables=tables, links=links, counts=(*own, *between), place=place)


@lru_cache(maxsize=1_000)
def _given_away_alone(table: PrintedTable, cells: tuple[str, ...]) -> frozenset[str]:
    return frozenset(count.of[1] for count in decided((table,), (), tuple(own_counts((table,), cells))))


def _chains(
    table: PrintedTable, smaller: Sequence[PrintedTable], larger: Sequence[PrintedTable]
) -> Iterator[tuple[PrintedTable, ...]]:
    """Two or three of which each is part of the next."""
    yield from ((other, table) for other in smaller)
    yield from ((table, other) for other in larger)
    yield from ((low, high, table) for high, low in combinations(smaller, 2) if _is_part(low, high))
    yield from ((table, low, high) for low, high in combinations(larger, 2) if _is_part(low, high))
    yield from ((low, table, high) for low in smaller[:1] for high in larger[:1])


def _moved(table: PrintedTable, others: Sequence[PrintedTable]) -> Iterator[tuple[PrintedTable, ...]]:
    """The same people by two or three rules, each of which picks out no more than the last."""
    for other in others:
        yield from (pair for pair in ((table, other), (other, table)) if _is_moved(*pair))
    picked = {id(other): other.truth[0] + other.truth[1] + other.truth[4] for other in (table, *others)}
    near = sorted(others, key=lambda other: abs(picked[id(other)] - picked[id(table)]))
    same = [other for other in near if _is_moved(other, table) or _is_moved(table, other)][: _NEAREST + 1]
    for first, second in combinations(same, 2):
        three = sorted((table, first, second), key=lambda other: -picked[id(other)])
        if all(_is_moved(*pair) for pair in pairwise(three)):
            yield tuple(three)


def _sums(
    table: PrintedTable,
    smaller: Sequence[PrintedTable],
    larger: Sequence[PrintedTable],
    others: Sequence[PrintedTable],
) -> Iterator[tuple[PrintedTable, ...]]:
    """Two that are a third, all three together."""
    for first, second in combinations(smaller, 2):
        if _sum(first.truth, second.truth) == table.truth:
            yield first, second, table
    for whole in larger:
        yield from ((other, table, whole) for other in others if _sum(other.truth, table.truth) == whole.truth)


def _sum(first: Table, second: Table) -> Table:
    return tuple(map(sum, zip(first, second, strict=True)))


def _others(release: Release, group: PublicGroup, earlier: Sequence[Release]) -> Iterator[PrintedTable]:
    """What other publications say of a group of the same name, or of one in other bands; none is there twice."""
    for other in earlier:
        for place in other.printed.printed_groups():
            if place.attribute == group.attribute and (
                place.value == group.value or _bands_differ(release, other, group)
            ):
                table = other.table(place)
                if table is not None and sum(table.truth) > 0:
                    yield table


def _bands_differ(release: Release, other: Release, group: PublicGroup) -> bool:
    bands = [dict(side.printed.result.plan.bands).get(str(group.attribute)) for side in (release, other)]
    return group.attribute is not None and bands[0] != bands[1]


def _are_apart(release: Release, other: Release) -> bool:
    first, second = (months(side.printed.public.period) for side in (release, other))
    return bool(first) and bool(second) and not first & second


def _is_part(smaller: PrintedTable, larger: PrintedTable) -> bool:
    counts = zip(smaller.truth, larger.truth, strict=True)
    return smaller.truth != larger.truth and all(less <= more for less, more in counts)


def _is_moved(table: PrintedTable, other: PrintedTable) -> bool:
    """Whether they may be the same people by two rules, of which the second picks out no more."""
    return table.truth != other.truth and all(limit.holds((*table.truth, *other.truth)) for limit in moved(2))


def _cells(release: Release) -> Sequence[str]:
    return cells_of(release.printed)


def cells_of(printed: Printed) -> Sequence[str]:
    """The counts there are to work out."""
    return CELLS if printed.result.plan.outcome is not None else _DECISIONS
