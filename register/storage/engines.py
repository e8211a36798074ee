"""SQLite as a Piccolo engine that pools connections, and the engine for an address. Knows no table, no setting."""

# Signatures here are Piccolo's: booleans by position, untyped values, arguments that one engine does not need.
# ruff: noqa: ARG002, FBT002

import asyncio
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiosqlite
from piccolo.engine.base import Engine
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory
from piccolo.querystring import QueryString

from assessments.text.message import Message
from register.storage import faults
from register.storage.errors import ConstraintError, UnavailableError
from register.storage.patience import USUAL, Patience, named_for_its_table
from register.storage.postgres import PooledPostgresEngine
from register.storage.rebuilding import called, copied, first_row, with_constraint, without_constraint

READERS = 5  # connections to SQLite of each process, besides the writer's
PRAGMAS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;
"""
_ADD_CONSTRAINT = re.compile(r'ALTER TABLE "(?P<table>\w+)" ADD (?P<constraint>CONSTRAINT .*)', re.DOTALL)
_DROP_CONSTRAINT = re.compile(r'ALTER TABLE "(?P<table>\w+)" DROP CONSTRAINT (?:IF EXISTS )?(?P<name>\w+)')
_POINTING = (
    "SELECT 1 FROM sqlite_master AS one, pragma_foreign_key_list(one.name) AS key "
    'WHERE one.type = \'table\' AND key."table" = ? AND one.name != key."table" LIMIT 1'
)


_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)


class _SQLitePool:
    """Open connections of one event loop, and the queue in which this process's writers wait their turn.

    A writer that waits for another process holds none of the readers' places.
    """

    def __init__(self, engine: "PooledSQLiteEngine") -> None:
        self.loop = asyncio.get_running_loop()
        self._engine = engine
        self._places = {False: asyncio.Semaphore(READERS), True: asyncio.Semaphore(1)}
        self._idle: list[aiosqlite.Connection] = []

    async def take(self, *, writes: bool) -> aiosqlite.Connection:
        async with asyncio.timeout(self._engine.patience):
            await self._places[writes].acquire()
        try:
            return self._idle.pop() if self._idle else await self._engine.get_connection()
        except BaseException:
            self._places[writes].release()
            raise

    def give_back(self, connection: aiosqlite.Connection, *, writes: bool) -> None:
        self._idle.append(connection)
        self._places[writes].release()

    def drop(self, connection: aiosqlite.Connection, *, writes: bool) -> None:
        """Close one whose state is unknown: SQLite then rolls back what it had begun."""
        connection.stop()
        self._places[writes].release()

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().close()


class _ImmediateTransaction(SQLiteTransaction):
    """A writer's transaction: waits in line, holds one pooled connection, and leaves it clean or drops it."""

    engine: "PooledSQLiteEngine"

    async def __aenter__(self) -> SQLiteTransaction:
        if self._parent is not None:
            return self._parent
        self._pool = self.engine.pool()
        with faults.named():
            self.connection = await self._pool.take(writes=True)
            try:
                await self.connection.execute(f"BEGIN {self.transaction_type.value}")
            except BaseException:
                self._leave(clean=False)
                raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return False
        self.engine.current_transaction.reset(self.context)
        clean = False
        try:
            if not (self._committed or self._rolled_back):
                with faults.named():
                    await self.connection.execute("ROLLBACK" if exception else "COMMIT")
            clean = True
        except sqlite3.OperationalError:
            if not exception:  # of what went wrong before; a full disk has ended the transaction already
                raise
        finally:
            self._leave(clean=clean)
        return False

    def _leave(self, *, clean: bool) -> None:
        (self._pool.give_back if clean else self._pool.drop)(self.connection, writes=True)


class PooledSQLiteEngine(SQLiteEngine):
    """SQLite that survives a power cut and sixteen writers: WAL with FULL, immediate transactions, open connections.

    Piccolo's own opens a connection for each query and lets two readers that want to write block each other.
    """

    def __init__(self, path: str, patience: Patience = USUAL) -> None:
        super().__init__(path=path, timeout=patience.seconds)
        self.patience = patience.seconds
        self._pool: _SQLitePool | None = None

    def pool(self) -> _SQLitePool:
        """The connections of the running loop (a test may run one loop after another)."""
        if self._pool is None or self._pool.loop is not asyncio.get_running_loop():
            self._pool = _SQLitePool(self)
        return self._pool

    async def start_connection_pool(self) -> None:
        with faults.named():
            self.pool().give_back(await self.pool().take(writes=False), writes=False)

    async def close_connection_pool(self) -> None:
        if self._pool is not None:
            await self._pool.close()

    async def get_connection(self) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(**self.connection_kwargs)
        try:
            connection.row_factory = dict_factory  # type: ignore[assignment]
            await connection.executescript(PRAGMAS)
        except sqlite3.Error:  # no database, or a torn one: its thread ends before the loop does
            await connection.close()
            raise
        except BaseException:
            connection.stop()
            raise
        return connection

    async def run_querystring(self, querystring: QueryString, in_pool: bool = False) -> Any:
        return await self._run(*querystring.compile_string(engine_type=self.engine_type))

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> Any:
        named = named_for_its_table(ddl)
        if added := _ADD_CONSTRAINT.fullmatch(named):
            return await self._rebuild(added["table"], lambda create: with_constraint(create, added["constraint"]))
        if dropped := _DROP_CONSTRAINT.fullmatch(named):
            return await self._rebuild(dropped["table"], lambda create: without_constraint(create, dropped["name"]))
        return await self._run(ddl, [])

    async def _rebuild(self, table: str, changed: Callable[[str], str]) -> list[Any]:
        """SQLite knows constraints only inside CREATE TABLE: rebuild the table, with rows, indexes and triggers."""
        parts = await self._run("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", [table])
        create, *others = [part["sql"] for part in parts]
        if await self._run(_POINTING, [table]) and await self._run(first_row(table), []):
            raise ConstraintError(f"Rows point at those of {table}: SQLite cannot make this table anew in place.")
        for statement in (
            called(changed(create), f"{table}_anew"),
            copied(table, f"{table}_anew"),
            f'DROP TABLE "{table}"',
            f'ALTER TABLE "{table}_anew" RENAME TO "{table}"',
            *others,
        ):
            await self._run(statement, [])
        return []

    async def _run(self, sql: str, values: list[Any]) -> Any:
        with faults.named():
            if (open_transaction := self.current_transaction.get()) is not None:
                return await open_transaction.connection.execute_fetchall(sql, values)
            pool, writes = self.pool(), _WRITES.match(sql) is not None
            connection = await pool.take(writes=writes)
            try:
                return await connection.execute_fetchall(sql, values)
            finally:
                pool.give_back(connection, writes=writes)

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,
    ) -> _ImmediateTransaction:
        return _ImmediateTransaction(self, transaction_type=transaction_type, allow_nested=allow_nested)


def sqlite_path(url: str) -> Path:
    return Path("/" + url.removeprefix("sqlite:").lstrip("/"))


def engine_from_url(url: str, patience: Patience = USUAL) -> Engine[Any]:
    """``sqlite://`` and an absolute path (so three slashes), or ``postgresql://…``."""
    if not url.startswith("sqlite:"):
        return PooledPostgresEngine(url, patience)
    path = sqlite_path(url)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(
            Message(
                "The folder {folder} cannot be made: {reason}.",
                {"folder": str(path.parent), "reason": error.strerror or ""},
            )
        ) from error
    return PooledSQLiteEngine(str(path), patience)
