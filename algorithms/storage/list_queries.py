"""The lists of entries: narrowed, sorted and cut into pages by the database, so that only what is shown is loaded."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from algorithms.entries.entry import LANGUAGES, Version, VersionState
from algorithms.entries.fields import FILTERED_FIELDS
from algorithms.entries.kinds import FILTERED_BY, FilterBy
from algorithms.entries.texts import Text, fold
from algorithms.people import Actor, Permission
from algorithms.redaction.masks import covered
from algorithms.storage.queries import departments
from algorithms.storage.rows_to_values import LEFT_OVER, NEWEST, load_these, masks
from algorithms.tables import VersionRow
from assessments.storage import MOST

_FROM = "FROM version JOIN entry ON entry.id = version.entry"
_NAMES = " ".join(
    f"LEFT JOIN version_text AS {name} ON {name}.version = version.id AND {name}.name = '{Text.NAME}'"
    f" AND {name}.language = {{}}"
    for name in ("own", "usual")
)
_ANY = (  # of an entry that a list has brought in another language
    "(SELECT MIN(other.sort_key) FROM version_text AS other WHERE other.version = version.id AND other.name = 'name')"
)
_ORDER = f"ORDER BY COALESCE(own.sort_key, usual.sort_key, {_ANY}, ''), version.id"
_HAS_WORD = (
    "EXISTS (SELECT 1 FROM version_text AS text WHERE text.version = version.id AND text.folded LIKE {} ESCAPE '!')"
)
_HAS_TEXT = "EXISTS (SELECT 1 FROM version_text AS text WHERE text.version = version.id"
_TESTED = "EXISTS (SELECT 1 FROM evidence WHERE evidence.version = version.id AND evidence.cited)"
_Condition = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to; empty is everything."""

    words: str = ""
    department: str = ""  # its slug
    state: str = ""
    has_test: bool | None = None  # whether it cites one; None: either
    versions: frozenset[UUID] | None = None  # one of these; None: any
    responsible: UUID | None = None
    answers: Mapping[str, str] = field(default_factory=dict)  # filter of a field → value
    written_texts: tuple[Text, ...] = ()  # one of which has to be written
    needs: Permission = Permission.READ  # what the reader must be allowed to do with an entry


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest version of an entry, and the number of the published one where that is another."""

    version: Version
    published: int | None


@dataclass(frozen=True, slots=True)
class Named:
    """What an entry is called, for those who choose one of many."""

    entry: UUID
    version: UUID  # its newest
    names: dict[str, str]

    def called(self, language: str) -> str:
        """In Swedish where it has no name in this language."""
        return self.names.get(language) or self.names.get(LANGUAGES[0]) or next(iter(self.names.values()), "")


async def count(filters: Narrowed, *, seen_by: Actor) -> int:
    """How many entries fit."""
    where, values = await _where(filters, seen_by)
    rows = await VersionRow.raw(f"SELECT COUNT(*) AS many {_FROM} WHERE {where}", *values)
    return int(rows[0]["many"])


async def listed(filters: Narrowed, language: str, *, seen_by: Actor, first: int, most: int) -> tuple[Listed, ...]:
    """So many of the entries that fit, from the ``first`` on, in the order of what the reader calls them."""
    return await _loaded(await _ids(filters, language, seen_by, "LIMIT {} OFFSET {}", most, first))


async def all_listed(filters: Narrowed, language: str, *, seen_by: Actor) -> AsyncIterator[tuple[Listed, ...]]:
    """Every entry that fits, in portions: the ids of all are held, and never more than one portion of the rest."""
    version_ids = await _ids(filters, language, seen_by)
    for start in range(0, len(version_ids), MOST):
        yield await _loaded(version_ids[start : start + MOST])


async def named(filters: Narrowed, *, seen_by: Actor) -> tuple[Named, ...]:
    """Every entry that fits by its names, in the order of the Swedish ones, and nothing else of it."""
    where, values = await _where(filters, seen_by)
    names = "LEFT JOIN version_text AS text ON text.version = version.id AND text.name = 'name'"
    columns = "version.id AS id, version.entry AS entry, text.language AS language, text.words AS words"
    statement = f"SELECT {columns} {_FROM} {_NAMES} {names} WHERE {where} {_ORDER}"
    by_entry: dict[UUID, Named] = {}
    hidden = await masks()
    for row in await VersionRow.raw(statement, LANGUAGES[0], LANGUAGES[0], *values):
        entry, version, language = UUID(str(row["entry"])), UUID(str(row["id"])), row["language"]
        line = by_entry.setdefault(entry, Named(entry, version, {}))
        if language:
            line.names[language] = covered(row["words"], hidden.get(entry, ()), language)
    return tuple(by_entry.values())


async def ids(filters: Narrowed, *, seen_by: Actor) -> list[UUID]:
    """The newest version of every entry that fits."""
    return await _ids(filters, LANGUAGES[0], seen_by)


async def _ids(filters: Narrowed, language: str, actor: Actor, part: str = "", *limits: int) -> list[UUID]:
    where, values = await _where(filters, actor)
    statement = f"SELECT version.id {_FROM} {_NAMES} WHERE {where} {_ORDER} {part}"
    rows = await VersionRow.raw(statement, language, LANGUAGES[0], *values, *limits)
    return [UUID(str(row["id"])) for row in rows]


async def _loaded(version_ids: list[UUID]) -> tuple[Listed, ...]:
    versions = {version.id: version for version in await load_these(VersionRow.id, version_ids)}
    entries = [version.entry.id for version in versions.values()]
    rows = await VersionRow.select(VersionRow.entry, VersionRow.number).where(
        VersionRow.entry.is_in(entries or [UUID(int=0)]), VersionRow.state == VersionState.PUBLISHED.value
    )
    published = {row["entry"]: row["number"] for row in rows}
    ordered = (versions[version_id] for version_id in version_ids if version_id in versions)
    return tuple(
        Listed(
            listed_version,
            number if (number := published.get(listed_version.entry.id)) != listed_version.number else None,
        )
        for listed_version in ordered
    )


async def _where(filters: Narrowed, actor: Actor) -> _Condition:
    owners = [
        department.id
        for department in await departments()
        if actor.may(filters.needs, department.id) and filters.department in ("", department.slug)
    ]
    parts = [*_conditions(filters, owners)]
    return " AND ".join(sql for sql, _ in parts), tuple(value for _, values in parts for value in values)


def _conditions(filters: Narrowed, owners: list[UUID]) -> Iterable[_Condition]:
    yield LEFT_OVER if filters.state == VersionState.DISCARDED else NEWEST, ()
    yield "entry.merged_into IS NULL", ()
    yield _among("entry.department", owners), tuple(owners)
    if filters.state:
        yield "version.state = {}", (filters.state,)
    if filters.has_test is not None:
        yield (_TESTED if filters.has_test else f"NOT {_TESTED}"), ()
    if filters.versions is not None:
        yield _among("version.id", filters.versions), tuple(filters.versions)
    if filters.responsible:
        yield "entry.responsible = {}", (filters.responsible,)
    yield from _answered(filters.answers)
    if filters.written_texts:
        places = ", ".join(["{}"] * len(filters.written_texts))
        yield f"{_HAS_TEXT} AND text.name IN ({places}))", tuple(text.value for text in filters.written_texts)
    for word in fold(filters.words).split():
        yield _HAS_WORD, (f"%{_escaped(word)}%",)


def _among(column: str, values: Collection[UUID]) -> str:
    return f"{column} IN ({', '.join(['{}'] * len(values))})" if values else "1 = 0"


def _answered(chosen: Mapping[str, str]) -> Iterable[_Condition]:
    for described in FILTERED_FIELDS:
        if value := chosen.get(described.filter_name):
            is_year = FILTERED_BY[described.kind] is FilterBy.YEAR
            answer = f"{_escaped(value)}-%" if is_year else described.stored(value)
            sign = "LIKE {} ESCAPE '!'" if is_year else "= {}"
            yield f"version.{described.name} {sign}", (getattr(answer, "value", answer),)


def _escaped(word: str) -> str:
    """So that signs that mean something in a pattern stand for themselves."""
    for sign in "!%_":
        word = word.replace(sign, f"!{sign}")
    return word
