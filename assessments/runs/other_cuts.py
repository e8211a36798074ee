"""Other cuts of the same score, past the gate: each is printed as if it were one more publication of the entry.

Several thresholds side by side, and a tie decided the other way. So the gate's attacker has them all at once. One that
cannot be printed with the others is left out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assessments.gate.disclosure_gate import pass_gate
from assessments.gate.public_result import PublicResult, Tie
from assessments.gate.releases import Printed
from assessments.results.result import Result
from assessments.text.complaints import PlanRefusedError


def every_printed(releases: Sequence[Printed]) -> list[Printed]:
    """What has been printed, with each other threshold, and each other way to decide a tie, as one more publication."""
    return [printed for release in releases for printed in (release, *_others(release))]


def _others(release: Printed) -> list[Printed]:
    results = {result.plan.threshold: result for result in _results_as_family(release.result)}
    others = [Printed(results[public.threshold], public, release.on) for public in release.public.thresholds]
    result, public = release.result.opposite_tie, release.public.opposite_tie
    return others if result is None or public is None else [*others, Printed(result, public, release.on)]


def _results_as_family(result: Result) -> Iterable[Result]:
    """The result at each other threshold, with all the others: they decide as one family."""
    used = replace(result, thresholds=())
    for other in result.thresholds:
        yield replace(other, thresholds=(used, *(third for third in result.thresholds if third is not other)))


def with_other_cuts(
    public: PublicResult, result: Result, earlier: Sequence[Printed], breathe: Callable[[], None]
) -> PublicResult:
    """The public result with what a tie was, and those of the other cuts that may stand with it."""
    if result.edge is not None:
        return _with_tie(public, result, earlier, breathe)
    if not result.thresholds:
        return public
    named = replace(public, threshold=result.plan.threshold)
    printed = [*earlier, Printed(result, named)]
    shown = []
    for other, in_family in zip(result.thresholds, _results_as_family(result), strict=True):
        passed = _passed(in_family, public, printed, breathe)
        if passed is not None:
            shown.append(replace(passed, threshold=other.plan.threshold, full_result_sha256=other.hash))
            printed.append(Printed(in_family, shown[-1]))
    return replace(named, thresholds=tuple(shown))


def _passed(
    result: Result, public: PublicResult, printed: Sequence[Printed], breathe: Callable[[], None]
) -> PublicResult | None:
    """What may be printed of another cut; names of groups stand in the first. None where nothing may be."""
    try:
        passed = pass_gate(result, policy=public.policy, earlier=printed, breathe=breathe)
    except PlanRefusedError:
        return None
    return replace(passed, labels=())


def _with_tie(
    public: PublicResult, result: Result, earlier: Sequence[Printed], breathe: Callable[[], None]
) -> PublicResult:
    """Whether the tie matters follows from what is printed of both ways to decide it, so that it tells nothing more."""
    cut = result.edge
    assert cut is not None  # asked for by who calls
    step = 50 if cut.tied < 1000 else 100
    about = (cut.tied + step // 2) // step * step if cut.tied >= 50 else 0
    other = result.opposite_tie
    opposite = None if other is None else _passed(other, public, [*earlier, Printed(result, public)], breathe)
    changes = opposite is not None and _differ(public, opposite)
    tie = Tie(is_there=cut.tied > 0, about=about, taken_in=result.plan.ties == "in", changes_verdict=changes)
    return replace(public, tie=tie, opposite_tie=opposite)


def _differ(public: PublicResult, opposite: PublicResult) -> bool:
    """Whether a verdict that is printed of both is another."""
    first, second = (
        {(c.attribute, c.value, c.metric): c.verdict for c in side.comparisons if c.primary and c.hidden is None}
        for side in (public, opposite)
    )
    return any(first[place] is not second[place] for place in first.keys() & second.keys())
