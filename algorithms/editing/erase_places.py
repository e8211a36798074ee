"""Where words that are to be erased are stored, in every version of their entry, and what is stored in their place."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from algorithms.entries.entry import LANGUAGES, Version
from algorithms.entries.fields import MARKDOWN
from algorithms.entries.markdown import to_html
from algorithms.entries.texts import Text
from algorithms.redaction.erasing import Erasable, instead, instead_of
from algorithms.storage import save
from algorithms.tables import EvidenceRow, OpinionRow, TextRow, VersionRow
from assessments.plan.names.finding_words import FindingWords
from assessments.runs import queries as runs
from assessments.text.localized import read, written


@dataclass(frozen=True, slots=True)
class ErasePlace:
    """A part of a version as the seal calls it, what it says in any language, and how the decision takes its place.

    ``replace`` answers with what is stored then, as the seal reads it.
    """

    version: UUID
    part: str
    words: frozenset[str]
    replace: Callable[[str], Awaitable[tuple[str, ...]]]
    run: UUID | None = None  # whose title it is: what was signed of it holds the hash


async def places(version: Version, erased: Erasable) -> list[ErasePlace]:
    """This part of the version, and of all others of the entry where it says the same."""
    kind, _, rest = erased.name.partition("/")
    if kind == "text":
        return await _texts(version, Text(rest), erased.language)
    if kind == "opinion":
        return await _opinion(version, rest)
    if kind == "title":
        return await _title(version, int(rest), erased.language)
    number, _, column = rest.partition("/")
    if kind == "evidence":
        return await _finding_words(version, int(number))
    return await _measures(version, int(number), column)


async def _texts(version: Version, name: Text, language: str) -> list[ErasePlace]:
    same = (TextRow.name == name.value) & (TextRow.language == language)
    (row,) = await TextRow.select(TextRow.words).where(TextRow.version == version.id, same)
    rows = await TextRow.select(TextRow.version).where(
        same, TextRow.words == row["words"], TextRow.version.is_in(_siblings(version))
    )
    part, words = f"text/{name.value}/{language}", frozenset({row["words"].strip()})
    return [
        ErasePlace(
            version=other["version"],
            part=part,
            words=words,
            replace=partial(_replace_text, other["version"], name, language),
        )
        for other in rows
    ]


def _siblings(version: Version) -> Any:
    return VersionRow.select(VersionRow.id).where(VersionRow.entry == version.entry.id)


async def _replace_text(version: UUID, name: Text, language: str, decision: str) -> tuple[str, ...]:
    words = instead(decision, language)
    await save.store_texts(version, {(name, language): words})
    return words, to_html(words) if name in MARKDOWN else ""


async def _opinion(version: Version, column: str) -> list[ErasePlace]:
    """Of the newest opinion on the version, and of all others that say the same."""
    own = await OpinionRow.select().where(OpinionRow.version == version.id).order_by(OpinionRow.id)
    stored = own[-1][column]
    rows = await OpinionRow.select().where(
        getattr(OpinionRow, column) == stored, OpinionRow.version.is_in(_siblings(version))
    )
    return [
        ErasePlace(
            version=row["version"],
            part=f"opinion/{row['id']}/{column}",
            words=_words(stored),
            replace=partial(_replace_column, OpinionRow, row["id"], column, stored),
        )
        for row in rows
    ]


async def _measures(version: Version, number: int, column: str) -> list[ErasePlace]:
    """A version begins with the measures of the one before, so the same words may stand in several."""
    (row,) = await EvidenceRow.select().where(EvidenceRow.version == version.id, EvidenceRow.number == number)
    rows = await EvidenceRow.select().where(
        getattr(EvidenceRow, column) == row[column], EvidenceRow.version.is_in(_siblings(version))
    )
    return [
        ErasePlace(
            version=other["version"],
            part=f"measure/{other['number']}/{column}",
            words=_words(row[column]),
            replace=partial(_replace_column, EvidenceRow, other["id"], column, row[column]),
        )
        for other in rows
    ]


async def _finding_words(version: Version, number: int) -> list[ErasePlace]:
    """The usual words take their place in sentences; the decision stands with them."""
    (row,) = await EvidenceRow.select().where(EvidenceRow.version == version.id, EvidenceRow.number == number)
    rows = await EvidenceRow.select().where(
        EvidenceRow.words == row["words"], EvidenceRow.version.is_in(_siblings(version))
    )
    words = FindingWords.read(row["words"])
    return [
        ErasePlace(
            version=other["version"],
            part=f"evidence/{other['number']}/words",
            words=frozenset(line for line in words.in_short.values() if line),
            replace=partial(_replace_finding_words, other["id"], words.things),
        )
        for other in rows
    ]


async def _replace_finding_words(row: int, things: bool, decision: str) -> tuple[str, ...]:  # a fact, not a switch
    words = FindingWords(things=things, erased=instead(decision, LANGUAGES[0])).written
    await EvidenceRow.update({EvidenceRow.words: words}).where(EvidenceRow.id == row)
    return (words,)


async def _title(version: Version, number: int, language: str) -> list[ErasePlace]:
    """It stands with the run, whichever versions cite it."""
    run = next(evidence.run for evidence in version.evidence if evidence.number == number)
    titles = (await runs.runs([run]))[run].titles  # as they are stored, also where something in them is masked

    async def replace(_decision: str) -> tuple[str, ...]:
        return ()

    place = ErasePlace(
        version=version.id,
        part=f"title/{language}",
        words=frozenset({titles[language].strip()}),
        replace=replace,
        run=run,
    )
    return [place]


def _words(stored: str) -> frozenset[str]:
    return frozenset(text.strip() for text in read(stored).values() if text.strip())


async def _replace_column(table: Any, row: int, column: str, stored: str, decision: str) -> tuple[str, ...]:
    words = written(instead_of(read(stored), decision))
    await table.update({getattr(table, column): words}).where(table.id == row)
    return (words,)
