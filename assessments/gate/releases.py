"""What has been printed of an entry: results with their public side, and which of them are parts of others. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from assessments.gate.public_comparisons import place_of
from assessments.gate.public_result import CROSS, PublicGroup, PublicResult
from assessments.plan.periods import months
from assessments.results.result import GroupResult, Result
from assessments.statistics.counts import Tally

Group = tuple[str | None, str | None]  # attribute and value; None and None is everybody


Definition = tuple[object, ...]  # all that decides how many cases are counted where; equal means the same counts


@dataclass(frozen=True, slots=True)
class Printed:
    """A result with what is printed of it."""

    result: Result
    public: PublicResult
    on: str = ""  # the day on which it was printed

    @property
    def cases(self) -> Definition:
        """Which cases they are, whatever is said of them."""
        return self.result.data.sha256, self.result.data.rows, self.result.plan.count, self.result.plan.left_out

    @property
    def outcome(self) -> Definition:
        """What counts as a true yes, a true no, or as unknown."""
        plan = self.result.plan
        meanings = (plan.outcome_yes, plan.outcome_no, plan.outcome_unknown) if plan.task != "amounts" else ()
        return plan.outcome, *(tuple(sorted(values)) for values in meanings)

    @property
    def decision(self) -> Definition:
        """What counts as a yes and as a no: values, a threshold, a number of places, or how far an amount is off."""
        plan = self.result.plan
        meanings = tuple(sorted(values) for values in (plan.decision_yes, plan.decision_no, plan.decision_unknown))
        decimals = plan.decimals if plan.task == "amounts" or plan.first else None
        limits = plan.threshold, plan.first, plan.ties, plan.top, plan.tolerance, decimals
        against = self.outcome if plan.task in ("classes", "amounts") else None
        return plan.task, plan.decision, *map(tuple, meanings), *limits, against

    def groups(self, attribute: str | None) -> Definition:
        """What makes the groups of an attribute, or of two that are crossed; and their sizes, to be quite sure."""
        plan, names = self.result.plan, () if attribute is None else attribute.split(CROSS)
        decided = [(dict(pairs).get(name) for name in names) for pairs in (plan.group_unknown, plan.joined_values)]
        sizes = (
            (group.attributes, group.tally.parts)
            for group in (*self.result.groups, *self.result.intersections)
            if attribute is not None and tuple(name for name, _ in group.attributes) == tuple(names)
        )
        return attribute, *map(tuple, decided), tuple(sorted(sizes, key=repr)), self.result.overall.tally.parts

    def data(self, attribute: str | None) -> Definition:
        """Everything that defines the four counts of its groups: with the same, they are the same counts."""
        return self.cases, self.outcome, self.decision, self.groups(attribute)

    def exact(self, group: Group) -> Tally | None:
        """The exact counts of any printed group, crossed ones included."""
        crossed = next((own for own in self.result.intersections if place_of(own.attributes) == group), None)
        return self.tally(group) if crossed is None else crossed.tally

    def printed_groups(self) -> Iterator[PublicGroup]:
        """Everybody, and all groups that are printed."""
        yield self.public.overall
        yield from self.public.groups

    def exact_groups(self) -> Iterator[GroupResult]:
        yield self.result.overall
        yield from self.result.groups
        yield from self.result.intersections

    def people(self, group: Group) -> float | None:
        """At least so many persons are in it, where persons are in several cases."""
        return next((own.people for own in self.exact_groups() if place_of(own.attributes) == group), None)

    def tally(self, group: Group) -> Tally | None:
        """The exact counts of a group as it is printed, those of merged values together; None where it is not."""
        attribute, value = group
        if attribute is None:
            return self.result.overall.tally
        merged = next(
            (public_group.merged for public_group in self.public.groups_of(attribute) if public_group.value == value),
            None,
        )
        if merged is None:
            return None
        named = {(attribute, name) for name in merged or (value,)}
        return reduce(
            Tally.plus,
            (group_result.tally for group_result in self.result.groups if group_result.attributes[0] in named),
            Tally(),
        )


@dataclass(frozen=True, slots=True)
class PeriodPartition:
    """The same test on a longer time and on shorter ones within it: counts are no more than those of the whole, and the
    same where the shorter ones are all of it. ``groups`` are those that all of them print alike.
    """

    shorter: tuple[Printed, ...]
    longer: Printed
    is_all: bool
    groups: tuple[Group, ...]


def parts(printed: Sequence[Printed]) -> Iterator[PeriodPartition]:
    """What can be worked out from several periods together; left out where it is not so, for files of other cases."""
    for longer in printed:
        within = [release for release in printed if _is_within(release, longer)]
        together = [tuple(within)] if _are_apart(within) else [(publication,) for publication in within]
        for shorter in together:
            covered = sum(len(months(publication.public.period)) for publication in shorter)
            part = PeriodPartition(
                shorter=shorter,
                longer=longer,
                is_all=covered == len(months(longer.public.period)),
                groups=tuple(
                    group
                    for group in _groups(longer)
                    if all(_same(group, publication, longer) for publication in shorter)
                ),
            )
            if shorter and _is_so(part):
                yield part


def _is_within(shorter: Printed, longer: Printed) -> bool:
    same = shorter.public.plan_sha256 == longer.public.plan_sha256 and shorter.data(None) != longer.data(None)
    return same and bool(shorter.public.period) and months(shorter.public.period) < months(longer.public.period)


def _are_apart(printed: Sequence[Printed]) -> bool:
    every = [month for release in printed for month in months(release.public.period)]
    return len(every) == len(set(every))


def _groups(printed: Printed) -> tuple[Group, ...]:
    single = ((group.attribute, group.value) for group in printed.public.groups if not group.crossed)
    return ((None, None), *single)


def _same(group: Group, release: Printed, other: Printed) -> bool:
    attribute, value = group
    if attribute is None:
        return True
    merged = [[g.merged for g in side.public.groups_of(attribute) if g.value == value] for side in (release, other)]
    return bool(merged[0]) and merged[0] == merged[1]


def _is_so(part: PeriodPartition) -> bool:
    for group in part.groups:
        whole = part.longer.tally(group)
        tallies = [release.tally(group) for release in part.shorter]
        known = [tally for tally in tallies if tally is not None]
        together = reduce(Tally.plus, known, Tally())
        if whole is None or len(known) < len(tallies):
            return False
        counts = list(zip(together.parts, whole.parts, strict=True))
        if any(less > more for less, more in counts) or (part.is_all and together != whole):
            return False
    return True
