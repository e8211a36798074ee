"""Who is told what by a letter, one row for each kind of event and reader; words and no storage.

Nobody is told what they did themselves, nor what they may not see. What a reader can do: the workflow says it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from algorithms.entries.entry import OpinionKind, State, Version
from algorithms.evidence.necessity import LICENCE
from algorithms.log.queries import Happened
from algorithms.people import GRANTS, Permission
from algorithms.redaction.masks import may_decide
from algorithms.review.workflow import Action, may_see, next_steps
from assessments.text.message import Sentence
from register.accounts.people.queries import Person
from register.language import say
from register.web.labels import OPINIONS, STEPS


@dataclass(frozen=True, slots=True)
class News:
    """An event with what is needed to tell of it; ``old`` is the department that an entry was moved from."""

    happened: Happened
    version: Version
    who: str
    old: UUID | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one reader is told."""

    person: Person
    subject: Sentence
    paragraphs: tuple[Sentence, ...]
    link: str


Audience = Callable[[News, Person], bool]


@dataclass(frozen=True, slots=True)
class _Row:
    to: Audience
    subject: Sentence
    what: Sentence
    do: Sentence | None = None  # without: the steps that the workflow offers the reader
    link: str = "/workspace/versions/{version}"
    sees: bool = True  # False: they may have lost sight of it by this very event


def writes(department: UUID, person: Person) -> bool:
    """Whether they write in this department by a role that they hold there: not the coordinator."""
    return any(
        held.department == department and Permission.WRITE in GRANTS[held.role] for held in person.actor.memberships
    )


def keeps(person: Person) -> bool:
    """Whether they are a coordinator."""
    return person.actor.may(Permission.KEEP_REGISTER)


def _officer(news: News, person: Person) -> bool:
    return person.actor.may(Permission.GIVE_OPINION, news.version.entry.department)


def _new_officer(news: News, person: Person) -> bool:
    return news.version.state is State.SUBMITTED and _officer(news, person)


def _their_officer(news: News, person: Person) -> bool:
    return news.version.opinion is not None and news.version.opinion.by == person.id


def _coordinator(_news: News, person: Person) -> bool:
    return keeps(person)


def _own_approver(news: News, person: Person) -> bool:
    """Whoever approves in the department what the coordinator wrote."""
    own = news.version.changed_by_coordinator or news.version.submitted_by_coordinator
    return own and person.actor.may(Permission.APPROVE_COORDINATORS, news.version.entry.department)


def _submitter(news: News, person: Person) -> bool:
    return person.id == (news.version.submitted_by or news.version.changed_by)


def _department(news: News, person: Person) -> bool:
    return writes(news.version.entry.department, person)


def _department_or_submitter(news: News, person: Person) -> bool:
    return _department(news, person) or _submitter(news, person)


def _old_department(news: News, person: Person) -> bool:
    return news.old is not None and writes(news.old, person)


def _other_side(news: News, person: Person) -> bool:
    """Of a conversation: whoever submitted, and those who review now; the one who wrote is left out by the rule."""
    reviewers: Mapping[State, Audience] = {State.SUBMITTED: _officer, State.IN_REVIEW: _coordinator}
    reviews = reviewers.get(news.version.state)
    return _submitter(news, person) or (reviews is not None and reviews(news, person))


def _agreed(news: News, person: Person) -> bool:
    return _department(news, person) and news.happened.opinion in LICENCE


A = Action
WAITS_FOR_OPINION = Sentence("“{name}” waits for your opinion")
_RUN = "/workspace/versions/{version}/evidence/{run}"
_TEST_OPINION = Sentence("The data protection officer has said what they think of a test for “{name}”")
_GAVE_TEST_OPINION = Sentence("{who} has given an opinion on a test with sensitive data: {opinion}.")
_MAKES_OWN = Sentence("If the system is no longer yours, you need not do anything.")

