"""Where a column of a list may go, as a person chooses it: a field of ours, a part of the origin, or nowhere. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from algorithms.entries.field import Field, Required
from algorithms.entries.fields import BY_NAME
from algorithms.entries.kinds import Kind
from algorithms.entries.sections import SECTIONS
from algorithms.entries.texts import Text
from algorithms.standards.field_map import Standard, StandardColumn, Way
from assessments.text.message import Message, labelled

TOPIC, LINKS, _ORIGIN = "topic", Text.LINKS.value, "origin-"
ORIGIN_TARGETS: Mapping[str, Message] = {
    f"{_ORIGIN}organisation": Message("Whose register it was in before"),
    f"{_ORIGIN}organisation_code": Message("What that register calls the organisation"),
    f"{_ORIGIN}identifier": Message("Its identifier there"),
    f"{_ORIGIN}address": Message("Its address there"),
    f"{_ORIGIN}version": Message("Version of that standard"),
    f"{_ORIGIN}language": Message("Its language there"),
    f"{_ORIGIN}dated": Message("When it was written or published there"),
    f"{_ORIGIN}state": Message("Whether it was public there"),
    f"{_ORIGIN}classed": Message("Its class there, which is not ours"),
}
_BY_KIND: Mapping[Kind, Way] = labelled(
    Kind,
    {
        Kind.LINE: Way.TEXT,
        Kind.PROSE: Way.TEXT,
        Kind.RECORDS: Way.LINKS,
        Kind.ADDRESS: Way.ANSWER,
        Kind.EMAIL: Way.EMAIL,
        Kind.MONTH: Way.MONTH,
        Kind.YES_NO: Way.YES_NO,
        Kind.CHOICE: Way.ANSWER,
        Kind.DATE: Way.ANSWER,
        Kind.NUMBER: Way.ANSWER,
    },
)
_BY_NAME: Mapping[str, Way] = {Text.SEARCH_WORDS.value: Way.WORDS, "operational_status": Way.STATUS, TOPIC: Way.THEME}


def target_of(column: StandardColumn) -> str:
    """What a person reads for it; empty where it stays in the origin."""
    if column.way is Way.ORIGIN:
        return f"{_ORIGIN}{column.target}"
    return {Way.LINKS: LINKS, Way.THEME: TOPIC, Way.RETAINED: ""}.get(column.way, column.target)


def is_target(name: str) -> bool:
    return name == TOPIC or name in ORIGIN_TARGETS or name in BY_NAME


def fields_to_choose() -> Iterable[tuple[Message, tuple[Field, ...]]]:
    """By section; nothing can be new in a first version."""
    for section in SECTIONS:
        yield (
            section.title,
            tuple(field for field in section.fields if field.required is not Required.FROM_SECOND_VERSION),
        )


def targets(standard: Standard, names: Iterable[str]) -> dict[str, str]:
    """Of each column of a list, as the standard has it; an empty one stays in the origin."""
    known = {column.name: target_of(column) for column in standard.columns}
    return {name: known.get(standard.named(name), "") for name in names}


def chosen(standard: Standard, choices: Mapping[str, str]) -> Standard:
    """The standard as a person has changed it. ``choices``: their column → where it goes."""
    by_name = {standard.named(name): target for name, target in choices.items()}
    known = {column.name for column in standard.columns}
    own = tuple(
        _changed(column, by_name[column.name]) if column.name in by_name else column for column in standard.columns
    )
    added = tuple(_new(name, target) for name, target in by_name.items() if name not in known and target)
    return replace(standard, columns=(*own, *(_titled(column) for column in added)))


def _changed(column: StandardColumn, target: str) -> StandardColumn:
    return column if target_of(column) == target else _titled(_new(column.name, target))


def _new(name: str, target: str) -> StandardColumn:
    if not target:
        return StandardColumn(name=name, way=Way.RETAINED)
    if target in ORIGIN_TARGETS:
        return StandardColumn(name=name, way=Way.ORIGIN, target=target.removeprefix(_ORIGIN))
    way = _BY_NAME.get(target) or _BY_KIND[BY_NAME[target].kind]
    return StandardColumn(name=name, way=way, target={TOPIC: Text.SEARCH_WORDS.value, LINKS: ""}.get(target, target))


def _titled(column: StandardColumn) -> StandardColumn:
    """Its name stands before its paragraph, where the text has others already."""
    if column.way is not Way.TEXT:
        return column
    return replace(column, heading=column.name.replace("_", " ").capitalize())
