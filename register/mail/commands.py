"""Writing letters into the outbox, in the transaction that is open. How they are sent: sending, delivery."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from assessments.sentence import Sentence
from register.accounts.queries import folded
from register.accounts.tables import PersonRow
from register.database import transaction
from register.language import Language, say
from register.mail.choices import Choice, wanted
from register.mail.sealing import seal
from register.mail.tables import LetterRow, MailChoiceRow


async def write_letter(  # noqa: PLR0913  # what is said, to whom, and how
    kind: str,
    key: str,
    to: UUID | str,
    language: Language,
    subject: Sentence,
    paragraphs: tuple[Sentence, ...],
    link: str,
    *,
    at: datetime,
    secret: bytes | None = None,
) -> bool:
    """One letter about ``key`` to one reader, a person or an address; whether it was written now, for them, by this.

    The same kind, key and reader twice is one letter. ``link`` is a path, such as ``/workspace/versions/…``. With the
    register's ``secret`` it goes out at once whatever the reader chose, body and link are encrypted until it is sent
    and then forgotten: for invitations and new passwords. Nobody who is disabled is written to, nor whoever wants none.
    """
    async with transaction():
        reader = await _reader(to)
        how = wanted(reader["choice"], kind, secret=secret is not None) if reader else None
        if reader is None or how is None:
            return False
        letter, body = uuid4(), _text(paragraphs, language)
        row = LetterRow(
            id=letter,
            name=message_name(kind, key, str(to)),
            kind=kind,
            person=reader["person"],
            address=reader["address"],
            language=str(language),
            subject=_one_line(say(subject, language)),
            body="" if secret else body,
            link="" if secret else link,
            secret=secret is not None,
            sealed=None if secret is None else seal(secret, letter, body, link),
            state="held" if how is Choice.DAILY else "waiting",
            written_at=at,
            not_before=at,
        )
        new = LetterRow.insert(row).on_conflict(target=LetterRow.name, action="DO NOTHING")
        return bool(await new.returning(LetterRow.id))


def message_name(kind: str, key: str, reader: str) -> str:
    """What stands before the @ of the Message-ID: the same for the same event and reader, and tells neither."""
    return hashlib.sha256("\n".join((kind, key, reader)).encode()).hexdigest()[:40]


async def _reader(to: UUID | str) -> dict[str, Any] | None:
    """Who it goes to, where, and how they want it; None for people who are disabled or do not exist."""
    if isinstance(to, str):
        return {"person": None, "address": _one_line(to), "choice": Choice.AT_ONCE}
    person = await PersonRow.select(PersonRow.email).where(PersonRow.id == to, PersonRow.disabled_at.is_null()).first()
    if person is None:
        return None
    chosen = await MailChoiceRow.select(MailChoiceRow.choice).where(MailChoiceRow.person == to).first()
    choice = Choice(chosen["choice"]) if chosen else Choice.AT_ONCE
    return {"person": to, "address": person["email"], "choice": choice}


def _text(paragraphs: tuple[Sentence, ...], language: Language) -> str:
    return "\n\n".join(_one_line(say(each, language)) for each in paragraphs)


def _one_line(words: str) -> str:
    """Without line breaks, which could begin another header, and without other control characters."""
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())
