"""SQLite without a thread for each connection: a statement is done where it is asked for, then others get their turn.

Handing each to aiosqlite's thread and back is a quarter of the work of a page. docs/testing.md says whose tests do so.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from functools import partial
from types import SimpleNamespace
from typing import Any

import aiosqlite


class _InLine(aiosqlite.Connection):
    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)

    def __await__(self) -> Generator[Any, None, "_InLine"]:
        self._connection = self._connector()
        yield from asyncio.sleep(0).__await__()
        return self

    async def _execute(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")
        try:
            return work(*arguments, **named)
        finally:
            await asyncio.sleep(0)

    def __del__(self) -> None:
        """One that is left behind with its event loop is closed with its memory; a thread would hold it to the end."""

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        self._running = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connect(database: str, **options: Any) -> _InLine:
    return _InLine(partial(sqlite3.connect, database, **options))


DRIVER = SimpleNamespace(connect=_connect, Connection=aiosqlite.Connection)
