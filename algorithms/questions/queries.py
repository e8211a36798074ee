"""Reads of questions: staff those of their departments, everybody those that are shown, and by a code one's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from statistics import median
from typing import Any
from uuid import UUID

from algorithms.entries.entry import Masked, VersionState
from algorithms.log.checking import Records
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.questions.answer_times import Figures, days_between, late_before
from algorithms.questions.rules import NO_ANSWER, QuestionState, Reason, ResidentQuestion, may
from algorithms.questions.tables import QuestionRow
from algorithms.redaction.masks import covered, covered_localized
from algorithms.storage import rows_to_values
from algorithms.tables import EntryRow, VersionRow
from assessments.storage import rows_of
from assessments.text.localized import LocalizedText, read

RECORD = "asked"
_ENTRY: Any = QuestionRow.entry
_COLUMNS = (*QuestionRow._meta.columns, _ENTRY.slug, _ENTRY.department)


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """How many questions there are, how many wait for an answer, and for how many of these it is late."""

    all: int
    open: int
    late: int


async def questions(*, seen_by: Actor, first: int, most: int) -> tuple[ResidentQuestion, ...]:
    """So many of those that the actor may read: open ones first, the oldest before the others, then the newest done."""
    readable, values = await _where(seen_by, Permission.READ)
    order = (
        f"ORDER BY CASE WHEN {_OPEN} THEN 0 ELSE 1 END, CASE WHEN {_OPEN} THEN received_hour END, received_hour DESC"
    )
    return await _in_order(f"WHERE {readable} {order}, question.id LIMIT {{}} OFFSET {{}}", *values, most, first)


async def number_of_questions(late_before: datetime, *, seen_by: Actor) -> QuestionCounts:
    """``late_before``: an open question that was asked before then is late."""
    readable, values = await _where(seen_by, Permission.READ)
    counted = (
        f"SELECT COUNT(*) AS every, COALESCE(SUM(CASE WHEN {_OPEN} THEN 1 ELSE 0 END), 0) AS open,"
        f" COALESCE(SUM(CASE WHEN {_OPEN} AND received_hour < {{}} THEN 1 ELSE 0 END), 0) AS late"
    )
    (row,) = await QuestionRow.raw(f"{counted} {_FROM} WHERE {readable}", late_before, *values)
    return QuestionCounts(int(row["every"]), int(row["open"]), int(row["late"]))


async def open_questions() -> tuple[ResidentQuestion, ...]:
    """Every question that waits for an answer, from any department, those asked last first."""
    return tuple(stored for stored in await _questions(QuestionRow.published_at.is_null()) if stored.is_open)


async def waiting_questions(actor: Actor, *, most: int) -> tuple[int, tuple[ResidentQuestion, ...]]:
    """How many wait for the actor to answer, or to give the answer that is written; and the oldest of them."""
    gives, those = await _where(actor, Permission.SHOW_QUESTIONS)
    answers, these = await _where(actor, Permission.ANSWER_QUESTIONS)
    where = f"WHERE {_OPEN} AND ({gives} OR (answer = '' AND {answers}))"
    (row,) = await QuestionRow.raw(f"SELECT COUNT(*) AS many {_FROM} {where}", *those, *these)
    order = "ORDER BY received_hour, question.id LIMIT {}"
    return int(row["many"]), await _in_order(f"{where} {order}", *those, *these, most)


_FROM = "FROM question LEFT JOIN entry ON entry.id = question.entry"
_OPEN = (
    "(published_at IS NULL AND (reason IS NULL OR reason NOT IN ("
    + ", ".join(f"'{reason.value}'" for reason in sorted(NO_ANSWER))
    + ")))"
)


async def _where(actor: Actor, permission: Permission) -> tuple[str, tuple[UUID, ...]]:
    """The condition that the actor may do this with a question; what is nobody's yet is for the whole city's roles."""
    owners = tuple(
        department.id for department in await rows_to_values.departments() if actor.may(permission, department.id)
    )
    owner = "COALESCE(question.department, entry.department)"
    parts = [f"{owner} IN ({', '.join(['{}'] * len(owners))})"] if owners else []
    parts += [f"{owner} IS NULL"] if may(actor, permission, None) else []
    return f"({' OR '.join(parts) or '1 = 0'})", owners


async def _in_order(rest: str, *values: Any) -> tuple[ResidentQuestion, ...]:
    ids = [UUID(str(row["id"])) for row in await QuestionRow.raw(f"SELECT question.id {_FROM} {rest}", *values)]
    by_id = {stored.id: stored for stored in await _questions(QuestionRow.id.is_in(ids))} if ids else {}
    return tuple(by_id[question_id] for question_id in ids if question_id in by_id)


async def question(identity: UUID, *, seen_by: Actor) -> ResidentQuestion:
    """This question, for one who may read in the department that answers it; NotFoundError for all others."""
    for stored in await _questions(QuestionRow.id == identity):
        if may(seen_by, Permission.READ, stored.department):
            return stored
    raise NotFoundError


async def shown(entry: UUID | None) -> tuple[ResidentQuestion, ...]:
    """What everybody reads of the questions about an entry, and about those that were merged into it; newest first.

    Without an entry: of those about algorithms that are missing.
    """
    of = _ENTRY.is_null() if entry is None else QuestionRow.entry.is_in(await _with_merged(entry))
    shown_questions = await _questions(of, QuestionRow.state == QuestionState.SHOWN.value)
    masks = (await rows_to_values.masks()).get(entry, ()) if entry else ()
    return tuple(_readable(stored, masks) for stored in shown_questions)


async def addresses_of(ids: Iterable[UUID]) -> frozenset[str]:
    """The slugs of the entries that these questions are about, whether anybody may read them or not."""
    rows = await rows_of(QuestionRow.id, ids, lambda these: QuestionRow.select(_ENTRY.slug).where(these))
    return frozenset(row["entry.slug"] for row in rows if row["entry.slug"])


async def answered() -> tuple[ResidentQuestion, ...]:
    """Every question that everybody may read with its answer, the first asked first; ``slug`` leads to its entry.

    Not those about entries that are not published, or are withheld. Of merged entries those of the one that is left.
    """
    of: Any = VersionRow.entry
    merged = await EntryRow.select(EntryRow.id, EntryRow.merged_into).where(EntryRow.merged_into.is_not_null())
    into = {row["id"]: row["merged_into"] for row in merged}
    published = await VersionRow.select(of, of.slug).where(VersionRow.state == VersionState.PUBLISHED.value)
    hidden, masks = await rows_to_values.withheld(), await rows_to_values.masks()
    slugs = {row["entry"]: row["entry.slug"] for row in published if row["entry"] not in hidden}
    readable = await _questions(QuestionRow.state == QuestionState.SHOWN.value, QuestionRow.published_at.is_not_null())
    public = []
    for stored in readable:
        entry = _last(stored.entry, into)
        if entry is None or entry in slugs:
            hiding = (*masks.get(entry, ()), *masks.get(stored.entry, ())) if entry and stored.entry else ()
            public.append(replace(_readable(stored, hiding), slug=slugs[entry] if entry else ""))
    return tuple(reversed(public))


def _last(entry: UUID | None, into: Mapping[UUID, UUID]) -> UUID | None:
    """The entry that is left of those that were merged one into the other."""
    while entry is not None and entry in into:
        entry = into[entry]
    return entry


def _readable(stored: ResidentQuestion, masks: Iterable[Masked]) -> ResidentQuestion:
    """As everybody may read it: not as it was asked, and without masked words."""
    hidden = tuple(masks)
    return replace(
        stored,
        text="",
        public_text=covered(stored.public_text, hidden, stored.language),
        answers=covered_localized(_given(stored), hidden),
    )


async def by_code(code_hash: str) -> ResidentQuestion | None:
    """The question that belongs to this code, with the answer once it has been given."""
    for stored in await _questions(QuestionRow.code_hash == code_hash):
        return replace(stored, answers=_given(stored))
    return None


async def counted(first: datetime, until: datetime, today: date, zone: tzinfo, seen_by: Actor | None) -> Figures:
    """Of a period, from ``first`` up to, but not with, ``until``, and of today; of all questions without an actor."""
    readable, owners = ("1 = 1", ()) if seen_by is None else await _where(seen_by, Permission.READ)
    sums = {
        "asked": "received_hour >= {} AND received_hour < {}",
        "open": _OPEN,
        "late": f"{_OPEN} AND received_hour < {{}}",
    }
    columns = ", ".join(
        f"COALESCE(SUM(CASE WHEN {what} THEN 1 ELSE 0 END), 0) AS {name}" for name, what in sums.items()
    )
    moments = (first, until, late_before(today, zone))
    (row,) = await QuestionRow.raw(f"SELECT {columns} {_FROM} WHERE {readable}", *moments, *owners)
    given = await QuestionRow.raw(
        f"SELECT question.id {_FROM} WHERE {readable} AND published_at >= {{}} AND published_at < {{}}",
        *owners,
        first,
        until,
    )
    days = await _days_taken([UUID(str(answered_row["id"])) for answered_row in given], zone)
    middle = median(days) if days else None
    return Figures(
        received=int(row["asked"]), answered=len(days), open=int(row["open"]), late=int(row["late"]), median_days=middle
    )


async def _days_taken(ids: list[UUID], zone: tzinfo) -> list[int]:
    """Working days to each of these answers."""

    async def select(these: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await QuestionRow.select(
            QuestionRow.received_hour, QuestionRow.published_at
        ).where(these)
        return rows

    rows = await rows_of(QuestionRow.id, ids, select)
    return [days_between(row["received_hour"], row["published_at"], zone) for row in rows]


async def _with_merged(entry: UUID) -> list[UUID]:
    merged = await EntryRow.select(EntryRow.id).where(EntryRow.merged_into == entry)
    return [entry, *(row["id"] for row in merged)]


def record_of(question: UUID) -> str:
    """How a line of the log names the row of a question; there is room for forty signs."""
    return f"{RECORD}/{question.hex}"


RECORDS = Records(
    name=RECORD,
    row=QuestionRow,
    key=QuestionRow.id,
    write=lambda key: key.hex,
    read=UUID,
    may_wait=lambda row: not row["in_log"],
)


def _given(resident_question: ResidentQuestion) -> Mapping[str, str]:
    return resident_question.answers if resident_question.published_at is not None else LocalizedText()


async def _questions(*where: Any) -> tuple[ResidentQuestion, ...]:
    rows = await QuestionRow.select(*_COLUMNS).where(*where)
    ordered = sorted(
        (_question(row) for row in rows), key=lambda stored: (stored.received_hour, str(stored.id)), reverse=True
    )
    return tuple(ordered)


def _question(row: Mapping[str, Any]) -> ResidentQuestion:
    return ResidentQuestion(
        id=row["id"],
        entry=row["entry"],
        slug=row["entry.slug"] or "",
        department=row["department"] or row["entry.department"],
        language=row["language"],
        text=row["text"],
        received_hour=row["received_hour"],
        revision=row["revision"],
        state=QuestionState(row["state"]),
        public_text=row["public_text"],
        reason=Reason(row["reason"]) if row["reason"] else None,
        answers=read(row["answer"]),
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
        published_by=row["published_by"],
        published_at=row["published_at"],
        case_number=row["case_number"],
    )
