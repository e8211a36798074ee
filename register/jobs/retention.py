"""A duty of the worker: once a day what nobody needs any more is forgotten. How long what is kept: docs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from algorithms.editing.entry_commands import forget_discarded
from algorithms.search.query.missed_words import forget_missed
from assessments.storage import transaction
from register.accounts.forgetting import forget_ended
from register.mail.forgetting import forget_letters
from register.settings import Settings
from register.storage.database import forget_written

EVERY = timedelta(days=1)
DISCARDED_RETENTION = timedelta(days=30)


@dataclass(slots=True)
class Forgetting:
    settings: Settings
    clock: Callable[[], datetime]
    next: datetime | None = field(default=None)

    async def round(self) -> bool:
        """At the start of the worker, and every day from then on; there is never more to do at once."""
        now = self.clock()
        if self.next is None or now >= self.next:
            await forget(self.settings, now)
            self.next = now + EVERY
        return False


async def forget(settings: Settings, at: datetime) -> None:
    async with transaction():
        await forget_ended(at, idle=settings.session_idle, life=settings.session_life)
        await forget_letters(at)
        await forget_discarded(at - DISCARDED_RETENTION)
        await forget_missed(at.date())
    await forget_written()
