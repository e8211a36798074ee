"""What keeps several thresholds of one score from being laid side by side. Also how a person writes them."""

from collections.abc import Iterable

from assessments.plan.plan import TestPlan, decimal_of
from assessments.text.complaints import quoted
from assessments.text.message import Message

MOST_THRESHOLDS = 9  # besides the one that is used: more, and nothing can be proved of any


def about_thresholds(plan: TestPlan) -> Iterable[Message]:
    if not plan.other_thresholds:
        return
    if wrong := tuple(text for text in plan.other_thresholds if decimal_of(text) is None):
        yield Message("The other thresholds must be numbers; these are none: {values}.", {"values": quoted(wrong)})
    if plan.task != "score":
        yield Message("Several thresholds can be laid side by side of a score only. Leave the others out.")
    elif plan.outcome_known != "everyone":
        yield Message(
            "Who has a yes depends on the threshold. Several can be laid side by side only where the true outcome is "
            "known of everyone, or of nobody."
        )
    if plan.decision in plan.counted:
        yield Message("The column with the score cannot be a group as well when several thresholds are tried.")
    if len(plan.other_thresholds) > MOST_THRESHOLDS:
        yield Message("Name at most {most} other thresholds.", {"most": MOST_THRESHOLDS})


def typed_thresholds(text: str) -> tuple[str, ...]:
    """``0,4; 0,6`` or ``0.4, 0.6`` or one on each line: a comma within a number is a decimal comma where no other sign
    stands between the numbers.
    """
    parts = [part.strip(",") for part in text.replace(";", " ").split()]
    if len(parts) == 1 and (parts[0].count(",") > 1 or ("," in parts[0] and "." in parts[0])):
        parts = parts[0].split(",")
    return tuple(part for part in parts if part)
