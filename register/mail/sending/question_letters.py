"""E-mails about residents' questions, once a day and never quoting one: what is new, and which answers are late.

Not at the moment when a question comes in: the time of the letter would tell more than the hour that is kept.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from algorithms.people import GRANTS, Permission
from algorithms.questions import queries
from algorithms.questions.answer_times import due_on
from algorithms.questions.rules import ResidentQuestion
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.accounts.people.queries import Person
from register.mail.rules.notification_rules import keeps
from register.outbox.choices import REMIND_AT
from register.outbox.letters import write_letter

KIND = "question"
_LINK = "/workspace/questions"
_EVER = date(2000, 1, 1)
_DO = Message("Read what is asked, decide whether everybody may read it, and answer within ten working days.")
_LATE_DO = Message("Ten working days have passed. Answer, or hand the question over to somebody who can.")


async def notify_of_questions(last: date | None, today: date, zone: ZoneInfo, *, at: datetime) -> None:
    """What has come in, and what has become late, since the letter of ``last``: from six to six in the city."""
    waiting = await queries.open_questions()
    since, until = _six(last or _EVER, zone), _six(today, zone)
    new = [question for question in waiting if since <= question.received_hour < until]
    late = [question for question in waiting if (last or _EVER) <= due_on(question, zone) < today]
    people = [reader for reader in await accounts.people_on(today) if reader.disabled_at is None] if new or late else []
    for person in people:
        for kind, questions in (("new", _of(new, person)), ("late", _of(late, person, also=keeps(person)))):
            if questions:
                subject, do = _words(kind, len(questions))
                key = f"questions/{kind}/{today}"
                await write_letter(KIND, key, person.id, person.language, subject, (do,), _LINK, at=at)


def _words(kind: str, count: int) -> tuple[Message, Message]:
    received = Message(
        "One resident has asked a question", plural="{count} residents have asked questions", count=count
    )
    late = Message("One answer to a resident is late", plural="{count} answers to residents are late", count=count)
    return (received, _DO) if kind == "new" else (late, _LATE_DO)


def _of(questions: Iterable[ResidentQuestion], person: Person, *, also: bool = False) -> list[ResidentQuestion]:
    """Those that this person answers; of what nobody has been handed, the coordinator."""
    return [question for question in questions if also or _answers(question.department, person)]


def _answers(department: UUID | None, person: Person) -> bool:
    if department is None:
        return keeps(person)
    held = person.actor.memberships
    return any(
        membership.department == department and Permission.ANSWER_QUESTIONS in GRANTS[membership.role]
        for membership in held
    )


def _six(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, REMIND_AT, zone)
