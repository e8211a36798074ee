"""Several thresholds laid side by side, past the gate: each is printed as if it were one more publication of the entry.

So the gate's attacker has them all at once. One that cannot be printed with the others is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assessments.gate.disclosure_gate import pass_gate
from assessments.gate.public_result import PublicResult, Tie
from assessments.gate.releases import Printed
from assessments.results.result import Result
from assessments.text.complaints import PlanRefusedError


def every_printed(releases: Sequence[Printed]) -> list[Printed]:
    """What has been printed, with each other threshold as a publication of its own."""
    return [printed for release in releases for printed in (release, *_others(release))]


def _others(release: Printed) -> list[Printed]:
    results = {result.plan.threshold: result for result in release.result.thresholds}
    return [Printed(results[public.threshold], public) for public in release.public.thresholds]


def with_thresholds(
    public: PublicResult, result: Result, earlier: Sequence[Printed], breathe: Callable[[], None]
) -> PublicResult:
    """The public result with what a tie was, and those of the other thresholds that may stand with it."""
    public = replace(public, tie=_tie(result))
    if not result.thresholds:
        return public
    named = replace(public, threshold=result.plan.threshold)
    printed = [*earlier, Printed(result, named)]
    shown = []
    for other in result.thresholds:
        try:
            passed = pass_gate(other, policy=public.policy, earlier=printed, breathe=breathe)
        except PlanRefusedError:
            continue
        shown.append(replace(passed, threshold=other.plan.threshold, labels=()))  # names of groups: the first has them
        printed.append(Printed(other, shown[-1]))
    return replace(named, thresholds=tuple(shown))


def _tie(result: Result) -> Tie | None:
    """So coarsely that ten people more or less need not have changed it."""
    cut = result.edge
    if cut is None:
        return None
    step = 50 if cut.tied < 1000 else 100
    about = (cut.tied + step // 2) // step * step if cut.tied >= 50 else 0
    return Tie(
        is_there=cut.tied > 0, about=about, taken_in=result.plan.ties == "in", changes_verdict=cut.changes_verdict
    )
