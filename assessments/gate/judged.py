"""Which counts of a group give the verdicts that are printed of it, while all other groups stay as they are.

Only in a child process, as all of the attack.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial

from assessments.gate.paired import Joint, PairedVerdict, joints_with
from assessments.gate.public_comparisons import CERTAIN, place_of
from assessments.gate.public_result import PublicFigure, PublicResult
from assessments.gate.rounding import rates_behind
from assessments.gate.tables import ENDLESS, Inequality, Table, share_of
from assessments.results.comparing import Levels, Pair, judgement_at
from assessments.results.result import Comparison, RateFigure, Result
from assessments.statistics.intervals import z_of
from assessments.statistics.margin import Margin, too_wide
from assessments.statistics.metrics import METRICS, rate_weights
from assessments.statistics.score_comparisons import claims
from assessments.statistics.significance import LEVEL, largest_claimed
from assessments.statistics.verdict import Because, Judgement, Verdict
from assessments.statistics.weighted_tally import Share

Place = tuple[str | None, str | None]
_MANY = 300  # tests of one family: with more, one among them moves the levels of the others by next to nothing
_TRIED = 5  # counts of the other group, over what is printed of it, when the reference is the one that moves


@dataclass(frozen=True, slots=True)
class Judged:
    """One printed comparison, seen from one of its two sides. ``others`` are shares that the other side may have; the
    verdict has to follow with one of them.
    """

    comparison: Comparison
    figure: RateFigure
    others: tuple[Share, ...]
    is_reference: bool
    levels: Levels
    margin: Margin
    too_wide: bool
    own: Fraction = Fraction()

    @property
    def paired(self) -> PairedVerdict:
        return PairedVerdict(comparison=self.comparison, levels=self.levels, margin=self.margin, too_wide=self.too_wide)

    def follows_from(self, numerator: int, denominator: int) -> bool:
        if denominator <= 0 or not 0 <= numerator <= denominator:
            return False
        if self.comparison.joint is not None:
            return self._follows_from_pairs(numerator, denominator, self.comparison.joint)
        share = _like(self.figure, numerator, denominator)
        return any(self._is_printed(share, other) for other in self.others)

    def _follows_from_pairs(self, numerator: int, denominator: int, truth: Joint) -> bool:
        """Of cases compared with themselves: whether the verdict follows from some way to pair the two rates. Rows that
        are in no pair are taken to be known.
        """
        paired_yes = truth[0] + (truth[2] if self.is_reference else truth[1])
        yes = numerator - (self.figure.numerator - paired_yes)
        cases = denominator - (self.figure.denominator - sum(truth))
        verdict = self.paired
        return any(map(verdict.follows_from, joints_with(truth, yes, cases, of_reference=self.is_reference)))

    def _is_printed(self, share: Share, other: Share) -> bool:
        comparison = self.comparison
        first, second = (other, share) if self.is_reference else (share, other)
        pair = Pair(
            group=comparison.group,
            reference=comparison.reference,
            against=comparison.against,
            metric=METRICS[comparison.metric],
            share=first,
            other=second,
            own=self.own,
        )
        if not pair.is_defined or judgement_at(pair, self.margin, self.levels, too_wide=self.too_wide) != (
            comparison.judgement
        ):
            return False
        if comparison.judgement.because not in CERTAIN:
            return True
        assert first.exact is not None
        assert second.exact is not None
        assert comparison.difference is not None
        return (first.exact > second.exact) == (comparison.difference.value > 0)


class Judgements:
    """All comparisons of a result, and what each test has to meet: found once, however often its print is tried."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._made: dict[tuple[int, PublicFigure | None], Sequence[tuple[Judged, tuple[Inequality, ...]]]] = {}
        self._exact = {place_of(g.attributes): g for g in (result.overall, *result.groups, *result.intersections)}
        rates = {f.metric: f.value for f in result.overall.figures if f.value is not None}
        self._wide = () if result.plan.margin_reason.strip() else too_wide(result.plan.judged_by, rates)

    @cached_property
    def _by_place(self) -> Mapping[Place, list[tuple[Comparison, Levels]]]:
        by_place: dict[Place, list[tuple[Comparison, Levels]]] = {}
        for comparison, levels in _levels(self._result):
            if comparison.against == self._result.plan.against:
                for attributes in (comparison.group, comparison.reference):
                    if attributes:
                        by_place.setdefault(place_of(attributes), []).append((comparison, levels))
        return by_place

    def of(self, place: Place, public: PublicResult) -> list[Judged]:
        """What is printed of a group in comparisons, its own and those with it as the reference."""
        return [side for side, _ in self._known(place, public)]

    def near(self, place: Place, public: PublicResult) -> tuple[Inequality, ...]:
        """Between which rates the verdicts stay, with as many cases as there are."""
        return tuple(limit for _, limits in self._known(place, public) for limit in limits)

    def _known(self, place: Place, public: PublicResult) -> Iterator[tuple[Judged, tuple[Inequality, ...]]]:
        printed = {(c.attribute, c.value, c.metric) for c in public.comparisons if c.hidden is None}
        for comparison, levels in self._by_place.get(place, ()):
            own_place = place_of(comparison.group)
            if (*own_place, comparison.metric) in printed:
                is_other = comparison.against == "reference" and place != own_place
                seen = public.group(str(own_place[0]), own_place[1]).figure(comparison.metric) if is_other else None
                yield from self._worked_out(comparison, levels, seen)

    def _worked_out(
        self, comparison: Comparison, levels: Levels, seen: PublicFigure | None
    ) -> Sequence[tuple[Judged, tuple[Inequality, ...]]]:
        """Once for what is printed of the other side, however often the rest is printed otherwise."""
        key = id(comparison), seen
        if key not in self._made:
            side = self._judged(comparison, levels, seen)
            follows = side.follows_from(side.figure.numerator, side.figure.denominator)
            self._made[key] = [(side, tuple(_near_limits(side)))] if follows else []
        return self._made[key]

    def pairs(self, place: Place, public: PublicResult) -> list[Judged]:
        """What is printed of a group and the reference where each case is compared with itself."""
        judged = self.of(place, public)
        return [side for side in judged if side.comparison.joint is not None and not side.is_reference]

    def _judged(self, comparison: Comparison, levels: Levels, seen: PublicFigure | None) -> Judged:
        """Seen from the group, or with what is printed of it from the reference."""
        own_place, metric = place_of(comparison.group), comparison.metric
        own = self._exact[own_place].figure(metric)
        made = partial(
            Judged,
            comparison=comparison,
            levels=levels,
            margin=self._result.plan.judged_by,
            too_wide=metric in self._wide,
        )
        if comparison.against != "reference":
            whole = self._result.overall.figure(metric)
            portion = Fraction(own.denominator, whole.denominator or 1)
            return made(figure=own, others=(_rest(whole, own),), is_reference=False, own=portion)
        other = self._exact[place_of(comparison.reference)].figure(metric)
        if seen is None:
            return made(figure=own, others=(_of(other),), is_reference=False)
        return made(figure=other, others=tuple(_around(own, seen)), is_reference=True)


