"""The model card: what is published of an entry in plain language, in one language, Swedish where it must be. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from algorithms.entries.choices import HUMAN_ROLE_WORDS, STATUS_WORDS, OperationalStatus
from algorithms.entries.entry import Department, OpinionKind, VersionState
from algorithms.entries.field import Place
from algorithms.entries.fields import BY_NAME, FIELDS
from algorithms.entries.kinds import YES_NO, Kind, plain
from algorithms.entries.texts import Text
from algorithms.law.facts import FACTS, Fact
from algorithms.law.labels import NEEDS, ClassLabel, class_label
from algorithms.published.entry import PublishedAssessment, PublishedEntry, PublishedMeasure, PublishedOpinion
from algorithms.published.findings import ENTRY_FINDINGS, VERDICTS, finding_of
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
    answer_case_number: str = ""


@dataclass(frozen=True, slots=True)
class LawOnCard:
    """What law makes of the system."""

    class_label: ClassLabel | None  # the AI Act's class
    need: Message | None  # of a data protection impact assessment


@dataclass(frozen=True, slots=True)
class CardField:
    """One field as the card shows it: a text as a passage, any other answer in words."""

    name: str
    title: Message
    kind: Kind
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
    in_use_until: str | None
    human_role: Message | None
    contact_email: str | None
    next_review: str | None
    review_overdue: bool
    tested: tuple[Tested, ...]
    finding: Message  # what the tests found, in one word
    finding_verdict: str  # whose shape is shown with it; empty without a test
    law: LawOnCard
    opinion: OpinionOnCard | None
    published_at: datetime | None
    ended_at: datetime | None
    case_number: str = ""
    learned: bool | None = None  # from data, or by rules alone; None while nobody has said it
    masks: tuple[tuple[Fact | None, datetime], ...] = ()  # on what ground words are masked, and since when

    def at(self, place: str) -> tuple[CardField, ...]:
        """What is written and answered of the fields that stand at this place, in the order of the form."""
        at_place = (field for field in FIELDS if field.place == place)
        shown = (
            CardField(
                name=field.name,
                title=field.title,
                kind=field.kind,
                passage=self.passages.get(field.name),
                words=self.answers.get(field.name),
            )
            for field in at_place
        )
        return tuple(field for field in shown if field.passage or field.words)

    @property
    def more_in_head(self) -> tuple[CardField, ...]:
        """What stands in the head apart from what the head has its own words for."""
        return tuple(field for field in self.at(Place.HEAD) if field.name not in _IN_WORDS_OF_THE_HEAD)

    @property
    def about_people(self) -> bool:
        """Also as long as nobody has said whether it uses data about people."""
        return self.answers.get("personal_data") != YES_NO["no"]

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


_IN_WORDS_OF_THE_HEAD = frozenset(
    {
        Text.NAME,
        Text.SUMMARY,
        Text.CONTACT,
        "operational_status",
        "in_use_since",
        "in_use_until",
        "human_role",
        "contact_email",
        "next_review",
    }
)
OPINION_WORDS: Mapping[OpinionKind, Message] = labelled(
    OpinionKind,
    {
        OpinionKind.AGREE: Message("The data protection officer has no objections."),
        OpinionKind.AGREE_WITH_CONDITIONS: Message("The data protection officer has points to consider."),
        OpinionKind.OBJECT: Message("The data protection officer advises against it."),
        OpinionKind.NOT_CONCERNED: Message("The data protection officer has confirmed that no personal data are used."),
    },
)


def card(published: PublishedEntry, language: str, today: date | None = None) -> Card:
    """What everybody may read, in this language. ``today``: to mark a late review."""
    passages, status = _passages(published, language), published.operational_status
    human_role, review = published.answer("human_role"), published.review_by
    finding = finding_of(published.assessments)
    return Card(
        language=language,
        slug=published.slug,
        number=published.number,
        state=published.state,
        department=published.department,
        passages=passages,
        answers=_answers_in_words(published),
        operational_status=status,
        in_use_since=published.answer("in_use_since"),
        in_use_until=published.answer("in_use_until"),
        human_role=HUMAN_ROLE_WORDS[human_role] if human_role else None,
        contact_email=published.answer("contact_email"),
        next_review=f"{review:%Y-%m}" if review else None,
        review_overdue=_is_overdue(published, today),
        tested=_tests(published, language),
        finding=ENTRY_FINDINGS[finding],
        finding_verdict=VERDICTS[finding] or "",
        law=_law(published),
        opinion=_opinion(published.opinion, language),
        published_at=published.published_at,
        ended_at=published.ended_at,
        case_number=published.case_number,
        learned=published.learned,
        masks=tuple((FACTS.get(mask.ground), mask.at) for mask in published.masks),
    )


def _is_overdue(published: PublishedEntry, today: date | None) -> bool:
    review = published.review_by
    return published.state is VersionState.PUBLISHED and review is not None and today is not None and review < today


def chosen(texts: Mapping[str, str], language: str) -> Passage | None:
    """The words in this language, else in Swedish, else nothing."""
    for spoken in (language, "sv"):
        if texts.get(spoken):
            return Passage(texts[spoken], spoken)
    return None


def _passages(published: PublishedEntry, language: str) -> dict[str, Passage]:
    passages: dict[str, Passage] = {}
    for name, texts in published.texts.items():
        if passage := chosen(texts, language):
            passages[name.value] = replace(passage, html=published.html.get((name, passage.language), ""))
    return passages


def _answers_in_words(published: PublishedEntry) -> dict[str, Message | str]:
    return {name: BY_NAME[name].in_words(plain(answer)) for name, answer in published.answers.items()}


def _tests(published: PublishedEntry, language: str) -> tuple[Tested, ...]:
    own = (assessment.result for assessment in published.assessments)
    results = [*published.other_results, *(result for result in own if result)]
    return tuple(_tested(assessment, results, language) for assessment in published.assessments)


def _tested(assessment: PublishedAssessment, results: Iterable[PublicResult], language: str) -> Tested:
    result = assessment.result
    return Tested(
        number=assessment.number,
        title=chosen(assessment.titles, language) or Passage("", "sv"),
        report=None if result is None else report(result, language, results),
        measure=_measure(assessment.measure, language),
        shows_difference=assessment.shows_difference,
        run=assessment.run,
        has_later=assessment.has_later,
    )


def _measure(measure: PublishedMeasure | None, language: str) -> MeasureOnCard | None:
    if measure is None:
        return None
    return MeasureOnCard(
        what=chosen(measure.what, language),
        who=chosen(measure.who, language),
        by_when=measure.by_when,
        accepted=chosen(measure.accepted, language),
        done_at=measure.done_at,
    )


def _law(published: PublishedEntry) -> LawOnCard:
    classified, need = published.classification, published.dpia_need
    return LawOnCard(
        class_label(classified) if classified else None,
        NEEDS[need] if need else None,
    )


def _opinion(opinion: PublishedOpinion | None, language: str) -> OpinionOnCard | None:
    if opinion is None:
        return None
    return OpinionOnCard(
        kind=opinion.kind,
        words=OPINION_WORDS[opinion.kind],
        text=chosen(opinion.texts, language),
        answer=chosen(opinion.answer, language),
        at=opinion.at,
        case_number=opinion.case_number,
        answer_case_number=opinion.answer_case_number,
    )
