"""Where entries came from, as it was written when a list brought them. Who may read it: those who call."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from algorithms.entries.entry import LANGUAGES, Entry
from algorithms.redaction.masks import covered
from algorithms.standards.origin import Origin
from algorithms.tables import OriginRow
from assessments.storage import rows_of
from assessments.text.message import Message

_WORDS = (
    "organisation",
    "organisation_code",
    "identifier",
    "other_identifiers",
    "address",
    "standard",
    "dated",
    "state",
    "classed",
    "name",
)
_PUBLIC = [getattr(OriginRow, name) for name in ("id", "entry", "standard_version", "stated_language", *_WORDS)]


async def origins(entries: Iterable[Entry], *, whole: bool = False) -> dict[UUID, Origin]:  # with every cell
    """The newest of each that has one, by id, without words that are masked."""
    by_id = {entry.id: entry for entry in entries}
    columns = OriginRow.all_columns() if whole else _PUBLIC
    rows = await rows_of(OriginRow.entry, by_id, lambda these: OriginRow.select(*columns).where(these))
    newest = {row["entry"]: row for row in sorted(rows, key=lambda row: row["id"])}
    return {entry: as_readable(origin(row), by_id[entry]) for entry, row in newest.items()}


def origin(row: Mapping[str, Any]) -> Origin:
    """As it is stored, also words that are masked."""
    reasons = json.loads(row.get("reasons", "{}"))
    return Origin(
        **{name: row[name] for name in _WORDS},
        version=row["standard_version"],
        language=row["stated_language"],
        cells=json.loads(row.get("cells", "{}")),
        reasons={column: Message.from_dict(reason) for column, reason in reasons.items()},
    )


def as_readable(of: Origin, entry: Entry) -> Origin:
    """Without the words that nobody may read in this entry."""
    if not entry.masks:
        return of
    plain: dict[str, Any] = {name: covered(getattr(of, name), entry.masks, LANGUAGES[0]) for name in _WORDS}
    cells = {column: covered(words, entry.masks, LANGUAGES[0]) for column, words in of.cells.items()}
    return replace(of, **plain, cells=cells)


def origin_row(entry: UUID, of: Origin, **brought: Any) -> OriginRow:
    """``brought``: with which list, and when."""
    return OriginRow(
        **{name: getattr(of, name) for name in _WORDS},
        entry=entry,
        standard_version=of.version,
        stated_language=of.language,
        cells=json.dumps(dict(of.cells), ensure_ascii=False),
        reasons=json.dumps({column: reason.to_dict() for column, reason in of.reasons.items()}, ensure_ascii=False),
        **brought,
    )