# The first row that fits a reader is the one they are told; a reader whom none fits is told nothing.
TABLE: Mapping[str, tuple[_Row, ...]] = {
    A.SUBMIT: (_Row(_officer, WAITS_FOR_OPINION, Sentence("{who} has submitted version {number}.")),),
    A.GIVE_OPINION: (
        _Row(
            _own_approver,
            Sentence("“{name}” waits for your approval"),
            Sentence("The coordinator wrote version {number}, and the data protection officer has said: {opinion}."),
        ),
        _Row(
            lambda news, person: _coordinator(news, person) or _submitter(news, person),
            Sentence("The data protection officer has said what they think of “{name}”"),
            Sentence("{who} has given an opinion on version {number}: {opinion}."),
        ),
    ),
    A.RETURN: (
        _Row(
            _department_or_submitter,
            Sentence("“{name}” has come back for changes"),
            Sentence("{who} has returned version {number}. Read why on its page."),
        ),
    ),
    A.ANSWER_OBJECTION: (
        _Row(
            _their_officer,
            Sentence("Your objection to “{name}” has been answered"),
            Sentence("{who} has answered your objection to version {number}. Read the answer on its page."),
        ),
    ),
    A.APPROVE: (
        _Row(
            _department_or_submitter,
            Sentence("“{name}” has been approved"),
            Sentence("{who} has approved version {number}. It becomes public when the coordinator publishes it."),
        ),
    ),
    A.PUBLISH: (
        _Row(
            _department_or_submitter,
            Sentence("“{name}” has been published"),
            Sentence("{who} has published version {number}. Everybody can read it now."),
        ),
    ),
    A.WITHDRAW: (
        _Row(
            _department_or_submitter,
            Sentence("“{name}” has been withdrawn"),
            Sentence("{who} has withdrawn version {number}. Its address tells why."),
        ),
    ),
    "comment": (
        _Row(
            _other_side,
            Sentence("There is a new comment on “{name}”"),
            Sentence("{who} has commented on version {number}."),
            Sentence("Read the comment. Answer it, or call it resolved when it is."),
        ),
    ),
    "record-necessity": (
        _Row(
            _officer,
            Sentence("A test with sensitive data waits for your opinion: “{name}”"),
            Sentence("{who} has written down why a test needs sensitive data."),
            Sentence("Read why, and give your opinion. The test may not begin before that."),
            f"{_RUN}/opinion",
        ),
    ),
    "give-dataset-opinion": (
        _Row(_agreed, _TEST_OPINION, _GAVE_TEST_OPINION, Sentence("Upload the same file again to go on."), _RUN),
        _Row(_department, _TEST_OPINION, _GAVE_TEST_OPINION, Sentence("Read why, and change the test."), _RUN),
    ),
    "record-incident": (
        _Row(
            _coordinator,
            Sentence("Something has gone wrong with “{name}”"),
            Sentence("{who} has recorded an incident."),
            Sentence("Read what happened, and see that those are told who must be."),
            "/workspace/versions/{version}/incidents",
        ),
    ),
    "assign": (
        _Row(
            lambda news, person: news.version.entry.responsible == person.id,
            Sentence("You see to “{name}” now"),
            Sentence("{who} has said that you are the one who sees to this entry."),
        ),
    ),
    "propose-mask": (
        _Row(
            lambda news, person: may_decide(news.version, person.actor, news.happened.by or person.id),
            Sentence("Somebody wants words in “{name}” masked"),
            Sentence("{who} has proposed that words nobody may read are masked."),
            Sentence("Read which words and on what ground, and decide."),
            "/workspace/versions/{version}/masking",
        ),
    ),
    "move": (
        _Row(_new_officer, WAITS_FOR_OPINION, Sentence("{who} has moved it to your department, and it is in review.")),
        _Row(
            _department,
            Sentence("“{name}” belongs to your department now"),
            Sentence("{who} has moved it from another department to yours."),
        ),
        _Row(
            _old_department,
            Sentence("“{name}” no longer belongs to your department"),
            Sentence("{who} has moved it from your department to another."),
            _MAKES_OWN,
            "/workspace/entries",
            sees=False,
        ),
    ),
}
_NOTHING = Sentence("You need not do anything.")
_STEPS = Sentence("What you can do now: {steps}.")


def tell(news: News, people: Iterable[Person]) -> Iterator[Told]:
    """Each reader of this event, and what they are told."""
    for person in people:
        row = next((row for row in TABLE.get(news.happened.action, ()) if row.to(news, person)), None)
        if row and _may_be_told(row, news, person):
            yield _told(row, news, person)


def _may_be_told(row: _Row, news: News, person: Person) -> bool:
    if person.id == news.happened.by or person.disabled_at is not None:
        return False
    return not row.sees or may_see(news.version, person.actor)


def _told(row: _Row, news: News, person: Person) -> Told:
    version, happened, language = news.version, news.happened, person.language
    said = {
        "name": version.called(language),
        "who": news.who,
        "number": version.number,
        "opinion": OPINIONS[OpinionKind(happened.opinion)] if happened.opinion else "",
    }
    do = row.do or _what_to_do(version, person)
    subject, what = (replace(each, values=said) for each in (row.subject, row.what))
    return Told(person, subject, (what, do), row.link.format(version=version.id, run=happened.run))


def _what_to_do(version: Version, person: Person) -> Sentence:
    steps = [say(STEPS[one.action].title, person.language) for one in next_steps(version, person.actor)]
    return replace(_STEPS, values={"steps": ", ".join(steps)}) if steps else _NOTHING
