"""Reads of questions: staff those of their departments, everybody those that are shown, and by a code one's own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from algorithms import loading
from algorithms.log.checking import Records
from algorithms.masks import covered, covered_said
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.questions.rules import Question, Reason, State, may
from algorithms.questions.tables import QuestionRow
from algorithms.tables import EntryRow
from assessments.said import Said, read

RECORD = "asked"
_ENTRY: Any = QuestionRow.entry
_COLUMNS = (*QuestionRow._meta.columns, _ENTRY.slug, _ENTRY.department)


async def questions(*, seen_by: Actor) -> tuple[Question, ...]:
    """Every question that the actor may read, those asked last first."""
    return tuple(one for one in await _questions() if may(seen_by, Permission.READ, one.department))


async def waiting_questions(actor: Actor) -> tuple[Question, ...]:
    """Those for which the actor can do something now, the oldest first: answer, or give the answer that is written."""

    def can_act(one: Question) -> bool:
        gives = may(actor, Permission.SHOW_QUESTIONS, one.department)
        return one.is_open and (gives or (not one.answers and may(actor, Permission.ANSWER_QUESTIONS, one.department)))

    return tuple(one for one in reversed(await questions(seen_by=actor)) if can_act(one))


async def question(identity: UUID, *, seen_by: Actor) -> Question:
    """This question, for one who may read in the department that answers it; NotFoundError for all others."""
    for one in await _questions(QuestionRow.id == identity):
        if may(seen_by, Permission.READ, one.department):
            return one
    raise NotFoundError


async def shown(entry: UUID | None) -> tuple[Question, ...]:
    """What everybody reads of the questions about an entry, and about those that were merged into it; newest first.

    Without an entry: of those about algorithms that are missing.
    """
    of = _ENTRY.is_null() if entry is None else QuestionRow.entry.is_in(await _with_merged(entry))
    found = await _questions(of, QuestionRow.state == State.SHOWN.value)
    masks = (await loading.masks()).get(entry, ()) if entry else ()
    return tuple(
        replace(
            one,
            text="",
            public_text=covered(one.public_text, masks, one.language),
            answers=covered_said(_given(one), masks),
        )
        for one in found
    )


async def by_code(code_hash: str) -> Question | None:
    """The question of whoever has this code, with the answer once it has been given."""
    for one in await _questions(QuestionRow.code_hash == code_hash):
        return replace(one, answers=_given(one))
    return None


async def all_for_counting() -> tuple[Question, ...]:
    """Every question without its words: for numbers that everybody may know."""
    return tuple(replace(one, text="", public_text="", answers={}) for one in await _questions())


async def _with_merged(entry: UUID) -> list[UUID]:
    merged = await EntryRow.select(EntryRow.id).where(EntryRow.merged_into == entry)
    return [entry, *(row["id"] for row in merged)]


def record_of(question: UUID) -> str:
    """How a line of the log names the row of a question; there is room for forty signs."""
    return f"{RECORD}/{question.hex}"


RECORDS = Records(
    RECORD,
    QuestionRow,
    QuestionRow.id,
    write=lambda key: key.hex,
    read=UUID,
    may_wait=lambda row: not row["in_log"],
)


def _given(one: Question) -> Mapping[str, str]:
    return one.answers if one.published_at is not None else Said()


async def _questions(*where: Any) -> tuple[Question, ...]:
    rows = await QuestionRow.select(*_COLUMNS).where(*where)
    found = sorted((_question(row) for row in rows), key=lambda one: (one.asked_hour, str(one.id)), reverse=True)
    return tuple(found)


def _question(row: Mapping[str, Any]) -> Question:
    return Question(
        id=row["id"],
        entry=row["entry"],
        slug=row["entry.slug"] or "",
        department=row["department"] or row["entry.department"],
        language=row["language"],
        text=row["text"],
        asked_hour=row["asked_hour"],
        revision=row["revision"],
        state=State(row["state"]),
        public_text=row["public_text"],
        reason=Reason(row["reason"]) if row["reason"] else None,
        answers=read(row["answer"]),
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
        published_by=row["published_by"],
        published_at=row["published_at"],
        case_number=row["case_number"],
    )
