"""Erasing words of what is public for good, by a decision on records: their seal stays, and all else still proves."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.editing.erase_places import ErasePlace, places
from algorithms.entries.entry import LANGUAGES, OPEN, Version
from algorithms.entries.event_details import Particular, apart, together
from algorithms.people import Actor, NotFoundError, Permission, Role
from algorithms.redaction.erasing import erasable, instead, instead_of, objections, tidy
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError
from algorithms.sealing import commands as sealing
from algorithms.sealing.collecting import subject_of
from algorithms.search.index import indexer
from algorithms.standards.cleaning import on_a_line, readable
from algorithms.storage import rows_to_values, save
from algorithms.tables import EventRow, OriginRow, VersionRow
from assessments.runs import commands as runs
from assessments.storage import transaction
from assessments.text.localized import read, written
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class _Decision:
    words: str
    by: Actor
    role: Role | None
    at: datetime


async def erase_words(version_id: UUID, key: str, decision: str, *, by: Actor, at: datetime) -> None:
    """Destroy these words of the entry: the decision stands in their place, in every version that says the same.

    Nobody can put them back. What was published before is proven as it was, but for what these words said.
    """
    async with transaction():
        version = await _version_for_coordinator(version_id, by)
        versions = {other.number: other for other in await rows_to_values.load(VersionRow.entry == version.entry.id)}
        erased = next((words for words in erasable(versions.values()) if words.key == key), None)
        if wrong := objections(erased, decision):
            raise RefusedError(tuple(wrong.values()))
        assert erased is not None  # or there was an objection
        role = by.role_for([Permission.KEEP_REGISTER], version.entry.department)
        act, by_id = (
            _Decision(words=tidy(decision), by=by, role=role, at=at),
            {other.id: other for other in versions.values()},
        )
        erase_places = await places(versions[erased.version], erased)
        await _forget_in_history(version.entry.id, {text for place in erase_places for text in place.words}, act)
        await _forget_in_origin(version.entry.id, _in_lists(erase_places), act)
        for place in erase_places:
            await _erase(by_id[place.version], place, act)
        await indexer.follow(version.entry.id)


def _in_lists(erase_places: Iterable[ErasePlace]) -> set[str]:
    """What a list that the entry came with may say too: no list has words for what a test found."""
    return {text for place in erase_places if not place.part.startswith("evidence/") for text in place.words}


async def _version_for_coordinator(version_id: UUID, by: Actor) -> Version:
    version = await rows_to_values.load_version(version_id)
    if version is None or not by.may(Permission.READ, version.entry.department):
        raise NotFoundError
    if not by.may(Permission.KEEP_REGISTER, version.entry.department):
        raise RefusedError((Message("Your role does not include this."),))
    return version


async def _erase(version: Version, place: ErasePlace, act: _Decision) -> None:
    """In a draft as if somebody had saved it, so that a writer who has it open sees what happened."""
    if version.state in OPEN:
        await save.update(version, {})
    if place.run is None:
        stands_now = await place.replace(act.words)
        before, after = await sealing.erase(subject_of("version", version.id), place.part, stands_now)
    else:
        before, after = await _erase_title(place.run, place.part.rpartition("/")[2], act.words)
    details = {Particular.PART: place.part, Particular.SHA256: after}
    event = Event(
        entry=version.entry.id,
        version=version.id,
        action="erase-words",
        by=act.by.id,
        at=act.at,
        words=StepComment(typed={LANGUAGES[0]: act.words}, particulars=details),
        role=act.role,
        before=before,
        run=place.run,
    )
    await save.record(event)


async def _erase_title(run: UUID, language: str, decision: str) -> tuple[str, str]:
    hashes = await runs.erase_title(run, language, instead(decision, language))
    if hashes is None:
        raise RefusedError((Message("The result itself repeats these words, so they cannot be erased. Mask them."),))
    return hashes


async def _forget_in_history(entry: UUID, gone: Collection[str], act: _Decision) -> None:
    """Also where an event repeats the words, in the same way."""
    for row in await EventRow.select().where(EventRow.entry == entry, EventRow.note != ""):
        words, details = apart(read(row["note"]))
        repeated: dict[str, Any] = {language: text for language, text in words.items() if text.strip() in gone}
        if repeated:
            note = written(together({**words, **instead_of(repeated, act.words)}, details))
            await save.replace_note(row, note, by=act.by.id, role=act.role, at=act.at)


async def _forget_in_origin(entry: UUID, gone: Collection[str], act: _Decision) -> None:
    """Also where the list that the entry came with says the words, or a part of them."""
    plain = [on_a_line(text) for text in gone if text.strip()]
    for row in await OriginRow.select().where(OriginRow.entry == entry):
        cells = json.loads(row["cells"])
        for column, cell in cells.items():
            words = on_a_line(readable(cell))
            if any(text in words or words in text for text in plain):
                cells[column] = instead(act.words, LANGUAGES[0])
        await OriginRow.update({OriginRow.cells: json.dumps(cells, ensure_ascii=False)}).where(
            OriginRow.id == row["id"]
        )
