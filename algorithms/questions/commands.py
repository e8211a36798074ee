"""Writes of questions: asked by anybody, then shown or not, answered, handed over, numbered by staff.

Each is a line in the log that tells who did what, and never a word of what was asked or answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import SystemRandom
from typing import Any
from uuid import UUID, uuid4

from algorithms.log import commands as log_commands
from algorithms.log.chain import Act, digest
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.published import queries as public_queries
from algorithms.questions import queries, rules
from algorithms.questions.rules import QuestionError, QuestionState, ResidentQuestion
from algorithms.questions.tables import QuestionRow
from algorithms.review.workflow import RefusedError
from algorithms.tables import DepartmentRow
from assessments.storage import transaction
from assessments.text.localized import written
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """All that is stored of the asker."""

    entry: UUID | None
    language: str
    text: str
    code_hash: str


@dataclass(frozen=True, slots=True)
class QuestionEdit:
    """Which question somebody has before them, as they saw it, and who they are."""

    question: UUID
    revision: int
    by: Actor
    at: datetime


async def ask(new_question: NewQuestion, *, at: datetime) -> None:
    """Keep a question, with the hour and not the minute. The same code again is the same question, kept once.

    No line of the log tells of it yet: its place between two other lines would tell the minute.
    """
    row = QuestionRow(
        id=uuid4(),
        entry=new_question.entry,
        language=new_question.language,
        text=rules.question_words(new_question.text),
        received_hour=_hour(at),
        code_hash=new_question.code_hash,
    )
    async with transaction():
        await QuestionRow.insert(row).on_conflict(target=QuestionRow.code_hash, action="DO NOTHING")


async def enter_questions(at: datetime) -> int:
    """Write the lines of all questions of hours that are over, in an order of chance; how many there were.

    So neither a line's neighbours nor the moment at which it comes tell more than the hour.
    """
    over = QuestionRow.in_log.eq(False) & (QuestionRow.received_hour < _hour(at))
    if not await QuestionRow.exists().where(over):
        return 0
    async with transaction():
        entered = await QuestionRow.update({QuestionRow.in_log: True}).where(over).returning(*QuestionRow.all_columns())
        SystemRandom().shuffle(entered)
        entered.sort(key=lambda row: row["received_hour"])  # by the hour, and within it by chance
        await log_commands.append_all([await _question_act(row["id"], row["received_hour"]) for row in entered])
    return len(entered)


async def _question_act(question: UUID, hour: datetime) -> Act:
    record, after = queries.record_of(question), await _digest(question)
    return Act(action="ask-question", kind="question", object=str(question), at=hour, record=record, after=after)


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


async def show(change: QuestionEdit, words: str) -> None:
    """Everybody may read the question, in these words: its own, where passages may be covered."""
    async with transaction():
        question = await _for_change(change, Permission.SHOW_QUESTIONS)
        columns = {
            "state": QuestionState.SHOWN.value,
            "public_text": rules.public_words(question.text, words),
            "reason": None,
        }
        await _store(change, question, "show-question", columns)


async def do_not_show(change: QuestionEdit, reason: str) -> None:
    """Only those who answer, and the holder of the code, know of it; it is no longer shown if it was."""
    async with transaction():
        question = await _for_change(change, Permission.SHOW_QUESTIONS)
        why = rules.why_not(reason)
        if question.published_at is None or why not in rules.NO_ANSWER:
            columns = {"state": QuestionState.NOT_SHOWN.value, "public_text": "", "reason": why.value}
            return await _store(change, question, "hide-question", columns)
        raise RefusedError((Message("The question has been answered. Choose another reason."),))


async def answer(change: QuestionEdit, typed: Mapping[str, str]) -> None:
    """Write the answer, or rewrite it. Nobody but staff reads it before it is given."""
    async with transaction():
        question = await _for_change(change, Permission.ANSWER_QUESTIONS)
        _refuse(rules.against_answering(question))
        columns = {"answer": written(rules.answer(typed))}
        await _store(change, question, "answer-question", {**columns, **_who("answered", change)})


async def give_answer(change: QuestionEdit) -> None:
    """The answer reaches the asker, and everybody where the question is shown."""
    async with transaction():
        question = await _for_change(change, Permission.SHOW_QUESTIONS)
        _refuse(rules.against_answering(question) or rules.against_publishing(question))
        await _store(change, question, "give-answer", _who("published", change))


async def hand_over(change: QuestionEdit, *, department: UUID | None = None, slug: str = "") -> None:
    """Hand the question over to another department, or to the owner of the entry that it is really about."""
    async with transaction():
        question = await _for_change(change, Permission.ANSWER_QUESTIONS)
        if slug:
            columns = {"entry": await _entry(slug), "department": None}
        elif department and await DepartmentRow.exists().where(DepartmentRow.id == department):
            columns = {"department": department}
        else:
            raise QuestionError({"department": Message("Choose a department, or write the address of an entry.")})
        await _store(change, question, "hand-over-question", columns)


async def set_case_number(change: QuestionEdit, number: str) -> None:
    """Where the city keeps its records of it."""
    async with transaction():
        question = await _for_change(change, Permission.ANSWER_QUESTIONS)
        await _store(change, question, "number-question", {"case_number": rules.case_number(number)})


async def erase(change: QuestionEdit, why: str) -> None:
    """The words are gone for good, also from what everybody reads; why they went stands in their place.

    Only by the city's decision on records. The log keeps its lines, and gets one more with what the row is now.
    """
    async with transaction():
        question = await _for_change(change, Permission.SHOW_QUESTIONS)
        instead = rules.instead_of_words(why, question.language)
        public = instead if question.state is QuestionState.SHOWN else ""
        await _store(change, question, "erase-question", {"text": instead, "public_text": public})


async def _entry(slug: str) -> UUID:
    published = await public_queries.entry(slug)
    if published is None or published.is_withdrawn:
        raise QuestionError({"slug": Message("No published entry has this address.")})
    return published.id


async def _for_change(change: QuestionEdit, needs: Permission) -> ResidentQuestion:
    question = await queries.question(change.question, seen_by=change.by)
    if not rules.may(change.by, needs, question.department):
        raise NotFoundError
    return question


async def _store(change: QuestionEdit, before: ResidentQuestion, action: str, columns: Mapping[Any, Any]) -> None:
    sealed = await _digest(change.question)
    new = {**columns, "revision": change.revision + 1}
    same = (QuestionRow.id == change.question) & (QuestionRow.revision == change.revision)
    if not await QuestionRow.update(new).where(same).returning(QuestionRow.id):
        raise RefusedError(
            (Message("Somebody has changed this question since you opened it. Look at it in another tab."),)
        )
    role = change.by.role_for([Permission.ANSWER_QUESTIONS, Permission.SHOW_QUESTIONS], before.department)
    act = Act(
        action=action,
        kind="question",
        object=str(change.question),
        at=change.at,
        by=change.by.id,
        role=role,
        record=queries.record_of(change.question),
        before=sealed,
        after=await _digest(change.question),
    )
    await log_commands.append(act)


def _who(kind: str, change: QuestionEdit) -> dict[Any, Any]:
    return {f"{kind}_by": change.by.id, f"{kind}_at": change.at}


def _refuse(why: Message | None) -> None:
    if why is not None:
        raise RefusedError((why,))


async def _digest(question: UUID) -> str:
    row = await QuestionRow.select().where(QuestionRow.id == question).first()
    assert row is not None  # it was there, or was written, a moment ago
    return digest(row)
