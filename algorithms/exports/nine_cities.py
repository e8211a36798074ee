"""The Algorithmic Transparency Standard 0.3.1 of nine European cities: an entry as one flat JSON object. Pure."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from algorithms.entries.choices import HumanRole, OperationalStatus
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
    listed_links,
    nothing,
    source_code,
    text,
    topic,
    typed,
)
from algorithms.law.fundamental_rights import PARTS
from algorithms.law.risk import RiskClass
from assessments.text.localized import in_language
from assessments.text.message import Message, labelled

_SHORT = 150  # characters of the short description, as its explanation says
_LEAST = 500  # characters of the explanation, as its explanation says
_RIGHTS = tuple(Text(part.field.name) for part in PARTS)

_DOMAINS: Mapping[Topic, str] = labelled(
    Topic,
    {
        Topic.SUPPORT_AND_CARE: "health and health care",
        Topic.SCHOOL_AND_CHILDCARE: "education and science",
        Topic.WORK_AND_MONEY: "subsidies, benefits and allowances",
        Topic.BUILDING_AND_TRAFFIC: "environment, spacial planning and water",
        Topic.CULTURE_AND_LEISURE: "culture, sports and leisure",
        Topic.CITY_OPERATIONS: "government",
    },
)
_STATUS: Mapping[OperationalStatus, str] = labelled(
    OperationalStatus,
    {
        OperationalStatus.PLANNED: "planned",
        OperationalStatus.PILOT: "pilot",
        OperationalStatus.IN_USE: "operational",
        OperationalStatus.ENDED: "retired",
    },
)
_RISKS: Mapping[RiskClass, str] = labelled(
    RiskClass,
    {
        RiskClass.NOT_AI: "minimal risk",
        RiskClass.OUTSIDE: "minimal risk",
        RiskClass.PROHIBITED: "unacceptable",
        RiskClass.HIGH_RISK: "high risk",
        RiskClass.EXEMPT: "minimal risk",
        RiskClass.TRANSPARENCY: "limited risk",
        RiskClass.MINIMAL: "minimal risk",
    },
)
_NO_WORD = frozenset({RiskClass.NOT_AI, RiskClass.OUTSIDE, RiskClass.EXEMPT})  # theirs is nearest, and is not the same


def _organization(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(subject.city.name)


def _department(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(in_language(subject.entry.department.names, subject.language))


def _risk_category(subject: ExportSubject) -> FieldAnswer:
    classified = subject.entry.classification
    if classified is None:
        return FieldAnswer("", note=Message("Answer the questions on the AI Act first."))
    kind = classified.risk_class
    word = "limited risk" if kind is RiskClass.EXEMPT and classified.transparency else _RISKS[kind]
    if kind in _NO_WORD:
        return FieldAnswer(
            word, AnswerState.CHECK, Message("The standard has no word for this class. This one is nearest.")
        )
    return FieldAnswer(word, note=Message("In a word of the standard."))


def _algorithm_type(subject: ExportSubject) -> FieldAnswer:
    learned = subject.entry.learned
    if learned is None:
        return FieldAnswer("")
    word = "self-learning" if learned else "rule-based"
    return FieldAnswer(
        word, AnswerState.CHECK, Message("The standard means systems that go on learning. Look whether it does.")
    )


def _use(subject: ExportSubject) -> FieldAnswer:
    """Whether it predicts or prescribes: what the system decides by itself, or by rules, it prescribes."""
    if subject.entry.learned is None and subject.entry.answer("human_role") is None:
        return FieldAnswer("")
    predicts = subject.entry.learned and subject.entry.answer("human_role") is HumanRole.DECIDES
    note = Message("Worked out from who decides and whether it has learned. It may also be descriptive or diagnostic.")
    return FieldAnswer("predictive" if predicts else "prescriptive", AnswerState.CHECK, note)


def _description(subject: ExportSubject) -> FieldAnswer:
    written = text(Text.HOW_IT_WORKS)(subject)
    if written.value and len(written.value) < _LEAST:
        return FieldAnswer(written.value, AnswerState.CHECK, Message("The standard asks for at least 500 characters."))
    return written


def _training_data(subject: ExportSubject) -> FieldAnswer:
    written = text(Text.TRAINING_DATA)(subject)
    if not written.value and subject.entry.learned is False:
        note = Message("It follows rules and has learned from no data. Say so here.")
        return FieldAnswer("", AnswerState.NOT_APPLICABLE, note)
    return written


def _phone(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(subject.entry.department.phone)


def _website(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(subject.page)


def _uuid(subject: ExportSubject) -> FieldAnswer:
    identity = f"{subject.city.base}/id/{subject.entry.slug}"
    return FieldAnswer(str(uuid.uuid5(uuid.NAMESPACE_URL, identity)), note=Message("Made of its permanent identifier."))


def _language(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer(subject.language)


def _first_day(subject: ExportSubject) -> FieldAnswer:
    at = subject.first_published or subject.entry.published_at
    return FieldAnswer(at.date().isoformat() if at else "")


def _last_day(subject: ExportSubject) -> FieldAnswer:
    at = subject.entry.published_at
    return FieldAnswer(at.date().isoformat() if at else "", note=Message("The day without its time.") if at else None)


def _review_day(subject: ExportSubject) -> FieldAnswer:
    day = subject.entry.review_by
    return FieldAnswer(day.isoformat() if day else "")


_FINER = Message("Their themes are finer than ours. Choose the one that fits.")
_FIELDS: tuple[ExportField, ...] = (
    export_field("name", text(Text.NAME), "name", required=True),
    export_field("description_short", text(Text.SUMMARY, limit=_SHORT), "summary", required=True),
    export_field("organization", _organization, required=True),
    export_field("department", _department, "department_name", required=True),
    export_field("contact_email", typed("contact_email"), "contact_email", required=True),
    export_field("contact_phone", _phone),
    export_field("contact_name", text(Text.CONTACT), "contact"),
    export_field("area", _organization, required=True),
    export_field("domain", topic(_DOMAINS, _FINER), "topic", required=True),
    export_field("website", _website, "page"),
    export_field("status", chosen("operational_status", _STATUS), "operational_status", required=True),
    export_field("remark", text(Text.CHANGE_NOTE), "change_note"),
    export_field("decision_making_process", text(Text.DECIDES), "decides", required=True),
    export_field("goal", text(Text.PURPOSE), "purpose", required=True),
    export_field("impact", text(Text.CONCERNS), "concerns", required=True),
    export_field("risks", text(Text.RISKS), "risks", required=True),
    export_field("risk_category", _risk_category, "risk_class", required=True),
    export_field("proportionality", text(Text.CONSIDERATIONS), "considerations", required=True),
    export_field("lawful_basis", text(Text.LEGAL_BASIS), "legal_basis", required=True),
    export_field("documentation", address(LinkKind.MORE), "links"),
    export_field("training_data", _training_data, "training_data", required=True),
    export_field("source_data", text(Text.DATA), "data", required=True),
    export_field("data_bias", nothing()),
    export_field("connected_data_sources", listed_links(LinkKind.DATA_SOURCE), "links", required=True),
    export_field("DPIA_description", nothing()),
    export_field("DPIA_url", address(LinkKind.IMPACT_ASSESSMENT), "links"),
    export_field("algorithm_type", _algorithm_type, "learned", required=True),
    export_field("description", _description, "how_it_works", required=True),
    export_field("methods_and_models", text(Text.MODEL), "model"),
    export_field("performance", nothing(Message("See the published assessments on the page of the entry."))),
    export_field("alternatives_considered", nothing(Message("They are among the considerations."))),
    export_field("product_information", address(LinkKind.EU_DATABASE), "links"),
    export_field("codebase_url", source_code, "links", "source_code"),
    export_field("product_page", address(LinkKind.PRODUCT), "links"),
    export_field("AIA_description", text(*_RIGHTS), *_RIGHTS),
    export_field("AIA_url", nothing()),
    export_field("monitoring", text(Text.MONITORING), "monitoring", required=True),
    export_field("type", _use, "human_role", "learned", required=True),
    export_field("human_intervention", text(Text.HUMAN), "human", required=True),
    export_field("objection_procedure", text(Text.OBJECTION), "objection", required=True),
    export_field("rollback", nothing()),
    export_field("standard_version", constant("0.3.1"), required=True),
    export_field("uuid", _uuid, "id"),
    export_field("lang", _language, required=True),
    export_field("publication_date", _first_day, required=True),
    export_field("last_change_date", _last_day, "published", required=True),
    export_field("revision_date", _review_day, "review_by", required=True),
    export_field("revision_note", nothing()),
    export_field("keywords", text(Text.SEARCH_WORDS), "search_words"),
)
_NEVER_EMPTY = frozenset(  # not written at all where nothing is known, as an empty text is no answer to them
    {"contact_email", "status", "domain", "risk_category", "algorithm_type", "type"}
    | {"publication_date", "last_change_date", "revision_date"}
)


def _fields(_: ExportSubject) -> tuple[ExportField, ...]:
    return _FIELDS


def _document(made: Export, _: Translate) -> Mapping[str, Any]:
    """What is required and not known is an empty text, as a person leaves it in their form; what may be left out is."""
    return {
        filled.field.name: filled.answer.value
        for filled in made.fields
        if filled.answer.is_written or (filled.field.required and filled.field.name not in _NEVER_EMPTY)
    }


def _cells(made: Export, _: Translate) -> tuple[tuple[str, ...], ...]:
    return (tuple(str(filled.answer.value or "") for filled in made.fields),)


NINE_CITIES = ExportStandard(
    key="nine-cities",
    title=Message("Algorithmic Transparency Standard 0.3.1 (nine European cities)"),
    about=Message("The standard that nine cities have agreed on through Eurocities."),
    version="0.3.1",
    as_of=date(2026, 11, 30),
    fields=_fields,
    all_fields=_FIELDS,
    document=_document,
    cells=_cells,
    columns=tuple(field.name for field in _FIELDS),
)
