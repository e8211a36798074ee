"""The database of this process: choosing it, opening and closing it, and whether it answers.

Transactions: assessments.storage. Migrations: register.storage.migrate.
"""

import asyncio
import logging
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from piccolo.engine.base import Engine
from piccolo.table import TABLE_REGISTRY

from algorithms.log import key
from assessments.results import city_key
from assessments.text.message import Message
from register.secret_file import log_key, read_secret
from register.settings import Settings
from register.signing_key import signing_key
from register.storage.engines import PooledSQLiteEngine, engine_from_url, sqlite_path
from register.storage.errors import ConstraintError, DuplicateError, UnavailableError
from register.storage.patience import Patience

__all__ = [
    "ConstraintError",
    "DuplicateError",
    "UnavailableError",
    "current_engine",
    "damage",
    "exists",
    "forget_written",
    "is_sqlite",
    "opened",
    "opened_with",
    "use",
]

os.environ.setdefault("PICCOLO_CONF", "register.piccolo_conf")  # where a table that nobody bound looks for its engine

log = logging.getLogger("insyn")
AGAIN = 0.5  # seconds between two attempts at a database that is away
_settings: list[Settings] = []  # those that it was opened with
_in_use: list[Engine[Any]] = []  # one or none: a process works on one database at a time


def use(settings: Settings) -> Engine[Any]:
    """Bind every table, also those not imported yet, to the database at this address."""
    patience = Patience(settings.database_seconds, settings.database_connections, settings.database_statements)
    _in_use[:] = [engine_from_url(settings.database_url, patience)]
    if (conf := sys.modules.get("register.piccolo_conf")) is not None:
        conf.DB = _in_use[0]  # type: ignore[attr-defined]
    for table in TABLE_REGISTRY:
        table._meta.db = _in_use[0]  # Piccolo has no public name for it
    return _in_use[0]


def current_engine() -> Engine[Any]:
    return _in_use[0] if _in_use else use(Settings.from_environment(os.environ))


@asynccontextmanager
async def opened(settings: Settings, *, wait: float = 0) -> AsyncIterator[Engine[Any]]:
    """The database with its pool and the keys of its log and results, for as long as a server, worker or command lives.

    UnavailableError after ``wait`` seconds.
    """
    engine: Any = use(settings)  # Piccolo's pools are untyped
    _settings[:] = [settings]
    key.bind(cache(lambda: log_key(read_secret(settings))))  # read when a line is written or checked
    city_key.bind(cache(lambda: signing_key(settings).public_key()))  # and when a result is read
    await _start(engine, time.monotonic() + wait)
    try:
        yield engine
    finally:
        await engine.close_connection_pool()


async def _start(engine: Any, until: float) -> None:
    has_warned = False
    while True:
        try:
            await engine.start_connection_pool()
        except UnavailableError as error:
            if not error.passing or time.monotonic() >= until:
                raise
            if not has_warned:
                log.warning("waiting for the database. %s", error)
            has_warned = True
            await asyncio.sleep(AGAIN)
        else:
            return


def opened_with() -> Settings:
    """The settings of the database that is open."""
    return _settings[0]


def is_sqlite() -> bool:
    return isinstance(current_engine(), PooledSQLiteEngine)


def exists(url: str) -> bool:
    """Whether there is a file to open. A server is asked by opening it."""
    return not url.startswith("sqlite:") or sqlite_path(url).is_file()


async def forget_written() -> None:
    """SQLite copies each page first to a file next to the database: removed words stay there until it is emptied."""
    if is_sqlite():
        await current_engine().run_ddl("PRAGMA wal_checkpoint(TRUNCATE)")


async def damage() -> Message | None:
    """What SQLite finds wrong with its own file. PostgreSQL looks after itself."""
    if not is_sqlite():
        return None
    engine = current_engine()
    for row in await engine.run_ddl("PRAGMA integrity_check(1)"):
        if (problem := next(iter(row.values()))) != "ok":
            return Message("The file of the database is damaged: {said}.", {"said": problem})
    for row in await engine.run_ddl("PRAGMA foreign_key_check"):
        return Message("A row of the table {table} points at a row that is gone.", {"table": row["table"]})
    return None
