"""How common a yes is in all, as far as it is known before anything is compared: what a margin is proposed from. Pure.

From the values of single columns alone. Joint rates have bounds, for nobody has counted two columns at once.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from assessments.data.inventory import Inventory
from assessments.plan.plan import TestPlan
from assessments.statistics.counts import Tally
from assessments.statistics.margin import margin_of, proposed, too_wide
from assessments.statistics.metrics import METRICS
from assessments.text.message import Message

Rates = Mapping[str, Fraction]


def proposed_margin(plan: TestPlan, inventory: Inventory) -> str:
    """What the deciding rates of a completed plan bear, as far as single columns tell it."""
    return proposed(most_common(plan, inventory).values())


def most_common(plan: TestPlan, inventory: Inventory) -> Rates:
    """For each deciding rate the value nearest one half that it may have; none where single columns cannot tell.

    Formula: with P true yes, S selected and N cases, TP lies between max(0, P + S - N) and min(P, S), and every rate
    rises or falls with it. Unit: share. Source: Frechet, Annales de l'Universite de Lyon A 14 (1951) 53-77.
    """
    tallies = list(_tallies(plan, inventory))
    rates: dict[str, Fraction] = {}
    for name in plan.primary_metrics if tallies else ():
        shares = [METRICS[name].share(tally) for tally in tallies]
        ends = sorted(Fraction(*share) for share in shares if share[1])
        if len(ends) == len(tallies):
            rates[name] = min(max(ends[0], Fraction(1, 2)), ends[-1])
    return rates


def _tallies(plan: TestPlan, inventory: Inventory) -> Iterable[Tally]:
    """The tables with the fewest and the most true positives that the columns allow."""
    decided = _counted(inventory, plan.decision, plan.decision_yes, plan.decision_no)
    if plan.task != "decision" or plan.count is not None or plan.weight is not None or decided is None:
        return
    selected, cases = decided[0], sum(decided)
    if plan.outcome is None:
        yield Tally(n=cases, selected=selected, passed_over=cases - selected)
        return
    true = _counted(inventory, plan.outcome, plan.outcome_yes, plan.outcome_no)
    if true is None or plan.outcome_known != "everyone" or sum(true) != cases or cases != inventory.rows:
        return
    for tp in {max(0, true[0] + selected - cases), min(true[0], selected)}:
        fp, fn = selected - tp, true[0] - tp
        counted = Tally(n=cases, tp=tp, fp=fp, fn=fn, tn=cases - tp - fp - fn)
        yield counted.plus(Tally(selected=selected, passed_over=cases - selected))


def _counted(inventory: Inventory, name: str, yes: Iterable[str], no: Iterable[str]) -> tuple[int, int] | None:
    column = inventory.column(name)
    if column is None or column.has_too_many_values:
        return None
    cases = dict(column.values)
    return sum(cases.get(value, 0) for value in yes), sum(cases.get(value, 0) for value in no)


def about_margin(plan: TestPlan, inventory: Inventory) -> Iterable[Message]:
    """Why a sound margin tells nothing here: it is more than half of a rate, whatever the rest of the file says."""
    margin = margin_of(plan.margin)
    if plan.margin_reason.strip() or margin is None or not margin.is_sound:
        return
    rates = most_common(plan, inventory)
    if names := too_wide(margin, rates):
        yield margin_too_wide(plan, {name: rates[name] for name in names}, proposed(rates.values()))


def margin_too_wide(plan: TestPlan, rates: Rates, better: str) -> Message:
    rarest = min(min(rate, 1 - rate) for rate in rates.values())
    return Message(
        "A margin of {margin} is too wide here: in one of the rates that decide, yes or no is as rare as {of_1000} of "
        "1,000, so even twice as many would not count as a difference. Choose another margin, for example {better}, "
        "or write why this one tells what matters.",
        {"margin": plan.judged_by.text, "of_1000": f"{float(rarest) * 1000:.3g}", "better": better},
    )
