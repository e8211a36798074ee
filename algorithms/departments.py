"""Writes of departments: adding one, changing what it is called. Its slug is a public address and never changes."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.editing.commands import slug_of
from algorithms.entries.entry import LANGUAGES, Department
from algorithms.log import commands as log_commands
from algorithms.log.chain import Act, digest
from algorithms.log.checking import Records
from algorithms.people import NOBODY, Actor, NotFoundError, Permission
from algorithms.search.index import indexer
from algorithms.tables import DepartmentRow
from assessments.storage import transaction
from assessments.text.complaints import FieldError
from assessments.text.localized import written
from assessments.text.message import Message

LONGEST_NAME, LONGEST_SLUG = 120, 80  # characters
LONGEST_PHONE, LONGEST_POST = 40, 200
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

RECORDS = Records(
    name="department", row=DepartmentRow, key=DepartmentRow.id, write=lambda department: department.hex, read=UUID
)
Words = Mapping[str, str]  # language → name


class DepartmentError(FieldError):
    """Why a department could not be added or changed: a sentence for each field that is wrong."""


async def add_department(department: Department, *, by: Actor, at: datetime) -> None:
    """One more department. Without a slug it gets one that is made from its Swedish name."""
    _check(by)
    names, boards = _tidy(department.names), _tidy(department.boards)
    slug = department.slug or slug_of(names["sv"])[:LONGEST_SLUG]
    reached = _reached(department.phone, department.post)
    if errors := _complaints(names, boards) | _about_slug(slug, names) | _too_long(reached):
        raise DepartmentError(errors)
    row = DepartmentRow(id=department.id, slug=slug, **_columns(names, boards), **reached)
    free = DepartmentRow.insert(row).on_conflict(target=DepartmentRow.slug, action="DO NOTHING")
    async with transaction():
        if not await free.returning(DepartmentRow.id):
            taken = Message("There is a department with the address {slug} already. Choose another.", {"slug": slug})
            raise DepartmentError({"slug": taken})
        await _log("add-department", department.id, by, at, before=None)


async def rename_department(  # what it is called and how it is reached; who says so, and when
    department: UUID, names: Words, boards: Words, phone: str = "", post: str = "", *, by: Actor, at: datetime
) -> None:
    """New names, also in what the public search finds, and how residents reach it. The address stays."""
    _check(by)
    names, boards = _tidy(names), _tidy(boards)
    reached = _reached(phone, post)
    if errors := _complaints(names, boards) | _too_long(reached):
        raise DepartmentError(errors)
    async with transaction():
        before = await _digest(department)
        changed = DepartmentRow.update({**_columns(names, boards), **reached}).where(DepartmentRow.id == department)
        if not await changed.returning(DepartmentRow.id):
            raise NotFoundError
        await indexer.follow_department(department)
        await _log("rename-department", department, by, at, before=before)


async def _log(action: str, department: UUID, by: Actor, at: datetime, *, before: str | None) -> None:
    role = None if by.id == NOBODY else by.role_for([Permission.MANAGE_PEOPLE])
    after = await _digest(department)
    await log_commands.append(
        Act(
            action=action,
            kind="department",
            object=str(department),
            at=at,
            by=by.id,
            role=role,
            record=RECORDS.called(department),
            before=before,
            after=after,
        )
    )


async def _digest(department: UUID) -> str | None:
    row = await DepartmentRow.select().where(DepartmentRow.id == department).first()
    return digest(row) if row else None


def _check(by: Actor) -> None:
    if not by.may(Permission.MANAGE_PEOPLE):
        raise NotFoundError


def _tidy(words: Words) -> dict[str, str]:
    return {language: " ".join(words.get(language, "").split()) for language in LANGUAGES}


def _complaints(names: Words, boards: Words) -> dict[str, Message]:
    missing = {
        "name-sv": Message("Write the department’s name in Swedish."),
        "name-en": Message("Write the department’s name in English."),
        "board-sv": Message("Write the board’s name in Swedish."),
        "board-en": Message("Write the board’s name in English."),
    }
    kinds = (("name", names), ("board", boards))
    given = {f"{kind}-{language}": text for kind, words in kinds for language, text in words.items()}
    too_long = Message("Shorten the name to {most} characters.", {"most": LONGEST_NAME})
    wrong = {field: sentence for field, sentence in missing.items() if not given[field]}
    return wrong | {field: too_long for field, text in given.items() if len(text) > LONGEST_NAME}


def _reached(phone: str, post: str) -> dict[Any, Any]:
    """Nothing said is NULL, so that digests of before stay what they were."""
    return {"contact_phone": " ".join(phone.split()) or None, "contact_post": " ".join(post.split()) or None}


def _too_long(reached: Mapping[str, str | None]) -> dict[str, Message]:
    most = {"contact_phone": LONGEST_PHONE, "contact_post": LONGEST_POST}
    return {
        name.removeprefix("contact_"): Message("Shorten this to {most} characters.", {"most": most[name]})
        for name, words in reached.items()
        if words and len(words) > most[name]
    }


def _about_slug(slug: str, names: Words) -> dict[str, Message]:
    if not slug and not names["sv"]:
        return {}  # the missing name says it
    if len(slug) > LONGEST_SLUG:
        return {"slug": Message("Shorten the address to {most} characters.", {"most": LONGEST_SLUG})}
    if not _SLUG.fullmatch(slug):
        return {"slug": Message("Write the address with the letters a–z, digits and hyphens, such as city-planning.")}
    return {}


def _columns(names: Words, boards: Words) -> dict[Any, Any]:
    return {"name": written(names), "board": written(boards)}