def _near_limits(side: Judged) -> Iterator[Inequality]:
    figure = side.figure
    low, high = _stays(side, figure.numerator, -1), _stays(side, figure.numerator, 1)
    numerator, denominator = rate_weights(figure.metric)
    cases = figure.denominator
    for end, sign in ((low, 1.0), (high, -1.0)):
        weights = tuple(
            sign * (cases * above - end * below) for above, below in zip(numerator, denominator, strict=True)
        )
        yield Inequality(weights, 0, ENDLESS)


def _stays(side: Judged, start: int, way: int) -> int:
    """The furthest numerator this way with which the verdict is the same, all nearer ones included; or nearly."""
    most = start if way < 0 else side.figure.denominator - start
    reached, step = 0, 1
    while reached + step <= most and side.follows_from(start + way * (reached + step), side.figure.denominator):
        reached, step = reached + step, 2 * step
    while step > 1:
        step //= 2
        if reached + step <= most and side.follows_from(start + way * (reached + step), side.figure.denominator):
            reached += step
    return start + way * reached


def is_judged_so(judged: Sequence[Judged]) -> Callable[[Table], bool]:
    return lambda table: all(side.follows_from(*share_of(side.comparison.metric, table)) for side in judged)


def _levels(result: Result) -> Iterator[tuple[Comparison, Levels]]:
    """Each comparison with what its test has to meet, given all others of its family."""
    other_metrics = claims(result.other_metrics)[0]
    elsewhere = list(_at_other_thresholds(result))
    for family, further in ((result.comparisons, other_metrics), (result.further, ())):
        deciding = {_test(c) for c in family if c.primary}
        for decides in (True, False):
            members = [c for c in family if (_test(c) in deciding) is decides and c.p_value is not None]
            tests, own_further = {_test(c): c for c in members}, further if decides else ()
            siblings = elsewhere if decides and family is result.comparisons else []
            if len(tests) > _MANY:
                shared = _level([*list(tests.values())[1:], *siblings], own_further, decides=decides)
                yield from ((comparison, shared) for comparison in members)
                continue
            for comparison in members:
                others = [c for test, c in tests.items() if test != _test(comparison)]
                yield comparison, _level([*others, *siblings], own_further, decides=decides)


