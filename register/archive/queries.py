"""Reading a whole register, as it is at one moment, into the folder of an archive copy."""

import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from piccolo.conf.apps import Finder

from algorithms.log import queries as log_queries
from assessments.storage import transaction
from assessments.text.complaints import ReadableError
from assessments.text.message import Message
from register.archive.layout import (
    FILES,
    FORMAT,
    INDEX,
    PUBLIC_FOLDERS,
    ROWS,
    SECRET_FOLDERS,
    SUMS,
    ArchivedFile,
    ArchiveIndex,
    is_carried,
    left_out,
    line_of,
    sha256_of,
    sums_of,
)
from register.settings import Settings
from register.storage.database import is_sqlite
from register.storage.migrate import recorded_migrations
from register.storage.tables import InstallationRow

_AT_ONCE = 500
_README = """This folder is a whole register of algorithms, written by Insyn (insyn export all).

archive.json   what is in the folder, what is left out and why, and where the log ended
tables/        a file for each table: a line of JSON for each row, in the order of its key; UTF-8, times in UTC,
               bytes in base64
files/         PDFs and data files, each under its SHA-256; archive.json has their names
SHA256SUMS     sha256sum --check SHA256SUMS

It holds what is not public: drafts, withheld entries, masked words, names and addresses of staff. Keep it as you keep
the database. With the file secret of the register it becomes a register again: insyn import --restore FOLDER
"""


class ArchiveError(ReadableError):
    """One sentence: why nothing was written or restored."""


def ordered_tables() -> list[Any]:
    """All tables, each after those that it points to; by name where that does not decide."""
    classes = set(Finder().get_table_classes())  # a module that names a table of another room gives it again
    remaining = sorted(classes, key=lambda table: table._meta.tablename)
    ordered: list[Any] = []
    while remaining:
        following = next(table for table in remaining if not set(_pointed_to(table)) & set(remaining) - {table})
        ordered.append(following)
        remaining.remove(following)
    return ordered


def _pointed_to(table: Any) -> Iterator[Any]:
    return (pointed_to(column) for column in table._meta.foreign_key_columns)


def pointed_to(column: Any) -> Any:
    """The table that a foreign key points to."""
    return column._foreign_key_meta.resolved_references


def columns_of(table: Any) -> list[str]:
    return [column._meta.db_column_name for column in table._meta.columns]


async def write_archive(settings: Settings, folder: Path, at: datetime, *, has_secrets: bool) -> ArchiveIndex:
    """Into an empty folder. What is written meanwhile waits, or is not in the copy."""
    _check(folder)
    counts: dict[str, int] = {}
    (folder / ROWS).mkdir()
    async with transaction():
        if not is_sqlite():
            await InstallationRow.raw("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in ordered_tables():
            if is_carried(table._meta.tablename, has_secrets=has_secrets):
                counts[table._meta.tablename] = await _write_rows(table, folder, has_secrets=has_secrets)
        head, _ = await log_queries.head()
        installation = await InstallationRow.select(InstallationRow.secret_fingerprint).first()
        migrations = tuple(sorted(await recorded_migrations()))
    index = ArchiveIndex(
        format=FORMAT,
        made=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        city=settings.city,
        register=settings.base_url,
        migrations=migrations,
        secret_fingerprint=installation["secret_fingerprint"] if installation else "",
        log={"seq": head.seq, "hash": head.hash},
        has_secrets=has_secrets,
        tables=counts,
        left_out=left_out(has_secrets=has_secrets),
        files=tuple(_copied(settings, folder, has_secrets=has_secrets)),
    )
    (folder / INDEX).write_text(index.as_json(), "utf-8")
    (folder / "README.txt").write_text(_README, "utf-8")
    (folder / SUMS).write_text(sums_of(folder), "utf-8")
    return index


def _check(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ArchiveError(Message("{folder} is not an empty folder. Name another.", {"folder": str(folder)}))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


async def _write_rows(table: Any, folder: Path, *, has_secrets: bool) -> int:
    number = 0
    name = table._meta.tablename
    with (folder / ROWS / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        async for rows in _rows(table):
            rows_to_write = [row for row in rows if has_secrets or name != "letter" or not _opens_an_account(row)]
            file.writelines(line_of(name, row, has_secrets=has_secrets) for row in rows_to_write)
            number += len(rows_to_write)
    return number


def _opens_an_account(letter: Any) -> bool:
    """One that has not been sent: without its link it would be an empty letter."""
    return bool(letter["secret"]) and letter["state"] != "sent"


async def _rows(table: Any) -> AsyncIterator[Sequence[dict[str, Any]]]:
    """In the order of the key, some hundreds at a time."""
    key = table._meta.primary_key
    reached: Any = None
    while True:
        query = table.select(*table._meta.columns).order_by(key).limit(_AT_ONCE)
        rows = await (query if reached is None else query.where(key > reached))
        if not rows:
            return
        reached = rows[-1][key._meta.name]
        yield rows


def _copied(settings: Settings, folder: Path, *, has_secrets: bool) -> Iterator[ArchivedFile]:
    """Files of the data folder, each under its hash."""
    (folder / FILES).mkdir()
    for name in (*PUBLIC_FOLDERS, *(SECRET_FOLDERS if has_secrets else ())):
        for file in sorted((settings.data_dir / name).rglob("*")):
            if file.is_file() and file.suffix != ".part":
                hashed, stat = sha256_of(file), file.stat()
                shutil.copyfile(file, folder / FILES / hashed)
                path = file.relative_to(settings.data_dir).as_posix()
                yield ArchivedFile(path=path, sha256=hashed, size=stat.st_size, modified=stat.st_mtime)
