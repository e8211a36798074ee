"""The database of this process: choosing it, opening and closing it, transactions, and whether it answers.

Lower layers, which may not import this, write ``async with SomeRow._meta.db.transaction():``. On SQLite that begins
IMMEDIATE; on both engines it joins a transaction that is open already. Migrations: register.storage.migrate.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from typing import Any

from piccolo.engine.base import Engine
from piccolo.table import TABLE_REGISTRY

from algorithms.log import key
from assessments.sentence import Sentence
from register.settings import Settings, log_key, read_secret
from register.storage.engines import ConstraintError, DuplicateError, PooledSQLiteEngine, engine_from_url, sqlite_path

__all__ = [
    "ConstraintError",
    "DuplicateError",
    "current_engine",
    "damage",
    "exists",
    "is_sqlite",
    "opened",
    "opened_with",
    "transaction",
    "use",
]

os.environ.setdefault("PICCOLO_CONF", "register.piccolo_conf")  # where a table that nobody bound looks for its engine

_settings: list[Settings] = []  # those that it was opened with
_in_use: list[Engine[Any]] = []  # one or none: a process works on one database at a time


def use(url: str) -> Engine[Any]:
    """Bind every table, also those not imported yet, to the database at this address."""
    _in_use[:] = [engine_from_url(url)]
    if (conf := sys.modules.get("register.piccolo_conf")) is not None:
        conf.DB = _in_use[0]  # type: ignore[attr-defined]
    for table in TABLE_REGISTRY:
        table._meta.db = _in_use[0]  # Piccolo has no public name for it
    return _in_use[0]


def current_engine() -> Engine[Any]:
    return _in_use[0] if _in_use else use(Settings.from_environment(os.environ).database_url)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Engine[Any]]:
    """The database with its pool and the key of its log, for as long as a server, worker or command lives."""
    engine = use(settings.database_url)
    _settings[:] = [settings]
    key.bind(cache(lambda: log_key(read_secret(settings))))  # read when a line is written, so that looking makes none
    await engine.start_connection_pool()  # type: ignore[no-untyped-call]
    try:
        yield engine
    finally:
        await engine.close_connection_pool()  # type: ignore[no-untyped-call]


def opened_with() -> Settings:
    """The settings of the database that is open."""
    return _settings[0]


def transaction() -> AbstractAsyncContextManager[Any]:
    """One transaction; inside another it is that one, so commands may call each other."""
    begun: AbstractAsyncContextManager[Any] = current_engine().transaction()
    return begun


def is_sqlite() -> bool:
    return isinstance(current_engine(), PooledSQLiteEngine)


def exists(url: str) -> bool:
    """Whether there is a file to open. A server is asked by opening it."""
    return not url.startswith("sqlite:") or sqlite_path(url).is_file()


async def damage() -> Sentence | None:
    """What SQLite finds wrong with its own file. PostgreSQL looks after itself."""
    if not is_sqlite():
        return None
    engine = current_engine()
    for row in await engine.run_ddl("PRAGMA integrity_check(1)"):
        if (said := next(iter(row.values()))) != "ok":
            return Sentence("The file of the database is damaged: {said}.", {"said": said})
    for row in await engine.run_ddl("PRAGMA foreign_key_check"):
        return Sentence("A row of the table {table} points at a row that is gone.", {"table": row["table"]})
    return None
