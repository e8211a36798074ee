"""What has changed in the register, for everybody to follow: what was published and withdrawn, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms import loading
from algorithms.entry import Department, State, Version
from algorithms.masks import covered_said
from algorithms.tables import EventRow, VersionRow
from algorithms.texts import Text
from assessments.portions import rows_of
from assessments.said import Said, read

MOST = 50  # changes in one feed: a year's worth for a large city


@dataclass(frozen=True, slots=True)
class Change:
    """Texts by language. ``note`` says what is new or why it is gone; of a first version it is the summary."""

    slug: str
    number: int
    withdrawn: bool
    at: datetime
    department: Department
    name: Mapping[str, str]
    note: Mapping[str, str]


async def changes(*, department: str = "", slug: str = "", most: int = MOST) -> tuple[Change, ...]:
    """The latest changes, newest first, of one department or one entry if its address is given.

    Of a withdrawn entry only that is told, and of what is withheld or was merged into another entry nothing.
    """
    of: Any = VersionRow.entry
    where = [VersionRow.state.is_in([State.PUBLISHED.value, State.REPLACED.value]), of.merged_into.is_null()]
    gone = [VersionRow.state == State.WITHDRAWN.value, of.merged_into.is_null()]
    for asked, column in ((department, of.department.slug), (slug, of.slug)):
        if asked:
            where.append(column == asked)
            gone.append(column == asked)
    hidden, public = await loading.withheld(), await _public_entries()
    published = VersionRow.select(VersionRow.id, VersionRow.entry).where(*where)
    rows = await published.order_by(VersionRow.published_at, ascending=False)
    shown = [row["id"] for row in rows if row["entry"] in public and row["entry"] not in hidden][:most]
    left = await VersionRow.select(VersionRow.id, VersionRow.entry).where(*gone)
    withdrawn = [row["id"] for row in left if row["entry"] not in public and row["entry"] not in hidden]
    found = [*await _told(shown), *await _told(withdrawn)]
    return tuple(sorted(found, key=lambda one: (one.at, one.slug, one.number), reverse=True)[:most])


async def _public_entries() -> set[UUID]:
    rows = await VersionRow.select(VersionRow.entry).where(VersionRow.state == State.PUBLISHED.value)
    return {row["entry"] for row in rows}


async def _told(ids: list[UUID]) -> list[Change]:
    owners = {one.id: one for one in await loading.departments()}
    notes = await _reasons(ids)
    versions = await loading.load_these(VersionRow.id, ids)
    return [_change(one, owners[one.entry.department], notes.get(one.id, {})) for one in versions]


def _change(version: Version, owner: Department, reason: Mapping[str, str]) -> Change:
    withdrawn = version.state is State.WITHDRAWN
    at = version.ended_at if withdrawn else version.published_at
    assert at is not None  # both states have their date: a rule of the database
    said = version.said(Text.CHANGE_NOTE) or version.said(Text.SUMMARY)
    note = covered_said(reason, version.entry.masks) if withdrawn else said
    return Change(version.entry.slug, version.number, withdrawn, at, owner, version.said(Text.NAME), note)


async def _reasons(ids: list[UUID]) -> dict[UUID, Said]:
    """Why it was withdrawn, by version."""
    withdrawal = EventRow.end_state == State.WITHDRAWN.value
    rows = await rows_of(
        EventRow.version, ids, lambda these: EventRow.select(EventRow.version, EventRow.note).where(these, withdrawal)
    )
    return {row["version"]: read(row["note"]) for row in rows}
