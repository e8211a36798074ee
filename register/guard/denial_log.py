"""What was refused: of somebody signed in a line in the log, of strangers only how often. Decides no refusal.

A refused act is a request to change something that ends in 403, 404 or 409, or in 422 because a rule said no. What was
merely left out or mistyped in a form (the other 422) is nobody's business.
"""

import asyncio
import contextlib
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar.types import Message, Scope

from algorithms.log import commands as log_commands
from algorithms.log.chain import REFUSED, Act
from algorithms.review.workflow import RefusedError
from assessments.runs.run import RunStateError
from register.guard.headers import is_staff
from register.request.request_context import visit_in
from register.storage.errors import UnavailableError

log = logging.getLogger("insyn.web")
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_ALWAYS = frozenset({403, 404, 409})
_MARK = "refused-by-a-rule"
_STRANGERS = {401: "not-signed-in", 403: "foreign-form", 422: "wrong-password", 429: "slowed-down"}
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def is_by_a_rule(error: BaseException | None) -> bool:
    """Whether a rule said no. An error that names the fields of a form, each with its sentence, is about typing."""
    return isinstance(error, RefusedError | RunStateError) or "" in getattr(error, "errors", ())


def mark(scope: Scope) -> None:
    """The answer to this request tells of a rule that said no."""
    scope["state"][_MARK] = True


class Strangers:
    """How often strangers were refused, in memory: a refusal costs no write, so that nobody is slowed down by many."""

    def __init__(self) -> None:
        self._times: Counter[tuple[datetime, str]] = Counter()

    def count(self, kind: str, at: datetime) -> None:
        self._times[at.replace(minute=0, second=0, microsecond=0), kind] += 1

    async def write(self) -> None:
        """Sums, at most one a kind and hour. What cannot be written now is kept."""
        counted, self._times = self._times, Counter()
        for (hour, kind), times in counted.items():
            try:
                await log_commands.count_refused(kind, times, at=hour)
            except UnavailableError:
                self._times[hour, kind] += times

    @contextlib.asynccontextmanager
    async def written(self) -> AsyncIterator[None]:
        """Every minute, and at the end."""
        writing = asyncio.ensure_future(self._every_minute())
        try:
            yield
        finally:
            writing.cancel()
            await asyncio.wait((writing,))
            await self.write()

    async def _every_minute(self) -> None:
        while True:
            await asyncio.sleep(60)
            await self.write()


def note_refusals(clock: Callable[[], datetime], strangers: Strangers) -> Callable[[Message, Scope], Awaitable[None]]:
    """The hook that writes down a refusal before its answer is sent, in a transaction of its own."""

    async def note(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start" or scope.get("method") not in _CHANGES:
            return
        status, actor = message["status"], visit_in(scope).actor
        if actor is None or scope["path"].startswith("/sign-in"):
            if status in _STRANGERS and is_staff(scope["path"]):
                strangers.count(_STRANGERS[status], clock())
        elif status in _ALWAYS or scope["state"].get(_MARK):
            act = Act(action=REFUSED, kind="request", object=address(scope), at=clock(), by=actor.id, status=status)
            try:
                await log_commands.append(act)
            except UnavailableError as error:
                log.warning("a refused act could not be written down: %s", error)

    return note


def address(scope: Mapping[str, Any]) -> str:
    """The route's template with its ids in it. Anything else than an id or a word of ours may have been typed."""
    given = scope.get("path_params", {})

    def filled(place: re.Match[str]) -> str:
        value = given.get(place[1])
        is_safe = isinstance(value, UUID | int) or (
            isinstance(value, str) and len(value) <= 30 and _WORD.fullmatch(value)
        )
        return str(value) if is_safe else "{" + place[1] + "}"

    return _PLACE.sub(filled, scope.get("path_template", ""))
