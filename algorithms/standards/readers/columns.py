"""Columns of maps, said in a line each. Pure."""

from algorithms.entries.links import LinkKind
from algorithms.standards.field_map import StandardColumn, Way
from assessments.text.message import Message

CLASS = Message("The class under the AI Act is never read from a list. Answer its questions in the draft.")
INTERNAL = Message("It is about the city’s own work, and there is no field for it that others may read.")


def text(name: str, target: str, heading: str = "", *aliases: str, **headings: str) -> StandardColumn:
    """``heading`` in English, ``headings`` in other languages: before a paragraph that is not the first."""
    spoken = {**({"en": heading} if heading else {}), **headings}
    return StandardColumn(name=name, way=Way.TEXT, target=target, headings=spoken, aliases=aliases)


def own(name: str, target: str, *aliases: str) -> StandardColumn:
    """A part of the origin."""
    return StandardColumn(name=name, way=Way.ORIGIN, target=target, aliases=aliases)


def answer(name: str, way: Way, target: str, *aliases: str) -> StandardColumn:
    return StandardColumn(name=name, way=way, target=target, aliases=aliases)


def address(
    name: str, kind: LinkKind = LinkKind.MORE, target: str = "", heading: str = "", *aliases: str
) -> StandardColumn:
    """``target``: where words without an address go."""
    headings = {"en": heading} if heading else {}
    return StandardColumn(name=name, way=Way.LINKS, target=target, kind=kind, headings=headings, aliases=aliases)


def left(name: str, reason: Message | None = None, *aliases: str) -> StandardColumn:
    """It stays in the origin."""
    return StandardColumn(name=name, way=Way.RETAINED, reason=reason, aliases=aliases)
