"""From the table of a file to the checked result and to what may be printed of it. Only in a child process."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from assessments.gate.disclosure_gate import Breathe, pass_gate
from assessments.gate.disparities import with_spreads
from assessments.gate.other_metrics import with_agreement as with_printed_agreement
from assessments.gate.other_metrics import with_other_metrics
from assessments.gate.public_result import Policy, PublicResult
from assessments.gate.releases import Printed
from assessments.judgements.agreement import REPEATED_PERSONS, Agreement, agreement
from assessments.judgements.resampling import with_intervals
from assessments.plan.judging import judged_in
from assessments.plan.plan import TestPlan
from assessments.plan.reading_table import classes, counts, persons, scores, weights
from assessments.plan.tabulation import CountTable
from assessments.results.assessment import assess, class_result
from assessments.results.bootstrap import rules_of_thumb, spreads
from assessments.results.cross_check import second_opinion
from assessments.results.metrics_of_plan import measured, with_agreement
from assessments.results.result import Data, Result
from assessments.results.score_cuts import Thresholds, edge_of, opposite_tie
from assessments.results.selective_labels import reconstructed
from assessments.results.unknown_outcomes import refused, with_bounds
from assessments.runs.other_cuts import every_printed, with_other_cuts
from assessments.statistics.counts import Counts, Tally
from assessments.statistics.persons import PersonSums
from assessments.text.complaints import PlanRefusedError
from assessments.text.message import Message


def conclude(plan: TestPlan, table: CountTable, data: Data, *, salt: str = "") -> Result:
    """The full result with the second opinion on it (``checked_by.agrees`` may be false).

    ``salt`` is chance where the hash of the result is published. Else it follows from file and plan, so that the same
    two give the same bytes.
    """
    result = computed(plan, table, data)
    result = replace(result, salt=salt) if salt else result
    opinion = second_opinion(
        counts(plan, table), result, weights(plan, table), scores(plan, table), classes(plan, table)
    )
    opinions = [
        second_opinion(counts(other.plan, table), other, weights(other.plan, table), {}, {})
        for other in result.thresholds
    ]
    return replace(result, checked_by=opinion.and_of(*opinions))


def computed(plan: TestPlan, table: CountTable, data: Data) -> Result:
    """The full result, not yet checked. Widest gaps are not drawn with sampling weights, nor where persons are in
    several rows, and then metrics that are no rates are not computed: they would promise more than they hold.
    """
    case_counts, weighed = counts(plan, table), weights(plan, table)
    _require_follow_up(plan, case_counts)
    person_sums = persons(plan, table)
    _require_pairs(plan, case_counts, person_sums)
    other_metrics = None if person_sums is not None else reconstructed(case_counts, plan) or measured(plan, table)
    facts = replace(data, hidden=_hidden(table))
    others = Thresholds(plan, table, other_metrics)
    for other in others.others:
        _require_follow_up(other, counts(other, table))
    result = assess(
        case_counts,
        plan,
        data=facts,
        weights=weighed,
        other_metrics=other_metrics,
        persons=person_sums,
        others=others.others_of(plan),
    )
    if plan.judged is not None:
        result = with_agreement(result, _agreement(plan, table))
    opposite = opposite_tie(plan, table, facts, other_metrics)
    draws = weighed is None and person_sums is None
    return replace(
        with_bounds(result),
        classes=tuple(class_result(name, class_counts, plan) for name, class_counts in classes(plan, table).items()),
        spreads=spreads(case_counts, result) if draws else (),
        rules_of_thumb=rules_of_thumb(case_counts, result) if draws else (),
        salt=sha256(f"{data.sha256} {plan.hash}".encode()).hexdigest()[:32],
        edge=edge_of(plan, table, result, opposite),
        thresholds=tuple(map(with_bounds, others.results(facts))),
        opposite_tie=None if opposite is None else with_bounds(opposite),
    )


def _agreement(plan: TestPlan, table: CountTable) -> Agreement:
    """With intervals, but where answers to the same person hang together: they would promise too much."""
    judged = judged_in(plan, table)
    computed_once = agreement(judged)
    if plan.person is None:
        return with_intervals(computed_once, judged)
    alpha, kappa = (
        replace(coefficient, reason=coefficient.reason or REPEATED_PERSONS)
        for coefficient in (computed_once.alpha, computed_once.kappa)
    )
    return replace(computed_once, alpha=alpha, kappa=kappa)


def _require_follow_up(plan: TestPlan, case_counts: Counts) -> None:
    """Where those with a yes were followed up and others were not, error rates of everybody would be made up."""
    followed_up = refused(plan, case_counts.marginal(()).tallies().get((), Tally()))
    if followed_up is not None:
        figures = {
            "known_yes": followed_up.known_with_yes,
            "yes": followed_up.with_yes,
            "known_no": followed_up.known_with_no,
            "no": followed_up.with_no,
        }
        if not followed_up.known_with_no and followed_up.known_with_yes:
            raise PlanRefusedError(
                Message(
                    "The true outcome is known of nobody whose decision was no. Then precision can be computed, and "
                    "error rates are not made up."
                ),
                _CHOOSE,
            )
        raise PlanRefusedError(
            Message(
                "The true outcome is not known of everyone: it is known of {known_yes} of {yes} cases with a yes and "
                "of {known_no} of {no} with a no. Error rates worked out from them alone could be far from the truth.",
                figures,
            ),
            _CHOOSE,
        )


def _require_pairs(plan: TestPlan, case_counts: Counts, sums: PersonSums | None) -> None:
    """Pairs are of the same case once for each group."""
    if not plan.is_paired or sums is None:
        return
    for (value,), tally in case_counts.tallies().items():
        if value is not None and not sums.has_single_rows(value, tally.n):
            raise PlanRefusedError(
                Message(
                    "In the column with pairs, some have several rows of the group {group}. Each case must be there "
                    "once for each group, with only the group changed.",
                    {"group": value},
                )
            )


_CHOOSE = Message(
    "Choose what is so: it is known only of those with a yes · of those with a yes and of a random sample, with the "
    "totals · it is unknown for reasons that have nothing to do with the decision, and then every rate is shown with "
    "how far the unknown could move it."
)


def _hidden(table: CountTable) -> int:
    if "hidden" not in table.sums:
        return 0
    place = table.sums.index("hidden")
    return sum(numbers[place] for numbers in table.rows.values())


def public_result(
    result: Result, policy: Policy, earlier: Sequence[Printed], breathe: Breathe = lambda: None
) -> PublicResult:
    """What may be printed of it, given what has been printed of the entry already."""
    known = every_printed(earlier)
    public = pass_gate(result, policy=policy, earlier=known, breathe=breathe)
    before = [release.public for release in known]
    public = with_other_metrics(with_spreads(public, result.plan), result, before)
    public = with_printed_agreement(public, result, before)
    return with_other_cuts(public, result, known, breathe)
