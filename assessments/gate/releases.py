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
        merged = next((one.merged for one in self.public.groups_of(attribute) if one.value == value), None)
        if merged is None:
            return None
        named = {(attribute, one) for one in merged or (value,)}
        return reduce(Tally.plus, (one.tally for one in self.result.groups if one.attributes[0] in named), Tally())


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
        within = [one for one in printed if _is_within(one, longer)]
        together = [tuple(within)] if _are_apart(within) else [(one,) for one in within]
        for shorter in together:
            covered = sum(len(months(one.public.period)) for one in shorter)
            part = PeriodPartition(
                shorter,
                longer,
                covered == len(months(longer.public.period)),
                tuple(group for group in _groups(longer) if all(_same(group, one, longer) for one in shorter)),
            )
            if shorter and _is_so(part):
                yield part


def _is_within(one: Printed, longer: Printed) -> bool:
    same = one.public.plan_sha256 == longer.public.plan_sha256 and one.data != longer.data
    return same and bool(one.public.period) and months(one.public.period) < months(longer.public.period)


def _are_apart(printed: Sequence[Printed]) -> bool:
    every = [month for one in printed for month in months(one.public.period)]
    return len(every) == len(set(every))


def _groups(printed: Printed) -> tuple[Group, ...]:
    single = ((one.attribute, one.value) for one in printed.public.groups if not one.crossed)
    return ((None, None), *single)


def _same(group: Group, one: Printed, other: Printed) -> bool:
    attribute, value = group
    if attribute is None:
        return True
    found = [[g.merged for g in each.public.groups_of(attribute) if g.value == value] for each in (one, other)]
    return bool(found[0]) and found[0] == found[1]


def _is_so(part: PeriodPartition) -> bool:
    for group in part.groups:
        whole = part.longer.tally(group)
        tallies = [one.tally(group) for one in part.shorter]
        known = [tally for tally in tallies if tally is not None]
        together = reduce(Tally.plus, known, Tally())
        if whole is None or len(known) < len(tallies):
            return False
        counts = list(zip(together.parts, whole.parts, strict=True))
        if any(less > more for less, more in counts) or (part.is_all and together != whole):
            return False
    return True
