"""What a question is, who may do what with it, and why not. Pure: no storage, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from algorithms.entries.entry import LANGUAGES
from algorithms.people import NOBODY, Actor, Permission
from algorithms.questions.covering import only_covers
from assessments.text.complaints import FieldError
from assessments.text.message import Message, labelled

LONGEST = 2_000  # characters of a question
LONGEST_ANSWER = 4_000
LONGEST_CASE_NUMBER = 60


class QuestionState(StrEnum):
    """Whether everybody may read the question. The answer goes its own way: a question not shown can be answered."""

    WAITING = "waiting"
    SHOWN = "shown"
    NOT_SHOWN = "not-shown"


class Reason(StrEnum):
    """Why a question is not shown."""

    PERSON = "person"
    ELSEWHERE = "elsewhere"
    DUPLICATE = "double"
    ABUSE = "abuse"
    EMPTY = "empty"


REASONS: Mapping[Reason, Message] = labelled(
    Reason,
    {
        Reason.PERSON: Message("It is about a private person."),
        Reason.ELSEWHERE: Message("It is not about one of the city’s algorithms."),
        Reason.DUPLICATE: Message("The same question has been asked and answered before."),
        Reason.ABUSE: Message("It holds threats or insults."),
        Reason.EMPTY: Message("It is advertising, or holds no question."),
    },
)
NO_ANSWER = frozenset({Reason.ABUSE, Reason.EMPTY})  # these end there; the others still get an answer, by the code


@dataclass(frozen=True, slots=True)
class ResidentQuestion:
    """One question. ``department`` is who answers: whom it was handed to, else the owner of the entry."""

    id: UUID
    entry: UUID | None  # None: about an algorithm that is missing from the register
    slug: str  # of the entry, else empty
    department: UUID | None
    language: str
    text: str
    received_hour: datetime
    revision: int = 0
    state: QuestionState = QuestionState.WAITING
    public_text: str = ""
    reason: Reason | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    answered_by: UUID | None = None
    answered_at: datetime | None = None
    published_by: UUID | None = None
    published_at: datetime | None = None  # of the answer
    case_number: str = ""

    @property
    def needs_no_answer(self) -> bool:
        return self.reason in NO_ANSWER

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.published_at is None and not self.needs_no_answer


class QuestionError(FieldError):
    """Why something cannot be kept like this: a sentence for each field that is wrong."""


def may(actor: Actor, permission: Permission, department: UUID | None) -> bool:
    """Of a question that nobody's department has been handed yet, only roles in the whole city may do anything."""
    return actor.may(permission, department or NOBODY)


def question_words(text: str) -> str:
    """The words of a question; QuestionError where there are none, or too many."""
    if not text.strip():
        raise QuestionError({"text": Message("Write your question.")})
    if len(text) > LONGEST:
        too_long = Message("Shorten this to {most} characters.", {"most": LONGEST})
        raise QuestionError({"text": too_long})
    return text.strip()


def public_words(original: str, typed: str) -> str:
    """What everybody will read; QuestionError where more was changed than covered."""
    if not only_covers(original, typed):
        only = Message("You may cover passages with [maskerat] or [masked], but change nothing else.")
        raise QuestionError({"public_text": only})
    return typed


def why_not(reason: str) -> Reason:
    if reason not in set(Reason):
        raise QuestionError({"reason": Message("Choose why it is not shown.")})
    return Reason(reason)


def answer(typed: Mapping[str, str]) -> dict[str, str]:
    """The answer in Swedish and, where somebody wrote it, in other languages; by names as ``answer-sv``."""
    texts = {language: typed.get(f"answer-{language}", "").strip() for language in LANGUAGES}
    wrong = {
        f"answer-{language}": Message("Shorten this to {most} characters.", {"most": LONGEST_ANSWER})
        for language, words in texts.items()
        if len(words) > LONGEST_ANSWER
    }
    if not texts["sv"]:
        wrong["answer-sv"] = Message("Write the answer in Swedish.")
    if wrong:
        raise QuestionError(wrong)
    return texts


def case_number(typed: str) -> str:
    if len(typed) > LONGEST_CASE_NUMBER:
        too_long = Message("Shorten this to {most} characters.", {"most": LONGEST_CASE_NUMBER})
        raise QuestionError({"case_number": too_long})
    return typed


def against_publishing(question: ResidentQuestion) -> Message | None:
    """What prevents giving the answer to the asker, and to everybody where the question is shown."""
    if not question.answers.get("sv"):
        return Message("Write the answer first.")
    if question.state is QuestionState.WAITING:
        return Message("Decide first whether everybody may read the question.")
    return None


def against_answering(question: ResidentQuestion) -> Message | None:
    if question.published_at is not None:
        return Message("The answer has been sent and can no longer be changed.")
    if question.needs_no_answer:
        return Message("A question that is not shown for this reason gets no answer.")
    return None


_ERASED: Mapping[str, str] = {"sv": "(Raderad: {why})", "en": "(Erased: {why})"}


def instead_of_words(why: str, language: str) -> str:
    """What stands where a question stood. QuestionError without a reason, or with one that is too long."""
    decision = " ".join(why.split())
    if not decision or len(decision) > 200:
        raise QuestionError(
            {"why": Message("Write the decision under which the words are erased, in at most 200 characters.")}
        )
    return _ERASED.get(language, _ERASED["en"]).format(why=decision)
