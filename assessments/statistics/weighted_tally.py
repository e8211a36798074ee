"""A group of cases as the statistics see it: counted, or weighted with the sampling weights of those who drew it.

Turns a rate of such a group into a share with the number of cases that its interval may count on. Compares nothing.
"""

from dataclasses import dataclass
from fractions import Fraction

from assessments.statistics.counts import Counts, Groups, Tally
from assessments.statistics.metrics import Metric
from assessments.statistics.persons import Moments, PersonSums, effective, fewest_people


@dataclass(frozen=True, slots=True)
class Weights:
    """Sums of sampling weights, and of their squares, for the same cells as the counts; in whole millionths."""

    sums: Counts
    squares: Counts

    def marginal(self, attributes: tuple[str, ...]) -> "Weights":
        return Weights(self.sums.marginal(attributes), self.squares.marginal(attributes))


@dataclass(frozen=True, slots=True)
class Share:
    """A rate of one group. ``yes`` of ``cases`` is what an interval is computed from.

    ``numerator`` and ``denominator`` count people. With weights ``exact`` is the weighted rate, and ``cases`` Kish's
    effective sample size, (Σw)² / Σw² over the denominator (Kish, Survey Sampling, 1965, 11.7).
    """

    numerator: int
    denominator: int
    exact: Fraction | None  # None where the denominator is 0
    yes: float
    cases: float
    total: int = 0  # the denominator in the unit of the weights
    people: float | None = None  # where persons are in several cases: at least so many stand behind its rarer side

    @property
    def value(self) -> float | None:
        return None if self.exact is None else self.exact.numerator / self.exact.denominator


@dataclass(frozen=True, slots=True)
class Sample:
    """One group of cases. ``weights`` and ``squares`` are there when the cases were drawn with weights, ``persons``
    when it is known which cases are of the same person.
    """

    cases: Tally
    weights: Tally | None = None
    squares: Tally | None = None
    persons: Moments | None = None

    @property
    def people(self) -> float | None:
        """At least so many persons are in it, where that is known."""
        return None if self.persons is None else fewest_people(self.cases.n, self.persons)

    def without(self, other: "Sample") -> "Sample":
        """The rest: the cases that are not in the other, which must be some of these."""
        if self.weights is None or self.squares is None or other.weights is None or other.squares is None:
            both = self.persons is not None and other.persons is not None
            persons = self.persons.without(other.persons) if both and self.persons and other.persons else self.persons
            return Sample(self.cases.without(other.cases), persons=persons)
        return Sample(
            cases=self.cases.without(other.cases),
            weights=self.weights.without(other.weights),
            squares=self.squares.without(other.squares),
        )

    def share(self, metric: Metric) -> Share:
        numerator, denominator = metric.share(self.cases)
        if self.weights is None or self.squares is None:
            exact = Fraction(numerator, denominator) if denominator else None
            if self.persons is not None and exact is not None:
                worth = effective(metric, self.cases, self.persons)
                return Share(
                    numerator=numerator,
                    denominator=denominator,
                    exact=exact,
                    yes=float(exact) * worth.cases,
                    cases=worth.cases,
                    total=denominator,
                    people=worth.people,
                )
            return Share(
                numerator=numerator,
                denominator=denominator,
                exact=exact,
                yes=numerator,
                cases=denominator,
                total=denominator,
            )
        weighted, total = metric.share(self.weights)
        squares = metric.share(self.squares)[1]
        if total == 0 or squares == 0:
            return Share(numerator=numerator, denominator=denominator, exact=None, yes=0, cases=0)
        kish = total * total / squares
        return Share(
            numerator=numerator,
            denominator=denominator,
            exact=Fraction(weighted, total),
            yes=weighted / total * kish,
            cases=kish,
            total=total,
        )


def samples(counts: Counts, weights: Weights | None, persons: PersonSums | None = None) -> dict[Groups, Sample]:
    """One sample per combination of group values, sorted by value with missing last."""
    tallies = counts.tallies()
    if persons is not None:
        moments = persons.of(counts.attributes)
        return {groups: Sample(tally, persons=moments.get(groups, Moments({}))) for groups, tally in tallies.items()}
    if weights is None:
        return {groups: Sample(tally) for groups, tally in tallies.items()}
    sums, squares = weights.sums.tallies(), weights.squares.tallies()
    nothing = Tally()
    return {
        groups: Sample(cases=tally, weights=sums.get(groups, nothing), squares=squares.get(groups, nothing))
        for groups, tally in tallies.items()
    }
