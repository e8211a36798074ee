"""The questions a version answers, in short sections: their words, their limits, and how an answer is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from algorithms.entry import LANGUAGES, HumanRole, OperationalStatus, Text, is_month, limit
from assessments.sentence import Sentence


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a posted section; with errors, nothing of it is to be stored."""

    texts: Mapping[tuple[Text, str], str] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, Sentence] = field(default_factory=dict)  # by the name of the control


def _text(text: Text, kind: Kind, label: str, hint: str) -> Question:
    return Question(text.value, kind, Sentence(label), Sentence(hint), text)


STATUS_WORDS: Mapping[OperationalStatus, Sentence] = {
    OperationalStatus.PLANNED: Sentence("Planned"),
    OperationalStatus.PILOT: Sentence("On trial"),
    OperationalStatus.IN_USE: Sentence("In use"),
    OperationalStatus.ENDED: Sentence("No longer used"),
}
HUMAN_ROLE_WORDS: Mapping[HumanRole, Sentence] = {
    HumanRole.DECIDES: Sentence("A person always decides"),
    HumanRole.CAN_STEP_IN: Sentence("The system decides, a person can change it"),
    HumanRole.AUTOMATIC: Sentence("The system acts on its own"),
}

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


_YES_NO: Mapping[str, Sentence] = {"yes": Sentence("Yes"), "no": Sentence("No")}


def plain(answer: object) -> str:
    """An answer as it stands in a form; empty where there is none."""
    if answer is None:
        return ""
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)


def in_words(question: Question, answer: str) -> str | Sentence:
    """A plain answer as it is read: the words of the choice, or what was written."""
    return {**dict(question.choices), **_YES_NO}.get(answer, answer)


def question_names() -> frozenset[str]:
    return frozenset(question.name for one in SECTIONS for question in one.questions)


def section(slug: str) -> Section | None:
    return next((one for one in SECTIONS if one.slug == slug), None)


def following(slug: str) -> str | None:
    """The slug of the next section, or None after the last."""
    slugs = [one.slug for one in SECTIONS]
    place = slugs.index(slug) + 1
    return slugs[place] if place < len(slugs) else None


def read(asked: Section, said: Mapping[str, str]) -> Reading:
    """The posted words of one section as texts and answers, or what is wrong with them."""
    texts: dict[tuple[Text, str], str] = {}
    answers: dict[str, object] = {}
    errors: dict[str, Sentence] = {}
    for question in asked.questions:
        if question.text is not None:
            for language in LANGUAGES:
                control = f"{question.name}-{language}"
                texts[question.text, language] = said.get(control, "").strip()
                if (most := limit(question.text)) < (count := len(texts[question.text, language])):
                    errors[control] = Sentence(
                        "Shorten this by {over} characters. It may have {most}.", {"over": count - most, "most": most}
                    )
        else:
            answer, error = _answer(question, said.get(question.name, "").strip())
            answers[question.name] = answer
            if error:
                errors[question.name] = error
    return Reading(texts, answers, errors)


def _answer(question: Question, said: str) -> tuple[object, Sentence | None]:
    """One answer; an empty one is "not answered yet"."""
    if not said:
        return None, None
    if question.kind is Kind.YES_NO:
        return said == "yes", None if said in ("yes", "no") else Sentence("Choose yes or no.")
    if question.kind is Kind.CHOICE:
        return _choice(question, said)
    if question.kind is Kind.MONTH:
        return said, None if is_month(said) else Sentence("Write year and month with a hyphen, for example 2026-03.")
    fits = "@" in said[1:-1] and " " not in said and len(said) <= 200
    return said, None if fits else Sentence("Write an address with an @, for example unit@city.example.")


def _choice(question: Question, said: str) -> tuple[object, Sentence | None]:
    if said not in dict(question.choices):
        return None, Sentence("Choose one of the answers.")
    return (OperationalStatus(said) if question.name == "operational_status" else HumanRole(said)), None
