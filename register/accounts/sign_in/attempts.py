"""Judges what somebody offers to be let in, a password or a code, no faster than the limits allow. Knows no account.

How many wrong ones there may be: limits. Why a right password is not refused for what others guess: decision 0016.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from register.guard.counting import Counting
from register.guard.limits import AttemptKey, AttemptRoute, Limit, way

T = TypeVar("T")
TURN = 0.1  # seconds between two attempts for one account that is guessed at: at most 864,000 a day in each process
LONGEST_WAIT = 30.0  # seconds
AT_ONCE, WAITING = 2, 200  # attempts that are judged, and that wait for it, in each of the two lanes


class WrongError(Exception):
    """No such account, a wrong password, disabled, or a demo account outside the demonstration: nobody learns which.

    ``reached`` are the counts that this wrong one has brought to their limit.
    """

    def __init__(self, reached: tuple[AttemptKey, ...] = ()) -> None:
        super().__init__("wrong")
        self.reached = reached


class SlowDownError(Exception):
    """Too many wrong attempts from this place, or too many at once. ``seconds`` says when it is worth trying again."""

    def __init__(self, seconds: int, status: int = 429) -> None:
        super().__init__("too many attempts")
        self.seconds, self.status = seconds, status


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """Which limits an attempt is under, and whether its place has signed in to this account before."""

    account: str
    limits: tuple[Limit, ...]
    known: bool
    at: datetime


class Guard:
    """Of one process. Strangers wait in another lane than those who come from where they have signed in before."""

    def __init__(self, secret: bytes, pause: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self.counting = Counting(secret)
        self._pause = pause
        self._lanes = {known: asyncio.Semaphore(AT_ONCE) for known in (True, False)}
        self._waiting = {True: 0, False: 0}
        self._turns: dict[str, float] = {}  # when the next attempt for an account may be judged

    async def judge(self, tried: SignInAttempt, check: Callable[[], Awaitable[T | None]]) -> T:
        """What ``check`` answers; for None, it was wrong. Only what was found wrong counts, not what was broken off.

        Raises WrongError or SlowDownError.
        """
        if (await self._way(tried)).decided is AttemptRoute.SLOW:
            await self._turn(tried.account)
        return await self.in_lane(lambda: self._judged(tried, check), known=tried.known)

    async def count(self, tried: SignInAttempt) -> None:
        """One more of what counts whether it is right or wrong. Raises SlowDownError."""
        await self._way(tried)
        await self.counting.add([limit.counted for limit in tried.limits], tried.at)

    async def in_lane(self, work: Callable[[], Awaitable[T]], *, known: bool) -> T:
        """Does it when its turn comes, so that hashing cannot eat the machine. Raises SlowDownError."""
        if self._waiting[known] >= WAITING:
            raise SlowDownError(int(LONGEST_WAIT), 503)
        self._waiting[known] += 1
        try:
            async with self._lanes[known]:
                return await work()
        finally:
            self._waiting[known] -= 1

    async def _judged(self, tried: SignInAttempt, check: Callable[[], Awaitable[T | None]]) -> T:
        met = await self._way(tried)  # once more, for what was found wrong while this one waited
        if (answer := await check()) is not None:
            return answer
        if tried.known and met.decided is AttemptRoute.SLOW:
            raise SlowDownError(met.seconds)
        below = [limit for limit, times in zip(tried.limits, met.times, strict=True) if times < limit.most]
        added = await self.counting.add([limit.counted for limit in below], tried.at) if below else ()
        raise WrongError(tuple(limit.counted for limit, n in zip(below, added, strict=True) if n == limit.most))

    async def _way(self, tried: SignInAttempt) -> "_Met":
        times = await self.counting.times([limit.counted for limit in tried.limits], tried.at)
        decided, counted = way(tried.limits, times, known=tried.known)
        seconds = math.ceil((counted.until(tried.at) - tried.at).total_seconds()) if counted else 0
        if decided is AttemptRoute.CLOSED:
            raise SlowDownError(seconds)
        return _Met(decided, times, seconds)

    async def _turn(self, account: str) -> None:
        """Waits, so that attempts for one account come one after the other. Raises SlowDownError."""
        now = asyncio.get_running_loop().time()
        if len(self._turns) > WAITING:
            self._turns = {key: turn for key, turn in self._turns.items() if turn > now}
        turn = max(now, self._turns.get(account, 0.0)) + TURN
        if turn - now > LONGEST_WAIT:
            raise SlowDownError(int(LONGEST_WAIT), 503)
        self._turns[account] = turn
        await self._pause(turn - now)


@dataclass(frozen=True, slots=True)
class _Met:
    """What the limits say to an attempt now."""

    decided: AttemptRoute
    times: tuple[int, ...]
    seconds: int
