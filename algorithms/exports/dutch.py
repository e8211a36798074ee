"""The Dutch publication standard 1.0, in the words of its interface and its files: CSV and JSON. Pure.

Their interface takes Dutch texts alone, so what is written here is no delivery to it: ``lang`` says what it is.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Topic
from algorithms.entries.links import LinkKind
from algorithms.entries.texts import Text
from algorithms.exports.values import (
    AnswerState,
    Export,
    ExportField,
    ExportStandard,
    ExportSubject,
    FieldAnswer,
    Translate,
)
from algorithms.exports.writers import (
    address,
    chosen,
    constant,
    export_field,
    links_of,
    source_code,
    text,
    topic,
    typed,
)
from algorithms.law.dpia import Need
from algorithms.law.fundamental_rights import PARTS
from algorithms.law.risk import RiskClass
from algorithms.records.record_fields import moment
from assessments.text.message import Message, labelled

_LONG, _LONGEST, _LINE, _TITLE, _LAW_TITLE = 2500, 5000, 500, 500, 100  # characters, without tags
_RIGHTS = tuple(Text(part.field.name) for part in PARTS)
_THREE_LETTERS = {  # ISO 639-3, of the languages that content may be in
    "sv": "swe",
    "en": "eng",
    "fi": "fin",
    "se": "sme",
    "de": "deu",
    "fr": "fra",
    "ar": "ara",
    "so": "som",
    "nl": "nld",
}
_THEMES: Mapping[Topic, str] = labelled(
    Topic,
    {
        Topic.SUPPORT_AND_CARE: "Zorg en gezondheid",
        Topic.SCHOOL_AND_CHILDCARE: "Onderwijs en wetenschap",
        Topic.WORK_AND_MONEY: "Sociale zekerheid",
        Topic.BUILDING_AND_TRAFFIC: "Ruimte en infrastructuur",
        Topic.CULTURE_AND_LEISURE: "Cultuur en recreatie",
        Topic.CITY_OPERATIONS: "Organisatie en bedrijfsvoering",
    },
)
_STATUS: Mapping[OperationalStatus, str] = labelled(
    OperationalStatus,
    {
        OperationalStatus.PLANNED: "In ontwikkeling",
        OperationalStatus.PILOT: "In gebruik",
        OperationalStatus.IN_USE: "In gebruik",
        OperationalStatus.ENDED: "Buiten gebruik",
    },
)
_HIGH, _IMPACT, _OTHER = "Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"


def _category(subject: ExportSubject) -> FieldAnswer:
    """Themes are a list with them."""
    answer = topic(_THEMES, Message("Their themes are finer than ours. Choose those that fit."))(subject)
    return FieldAnswer([answer.value], answer.state, answer.note)


def _organization(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(subject.city.name)


def _publication_category(subject: ExportSubject) -> FieldAnswer:
    """High risk is the law's; what is impactful is theirs: we look whether it bears on people."""
    classified = subject.entry.classification
    if classified is None:
        return FieldAnswer("", note=Message("Answer the questions on the AI Act first."))
    if classified.risk_class in (RiskClass.HIGH_RISK, RiskClass.PROHIBITED):
        return FieldAnswer(_HIGH, note=Message("In a word of the standard."))
    about_people = subject.entry.dpia_need not in (None, Need.NO_PERSONAL_DATA)
    note = Message("Worked out from whether it handles data about people. Their guide says what is impactful.")
    return FieldAnswer(_IMPACT if about_people else _OTHER, AnswerState.CHECK, note)


