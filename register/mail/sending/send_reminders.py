"""Reminders, written once a day: to those who write in the department, and what is overdue to coordinators too."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from algorithms.review.deadlines import due
from algorithms.storage import queries
from assessments.storage import transaction
from register.accounts.people import queries as accounts
from register.accounts.people.queries import Person
from register.mail.rules.notification_rules import keeps, writes
from register.mail.rules.reminder_rules import Reminder, reminders
from register.mail.sending.from_log import POST
from register.mail.sending.question_letters import notify_of_questions
from register.outbox.choices import REMIND_AT, latest
from register.outbox.letters import write_letter
from register.outbox.tables import LetterRow, MailCursorRow

KIND = "reminder"
RETENTION = timedelta(days=365)  # then a letter is forgotten, sent or not


async def remind_today(zone: ZoneInfo, *, at: datetime) -> bool:
    """Whether it was done now: once a day, from six in the morning on. Doing it again would write nothing twice."""
    today = latest(REMIND_AT, at, zone).date()
    cursor = await MailCursorRow.select(MailCursorRow.reminded_on).first()
    if cursor is None or (cursor["reminded_on"] is not None and cursor["reminded_on"] >= today):
        return False
    async with transaction():
        await MailCursorRow.update({MailCursorRow.reminded_on: today}).where(MailCursorRow.id == 1)
        await remind(today, at=at)
        await notify_of_questions(cursor["reminded_on"], today, zone, at=at)
        await LetterRow.delete().where(LetterRow.written_at < at - RETENTION)
    return True


async def remind(today: date, *, at: datetime) -> None:
    due_reminders = reminders(due(await queries.published(seen_by=POST), today))
    people = (
        [reader for reader in await accounts.people_on(today) if reader.disabled_at is None] if due_reminders else []
    )
    for reminder in due_reminders:
        for person in people:
            if _concerns(reminder, person):
                await _write(reminder, person, at)


def _concerns(reminder: Reminder, person: Person) -> bool:
    return writes(reminder.version.entry.department, person) or (reminder.overdue and keeps(person))


async def _write(reminder: Reminder, person: Person, at: datetime) -> None:
    link = f"/workspace/versions/{reminder.version.id}"
    words = (reminder.subject(person.language), reminder.paragraphs, link)
    await write_letter(KIND, reminder.key, person.id, person.language, *words, at=at)
