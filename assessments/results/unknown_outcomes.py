"""Of whom the true outcome is known: can rates of everybody be computed, and how far could the unknown move them.

Pure arithmetic on tallies. What is sampled besides: selective_labels.
"""

from dataclasses import dataclass, replace
from itertools import product

from assessments.plan.plan import TestPlan
from assessments.results.result import GroupResult, RateFigure, Result
from assessments.statistics.counts import Tally
from assessments.statistics.metrics import METRICS, Metric

MOST_APART = 0.10  # between those with a yes and those with a no: more, and it was the decision that was followed up
LEAST_KNOWN = 0.90


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How many cases with a yes and with a no there are, and of how many of them the true outcome is known."""

    with_yes: int
    known_with_yes: int
    with_no: int
    known_with_no: int

    @classmethod
    def of(cls, tally: Tally) -> "FollowUp":
        return cls(
            with_yes=tally.selected,
            known_with_yes=tally.tp + tally.fp,
            with_no=tally.passed_over,
            known_with_no=tally.tn + tally.fn,
        )

    @property
    def shares(self) -> tuple[float | None, float | None]:
        """Of those with a yes and of those with a no; None where there are none."""
        yes = self.known_with_yes / self.with_yes if self.with_yes else None
        return yes, self.known_with_no / self.with_no if self.with_no else None

    @property
    def is_of_everyone(self) -> bool:
        """Whether what is known can stand for all: nine of ten are, and alike with a yes and a no."""
        yes, no = self.shares
        cases = self.with_yes + self.with_no
        known = self.known_with_yes + self.known_with_no
        alike = yes is None or no is None or abs(yes - no) <= MOST_APART
        return alike and known >= LEAST_KNOWN * cases


def with_bounds(result: Result) -> Result:
    """Each rate with the lowest and highest that it could be, where the plan says that some outcomes are unknown."""
    if result.plan.outcome_known != "unrelated":
        return result
    return replace(
        result,
        overall=bounded(result.overall),
        groups=tuple(map(bounded, result.groups)),
        intersections=tuple(map(bounded, result.intersections)),
    )


def bounded(group: GroupResult) -> GroupResult:
    """A group with the lowest and highest that each of its rates could be."""
    return replace(group, figures=tuple(_figure(figure, group.tally) for figure in group.figures))


def _figure(figure: RateFigure, tally: Tally) -> RateFigure:
    metric = METRICS[figure.metric]
    if not metric.needs_outcome:
        return figure
    lowest, highest = bounds(metric, tally)
    return replace(figure, lowest=lowest, highest=highest)


def bounds(metric: Metric, tally: Tally) -> tuple[float | None, float | None]:
    """The lowest and highest that a rate could be, whatever the outcomes that are not known.

    Formula: the rate with all unknown outcomes of those with a yes true or all false, and likewise of those with a no;
    a quotient of sums is smallest and largest at one of these four. Unit: share. Nothing is assumed of why they are
    unknown. Source: Manski, American Economic Review 80 (1990) 319-323.
    """
    shares = [metric.share(completed) for completed in completions(tally)]
    values = [numerator / denominator for numerator, denominator in shares if denominator]
    return min(values, default=None), max(values, default=None)


def completions(tally: Tally) -> list[Tally]:
    """The tally with every unknown outcome decided, in the four ways that move a rate furthest."""
    with_yes, with_no = tally.selected - tally.tp - tally.fp, tally.passed_over - tally.tn - tally.fn
    return [
        replace(tally, **{yes: getattr(tally, yes) + with_yes, no: getattr(tally, no) + with_no})
        for yes, no in product(("tp", "fp"), ("tn", "fn"))
    ]


def refused(plan: TestPlan, tally: Tally) -> FollowUp | None:
    """Who was followed up, where the plan says “everyone” and that is not so; None where a plan says what is true."""
    if plan.outcome_known != "everyone" or plan.outcome is None or not plan.is_yes_or_no:
        return None
    followed_up = FollowUp.of(tally)
    return None if followed_up.is_of_everyone else followed_up
