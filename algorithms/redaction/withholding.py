"""On which grounds of law an entry may be withheld, and what has to be said when it is. Pure."""

from algorithms.law.facts import Fact, fact
from assessments.text.message import Message

LONGEST_REASON = 1_000  # characters
GROUNDS: tuple[Fact, ...] = tuple(
    fact(f"secrecy.{place}") for place in ("17-1", "17-2", "18-8", "18-13", "19-1", "31-16")
)


def ground(key: str) -> Fact | None:
    """The ground with this key; None where it is none that can be chosen."""
    return next((legal_ground for legal_ground in GROUNDS if legal_ground.key == key), None)


def objections(key: str, reason: str) -> dict[str, Message]:
    """What stands in the way of withholding on this ground for this reason, by what was asked."""
    wrong: dict[str, Message] = {}
    if ground(key) is None:
        wrong["ground"] = Message("Choose on what legal ground it is withheld.")
    if not reason.strip():
        wrong["reason"] = Message("Write why the ground applies to this entry.")
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = Message("Shorten the reason to {most} characters.", {"most": LONGEST_REASON})
    return wrong
