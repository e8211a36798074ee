"""The one published entry: codes, texts by language and public results, and nothing that is not public. Pure.

No sentence is chosen here: the card says it in a language, the search weighs it, the interface gives it out as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Department, Evidence, MeasureTaken, OpinionKind, Topic, Version, VersionState
from algorithms.entries.field import Field
from algorithms.entries.fields import PUBLIC_FIELDS
from algorithms.entries.kinds import plain
from algorithms.entries.texts import Text
from algorithms.law.dpia import Need
from algorithms.law.given_answers import classification, dpia_threshold, risk_answers
from algorithms.law.risk import Classification
from algorithms.redaction.masks import covered_localized, covered_result, is_marked
from algorithms.review.deadlines import review_by
from algorithms.standards.origin import Origin
from assessments.gate.public_result import PublicResult
from assessments.text.localized import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMeasure:
    """What is done about a difference, or why it is accepted. Of one that is not complete nothing is public."""

    what: LocalizedText
    who: LocalizedText
    by_when: str | None  # "2027-03"
    accepted: LocalizedText
    done_at: datetime | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "what": _written(self.what),
            "who": _written(self.who),
            "by_when": self.by_when,
            "accepted": _written(self.accepted),
            "done_at": _time(self.done_at),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAssessment:
    """An assessment that the entry leans on. Without ``result`` what is stored of it is not what was published."""

    number: int  # in its public address, counted per entry
    run: UUID
    titles: LocalizedText
    shows_difference: bool
    result: PublicResult | None
    measure: PublishedMeasure | None
    has_later: bool  # the same test has been made on a later period

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "titles": _written(self.titles),
            "shows_difference": self.shows_difference,
            "result": self.result.to_dict() if self.result else None,
            "words": self.result.words.to_dict() if self.result else {},
            "measure": self.measure.to_dict() if self.measure else None,
            "has_later": self.has_later,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedOpinion:
    """The data protection officer's advice, and what the city answered. Who gave it is not public."""

    kind: OpinionKind
    texts: LocalizedText
    answer: LocalizedText
    at: datetime
    case_number: str
    answer_case_number: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "texts": _written(self.texts),
            "answer": _written(self.answer),
            "at": _time(self.at),
            "case_number": self.case_number,
            "answer_case_number": self.answer_case_number,
        }


@dataclass(frozen=True, slots=True)
class MaskNotice:
    """On what ground of law words are masked in the texts, and since when. Never which."""

    ground: str  # the key of a fact of the law
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    at: datetime
    reason: LocalizedText


