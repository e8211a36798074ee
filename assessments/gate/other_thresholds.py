"""Several thresholds laid side by side, past the gate: each is printed as if it were one more publication of the entry.

So the gate's attacker has them all at once. One that cannot be printed with the others is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assessments.gate.disclosure_gate import pass_gate
from assessments.gate.public_result import PublicResult
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
    """The public result with those of the other thresholds that may stand with it."""
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
