"""The rows of versions and entries as parts, each under its name. Reads what is stored, also words that are masked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from algorithms.city_tables import MaskRow
from algorithms.entries.entry import PUBLIC
from algorithms.entries.fields import FIELDS
from algorithms.sealing.parts import SealedPart
from algorithms.tables import (
    AnswerRow,
    ChoiceRow,
    EntryRow,
    EvidenceRow,
    IncidentRow,
    OpinionRow,
    OriginRow,
    TextRow,
    VersionRow,
    WithheldRow,
)

Row = Mapping[str, Any]
EVER_PUBLIC = VersionRow.state.is_in([state.value for state in PUBLIC])
_VERSION = (
    "entry",
    "number",
    "state",
    *(field.name for field in FIELDS if field.has_column),
    "review_month",
    "risk_class",
    "published_at",
    "ended_at",
)
_MEASURE = ("by_when", "measured_by", "measured_at", "done_by", "done_at")
_OPINION = ("kind", "content_hash", "given_by", "given_at", "answered_by", "answered_at", "department")
_ENTRY = ("slug", "department", "topic", "created_at", "merged_into", "merged_at")
_ENTRY_APART = tuple(name for name in _ENTRY if name != "slug")  # its address is not public
_INCIDENT = (
    "happened_on",
    "provider_on",
    "market_surveillance_on",
    "data_protection_on",
    "recorded_by",
    "recorded_at",
    "closed_by",
    "closed_at",
)
_ORIGIN = (
    OriginRow.id,
    OriginRow.entry,
    OriginRow.organisation,
    OriginRow.identifier,
    OriginRow.address,
    OriginRow.standard,
    OriginRow.standard_version,
    OriginRow.stated_language,
)
_MASK = ("ground", "state", "proposed_by", "proposed_at", "decided_by", "decided_at")


async def of_versions(versions: Sequence[Row]) -> dict[UUID, list[SealedPart]]:
    """All parts of these versions, given as rows."""
    parts_by_version = {row["id"]: list(_version(row)) for row in versions}
    for table, parts in (
        (TextRow, _text),
        (AnswerRow, _answer),
        (ChoiceRow, _choice),
        (EvidenceRow, _evidence),
        (OpinionRow, _opinion),
    ):
        for row in await table.select().where(table.version.is_in(list(parts_by_version))) if parts_by_version else ():
            parts_by_version[row["version"]] += parts(row)
    return parts_by_version


async def of_entries(entries: Collection[UUID], public: Collection[UUID]) -> dict[UUID, list[SealedPart]]:
    """All that is kept of these entries and of no version: what is public, or hides something, and incidents.

    Of one that has never been public, its address and case number may still change.
    """
    parts_by_entry: dict[UUID, list[SealedPart]] = {}
    for row in await EntryRow.select().where(EntryRow.id.is_in(list(entries))) if entries else ():
        is_public = row["id"] in public
        parts_by_entry[row["id"]] = [
            SealedPart("entry", _facts(row, _ENTRY if is_public else _ENTRY_APART)),
            *(_words("case-number", row["case_number"]) if is_public else ()),
        ]
    tables: Any = ((WithheldRow, _withheld), (MaskRow, _mask), (IncidentRow, _incident))
    for row in await OriginRow.select(*_ORIGIN).where(OriginRow.entry.is_in(list(public))) if public else ():
        parts_by_entry.get(row["entry"], []).extend(_origin(row))
    for table, parts in tables:
        for row in await table.select().where(table.entry.is_in(list(parts_by_entry))) if parts_by_entry else ():
            parts_by_entry[row["entry"]] += parts(row)
    return parts_by_entry


async def sealed_as_drafts(entries: Collection[UUID] | None = None) -> set[UUID]:
    """Those of these entries, or of all, that are sealed although nothing of them need be public."""
    entries_to_seal: set[UUID] = set()
    tables: Any = (WithheldRow, IncidentRow)
    for table in tables:
        rows = table.select(table.entry)
        rows = rows if entries is None else rows.where(table.entry.is_in(list(entries)))
        entries_to_seal |= {row["entry"] for row in await rows}
    return entries_to_seal


def _version(row: Row) -> Iterator[SealedPart]:
    yield SealedPart("version", _facts(row, _VERSION))


def _text(row: Row) -> Iterator[SealedPart]:
    """The words and what they were rendered to: what is served is what was sealed."""
    yield from _words(f"text/{row['name']}/{row['language']}", row["words"], row["html"])


def _answer(row: Row) -> Iterator[SealedPart]:
    yield from _words(f"answer/{row['name']}", row["value"])


def _choice(row: Row) -> Iterator[SealedPart]:
    yield SealedPart(f"choice/{row['name']}", _facts(row, ("value",)))


def _evidence(row: Row) -> Iterator[SealedPart]:
    number = row["number"]
    yield SealedPart(f"evidence/{number}", _facts(row, ("run", "cited")))
    yield from _words(f"evidence/{number}/words", row["words"])
    if row["measured_at"] is not None or row["done_at"] is not None:
        yield SealedPart(f"measure/{number}", _facts(row, _MEASURE))
    for name in ("what", "who", "accepted"):
        yield from _words(f"measure/{number}/{name}", row[name])


def _opinion(row: Row) -> Iterator[SealedPart]:
    yield SealedPart(f"opinion/{row['id']}", _facts(row, _OPINION))
    for name in ("text", "answer", "case_number", "answer_case_number"):
        yield from _words(f"opinion/{row['id']}/{name}", row[name])


def _withheld(row: Row) -> Iterator[SealedPart]:
    yield SealedPart("withheld", _facts(row, ("ground", "set_by", "set_at")))
    yield from _words("withheld/reason", row["reason"])


def _mask(row: Row) -> Iterator[SealedPart]:
    yield SealedPart(f"mask/{row['id'].hex}", _facts(row, _MASK))
    for name in ("words", "reason"):
        yield from _words(f"mask/{row['id'].hex}/{name}", row[name])


def _incident(row: Row) -> Iterator[SealedPart]:
    yield SealedPart(f"incident/{row['id'].hex}", _facts(row, _INCIDENT))
    for name in ("what", "harmed", "done", "outcome"):
        yield from _words(f"incident/{row['id'].hex}/{name}", row[name])


def _origin(row: Row) -> Iterator[SealedPart]:
    """What is public of it; what it said there is not."""
    yield SealedPart(f"origin/{row['id']}", _facts(row, [name for name in row if name not in ("id", "entry")]))


def _facts(row: Row, names: Sequence[str]) -> dict[str, object]:
    return {name: _plain(row[name]) for name in names if row[name] is not None}


def _plain(value: object) -> object:
    """A day as text; times and ids are written so by all that seal them."""
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value


def _words(name: str, *words: str | None) -> Iterator[SealedPart]:
    if any(words):
        yield SealedPart(name, tuple(text or "" for text in words))


def subject_of(kind: str, identity: UUID) -> str:
    """How lines of the log call it; there is room for forty signs."""
    return f"{kind}/{identity.hex}"


async def public_versions(*where: Any, most: int | None = None) -> Sequence[Row]:
    """The rows of versions that are or were public, with the address of their entry, in the order of their ids."""
    of: Any = VersionRow.entry
    rows = VersionRow.select(*VersionRow.all_columns(), of.slug).order_by(VersionRow.id)
    rows = rows if most is None else rows.limit(most)
    return await rows.where(EVER_PUBLIC, *where)
