"""A letter as it leaves: headers, words, links. Pure; no line break that somebody typed reaches a header."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from assessments.text.message import Message
from register.language import Language, translate
from register.settings import Settings

CHOICE = "/workspace/account/mail"


@dataclass(frozen=True, slots=True)
class LetterText:
    """What a letter says; ``link`` is a path."""

    subject: str
    body: str
    link: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter on its way, in the hands of ``owner``."""

    id: UUID
    owner: UUID
    name: str
    address: str
    language: Language
    words: LetterText
    secret: bool
    written_at: datetime
    attempts: int
    parts: tuple[LetterText, ...] = ()  # of a daily letter


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The same letter gives the same message to the last byte: a second copy is known by its Message-ID."""
    message = EmailMessage(policy=SMTP)
    city = settings.city_in(letter.language)
    sender, _, domain = settings.mail_from.rpartition("@")
    message["From"] = Address(single_line(city), sender, domain)
    message["To"] = letter.address
    message["Subject"] = single_line(letter.words.subject)
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.name}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = str(letter.language)
    if not letter.secret:
        message["List-Unsubscribe"] = f"<{settings.base_url}{CHOICE}>"
    message.set_content("\n\n".join(_text(letter, settings, city)) + "\n", cte="quoted-printable")
    return message


def _text(letter: Letter, settings: Settings, city: str) -> Iterable[str]:
    language = letter.language
    for part in letter.parts:
        yield f"{part.subject}\n{part.body}\n{settings.base_url}{part.link}"
    if letter.words.body:
        yield letter.words.body
    yield f"{settings.base_url}{letter.words.link}"
    from_whom = Message("This e-mail is from {city}’s algorithm register. Replies are not read.")
    footer = "-- \n" + translate(Message(from_whom.msgid, {"city": city}), language)
    how = translate(Message("Choose which e-mails you get:"), language)
    yield footer if letter.secret else f"{footer}\n{how} {settings.base_url}{CHOICE}"


def single_line(words: str) -> str:
    """Without line breaks, which could begin another header, and without other control characters."""
    return " ".join("".join(character if character.isprintable() else " " for character in words).split())
