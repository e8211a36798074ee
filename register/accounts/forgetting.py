"""What is kept of signing in, and for how long: deleted by the worker when it has served. Nothing here is a record."""

from datetime import datetime, timedelta

from register.accounts.tables import PasswordLinkRow, SessionRow, SignInAttemptRow

ATTEMPTS_KEPT = timedelta(hours=24)  # limits look back over a quarter of an hour; the log tells of sign-ins for good


async def forget_attempts(at: datetime) -> None:
    """Keyed hashes of network addresses among them."""
    await SignInAttemptRow.delete().where(SignInAttemptRow.at < at - ATTEMPTS_KEPT)


async def forget_ended(at: datetime, *, idle: timedelta, life: timedelta) -> None:
    """Sessions that open nothing any more, and links in letters whose time is over."""
    await SessionRow.delete().where((SessionRow.seen_at < at - idle) | (SessionRow.created_at <= at - life))
    await PasswordLinkRow.delete().where(PasswordLinkRow.ends_at < at)
