"""What the holder of an account must learn of it: by letter, and on pages until they say that they have read it.

Which acts these are stands in ``NOTICES``. How an act is written down: recording.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from algorithms.people import Actor
from assessments.storage import transaction
from assessments.text.message import Message
from register.accounts.people.account_log import record
from register.accounts.people.queries import AccountEvent, account_events
from register.language import Language
from register.outbox.choices import ACCOUNT
from register.outbox.letters import write_letter
from register.tables import PersonRow

PATH = "/workspace/account"
READ = "notices-read"
EARLIER = 10  # notices that stay in sight after they have been read
NOTICES: Mapping[str, Message] = {
    "password-set": Message("An administrator has set a new password for your account."),
    "password-reset": Message("A new password for your account has been chosen with the link in an e-mail."),
    "codes-taken-away": Message("An administrator has turned off the one-time codes of your account."),
    "codes-guessed": Message(
        "Somebody who knows your password has given many wrong one-time codes. Change your password at once."
    ),
    "linked": Message("An administrator has linked your account to the city’s sign-in."),
}
_SUBJECT = Message("Something was done to your account in Insyn")
_ADVICE = Message(
    "If this was neither you nor something that you asked for, tell another administrator or the city’s IT support."
)


@dataclass(frozen=True, slots=True)
class Notice:
    """``by`` is the name of the administrator who did it, if one did."""

    seq: int
    words: Message
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Notices:
    """Newest first."""

    unread: tuple[Notice, ...]
    earlier: tuple[Notice, ...]

    @property
    def newest(self) -> int:
        """What somebody who has read the unread ones has read up to."""
        return self.unread[0].seq if self.unread else 0


async def record_and_notify(action: str, person: UUID, by: Actor | None, at: datetime) -> None:
    """Writes it down, and a letter to whose account it is, in one transaction. The letter tells no secret."""
    async with transaction():
        seq = await record(action, person, by, at)
        holder = await PersonRow.select(PersonRow.language).where(PersonRow.id == person).first()
        if holder is not None:
            words, key = (NOTICES[action], _ADVICE), f"account/{seq}"
            await write_letter(ACCOUNT, key, person, Language(holder["language"]), _SUBJECT, words, PATH, at=at)


async def notices(person: UUID) -> Notices:
    events = await account_events(person)
    read_up_to = next((event.seq for event in events if event.action == READ), 0)
    listed = [event for event in events if event.action in NOTICES]
    unread = tuple(_notice(event) for event in listed if event.seq > read_up_to)
    earlier = tuple(_notice(event) for event in listed if event.seq < read_up_to)
    return Notices(unread, earlier[:EARLIER])


async def mark_read(by: Actor, newest: int, at: datetime) -> None:
    """Nothing happens where there is one that they cannot have seen, newer than ``newest``, or none to read."""
    async with transaction():
        unread = (await notices(by.id)).newest
        if 0 < unread <= newest:
            await record(READ, by.id, by, at)


def _notice(event: AccountEvent) -> Notice:
    chosen_by_link = event.action == "password-reset"  # by the holder of the link
    return Notice(seq=event.seq, words=NOTICES[event.action], by=None if chosen_by_link else event.by, at=event.at)
