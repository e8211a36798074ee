"""Whether a plan's margin fits the rates that were measured, and which one would. Pure."""

from fractions import Fraction

from assessments.plan.overall_rates import Rates, margin_too_wide
from assessments.results.result import Result
from assessments.statistics.margin import proposed, too_wide
from assessments.text.message import Message


def wide_margin(result: Result) -> Message | None:
    """Why the margin is no answer, with the figures; None where it is, or where a person has said why it is."""
    plan, rates = result.plan, _deciding(result)
    names = () if plan.margin_reason.strip() else too_wide(plan.judged_by, rates)
    return margin_too_wide(plan, {name: rates[name] for name in names}, proposed_for(result)) if names else None


def proposed_for(result: Result) -> str:
    """The margin that follows from how common things are in all; no group has been looked at for it."""
    return proposed(_deciding(result).values())


def _deciding(result: Result) -> Rates:
    figures = (result.overall.figure(name) for name in result.plan.primary_metrics)
    return {figure.metric: Fraction(figure.value) for figure in figures if figure.value is not None}