def _at_other_thresholds(result: Result) -> Iterator[Comparison]:
    """The tests at every other threshold that is laid side by side: they decide together with these."""
    for other in result.thresholds:
        tests = {_test(c): c for c in other.comparisons if c.primary and c.p_value is not None}
        yield from tests.values()


def _level(others: Sequence[Comparison], further: Sequence[float], *, decides: bool) -> Levels:
    number = len(others) + len(further) + 1
    p_values = [*(c.p_value for c in others if c.p_value is not None), *further]
    inside = sum(_is_inside(c.judgement) for c in others)
    beyond = sum(c.judgement.because is Because.SURELY_IMPORTANT for c in others)
    return Levels(
        p_value=largest_claimed(p_values, explored=not decides),
        z_inside=z_of(LEVEL / (number - inside)),
        z_beyond=z_of(LEVEL / (number - beyond)),
    )


def _is_inside(judgement: Judgement) -> bool:
    return judgement.verdict is Verdict.NO_IMPORTANT_DIFFERENCE or judgement.because is Because.MARGIN_TOO_WIDE


def _test(comparison: Comparison) -> tuple[object, ...]:
    return METRICS[comparison.metric].family, comparison.group, comparison.against == "reference", comparison.given


def _worth(figure: RateFigure) -> float:
    """How many independent cases a case is worth."""
    return 1.0 if figure.effective is None or not figure.denominator else figure.effective / figure.denominator


def _share(numerator: int, denominator: int, worth: float) -> Share:
    exact = Fraction(numerator, denominator)
    whole = worth == 1.0
    cases = denominator if whole else denominator * worth
    return Share(
        numerator=numerator,
        denominator=denominator,
        exact=exact,
        yes=numerator if whole else float(exact) * cases,
        cases=cases,
        total=denominator,
    )


def _of(figure: RateFigure) -> Share:
    """The share as it is, by its weights where there are any."""
    return _like(figure, figure.numerator, max(figure.denominator, 1))


def _like(figure: RateFigure, numerator: int, denominator: int) -> Share:
    """Other counts of the same group, with weights like its own."""
    share = _share(numerator, denominator, _worth(figure))
    if figure.effective is None or figure.value is None or not figure.denominator:
        return share
    shift = Fraction(figure.value) - Fraction(figure.numerator, figure.denominator)
    exact = min(max(Fraction(numerator, denominator) + shift, Fraction(0)), Fraction(1))
    return replace(share, exact=exact, yes=float(exact) * share.cases)


def _around(figure: RateFigure, printed: PublicFigure) -> Iterable[Share]:
    """The share as it is, and others that are printed so."""
    yield _of(figure)
    if printed.per_100 is not None:
        low, high = rates_behind(printed.per_100, printed.steps)
        for part in range(1, _TRIED + 1):
            rate = low + (high - low) * Fraction(part, _TRIED + 1)
            numerator = round(rate * figure.denominator)
            if 0 <= numerator <= figure.denominator:
                yield _share(numerator, figure.denominator, _worth(figure))


def _rest(whole: RateFigure, own: RateFigure) -> Share:
    return _share(whole.numerator - own.numerator, max(whole.denominator - own.denominator, 1), _worth(whole))
