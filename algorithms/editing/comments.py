"""Writes of comments: saying something of an answer or of the whole version, calling it resolved, opening it again."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.entries.entry import OPEN, Version
from algorithms.entries.fields import BY_NAME
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError
from algorithms.storage import rows_to_values, save
from algorithms.tables import CommentRow
from assessments.storage import transaction
from assessments.text.message import Message

LONGEST = 2_000  # characters
_MAY = (Permission.WRITE, Permission.REVIEW, Permission.GIVE_OPINION)


def may_comment(version: Version, actor: Actor) -> bool:
    """Those who write, review or give an opinion here, until the version is published."""
    return version.state in OPEN and any(actor.may(permission, version.entry.department) for permission in _MAY)


async def comment(version_id: UUID, about: str, words: str, *, by: Actor, at: datetime) -> None:
    """Say something of one answer, or with an empty ``about`` of the whole; RefusedError for no words, or too many."""
    if not words.strip():
        raise RefusedError((Message("Write what you want to say."),))
    if len(words) > LONGEST:
        values = {"over": len(words) - LONGEST, "most": LONGEST}
        raise RefusedError((Message("Shorten this by {over} characters. It may have {most}.", values),))
    if about and about not in BY_NAME:
        raise NotFoundError
    async with transaction():
        version = await _for_comments(version_id, by)
        row = CommentRow(
            id=uuid4(), version=version_id, about=about, words=words.strip(), written_by=by.id, written_at=at
        )
        await CommentRow.insert(row)
        await _record(version, "comment", by, at, words)


async def resolve(version_id: UUID, comment_id: UUID, *, by: Actor, at: datetime) -> None:
    """Call it resolved. Resolving it twice changes nothing."""
    await _set(version_id, comment_id, "resolve-comment", by, at, {"resolved_by": by.id, "resolved_at": at})


async def reopen(version_id: UUID, comment_id: UUID, *, by: Actor, at: datetime) -> None:
    await _set(version_id, comment_id, "reopen-comment", by, at, {"resolved_by": None, "resolved_at": None})


async def _set(
    version_id: UUID, comment_id: UUID, action: str, by: Actor, at: datetime, columns: dict[str, Any]
) -> None:
    async with transaction():
        version = await _for_comments(version_id, by)
        stored = next((candidate for candidate in version.comments if candidate.id == comment_id), None)
        if stored is None:
            raise NotFoundError
        if stored.is_open != (columns["resolved_at"] is None):
            await CommentRow.update({getattr(CommentRow, name): value for name, value in columns.items()}).where(
                CommentRow.id == comment_id
            )
            await _record(version, action, by, at, stored.words)


async def _for_comments(version_id: UUID, by: Actor) -> Version:
    version = await rows_to_values.load_version(version_id)
    if version is None or not by.may(Permission.READ, version.entry.department):
        raise NotFoundError
    if not may_comment(version, by):
        closed = Message("Comments can be written until the version is published, by those who work on it.")
        raise RefusedError((closed,))
    return version


async def _record(version: Version, action: str, by: Actor, at: datetime, words: str) -> None:
    role = by.role_for(_MAY, version.entry.department)
    await save.record(
        Event(
            entry=version.entry.id,
            version=version.id,
            action=action,
            by=by.id,
            at=at,
            words=StepComment(typed={"sv": words}),
            role=role,
        )
    )
