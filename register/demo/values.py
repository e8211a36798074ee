"""What the demo city is made of: departments, entries with their assessments, and accounts, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from algorithms.entries.entry import OpinionKind, Topic, VersionState
from algorithms.entries.texts import Text
from algorithms.people import Role
from assessments.plan.names.finding_words import USUAL_WORDS, FindingWords
from assessments.plan.plan import Label, OutcomeKnown, YesMeans
from register.accounts.people.demo import PASSWORD

Author = Literal["department", "coordinator"]
Shows = Literal["difference", "no_important_difference", "not_enough_data"]
Texts = Mapping[str, str]  # language → words; empty when nothing is said


@dataclass(frozen=True, slots=True)
class DemoDepartment:
    slug: str
    names: Texts
    boards: Texts
    phone: str
    post: str


@dataclass(frozen=True, slots=True)
class DemoMeasure:
    """What is done about a difference; ``by_when`` is None where the difference is accepted with a reason."""

    what: Texts
    who: Texts
    by_when: str | None
    accepted: Texts


@dataclass(frozen=True, slots=True)
class DemoAssessment:
    """One test plan with the made-up data to run it on. ``shows`` is the verdict that the data were made for."""

    dataset: str
    titles: Texts
    outcome: str  # empty where people have judged answers
    outcome_yes: tuple[str, ...]
    decision: str
    decision_yes: tuple[str, ...]
    groups: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]  # (attribute, value)
    yes_means: YesMeans
    primary: tuple[str, ...]
    margin: str
    reasons: Texts
    labels: tuple[Label, ...]
    rows: int
    seed: int
    shows: Shows
    measure: DemoMeasure | None
    period: str = ""
    words: FindingWords = USUAL_WORDS  # what its findings are called
    outcome_known: OutcomeKnown = "everyone"
    person: str | None = None  # the column that names the person
    more_judgements: tuple[str, ...] = ()  # further columns, where the decision is what somebody thought of an answer


@dataclass(frozen=True, slots=True)
class DemoEarlier:
    """A version that was public before: what it said otherwise. It was not tested, and its system was in use."""

    published_days_ago: int
    texts: Mapping[tuple[Text, str], str]


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """An entry with its newest version. Days and months count from the day the demo is loaded."""

    slug: str
    department: str
    topic: Topic
    state: VersionState
    written_by: Author
    changed_days_ago: int
    published_days_ago: int | None
    withdrawn_days_ago: int | None
    next_review_months: int | None
    answers: Mapping[str, object]  # of the fields that are answered once, by name; the next review follows from months
    texts: Mapping[tuple[Text, str], str]
    choices: Mapping[str, str]  # answers about the law
    case_number: str
    withheld: Mapping[str, str]  # ground and reason; empty where it is shown like any other
    incident: Mapping[str, Any]  # in Swedish, as the history keeps it; empty where nothing went wrong
    opinion: OpinionKind | None  # None until the version has come to the data protection officer
    opinion_texts: Texts
    objection_answer: Texts
    return_reason: Texts
    withdraw_reason: Texts
    assessments: tuple[DemoAssessment, ...]
    earlier: DemoEarlier | None = None


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A function, never a person. Without departments: the role is held in the whole city."""

    email: str
    name: str
    role: Role
    departments: tuple[str, ...] = ()
    password: str = PASSWORD
