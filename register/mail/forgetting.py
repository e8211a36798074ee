"""How long a letter is kept that has been sent, or that nobody will send."""

from datetime import datetime, timedelta

from register.outbox.tables import LetterRow

RETENTION = timedelta(days=90)


async def forget_letters(at: datetime) -> None:
    """Also those that were part of a daily letter. What happened is in the log, which letters only repeat."""
    ended = LetterRow.state.is_in(["sent", "failed"])
    await LetterRow.delete().where(ended, LetterRow.written_at < at - RETENTION)
