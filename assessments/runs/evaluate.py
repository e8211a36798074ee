"""From the table of a file to the checked result and to what may be printed of it. Only in a child process."""

from collections.abc import Sequence
from dataclasses import replace
from secrets import token_hex

from assessments.gate.disclosure_gate import Breathe, pass_gate
from assessments.gate.disparities import with_spreads
from assessments.gate.other_metrics import with_measures
from assessments.gate.public_result import Policy, PublicResult
from assessments.gate.releases import Printed
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import classes, counts, persons, scores, weights
from assessments.plan.tabulation import CountTable
from assessments.results.assessment import assess, class_result
from assessments.results.bootstrap import rules_of_thumb, spreads
from assessments.results.cross_check import second_opinion
from assessments.results.measuring import measured
from assessments.results.result import Data, Result
from assessments.results.selective_labels import reconstructed
from assessments.statistics.counts import Counts, Tally
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message


def conclude(plan: TestPlan, table: CountTable, data: Data) -> Result:
    """The full result with the second opinion on it (``checked_by.agrees`` may be false)."""
    result = computed(plan, table, data)
    opinion = second_opinion(
        counts(plan, table), result, weights(plan, table), scores(plan, table), classes(plan, table)
    )
    return replace(result, checked_by=opinion)


def computed(plan: TestPlan, table: CountTable, data: Data) -> Result:
    """The full result, not yet checked. Widest gaps are not drawn with sampling weights, nor where persons are in
    several rows, and then measures that are no rates are not computed: they would promise more than they hold.
    """
    case_counts, weighed = counts(plan, table), weights(plan, table)
    _require_outcomes_of_a_no(plan, case_counts)
    person_sums = persons(plan, table)
    measures = None if person_sums is not None else reconstructed(case_counts, plan) or measured(plan, table)
    facts = replace(data, hidden=_hidden(table))
    result = assess(case_counts, plan, data=facts, weights=weighed, measures=measures, persons=person_sums)
    draws = weighed is None and person_sums is None
    return replace(
        result,
        classes=tuple(class_result(name, class_counts, plan) for name, class_counts in classes(plan, table).items()),
        spreads=spreads(case_counts, result) if draws else (),
        rules_of_thumb=rules_of_thumb(case_counts, result) if draws else (),
        salt=token_hex(16),
    )


def _require_outcomes_of_a_no(plan: TestPlan, case_counts: Counts) -> None:
    """Where nobody with a no was followed up, a false positive rate of 100 % would be a figure about nobody."""
    tally = case_counts.marginal(()).tallies().get((), Tally())
    if plan.outcome_known == "everyone" and tally.passed_over and tally.tp + tally.fp and not tally.tn + tally.fn:
        raise EvaluationDataError(
            Message(
                "The true outcome is known of nobody whose decision was no. Say in the plan that it is known only of "
                "those with a yes: then precision can be computed, and error rates are not made up."
            )
        )


def _hidden(table: CountTable) -> int:
    if "hidden" not in table.sums:
        return 0
    place = table.sums.index("hidden")
    return sum(numbers[place] for numbers in table.rows.values())


def public_result(
    result: Result, policy: Policy, earlier: Sequence[Printed], breathe: Breathe = lambda: None
) -> PublicResult:
    """What may be printed of it, beside what has been printed of the entry already."""
    public = pass_gate(result, policy=policy, earlier=earlier, breathe=breathe)
    return with_measures(with_spreads(public, result.plan), result)
