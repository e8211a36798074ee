"""Making an empty register the one that an archive copy was written of: all of it, or nothing."""

import hmac
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from piccolo.columns import Serial

from algorithms.log import queries as log_queries
from algorithms.search.index import indexer
from assessments.storage import transaction
from assessments.text.message import Message
from register.archive.layout import FILES, FORMAT, INDEX, ROWS, SUMS, ArchiveIndex, sums_of, value_of
from register.archive.queries import ArchiveError, columns_of, ordered_tables, pointed_to
from register.secret_file import read_secret
from register.settings import Settings
from register.storage.database import is_sqlite
from register.storage.migrate import recorded_migrations
from register.storage.secret import fingerprint
from register.storage.tables import InstallationRow
from register.tables import PersonRow

_AT_ONCE = 200
_FIRST_ROWS = frozenset({"log_head", "mail_cursor"})  # an empty register has them


def read_index(folder: Path) -> ArchiveIndex:
    """What the copy holds. ArchiveError where it is none, or not as it was written."""
    values = {"folder": str(folder)}
    try:
        index = ArchiveIndex.from_json((folder / INDEX).read_bytes())
        sums = (folder / SUMS).read_text("utf-8")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ArchiveError(Message("{folder} is no archive copy that insyn export all has written.", values)) from None
    if index.format != FORMAT:
        raise ArchiveError(Message("{folder} was written by another edition of Insyn. Restore it with that.", values))
    if sums_of(folder) != sums:
        raise ArchiveError(
            Message("{folder} has changed since it was written: its files do not match SHA256SUMS.", values)
        )
    return index


async def restore(settings: Settings, folder: Path, index: ArchiveIndex) -> None:
    """The database has all tables and no rows. ArchiveError says what is in the way."""
    async with transaction():
        await _check(settings, folder, index)
        for table in ordered_tables():
            if table._meta.tablename in index.tables:
                await _fill(table, folder / ROWS / f"{table._meta.tablename}.jsonl")
        await InstallationRow.delete(force=True)
        await InstallationRow.insert(InstallationRow(id=1, secret_fingerprint=index.secret_fingerprint))
        await indexer.fill()
    _put_back(settings, folder, index)


async def _check(settings: Settings, folder: Path, index: ArchiveIndex) -> None:
    if (await log_queries.head())[0].seq or await PersonRow.exists():
        raise ArchiveError(Message("The register is not empty. Name a new database in INSYN_DATABASE_URL."))
    if set(index.migrations) != await recorded_migrations():
        values = {"folder": str(folder)}
        raise ArchiveError(Message("{folder} was written by another edition of Insyn. Restore it with that.", values))
    place = settings.secret_file
    if not place.exists() or not hmac.compare_digest(fingerprint(read_secret(settings)), index.secret_fingerprint):
        another_secret = Message(
            "The secret in {file} is not the one of the register that was exported. Put its file secret there first: "
            "it is in no archive copy.",
            {"file": str(place)},
        )
        raise ArchiveError(another_secret)


async def _fill(table: Any, file: Path) -> None:
    """Rows that point to others of the same table point there once all are in."""
    own = [column for column in table._meta.foreign_key_columns if pointed_to(column) is table]
    for rows in _batches(_rows(table, file)):
        if table._meta.tablename in _FIRST_ROWS:
            await _replace(table, rows)
            continue
        later = {column._meta.name: None for column in own}
        await table.insert(*(table(**{**row, **later}) for row in rows))
    if own:
        for row in _rows(table, file):
            pointing = {column: row[column._meta.name] for column in own if row[column._meta.name] is not None}
            if pointing:
                await table.update(pointing).where(table._meta.primary_key == row[table._meta.primary_key._meta.name])
    if isinstance(key := table._meta.primary_key, Serial) and not is_sqlite():
        await _go_on_counting(table, key)


async def _go_on_counting(table: Any, key: Serial) -> None:
    """PostgreSQL gives the next row the number after the highest one."""
    row = await table.select(key).order_by(key, ascending=False).first()
    if row is not None:
        name, number = f'"{table._meta.tablename}"', key._meta.name
        await table.raw("SELECT setval(pg_get_serial_sequence({}, {}), {})", name, number, row[number])


async def _replace(table: Any, rows: Iterable[dict[str, Any]]) -> None:
    key = table._meta.primary_key
    for row in rows:
        changed = {column: row[column._meta.name] for column in table._meta.columns if column is not key}
        await table.update(changed, force=True).where(key == row[key._meta.name])


def _rows(table: Any, file: Path) -> Iterator[dict[str, Any]]:
    kinds = {column._meta.name: column.value_type for column in table._meta.columns}
    for column in table._meta.foreign_key_columns:
        kinds[column._meta.name] = pointed_to(column)._meta.primary_key.value_type
    with file.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            written = json.loads(line)
            assert list(written) == columns_of(table)  # the migrations are the same
            yield {name: value_of(kinds[name], written[name]) for name in kinds}


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch


def _put_back(settings: Settings, folder: Path, index: ArchiveIndex) -> None:
    """Files of the data folder, with the time at which they were made."""
    home = settings.data_dir.resolve()
    for file in index.files:
        place = (home / file.path).resolve()
        if not place.is_relative_to(home):
            raise ArchiveError(Message("{folder} names a file outside the data folder.", {"folder": str(folder)}))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(folder / FILES / file.sha256, place)
        os.utime(place, (file.modified, file.modified))
