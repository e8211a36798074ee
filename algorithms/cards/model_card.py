"""The model card: a version and its evidence in plain language, in one language, Swedish where it must be."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from algorithms.entries.choices import HUMAN_ROLE_WORDS, STATUS_WORDS, OperationalStatus
from algorithms.entries.entry import Department, Evidence, Opinion, OpinionKind, Version, VersionState
from algorithms.entries.field import Audience, plain
from algorithms.entries.fields import ANSWERS, FIELDS, MARKDOWN, RIGHTS, TEXTS
from algorithms.entries.texts import Text
from algorithms.law.facts import FACTS, Fact
from algorithms.law.given_answers import classification, dpia_threshold, risk_answers
from algorithms.law.labels import NEEDS, ClassLabel, class_label
from algorithms.redaction.masks import is_marked
from algorithms.review.deadlines import review_by
from assessments.gate.public_result import PublicResult
from assessments.report.public_report import Report, report
from assessments.text.message import Message, labelled


@dataclass(frozen=True, slots=True)
class Passage:
    """Words, and the language they are really in. ``html`` is safe, or empty for plain words."""

    words: str
    language: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class MeasureOnCard:
    what: Passage | None
    who: Passage | None
    by_when: str | None
    accepted: Passage | None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tested:
    """One cited assessment on the card: sentences first, then charts, then what they cannot show."""

    number: int
    title: Passage
    report: Report | None  # None: what is stored of it is not what was published
    measure: MeasureOnCard | None
    shows_difference: bool
    run: UUID
    has_later: bool = False  # the same test has been made on a later period: a card tells that one in full


@dataclass(frozen=True, slots=True)
class OpinionOnCard:
    kind: OpinionKind
    words: Message
    text: Passage | None
    answer: Passage | None
    at: datetime
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class LawOnCard:
    """What law makes of the system. ``rights`` are the parts of the fundamental-rights assessment that are written."""

    class_label: ClassLabel | None  # the AI Act's class
    need: Message | None  # of a data protection impact assessment
    rights: tuple[tuple[Message, Passage], ...]


@dataclass(frozen=True, slots=True)
class CardField:
    """One field as the card shows it: a text as a passage, any other answer in words."""

    name: str
    title: Message
    passage: Passage | None
    words: Message | str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """All that the public page of an entry shows."""

    language: str
    slug: str
    number: int
    state: VersionState
    department: Department
    passages: Mapping[str, Passage]  # by the name of the text; what is not written is left out
    answers: Mapping[str, Message | str]  # the other fields in words, by name; what is not answered is left out
    operational_status: OperationalStatus
    in_use_since: str | None
    human_role: Message | None
    contact_email: str | None
    next_review: str | None
    review_overdue: bool
    tested: tuple[Tested, ...]
    law: LawOnCard
    opinion: OpinionOnCard | None
    published_at: datetime | None
    ended_at: datetime | None
    case_number: str = ""
    learned: bool | None = None  # from data, or by rules alone; None while nobody has said it
    masks: tuple[tuple[Fact | None, datetime], ...] = ()  # on what ground words are masked, and since when

    def at(self, place: str) -> tuple[CardField, ...]:
        """What is written and answered of the fields that stand at this place, in the order of the form."""
        at_place = (field for field in FIELDS if field.place == place and field.audience is Audience.PUBLIC)
        shown = (
            CardField(field.name, field.title, self.passages.get(field.name), self.answers.get(field.name))
            for field in at_place
        )
        return tuple(field for field in shown if field.passage or field.words)

    @property
    def status(self) -> Message:
        return STATUS_WORDS[self.operational_status]

    @property
    def in_use(self) -> bool:
        return self.operational_status.in_operation

    @property
    def ended(self) -> bool:
        """The system is not used any more; what was said of it stays."""
        return self.operational_status.has_ended

    @property
    def untranslated(self) -> bool:
        return any(passage.language != self.language for passage in self.passages.values())


OPINION_WORDS: Mapping[OpinionKind, Message] = labelled(
    OpinionKind,
    {
        OpinionKind.AGREE: Message("The data protection officer agrees."),
        OpinionKind.AGREE_WITH_CONDITIONS: Message("The data protection officer agrees with conditions."),
        OpinionKind.OBJECT: Message("The data protection officer objects."),
        OpinionKind.NOT_CONCERNED: Message("The data protection officer has confirmed that no personal data are used."),
    },
)


def card(
    version: Version,
    department: Department,
    html: Mapping[tuple[Text, str], str],
    results: Mapping[UUID, PublicResult],
    language: str,
    others: Iterable[PublicResult] = (),
    today: date | None = None,
    altered: Collection[UUID] = (),
) -> Card:
    """Of ``altered`` runs nothing is shown. ``others``: of other versions; with ``today`` a late review is told."""
    answers, review = version.answers, review_by(version)
    return Card(
        language=language,
        slug=version.entry.slug,
        number=version.number,
        state=version.state,
        department=department,
        passages=_passages(version, html, language),
        answers=_answers_in_words(version),
        operational_status=answers.operational_status or OperationalStatus.PLANNED,
        in_use_since=answers.in_use_since,
        human_role=HUMAN_ROLE_WORDS[answers.human_role] if answers.human_role else None,
        contact_email=answers.contact_email,
        next_review=f"{review:%Y-%m}" if review else None,
        review_overdue=_is_overdue(version, review, today),
        tested=_tests(version, results, altered, others, language),
        law=_law(version, html, language),
        opinion=_opinion(version.opinion, language),
        published_at=version.published_at,
        ended_at=version.ended_at,
        case_number=version.entry.case_number,
        learned=_LEARNED.get(risk_answers(version).get("technique", "")),
        masks=tuple((FACTS.get(mask.ground), mask.at) for mask in version.entry.masks) if is_marked(version) else (),
    )


_LEARNED: Mapping[str, bool] = {"learned": True, "general": True, "rules": False}


def _is_overdue(version: Version, review: date | None, today: date | None) -> bool:
    return version.state is VersionState.PUBLISHED and review is not None and today is not None and review < today


def chosen(texts: Mapping[str, str], language: str) -> Passage | None:
    """The words in this language, else in Swedish, else nothing."""
    for spoken in (language, "sv"):
        if texts.get(spoken):
            return Passage(texts[spoken], spoken)
    return None


def _passages(version: Version, html: Mapping[tuple[Text, str], str], language: str) -> dict[str, Passage]:
    passages: dict[str, Passage] = {}
    for name in Text:
        for spoken in (language, "sv"):
            if words := version.text(name, spoken):
                passages[name.value] = Passage(words, spoken, html.get((name, spoken), "") if name in MARKDOWN else "")
                break
    return passages


def _answers_in_words(version: Version) -> dict[str, Message | str]:
    given = ((field, plain(getattr(version.answers, field.name))) for field in ANSWERS)
    return {field.name: field.in_words(answer) for field, answer in given if answer}


def _tests(
    version: Version,
    results: Mapping[UUID, PublicResult],
    altered: Collection[UUID],
    others: Iterable[PublicResult],
    language: str,
) -> tuple[Tested, ...]:
    published = [*others, *results.values()]
    cited = (
        evidence
        for evidence in version.evidence
        if evidence.cited and (evidence.run in results or evidence.run in altered)
    )
    return tuple(_tested(evidence, results.get(evidence.run), published, language) for evidence in cited)


def _tested(
    evidence: Evidence, result: PublicResult | None, all_of_it: Iterable[PublicResult], language: str
) -> Tested:
    measure = evidence.measure
    on_card = None
    if measure is not None and measure.complete:
        on_card = MeasureOnCard(
            what=chosen(measure.what, language),
            who=chosen(measure.who, language),
            by_when=measure.by_when,
            accepted=chosen(measure.accepted, language),
            done_at=measure.done_at,
        )
    title = chosen(evidence.titles, language) or Passage("", "sv")
    return Tested(
        number=evidence.number,
        title=title,
        report=None if result is None else report(result, language, all_of_it),
        measure=on_card,
        shows_difference=evidence.shows_difference,
        run=evidence.run,
        has_later=result is not None and any(_is_later(other, result) for other in all_of_it),
    )


def _is_later(other: PublicResult, result: PublicResult) -> bool:
    return other.plan_sha256 == result.plan_sha256 and other.period > result.period


def _law(version: Version, html: Mapping[tuple[Text, str], str], language: str) -> LawOnCard:
    classified, need = classification(version), dpia_threshold(version)
    written = _passages(version, html, language)
    return LawOnCard(
        class_label(classified) if classified else None,
        NEEDS[need.need] if need else None,
        tuple((TEXTS[text].title, written[text.value]) for text in RIGHTS if text.value in written),
    )


def _opinion(opinion: Opinion | None, language: str) -> OpinionOnCard | None:
    if opinion is None:
        return None
    return OpinionOnCard(
        kind=opinion.kind,
        words=OPINION_WORDS[opinion.kind],
        text=chosen(opinion.texts, language),
        answer=chosen(opinion.answer, language),
        at=opinion.at,
        case_number=opinion.case_number,
    )
