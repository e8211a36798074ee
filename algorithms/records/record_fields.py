"""The fields of a published entry as records have them, all made from the one description of a field. Pure.

From these rows alone come columns of files, JSON and its types, the context of JSON-LD, and the data dictionary.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from algorithms.entries.entry import LANGUAGES, OpinionKind, Topic
from algorithms.entries.field import Field
from algorithms.entries.fields import PUBLIC_FIELDS
from algorithms.entries.kinds import Kind, plain
from algorithms.entries.record_list import RecordList, RecordPart
from algorithms.entries.texts import Text
from algorithms.law.labels import CLASSES, DUTIES, EXEMPTIONS, NEEDS
from algorithms.published.entry import PublishedEntry
from algorithms.records.terms import OWN
from assessments.text.message import Message, labelled


class Shape(StrEnum):
    """What a field holds. ``WORDS`` are written in each language, all else once."""

    WORDS = "words"
    TEXT = "text"
    RECORDS = "records"  # a list, each with its parts
    LINK = "link"  # address of the web
    CODE = "code"  # one of a few
    CODES = "codes"  # any number of a few
    FLAG = "flag"
    NUMBER = "number"
    MONTH = "month"  # 2026-03
    DATE = "date"  # 2026-03-01
    TIME = "time"  # 2026-03-01T09:00:00Z
    ADDRESS = "address"  # of this register: a path, until it is known where the register lives
    ADDRESSES = "addresses"  # one for each language

    @property
    def by_language(self) -> bool:
        return self in (Shape.WORDS, Shape.ADDRESSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a field of a record is called and holds, in JSON and in files."""

    name: str  # in JSON; in files with the language after it, where it is written in each
    shape: Shape
    label: Message
    term: str = ""  # left out: none that others know
    codes: Mapping[str, Message | None] = field(default_factory=dict)  # what may stand in it, with words
    limit: int | None = None  # characters
    parts: tuple["Column", ...] = ()  # of each record, where it is a list of them
    key: str = ""  # the part that names a record

    @property
    def columns(self) -> tuple[str, ...]:
        """What it is called in files."""
        return tuple(f"{self.name}_{language}" for language in LANGUAGES) if self.shape.by_language else (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordField(Column):
    """A field of an entry. ``read`` gives its plain value: text, number, flag, list, texts by language, or None."""

    read: Callable[[PublishedEntry], object]


_SHAPES: Mapping[Kind, Shape] = labelled(
    Kind,
    {
        Kind.LINE: Shape.WORDS,
        Kind.PROSE: Shape.WORDS,
        Kind.RECORDS: Shape.RECORDS,
        Kind.CHOICE: Shape.CODE,
        Kind.YES_NO: Shape.FLAG,
        Kind.MONTH: Shape.MONTH,
        Kind.DATE: Shape.DATE,
        Kind.NUMBER: Shape.NUMBER,
        Kind.EMAIL: Shape.TEXT,
        Kind.ADDRESS: Shape.LINK,
    },
)


def record_name(name: str) -> str:
    """Names are written with underscores, in JSON, in files and in addresses."""
    return name.replace("-", "_")


def record_fields(fields: Iterable[Field] = PUBLIC_FIELDS) -> tuple[RecordField, ...]:
    """All that is public of an entry, in the order in which it is written. ``fields``: those of the description."""
    return (*_KNOWN_BY, *(_described(described) for described in fields), *_MADE_OF_IT)


def _described(described: Field) -> RecordField:
    text = described.text
    return RecordField(
        name=record_name(described.name),
        shape=_SHAPES[described.kind],
        term=described.term or f"{OWN}:{record_name(described.name)}",
        label=described.label,
        read=_reader(described),
        codes=_codes(described),
        limit=described.limit if text else None,
        parts=tuple(_part(described.records, part) for part in described.records.parts) if described.records else (),
        key=described.records.key if described.records else "",
    )


def _part(records: RecordList, part: RecordPart) -> Column:
    return Column(
        name=part.name,
        shape=Shape.TEXT if part.kind is Kind.LINE and not records.is_by_language(part) else _SHAPES[part.kind],
        label=part.label,
        term=part.term or f"{OWN}:{part.name}",
        codes=_words_by_code(part.choices),
    )


def _codes(described: Field) -> Mapping[str, Message]:
    if described.records:
        return {code: words for part in described.records.parts for code, words in _words_by_code(part.choices).items()}
    return dict(described.options) if described.kind is Kind.CHOICE else {}


def _words_by_code(choices: Mapping[Any, Message]) -> dict[str, Message]:
    return {key.value: words for key, words in choices.items()}


def _reader(described: Field) -> Callable[[PublishedEntry], object]:
    if described.text is None:
        return partial(_answer, name=described.name)
    if described.records is None:
        return partial(_words, name=described.text)
    return partial(_records, name=described.text, records=described.records)


def _records(entry: PublishedEntry, name: Text, records: RecordList) -> object:
    """Those of all languages, once each, in the order in which they are first written."""
    by_key: dict[object, dict[str, Any]] = {}
    texts = entry.localized(name)
    for language in LANGUAGES:
        for written_record in records.read(texts[language]):
            known = by_key.setdefault(written_record[records.key], {part.name: None for part in records.parts})
            for part in records.parts:
                if (answer := written_record.get(part.name)) is None:
                    continue
                if records.is_by_language(part):
                    known[part.name] = {**(known[part.name] or {}), language: answer}
                elif known[part.name] is None:
                    known[part.name] = _json(answer)
    return list(by_key.values())


def _words(entry: PublishedEntry, name: Text) -> object:
    return written(entry.localized(name))


def written(texts: Mapping[str, str]) -> dict[str, str] | None:
    """In the languages in which something is said, in their order."""
    return {language: texts[language] for language in LANGUAGES if texts.get(language)} or None


def _answer(entry: PublishedEntry, name: str) -> object:
    return _json(entry.answer(name))


def _json(answer: object) -> object:
    return answer if answer is None or isinstance(answer, bool | int) else plain(answer)


def moment(at: datetime | None) -> str | None:
    """In UTC, by RFC 3339."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


def identity(slug: str, number: int | None = None) -> str:
    """The permanent identifier of an entry, or of a version of it."""
    return f"/id/{slug}" if number is None else f"/id/{slug}/{number}"


def _origin(entry: PublishedEntry, name: str) -> object:
    return getattr(entry.origin, name) or None if entry.origin else None


_ORIGIN = (
    ("organisation", "dcterms:source", Message("Whose register it was in before")),
    ("identifier", f"{OWN}:origin_identifier", Message("Its identifier there")),
    ("address", f"{OWN}:origin_address", Message("Its address there")),
    ("standard", f"{OWN}:origin_standard", Message("Which standard it was written to there")),
    ("version", f"{OWN}:origin_version", Message("Version of that standard")),
    ("language", f"{OWN}:origin_language", Message("Its language there")),
)
_KNOWN_BY = (
    RecordField(
        name="id",
        shape=Shape.ADDRESS,
        term="dcterms:identifier",
        label=Message("Permanent identifier"),
        read=lambda entry: identity(entry.slug),
    ),
    RecordField(
        name="slug",
        shape=Shape.TEXT,
        term=f"{OWN}:slug",
        label=Message("Name in addresses"),
        read=lambda entry: entry.slug,
    ),
    RecordField(
        name="page",
        shape=Shape.ADDRESSES,
        term="schema:url",
        label=Message("Page in the register"),
        read=lambda entry: {language: f"/{language}/algorithms/{entry.slug}" for language in LANGUAGES},
    ),
    RecordField(
        name="version",
        shape=Shape.NUMBER,
        term="schema:version",
        label=Message("Version of the entry"),
        read=lambda entry: entry.number,
    ),
    RecordField(
        name="version_id",
        shape=Shape.ADDRESS,
        term="dcterms:hasVersion",
        label=Message("Permanent identifier of the version"),
        read=lambda entry: identity(entry.slug, entry.number),
    ),
    RecordField(
        name="published",
        shape=Shape.TIME,
        term="dcterms:issued",
        label=Message("When the version was published"),
        read=lambda entry: moment(entry.published_at),
    ),
    RecordField(
        name="replaced",
        shape=Shape.TIME,
        term="schema:expires",
        label=Message("When a newer version replaced it"),
        read=lambda entry: moment(entry.ended_at),
    ),
    RecordField(
        name="department",
        shape=Shape.TEXT,
        term=f"{OWN}:department",
        label=Message("Department, as addresses name it"),
        read=lambda entry: entry.department.slug,
    ),
    RecordField(
        name="department_name",
        shape=Shape.WORDS,
        term="dpv:hasResponsibleEntity",
        label=Message("Department"),
        read=lambda entry: written(entry.department.names),
    ),
    RecordField(
        name="topic",
        shape=Shape.CODE,
        term="dcat:theme",
        label=Message("Topic"),
        read=lambda entry: entry.topic.value,
        codes=dict.fromkeys(topic.value for topic in Topic),
    ),
    RecordField(
        name="case_number",
        shape=Shape.TEXT,
        term=f"{OWN}:case_number",
        label=Message("Case number"),
        read=lambda entry: entry.case_number or None,
    ),
)
_MADE_OF_IT = (
    RecordField(
        name="risk_class",
        shape=Shape.CODE,
        term="dpv:hasRiskLevel",
        label=Message("AI Act class"),
        read=lambda entry: entry.classification.risk_class.value if entry.classification else None,
        codes={key.value: words for key, words in CLASSES.items()},
    ),
    RecordField(
        name="exemption",
        shape=Shape.CODE,
        term=f"{OWN}:exemption",
        label=Message("Ground on which it is exempt from high risk"),
        read=lambda entry: (
            entry.classification.exemption.value if entry.classification and entry.classification.exemption else None
        ),
        codes={key.value: words for key, words in EXEMPTIONS.items()},
    ),
    RecordField(
        name="transparency_duties",
        shape=Shape.CODES,
        term=f"{OWN}:transparency_duties",
        label=Message("Duties of transparency under the AI Act"),
        read=lambda entry: [duty.value for duty in entry.classification.transparency] if entry.classification else [],
        codes={key.value: words for key, words in DUTIES.items()},
    ),
    RecordField(
        name="impact_assessment_need",
        shape=Shape.CODE,
        term="dpv:hasImpactAssessment",
        label=Message("Whether a data protection impact assessment is needed"),
        read=lambda entry: entry.dpia_need.value if entry.dpia_need else None,
        codes={key.value: words for key, words in NEEDS.items()},
    ),
    RecordField(
        name="learned",
        shape=Shape.FLAG,
        term=f"{OWN}:learned",
        label=Message("Whether it has learned from data"),
        read=lambda entry: entry.learned,
    ),
    RecordField(
        name="review_by",
        shape=Shape.DATE,
        term=f"{OWN}:review_by",
        label=Message("Last day for the next review"),
        read=lambda entry: entry.review_by.isoformat() if entry.review_by else None,
    ),
    RecordField(
        name="opinion_kind",
        shape=Shape.CODE,
        term=f"{OWN}:opinion_kind",
        label=Message("The data protection officer’s opinion"),
        read=lambda entry: entry.opinion.kind.value if entry.opinion else None,
        codes=dict.fromkeys(kind.value for kind in OpinionKind),
    ),
    RecordField(
        name="assessment_count",
        shape=Shape.NUMBER,
        term=f"{OWN}:assessment_count",
        label=Message("How many published assessments it leans on"),
        read=lambda entry: len(entry.assessments),
    ),
    RecordField(
        name="masked",
        shape=Shape.FLAG,
        term=f"{OWN}:masked",
        label=Message("Whether words are masked in it"),
        read=lambda entry: bool(entry.masks),
    ),
    *(
        RecordField(name=f"origin_{name}", shape=Shape.TEXT, term=term, label=label, read=partial(_origin, name=name))
        for name, term, label in _ORIGIN
    ),
)
