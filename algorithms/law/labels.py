"""How classes, roles, duties and needs of the law are called, in the workspace and on the card."""

from collections.abc import Mapping
from dataclasses import dataclass

from algorithms.law.dpia import Need
from algorithms.law.facts import Fact, fact
from algorithms.law.risk import AnnexI, Classification, Exemption, RiskClass, TransparencyDuty
from assessments.text.message import Message, labelled

CLASSES: Mapping[RiskClass, Message] = labelled(
    RiskClass,
    {
        RiskClass.NOT_AI: Message("Not an AI system"),
        RiskClass.OUTSIDE: Message("Outside the AI Act"),
        RiskClass.PROHIBITED: Message("Prohibited"),
        RiskClass.HIGH_RISK: Message("High risk"),
        RiskClass.EXEMPT: Message("Exempt from high risk"),
        RiskClass.TRANSPARENCY: Message("Transparency duties"),
        RiskClass.MINIMAL: Message("Minimal risk"),
    },
)
_MEANINGS: Mapping[RiskClass, Message] = labelled(
    RiskClass,
    {
        RiskClass.NOT_AI: Message("It follows rules that people have written. The AI Act does not apply to it."),
        RiskClass.OUTSIDE: Message("It is an AI system, but of a kind that the AI Act is not about."),
        RiskClass.PROHIBITED: Message("The AI Act forbids this use from {day}."),
        RiskClass.HIGH_RISK: Message(
            "The AI Act allows it, with strict duties for those who make it and those who use it. The duties apply "
            "from {day}. A system that was in use before that day and is not changed much must meet them by {older}."
        ),
        RiskClass.EXEMPT: Message(
            "It is used in an area of high risk, but only for a task that the AI Act exempts. The rules on high risk "
            "apply from {day}."
        ),
        RiskClass.TRANSPARENCY: Message("The AI Act requires that people are informed that AI is used."),
        RiskClass.MINIMAL: Message(
            "The AI Act has no requirements for the system itself. The city must take measures so that those who work "
            "with it learn about AI."
        ),
    },
)
_PRODUCT_LAW = Message(
    "It is high risk, but the law on that product says what must be done, not the AI Act. The rule applies from {day}."
)
_MARKED = Message(
    "The AI Act requires that what the system creates is marked, so that machines can tell that AI made it."
)
_INFORMED_AND_MARKED = Message(
    "The AI Act requires that people are informed that AI is used, and that what the system creates is marked, so that "
    "machines can tell that AI made it."
)
DUTIES: Mapping[TransparencyDuty, Message] = labelled(
    TransparencyDuty,
    {
        TransparencyDuty.INTERACTION: Message("People are told that they talk with AI."),
        TransparencyDuty.MARKING: Message("What it makes is marked, so that machines can tell that AI made it."),
        TransparencyDuty.BIOMETRICS: Message(
            "People are told that it reads feelings or traits from face, body or voice."
        ),
        TransparencyDuty.DEEP_FAKE: Message("Pictures, sound and film that look real are said to be made with AI."),
        TransparencyDuty.PUBLIC_TEXT: Message(
            "Texts on public matters that nobody has checked are said to be made with AI."
        ),
    },
)
EXEMPTIONS: Mapping[Exemption, Message] = labelled(
    Exemption,
    {
        Exemption.PROCEDURAL: Message("Exempt, because it only does a narrow procedural task."),
        Exemption.IMPROVES: Message("Exempt, because it improves something that a person has already done."),
        Exemption.PATTERNS: Message("Exempt, because it finds patterns in decisions and replaces nobody’s assessment."),
        Exemption.PREPARES: Message("Exempt, because it prepares an assessment that a person makes."),
    },
)
NEEDS: Mapping[Need, Message] = labelled(
    Need,
    {
        Need.NO_PERSONAL_DATA: Message(
            "The system uses no data about people, so it needs no data protection impact assessment."
        ),
        Need.NOT_NEEDED: Message("A data protection impact assessment is not needed."),
        Need.ADVISED: Message("A data protection impact assessment may be needed. The department must decide."),
        Need.REQUIRED: Message("A data protection impact assessment is required."),
    },
)


@dataclass(frozen=True, slots=True)
class ClassLabel:
    """A class as it is shown: its name, what it means, and each reason."""

    name: Message
    meaning: Message
    reasons: tuple[Message, ...]
    further: tuple[Message, ...]  # the exemption, and what people have to be informed of
    readings: tuple[Message, ...]  # what can be read in two ways
    facts: tuple[Fact, ...]


def meaning(classification: Classification) -> Message:
    """What the class means for this system: what is required follows from its duties, the day from its articles."""
    if classification.annex_i is AnnexI.SECTION_B:
        return Message(_PRODUCT_LAW.msgid, {"day": fact("ai-act.applies-annex-i").applies_from})
    if classification.risk_class is RiskClass.TRANSPARENCY:
        return _of_duties(frozenset(classification.transparency))
    words = _MEANINGS[classification.risk_class]
    match classification.risk_class:
        case RiskClass.HIGH_RISK | RiskClass.EXEMPT:
            annex = "iii" if classification.annex_iii else "i"
            day = fact(f"ai-act.applies-annex-{annex}").applies_from
            return Message(words.msgid, {"day": day, "older": fact("ai-act.111-2").applies_from})
        case RiskClass.PROHIBITED:
            new = "ai-act.5-2026" in classification.articles
            return Message(words.msgid, {"day": fact("ai-act.5-2026" if new else "ai-act.5").applies_from})
        case _:
            return words


def _of_duties(duties: frozenset[TransparencyDuty]) -> Message:
    if TransparencyDuty.MARKING not in duties:
        return _MEANINGS[RiskClass.TRANSPARENCY]
    return _MARKED if duties == {TransparencyDuty.MARKING} else _INFORMED_AND_MARKED


def class_label(classification: Classification) -> ClassLabel:
    further = [EXEMPTIONS[classification.exemption]] if classification.exemption else []
    further += [DUTIES[duty] for duty in classification.transparency]
    facts = tuple(fact(key) for key in classification.articles)
    return ClassLabel(
        name=CLASSES[classification.risk_class],
        meaning=meaning(classification),
        reasons=classification.reasons,
        further=tuple(further),
        readings=classification.readings,
        facts=facts,
    )
