"""What the tests of an entry found, in one word: wherever a test is mentioned, this stands and not that there was one.

Of tests that were made again the latest counts. "Tested" by itself is no good mark. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from algorithms.published.entry import PublishedAssessment
from assessments.gate.public_result import PublicResult
from assessments.statistics.verdict import Verdict
from assessments.text.message import Message, labelled


class EntryFinding(StrEnum):
    """The gravest one counts: a difference before what cannot be said, and that before none that matters."""

    DIFFERENCE = "difference"
    UNCLEAR = "unclear"
    NO_DIFFERENCE = "no-difference"
    NOT_TESTED = "not-tested"


ENTRY_FINDINGS: Mapping[EntryFinding, Message] = labelled(
    EntryFinding,
    {
        EntryFinding.DIFFERENCE: Message("A test found a difference"),
        EntryFinding.UNCLEAR: Message("Tested, but without a clear answer"),
        EntryFinding.NO_DIFFERENCE: Message("A test found no difference that matters"),
        EntryFinding.NOT_TESTED: Message("Not tested"),
    },
)
VERDICTS: Mapping[EntryFinding, Verdict | None] = labelled(
    EntryFinding,
    {
        EntryFinding.DIFFERENCE: Verdict.DIFFERENCE,
        EntryFinding.UNCLEAR: Verdict.NOT_ENOUGH_DATA,
        EntryFinding.NO_DIFFERENCE: Verdict.NO_IMPORTANT_DIFFERENCE,
        EntryFinding.NOT_TESTED: None,
    },
)  # whose shape is shown with the words


def finding_of(assessments: Iterable[PublishedAssessment]) -> EntryFinding:
    """Of all tests that no later one has replaced. A result that cannot be shown gives no clear answer."""
    current = [assessment for assessment in assessments if not assessment.has_later]
    if not current:
        return EntryFinding.NOT_TESTED
    return _gravest(
        verdict for assessment in current for verdict in _verdicts(assessment.result, assessment.shows_difference)
    )


def is_resolved(assessments: Iterable[PublishedAssessment]) -> bool:
    """Whether no difference that matters was found, or the measure against each one has been carried out."""
    current = [assessment for assessment in assessments if not assessment.has_later]
    differences = [assessment for assessment in current if assessment.shows_difference]
    if differences:
        return all(test.measure is not None and test.measure.done_at is not None for test in differences)
    return finding_of(current) is EntryFinding.NO_DIFFERENCE


def finding_of_run(result: PublicResult | None, shows_difference: bool) -> EntryFinding:  # a fact, not a switch
    """Of one test that has been concluded."""
    return _gravest(_verdicts(result, shows_difference))


def _gravest(deciding: Iterable[Verdict | None]) -> EntryFinding:
    verdicts = list(deciding)
    if Verdict.DIFFERENCE in verdicts:
        return EntryFinding.DIFFERENCE
    is_clear = all(verdict is Verdict.NO_IMPORTANT_DIFFERENCE for verdict in verdicts)
    return EntryFinding.NO_DIFFERENCE if is_clear else EntryFinding.UNCLEAR


def _verdicts(result: PublicResult | None, shows_difference: bool) -> Iterator[Verdict | None]:
    """Those that decide; None where one is hidden, or there is none."""
    if shows_difference:
        yield Verdict.DIFFERENCE
    yield from (result.deciding_verdicts if result else ()) or (None,)
