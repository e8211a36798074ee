"""Who gets a letter about what, one row for each kind of event and reader; words and no storage.

Nobody gets a letter about what they did themselves or may not see. What a reader can do follows from the workflow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from algorithms.entries.entry import OpinionKind, Version, VersionState
from algorithms.evidence.necessity import DECIDES
from algorithms.log.queries import Happened
from algorithms.people import GRANTS, Permission
from algorithms.redaction.masks import may_decide
from algorithms.review.workflow import Action, may_see, next_steps
from assessments.text.message import Message
from register.accounts.people.queries import Person
from register.language import translate
from register.web.labels import OPINIONS, STEPS


@dataclass(frozen=True, slots=True)
class News:
    """An event with what is needed to tell of it; ``old`` is the department that an entry was moved from."""

    happened: Happened
    version: Version
    who: str
    old: UUID | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """The message to one reader."""

    person: Person
    subject: Message
    paragraphs: tuple[Message, ...]
    link: str


Audience = Callable[[News, Person], bool]


@dataclass(frozen=True, slots=True)
class _NotificationRule:
    to: Audience
    subject: Message
    what: Message
    do: Message | None = None  # without: the steps that the workflow offers the reader
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
    return news.version.state is VersionState.SUBMITTED and _officer(news, person)


def _their_officer(news: News, person: Person) -> bool:
    return news.version.opinion is not None and news.version.opinion.by == person.id


def _coordinator(_news: News, person: Person) -> bool:
    return keeps(person)


def _own_approver(news: News, person: Person) -> bool:
    """Those who approve in the department what the coordinator wrote."""
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
    """Of a conversation: its submitter, and those who review now; the one who wrote is left out by the rule."""
    reviewers: Mapping[VersionState, Audience] = {
        VersionState.SUBMITTED: _officer,
        VersionState.IN_REVIEW: _coordinator,
    }
    reviews = reviewers.get(news.version.state)
    return _submitter(news, person) or (reviews is not None and reviews(news, person))


def _decides(news: News, person: Person) -> bool:
    """After advice against a test with sensitive data."""
    against, department = news.happened.opinion == OpinionKind.OBJECT, news.version.entry.department
    return against and any(person.actor.may(permission, department) for permission in DECIDES)


def _agreed(news: News, person: Person) -> bool:
    return _department(news, person) and news.happened.opinion != OpinionKind.OBJECT


A = Action
WAITS_FOR_OPINION = Message("“{name}” is waiting for your opinion")
_RUN = "/workspace/versions/{version}/evidence/{run}"
_TEST_OPINION = Message("The data protection officer has given an opinion on a test for “{name}”")
_GAVE_TEST_OPINION = Message("{who} has given an opinion on a test with sensitive data: {opinion}.")
_MAKES_OWN = Message("If the system is no longer yours, you do not need to do anything.")

# The first row that fits a reader decides what they are sent; a reader whom none fits is sent nothing.
TABLE: Mapping[str, tuple[_NotificationRule, ...]] = {
    A.SUBMIT: (
        _NotificationRule(
            to=_officer, subject=WAITS_FOR_OPINION, what=Message("{who} has submitted version {number}.")
        ),
    ),
    A.GIVE_OPINION: (
        _NotificationRule(
            to=_own_approver,
            subject=Message("“{name}” is waiting for your approval"),
            what=Message(
                "The coordinator wrote version {number}, and the data protection officer has said: {opinion}."
            ),
        ),
        _NotificationRule(
            to=lambda news, person: _coordinator(news, person) or _submitter(news, person),
            subject=Message("The data protection officer has given an opinion on “{name}”"),
            what=Message("{who} has given an opinion on version {number}: {opinion}."),
        ),
    ),
    A.RETURN: (
        _NotificationRule(
            to=_department_or_submitter,
            subject=Message("“{name}” has come back for changes"),
            what=Message("{who} has returned version {number}. Read why on its page."),
        ),
    ),
    A.ANSWER_OBJECTION: (
        _NotificationRule(
            to=_their_officer,
            subject=Message("A decision has been made after your advice on “{name}”"),
            what=Message("{who} has decided after your advice against version {number}. Read the reason on its page."),
        ),
    ),
    A.APPROVE: (
        _NotificationRule(
            to=_department_or_submitter,
            subject=Message("“{name}” has been approved"),
            what=Message("{who} has approved version {number}. It becomes public when the coordinator publishes it."),
        ),
    ),
    A.PUBLISH: (
        _NotificationRule(
            to=_department_or_submitter,
            subject=Message("“{name}” has been published"),
            what=Message("{who} has published version {number}. Everybody can read it now."),
        ),
    ),
    A.WITHDRAW: (
        _NotificationRule(
            to=_department_or_submitter,
            subject=Message("“{name}” has been withdrawn"),
            what=Message("{who} has withdrawn version {number}. Its address shows why."),
        ),
    ),
    "comment": (
        _NotificationRule(
            to=_other_side,
            subject=Message("There is a new comment on “{name}”"),
            what=Message("{who} has commented on version {number}."),
            do=Message("Read the comment. Answer it, or mark it as resolved."),
        ),
    ),
    "record-necessity": (
        _NotificationRule(
            to=_officer,
            subject=Message("A test with sensitive data is waiting for your opinion: “{name}”"),
            what=Message("{who} has written down why a test needs sensitive data."),
            do=Message("Read why, and give your opinion. The test must not begin before that."),
            link=f"{_RUN}/opinion",
        ),
    ),
    "give-dataset-opinion": (
        _NotificationRule(
            to=_decides,
            subject=_TEST_OPINION,
            what=_GAVE_TEST_OPINION,
            do=Message("Read why, and decide: the test can go ahead only if you decide so in writing."),
            link=f"{_RUN}/opinion",
        ),
        _NotificationRule(
            to=_agreed,
            subject=_TEST_OPINION,
            what=_GAVE_TEST_OPINION,
            do=Message("Upload the same file again to go on."),
            link=_RUN,
        ),
        _NotificationRule(
            to=_department,
            subject=_TEST_OPINION,
            what=_GAVE_TEST_OPINION,
            do=Message("Read why. The approver decides, or you change the test."),
            link=_RUN,
        ),
    ),
    "decide-after-advice": (
        _NotificationRule(
            to=_department,
            subject=Message("A test for “{name}” may go ahead"),
            what=Message("{who} has decided to go ahead with the test although the officer advises against it."),
            do=Message("Upload the same file again to go on."),
            link=_RUN,
        ),
        _NotificationRule(
            to=_officer,
            subject=Message("Your advice on a test for “{name}” was not followed"),
            what=Message("{who} has decided to go ahead with the test although you advise against it."),
            do=Message("Read the reason that was given."),
            link=f"{_RUN}/opinion",
        ),
    ),
    "record-incident": (
        _NotificationRule(
            to=_coordinator,
            subject=Message("Something has gone wrong with “{name}”"),
            what=Message("{who} has recorded an incident."),
            do=Message("Read what happened, and make sure that everyone who must know is told."),
            link="/workspace/versions/{version}/incidents",
        ),
    ),
    "assign": (
        _NotificationRule(
            to=lambda news, person: news.version.entry.responsible == person.id,
            subject=Message("You are now responsible for “{name}”"),
            what=Message("{who} has assigned this entry to you."),
        ),
    ),
    "propose-mask": (
        _NotificationRule(
            to=lambda news, person: may_decide(news.version, person.actor, news.happened.by or person.id),
            subject=Message("Somebody wants words in “{name}” masked"),
            what=Message("{who} has proposed masking words that nobody may read."),
            do=Message("Read which words and on what ground, and decide."),
            link="/workspace/versions/{version}/masking",
        ),
    ),
    "move": (
        _NotificationRule(
            to=_new_officer,
            subject=WAITS_FOR_OPINION,
            what=Message("{who} has moved it to your department, and it is in review."),
        ),
        _NotificationRule(
            to=_department,
            subject=Message("“{name}” belongs to your department now"),
            what=Message("{who} has moved it from another department to yours."),
        ),
        _NotificationRule(
            to=_old_department,
            subject=Message("“{name}” no longer belongs to your department"),
            what=Message("{who} has moved it from your department to another."),
            do=_MAKES_OWN,
            link="/workspace/entries",
            sees=False,
        ),
    ),
}
_NOTHING = Message("You do not need to do anything.")
_STEPS = Message("What you can do now: {steps}.")


def notifications(news: News, people: Iterable[Person]) -> Iterator[Notification]:
    """Each reader of this event, and what they are sent."""
    for person in people:
        row = next((row for row in TABLE.get(news.happened.action, ()) if row.to(news, person)), None)
        if row and _may_be_notified(row, news, person):
            yield _notification(row, news, person)


def _may_be_notified(row: _NotificationRule, news: News, person: Person) -> bool:
    if person.id == news.happened.by or person.disabled_at is not None:
        return False
    return not row.sees or may_see(news.version, person.actor)


def _notification(row: _NotificationRule, news: News, person: Person) -> Notification:
    version, happened, language = news.version, news.happened, person.language
    values = {
        "name": version.called(language),
        "who": news.who,
        "number": version.number,
        "opinion": OPINIONS[OpinionKind(happened.opinion)] if happened.opinion else "",
    }
    do = row.do or _what_to_do(version, person)
    subject, what = (replace(message, values=values) for message in (row.subject, row.what))
    return Notification(
        person=person,
        subject=subject,
        paragraphs=(what, do),
        link=row.link.format(version=version.id, run=happened.run),
    )


def _what_to_do(version: Version, person: Person) -> Message:
    steps = [translate(STEPS[step.action].title, person.language) for step in next_steps(version, person.actor)]
    return replace(_STEPS, values={"steps": ", ".join(steps)}) if steps else _NOTHING
