"""The rows of an import: opened, matched with our words, and tried. Stores nothing."""

import asyncio
import json
from dataclasses import replace
from uuid import UUID

from algorithms.importing import queries as import_queries
from algorithms.importing.columns import ImportVocabulary, Matching, complaints, plainly, unanswered
from algorithms.importing.rows import Outcome, dry_run
from algorithms.importing.standard_rows import matched, standard_run
from algorithms.people import Actor
from algorithms.standards.reading import recognise
from algorithms.standards.targets import targets
from algorithms.storage import queries
from assessments.data import uploads
from assessments.data.spreadsheet import Sheet
from register.secret_file import master_key
from register.spreadsheets.vocabulary import vocabulary


async def sheet_of(import_id: UUID, secret: bytes) -> Sheet | None:
    """What was read of the list; None before that, and when it has been destroyed. UploadDamagedError."""
    wrapped, sealed = await import_queries.opening(import_id)
    return await asyncio.to_thread(_opened, sealed, wrapped, import_id, secret) if wrapped and sealed else None


def _opened(sealed: bytes, wrapped: bytes, import_id: UUID, secret: bytes) -> Sheet:
    key = uploads.unwrap_key(wrapped, master_key(secret), import_id)
    return Sheet.from_dict(json.loads(uploads.unseal(sealed, key, import_id)))


async def our_words() -> ImportVocabulary:
    return vocabulary(await queries.departments())


def are_columns_matched(sheet: Sheet, matching: Matching | None, words: ImportVocabulary) -> bool:
    """Whether somebody has said what every column of this list means; ours for marks means nothing."""
    if matching is None or complaints(matching, sheet):
        return False
    if matching.standard:
        return True
    return all(name in matching.columns or words.columns.get(plainly(name)) == "" for name in sheet.names)


async def recognised(sheet: Sheet, earlier: Matching | None) -> Matching | None:
    """What the head of another register's list says of its columns, where nobody has said anything of them yet."""
    standard = recognise(sheet.names)
    if standard is None:
        return None if earlier is None or not earlier.standard else Matching()
    if earlier is not None and earlier.standard == standard.key:
        return replace(earlier, columns={**targets(standard, sheet.names), **_earlier_choices(earlier, sheet)})
    return await asyncio.to_thread(matched, sheet, standard)


def _earlier_choices(earlier: Matching, sheet: Sheet) -> dict[str, str]:
    return {name: target for name, target in earlier.columns.items() if name in sheet.names}


async def tried(sheet: Sheet, matching: Matching | None, actor: Actor) -> Outcome | None:
    """What an import would do for this person; None while columns or words have no meaning yet."""
    words = await our_words()
    if matching is None or not are_columns_matched(sheet, matching, words) or unanswered(sheet, matching, words):
        return None
    around = await import_queries.around(actor, matching.standard)
    if matching.standard:
        return await asyncio.to_thread(standard_run, sheet, matching, around)
    return await asyncio.to_thread(dry_run, sheet, matching, words, around)
