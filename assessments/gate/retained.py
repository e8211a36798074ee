"""The earlier figure stands while fewer than ten people have changed: of which groups that is so, and what follows.

Pure. All that is printed of a group that stands is made from the earlier counts, verdicts included: who lays the two
publications side by side sees that nothing has happened, whether or not somebody has come.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessments.gate.public_comparisons import place_of
from assessments.gate.public_result import Policy, PublicGroup
from assessments.gate.releases import Printed
from assessments.plan.periods import months
from assessments.results.comparing import Pair, compared, family_of, together
from assessments.results.result import Comparison, GroupResult, RateFigure, Result
from assessments.statistics.margin import too_wide
from assessments.statistics.metrics import METRICS, parts_of
from assessments.statistics.score_comparisons import NOBODY, Family, claims
from assessments.statistics.stratified import mcnemar
from assessments.statistics.weighted_tally import Share

Place = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Retained:
    """A group as it was printed earlier, the counts behind that, and since when. ``pairs`` are its comparisons where
    each case is compared with itself.
    """

    printed: PublicGroup
    exact: GroupResult
    since: str
    result_sha256: str
    pairs: tuple[Comparison, ...] = ()


def retained(result: Result, earlier: Sequence[Printed], policy: Policy) -> Mapping[Place, Retained]:
    """Of which groups an earlier figure stands; of several the one that was printed last."""
    groups = (result.overall, *result.groups, *result.intersections)
    chosen = {place_of(group.attributes): _latest(group, result, earlier, policy) for group in groups}
    return {place: stands for place, stands in chosen.items() if stands is not None}


def as_printed(releases: Sequence[Printed]) -> list[Printed]:
    """Each publication with the counts that are behind what it prints: earlier ones where earlier figures stand."""
    by_hash = {release.public.full_result_sha256: release for release in releases}
    printed = []
    for release in releases:
        stands = {}
        for group in release.printed_groups():
            place, before = (group.attribute, group.value), by_hash.get(group.stands_in)
            own = [] if before is None else [g for g in before.exact_groups() if place_of(g.attributes) == place]
            if own:
                stands[place] = Retained(
                    printed=group,
                    exact=own[0],
                    since=group.stands_from,
                    result_sha256=group.stands_in,
                    pairs=_pairs_of(place, before),
                )
        printed.append(replace(release, result=with_retained(release.result, stands)) if stands else release)
    return printed


def _latest(group: GroupResult, result: Result, earlier: Sequence[Printed], policy: Policy) -> Retained | None:
    """Of the figures from which fewer than ten have changed the one that was printed last, or stood last: not the
    nearest, for then one person more could turn one into another.
    """
    place, last_printed = place_of(group.attributes), {}
    candidates: list[Retained] = []
    for number, release in enumerate(earlier):
        for printed in release.printed_groups():
            if (printed.attribute, printed.value) == place:
                last_printed[printed.stands_in or release.public.full_result_sha256] = number
        if not _are_apart(result, release):
            changes = _printed_before(group, release)
            most = policy.people * max(1.0, _cases_of_a_person(group))
            candidates += (retained for changed, retained in changes if changed < most)
    return max(candidates, key=lambda retained: last_printed[retained.result_sha256], default=None)


def _printed_before(group: GroupResult, release: Printed) -> Iterator[tuple[int, Retained]]:
    """The group where it was printed itself, with how many people have changed since, over all its counts."""
    place = place_of(group.attributes)
    printed = next((p for p in release.printed_groups() if (p.attribute, p.value) == place and not p.merged), None)
    exact = next((own for own in release.exact_groups() if place_of(own.attributes) == place), None)
    if printed is not None and exact is not None and not printed.stands_in:
        counts = zip(parts_of(group.tally), parts_of(exact.tally), strict=True)
        changed = sum(abs(now - before) for now, before in counts)
        stands = Retained(
            printed=printed,
            exact=exact,
            since=release.on,
            result_sha256=release.public.full_result_sha256,
            pairs=_pairs_of(place, release),
        )
        yield changed, stands


def _pairs_of(place: Place, release: Printed | None) -> tuple[Comparison, ...]:
    comparisons = () if release is None else release.result.comparisons
    return tuple(c for c in comparisons if c.joint is not None and place_of(c.group) == place)


def _cases_of_a_person(group: GroupResult) -> float:
    return 1.0 if not group.people else group.tally.n / group.people


def _are_apart(result: Result, release: Printed) -> bool:
    own, other = months(result.plan.period), months(release.public.period)
    return bool(own) and bool(other) and not own & other


def with_retained(result: Result, stands: Mapping[Place, Retained]) -> Result:
    """The result as it would be if the groups that stand still had their earlier counts; its hash is another."""
    if not stands:
        return result
    exact = {place_of(g.attributes): g for g in (result.overall, *result.groups, *result.intersections)}
    now = {place: _as_before(own, stands[place]) if place in stands else own for place, own in exact.items()}
    changed = replace(
        result,
        overall=now[None, None],
        groups=tuple(now[place_of(group.attributes)] for group in result.groups),
        intersections=tuple(now[place_of(group.attributes)] for group in result.intersections),
    )
    return replace(
        changed,
        comparisons=_compared_again(changed, _with_pairs(changed.comparisons, stands), now, decides=True),
        further=_compared_again(changed, _crossed(changed), now, decides=False),
    )


def _as_before(now: GroupResult, stands: Retained) -> GroupResult:
    """The earlier counts, with figures for what is asked now."""
    known = {figure.metric: figure for figure in stands.exact.figures}
    figures = tuple(known.get(figure.metric) or _nothing(figure) for figure in now.figures)
    return replace(stands.exact, attributes=now.attributes, figures=figures)


def _nothing(figure: RateFigure) -> RateFigure:
    """A rate that was not worked out then is not printed now: it would be of other people than all the rest."""
    return replace(figure, value=None, numerator=0, denominator=0, low=None, high=None, effective=None, people=None)


def _with_pairs(comparisons: Sequence[Comparison], stands: Mapping[Place, Retained]) -> tuple[Comparison, ...]:
    """The pairs of the publication that both groups are of; none where the two are of different ones."""
    return tuple(
        replace(comparison, joint=_joint_of_both(comparison, stands)) if comparison.joint else comparison
        for comparison in comparisons
    )


def _joint_of_both(comparison: Comparison, stands: Mapping[Place, Retained]) -> tuple[int, int, int, int] | None:
    own, other = (stands.get(place_of(of)) for of in (comparison.group, comparison.reference))
    if own is None and other is None:
        return comparison.joint
    if own is None or other is None or own.result_sha256 != other.result_sha256:
        return _NO_PAIRS
    return next((c.joint for c in own.pairs if c.metric == comparison.metric), _NO_PAIRS)


_NO_PAIRS = (0, 0, 0, 0)


def _crossed(result: Result) -> tuple[Comparison, ...]:
    return tuple(
        c for c in result.further if len(c.group) == 2 and c.given is None and c.against == result.plan.against
    )


def _compared_again(
    result: Result, comparisons: Sequence[Comparison], now: Mapping[Place, GroupResult], *, decides: bool
) -> tuple[Comparison, ...]:
    plan = result.plan
    pairs = [_pair(comparison, now) for comparison in comparisons]
    rates = {figure.metric: figure.value for figure in result.overall.figures if figure.value is not None}
    wide = () if plan.margin_reason.strip() else too_wide(plan.judged_by, rates)
    others = _others_of(result) if decides else NOBODY
    return compared(pairs, plan.primary_metrics if decides else (), plan.judged_by, others=others, too_wide=wide)


def _others_of(result: Result) -> Family:
    """What else decides on the same page: metrics that are no rates, and the rates at other thresholds."""
    families = [claims(result.other_metrics)]
    for other in result.thresholds:
        now = {place_of(g.attributes): g for g in (other.overall, *other.groups)}
        pairs = [_pair(comparison, now) for comparison in other.comparisons]
        families.append(family_of(pairs, other.plan.primary_metrics, other.plan.judged_by))
    return together(*families)


def _pair(comparison: Comparison, now: Mapping[Place, GroupResult]) -> Pair:
    own, whole = (now[place].figure(comparison.metric) for place in (place_of(comparison.group), (None, None)))
    other = whole
    if comparison.against == "reference" and place_of(comparison.reference) in now:
        other = now[place_of(comparison.reference)].figure(comparison.metric)
    of_a_part = comparison.against != "reference" and 0 < own.denominator < whole.denominator
    held = None if comparison.joint is None else mcnemar(*comparison.joint)
    if comparison.joint is not None and held is None:
        own = _nothing(own)  # no pairs, and so no verdict
    return Pair(
        group=comparison.group,
        reference=comparison.reference,
        against=comparison.against,
        metric=METRICS[comparison.metric],
        share=share_of(own),
        other=rest_of(whole, own) if of_a_part else share_of(other),
        own=Fraction(own.denominator, whole.denominator) if of_a_part else Fraction(),
        stratified=held,
        joint=comparison.joint if held is not None else None,
    )


def share_of(figure: RateFigure) -> Share:
    """A rate as it is compared, from what the result says of it."""
    if not figure.denominator or figure.value is None:
        return Share(numerator=0, denominator=0, exact=None, yes=0, cases=0)
    whole = figure.effective is None
    exact = Fraction(figure.numerator, figure.denominator) if whole else Fraction(figure.value)
    cases = figure.denominator if figure.effective is None else figure.effective
    return Share(
        numerator=figure.numerator,
        denominator=figure.denominator,
        exact=exact,
        yes=figure.numerator if whole else figure.value * cases,
        cases=cases,
        total=figure.denominator,
        people=figure.people,
    )


def rest_of(whole: RateFigure, own: RateFigure) -> Share:
    """The rate of those outside a group; where a few have changed that do not add up, as near as can be."""
    denominator = whole.denominator - own.denominator
    numerator = min(max(whole.numerator - own.numerator, 0), denominator)
    worth = 1.0 if whole.effective is None else whole.effective / whole.denominator
    exact = Fraction(numerator, denominator)
    yes: float = numerator if worth == 1.0 else float(exact) * denominator * worth
    cases: float = denominator if worth == 1.0 else denominator * worth
    return Share(numerator=numerator, denominator=denominator, exact=exact, yes=yes, cases=cases, total=denominator)
