"""Writes of entries and versions. Each opens one transaction, loads, decides, stores and records."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.entries.entry import EDITABLE, OPEN, Topic, Version, VersionState, latest
from algorithms.entries.texts import Text, fold
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import covered_texts
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action, Event, RefusedError, may_see, may_write, take, writes_as_coordinator
from algorithms.search.index import indexer
from algorithms.storage import rows_to_values
from algorithms.storage import save as recording
from algorithms.tables import EntryRow, EvidenceRow, VersionRow
from assessments.storage import transaction
from assessments.text.message import Message


class ConflictError(Exception):
    """Somebody saved first; ``current`` is what they saved, so that both texts can be shown."""

    def __init__(self, current: Version) -> None:
        super().__init__("Somebody else has changed this version since you opened it.")
        self.current = current


async def create_entry(  # an entry is begun with all of these
    *,
    name: str,
    department: UUID,
    topic: Topic,
    by: Actor,
    at: datetime,
    slug: str | None = None,
    texts: Mapping[tuple[Text, str], str] | None = None,
) -> UUID:
    """Begin an entry with its first draft, and with these texts; the answer is the id of that version."""
    if not by.may(Permission.WRITE, department):
        raise NotFoundError
    entry, version = uuid4(), uuid4()
    async with transaction():
        row = EntryRow(id=entry, department=department, topic=topic.value, created_by=by.id, created_at=at)
        await _insert(row, slug or slug_of(name) or "post")
        await VersionRow.insert(first_row(version, entry, 1, by, at, department))
        await recording.store_texts(version, {**(texts or {}), (Text.NAME, "sv"): name})
        role = by.role_for([Permission.WRITE], department)
        await recording.record(
            Event(
                entry=entry,
                version=version,
                action="create",
                by=by.id,
                at=at,
                start=None,
                end=VersionState.DRAFT,
                role=role,
            )
        )
    return version


async def save(  # what is said, by whom, when, and what they had seen
    version_id: UUID,
    *,
    revision: int,
    texts: Mapping[tuple[Text, str], str] | None = None,
    answers: Mapping[str, object] | None = None,
    choices: Mapping[str, str | None] | None = None,
    by: Actor,
    at: datetime,
) -> Version:
    """Change a draft; a choice that is None is taken away. ConflictError if it is no longer the revision they saw."""
    changes = (texts or {}, answers or {}, choices or {})
    try:
        return await _save(version_id, revision, *changes, by, at)
    except recording.RacedError:  # decide once more, by what the other has written
        return await _save(version_id, revision, *changes, by, at)


async def _save(  # the same, in order
    version_id: UUID,
    revision: int,
    texts: Mapping[tuple[Text, str], str],
    answers: Mapping[str, object],
    choices: Mapping[str, str | None],
    by: Actor,
    at: datetime,
) -> Version:
    async with transaction():
        version = await for_change(version_id, by)
        if version.state not in EDITABLE:
            raise RefusedError((Message("This version is not a draft. Ask for it to be returned to change it."),))
        texts = covered_texts(texts, version.entry.masks)
        after = _after(version, texts, answers, choices)
        if after.content_hash == version.content_hash:
            return version
        if version.revision != revision:
            raise ConflictError(version)
        columns = recording.answer_columns(after.answers)
        await recording.update(version, {**_changed(by, at, version.entry.department), **columns})
        await recording.store_answers(version_id, after.answers)
        await recording.store_texts(version_id, texts)
        await recording.store_choices(version_id, choices)
        event = Event(
            entry=version.entry.id,
            version=version_id,
            action="change",
            by=by.id,
            at=at,
            content_hash=after.content_hash,
        )
        role = by.role_for([Permission.WRITE], version.entry.department)
        await recording.record(replace(event, role=role, before=version.content_hash))
        return replace(after, revision=version.revision + 1)


def _after(
    version: Version,
    texts: Mapping[tuple[Text, str], str],
    answers: Mapping[str, object],
    choices: Mapping[str, str | None],
) -> Version:
    return replace(
        version,
        texts={**version.texts, **texts},
        answers=replace(version.answers, **answers),  # type: ignore[arg-type]  # read by the form's own questions
        choices={name: choice for name, choice in {**version.choices, **choices}.items() if choice is not None},
    )


async def take_step(
    version_id: UUID, action: Action, *, by: Actor, at: datetime, words: StepComment | None = None
) -> Version:
    """Take a step of the workflow; RefusedError with every reason when it cannot be taken."""
    async with transaction():
        version = await rows_to_values.load_version(version_id)
        if version is None or not may_see(version, by):
            raise NotFoundError
        after, event = take(version, action, by=by, at=at, words=words)
        if action is Action.PUBLISH:
            await _replace_older(after, at)
        await recording.update(version, recording.step_columns(after))
        if after.opinion != version.opinion and after.opinion is not None:
            await recording.store_opinion(version_id, action, after.opinion)
        if VersionState.PUBLISHED in (version.state, after.state):
            await indexer.follow(version.entry.id)
        await recording.record(event)
        return after


async def new_version(entry: UUID, *, by: Actor, at: datetime) -> UUID:
    """Begin the next version as a copy of the newest one that was not discarded; refused while another is open."""
    async with transaction():
        versions = await rows_to_values.load(VersionRow.entry == entry)
        if not versions or not may_write(versions[-1], by):
            raise NotFoundError
        if versions[-1].entry.merged_into is not None:
            raise RefusedError((Message("This entry has been merged into another. Go on with that one."),))
        if versions[-1].state in OPEN:
            raise RefusedError((Message("There is a newer version already, which is not published yet."),))
        newest, version = latest(versions), uuid4()
        row = first_row(version, entry, versions[-1].number + 1, by, at, newest.entry.department)
        for column, value in recording.answer_columns(newest.answers).items():
            setattr(row, column._meta.name, value)
        await VersionRow.insert(row)
        await recording.store_answers(version, newest.answers)
        copied = {key: words for key, words in newest.texts.items() if key[0] is not Text.CHANGE_NOTE}
        await recording.store_texts(version, copied)
        await recording.store_choices(version, newest.choices)
        await _carry_evidence(newest.id, version)
        role = by.role_for([Permission.WRITE], newest.entry.department)
        await recording.record(
            Event(
                entry=entry,
                version=version,
                action="create",
                by=by.id,
                at=at,
                start=None,
                end=VersionState.DRAFT,
                role=role,
            )
        )
    return version


async def for_change(version_id: UUID, by: Actor) -> Version:
    """The version, for somebody who may write it; it does not exist for others."""
    version = await rows_to_values.load_version(version_id)
    if version is None or not may_see(version, by) or not by.may(Permission.READ, version.entry.department):
        raise NotFoundError
    if not may_write(version, by):
        raise RefusedError((Message("Your role lets you read this version, but not change it."),))
    return version


def _changed(by: Actor, at: datetime, department: UUID) -> dict[Any, Any]:
    as_coordinator = writes_as_coordinator(by, department)
    return {
        VersionRow.changed_by: by.id,
        VersionRow.changed_at: at,
        VersionRow.changed_by_coordinator: as_coordinator,
    }


def first_row(version: UUID, entry: UUID, number: int, by: Actor, at: datetime, department: UUID) -> VersionRow:
    return VersionRow(
        id=version,
        entry=entry,
        number=number,
        state=VersionState.DRAFT.value,
        revision=0,
        changed_by=by.id,
        changed_at=at,
        changed_by_coordinator=writes_as_coordinator(by, department),
    )


async def _replace_older(version: Version, at: datetime) -> None:
    """What was published before stays readable, as what the city said then."""
    for older in await rows_to_values.load(
        VersionRow.entry == version.entry.id,
        VersionRow.state == VersionState.PUBLISHED.value,
        VersionRow.id != version.id,
    ):
        await recording.update(older, {VersionRow.state: VersionState.REPLACED.value, VersionRow.ended_at: at})


async def _carry_evidence(older: UUID, version: UUID) -> None:
    for row in await EvidenceRow.select().where(EvidenceRow.version == older, EvidenceRow.cited.eq(True)):
        del row["id"]  # the copy gets its own: PostgreSQL takes None for a value
        await EvidenceRow.insert(EvidenceRow(**{**row, "version": version}))


def slug_of(name: str) -> str:
    """A readable address; empty where the name has no letter or digit that it could be made of."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60].rstrip("-")


async def _insert(row: EntryRow, slug: str) -> None:
    """At an address that is free; somebody else may take the one that was found at the same moment."""
    inserted: list[dict[str, object]] = []
    while not inserted:
        row.slug = await _free_address(slug)
        free = EntryRow.insert(row).on_conflict(target=EntryRow.slug, action="DO NOTHING")
        inserted = await free.returning(EntryRow.id)


async def _free_address(slug: str) -> str:
    taken = {row["slug"] for row in await EntryRow.select(EntryRow.slug).where(EntryRow.slug.like(f"{slug}%"))}
    candidates = (slug if n == 1 else f"{slug}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)
