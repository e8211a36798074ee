"""Writing letters into the outbox, in the transaction that is open, and choosing. How they are sent: delivery."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from algorithms.editing.comments import LONGEST
from algorithms.entries.entry import Version
from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.workflow import RefusedError
from algorithms.storage import queries
from assessments.storage import transaction
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.accounts.people.queries import Person
from register.mail.rules.notification_rules import writes
from register.outbox.choices import MailPreference
from register.outbox.letters import write_letter
from register.outbox.message_format import single_line
from register.outbox.tables import MailChoiceRow


async def remind(entries: Iterable[UUID], words: str, *, by: Actor, at: datetime) -> int:
    """The coordinator reminds those who write in the department, with a word of their own or without one.

    One letter for each entry and reader, and a line in the log; the same again on the same day is sent once.
    """
    if not by.may(Permission.KEEP_REGISTER):
        raise NotFoundError
    if len(words) > LONGEST:
        over = {"over": len(words) - LONGEST, "most": LONGEST}
        raise RefusedError((Message("Shorten this by {over} characters. It may have {most}.", over),))
    written, note = 0, single_line(words)
    async with transaction():
        people = await accounts.people_on(at.date())
        for entry in dict.fromkeys(entries):
            versions = await queries.versions_of(entry, seen_by=by)
            if not versions:
                raise NotFoundError
            readers = [
                person for person in people if writes(versions[-1].entry.department, person) and person.id != by.id
            ]
            letter_count = sum([await _remind(reader, versions[-1], note, by, at) for reader in readers])
            if letter_count:
                role = by.role_for([Permission.KEEP_REGISTER])
                await log_commands.append(
                    Act(action="reminded", kind="entry", object=str(entry), at=at, by=by.id, role=role)
                )
            written += letter_count
    return written


async def _remind(reader: Person, version: Version, note: str, by: Actor, at: datetime) -> bool:
    name, again = version.called(reader.language), f"{version.entry.id}/{by.id}/{at:%Y-%m-%d}/{note}"
    what = Message("{who} asks you to look at this entry: {name}.", {"who": by.name, "name": name})
    words = (Message("{who} writes: {words}", {"who": by.name, "words": note}),) if note else ()
    subject, link = Message("A reminder of “{name}”", {"name": name}), f"/workspace/versions/{version.id}"
    return await write_letter("reminded", again, reader.id, reader.language, subject, (what, *words), link, at=at)


async def choose(person: UUID, choice: MailPreference) -> None:
    """From now on; what waits for the daily letter already comes with it."""
    row = MailChoiceRow(person=person, choice=str(choice))
    changed = {"target": MailChoiceRow.person, "values": [MailChoiceRow.choice]}
    await MailChoiceRow.insert(row).on_conflict(action="DO UPDATE", **changed)
