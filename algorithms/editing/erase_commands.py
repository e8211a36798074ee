"""Erasing a text of what is public for good, by a decision on records: its seal stays, and all else still proves."""

from datetime import datetime
from uuid import UUID

from algorithms.entries.entry import LANGUAGES, OPEN, Version
from algorithms.entries.event_details import Particular
from algorithms.entries.fields import MARKDOWN
from algorithms.entries.markdown import to_html
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.erasing import ErasableText, erasable, instead, objections, tidy
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError
from algorithms.sealing import commands as sealing
from algorithms.sealing.collecting import subject_of
from algorithms.search.index import indexer
from algorithms.storage import rows_to_values, save
from algorithms.tables import TextRow, VersionRow
from assessments.storage import transaction
from assessments.text.message import Message


async def erase_text(version_id: UUID, key: str, decision: str, *, by: Actor, at: datetime) -> None:
    """Destroy this text of the entry: the decision stands in its place, in every version that says the same.

    Nobody can put it back. What was published before is proven as it was, but for what these words said.
    """
    async with transaction():
        version = await _version_for_coordinator(version_id, by)
        versions = await rows_to_values.load(VersionRow.entry == version.entry.id)
        erased = next((text for text in erasable(versions) if text.key == key), None)
        if wrong := objections(erased, decision):
            raise RefusedError(tuple(wrong.values()))
        assert erased is not None  # or there was an objection
        numbers = {other.number: other for other in versions}
        for row in await _same_words(numbers[erased.version].id, erased):
            of = next(other for other in versions if other.id == row)
            await _replace(of, erased, instead(decision, erased.language))
            await _record(of, erased, tidy(decision), by, at)
        await indexer.follow(version.entry.id)


async def _version_for_coordinator(version_id: UUID, by: Actor) -> Version:
    version = await rows_to_values.load_version(version_id)
    if version is None or not by.may(Permission.READ, version.entry.department):
        raise NotFoundError
    if not by.may(Permission.KEEP_REGISTER, version.entry.department):
        raise RefusedError((Message("Your role does not include this."),))
    return version


async def _same_words(version: UUID, erased: ErasableText) -> list[UUID]:
    """The versions of the entry in which this text has the words that it has in this one, drafts too."""
    same = (TextRow.name == erased.text.value) & (TextRow.language == erased.language)
    (row,) = await TextRow.select(TextRow.words).where(TextRow.version == version, same)
    (of,) = await VersionRow.select(VersionRow.entry).where(VersionRow.id == version)
    siblings = VersionRow.select(VersionRow.id).where(VersionRow.entry == of["entry"])
    rows = await TextRow.select(TextRow.version).where(
        same, TextRow.words == row["words"], TextRow.version.is_in(siblings)
    )
    return [row["version"] for row in rows]


async def _replace(version: Version, erased: ErasableText, words: str) -> None:
    """In a draft as if somebody had saved it, so that a writer who has it open sees what happened."""
    if version.state in OPEN:
        await save.update(version, {})
    await save.store_texts(version.id, {(erased.text, erased.language): words})


async def _record(version: Version, erased: ErasableText, decision: str, by: Actor, at: datetime) -> None:
    words = instead(decision, erased.language)
    html = to_html(words) if erased.text in MARKDOWN else ""
    before, after = await sealing.erase(subject_of("version", version.id), erased.part, (words, html))
    details = {Particular.PART: erased.part, Particular.SHA256: after}
    event = Event(
        entry=version.entry.id,
        version=version.id,
        action="erase-words",
        by=by.id,
        at=at,
        words=StepComment(typed={LANGUAGES[0]: decision}, particulars=details),
        role=by.role_for([Permission.KEEP_REGISTER], version.entry.department),
        before=before,
    )
    await save.record(event)