@dataclass(frozen=True, slots=True)
class WithheldNotice:
    """All that is public of an entry that is withheld: on what ground, and since when."""

    ground: str  # the key of a fact of the law
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEntry:
    """One version of an entry as everybody may read it: what is masked is covered, what is withheld is not here.

    A draft is previewed as the same value, so that staff see what would be public. ``html`` is safe, and is there for
    texts that may have paragraphs; ``other_results`` are those that other public versions cite, for how things went on.
    """

    id: UUID  # of the entry; never printed
    slug: str
    number: int
    state: VersionState
    department: Department
    topic: Topic
    case_number: str
    published_at: datetime | None
    ended_at: datetime | None  # replaced or withdrawn
    texts: Mapping[Text, LocalizedText]  # what is not written is left out
    html: Mapping[tuple[Text, str], str]
    answers: Mapping[str, object]  # the other public fields as typed values; what is not answered is left out
    classification: Classification | None  # what the AI Act makes of it; None while it is not known
    dpia_need: Need | None  # of a data protection impact assessment
    learned: bool | None  # from data, or by rules alone; None while nobody has said it
    review_by: date | None  # the last day for the next review
    assessments: tuple[PublishedAssessment, ...]
    other_results: tuple[PublicResult, ...]
    opinion: PublishedOpinion | None
    masks: tuple[MaskNotice, ...]
    withdrawal: Withdrawal | None
    origin: Origin | None = None  # whose register it was in before; never what was written there

    def text(self, name: Text, language: str) -> str:
        return self.localized(name)[language]

    def localized(self, name: Text) -> LocalizedText:
        """One of its texts, by language."""
        return self.texts.get(name, LocalizedText())

    def answer(self, name: str) -> Any:
        """One of its typed answers; None where there is none."""
        return self.answers.get(name)

    @property
    def operational_status(self) -> OperationalStatus:
        status: OperationalStatus = self.answer("operational_status") or OperationalStatus.PLANNED
        return status

    @property
    def is_withdrawn(self) -> bool:
        return self.state is VersionState.WITHDRAWN

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON has it: codes, and texts by language. Without ids, HTML, and what other versions cite."""
        return {
            "slug": self.slug,
            "version": self.number,
            "state": self.state.value,
            "department": self.department.slug,
            "topic": self.topic.value,
            "case_number": self.case_number,
            "published_at": _time(self.published_at),
            "ended_at": _time(self.ended_at),
            "texts": {name.value: _written(words) for name, words in self.texts.items()},
            "answers": {name: plain(answer) for name, answer in self.answers.items()},
            "law": self._law(),
            "review_by": self.review_by.isoformat() if self.review_by else None,
            "assessments": [assessment.to_dict() for assessment in self.assessments],
            "opinion": self.opinion.to_dict() if self.opinion else None,
            "masks": [{"ground": mask.ground, "at": _time(mask.at)} for mask in self.masks],
            "withdrawal": None
            if self.withdrawal is None
            else {"at": _time(self.withdrawal.at), "reason": _written(self.withdrawal.reason)},
        }

    def _law(self) -> dict[str, Any]:
        classified = self.classification
        return {
            "risk_class": classified.risk_class.value if classified else None,
            "exemption": classified.exemption.value if classified and classified.exemption else None,
            "transparency": [duty.value for duty in classified.transparency] if classified else [],
            "articles": list(classified.articles) if classified else [],
            "dpia_need": self.dpia_need.value if self.dpia_need else None,
            "learned": self.learned,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedData:
    """What belongs to a version and is stored elsewhere. ``results``: by run, None where it is not what was signed."""

    html: Mapping[tuple[Text, str], str] = field(default_factory=dict)
    results: Mapping[UUID, PublicResult | None] = field(default_factory=dict)
    other_results: Sequence[PublicResult] = ()
    reason: Mapping[str, str] = field(default_factory=dict)  # why it was withdrawn
    origin: Origin | None = None


def published_entry(
    version: Version,
    department: Department,
    related: RelatedData | None = None,
    fields: Iterable[Field] = PUBLIC_FIELDS,
) -> PublishedEntry:
    """Of a version as it may be read, without its masked words. ``fields`` are all that is public of what is asked."""
    related, field_list, entry, need = related or RelatedData(), tuple(fields), version.entry, dpia_threshold(version)
    texts = _texts(version, field_list)
    other_results = _covered(version, related.other_results)
    return PublishedEntry(
        id=entry.id,
        slug=entry.slug,
        number=version.number,
        state=version.state,
        department=department,
        topic=entry.topic,
        case_number=entry.case_number,
        published_at=version.published_at,
        ended_at=version.ended_at,
        texts=texts,
        html={key: html for key, html in related.html.items() if html and key[0] in texts},
        answers=_answers(version, field_list),
        classification=classification(version),
        dpia_need=need.need if need else None,
        learned=_LEARNED.get(risk_answers(version).get("technique", "")),
        review_by=review_by(version),
        assessments=_assessments(version, related.results, other_results),
        other_results=other_results,
        opinion=_opinion(version),
        masks=tuple(MaskNotice(mask.ground, mask.at) for mask in entry.masks) if is_marked(version) else (),
        withdrawal=_withdrawal(version, related.reason),
        origin=related.origin,
    )


_LEARNED: Mapping[str, bool] = {"learned": True, "general": True, "rules": False}


def current(history: Iterable[PublishedEntry]) -> PublishedEntry | None:
    """Of all public versions, newest first, the one that stands for the entry: the published, else one withdrawn."""
    versions = tuple(history)
    published = (version for version in versions if version.state is VersionState.PUBLISHED)
    withdrawn = (without_content(version) for version in versions if version.is_withdrawn)
    return next(published, None) or next(withdrawn, None)


def without_content(published: PublishedEntry) -> PublishedEntry:
    """What is shown of an entry that has been withdrawn: what it was called, whose it was, when it ended and why."""
    return replace(
        published,
        texts={Text.NAME: published.localized(Text.NAME)},
        html={},
        answers={},
        classification=None,
        dpia_need=None,
        learned=None,
        review_by=None,
        assessments=(),
        other_results=(),
        opinion=None,
        origin=None,
    )


def _texts(version: Version, fields: Iterable[Field]) -> dict[Text, LocalizedText]:
    written: dict[Text, LocalizedText] = {}
    for (name, language), words in version.texts.items():
        if words:
            written.setdefault(name, LocalizedText())[language] = words
    public = {shown.name for shown in fields}
    return {name: written[name] for name in Text if name in written and name in public}


def _answers(version: Version, fields: Iterable[Field]) -> dict[str, object]:
    typed = ((shown.name, version.answer(shown.name)) for shown in fields if not shown.kind.is_text)
    return {name: answer for name, answer in typed if answer is not None}


def _covered(version: Version, results: Iterable[PublicResult]) -> tuple[PublicResult, ...]:
    masks = version.entry.masks
    return tuple(covered_result(result, masks) for result in results) if masks else tuple(results)


def _assessments(
    version: Version, results: Mapping[UUID, PublicResult | None], others: Iterable[PublicResult]
) -> tuple[PublishedAssessment, ...]:
    cited = [evidence for evidence in version.evidence if evidence.cited and evidence.run in results]
    known = [*others, *(result for evidence in cited if (result := results[evidence.run]))]
    return tuple(_assessment(version, evidence, results[evidence.run], known) for evidence in cited)


def _assessment(
    version: Version, evidence: Evidence, result: PublicResult | None, known: Iterable[PublicResult]
) -> PublishedAssessment:
    return PublishedAssessment(
        number=evidence.number,
        run=evidence.run,
        titles=LocalizedText(evidence.titles),
        shows_difference=evidence.shows_difference,
        result=_covered(version, (result.cited_with(evidence.words),))[0] if result else None,
        measure=_measure(evidence.measure),
        has_later=result is not None and any(_is_later(other, result) for other in known),
    )


def _is_later(other: PublicResult, result: PublicResult) -> bool:
    return other.plan_sha256 == result.plan_sha256 and other.period > result.period


def _measure(measure: MeasureTaken | None) -> PublishedMeasure | None:
    if measure is None or not measure.complete:
        return None
    return PublishedMeasure(
        what=LocalizedText(measure.what),
        who=LocalizedText(measure.who),
        by_when=measure.by_when,
        accepted=LocalizedText(measure.accepted),
        done_at=measure.done_at,
    )


def _opinion(version: Version) -> PublishedOpinion | None:
    if (opinion := version.opinion) is None:
        return None
    return PublishedOpinion(
        kind=opinion.kind,
        texts=LocalizedText(opinion.texts),
        answer=LocalizedText(opinion.answer),
        at=opinion.at,
        case_number=opinion.case_number,
        answer_case_number=opinion.answer_case_number,
    )


def _withdrawal(version: Version, reason: Mapping[str, str]) -> Withdrawal | None:
    if version.state is not VersionState.WITHDRAWN:
        return None
    assert version.ended_at is not None  # a withdrawn version has a date: a rule of the database
    return Withdrawal(version.ended_at, covered_localized(reason, version.entry.masks))


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    """Without the languages in which nothing is said."""
    return {language: words for language, words in texts.items() if words}


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