def _website(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(subject.page)


def _url(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(
        f"{subject.city.base}/algorithms/{subject.entry.slug}.json", note=Message("The entry for programs.")
    )


def _laws(subject: ExportSubject) -> FieldAnswer:
    return _grouped(subject, LinkKind.LAW, _LAW_TITLE)


def _sources(subject: ExportSubject) -> FieldAnswer:
    return _grouped(subject, LinkKind.DATA_SOURCE, _TITLE)


def _assessments(subject: ExportSubject) -> FieldAnswer:
    return _grouped(subject, LinkKind.IMPACT_ASSESSMENT, _TITLE)


def _grouped(subject: ExportSubject, kind: LinkKind, longest: int) -> FieldAnswer:
    """Each with a title and a link; without a title the address stands for it."""
    return FieldAnswer(
        [
            {"title": (link.title or link.address)[:longest], "link": link.address}
            for link in links_of(subject, kind)
            if len(link.address) <= _LINE
        ]
    )


def _language(subject: ExportSubject) -> FieldAnswer:
    note = Message("Their interface takes Dutch alone. Translate the texts before they are delivered there.")
    return FieldAnswer(_THREE_LETTERS.get(subject.language, subject.language), AnswerState.CHECK, note)


def _source_id(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(subject.entry.slug[:100])


def _published(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(moment(subject.entry.published_at) or "")


_FIELDS: tuple[ExportField, ...] = (
    export_field("name", text(Text.NAME, limit=100), "name", required=True),
    export_field("organization", _organization, required=True),
    export_field("description_short", text(Text.SUMMARY, limit=400), "summary", required=True),
    export_field("category", _category, "topic"),
    export_field("website", _website, "page"),
    export_field("status", chosen("operational_status", _STATUS), "operational_status", required=True),
    export_field("goal", text(Text.PURPOSE, Text.CONCERNS, limit=_LONG), "purpose", "concerns"),
    export_field("proportionality", text(Text.CONSIDERATIONS, limit=_LONG), "considerations"),
    export_field("lawful_basis", text(Text.LEGAL_BASIS, limit=_LONG), "legal_basis"),
    export_field("standard_version", constant("1.0")),
    export_field("url", _url, "id"),
    export_field("contact_email", typed("contact_email"), "contact_email", required=True),
    export_field("lang", _language, required=True),
    export_field("publiccode", source_code, "links", "source_code"),
    export_field("source_data", text(Text.DATA, limit=_LONG), "data"),
    export_field(
        "methods_and_models",
        text(Text.HOW_IT_WORKS, Text.MODEL, Text.MONITORING, limit=_LONGEST),
        "how_it_works",
        "model",
        "monitoring",
    ),
    export_field("human_intervention", text(Text.HUMAN, Text.DECIDES, limit=_LONG), "human", "decides"),
    export_field("risks", text(Text.RISKS, limit=_LONG), "risks"),
    export_field("provider", text(Text.SUPPLIER, limit=200), "supplier"),
    export_field("process_index_url", address(LinkKind.RECORD_OF_PROCESSING), "links"),
    export_field("tags", text(Text.SEARCH_WORDS, limit=_LONG), "search_words"),
    export_field("source_id", _source_id, "slug"),
    export_field("begin_date", typed("in_use_since"), "in_use_since"),
    export_field("end_date", typed("in_use_until"), "in_use_until"),
    export_field("impacttoetsen", text(*_RIGHTS, limit=_LONG), *_RIGHTS),
    export_field("publication_category", _publication_category, "risk_class", "impact_assessment_need", required=True),
    export_field("lawful_basis_grouping", _laws, "links"),
    export_field("impacttoetsen_grouping", _assessments, "links"),
    export_field("source_data_grouping", _sources, "links"),
    export_field("publication_dt", _published, "published"),
)


def _fields(_: ExportSubject) -> tuple[ExportField, ...]:
    return _FIELDS


def _document(made: Export, _: Translate) -> Mapping[str, Any]:
    """What is not answered is null there."""
    return {
        filled.field.name: filled.answer.value if filled.answer.is_written else None
        for filled in made.fields
        if filled.answer.is_written or not filled.field.required
    }


def _cells(made: Export, _: Translate) -> tuple[tuple[str, ...], ...]:
    """As their files have it: lists with commas, and ``1: title, link. 2: …``."""
    return (tuple(_cell(filled.answer.value) for filled in made.fields),)


def _cell(value: object) -> str:
    if not isinstance(value, list):
        return " ".join(str(value or "").split("\n"))
    if value and isinstance(value[0], Mapping):
        return ". ".join(f"{place}: {item['title']}, {item['link']}" for place, item in enumerate(value, 1))
    return ", ".join(value)


DUTCH = ExportStandard(
    key="nl-1.0",
    title=Message("The Dutch publication standard 1.0"),
    about=Message("The words of the national Dutch register, so that programs that read it can read ours."),
    version="1.0",
    as_of=date(2026, 11, 30),
    fields=_fields,
    all_fields=_FIELDS,
    document=_document,
    cells=_cells,
    columns=tuple(field.name for field in _FIELDS),
)
