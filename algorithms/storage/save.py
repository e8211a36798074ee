"""Values into rows: how a change is stored and its event written, inside the transaction that a command opened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.entries.entry import Opinion, Version
from algorithms.entries.event_details import together
from algorithms.entries.fields import ANSWERS, MARKDOWN, Answers
from algorithms.entries.kinds import plain
from algorithms.entries.markdown import rendered
from algorithms.entries.texts import Text
from algorithms.law.given_answers import classification
from algorithms.log import commands as log_commands
from algorithms.log.chain import ERASE_NOTE, Act, digest
from algorithms.log.commands import AT_ONCE
from algorithms.people import Role
from algorithms.review.deadlines import review_month
from algorithms.review.workflow import Action, Event, RefusedError
from algorithms.sealing import commands as sealing
from algorithms.storage.folding import Masks, folded_columns, masks_of_version
from algorithms.tables import AnswerRow, ChoiceRow, EventRow, OpinionRow, TextRow, VersionRow
from assessments.storage import transaction
from assessments.text.localized import written
from assessments.text.message import Message


class RacedError(RefusedError):
    """Somebody else changed the row between our reading of it and our writing."""

    def __init__(self) -> None:
        super().__init__((Message("Somebody else took a step at the same moment. Look at the page again."),))


async def update(version: Version, columns: Mapping[Any, Any]) -> None:
    """Change a version's row. Raises RacedError if somebody has changed it since it was loaded."""
    changed = (
        await VersionRow.update({**columns, VersionRow.revision: version.revision + 1})
        .where(VersionRow.id == version.id, VersionRow.revision == version.revision)
        .returning(VersionRow.id)
    )
    if not changed:
        raise RacedError


def step_columns(after: Version) -> dict[Any, Any]:
    """What a step of the workflow may change in the row, and what follows from the rules for what is published."""
    classified = classification(after) if after.published_at else None
    return {
        VersionRow.state: after.state.value,
        VersionRow.submitted_by: after.submitted_by,
        VersionRow.submitted_by_coordinator: after.submitted_by_coordinator,
        VersionRow.published_at: after.published_at,
        VersionRow.ended_at: after.ended_at,
        VersionRow.review_month: review_month(after),
        VersionRow.risk_class: classified.risk_class.value if classified else None,
    }


async def store_texts(version: UUID, texts: Mapping[tuple[Text, str], str]) -> None:
    """Store each text with its HTML; an empty one is removed."""
    masks = await masks_of_version(version)
    for (name, language), words in texts.items():
        same = (TextRow.version == version) & (TextRow.name == name.value) & (TextRow.language == language)
        await TextRow.delete().where(same)
        if words.strip():
            await TextRow.insert(_text_row(version, name, language, words, masks))


def _text_row(version: UUID, name: Text, language: str, words: str, masks: Masks) -> TextRow:
    html = rendered(name, words) if name in MARKDOWN else ""
    columns = folded_columns(name, language, words.strip(), masks)
    return TextRow(columns, version=version, name=name.value, language=language, words=words.strip(), html=html)


_INTO_TEXTS = "INSERT INTO version_text (version, name, language, words, html, folded, sort_key) VALUES"


async def store_new_texts(texts: Sequence[tuple[UUID, Text, str, str, str]]) -> None:
    """Many texts of versions that have none yet: version, name, language, words and HTML.

    Four times as fast as through the table's own rows: a long list of entries holds the database for seconds.
    """
    for start in range(0, len(texts), AT_ONCE):
        part = texts[start : start + AT_ONCE]
        places = ", ".join(["({}, {}, {}, {}, {}, {}, {})"] * len(part))
        values = (
            (
                version,
                name.value,
                language,
                words.strip(),
                html,
                *folded_columns(name, language, words.strip()).values(),
            )
            for version, name, language, words, html in part
        )
        await TextRow.raw(f"{_INTO_TEXTS} {places}", *(value for row in values for value in row))


def answer_columns(answers: Answers) -> dict[Any, Any]:
    """The answers that lists are filtered and sorted by, as columns of the version."""
    return {
        getattr(VersionRow, field.name): getattr(answer, "value", answer)
        for field in ANSWERS
        if field.has_column
        for answer in [getattr(answers, field.name)]
    }


def answer_rows(version: UUID, answers: Answers) -> list[AnswerRow]:
    """The answers that are only shown, a row for each that is given."""
    values = {field.name: plain(getattr(answers, field.name)) for field in ANSWERS if not field.has_column}
    return [AnswerRow(version=version, name=name, value=value) for name, value in values.items() if value]


