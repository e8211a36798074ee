"""Reading the outbox: what people chose. Nothing here changes it."""

from uuid import UUID

from register.mail.choices import Choice
from register.mail.tables import MailChoiceRow


async def choice_of(person: UUID) -> Choice:
    """At once, for whoever has not chosen."""
    row = await MailChoiceRow.select(MailChoiceRow.choice).where(MailChoiceRow.person == person).first()
    return Choice(row["choice"]) if row else Choice.AT_ONCE
