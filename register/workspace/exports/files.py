"""Exports as files: a document, lines of CSV, and the report of what is missing and lost. Knows no addresses."""

import csv
import io
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any

from algorithms.exports.losses import losses
from algorithms.exports.values import CityFacts, Export, ExportStandard, ExportSubject, FilledField, export
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry
from algorithms.records import queries as record_queries
from assessments.data.spreadsheet import guarded
from assessments.text.languages import SOURCE
from assessments.text.message import Message
from register.language import Language, translate
from register.settings import Settings


def city_facts(settings: Settings, language: str) -> CityFacts:
    return CityFacts(
        name=settings.city_in(language),
        base=settings.base_url,
        organisation_number=settings.organisation_number,
        postal_address=settings.postal_address,
    )


async def subject_of(settings: Settings, entry: PublishedEntry, language: str, submitter: str = "") -> ExportSubject:
    history = await public_queries.history(entry.slug)
    first = min((version.published_at for version in history if version.published_at), default=None)
    city = city_facts(settings, language)
    return ExportSubject(entry=entry, city=city, language=language, first_published=first, submitter=submitter)


async def all_exports(settings: Settings, standard: ExportStandard, language: str) -> AsyncIterator[Export]:
    """Of every published entry that this standard asks something of, by its address."""
    city = city_facts(settings, language)
    versions = await record_queries.versions()
    first = {version.slug: version.first for version in reversed(versions)}
    async for part in record_queries.read(version for version in versions if version.is_current):
        for entry in part:
            subject = ExportSubject(entry=entry, city=city, language=language, first_published=first[entry.slug])
            if standard.fields(subject):
                yield export(standard, subject)


def as_json(made: Export) -> bytes:
    return _json(document(made))


def document(made: Export) -> Mapping[str, Any]:
    return made.standard.document(made, _speaker(made))


def as_csv(exports: Sequence[Export], standard: ExportStandard) -> bytes:
    """UTF-8, RFC 4180; with an apostrophe before what a spreadsheet would run."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(standard.columns)
    for made in exports:
        for row in standard.cells(made, _speaker(made)):
            lines.writerow([guarded(cell) for cell in row])
    return written.getvalue().encode()


def report_json(exports: Iterable[Export]) -> bytes:
    """In English, as all that programs read."""
    return _json([_report(made) for made in exports])


def all_json(exports: Iterable[Export]) -> bytes:
    return _json([document(made) for made in exports])


def _report(made: Export) -> Mapping[str, Any]:
    lost = losses(made)
    return {
        "entry": f"{made.subject.city.base}/id/{made.subject.entry.slug}",
        "version": made.subject.entry.number,
        "standard": made.standard.key,
        "language": made.subject.language,
        "missing": [_field_with_note(filled) for filled in made.missing],
        "left_empty": [_field_with_note(filled) for filled in made.left_empty],
        "to_check": [_field_with_note(filled) for filled in made.to_check],
        "our_fields": {outcome.value: number for outcome, number in lost.counts.items()},
        "fields": [
            {
                "field": line.column,
                "outcome": line.outcome.value,
                "to": list(line.fields),
                "note": _in_english(line.note),
            }
            for line in lost.lines
        ],
    }


def _field_with_note(filled: FilledField) -> Mapping[str, Any]:
    return {"field": filled.field.name, "note": _in_english(filled.answer.note)}


def _in_english(note: Message | None) -> str | None:
    return translate(note, SOURCE) if note else None


def _speaker(made: Export) -> Any:
    language = Language(made.subject.language)
    return lambda words: translate(words, language)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
