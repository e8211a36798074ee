"""The assessment of fundamental rights, art. 27 of the AI Act: who makes it, its six parts, what is written already."""

from collections.abc import Mapping
from dataclasses import dataclass

from algorithms.entries.entry import Version
from algorithms.entries.field import Field
from algorithms.entries.fields import TEXTS
from algorithms.entries.texts import Text
from algorithms.law.risk import Classification, Operator, RiskClass
from assessments.text.message import Message

CRITICAL_INFRASTRUCTURE = "2"  # the point of Annex III that art. 27 and 49(3) leave out


@dataclass(frozen=True, slots=True)
class RightsAssessmentPart:
    """One of the six parts; ``prefilled_from`` are the texts of the register that say something of it already."""

    key: str  # the letter in art. 27(1)
    field: Field
    prefilled_from: tuple[Text, ...] = ()

    @property
    def title(self) -> Message:
        return self.field.title


PARTS: tuple[RightsAssessmentPart, ...] = (
    RightsAssessmentPart("a", TEXTS[Text.RIGHTS_USE], (Text.PURPOSE, Text.DECIDES)),
    RightsAssessmentPart("b", TEXTS[Text.RIGHTS_TIME]),
    RightsAssessmentPart("c", TEXTS[Text.RIGHTS_PEOPLE], (Text.CONCERNS,)),
    RightsAssessmentPart("d", TEXTS[Text.RIGHTS_HARM], (Text.RISKS,)),
    RightsAssessmentPart("e", TEXTS[Text.RIGHTS_OVERSIGHT], (Text.HUMAN,)),
    RightsAssessmentPart("f", TEXTS[Text.RIGHTS_REMEDY], (Text.OBJECTION, Text.CONTACT)),
)


def required(classification: Classification) -> bool:
    """Whether a city has to make the assessment: it deploys a high-risk use of Annex III, but for point 2.

    A city is a body governed by public law, so nothing else is asked of it. Art. 27(1).
    """
    return (
        classification.risk_class is RiskClass.HIGH_RISK
        and Operator.DEPLOYER in classification.roles
        and any(point != CRITICAL_INFRASTRUCTURE for point in classification.annex_iii)
    )


def prefilled(version: Version, language: str) -> dict[str, str]:
    """By part, what the register says already, to begin from; parts it says nothing of are left out."""
    texts = {
        part.key: "\n\n".join(words for name in part.prefilled_from if (words := version.text(name, language).strip()))
        for part in PARTS
    }
    return {key: words for key, words in texts.items() if words}


def missing(answers: Mapping[str, str]) -> tuple[RightsAssessmentPart, ...]:
    """The parts that nothing has been written about."""
    return tuple(part for part in PARTS if not answers.get(part.key, "").strip())
