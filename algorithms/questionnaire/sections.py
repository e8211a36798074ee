"""The questions a version answers, in short sections: their words. How an answer is read: questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from algorithms.entries.entry import HumanRole, OperationalStatus
from algorithms.entries.texts import RIGHTS, Text
from algorithms.law.fundamental_rights import PARTS, Part
from assessments.text.message import Sentence, labelled


class Kind(StrEnum):
    LINE = "line"
    PROSE = "prose"
    CHOICE = "choice"
    YES_NO = "yes-no"
    MONTH = "month"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. With ``text`` it is answered in Swedish and in English, otherwise once."""

    name: str
    kind: Kind
    label: Sentence
    hint: Sentence | None = None
    text: Text | None = None
    choices: tuple[tuple[str, Sentence], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    slug: str
    title: Sentence
    lead: Sentence
    questions: tuple[Question, ...]


def _text(text: Text, kind: Kind, label: str, hint: str) -> Question:
    return Question(text.value, kind, Sentence(label), Sentence(hint), text)


STATUS_WORDS: Mapping[OperationalStatus, Sentence] = labelled(
    OperationalStatus,
    {
        OperationalStatus.PLANNED: Sentence("Planned"),
        OperationalStatus.PILOT: Sentence("On trial"),
        OperationalStatus.IN_USE: Sentence("In use"),
        OperationalStatus.ENDED: Sentence("No longer used"),
    },
)
HUMAN_ROLE_WORDS: Mapping[HumanRole, Sentence] = labelled(
    HumanRole,
    {
        HumanRole.DECIDES: Sentence("A person always decides"),
        HumanRole.CAN_STEP_IN: Sentence("The system decides, a person can change it"),
        HumanRole.AUTOMATIC: Sentence("The system acts on its own"),
    },
)

SECTIONS: tuple[Section, ...] = (
    Section(
        "about",
        Sentence("What it is"),
        Sentence("The name and the first lines are what people see in the list and in search."),
        (
            _text(
                Text.NAME,
                Kind.LINE,
                "Name",
                "Say what it does, not what the product is called: “Choosing applications for an extra check”.",
            ),
            _text(
                Text.SUMMARY,
                Kind.PROSE,
                "What it does",
                "Two or three short sentences. Write as if a neighbour had asked.",
            ),
            Question(
                "operational_status",
                Kind.CHOICE,
                Sentence("Is it in use?"),
                choices=tuple((key.value, words) for key, words in STATUS_WORDS.items()),
            ),
            Question(
                "in_use_since", Kind.MONTH, Sentence("In use since"), Sentence("Year and month, for example 2024-03.")
            ),
        ),
    ),
    Section(
        "purpose",
        Sentence("Why, and for whom"),
        Sentence("The question that most people come with is whether it concerns them."),
        (
            _text(
                Text.CONCERNS, Kind.PROSE, "Does it concern me?", "Begin with who is concerned, and roughly how many."
            ),
            _text(Text.PURPOSE, Kind.PROSE, "Why the city uses it", "What was the problem, and what gets better?"),
            _text(
                Text.DECIDES,
                Kind.PROSE,
                "What is decided, and what part the system has",
                "Name the decision and what the system contributes to it.",
            ),
        ),
    ),
    Section(
        "people",
        Sentence("People and the system"),
        Sentence("Tell what a person does before the result counts."),
        (
            Question(
                "human_role",
                Kind.CHOICE,
                Sentence("Does a person decide?"),
                choices=tuple((key.value, words) for key, words in HUMAN_ROLE_WORDS.items()),
            ),
            _text(
                Text.HUMAN,
                Kind.PROSE,
                "How people take part",
                "Begin with yes or no. Then: who looks, what they see, and how they can decide otherwise.",
            ),
        ),
    ),
    Section(
        "data",
        Sentence("Data"),
        Sentence("The data protection officer gives an opinion on what you write here."),
        (
            Question("personal_data", Kind.YES_NO, Sentence("Does it use data about people?")),
            _text(
                Text.DATA,
                Kind.PROSE,
                "Which data are used",
                "Say where they come from, and name what is not used if people may wonder.",
            ),
        ),
    ),
    Section(
        "rights",
        Sentence("What people can do"),
        Sentence("How to object, and who answers. Name a unit, never a person."),
        (
            _text(Text.OBJECTION, Kind.PROSE, "What can I do?", "How to ask, object or appeal, and within which time."),
            _text(Text.CONTACT, Kind.LINE, "Who answers", "The unit that answers questions."),
            Question("contact_email", Kind.EMAIL, Sentence("E-mail to the unit"), Sentence("A shared mailbox.")),
        ),
    ),
    Section(
        "law",
        Sentence("Risks and law"),
        Sentence("What could go wrong is what people trust you for telling."),
        (
            _text(
                Text.RISKS, Kind.PROSE, "Risks, and what is done about them", "One risk at a time, with its measure."
            ),
            _text(Text.LEGAL_BASIS, Kind.PROSE, "Legal basis", "The law behind the task, explained for non-lawyers."),
        ),
    ),
    Section(
        "workings",
        Sentence("How it works"),
        Sentence("For those who want to know more. This part is folded on the card."),
        (
            _text(
                Text.HOW_IT_WORKS,
                Kind.PROSE,
                "How it works",
                "Method, what goes in, what comes out, how it is kept up.",
            ),
            _text(Text.SUPPLIER, Kind.LINE, "Supplier", "The supplier, or that the city made it."),
            _text(
                Text.PRODUCT,
                Kind.LINE,
                "Product",
                "What the supplier calls it, so that it is found elsewhere.",
            ),
            Question(
                "next_review", Kind.MONTH, Sentence("Next review"), Sentence("Year and month, for example 2027-03.")
            ),
            _text(
                Text.CHANGE_NOTE,
                Kind.PROSE,
                "What is new in this version",
                "Needed from the second version, in plain words.",
            ),
        ),
    ),
)


def _rights(text: Text, part: Part) -> Question:
    return Question(text.value, Kind.PROSE, part.question, part.hint, text)


FURTHER: tuple[Section, ...] = (
    Section(
        "fundamental-rights",
        Sentence("Fundamental rights"),
        Sentence("Asked of a city that uses a high-risk AI system. It begins with what the register says already."),
        tuple(_rights(text, part) for text, part in zip(RIGHTS, PARTS, strict=True)),
    ),
    Section(
        "procurement",
        Sentence("Purchase and dependence"),
        Sentence("What the city has bought, what it may see, and how it can leave."),
        (
            _text(Text.CONTRACT, Kind.LINE, "Contract", "Its number, when it ends, and whether it can be prolonged."),
            _text(Text.LICENCE, Kind.LINE, "Licence", "For example open source under EUPL-1.2, or for 200 users."),
            _text(Text.SOURCE_CODE, Kind.LINE, "Source code", "An address where it is published, or who may see it."),
            _text(Text.OPEN_STANDARDS, Kind.LINE, "Open standards", "Which ones it uses to take in and give out data."),
            _text(
                Text.DATA_ACCESS,
                Kind.PROSE,
                "Access to data",
                "Who owns the data, whether the supplier may use them, and how the city gets them out.",
            ),
            _text(
                Text.EXIT,
                Kind.PROSE,
                "If the city wants to leave",
                "What it would cost, how long it would take, and what would stay behind.",
            ),
        ),
    ),
    Section(
        "technical",
        Sentence("For those who examine models"),
        Sentence("It is folded at the end of the card. What you leave empty is told as not described."),
        (
            _text(
                Text.MODEL, Kind.LINE, "Model and version", "For example logistic regression, version 3 of May 2026."
            ),
            _text(
                Text.TRAINING_DATA,
                Kind.PROSE,
                "What it has learned from",
                "Which cases, from when, how they were chosen, and what is known to be askew in them.",
            ),
            _text(
                Text.OUT_OF_SCOPE,
                Kind.PROSE,
                "What it must not be used for",
                "Uses that lie near and that somebody could try.",
            ),
            _text(
                Text.CAVEATS,
                Kind.PROSE,
                "What to think of when using it",
                "When its results are uncertain, and what whoever uses it should do then.",
            ),
        ),
    ),
)
ALL: tuple[Section, ...] = (*SECTIONS, *FURTHER)
