"""From counts and a plan to the result: every rate with its interval, every comparison with its verdict.

Pure arithmetic in a fixed order: the same counts and plan give the same bytes. Knows no files and no words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from assessments.plan.plan import AGAINST, Against, TestPlan
from assessments.results.comparing import Pair, compared, family_of, together
from assessments.results.result import Attributes, ClassResult, Data, GroupResult, RateFigure, Result
from assessments.statistics.counts import Counts, Groups, Tally
from assessments.statistics.intervals import wilson
from assessments.statistics.margin import too_wide
from assessments.statistics.metrics import METRICS, Metric
from assessments.statistics.persons import PersonSums
from assessments.statistics.score_comparisons import NOBODY, Family, ScoreComparison, claims, judged
from assessments.statistics.stratified import mantel_haenszel, mcnemar
from assessments.statistics.weighted_tally import Sample, Share, Weights, samples

MOST_CROSSED = 1_000  # groups of one crossing of attributes; more are not people a reader can follow


@dataclass(frozen=True, slots=True)
class _Attribute:
    """The groups of one attribute, or of several crossed, and everybody."""

    names: tuple[str, ...]
    reference: Groups | None
    groups: Mapping[Groups, Sample]
    whole: Sample

    def known(self) -> Iterator[tuple[Groups, Sample]]:
        """Groups of people: unknown membership is no group, and is compared with nobody."""
        return ((values, sample) for values, sample in self.groups.items() if None not in values)

    def named(self, values: Groups) -> Attributes:
        return tuple(zip(self.names, values, strict=True))


@dataclass(frozen=True, slots=True)
class _Cases:
    """What a file was counted into."""

    counts: Counts
    weights: Weights | None = None
    persons: PersonSums | None = None

    def by(self, names: tuple[str, ...]) -> dict[Groups, Sample]:
        weights = None if self.weights is None else self.weights.marginal(names)
        return samples(self.counts.marginal(names), weights, self.persons)


def assess(
    counts: Counts,
    plan: TestPlan,
    *,
    data: Data,
    weights: Weights | None = None,
    other_metrics: ScoreComparison | None = None,
    persons: PersonSums | None = None,
    others: Family = NOBODY,
) -> Result:
    """The full result, not yet checked by anybody else. The plan must be complete (``plan.complete``).

    ``persons`` says how cases of the same person hang together. ``metrics`` are no rates but stand on the same page:
    they are judged here, as one family with the rates that decide, and with ``others``, such as of other thresholds.
    """
    file = _Cases(counts, weights, persons)
    whole = file.by(()).get((), Sample(Tally()))
    rates = tuple(METRICS[name] for name in plan.metrics)
    single = [_attribute((name,), file, plan, whole) for name in plan.groups]
    crossed, left_out = _crossed(file, plan, whole)
    shown = tuple(METRICS[name] for name in plan.shown_metrics)
    pairs = _deciding_pairs(single, file, plan, rates)
    margin = plan.judged_by
    wide = () if plan.margin_reason.strip() else too_wide(margin, overall_rates(whole, rates))
    claimed = together(claims(other_metrics), others)
    deciding = together(family_of(pairs, plan.primary_metrics, margin), others)
    return Result(
        data=data,
        plan=plan,
        overall=_group(whole, (), rates),
        groups=tuple(_group(sample, names, rates) for names, sample in _groups_of(single)),
        comparisons=compared(pairs, plan.primary_metrics, margin, others=claimed, too_wide=wide),
        intersections=tuple(_group(s, named, shown) for named, s in _known_groups_of(crossed)),
        further=compared(_further(single, crossed, file, plan), (), margin, too_wide=wide),
        left_out=left_out,
        other_metrics=other_metrics and judged(other_metrics, deciding),
        other_tests=len(others[0]),
    )


def deciding_family(
    counts: Counts, plan: TestPlan, weights: Weights | None = None, persons: PersonSums | None = None
) -> Family:
    """The rates that decide by this plan, as others of the same family see them."""
    file = _Cases(counts, weights, persons)
    whole, rates = file.by(()).get((), Sample(Tally())), tuple(METRICS[name] for name in plan.primary_metrics)
    single = (_attribute((name,), file, plan, whole) for name in plan.groups)
    pairs = _deciding_pairs(single, file, plan, rates)
    return family_of(pairs, plan.primary_metrics, plan.judged_by)


def _groups_of(groupings: Iterable[_Attribute]) -> Iterable[tuple[Attributes, Sample]]:
    return ((grouping.named(values), sample) for grouping in groupings for values, sample in grouping.groups.items())


def _known_groups_of(groupings: Iterable[_Attribute]) -> Iterable[tuple[Attributes, Sample]]:
    return ((grouping.named(values), sample) for grouping in groupings for values, sample in grouping.known())


def _further(single: Sequence[_Attribute], crossed: Sequence[_Attribute], file: _Cases, plan: TestPlan) -> list[Pair]:
    """Pairs that decide nothing: with others than the plan asks for, crossings, and within each stratum.

    None where each case is compared with itself: all others hold the same cases.
    """
    if plan.is_paired:
        return []
    shown = tuple(METRICS[name] for name in plan.shown_metrics)
    kinds = [kind for kind in AGAINST if kind != plan.against]
    return [
        *(pair for grouping in single for kind in kinds for pair in _pairs(grouping, kind, shown)),
        *(pair for grouping in crossed for pair in _pairs(grouping, plan.against, shown)),
        *(pair for grouping in single for pair in _given(grouping, file, plan, shown)),
    ]


def overall_rates(whole: Sample, rates: Iterable[Metric]) -> dict[str, Fraction]:
    """Of everybody, those that exist."""
    shares = ((metric.name, whole.share(metric).exact) for metric in rates)
    return {name: rate for name, rate in shares if rate is not None}


OF_A_CLASS = ("selection_rate", "true_positive_rate", "false_positive_rate", "precision")


def class_result(name: str, counts: Counts, plan: TestPlan) -> ClassResult:
    """One class against all others, by the counts of that: how often it is given, found, wrong and right."""
    rates = tuple(METRICS[metric] for metric in OF_A_CLASS)
    file = _Cases(counts)
    whole = file.by(()).get((), Sample(Tally()))
    single = [_attribute((attribute,), file, plan, whole) for attribute in plan.groups]
    groups = tuple(
        _group(sample, grouping.named(values), rates)
        for grouping in single
        for values, sample in grouping.groups.items()
    )
    pairs = [pair for grouping in single for pair in _pairs(grouping, plan.against, rates)]
    return ClassResult(
        name=name, overall=_group(whole, (), rates), groups=groups, comparisons=compared(pairs, (), plan.judged_by)
    )


def _attribute(names: tuple[str, ...], file: _Cases, plan: TestPlan, whole: Sample) -> _Attribute:
    reference = tuple(value for name in names if (value := plan.reference_of(name)) is not None)
    groups = file.by(names)
    return _Attribute(
        names=names, reference=reference if len(reference) == len(names) else None, groups=groups, whole=whole
    )


def _crossed(file: _Cases, plan: TestPlan, whole: Sample) -> tuple[list[_Attribute], tuple[tuple[str, ...], ...]]:
    """Attributes two and three at a time; and those whose crossing makes too many groups."""
    crossed, left_out = [], []
    for names in (names for size in (2, 3) for names in combinations(plan.groups, size)):
        together = _attribute(names, file, plan, whole)
        if len(together.groups) > MOST_CROSSED:
            left_out.append(names)
        else:
            crossed.append(together)
    return crossed, tuple(left_out)


def _group(sample: Sample, attributes: Attributes, rates: Sequence[Metric]) -> GroupResult:
    figures = tuple(figure(metric, sample) for metric in rates)
    return GroupResult(attributes=attributes, tally=sample.cases, figures=figures, people=sample.people)


def figure(metric: Metric, sample: Sample) -> RateFigure:
    """One rate with its Wilson interval; without a value, and with a reason, where its denominator is 0."""
    share = sample.share(metric)
    if share.value is None:
        return RateFigure(
            metric=metric.name,
            value=None,
            numerator=share.numerator,
            denominator=share.denominator,
            low=None,
            high=None,
            reason=metric.when_undefined,
        )
    interval = wilson(share.yes, share.cases)
    return RateFigure(
        metric=metric.name,
        value=share.value,
        numerator=share.numerator,
        denominator=share.denominator,
        low=interval.low,
        high=interval.high,
        effective=None if sample.weights is None and sample.persons is None else share.cases,
        people=share.people,
    )


def _pairs(grouping: _Attribute, against: Against, rates: Sequence[Metric]) -> Iterable[Pair]:
    """Each known group compared with the others of its attribute."""
    if against == "reference":
        yield from _against_reference(grouping, rates)
        return
    for values, sample in grouping.known():
        rest = grouping.whole.without(sample)
        for metric in rates:
            share, other, whole = sample.share(metric), rest.share(metric), grouping.whole.share(metric)
            own = Fraction(share.total, whole.total) if whole.total else Fraction()
            yield Pair(
                group=grouping.named(values),
                reference=(),
                against=against,
                metric=metric,
                share=share,
                other=other,
                own=own,
            )


def _against_reference(grouping: _Attribute, rates: Sequence[Metric]) -> Iterable[Pair]:
    if grouping.reference is None:
        return
    reference = grouping.groups.get(grouping.reference, Sample(Tally()))
    unknown = grouping.groups.get((None,)) if len(grouping.names) == 1 else None
    others = [(metric, reference.share(metric), unknown.share(metric) if unknown else None) for metric in rates]
    for values, sample in grouping.known():
        if values != grouping.reference:
            for metric, other, not_known in others:
                yield Pair(
                    group=grouping.named(values),
                    reference=grouping.named(grouping.reference),
                    against="reference",
                    metric=metric,
                    share=sample.share(metric),
                    other=other,
                    unknown=not_known,
                )


def _deciding_pairs(single: Iterable[_Attribute], file: _Cases, plan: TestPlan, rates: Sequence[Metric]) -> list[Pair]:
    """What the plan asks to be compared; each case with itself where it was tried once for each group."""
    pairs = (pair for grouping in single for pair in _pairs(grouping, plan.against, rates))
    return [_paired(pair, file.persons) if plan.is_paired else pair for pair in pairs]


def _paired(pair: Pair, persons: PersonSums | None) -> Pair:
    assert persons is not None  # a plan with pairs names their column
    joint = persons.joint(pair.metric, str(pair.group[0][1]), str(pair.reference[0][1]))
    held, nobody = mcnemar(*joint), Share(numerator=0, denominator=0, exact=None, yes=0, cases=0)
    if held is None:
        return replace(pair, share=nobody, unknown=None)
    return replace(pair, stratified=held, unknown=None, joint=joint)


def _given(grouping: _Attribute, file: _Cases, plan: TestPlan, rates: Sequence[Metric]) -> Iterable[Pair]:
    """Each group compared with the reference among those who are alike in the factor that the plan holds equal."""
    if plan.stratum is None or grouping.reference is None:
        return
    names = (*grouping.names, plan.stratum)
    cells = file.by(names)
    strata = sorted({groups[-1] for groups in cells if groups[-1] is not None})
    nobody = Sample(Tally())
    for pair in _against_reference(grouping, rates):
        value = pair.group[0][1]
        sides = [
            (cells.get((value, level), nobody), cells.get((*grouping.reference, level), nobody)) for level in strata
        ]
        shares = [(own.share(pair.metric), other.share(pair.metric)) for own, other in sides]
        held = mantel_haenszel([(a.yes, a.cases, b.yes, b.cases) for a, b in shares])
        none = Share(numerator=0, denominator=0, exact=None, yes=0, cases=0)
        yield Pair(
            group=pair.group,
            reference=pair.reference,
            against="reference",
            metric=pair.metric,
            share=pair.share if held else none,
            other=pair.other if held else none,
            stratified=held,
            given=plan.stratum,
        )
