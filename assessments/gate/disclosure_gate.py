"""The gate: hides more of a public result until an attacker who knows all that is printed learns no small count.

Only in a child process, as a job before approval. What an attacker can do: attacker.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from math import inf

import numpy as np

from assessments.gate.attacker import Attack, Cells, Numbers, Owner, owner_of, weights_of
from assessments.gate.judged import Judgements
from assessments.gate.public_comparisons import place_of
from assessments.gate.public_result import OTHERS, Policy, PublicFigure, PublicGroup, PublicResult
from assessments.gate.releases import Definition, Group, Printed, parts
from assessments.gate.remainders import Release, TableAttack, alone, cells_of, together
from assessments.gate.retained import Retained, as_printed, retained, with_retained
from assessments.gate.suppress_and_round import HIDDEN, HIDE_MORE, STEPS, Place, Step, publish
from assessments.gate.tables import dot
from assessments.plan.periods import months
from assessments.results.result import Result
from assessments.statistics.metrics import PARTS, parts_of
from assessments.text.complaints import PlanRefusedError
from assessments.text.message import Message

_MOST_ROUNDS = 200
_MANY = 1_000
_MOST_TRIED = 400  # groups; no reader follows more, and each takes a tenth of a second and more
Breathe = Callable[[], None]
Suspect = tuple[str | None, str | None]  # attribute and value
TableAttacks = Callable[[Release, PublicGroup], Iterator[TableAttack]]
COARSER = 1  # by how much a figure is made coarser before it is hidden


@dataclass(frozen=True, slots=True)
class Leak:
    """A count that everybody could work out nearly enough: between what it must lie, where that was worked out."""

    attribute: str | None
    value: str | None
    what: str
    truth: int
    low: int | None = None
    high: int | None = None

    @property
    def suspect(self) -> Suspect:
        return self.attribute, self.value


def pass_gate(
    result: Result,
    *,
    policy: Policy | None = None,
    earlier: Sequence[Printed] = (),
    steps: Collection[Step] = STEPS,
    breathe: Breathe = lambda: None,
) -> PublicResult:
    """What may be printed of a result, given what has been printed of the entry already.

    ``breathe`` is called again and again, for it takes up to a minute.
    """
    rules = policy or Policy()
    stands = retained(result, earlier, rules)
    gate = _Gate(with_retained(result, stands), result.hash, stands, as_printed(earlier), breathe)
    public = gate.let_pass(rules, steps)
    if public is None:
        raise PlanRefusedError(_nothing_helps(result, earlier))
    return public


class _Gate:
    """Prints, has it attacked, makes more of it coarser or hides it, and again, until nothing is given away."""

    def __init__(
        self,
        result: Result,
        full_result_sha256: str,
        stands: Mapping[Group, Retained],
        earlier: Sequence[Printed],
        breathe: Breathe,
    ) -> None:
        self._result, self._hash, self._stands = result, full_result_sha256, stands
        self._earlier, self._breathe = earlier, breathe
        self._releases = [Release(release) for release in earlier]
        self._judgements = Judgements(result)
        self._passed: dict[object, list[Leak]] = {}

    def let_pass(self, rules: Policy, steps: Collection[Step]) -> PublicResult | None:
        hidden = self._too_many()
        for _ in range(_MOST_ROUNDS):
            public = self._printed(rules, hidden, steps)
            if HIDE_MORE not in steps:
                return public
            leaks = self._leaks(public)
            if not leaks:
                return public
            more = self._best(public, leaks, rules, hidden, steps)
            if more:
                hidden |= more
            elif rules.size_step > 2 * self._result.overall.tally.n:
                return None
            else:
                rules = replace(rules, size_step=2 * rules.size_step)
        return None

    def _too_many(self) -> dict[Place, int]:
        """Figures of groups that are more than can be tried: only the largest are printed."""
        groups = sorted((*self._result.groups, *self._result.intersections), key=lambda group: -group.tally.n)
        left_out = [place_of(group.attributes) for group in groups[_MOST_TRIED:]]
        return {(*place, metric): HIDDEN for place in left_out for metric in self._result.plan.shown_metrics}

    def _printed(self, rules: Policy, hidden: Mapping[Place, int], steps: Collection[Step]) -> PublicResult:
        return publish(
            self._result,
            policy=rules,
            hidden=hidden,
            steps=steps,
            stands=self._stands,
            full_result_sha256=self._hash,
        )

    def _leaks(self, public: PublicResult) -> list[Leak]:
        """Groups one by one first: only when all of them hold is the rest worth its time."""
        printed = Printed(self._result, public)
        release = Release(printed, self._judgements)
        for trials in (alone, self._with_earlier):
            leaks = [leak for group in printed.printed_groups() for leak in self._tried(release, group, trials, public)]
            if leaks:
                return leaks
        return adding_up([*self._earlier, printed], breathe=self._breathe)

    def _best(
        self,
        public: PublicResult,
        leaks: Sequence[Leak],
        rules: Policy,
        hidden: Mapping[Place, int],
        steps: Collection[Step],
    ) -> dict[Place, int]:
        """For each group that gives something away the figure to make coarser, or to hide, that leaves least of it."""
        more: dict[Place, int] = {}
        for leak in {leak.suspect: leak for leak in leaks}.values():
            group = _printed(public, leak.suspect)
            stands = group is None or leak.suspect in self._stands
            choices = [] if group is None or stands else list(_choices(group, hidden, public.primary))
            if leak.low is not None or not choices:
                more |= dict.fromkeys(_to_hide(public, [leak], self._stands), HIDDEN)
                continue
            scored: list[tuple[int, int, Place, int]] = []
            for order, (place, by) in enumerate(choices):
                self._breathe()
                tried = Printed(self._result, self._printed(rules, {**hidden, place: by}, steps))
                release = Release(tried, self._judgements)
                again = _printed(release.printed.public, leak.suspect)
                assert again is not None
                all_trials = (trial for trials in (alone, self._with_earlier) for trial in trials(release, again))
                least = min(scored)[0] if scored else _MANY
                left = sum(1 for _ in islice(given_away_by(all_trials, again), least + 1))
                scored.append((left, order, place, by))
                if not left:
                    break
            _, _, place, by = min(scored)
            more[place] = by
        return more

    def _with_earlier(self, release: Release, group: PublicGroup) -> Iterator[TableAttack]:
        return together(release, group, self._releases)

    def _tried(self, release: Release, group: PublicGroup, trials: TableAttacks, public: PublicResult) -> list[Leak]:
        """What was tried of a group before is not tried again while nothing of it is printed otherwise."""
        of_it = (c for c in public.comparisons if group.value in (c.value, c.reference) and c.hidden is None)
        same_cases = public.groups_of(str(group.attribute)) if public.repeated == "pairs" else ()
        printed = frozenset((c.attribute, c.value, c.metric) for c in of_it), same_cases
        key = trials.__name__, group, printed, public.policy
        if key not in self._passed:
            self._breathe()
            self._passed[key] = list(given_away_by(trials(release, group), group))
        return self._passed[key]


def _printed(public: PublicResult, group: Suspect) -> PublicGroup | None:
    return next((g for g in (public.overall, *public.groups) if (g.attribute, g.value) == group), None)


def _choices(group: PublicGroup, hidden: Mapping[Place, int], primary: Collection[str]) -> Iterator[tuple[Place, int]]:
    """What can be done to one figure of a group, what costs least first."""
    shown = [figure for figure in group.figures if figure.per_100 is not None]
    ordered = sorted(shown, key=lambda figure: (figure.metric in primary, -_width(figure)))
    for by in (COARSER, HIDDEN):
        for figure in ordered:
            place = group.attribute, group.value, figure.metric
            if by > hidden.get(place, 0) and (by == HIDDEN or figure.steps > 4):
                yield place, by


def given_away_by(trials: Iterable[TableAttack], group: PublicGroup) -> Iterator[Leak]:
    for trial in trials:
        for count in trial.decided():
            truth = tuple(number for table in trial.tables for number in table.truth)
            yield Leak(attribute=group.attribute, value=group.value, what=count.of[1], truth=dot(count.weights, truth))


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


def given_away(printed: Sequence[Printed], *, breathe: Breathe = lambda: None) -> list[Leak]:
    """Every count that can be worked out from all of it together, each publication together with those before it."""
    printed = as_printed(printed)
    releases = [Release(publication) for publication in printed]
    leaks: list[Leak] = []
    for number, release in enumerate(releases):
        for group in release.printed.printed_groups():
            breathe()
            leaks += given_away_by(alone(release, group), group)
            leaks += given_away_by(together(release, group, releases[:number]), group)
    return leaks + adding_up(printed, breathe=breathe)


def adding_up(printed: Sequence[Printed], *, breathe: Breathe = lambda: None) -> list[Leak]:
    """Counts that follow because groups are all of everybody, crossings all of a group, and months all of a year."""
    numbered = numbers_of(printed)
    attack = attacked(printed, numbered)
    leaks: dict[tuple[Owner, str], Leak] = {}
    for release, numbers in zip(printed, numbered, strict=True):
        need, counts = release.public.policy.people, list(_counts(release, numbers))
        attack.look_around(list(dict.fromkeys(owner for owner, *_ in counts)), cells_of(release))
        for owner, what, weights, truth in counts:
            if (owner, what) in leaks:
                continue
            breathe()
            if attack.is_open(owner, weights, need):
                continue
            low, high = attack.range_of(owner, weights)
            if not is_open(low, high, need):
                leaks[owner, what] = Leak(
                    attribute=owner[1], value=owner[2], what=what, truth=truth, low=low, high=high
                )
    return list(leaks.values())


def is_open(low: int, high: int, need: int) -> bool:
    """Whether a count may differ by what it needs, or be 0 as well as nearly that."""
    return high - low >= need or (low <= 0 and high >= need - 1)


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


def _counts(release: Printed, numbers: Numbers) -> Iterator[tuple[Owner, str, Cells, int]]:
    """All cells, and the sizes of groups too small to have theirs printed; but not of groups that stand: those are of
    another publication.
    """
    merged = {(group.attribute, value): group.value for group in release.public.groups for value in group.merged}
    groups = [group for group in release.result.groups if group.attributes[0] not in merged]
    pairs = [group for group in release.result.intersections if place_of(group.attributes)[0] in release.public.pairs]
    stand = {(group.attribute, group.value) for group in release.printed_groups() if group.stands_in}
    for group in (release.result.overall, *groups, *pairs):
        attribute, value = place_of(group.attributes)
        if (attribute, value) in stand:
            continue
        owner = numbers[attribute], attribute, value
        for part in cells_of(release):
            yield owner, part, weights_of(part), parts_of(group.tally)[PARTS.index(part)]
        if group.attributes and group.tally.n < release.public.policy.threshold:
            yield owner, "size", (1.0,) * len(PARTS), group.tally.n


def _to_hide(public: PublicResult, leaks: Sequence[Leak], stands: Mapping[Group, Retained]) -> set[Place]:
    """One figure more for each leaking attribute: the one that rests on the smallest group that still shows any.

    What stands is printed already, so hiding it would help nobody.
    """
    more: set[Place] = set()
    for leak in {leak.suspect: leak for leak in leaks}.values():
        groups = sorted(
            (group for group in public.groups if leak.attribute is None or group.attribute == leak.attribute),
            key=lambda group: (group.value != leak.value, group.value == OTHERS, group.size or 0),
        )
        if leak.attribute is None:
            groups.insert(0, public.overall)
        for group in (*groups, public.overall):
            shown = [figure for figure in group.figures if figure.per_100 is not None]
            if shown and (group.attribute, group.value) not in stands:
                chosen = min(shown, key=lambda figure: (figure.metric in public.primary, -_width(figure)))
                more.add((group.attribute, group.value, chosen.metric))
                break
    return more


def _width(figure: PublicFigure) -> float:
    return (figure.high or 0) - (figure.low or 0)
