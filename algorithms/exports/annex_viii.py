"""The EU database, Annex VIII of the AI Act: a sheet to fill its form from. Which points it asks is data. Pure.

A city is a deployer (section C), and of what it builds a provider (A; B where the system is exempt). Of Annex III,
points 1, 6 and 7, only what Article 49(4) lists is asked.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.links import LinkKind, links
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
from algorithms.law.dpia import Need
from algorithms.law.facts import Fact, fact
from algorithms.law.fundamental_rights import CRITICAL_INFRASTRUCTURE, PARTS
from algorithms.law.labels import EXEMPTIONS
from algorithms.law.risk import Operator, RiskClass
from algorithms.published.entry import PublishedEntry
from assessments.text.localized import in_language
from assessments.text.message import Message, labelled

RESTRICTED_AREAS = frozenset("167")  # of Annex III; asked of by Article 49(4)
_BIOMETRICS = "1"  # the only uses of Annex III that a notified body may have to examine
_DATA: Mapping[str, Any] = tomllib.loads((files("algorithms.exports") / "annex_viii.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class AnnexSection:
    """A section of the annex. ``fact`` says from when it is asked."""

    key: str
    title: Mapping[str, str]
    fact: Fact


SECTIONS: Mapping[str, AnnexSection] = {
    key: AnnexSection(key, section["title"], fact(section["fact"])) for key, section in _DATA["section"].items()
}


def sections(entry: PublishedEntry) -> tuple[AnnexSection, ...]:
    """Those that the city has to fill in for this entry."""
    classified = entry.classification
    if classified is None or not _points(entry):
        return ()
    keys: list[str] = []
    if classified.risk_class is RiskClass.HIGH_RISK:
        keys += ["A"] if Operator.PROVIDER in classified.roles else []
        keys += ["C"] if Operator.DEPLOYER in classified.roles else []
    elif classified.risk_class is RiskClass.EXEMPT:
        keys += ["B"] if Operator.PROVIDER in classified.roles else []
    return tuple(SECTIONS[key] for key in keys)


def is_restricted(entry: PublishedEntry) -> bool:
    """Whether it is registered in the part that is not public, with less."""
    return any(point[0] in RESTRICTED_AREAS for point in _points(entry))


def remark(subject: ExportSubject) -> Message | None:
    """Why nothing, or less, is asked."""
    entry, classified = subject.entry, subject.entry.classification
    if classified is None:
        return Message("Answer the questions on the AI Act first. They decide what must be registered.")
    if not sections(entry):
        if CRITICAL_INFRASTRUCTURE in classified.annex_iii and classified.risk_class is RiskClass.HIGH_RISK:
            return Message("Systems for critical infrastructure are registered nationally, not in the EU database.")
        return Message("The AI Act does not ask the city to register this system in the EU database.")
    if is_restricted(entry):
        return Message(
            "It is registered in the part of the EU database that is not public, with less information. For biometric "
            "systems that holds only in law enforcement, migration, asylum and border control."
        )
    return None


def _points(entry: PublishedEntry) -> tuple[str, ...]:
    """Of Annex III, without critical infrastructure."""
    classified = entry.classification
    points = classified.annex_iii if classified else ()
    return tuple(point for point in points if point != CRITICAL_INFRASTRUCTURE)


def _fields(subject: ExportSubject) -> tuple[ExportField, ...]:
    due, restricted = {section.key for section in sections(subject.entry)}, is_restricted(subject.entry)
    points = (point for point in _DATA["point"] if point["section"] in due)
    return tuple(_field(point) for point in points if point["restricted"] or not restricted)


def _field(point: Mapping[str, Any]) -> ExportField:
    answer, source_fields = _ANSWERS[point["answer"]]
    return ExportField(
        name=f"{point['section']}{point['number']}",
        required=point["required"],
        source_fields=source_fields,
        answer=answer,
        question=point["text"],
    )


def _operator(subject: ExportSubject) -> FieldAnswer:
    entry, city = subject.entry, subject.city
    lines = [
        city.name,
        city.organisation_number,
        city.postal_address,
        in_language(entry.department.names, subject.language),
    ]
    lines += [subject.text(Text.CONTACT), entry.answer("contact_email") or "", entry.department.phone]
    if not city.postal_address:
        note = Message("The postal address of the city is not set: INSYN_POSTAL_ADDRESS.")
        return FieldAnswer(_lines(lines), AnswerState.CHECK, note)
    return FieldAnswer(_lines(lines))


def _submitter(subject: ExportSubject) -> FieldAnswer:
    note = Message("The person who registers it. The address is the city’s.")
    if not subject.submitter:
        return FieldAnswer((), note=note)
    return FieldAnswer(
        _lines([subject.submitter, subject.city.name, subject.city.postal_address]), AnswerState.CHECK, note
    )


def _not_applicable(why: Message, _: ExportSubject) -> FieldAnswer:
    return FieldAnswer((), AnswerState.NOT_APPLICABLE, why)


def _to_bring(what: Message, _: ExportSubject) -> FieldAnswer:
    return FieldAnswer((), note=what)


def _trade_name(subject: ExportSubject) -> FieldAnswer:
    name = subject.text(Text.PRODUCT) or subject.text(Text.NAME)
    identity = f"{subject.city.base}/id/{subject.entry.slug}"
    return FieldAnswer(_lines([name, subject.text(Text.MODEL), identity]) if name else ())


def _texts(names: tuple[Text, ...], subject: ExportSubject) -> FieldAnswer:
    written = _lines([subject.text(name) for name in names])
    if not written and subject.in_other_languages(names):
        return FieldAnswer((), note=Message("It is not written in this language yet."))
    return FieldAnswer(written)


def _exemption(subject: ExportSubject) -> FieldAnswer:
    classified = subject.entry.classification
    ground = classified.exemption if classified else None
    return FieldAnswer((EXEMPTIONS[ground],) if ground else (), note=Message("In the words of the register."))


_STATUS: Mapping[OperationalStatus, Message | None] = labelled(
    OperationalStatus,
    {
        OperationalStatus.PLANNED: None,
        OperationalStatus.PILOT: Message("In service"),
        OperationalStatus.IN_USE: Message("In service"),
        OperationalStatus.ENDED: Message("No longer in service"),
    },
)


def _status(subject: ExportSubject) -> FieldAnswer:
    if (word := _STATUS.get(subject.entry.answer("operational_status"))) is not None:
        return FieldAnswer((word,), note=Message("In the words of the EU database."))
    return FieldAnswer(
        (), note=Message("The EU database has no word for what is planned. Register it before it is used.")
    )


def _certificate(subject: ExportSubject) -> FieldAnswer:
    if any(point[0] == _BIOMETRICS for point in _points(subject.entry)):
        return FieldAnswer(
            (), note=Message("Only where a notified body has examined it. The certificate is with those who built it.")
        )
    return FieldAnswer((), AnswerState.NOT_APPLICABLE, Message("No notified body examines systems of this kind."))


def _member_states(_: ExportSubject) -> FieldAnswer:
    return FieldAnswer((Message("Sweden"),))


def _address(kinds: tuple[LinkKind, ...], otherwise: Message, subject: ExportSubject) -> FieldAnswer:
    addresses = [link.address for link in links(_all_links(subject)) if link.kind in kinds]
    return FieldAnswer(tuple(dict.fromkeys(addresses)), note=None if addresses else otherwise)


def _all_links(subject: ExportSubject) -> str:
    return "\n".join(subject.entry.localized(Text.LINKS).values())


def _more(subject: ExportSubject) -> FieldAnswer:
    return FieldAnswer((subject.page,))


def _rights(subject: ExportSubject) -> FieldAnswer:
    """The six parts in the order of the law. A summary of them is what is asked."""
    lines: list[str | Message] = []
    for part in PARTS:
        if part.field.text and (words := subject.text(part.field.text)):
            lines += [part.title, words]
    written = sum(isinstance(line, str) for line in lines)
    if not written:
        return FieldAnswer(
            (), note=Message("The assessment of fundamental rights is not written in this language yet.")
        )
    if written < len(PARTS):
        return FieldAnswer(tuple(lines), AnswerState.CHECK, Message("Some of the six parts are not written yet."))
    return FieldAnswer(
        tuple(lines), AnswerState.CHECK, Message("The six parts in full. Shorten them to what was concluded.")
    )


def _dpia(subject: ExportSubject) -> FieldAnswer:
    if subject.entry.dpia_need is Need.NO_PERSONAL_DATA:
        return FieldAnswer((), AnswerState.NOT_APPLICABLE, Message("It handles no personal data."))
    made = _address((LinkKind.IMPACT_ASSESSMENT,), Message(""), subject)
    if made.value:
        note = Message("The assessment lies there. Write a summary of what was concluded.")
        return FieldAnswer(made.value, AnswerState.CHECK, note)
    return FieldAnswer((), note=Message("Insyn does not hold the assessment. Write a summary of what was concluded."))


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in lines if line and line.strip()))


_How = tuple[Callable[[ExportSubject], FieldAnswer], tuple[str, ...]]
_RIGHTS_FIELDS = tuple(part.field.name.replace("-", "_") for part in PARTS)
_ANSWERS: Mapping[str, _How] = {
    "operator": (_operator, ("department_name", "contact", "contact_email")),
    "submitter": (_submitter, ()),
    "on-behalf": (partial(_not_applicable, Message("The city registers it itself.")), ()),
    "representative": (
        partial(_not_applicable, Message("Only providers outside the European Union have one.")),
        (),
    ),
    "trade-name": (_trade_name, ("name", "product", "model", "id")),
    "purpose": (partial(_texts, (Text.PURPOSE,)), ("purpose",)),
    "purpose-and-functions": (partial(_texts, (Text.PURPOSE, Text.DECIDES)), ("purpose", "decides")),
    "data-and-logic": (partial(_texts, (Text.DATA, Text.HOW_IT_WORKS)), ("data", "how_it_works")),
    "exemption": (_exemption, ("exemption",)),
    "status": (_status, ("operational_status",)),
    "certificate": (_certificate, ()),
    "certificate-copy": (_certificate, ()),
    "member-states": (_member_states, ()),
    "declaration": (partial(_to_bring, Message("Attach the EU declaration of conformity of the city.")), ()),
    "instructions": (partial(_to_bring, Message("Attach the instructions for use, or their address.")), ()),
    "more": (_more, ("page",)),
    "provider-entry": (
        partial(
            _address,
            (LinkKind.EU_DATABASE,),
            Message("Ask the provider for it, and write it among the links as “EU database: https://…”."),
        ),
        ("links",),
    ),
    "rights": (_rights, _RIGHTS_FIELDS),
    "dpia": (_dpia, ("links", "impact_assessment_need")),
}


def as_lines(value: object, translated: Translate) -> list[str]:
    lines = value if isinstance(value, tuple) else ((value,) if value else ())
    return [translated(line) for line in lines]


def _document(made: Export, translated: Translate) -> Mapping[str, Any]:
    entry, noted = made.subject.entry, remark(made.subject)
    return {
        "standard": ANNEX_VIII.key,
        "as_of": ANNEX_VIII.as_of.isoformat(),
        "language": made.subject.language,
        "entry": f"{made.subject.city.base}/id/{entry.slug}",
        "version": entry.number,
        "not_public": is_restricted(entry),
        "remark": translated(noted) if noted else None,
        "sections": [_section(made, section, translated) for section in sections(entry)],
    }


def _section(made: Export, section: AnnexSection, translated: Translate) -> Mapping[str, Any]:
    from_day, disputed = section.fact.applies_from, section.fact.disputed_from
    return {
        "section": section.key,
        "title": in_language(section.title, made.subject.language),
        "law": section.fact.cited(made.subject.language),
        "applies_from": from_day.isoformat() if from_day else None,
        "by_another_reading_from": disputed.isoformat() if disputed else None,
        "points": [
            {
                "point": filled.field.name,
                "question": in_language(filled.field.question, made.subject.language),
                "answer": "\n\n".join(as_lines(filled.answer.value, translated)) or None,
                "state": filled.answer.state.value,
                "note": translated(filled.answer.note) if filled.answer.note else None,
            }
            for filled in made.fields
            if filled.field.name.startswith(section.key)
        ],
    }


def _cells(made: Export, translated: Translate) -> tuple[tuple[str, ...], ...]:
    """A line for each point."""
    return tuple(_line_cells(made, translated))


def _line_cells(made: Export, translated: Translate) -> Iterator[tuple[str, ...]]:
    for filled in made.fields:
        yield (
            f"{made.subject.city.base}/id/{made.subject.entry.slug}",
            filled.field.name,
            in_language(filled.field.question, made.subject.language),
            "\n\n".join(as_lines(filled.answer.value, translated)),
            filled.answer.state.value,
            translated(filled.answer.note) if filled.answer.note else "",
        )


ANNEX_VIII = ExportStandard(
    key="eu-annex-viii",
    title=Message("The EU database (Annex VIII of the AI Act)"),
    about=Message("A sheet to fill the form of the EU database from, point by point."),
    version="2026/1744",
    as_of=_DATA["as_of"],
    fields=_fields,
    all_fields=tuple(_field(point) for point in _DATA["point"]),
    document=_document,
    cells=_cells,
    columns=("entry", "point", "question", "answer", "state", "note"),
    remark=remark,
)
