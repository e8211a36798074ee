"""PostgreSQL as a Piccolo engine that waits for a free connection and names errors as SQLite's does."""

# Signatures here are Piccolo's: booleans by position, untyped values, arguments that one engine does not need.
# ruff: noqa: FBT002

import asyncio
import time
from typing import Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

from register.storage import faults
from register.storage.patience import USUAL, Patience, named_for_its_table

AGAIN = 0.1  # seconds between two attempts to connect


class _CarefulTransaction(PostgresTransaction):
    """Piccolo's, but waiting for a connection, which goes back to the pool also when the commit is refused."""

    engine: "PooledPostgresEngine"

    async def __aenter__(self) -> PostgresTransaction:
        with faults.named():
            entered: PostgresTransaction = await super().__aenter__()
        return entered

    async def get_connection(self) -> Any:
        return await self.engine.take() if self.engine.pool else await self.engine.get_new_connection()

    async def begin(self) -> None:
        try:
            await self.transaction.start()
        except BaseException:
            await self._give_back()
            raise

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return False
        self.engine.current_transaction.reset(self.context)
        try:
            if not (self._committed or self._rolled_back):
                with faults.named():
                    await (self.transaction.rollback() if exception else self.transaction.commit())
        finally:
            await self._give_back()
        return False

    async def _give_back(self) -> None:
        await (self.engine.pool.release(self.connection) if self.engine.pool else self.connection.close())


async def _leave_as_it_is(_: Any) -> None:
    """Nothing here changes a session (locks are a transaction's, and asyncpg has rolled an open one back before this).

    What it asks of the server otherwise is one more journey for each query.
    """


class PooledPostgresEngine(PostgresEngine):
    """PostgreSQL with a pool, refusals named as on SQLite, and no connection made before it is asked for one."""

    def __init__(self, url: str, patience: Patience = USUAL) -> None:
        config = {"dsn": url, "timeout": patience.seconds, "server_settings": {"application_name": "insyn"}}
        super().__init__(config=config | ({} if patience.keep_statements else {"statement_cache_size": 0}))
        self._patience = patience

    async def check_version(self) -> None:
        """Ask nothing while modules are being imported."""

    async def prep_database(self) -> None:
        """No extensions are needed."""

    async def start_connection_pool(self, **options: Any) -> None:
        with faults.named():
            await super().start_connection_pool(
                min_size=1, max_size=self._patience.connections, reset=_leave_as_it_is, **options
            )

    def started(self) -> Any:
        assert self.pool is not None  # Piccolo asks for a pool before it runs something in it
        return self.pool

    async def take(self) -> Any:
        """A connection of the pool. Where the server has none left, one of ours comes free soon."""
        until, pool = time.monotonic() + self._patience.seconds, self.started()
        while True:
            try:
                return await pool.acquire(timeout=max(0.1, until - time.monotonic()))
            except (asyncpg.TooManyConnectionsError, asyncpg.CannotConnectNowError):
                if time.monotonic() >= until:
                    raise
                await asyncio.sleep(AGAIN)

    async def _run_in_pool(self, query: str, args: Any = None) -> Any:
        connection = await self.take()
        try:
            return await connection.fetch(query, *(args or ()))
        finally:
            await self.started().release(connection)

    async def close_connection_pool(self) -> None:
        if self.pool is not None:
            await super().close_connection_pool()

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        with faults.named():
            return await super().run_querystring(querystring, in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        with faults.named():
            return await super().run_ddl(named_for_its_table(ddl), in_pool)

    def transaction(self, allow_nested: bool = True) -> _CarefulTransaction:
        return _CarefulTransaction(self, allow_nested=allow_nested)
