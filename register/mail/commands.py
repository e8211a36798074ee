"""Writing letters into the outbox, in the transaction that is open, and choosing. How they are sent: delivery."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from algorithms.editing.comments import LONGEST
from algorithms.entries.entry import Version
from algorithms.log import commands as log_commands
from algorithms.log.chain import Act
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.workflow import RefusedError
from algorithms.storage import queries
from assessments.storage import transaction
from assessments.text.message import Sentence
from register.accounts.people import queries as accounts
from register.accounts.people.queries import Person
from register.accounts.tables import PersonRow
from register.mail.queries import choice_of
from register.mail.rules.choices import Choice, wanted
from register.mail.rules.message_format import one_line
from register.mail.rules.notification_rules import writes
from register.mail.sealed_words import seal
from register.mail.tables import LetterRow, MailChoiceRow
from register.web.language import Language, say


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
        if (reader := await _reader(to, kind, secret is not None)) is None:
            return False
        known = {"name": message_name(kind, key, str(to)), "kind": kind, "language": str(language), **reader}
        row = LetterRow(id=uuid4(), subject=one_line(say(subject, language)), written_at=at, not_before=at, **known)
        _put_words(row, "\n\n".join(one_line(say(each, language)) for each in paragraphs), link, secret)
        new = LetterRow.insert(row).on_conflict(target=LetterRow.name, action="DO NOTHING")
        return bool(await new.returning(LetterRow.id))


async def remind(entries: Iterable[UUID], words: str, *, by: Actor, at: datetime) -> int:
    """The coordinator reminds those who write in the department, with a word of their own or without one.

    One letter for each entry and reader, and a line in the log; the same again on the same day is sent once.
    """
    if not by.may(Permission.KEEP_REGISTER):
        raise NotFoundError
    if len(words) > LONGEST:
        over = {"over": len(words) - LONGEST, "most": LONGEST}
        raise RefusedError((Sentence("Shorten this by {over} characters. It may have {most}.", over),))
    written, said = 0, one_line(words)
    async with transaction():
        people = await accounts.people_on(at.date())
        for entry in dict.fromkeys(entries):
            versions = await queries.versions_of(entry, seen_by=by)
            if not versions:
                raise NotFoundError
            readers = [one for one in people if writes(versions[-1].entry.department, one) and one.id != by.id]
            told = sum([await _remind(one, versions[-1], said, by, at) for one in readers])
            if told:
                role = by.role_for([Permission.KEEP_REGISTER])
                await log_commands.append(Act("reminded", "entry", str(entry), at, by=by.id, role=role))
            written += told
    return written


async def _remind(reader: Person, version: Version, said: str, by: Actor, at: datetime) -> bool:
    name, again = version.called(reader.language), f"{version.entry.id}/{by.id}/{at:%Y-%m-%d}/{said}"
    what = Sentence("{who} asks you to look at this entry: {name}.", {"who": by.name, "name": name})
    words = (Sentence("{who} writes: {words}", {"who": by.name, "words": said}),) if said else ()
    subject, link = Sentence("A reminder of “{name}”", {"name": name}), f"/workspace/versions/{version.id}"
    return await write_letter("reminded", again, reader.id, reader.language, subject, (what, *words), link, at=at)


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
        return {"person": None, "address": one_line(to), "state": "waiting"}
    person = await PersonRow.select(PersonRow.email).where(PersonRow.id == to, PersonRow.disabled_at.is_null()).first()
    how = wanted(await choice_of(to), kind, secret=secret)
    if person is None or how is None:
        return None
    return {"person": to, "address": person["email"], "state": "held" if how is Choice.DAILY else "waiting"}


async def choose(person: UUID, choice: Choice) -> None:
    """From now on; what waits for the daily letter already comes with it."""
    row = MailChoiceRow(person=person, choice=str(choice))
    changed = {"target": MailChoiceRow.person, "values": [MailChoiceRow.choice]}
    await MailChoiceRow.insert(row).on_conflict(action="DO UPDATE", **changed)
