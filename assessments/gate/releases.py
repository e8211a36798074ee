"""What has been printed of an entry: results with their public side, and which of them are parts of others. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from assessments.gate.public_result import PublicResult
from assessments.plan.periods import months
from assessments.results.result import Result
from assessments.statistics.counts import Tally

Group = tuple[str | None, str | None]  # attribute and value; None and None is everybody


@dataclass(frozen=True, slots=True)
class Printed:
    """A result with what is printed of it. ``data`` tells which others are of the same cases."""

    result: Result
    public: PublicResult

    @property
    def data(self) -> str:
        plan = self.result.plan
        return f"{self.result.data.sha256} {plan.outcome_yes} {plan.decision_yes}"

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
    """What somebody knows who lays periods beside each other; left out where it is not so, for files of other cases."""
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
    same = shorter.public.plan_sha256 == longer.public.plan_sha256 and shorter.data != longer.data
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