async def store_answers(version: UUID, answers: Answers) -> None:
    """Store the answers that are rows in the place of those that were there."""
    await AnswerRow.delete().where(AnswerRow.version == version)
    if rows := answer_rows(version, answers):
        await AnswerRow.insert(*rows)


async def store_choices(version: UUID, choices: Mapping[str, str | None]) -> None:
    """Store each answer about the law; None takes it away."""
    for name, value in choices.items():
        await ChoiceRow.delete().where(ChoiceRow.version == version, ChoiceRow.name == name)
        if value is not None:
            await ChoiceRow.insert(ChoiceRow(version=version, name=name, value=value))


async def store_opinion(version: UUID, action: Action, opinion: Opinion) -> None:
    """A new opinion is a new row; an answer to an objection is written on the newest one."""
    if action is Action.GIVE_OPINION:
        await OpinionRow.insert(
            OpinionRow(
                version=version,
                kind=opinion.kind.value,
                text=written(opinion.texts),
                content_hash=opinion.content_hash,
                given_by=opinion.by,
                given_at=opinion.at,
                department=opinion.department,
                case_number=opinion.case_number,
            )
        )
        return
    newest = await OpinionRow.select(OpinionRow.id).where(OpinionRow.version == version).order_by(OpinionRow.id)
    await OpinionRow.update(
        {
            OpinionRow.answer: written(opinion.answer),
            OpinionRow.answered_by: opinion.answered_by,
            OpinionRow.answered_at: opinion.answered_at,
            OpinionRow.answer_case_number: opinion.answer_case_number,
        }
    ).where(OpinionRow.id == newest[-1]["id"])


async def replace_note(stored: Mapping[str, Any], note: str, *, by: UUID, role: Role | None, at: datetime) -> None:
    """Words of the history that are erased. Its line comes first: the database takes no other change of an event."""
    kind = "version" if stored["version"] else "entry"
    act = Act(
        action=ERASE_NOTE,
        kind=kind,
        object=str(stored[kind]),
        at=at,
        by=by,
        role=role,
        record=f"event/{stored['seq']}",
        before=digest(stored),
        after=digest({**stored, "note": note}),
    )
    await log_commands.append(act)
    await EventRow.update({EventRow.note: note}).where(EventRow.seq == stored["seq"])


async def record(event: Event) -> None:
    """Write the event and its line in the log. The tables refuse to change or delete what has been written."""
    await record_all((event,))


async def record_all(events: Sequence[Event]) -> None:
    """The same for many events, in their order."""
    async with transaction():
        acts: list[Act] = []
        for start in range(0, len(events), AT_ONCE):
            part = events[start : start + AT_ONCE]
            inserted = await EventRow.insert(*map(_row, part))
            numbers = EventRow.seq.is_in([row["seq"] for row in inserted])
            # the digest is of what the database gives back, so that it will be the same when it is checked
            stored = await EventRow.select().where(numbers).order_by(EventRow.seq)
            acts += [_act(event, row) for event, row in zip(part, stored, strict=True)]
        await log_commands.append_all(acts)
        await _seal(events)


async def _seal(events: Sequence[Event]) -> None:
    """Whatever is done to an entry may change what is public of it: what has changed is sealed in the same moment."""
    for start in range(0, len(events), AT_ONCE):
        part = events[start : start + AT_ONCE]
        await sealing.follow({event.entry for event in part}, at=part[-1].at)


def _row(event: Event) -> EventRow:
    return EventRow(
        entry=event.entry,
        version=event.version,
        action=event.action,
        start_state=event.start.value if event.start else None,
        end_state=event.end.value if event.end else None,
        done_by=event.by,
        done_at=event.at,
        note=written(together(event.words.texts, event.words.particulars)),
        opinion=event.words.opinion.value if event.words.opinion else None,
        content_hash=event.content_hash,
    )


def _act(event: Event, stored: Mapping[str, Any]) -> Act:
    assert (stored["entry"], stored["version"]) == (event.entry, event.version)  # rows are numbered as they were given
    objects = (("run", event.run), ("version", event.version), ("entry", event.entry))
    kind, identity = next((kind, object_id) for kind, object_id in objects if object_id is not None)
    return Act(
        action=event.action,
        kind=kind,
        object=str(identity),
        at=event.at,
        by=event.by,
        role=event.role,
        record=f"event/{stored['seq']}",
        before=event.before,
        after=digest(stored),
    )
