"""Several thresholds of one score side by side, as a resident reads them: from the public result, and nothing else.

What each threshold costs a group is the difference of two printed figures: it gives nothing more away.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assessments.gate.public_result import PublicFigure, PublicGroup, PublicResult
from assessments.plan.plan import called, decimal_of
from assessments.report import rate_labels
from assessments.report import sentences as wording
from assessments.results.score_cuts import COSTS
from assessments.statistics.verdict import Verdict
from assessments.text.message import Message
from assessments.words.gaps import whole_of


@dataclass(frozen=True, slots=True)
class ThresholdTable:
    """One rate of the groups of an attribute: a column for each threshold, the one that is used among them."""

    caption: Message | str
    head: tuple[str | Message, ...]
    rows: tuple[tuple[str | Message, ...], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    sentences: tuple[Message, ...]
    tables: tuple[ThresholdTable, ...]


def side_by_side(public: PublicResult, language: str) -> SideBySide | None:
    """None where the plan names one threshold only, or no other may be printed."""
    if not public.thresholds:
        return None
    others = (replace(other, labels=public.labels, words=public.words) for other in public.thresholds)
    every = sorted((public, *others), key=lambda result: decimal_of(result.threshold) or 0)
    shown = [name for name in COSTS if any(figure.metric == name for figure in public.overall.figures)]
    tables = (_table(every, public, attribute, metric, language) for attribute in public.attributes for metric in shown)
    return SideBySide(
        sentences=(
            Message(
                "The score was cut at {used}, and the others were tried beside it.", {"used": _used(public, language)}
            ),
            *(sentence for result in every if result is not public for sentence in _verdicts(result, language)),
            Message(
                "All thresholds are judged together, so that trying many does not make chance look like a difference."
            ),
        ),
        tables=tuple(tables),
    )


def _used(public: PublicResult, language: str) -> str:
    return public.threshold.replace(".", ",") if language == "sv" else public.threshold


def _verdicts(result: PublicResult, language: str) -> Iterable[Message]:
    at = {"threshold": _used(result, language)}
    decided = [comparison for comparison in result.comparisons if comparison.primary]
    differences = [comparison for comparison in decided if comparison.verdict is Verdict.DIFFERENCE]
    for comparison in differences:
        rate = rate_labels.title_of(result, comparison.metric, language)
        yield Message(
            "With {threshold} instead: {headline} ({rate})",
            {**at, "headline": wording.headline(result, comparison, language), "rate": rate},
        )
        yield from wording.how_sure(comparison)
    if not differences:
        calm = decided and all(comparison.verdict is Verdict.NO_IMPORTANT_DIFFERENCE for comparison in decided)
        yield replace(_CALM if calm else _UNSURE, values=at)


_CALM = Message("With {threshold} instead: no differences that matter.")
_UNSURE = Message("With {threshold} instead: we cannot say whether there are differences that matter.")


def _table(
    every: Sequence[PublicResult], used: PublicResult, attribute: str, metric: str, language: str
) -> ThresholdTable:
    figures = [group.figure(metric) for result in every for group in result.groups_of(attribute)]
    of = min((figure.of for figure in figures if figure.per_100 is not None), default=100)
    heads = (_head(result, result is used, language) for result in every)
    rows = (_row(every, used, group, metric, of, language) for group in used.groups_of(attribute) if not group.crossed)
    return ThresholdTable(
        caption=rate_labels.caption_of(used, metric, language, of), head=(Message("Group"), *heads), rows=tuple(rows)
    )


def _head(result: PublicResult, is_used: bool, language: str) -> str | Message:
    number = _used(result, language)
    return Message("{threshold} (used)", {"threshold": number}) if is_used else number


def _row(
    every: Sequence[PublicResult], used: PublicResult, group: PublicGroup, metric: str, of: int, language: str
) -> tuple[str | Message, ...]:
    name = Message("Group unknown") if group.value is None else _name(used, group, language)
    at_used = _number(group.figure(metric), of)
    return name, *(_cell(_same(result, group), metric, of, None if result is used else at_used) for result in every)


def _name(used: PublicResult, group: PublicGroup, language: str) -> str | Message:
    if group.merged:
        return Message("Other groups")
    return called(used.labels, str(group.attribute), group.value, language) or str(group.value)


def _same(result: PublicResult, group: PublicGroup) -> PublicGroup | None:
    return next((other for other in result.groups_of(str(group.attribute)) if other.value == group.value), None)


def _number(figure: PublicFigure, of: int) -> int | None:
    return None if figure.per_100 is None else whole_of(figure.per_100, of)


def _cell(group: PublicGroup | None, metric: str, of: int, at_used: int | None) -> str | Message:
    number = None if group is None else _number(group.figure(metric), of)
    if number is None:
        return Message("too few to show")
    if at_used is None:
        return str(number)
    return f"{number} (±0)" if number == at_used else f"{number} ({number - at_used:+d})".replace("-", "\u2212")
