"""The daily letter: at seven in the city, all messages to a reader since the last one become one letter."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from assessments.storage import transaction
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.outbox.choices import DAILY, DAILY_AT, latest
from register.outbox.letters import message_name, write_letter
from register.outbox.tables import LetterRow


async def gather(zone: ZoneInfo, *, at: datetime) -> None:
    """One letter for each person for whom something lies ready; their letters lie in it from then on."""
    seven = latest(DAILY_AT, at, zone)
    ready = (LetterRow.state == "held") & (LetterRow.written_at < seven)
    for row in await LetterRow.select(LetterRow.person).where(ready).group_by(LetterRow.person):
        async with transaction():
            await _gather(row["person"], (LetterRow.person == row["person"]) & ready, f"{seven:%Y-%m-%d}", at)


async def _gather(person: UUID, waiting_letters: Any, day: str, at: datetime) -> None:
    reader, count = await accounts.person_by_id(person), await LetterRow.count().where(waiting_letters)
    if reader is None or reader.disabled_at is not None:
        gone: dict[Any, Any] = {
            LetterRow.state: "failed",
            LetterRow.error: "The account has been disabled, so it was not sent.",
        }
        await LetterRow.update(gone).where(waiting_letters)
        return
    subject = Message(
        "One piece of news from the algorithm register",
        plural="{count} pieces of news from the algorithm register",
        count=count,
    )
    if await write_letter(DAILY, day, person, reader.language, subject, (), "/workspace", at=at):
        name = message_name(DAILY, day, str(person))
        letter = await LetterRow.select(LetterRow.id).where(LetterRow.name == name).first()
        assert letter is not None  # it was written a moment ago
        await LetterRow.update({LetterRow.state: "gathered", LetterRow.part_of: letter["id"]}).where(waiting_letters)
