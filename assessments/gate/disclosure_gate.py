"""The gate: hides more of a public result until an attacker who knows all that is printed learns no small count.

Only in a child process, as a job before approval. What an attacker can do: attacker.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf

import numpy as np

from assessments.gate.attacker import Attack, Cells, Numbers, Owner, owner_of, weights_of
from assessments.gate.public_result import OTHERS, Policy, PublicFigure, PublicResult
from assessments.gate.releases import Definition, Group, Printed, parts
from assessments.gate.suppress_and_round import HIDE_MORE, STEPS, Place, Step, place_of, publish
from assessments.plan.periods import months
from assessments.results.result import GroupResult, Result
from assessments.statistics.metrics import PARTS, parts_of, rate_weights
from assessments.text.complaints import PlanRefusedError
from assessments.text.message import Message

NEAR = 4  # a count is given away when its possible values lie this close: within 2 of the truth
_MOST_ROUNDS = 80
Breathe = Callable[[], None]
Suspect = tuple[str | None, str | None, str]  # attribute, value, and what leaked
_FINE_SIZES = 40  # where sizes give a group away, they are rounded up to this much before any rate is hidden


@dataclass(frozen=True, slots=True)
class Leak:
    """A count of few people that everybody could work out, and the rate it stands behind, if it is one of a rate."""

    attribute: str | None
    value: str | None
    what: str
    truth: int
    low: int
    high: int

    @property
    def suspect(self) -> "Suspect":
        return self.attribute, self.value, self.what


def pass_gate(
    result: Result,
    *,
    policy: Policy | None = None,
    earlier: Sequence[Printed] = (),
    steps: Collection[Step] = STEPS,
    breathe: Breathe = lambda: None,
) -> PublicResult:
    """What may be printed of a result, given what has been printed of the entry already.

    ``breathe`` is called again and again, for crossings take up to a minute.
    """
    hidden: set[Place] = set()
    rules = policy or Policy()
    suspects: Collection[Suspect] | None = None  # what leaked in the last round: hiding makes nothing else leak
    for _ in range(_MOST_ROUNDS):
        public = publish(result, policy=rules, hidden=hidden, steps=steps)
        if HIDE_MORE not in steps:
            return public
        leaks = given_away([*earlier, Printed(result, public)], only=suspects, breathe=breathe)
        if not leaks and suspects is None:
            return public
        suspects = {leak.suspect for leak in leaks} or None
        more = _to_hide(public, leaks)
        if leaks and not more and rules.size_step > 2 * result.overall.tally.n:
            raise PlanRefusedError(_nothing_helps(result, earlier))
        if leaks and (not more or (rules.size_step < _FINE_SIZES and any(leak.what == "size" for leak in leaks))):
            rules = replace(rules, size_step=2 * rules.size_step)
        else:
            hidden |= more
    return publish(result, policy=rules, hidden=_everything(result), steps=steps)


def _nothing_helps(result: Result, earlier: Sequence[Printed]) -> Message:
    """Every size is 0 by now and no figure is left, and what was printed earlier still gives people away."""
    own = months(result.plan.period)
    near = [
        release
        for release in earlier
        if release.result.data.sha256 == result.data.sha256 or own & months(release.public.period)
    ]
    periods = sorted({release.public.period.replace("/", "–") for release in near or earlier} - {""})
    if not earlier:
        return Message("The groups are so small that nothing can be shown. Merge groups, or test a longer period.")
    if not periods:
        return Message(
            "Nothing can be shown of this test beside what has been published of the same system already: single "
            "people could be told apart by laying the two side by side. Merge groups, or test a longer period."
        )
    return Message(
        "Nothing can be shown of this test beside what has been published of the same system already, on {periods}: "
        "single people could be told apart by laying the two side by side. Merge groups, or test a longer period.",
        {"periods": ", ".join(periods)},
    )


def given_away(
    printed: Sequence[Printed], *, only: Collection[Suspect] | None = None, breathe: Breathe = lambda: None
) -> list[Leak]:
    """Every count of few people that can be worked out, within 2, from all of it together; ``only`` looks at some."""
    numbered = numbers_of(printed)
    attack = attacked(printed, numbered)
    leaks: dict[tuple[Owner, str], Leak] = {}
    for release, numbers in zip(printed, numbered, strict=True):
        for owner, what, weights, truth in _small_counts(release, numbers):
            if (owner, what) in leaks or (only is not None and (*owner[1:], what) not in only):
                continue
            breathe()
            if attack.is_open(owner, weights, NEAR):
                continue
            low, high = attack.range_of(owner, weights)
            if high - low <= NEAR and (low, high) != (0, release.public.policy.threshold - 1):
                leaks[owner, what] = Leak(
                    attribute=owner[1], value=owner[2], what=what, truth=truth, low=low, high=high
                )
    return list(leaks.values())


def numbers_of(printed: Sequence[Printed]) -> list[Numbers]:
    """For each what its attributes, crossings and everybody have for numbers: the same number is the same counts."""
    known: dict[Definition, int] = {}
    attributes = [(None, *release.public.attributes, *release.public.pairs) for release in printed]
    return [
        {name: known.setdefault(release.data(name), len(known)) for name in names}
        for release, names in zip(printed, attributes, strict=True)
    ]


def attacked(printed: Sequence[Printed], numbered: Sequence[Numbers]) -> Attack:
    """An attacker who has all of it, and knows which are of the same cases and which periods are parts of others."""
    attack = Attack([(numbers, release.public) for release, numbers in zip(printed, numbered, strict=True)])
    numbers_by_id = {id(release): numbers for release, numbers in zip(printed, numbered, strict=True)}
    for part in parts(printed):
        for place in part.groups:
            longer, *shorter = (
                _owner(release, place, numbers_by_id[id(release)]) for release in (part.longer, *part.shorter)
            )
            attack.learn_part(shorter, longer, least=0 if part.is_all else -inf)
    for first, second in combinations(range(len(printed)), 2):
        for same in _in_common(printed[first], numbered[first], printed[second], numbered[second]):
            attack.learn_same(*same)
    return attack


def _owner(release: Printed, place: Group, numbers: Numbers) -> Owner:
    attribute, value = place
    return (
        owner_of(release.public.group(attribute, value), numbers)
        if attribute is not None
        else (numbers[None], None, None)
    )


def _in_common(
    release: Printed, numbers: Numbers, other: Printed, others: Numbers
) -> Iterator[tuple[Owner, Owner, Cells]]:
    """Groups of the same cases by two rules, such as two thresholds: as many people, and some decisions alike."""
    if release.cases != other.cases:
        return
    same_decision = release.decision == other.decision
    kinds = [_EVERYBODY, *((_WITH_YES, _WITH_NO) if same_decision else ())]
    for place in (
        (None, None),
        *((group.attribute, group.value) for group in release.public.groups if not group.crossed),
    ):
        if place[0] is not None and place not in {(group.attribute, group.value) for group in other.public.groups}:
            continue
        owner, same = _owner(release, place, numbers), _owner(other, place, others)
        own_tally, other_tally = release.tally(place), other.tally(place)
        if owner != same and own_tally is not None and other_tally is not None:
            for weights in kinds:
                if np.dot(weights, parts_of(own_tally)) == np.dot(weights, parts_of(other_tally)):
                    yield owner, same, weights


_EVERYBODY: Cells = (1.0,) * len(PARTS)
_WITH_YES: Cells = tuple(float(part in ("tp", "fp", "selected_only")) for part in PARTS)
_WITH_NO: Cells = tuple(float(part in ("tn", "fn", "passed_over_only")) for part in PARTS)


def _small_counts(release: Printed, numbers: Numbers) -> Iterator[tuple[Owner, str, tuple[float, ...], int]]:
    """Cells, sizes, and denominators of rates, that are below the threshold."""
    merged = {(group.attribute, value): group.value for group in release.public.groups for value in group.merged}
    groups = [group for group in release.result.groups if group.attributes[0] not in merged]
    pairs = [group for group in release.result.intersections if place_of(group.attributes)[0] in release.public.pairs]
    for group in (release.result.overall, *groups, *pairs):
        attribute, value = place_of(group.attributes)
        for what, weights, truth in _counts_of(group, release.public):
            if truth * _people_in_a_case(group) < release.public.policy.threshold:
                yield (numbers[attribute], attribute, value), what, weights, truth


def _people_in_a_case(group: GroupResult) -> float:
    """How many persons a case of the group stands for: fewer than one, where persons are in several."""
    return 1.0 if group.people is None or group.tally.n == 0 else min(1.0, group.people / group.tally.n)


def _counts_of(group: GroupResult, public: PublicResult) -> Iterator[tuple[str, tuple[float, ...], int]]:
    tally = group.tally
    for part in ("tp", "fp", "tn", "fn"):
        yield part, weights_of(part), getattr(tally, part)
    if group.attributes:
        yield "size", (1.0,) * len(weights_of("tp")), tally.n
    for figure in public.overall.figures:
        yield figure.metric, rate_weights(figure.metric)[1], group.figure(figure.metric).denominator


def _to_hide(public: PublicResult, leaks: Sequence[Leak]) -> set[Place]:
    """One figure more for each leaking attribute: the one that rests on the smallest group that still shows any."""
    more: set[Place] = set()
    for leak in {(leak.attribute, leak.value): leak for leak in leaks}.values():
        groups = sorted(
            (group for group in public.groups if leak.attribute is None or group.attribute == leak.attribute),
            key=lambda group: (group.value != leak.value, group.value == OTHERS, group.size or 0),
        )
        for group in (*groups, public.overall):
            shown = [figure for figure in group.figures if figure.per_100 is not None]
            if shown:
                chosen = min(shown, key=lambda figure: (figure.metric in public.primary, -_width(figure)))
                more.add((group.attribute, group.value, chosen.metric))
                break
    return more


def _width(figure: PublicFigure) -> float:
    return (figure.high or 0) - (figure.low or 0)


def _everything(result: Result) -> set[Place]:
    groups = (result.overall, *result.groups, *result.intersections)
    places = (place_of(group.attributes) for group in groups)
    return {(*place, metric) for place in places for metric in result.plan.shown_metrics}
