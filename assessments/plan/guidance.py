"""Which rates a test should rest on: proposed from what is known about a decision, with the reason. Decides nothing.

After the fairness tree of Saleiro et al., Aequitas, arXiv:1811.05577 (2018), with what Insyn computes for each task.
"""

import re
from dataclasses import dataclass

from assessments.data.inventory import Inventory
from assessments.plan.plan import OutcomeKnown, Task, YesMeans
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class GuidanceAnswers:
    """The answers that the choice of rates depends on."""

    task: Task
    has_outcome: bool
    outcome_known: OutcomeKnown
    yes_means: YesMeans | None
    score_is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    metrics: tuple[str, ...]
    reason: Message


def proposed_person(inventory: Inventory) -> str:
    """A column that looks like a made-up number for a person and has, or may have, one in several rows; else ""."""
    names = (
        column.name
        for column in inventory.columns
        if _PERSON.search(column.name) and (column.has_too_many_values or column.distinct < inventory.rows)
    )
    return next(names, "")


_PERSON = re.compile(
    r"(^|[\W_])(person|individ|brukare|kund|elev|student|sökande|klient|patient|pseudonym|subject|client|customer"
    r"|applicant|(user|p|l[öo]p)_?-?(id|nr|nummer|no)($|[\W_]))",
    re.IGNORECASE,
)
_OF_TASK = {
    "classes": Proposal(
        ("misclassification_rate",),
        Message("With several classes, what counts is how often people are put in the wrong one."),
    ),
    "amounts": Proposal(
        ("outside_tolerance_rate",),
        Message("With amounts, what counts is how often they are too far off, and whether they are too high or low."),
    ),
    "judgements": Proposal(
        ("good_share",),
        Message("People have judged the answers. Then what counts is how many of them are good in each group."),
    ),
    "ranking": Proposal(
        ("top_share",), Message("In a ranking, what counts is who is among the first, and how far down others are.")
    ),
}
_SELECTION = Proposal(
    ("selection_rate",),
    Message(
        "Nobody knows what would have been right. Then only who is chosen can be compared, not who is chosen wrongly."
    ),
)
_PRECISION = Proposal(
    ("precision",),
    Message(
        "What was right is known only of those who were chosen. Then what can be compared is how often a choice is "
        "right; who was missed, nobody knows."
    ),
)
_CALIBRATION = Proposal(
    ("precision", "false_omission_rate"),
    Message(
        "A person sees the score and goes by it. Then what counts first is that the same score means the same in every "
        "group."
    ),
)
_BURDEN = Proposal(
    ("false_positive_rate",),
    Message("A yes is a burden. Then the worst mistake is to pick out people where nothing is wrong."),
)
_HELP = Proposal(
    ("false_negative_rate",),
    Message("A yes helps. Then the worst mistake is to miss people who need the help."),
)
_NEITHER = Proposal(
    ("false_positive_rate", "false_negative_rate"),
    Message("A yes is neither burden nor help. Then both kinds of mistake count alike."),
)


def proposed(known: GuidanceAnswers) -> Proposal:
    """The rates that such a test is best decided by."""
    if known.task in _OF_TASK:
        return _OF_TASK[known.task]
    if not known.has_outcome:
        return _SELECTION
    if known.outcome_known not in ("everyone", "unrelated"):
        return _PRECISION
    if known.score_is_shown:
        return _CALIBRATION
    return {"burden": _BURDEN, "help": _HELP, None: _NEITHER}[known.yes_means]
