"""Whether a data protection impact assessment is needed: nine criteria, three cases that always do, what to do next.

The criteria are those of WP 248 rev.01, which the Swedish authority's list repeats. The assessment is made elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.text.message import Message, labelled


class Need(StrEnum):
    NO_PERSONAL_DATA = "no-personal-data"
    NOT_NEEDED = "not-needed"  # no criterion is met
    ADVISED = "advised"  # one is met: rarely needed, so somebody has to judge
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class DpiaCriterion:
    """A question answered yes or no. A ``case`` needs an assessment by itself, other criteria two together."""

    key: str
    label: Message
    hint: Message
    case: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """What the answers come to. ``met`` are the questions answered yes, in the order of CRITERIA."""

    need: Need
    met: tuple[DpiaCriterion, ...]
    reason: Message
    next_steps: tuple[Message, ...]
    facts: tuple[str, ...]  # keys of law.FACTS


def _criterion(key: str, label: str, hint: str) -> DpiaCriterion:
    return DpiaCriterion(key=key, label=Message(label), hint=Message(hint))


def _case(key: str, label: str, hint: str) -> DpiaCriterion:
    return DpiaCriterion(key=key, label=Message(label), hint=Message(hint), case=True)


SENSITIVE, SENSITIVE_CASE = "sensitive", "case-sensitive"
CASES: tuple[DpiaCriterion, ...] = (
    _case(
        "case-evaluation",
        "Are people judged systematically and in depth by automatic means, for decisions that matter to them?",
        "For example when profiles or scores decide who gets support, a place or a check.",
    ),
    _case(
        SENSITIVE_CASE,
        "Are sensitive data, or data on crimes, used on a large scale?",
        "Data are sensitive if they reveal health, origin, beliefs, politics, union membership, sex life, genes or "
        "biometrics.",
    ),
    _case(
        "case-public-place",
        "Is a public place watched systematically and on a large scale?",
        "For example with cameras or sensors in streets and squares.",
    ),
)
NINE: tuple[DpiaCriterion, ...] = (
    _criterion(
        "evaluation",
        "Does it evaluate, score or profile people, or predict their behaviour?",
        "For example how somebody works, lives, moves or manages money, or what they may be about to do.",
    ),
    _criterion(
        "automated",
        "Does it make decisions by itself that matter to people?",
        "The decision has legal effects, or affects somebody about as much.",
    ),
    _criterion(
        "monitoring",
        "Are people watched or tracked systematically?",
        "In a place, at work or on the net, perhaps without knowing it.",
    ),
    _criterion(
        SENSITIVE,
        "Are the data sensitive or very private?",
        "For example on health, crimes, money or location, or what somebody writes to a social worker.",
    ),
    _criterion(
        "large-scale",
        "Are the data used on a large scale?",
        "Think of how many people, how much data, how long and over how large an area.",
    ),
    _criterion(
        "matching",
        "Are data combined from several sources, in ways that people would not expect?",
        "For example from two boards, or gathered for different purposes.",
    ),
    _criterion(
        "vulnerable",
        "Are the data about people who are vulnerable or depend on the city?",
        "For example children, pupils, patients, employees, asylum seekers or people on social assistance.",
    ),
    _criterion(
        "new-technology",
        "Is it new technology, or known technology used in a new way?",
        "An AI system often is. So are sensors and recognition of faces or voices.",
    ),
    _criterion(
        "prevents",
        "Does it decide whether people can use a right, a service or a contract?",
        "For example whether somebody gets a place, a permit, a loan or support.",
    ),
)
CRITERIA: tuple[DpiaCriterion, ...] = (*CASES, *NINE)

_REASONS: Mapping[Need, Message] = {
    Need.NO_PERSONAL_DATA: Message("It uses no data about people, so the question does not arise."),
    Need.NOT_NEEDED: Message("No criterion is met, so an impact assessment is not needed."),
    Need.ADVISED: Message(
        "One criterion is met. Usually it takes two, but one may be enough: the department must decide."
    ),
}
_ALWAYS = Message("The law always asks for an impact assessment in this case.")
_STEPS: Mapping[Need, tuple[Message, ...]] = labelled(
    Need,
    {
        Need.NO_PERSONAL_DATA: (Message("Answer again if the system begins to use data about people."),),
        Need.NOT_NEEDED: (
            Message("Write down why none is needed, and ask the data protection officer to read it."),
            Message("Answer again when the system or the data change."),
        ),
        Need.ADVISED: (
            Message("Ask the data protection officer whether one criterion is enough here."),
            Message("Make the assessment, or write down why none is made."),
            Message("Answer again when the system or the data change."),
        ),
        Need.REQUIRED: (
            Message("Make the impact assessment before the system is used. If it is in use already, make it now."),
            Message("Ask the data protection officer for advice, and record it."),
            Message("Ask people whom it concerns, or somebody who speaks for them, where that is suitable."),
            Message("If the risk is still high after your measures, consult the data protection authority before use."),
            Message("Review the assessment when the system or the risk changes."),
        ),
    },
)
_FACTS: Mapping[Need, tuple[str, ...]] = labelled(
    Need,
    {
        Need.NO_PERSONAL_DATA: ("gdpr.35-1",),
        Need.NOT_NEEDED: ("wp248.criteria", "imy.list"),
        Need.ADVISED: ("wp248.criteria", "imy.list"),
        Need.REQUIRED: ("gdpr.35-1", "gdpr.35-2", "gdpr.35-11", "gdpr.36"),
    },
)


def threshold(personal_data: bool | None, answers: Mapping[str, bool]) -> Threshold | None:
    """Whether an assessment is needed. None until it is certain: enough yeses settle it, a no needs all answers."""
    if personal_data is None:
        return None
    if not personal_data:
        return _threshold(Need.NO_PERSONAL_DATA, ())
    met = tuple(criterion for criterion in CRITERIA if answers.get(criterion.key))
    if any(criterion.case for criterion in met) or len(met) >= 2:
        return _threshold(Need.REQUIRED, met)
    if any(answers.get(criterion.key) is None for criterion in CRITERIA):
        return None
    return _threshold(Need.ADVISED if met else Need.NOT_NEEDED, met)


def unanswered(answers: Mapping[str, bool]) -> tuple[DpiaCriterion, ...]:
    """The questions still without an answer."""
    return tuple(criterion for criterion in CRITERIA if answers.get(criterion.key) is None)


def _threshold(need: Need, met: Iterable[DpiaCriterion]) -> Threshold:
    met = tuple(met)
    always = any(criterion.case for criterion in met)
    facts = ("gdpr.35-3",) if always else ("wp248.criteria", "imy.list") if need is Need.REQUIRED else ()
    return Threshold(
        need=need, met=met, reason=_reason(need, met), next_steps=_STEPS[need], facts=(*facts, *_FACTS[need])
    )


def _reason(need: Need, met: tuple[DpiaCriterion, ...]) -> Message:
    if need is not Need.REQUIRED:
        return _REASONS[need]
    if any(criterion.case for criterion in met):
        return _ALWAYS
    return Message("{count} of the nine criteria are met, and two are enough.", {"count": len(met)})
