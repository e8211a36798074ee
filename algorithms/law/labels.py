"""How classes, roles, duties and needs of the law are called, in the workspace and on the card."""

from collections.abc import Mapping
from dataclasses import dataclass

from algorithms.law.dpia import Need
from algorithms.law.facts import Fact, fact
from algorithms.law.risk import Classification, Duty, Exemption, RiskClass
from assessments.text.message import Sentence, labelled

CLASSES: Mapping[RiskClass, Sentence] = labelled(
    RiskClass,
    {
        RiskClass.NOT_AI: Sentence("Not an AI system"),
        RiskClass.OUTSIDE: Sentence("Outside the AI Act"),
        RiskClass.PROHIBITED: Sentence("Prohibited"),
        RiskClass.HIGH_RISK: Sentence("High risk"),
        RiskClass.EXEMPT: Sentence("Exempt from high risk"),
        RiskClass.TRANSPARENCY: Sentence("People have to be told"),
        RiskClass.MINIMAL: Sentence("Minimal risk"),
    },
)
TELLS: Mapping[RiskClass, Sentence] = labelled(
    RiskClass,
    {
        RiskClass.NOT_AI: Sentence("It follows rules that people have written. The AI Act does not apply to it."),
        RiskClass.OUTSIDE: Sentence("It is an AI system, but of a kind that the AI Act is not about."),
        RiskClass.PROHIBITED: Sentence("The AI Act forbids this use."),
        RiskClass.HIGH_RISK: Sentence(
            "The AI Act allows it, with strict duties for whoever makes it and whoever uses it."
        ),
        RiskClass.EXEMPT: Sentence("It is used in a field of high risk, but only for a task that the AI Act exempts."),
        RiskClass.TRANSPARENCY: Sentence("The AI Act asks that people are told that they meet AI."),
        RiskClass.MINIMAL: Sentence("The AI Act asks nothing more than that those who use it know enough about it."),
    },
)
DUTIES: Mapping[Duty, Sentence] = labelled(
    Duty,
    {
        Duty.INTERACTION: Sentence("People are told that they talk with AI."),
        Duty.MARKING: Sentence("What it makes is marked, so that machines can tell that AI made it."),
        Duty.BIOMETRICS: Sentence("People are told that it reads feelings or traits from face, body or voice."),
        Duty.DEEP_FAKE: Sentence("Pictures, sound and film that look real are said to be made with AI."),
        Duty.PUBLIC_TEXT: Sentence("Texts on public matters that nobody has checked are said to be made with AI."),
    },
)
EXEMPTIONS: Mapping[Exemption, Sentence] = labelled(
    Exemption,
    {
        Exemption.PROCEDURAL: Sentence("Exempt, for it does a narrow procedural task."),
        Exemption.IMPROVES: Sentence("Exempt, for it improves something that a person has already done."),
        Exemption.PATTERNS: Sentence("Exempt, for it finds patterns in decisions and replaces nobody’s assessment."),
        Exemption.PREPARES: Sentence("Exempt, for it prepares an assessment that a person makes."),
    },
)
NEEDS: Mapping[Need, Sentence] = labelled(
    Need,
    {
        Need.NO_PERSONAL_DATA: Sentence(
            "No data about people are used, so no impact assessment of data protection is needed."
        ),
        Need.NOT_NEEDED: Sentence("A data protection impact assessment is not needed."),
        Need.ADVISED: Sentence("A data protection impact assessment may be needed: the department has to judge."),
        Need.REQUIRED: Sentence("A data protection impact assessment is required."),
    },
)


@dataclass(frozen=True, slots=True)
class ClassTold:
    """A class as it is told: its name, what it means, and each reason."""

    name: Sentence
    meaning: Sentence
    reasons: tuple[Sentence, ...]
    further: tuple[Sentence, ...]  # the exemption, and what people have to be told
    facts: tuple[Fact, ...]


def class_told(found: Classification) -> ClassTold:
    further = [EXEMPTIONS[found.exemption]] if found.exemption else []
    further += [DUTIES[duty] for duty in found.transparency]
    facts = tuple(fact(key) for key in found.articles)
    return ClassTold(CLASSES[found.risk_class], TELLS[found.risk_class], found.reasons, tuple(further), facts)
