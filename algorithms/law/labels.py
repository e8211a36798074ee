"""How classes, roles, duties and needs of the law are called, in the workspace and on the card."""

from collections.abc import Mapping
from dataclasses import dataclass

from algorithms.law.dpia import Need
from algorithms.law.facts import Fact, fact
from algorithms.law.risk import Classification, Exemption, RiskClass, TransparencyDuty
from assessments.text.message import Message, labelled

CLASSES: Mapping[RiskClass, Message] = labelled(
    RiskClass,
    {
        RiskClass.NOT_AI: Message("Not an AI system"),
        RiskClass.OUTSIDE: Message("Outside the AI Act"),
        RiskClass.PROHIBITED: Message("Prohibited"),
        RiskClass.HIGH_RISK: Message("High risk"),
        RiskClass.EXEMPT: Message("Exempt from high risk"),
        RiskClass.TRANSPARENCY: Message("People have to be told"),
        RiskClass.MINIMAL: Message("Minimal risk"),
    },
)
MEANINGS: Mapping[RiskClass, Message] = labelled(
    RiskClass,
    {
        RiskClass.NOT_AI: Message("It follows rules that people have written. The AI Act does not apply to it."),
        RiskClass.OUTSIDE: Message("It is an AI system, but of a kind that the AI Act is not about."),
        RiskClass.PROHIBITED: Message("The AI Act forbids this use."),
        RiskClass.HIGH_RISK: Message(
            "The AI Act allows it, with strict duties for whoever makes it and whoever uses it."
        ),
        RiskClass.EXEMPT: Message("It is used in a field of high risk, but only for a task that the AI Act exempts."),
        RiskClass.TRANSPARENCY: Message("The AI Act asks that people are told that they meet AI."),
        RiskClass.MINIMAL: Message("The AI Act asks nothing more than that those who use it know enough about it."),
    },
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
        Exemption.PROCEDURAL: Message("Exempt, for it does a narrow procedural task."),
        Exemption.IMPROVES: Message("Exempt, for it improves something that a person has already done."),
        Exemption.PATTERNS: Message("Exempt, for it finds patterns in decisions and replaces nobody’s assessment."),
        Exemption.PREPARES: Message("Exempt, for it prepares an assessment that a person makes."),
    },
)
NEEDS: Mapping[Need, Message] = labelled(
    Need,
    {
        Need.NO_PERSONAL_DATA: Message(
            "No data about people are used, so no impact assessment of data protection is needed."
        ),
        Need.NOT_NEEDED: Message("A data protection impact assessment is not needed."),
        Need.ADVISED: Message("A data protection impact assessment may be needed: the department has to judge."),
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
    facts: tuple[Fact, ...]


def class_label(classification: Classification) -> ClassLabel:
    further = [EXEMPTIONS[classification.exemption]] if classification.exemption else []
    further += [DUTIES[duty] for duty in classification.transparency]
    facts = tuple(fact(key) for key in classification.articles)
    return ClassLabel(
        name=CLASSES[classification.risk_class],
        meaning=MEANINGS[classification.risk_class],
        reasons=classification.reasons,
        further=tuple(further),
        facts=facts,
    )
