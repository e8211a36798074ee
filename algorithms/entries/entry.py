"""What the register holds: entries and their versions, as frozen values. What their texts are called: texts."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from algorithms.entries.fields import Answers
from algorithms.entries.texts import Text
from assessments.plan.names.finding_words import USUAL_WORDS, FindingWords
from assessments.text.languages import Language
from assessments.text.localized import LocalizedText

# In which languages content may be written; Swedish first, in which alone a version may be submitted. Tables know
# none of them: one more is a word here and a catalogue.
LANGUAGES = tuple(language.value for language in Language)  # in which content may be


class VersionState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for the data protection officer's opinion
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    REPLACED = "replaced"  # was published until a newer version was
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"  # was never public, and nobody goes on with it; the next draft may begin from it


EDITABLE = frozenset({VersionState.DRAFT, VersionState.RETURNED})
OPEN = frozenset(
    {VersionState.DRAFT, VersionState.RETURNED, VersionState.SUBMITTED, VersionState.IN_REVIEW, VersionState.APPROVED}
)
GROWS = OPEN - {VersionState.APPROVED}  # evidence may be added
PUBLIC = frozenset({VersionState.PUBLISHED, VersionState.REPLACED, VersionState.WITHDRAWN})


class Topic(StrEnum):
    SUPPORT_AND_CARE = "support-and-care"
    SCHOOL_AND_CHILDCARE = "school-and-childcare"
    WORK_AND_MONEY = "work-and-money"
    BUILDING_AND_TRAFFIC = "building-and-traffic"
    CULTURE_AND_LEISURE = "culture-and-leisure"
    CITY_OPERATIONS = "city-operations"


class OpinionKind(StrEnum):
    AGREE = "agree"
    AGREE_WITH_CONDITIONS = "agree-with-conditions"
    OBJECT = "object"
    NOT_CONCERNED = "not-concerned"  # confirms that no personal data are handled


@dataclass(frozen=True, slots=True)
class Department:
    id: UUID
    slug: str
    names: Mapping[str, str]  # language → name
    boards: Mapping[str, str]
    phone: str = ""  # where residents reach it without the web
    post: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why an entry is counted but not shown."""

    ground: str  # the key of a fact of the law
    reason: str  # in words, for the workspace alone
    at: datetime


@dataclass(frozen=True, slots=True)
class Masked:
    """Words that nobody may read in this entry, on what ground of law, and since when."""

    words: str
    ground: str  # the key of a fact of the law
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    id: UUID
    slug: str
    department: UUID
    topic: Topic
    case_number: str = ""  # where the city keeps the records of it: "SOC 2026/1234"
    withheld: Withheld | None = None
    masks: tuple[Masked, ...] = ()
    merged_into: UUID | None = None  # the entry of which this was a duplicate
    responsible: UUID | None = None  # the person who takes care of it


@dataclass(frozen=True, slots=True)
class Opinion:
    """The data protection officer's recorded advice, on exactly the content with this hash."""

    kind: OpinionKind
    texts: Mapping[str, str]
    content_hash: str
    by: UUID
    at: datetime
    answer: Mapping[str, str] = field(default_factory=dict)  # the approver's decision after advice against, with reason
    answered_by: UUID | None = None
    answered_at: datetime | None = None
    department: UUID | None = None  # whose board the officer spoke for
    case_number: str = ""
    answer_case_number: str = ""


@dataclass(frozen=True, slots=True)
class MeasureTaken:
    """What is done about a *difference*: what, who and by when, or why it is accepted."""

    what: Mapping[str, str]
    who: Mapping[str, str]
    by_when: str | None  # "2027-03"
    accepted: Mapping[str, str]  # the reason, where nothing is done
    at: datetime
    done_at: datetime | None = None  # it has been carried out

    @property
    def complete(self) -> bool:
        acts = bool(self.what.get("sv") and self.who.get("sv") and self.by_when)
        return acts or bool(self.accepted.get("sv"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A run that belongs to a version; ``cited`` when the version leans on it."""

    run: UUID
    number: int  # in the public address of the assessment, counted per entry
    titles: Mapping[str, str]
    cited: bool
    shows_difference: bool
    measure: MeasureTaken | None = None
    finished_at: datetime | None = None
    words: FindingWords = USUAL_WORDS  # what its findings are called here; another version may call them otherwise


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on one answer (``about`` is the question's name) or on the whole version (empty)."""

    id: UUID
    about: str
    words: str
    by: UUID
    at: datetime
    resolved_by: UUID | None = None
    resolved_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry says at one time. Drafts change, published versions never do."""

    id: UUID
    entry: Entry
    number: int
    state: VersionState
    revision: int  # grows with every change, so that nobody overwrites what they have not seen
    changed_by: UUID
    changed_at: datetime
    changed_by_coordinator: bool
    texts: Mapping[tuple[Text, str], str] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)
    choices: Mapping[str, str] = field(default_factory=dict)  # answers about the law, by name: law.answers
    submitted_by: UUID | None = None
    submitted_by_coordinator: bool = False
    opinion: Opinion | None = None
    evidence: tuple[Evidence, ...] = ()
    comments: tuple[Comment, ...] = ()
    published_at: datetime | None = None
    ended_at: datetime | None = None  # replaced or withdrawn

    def text(self, name: Text, language: str) -> str:
        return self.texts.get((name, language), "")

    def localized(self, name: Text) -> LocalizedText:
        """One of its texts, by language."""
        return LocalizedText(
            {language: words for (text_name, language), words in self.texts.items() if text_name is name and words}
        )

    def answer(self, name: str) -> object:
        """The typed answer to the field with this name; None where it is not answered."""
        answer: object = getattr(self.answers, name)
        return answer

    @property
    def name(self) -> str:
        """In Swedish; in any other language where a list has brought it in that."""
        return self.text(Text.NAME, self.name_language)

    @property
    def name_language(self) -> str:
        """In which language its name is written, the first where in several."""
        written = {language for (text, language), words in self.texts.items() if text is Text.NAME and words}
        known = [language for language in LANGUAGES if language in written]
        return next(iter([*known, *sorted(written)]), LANGUAGES[0])

    def called(self, language: str) -> str:
        """What a reader of this language knows it by: its Swedish name where it has none in theirs."""
        return self.text(Text.NAME, language) or self.name

    @property
    def content_hash(self) -> str:
        """SHA-256 of texts, answers and choices. Cited runs are outside it: an opinion is about what is said."""
        texts = {f"{name}/{language}": words for (name, language), words in self.texts.items() if words}
        answers = {key: getattr(self.answers, key) for key in Answers.__slots__}
        canonical = json.dumps(
            [texts, answers, dict(self.choices)], sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def opinion_stands(self) -> bool:
        """An opinion is on exactly this content, and for the board that answers for the entry now."""
        opinion = self.opinion
        return opinion is not None and opinion.content_hash == self.content_hash and self.opinion_is_of_owner

    @property
    def opinion_is_of_owner(self) -> bool:
        return self.opinion is not None and self.opinion.department == self.entry.department


def latest(versions: Sequence[Version]) -> Version:
    """The newest of an entry's versions that was not discarded; where all were, the newest."""
    return max(versions, key=lambda version: (version.state is not VersionState.DISCARDED, version.number))
