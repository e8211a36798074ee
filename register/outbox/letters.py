"""Writing letters into the outbox, in the transaction that is open. How they are sent: mail.sending."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from assessments.storage import transaction
from assessments.text.message import Message
from register.language import Language, translate
from register.outbox.choices import MailPreference, delivery_for
from register.outbox.message_format import single_line
from register.outbox.sealed_words import seal
from register.outbox.tables import LetterRow, MailChoiceRow
from register.tables import PersonRow


async def write_letter(  # noqa: PLR0913  # what is said, to whom, and how
    kind: str,
    key: str,
    to: UUID | str,
    language: Language,
    subject: Message,
    paragraphs: tuple[Message, ...],
    link: str,
    *,
    at: datetime,
    secret: bytes | None = None,
) -> bool:
    """One letter about ``key`` to one reader, a person or an address; whether it was written now, for them, by this.

    The same kind, key and reader twice is one letter. ``link`` is a path, such as ``/workspace/versions/…``. With the
    register's ``secret`` it goes out at once whatever the reader chose, body and link are encrypted until it is sent
    and then forgotten: for invitations and new passwords. Disabled people get no letter, nor do those who want none.
    """
    async with transaction():
        if (reader := await _reader(to, kind, secret is not None)) is None:
            return False
        known = {"name": message_name(kind, key, str(to)), "kind": kind, "language": str(language), **reader}
        row = LetterRow(
            id=uuid4(), subject=single_line(translate(subject, language)), written_at=at, not_before=at, **known
        )
        _put_words(
            row, "\n\n".join(single_line(translate(paragraph, language)) for paragraph in paragraphs), link, secret
        )
        new = LetterRow.insert(row).on_conflict(target=LetterRow.name, action="DO NOTHING")
        return bool(await new.returning(LetterRow.id))


async def choice_of(person: UUID) -> MailPreference:
    """At once, for people who have not chosen."""
    row = await MailChoiceRow.select(MailChoiceRow.choice).where(MailChoiceRow.person == person).first()
    return MailPreference(row["choice"]) if row else MailPreference.AT_ONCE


def _put_words(row: LetterRow, body: str, link: str, secret: bytes | None) -> None:
    if secret is None:
        row.body, row.link = body, link
    else:
        row.secret, row.sealed = True, seal(secret, row.id, body, link)


def message_name(kind: str, key: str, reader: str) -> str:
    """What stands before the @ of the Message-ID: the same for the same event and reader, and tells neither."""
    return hashlib.sha256(f"{kind}\n{key}\n{reader}".encode()).hexdigest()[:40]


async def _reader(to: UUID | str, kind: str, secret: bool) -> dict[str, Any] | None:
    """Who it goes to, where, and whether it waits for the daily letter; None for nobody, or somebody who wants none."""
    if isinstance(to, str):
        return {"person": None, "address": single_line(to), "state": "waiting"}
    person = await PersonRow.select(PersonRow.email).where(PersonRow.id == to, PersonRow.disabled_at.is_null()).first()
    how = delivery_for(await choice_of(to), kind, secret=secret)
    if person is None or how is None:
        return None
    return {"person": to, "address": person["email"], "state": "held" if how is MailPreference.DAILY else "waiting"}


async def forget_letters_to(person: UUID) -> None:
    """Every letter to this person, sent or not, with their address."""
    await LetterRow.delete().where(LetterRow.person == person)
    await MailChoiceRow.delete().where(MailChoiceRow.person == person)
