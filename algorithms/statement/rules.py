"""The accessibility statement: what Swedish law asks of it, how it is read from a form, and when it is too old. Pure.

The act (2018:1937) and its supervisory authority ask for eleven parts. Two of them the program says itself: the day of
the last update, which nobody can type, and where to report. A statement is never changed: there is a newer one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from algorithms.entries.dates import day_of
from algorithms.entries.entry import LANGUAGES
from assessments.text.message import Message

LONGEST = 4000  # characters of a part
LONGEST_CONTACT = 200


class Conformance(StrEnum):
    """The three answers that the law knows."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class StatementPart(StrEnum):
    """What is written, in Swedish and English."""

    ACTOR = "actor"
    SERVICE = "service"
    LACKS = "lacks"
    METHOD = "method"
    BURDEN = "burden"
    OUTSIDE = "outside"


Texts = Mapping[tuple[StatementPart, str], str]  # (part, language) → words


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A whole statement, before it is published."""

    conformance: Conformance
    assessed_on: date
    contact: str  # an e-mail address or a link
    texts: Texts


@dataclass(frozen=True, slots=True)
class Statement:
    """One that was published; ``html`` is safe. ``updated_on`` is the day of that, set by the program."""

    number: int
    content: StatementDraft
    updated_on: date
    html: Texts

    def until(self) -> date:
        """The last day on which it is not too old."""
        day = self.updated_on
        return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def is_overdue(statement: Statement | None, today: date) -> bool:
    """Older than twelve months; or there is none, which is too late from the first day."""
    return statement is None or today > statement.until()


def read(form: Mapping[str, str], today: date) -> tuple[StatementDraft | None, dict[str, Message]]:
    """A draft of what was typed, or what is missing and wrong, by control. Swedish is needed, English may follow."""
    texts = {
        (part, language): words
        for part in StatementPart
        for language in LANGUAGES
        if (words := form.get(f"{part}-{language}", "").strip())
    }
    conformance = next((candidate for candidate in Conformance if candidate.value == form.get("conformance")), None)
    assessed, contact = day_of(form.get("assessed", "")), form.get("contact", "").strip()
    errors = {
        **_choose(conformance),
        **_missing(texts, conformance),
        **_too_long(texts),
        **_about_day(assessed, today),
        **_about_contact(contact),
    }
    if errors or conformance is None or assessed is None:
        return None, errors
    return StatementDraft(conformance=conformance, assessed_on=assessed, contact=contact, texts=texts), {}


def typed(statement: Statement | None) -> dict[str, str]:
    """What the controls hold, from what was published last."""
    if statement is None:
        return {}
    content = statement.content
    words = {f"{part}-{language}": text for (part, language), text in content.texts.items()}
    return words | {
        "conformance": content.conformance.value,
        "assessed": content.assessed_on.isoformat(),
        "contact": content.contact,
    }


_NEEDED: Mapping[StatementPart, Message] = {
    StatementPart.ACTOR: Message("Write who is responsible for the website."),
    StatementPart.SERVICE: Message("Write what the website is called."),
    StatementPart.LACKS: Message("Write what is not accessible, and why."),
    StatementPart.METHOD: Message("Write how it was assessed."),
}
_CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+|https://[^\s/.]+\.\S+")


def _choose(conformance: Conformance | None) -> dict[str, Message]:
    return {} if conformance else {"conformance": Message("Choose how far the website follows the law.")}


def _missing(texts: Texts, conformance: Conformance | None) -> dict[str, Message]:
    """What is not accessible has to be listed unless everything is."""
    needed = (part for part in _NEEDED if part is not StatementPart.LACKS or conformance is not Conformance.FULL)
    return {f"{part}-sv": _NEEDED[part] for part in needed if (part, "sv") not in texts}


def _too_long(texts: Texts) -> dict[str, Message]:
    wrong = {place: len(words) - LONGEST for place, words in texts.items() if len(words) > LONGEST}
    return {
        f"{part}-{language}": Message(
            "Shorten this by {over} characters. It may have {most}.", {"over": over, "most": LONGEST}
        )
        for (part, language), over in wrong.items()
    }


def _about_day(assessed: date | None, today: date) -> dict[str, Message]:
    if assessed is None:
        return {"assessed": Message("Write the day as year, month and day, for example 2026-03-24.")}
    return {"assessed": Message("That day has not come yet.")} if assessed > today else {}


def _about_contact(contact: str) -> dict[str, Message]:
    if _CONTACT.fullmatch(contact) and len(contact) <= LONGEST_CONTACT:
        return {}
    return {"contact": Message("Write an e-mail address, or a link that begins with https://.")}
