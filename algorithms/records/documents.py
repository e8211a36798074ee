"""A published entry as JSON and as JSON-LD, all languages inside, and as a row of a file. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from algorithms.entries.entry import LANGUAGES
from algorithms.law.risk import RiskClass
from algorithms.published.entry import PublishedAssessment, PublishedEntry
from algorithms.records.record_fields import Column, RecordField, Shape, identity, moment, record_fields, written
from algorithms.records.terms import OWN, PREFIXES
from assessments.text.localized import LocalizedText

CONTEXT = "/data/context.jsonld"
DICTIONARY = "/data/dictionary#entries."
_DATATYPES: Mapping[str, str] = {  # of XML Schema, by the shape of a field; others are plain text
    "flag": "xsd:boolean",
    "number": "xsd:integer",
    "month": "xsd:gYearMonth",
    "date": "xsd:date",
    "time": "xsd:dateTime",
}
RECORD = record_fields()


def record(entry: PublishedEntry, base: str, fields: Iterable[RecordField] = RECORD) -> dict[str, Any]:
    """Each field by its name, in order; ``base`` is where the register lives. What is not answered is None."""
    return {field.name: _absolute(field, field.read(entry), base) for field in fields}


def _absolute(field: RecordField, value: Any, base: str) -> Any:
    if field.shape is Shape.ADDRESS:
        return base + value
    if field.shape is Shape.ADDRESSES:
        return {language: base + path for language, path in value.items()}
    return value


def document(entry: PublishedEntry, base: str, licence: str) -> dict[str, Any]:
    """All that is public of one entry: its record, its assessments with their public results, opinion and masks."""
    opinion = entry.opinion
    return {
        **record(entry, base),
        "opinion": None
        if opinion is None
        else {
            "kind": opinion.kind.value,
            "text": written(opinion.texts),
            "answer": written(opinion.answer),
            "given": moment(opinion.at),
            "case_number": opinion.case_number or None,
            "answer_case_number": opinion.answer_case_number or None,
        },
        "assessments": [assessment(entry, tested, base) for tested in entry.assessments],
        "masks": [{"ground": mask.ground, "since": moment(mask.at)} for mask in entry.masks],
        "data_licence": licence,
    }


def assessment(entry: PublishedEntry, tested: PublishedAssessment, base: str) -> dict[str, Any]:
    """A published assessment with its public result: no count is behind any figure of it."""
    measure, path = tested.measure, f"algorithms/{entry.slug}/assessments/{tested.number}"
    return {
        "entry": base + identity(entry.slug),
        "number": tested.number,
        "title": written(tested.titles),
        "page": {language: f"{base}/{language}/{path}" for language in LANGUAGES},
        "signed": f"{base}/{LANGUAGES[0]}/{path}/signed.json",
        "period": (tested.result.period or None) if tested.result else None,
        "shows_difference": tested.shows_difference,
        "has_later": tested.has_later,
        "measure": None
        if measure is None
        else {
            "what": written(measure.what),
            "who": written(measure.who),
            "by_when": measure.by_when,
            "accepted": written(measure.accepted),
            "done": moment(measure.done_at),
        },
        "result": tested.result.to_dict() if tested.result else None,
    }


def context(base: str, fields: Iterable[RecordField] = RECORD) -> dict[str, Any]:
    """The context of JSON-LD: what the names in a document mean to programs that know the vocabularies."""
    names: dict[str, Any] = {
        OWN: base + DICTIONARY,
        **PREFIXES,
    }
    return {"@context": {"@version": 1.1, **names, **{field.name: _meaning(field) for field in fields}}}


def _meaning_of_part(field: Column, part: Column) -> Any:
    """An address that names a record is its identity."""
    return "@id" if part.shape is Shape.LINK and part.name == field.key else _meaning(part)


def _meaning(field: Column) -> dict[str, Any]:
    if field.shape is Shape.WORDS:
        return {"@id": field.term, "@container": "@language"}
    if field.shape is Shape.ADDRESSES:
        return {"@id": field.term, "@type": "@id", "@container": "@index"}
    if field.shape is Shape.RECORDS:
        return {"@id": field.term, "@context": {part.name: _meaning_of_part(field, part) for part in field.parts}}
    if field.shape in (Shape.ADDRESS, Shape.LINK):
        return {"@id": field.term, "@type": "@id"}
    kind = _DATATYPES.get(field.shape)
    return {"@id": field.term, "@type": kind} if kind else {"@id": field.term}


def linked(entry: PublishedEntry, base: str, licence: str) -> dict[str, Any]:
    """The record as JSON-LD. What is nested without a term of its own is in the plain document."""
    classified = entry.classification
    is_system = classified is not None and classified.risk_class is not RiskClass.NOT_AI
    kinds = ["schema:SoftwareApplication", *(["eu-aiact:AISystem"] if is_system else [])]
    values = {name: value for name, value in record(entry, base).items() if value not in (None, [])}
    return {
        "@context": base + CONTEXT,
        "@id": base + identity(entry.slug),
        "@type": kinds,
        **values,
        "dcterms:license": {"@id": licence},
    }


def cells(values: Mapping[str, Any], fields: Iterable[Column]) -> Iterator[str]:
    """A record as the cells of a row: a column for each language, codes separated by spaces, nothing for None."""
    for field in fields:
        value = values[field.name]
        if field.shape.by_language:
            yield from (LocalizedText(value or {})[language] for language in LANGUAGES)
        elif field.shape is Shape.RECORDS:
            between = " " if any(part.shape is Shape.LINK and part.name == field.key for part in field.parts) else "; "
            yield between.join(str(item[field.key]) for item in value or ())
        else:
            yield cell(value)


def cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    return str(value)


def columns(fields: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column for field in fields for column in field.columns)
