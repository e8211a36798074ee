"""From the log to letters: the next lines are read, letters are written, and the place is kept, in one transaction.

Killed before the end, nothing was written and the same lines are read again; the layers below know no mail.
"""

from datetime import datetime
from uuid import UUID

from algorithms.log import queries as log_queries
from algorithms.log.queries import Happened
from algorithms.people import NOBODY, Actor, Membership, Role
from algorithms.storage import queries
from assessments.storage import transaction
from register.accounts.people import queries as accounts
from register.mail.rules.notification_rules import News, notifications
from register.outbox.letters import write_letter
from register.outbox.tables import MailCursorRow

# Reads every entry, to decide who may learn of it. It changes nothing, and in no record does anything.
POST = Actor(NOBODY, "mail", (Membership(Role.AUDITOR),))
KIND = "event"
_AT_A_TIME = 20  # lines of the log: others wait as long as these take


async def derive(*, at: datetime) -> bool:
    """Write the letters of the next lines of the log; whether there were any lines."""
    if await lines_behind() == 0:
        return False
    async with transaction():
        (cursor,) = await MailCursorRow.raw("UPDATE mail_cursor SET seq = seq RETURNING seq")  # one at a time
        reached, events = await log_queries.happened_after(cursor["seq"], _AT_A_TIME)
        for happened in events:
            await _write(happened, at)
        await MailCursorRow.update({MailCursorRow.seq: reached}).where(MailCursorRow.id == 1)
    return True


async def lines_behind(before: datetime | None = None) -> int:
    """How many lines of the log no letters have been written of yet; 0 if the first of them is younger than that."""
    row = await MailCursorRow.select(MailCursorRow.seq).first()
    read, (head, _) = row["seq"] if row else 0, await log_queries.head()
    if before is not None and head.seq > read and await log_queries.written_at(read + 1) >= before:
        return 0
    return head.seq - read


async def begin_here() -> None:
    """No letters of what is in the log already: the made-up history of the demo city is no news."""
    head, _ = await log_queries.head()
    await MailCursorRow.update({MailCursorRow.seq: head.seq}).where(MailCursorRow.id == 1)


async def _write(happened: Happened, at: datetime) -> None:
    version = await queries.version(happened.version, seen_by=POST)
    people = await accounts.people_on(at.date())
    who = next((person.actor.name for person in people if person.id == happened.by), "insyn")
    for notification in notifications(
        News(happened=happened, version=version, who=who, old=await _moved_from(happened)), people
    ):
        await write_letter(
            KIND,
            f"event/{happened.seq}",
            notification.person.id,
            notification.person.language,
            notification.subject,
            notification.paragraphs,
            notification.link,
            at=at,
        )


async def _moved_from(happened: Happened) -> UUID | None:
    """The event of a move tells both departments by their names."""
    if happened.action != "move":
        return None
    old = happened.note.partition(" → ")[0]
    return next((department.id for department in await queries.departments() if department.names["sv"] == old), None)
