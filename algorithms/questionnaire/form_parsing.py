"""How an answer is read from a form and told in words, and which section comes after which. The questions: sections."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from algorithms.entries.dates import month_of
from algorithms.entries.entry import LANGUAGES, HumanRole, OperationalStatus
from algorithms.entries.texts import Text, limit
from algorithms.questionnaire.sections import ALL, SECTIONS, EntryQuestion, FormSection, QuestionKind
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """What was read from a posted section; with errors, nothing of it is to be stored."""

    texts: Mapping[tuple[Text, str], str] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)  # by the name of the control


_YES_NO: Mapping[str, Message] = {"yes": Message("Yes"), "no": Message("No")}


def plain(answer: object) -> str:
    """An answer as it stands in a form; empty where there is none."""
    if answer is None:
        return ""
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)


def in_words(question: EntryQuestion, answer: str) -> str | Message:
    """A plain answer as it is read: the words of the choice, or what was written."""
    return {**dict(question.choices), **_YES_NO}.get(answer, answer)


def question_names() -> frozenset[str]:
    return frozenset(question.name for form_section in ALL for question in form_section.questions)


def label(name: str) -> Message:
    """What the question with this name asks; KeyError where there is none."""
    return {question.name: question.label for form_section in ALL for question in form_section.questions}[name]


def section(slug: str) -> FormSection | None:
    return next((form_section for form_section in ALL if form_section.slug == slug), None)


def following(slug: str) -> str | None:
    """The slug of the next section, or None after the last and for those that are asked apart."""
    slugs = [form_section.slug for form_section in SECTIONS]
    place = slugs.index(slug) + 1 if slug in slugs else len(slugs)
    return slugs[place] if place < len(slugs) else None


def read(form_section: FormSection, typed: Mapping[str, str]) -> ParsedSection:
    """The posted words of one section as texts and answers, or what is wrong with them."""
    texts: dict[tuple[Text, str], str] = {}
    answers: dict[str, object] = {}
    errors: dict[str, Message] = {}
    for question in form_section.questions:
        if question.text is not None:
            for language in LANGUAGES:
                control = f"{question.name}-{language}"
                texts[question.text, language] = typed.get(control, "").strip()
                if (most := limit(question.text)) < (count := len(texts[question.text, language])):
                    errors[control] = Message(
                        "Shorten this by {over} characters. It may have {most}.", {"over": count - most, "most": most}
                    )
        else:
            answer, error = _answer(question, typed.get(question.name, "").strip())
            answers[question.name] = answer
            if error:
                errors[question.name] = error
    return ParsedSection(texts, answers, errors)


def _answer(question: EntryQuestion, typed: str) -> tuple[object, Message | None]:
    """One answer; an empty one is "not answered yet"."""
    if not typed:
        return None, None
    if question.kind is QuestionKind.YES_NO:
        return typed == "yes", None if typed in ("yes", "no") else Message("Choose yes or no.")
    if question.kind is QuestionKind.CHOICE:
        return _choice(question, typed)
    if question.kind is QuestionKind.MONTH:
        month = month_of(typed)
        error = None if month else Message("Write year and month with a hyphen, for example 2026-03.")
        return month or typed, error
    fits = "@" in typed[1:-1] and " " not in typed and len(typed) <= 200
    return typed, None if fits else Message("Write an address with an @, for example unit@city.example.")


def _choice(question: EntryQuestion, typed: str) -> tuple[object, Message | None]:
    if typed not in dict(question.choices):
        return None, Message("Choose one of the answers.")
    return (OperationalStatus(typed) if question.name == "operational_status" else HumanRole(typed)), None
