"""Throws away what has served: of where requests came from while the web runs, of signing in once a day (the worker).

Nothing here is a record: the log tells of sign-ins for good.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from register.accounts.sign_in import known_places
from register.guard.counting import Counting
from register.tables import PasswordLinkRow, SessionRow

EVERY = 600.0  # seconds
log = logging.getLogger("insyn.web")


@contextlib.asynccontextmanager
async def forget_in_time(counting: Counting, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """For as long as the application lives."""
    task = asyncio.create_task(_forget_again_and_again(counting, clock))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _forget_again_and_again(counting: Counting, clock: Callable[[], datetime]) -> None:
    while True:
        await asyncio.sleep(EVERY)
        (failure,) = await asyncio.gather(forget(counting, clock()), return_exceptions=True)
        if failure is not None:  # the database is away for a while; it is tried again
            log.warning("counts of requests could not be thrown away just now: %s", type(failure).__name__)


async def forget(counting: Counting, at: datetime) -> None:
    await counting.forget(at)
    await known_places.forget(at)


async def forget_ended(at: datetime, *, idle: timedelta, life: timedelta) -> None:
    """Sessions that open nothing any more, and links in letters whose time is over."""
    await SessionRow.delete().where((SessionRow.seen_at < at - idle) | (SessionRow.created_at <= at - life))
    await PasswordLinkRow.delete().where(PasswordLinkRow.ends_at < at)
