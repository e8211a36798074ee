"""How somebody wants their letters, and which letters do not ask. Pure."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAILY_AT = time(7)  # in the city's time zone
REMIND_AT = time(6)  # so that reminders stand in the daily letter
ACCOUNT = "account"  # the kind of a letter about somebody's own account that is no secret
INVITATION = "invitation"  # the kind of a letter whose link lets somebody new choose a password
DAILY = "daily"  # the kind of a letter that others went out in


class MailPreference(StrEnum):
    AT_ONCE = "at-once"
    DAILY = "daily"
    ACCOUNT_ONLY = "account-only"


def delivery_for(choice: MailPreference, kind: str, *, secret: bool) -> MailPreference | None:
    """How this letter is to reach somebody who chose so; None: not at all. What is about their account always comes."""
    if secret or kind in (ACCOUNT, DAILY):
        return MailPreference.AT_ONCE
    return None if choice is MailPreference.ACCOUNT_ONLY else choice


def latest(clock_time: time, now: datetime, zone: ZoneInfo) -> datetime:
    """When it was last this time of day in the city."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), clock_time, zone)
    return today if today <= local else datetime.combine(local.date() - timedelta(days=1), clock_time, zone)
