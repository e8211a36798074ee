"""Who may hand out an entry as a public record, and what must be said for what goes out besides. Pure."""

from dataclasses import dataclass
from uuid import UUID

from algorithms.entries.entry import Version
from algorithms.entries.field import Audience, Field
from algorithms.entries.fields import FIELDS
from algorithms.law.facts import Fact, fact
from algorithms.people import Actor, Permission
from assessments.text.message import Message

LONGEST_PARAGRAPH = 200  # characters
DRAFTS: Fact = fact("press.2-12")  # by which drafts stay, and
COUNTS: Fact = fact("secrecy.24-8")  # the counts behind the figures of assessments
INNER_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if field.audience is not Audience.PUBLIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """What a person has chosen: which masks are lifted in this package, whether inner particulars go along, and why.

    ``paragraph`` says by which paragraph of law what would else stay may go out.
    """

    unmasked: frozenset[UUID] = frozenset()
    with_inner: bool = False
    paragraph: str = ""

    @property
    def needs_paragraph(self) -> bool:
        return bool(self.unmasked) or self.with_inner


def may_hand_out(version: Version, actor: Actor) -> bool:
    permissions = (Permission.WRITE, Permission.KEEP_REGISTER)
    return any(actor.may(permission, version.entry.department) for permission in permissions)


def may_unmask(version: Version, actor: Actor) -> bool:
    """Only who keeps the register decides that masked words or inner particulars go out."""
    return actor.may(Permission.KEEP_REGISTER, version.entry.department)


def objections(chosen: HandOut, version: Version, actor: Actor) -> dict[str, Message]:
    """What stands in the way, by what was asked."""
    wrong: dict[str, Message] = {}
    if chosen.needs_paragraph and not may_unmask(version, actor):
        wrong["unmasked"] = Message("Only the coordinator decides that masked words go out.")
    if chosen.needs_paragraph and not chosen.paragraph.strip():
        wrong["paragraph"] = Message("Write under which section it may be handed out.")
    elif len(chosen.paragraph) > LONGEST_PARAGRAPH:
        wrong["paragraph"] = Message("Shorten it to {most} characters.", {"most": LONGEST_PARAGRAPH})
    return wrong
