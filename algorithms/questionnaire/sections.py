"""The questions a version answers, in short sections: their words. How an answer is read: questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from algorithms.entries.entry import HumanRole, OperationalStatus
from algorithms.entries.texts import RIGHTS, Text
from algorithms.law.fundamental_rights import PARTS, RightsAssessmentPart
from assessments.text.message import Message, labelled


class QuestionKind(StrEnum):
    LINE = "line"
    PROSE = "prose"
    CHOICE = "choice"
    YES_NO = "yes-no"
    MONTH = "month"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class EntryQuestion:
    """One question. With ``text`` it is answered in Swedish and in English, otherwise once."""

    name: str
    kind: QuestionKind
    label: Message
    hint: Message | None = None
    text: Text | None = None
    choices: tuple[tuple[str, Message], ...] = ()


@dataclass(frozen=True, slots=True)
class FormSection:
    slug: str
    title: Message
    lead: Message
    questions: tuple[EntryQuestion, ...]


def _text(text: Text, kind: QuestionKind, label: str, hint: str) -> EntryQuestion:
    return EntryQuestion(name=text.value, kind=kind, label=Message(label), hint=Message(hint), text=text)


STATUS_WORDS: Mapping[OperationalStatus, Message] = labelled(
    OperationalStatus,
    {
        OperationalStatus.PLANNED: Message("Planned"),
        OperationalStatus.PILOT: Message("On trial"),
        OperationalStatus.IN_USE: Message("In use"),
        OperationalStatus.ENDED: Message("No longer used"),
    },
)
HUMAN_ROLE_WORDS: Mapping[HumanRole, Message] = labelled(
    HumanRole,
    {
        HumanRole.DECIDES: Message("A person always decides"),
        HumanRole.CAN_STEP_IN: Message("The system decides, a person can change it"),
        HumanRole.AUTOMATIC: Message("The system acts on its own"),
    },
)

SECTIONS: tuple[FormSection, ...] = (
    FormSection(
        slug="about",
        title=Message("What it is"),
        lead=Message("The name and the first lines are what people see in the list and in search."),
        questions=(
            _text(
                Text.NAME,
                QuestionKind.LINE,
                "Name",
                "Say what it does, not what the product is called: “Choosing applications for an extra check”.",
            ),
            _text(
                Text.SUMMARY,
                QuestionKind.PROSE,
                "What it does",
                "Two or three short sentences. Write as if a neighbour had asked.",
            ),
            EntryQuestion(
                name="operational_status",
                kind=QuestionKind.CHOICE,
                label=Message("Is it in use?"),
                choices=tuple((key.value, words) for key, words in STATUS_WORDS.items()),
            ),
            EntryQuestion(
                name="in_use_since",
                kind=QuestionKind.MONTH,
                label=Message("In use since"),
                hint=Message("Year and month, for example 2024-03."),
            ),
        ),
    ),
    FormSection(
        slug="purpose",
        title=Message("Why, and for whom"),
        lead=Message("The question that most people come with is whether it concerns them."),
        questions=(
            _text(
                Text.CONCERNS,
                QuestionKind.PROSE,
                "Does it concern me?",
                "Begin with who is concerned, and roughly how many.",
            ),
            _text(
                Text.PURPOSE, QuestionKind.PROSE, "Why the city uses it", "What was the problem, and what gets better?"
            ),
            _text(
                Text.DECIDES,
                QuestionKind.PROSE,
                "What is decided, and what part the system has",
                "Name the decision and what the system contributes to it.",
            ),
        ),
    ),
    FormSection(
        slug="people",
        title=Message("People and the system"),
        lead=Message("Tell what a person does before the result counts."),
        questions=(
            EntryQuestion(
                name="human_role",
                kind=QuestionKind.CHOICE,
                label=Message("Does a person decide?"),
                choices=tuple((key.value, words) for key, words in HUMAN_ROLE_WORDS.items()),
            ),
            _text(
                Text.HUMAN,
                QuestionKind.PROSE,
                "How people take part",
                "Begin with yes or no. Then: who looks, what they see, and how they can decide otherwise.",
            ),
        ),
    ),
    FormSection(
        slug="data",
        title=Message("Data"),
        lead=Message("The data protection officer gives an opinion on what you write here."),
        questions=(
            EntryQuestion(
                name="personal_data", kind=QuestionKind.YES_NO, label=Message("Does it use data about people?")
            ),
            _text(
                Text.DATA,
                QuestionKind.PROSE,
                "Which data are used",
                "Say where they come from, and name what is not used if people may wonder.",
            ),
        ),
    ),
    FormSection(
        slug="rights",
        title=Message("What people can do"),
        lead=Message("How to object, and who answers. Name a unit, never a person."),
        questions=(
            _text(
                Text.OBJECTION,
                QuestionKind.PROSE,
                "What can I do?",
                "How to ask, object or appeal, and within which time.",
            ),
            _text(Text.CONTACT, QuestionKind.LINE, "Who answers", "The unit that answers questions."),
            EntryQuestion(
                name="contact_email",
                kind=QuestionKind.EMAIL,
                label=Message("E-mail to the unit"),
                hint=Message("A shared mailbox."),
            ),
        ),
    ),
    FormSection(
        slug="law",
        title=Message("Risks and law"),
        lead=Message("What could go wrong is what people trust you for telling."),
        questions=(
            _text(
                Text.RISKS,
                QuestionKind.PROSE,
                "Risks, and what is done about them",
                "One risk at a time, with its measure.",
            ),
            _text(
                Text.LEGAL_BASIS,
                QuestionKind.PROSE,
                "Legal basis",
                "The law behind the task, explained for non-lawyers.",
            ),
        ),
    ),
    FormSection(
        slug="workings",
        title=Message("How it works"),
        lead=Message("For those who want to know more. This part is folded on the card."),
        questions=(
            _text(
                Text.HOW_IT_WORKS,
                QuestionKind.PROSE,
                "How it works",
                "Method, what goes in, what comes out, how it is kept up.",
            ),
            _text(Text.SUPPLIER, QuestionKind.LINE, "Supplier", "The supplier, or that the city made it."),
            _text(
                Text.PRODUCT,
                QuestionKind.LINE,
                "Product",
                "What the supplier calls it, so that it is found elsewhere.",
            ),
            EntryQuestion(
                name="next_review",
                kind=QuestionKind.MONTH,
                label=Message("Next review"),
                hint=Message("Year and month, for example 2027-03."),
            ),
            _text(
                Text.CHANGE_NOTE,
                QuestionKind.PROSE,
                "What is new in this version",
                "Needed from the second version, in plain words.",
            ),
        ),
    ),
)


def _rights(text: Text, part: RightsAssessmentPart) -> EntryQuestion:
    return EntryQuestion(name=text.value, kind=QuestionKind.PROSE, label=part.question, hint=part.hint, text=text)


FURTHER: tuple[FormSection, ...] = (
    FormSection(
        slug="fundamental-rights",
        title=Message("Fundamental rights"),
        lead=Message("Asked of a city that uses a high-risk AI system. It begins with what the register says already."),
        questions=tuple(_rights(text, part) for text, part in zip(RIGHTS, PARTS, strict=True)),
    ),
    FormSection(
        slug="procurement",
        title=Message("Purchase and dependence"),
        lead=Message("What the city has bought, what it may see, and how it can leave."),
        questions=(
            _text(
                Text.CONTRACT,
                QuestionKind.LINE,
                "Contract",
                "Its number, when it ends, and whether it can be prolonged.",
            ),
            _text(
                Text.LICENCE, QuestionKind.LINE, "Licence", "For example open source under EUPL-1.2, or for 200 users."
            ),
            _text(
                Text.SOURCE_CODE,
                QuestionKind.LINE,
                "Source code",
                "An address where it is published, or who may see it.",
            ),
            _text(
                Text.OPEN_STANDARDS,
                QuestionKind.LINE,
                "Open standards",
                "Which ones it uses to take in and give out data.",
            ),
            _text(
                Text.DATA_ACCESS,
                QuestionKind.PROSE,
                "Access to data",
                "Who owns the data, whether the supplier may use them, and how the city gets them out.",
            ),
            _text(
                Text.EXIT,
                QuestionKind.PROSE,
                "If the city wants to leave",
                "What it would cost, how long it would take, and what would stay behind.",
            ),
        ),
    ),
    FormSection(
        slug="technical",
        title=Message("For those who examine models"),
        lead=Message("It is folded at the end of the card. What you leave empty is told as not described."),
        questions=(
            _text(
                Text.MODEL,
                QuestionKind.LINE,
                "Model and version",
                "For example logistic regression, version 3 of May 2026.",
            ),
            _text(
                Text.TRAINING_DATA,
                QuestionKind.PROSE,
                "What it has learned from",
                "Which cases, from when, how they were chosen, and what is known to be askew in them.",
            ),
            _text(
                Text.OUT_OF_SCOPE,
                QuestionKind.PROSE,
                "What it must not be used for",
                "Uses that lie near and that somebody could try.",
            ),
            _text(
                Text.CAVEATS,
                QuestionKind.PROSE,
                "What to think of when using it",
                "When its results are uncertain, and what whoever uses it should do then.",
            ),
        ),
    ),
)
ALL: tuple[FormSection, ...] = (*SECTIONS, *FURTHER)
