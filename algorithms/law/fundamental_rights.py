"""The assessment of fundamental rights, art. 27 of the AI Act: who makes it, its six parts, what is written already."""

from collections.abc import Mapping
from dataclasses import dataclass

from algorithms.entries.entry import Version
from algorithms.entries.texts import Text
from algorithms.law.risk import Classification, Operator, RiskClass
from assessments.text.message import Message

CRITICAL_INFRASTRUCTURE = "2"  # the point of Annex III that art. 27 and 49(3) leave out


@dataclass(frozen=True, slots=True)
class RightsAssessmentPart:
    """One of the six parts; ``texts`` are those of the register that say something of it already."""

    key: str  # the letter in art. 27(1)
    title: Message
    question: Message
    hint: Message
    texts: tuple[Text, ...] = ()


PARTS: tuple[RightsAssessmentPart, ...] = (
    RightsAssessmentPart(
        key="a",
        title=Message("How it is used"),
        question=Message("In which part of your work is the system used, and what does it do there?"),
        hint=Message(
            "Follow a case from beginning to end. Say where the system comes in, and what its result is used for."
        ),
        texts=(Text.PURPOSE, Text.DECIDES),
    ),
    RightsAssessmentPart(
        key="b",
        title=Message("How long and how often"),
        question=Message("From when and until when is it to be used, and how often?"),
        hint=Message(
            "For example every day from March 2027, for about 4,000 applications a year, until the review in 2029."
        ),
    ),
    RightsAssessmentPart(
        key="c",
        title=Message("Who is affected"),
        question=Message("Which people and groups does it affect, also those who do not use it themselves?"),
        hint=Message(
            "Think of children, relatives, employees, and people who are poor, ill, old or new to the country."
        ),
        texts=(Text.CONCERNS,),
    ),
    RightsAssessmentPart(
        key="d",
        title=Message("What may go wrong for them"),
        question=Message("Which harm may come to each of these groups?"),
        hint=Message(
            "Use what the provider says in the instructions for use. Think of wrong decisions, discrimination, "
            "privacy, children’s rights and the right to be heard. Cite assessments of how it treats groups."
        ),
        texts=(Text.RISKS,),
    ),
    RightsAssessmentPart(
        key="e",
        title=Message("How people oversee it"),
        question=Message("Who oversees the system, what do they look at, and when do they step in?"),
        hint=Message("Follow the instructions for use. Say what training, time and authority they have."),
        texts=(Text.HUMAN,),
    ),
    RightsAssessmentPart(
        key="f",
        title=Message("What you do if it goes wrong"),
        question=Message("What do you do if harm occurs? Who decides, and how do people complain?"),
        hint=Message("Say who may stop the system, how mistakes are put right, and where people turn."),
        texts=(Text.OBJECTION, Text.CONTACT),
    ),
)


def required(classification: Classification) -> bool:
    """Whether a city has to make the assessment: it deploys a high-risk use of Annex III, but for point 2.

    A city is a body governed by public law, so nothing else is asked of it. Art. 27(1).
    """
    return (
        classification.risk_class is RiskClass.HIGH_RISK
        and Operator.DEPLOYER in classification.roles
        and classification.annex_iii not in (None, CRITICAL_INFRASTRUCTURE)
    )


def prefilled(version: Version, language: str) -> dict[str, str]:
    """By part, what the register says already, to begin from; parts it says nothing of are left out."""
    texts = {
        part.key: "\n\n".join(words for name in part.texts if (words := version.text(name, language).strip()))
        for part in PARTS
    }
    return {key: words for key, words in texts.items() if words}


def missing(answers: Mapping[str, str]) -> tuple[RightsAssessmentPart, ...]:
    """The parts that nothing has been written about."""
    return tuple(part for part in PARTS if not answers.get(part.key, "").strip())
