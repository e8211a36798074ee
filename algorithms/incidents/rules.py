"""Incidents: what went wrong with a system, who may have been harmed, what was done, and who was informed. Pure.

Article 26(5) of the AI Act has a deployer report serious incidents at once; the city keeps all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from algorithms.entries.dates import day_of
from algorithms.entries.event_details import Particular
from algorithms.review.step_conditions import StepComment
from assessments.text.complaints import FieldError
from assessments.text.message import Message

LONGEST = 4_000  # characters, for each text of a report
TEXTS = ("what", "harmed", "done")


class Party(StrEnum):
    """Who may have to be informed."""

    PROVIDER = "provider"
    MARKET_SURVEILLANCE = "market-surveillance"
    DATA_PROTECTION = "data-protection"  # where personal data are concerned


@dataclass(frozen=True, slots=True)
class Account:
    """A report of an incident. The rest may come later, but not the day and what happened."""

    happened_on: date
    what: str
    harmed: str = ""
    done: str = ""
    informed: Mapping[Party, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incident:
    id: UUID
    entry: UUID
    account: Account
    revision: int
    by: UUID
    at: datetime
    outcome: str = ""  # the word it was closed with
    closed_by: UUID | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


# Within how many days of becoming aware of a serious incident its provider reports it: art. 73 of the AI Act.
REPORTING_DAYS: tuple[tuple[Message, int], ...] = (
    (Message("If critical infrastructure is seriously disrupted, or the infringement is widespread"), 2),
    (Message("If somebody has died"), 10),
    (Message("In other cases"), 15),
)


def report_by(aware_on: date) -> tuple[tuple[Message, date], ...]:
    """The last day for reporting a serious incident, by case."""
    return tuple((case, aware_on + timedelta(days=days)) for case, days in REPORTING_DAYS)


class IncidentError(FieldError):
    """Why an incident cannot be kept like this: a sentence for each thing that is wrong."""


def read(typed: Mapping[str, str], at: datetime) -> Account:
    """The account that was typed, by the names ``happened-on``, ``what`` … and ``provider-on``; or IncidentError."""
    latest = (at + timedelta(hours=14)).date()  # the day that has begun somewhere on earth
    errors: dict[str, Message] = {}
    happened = day_of(typed.get("happened-on", ""))
    if happened is None or happened > latest:
        errors["happened-on"] = Message("Write the day it happened, such as 2026-03-24. It cannot be later than today.")
    if not typed.get("what", "").strip():
        errors["what"] = Message("Write what happened.")
    for name in TEXTS:
        if len(typed.get(name, "")) > LONGEST:
            errors[name] = Message("Shorten this to {most} characters.", {"most": LONGEST})
    informed: dict[Party, date] = {}
    for party in (candidate for candidate in Party if typed.get(f"{candidate}-on", "").strip()):
        day = day_of(typed[f"{party}-on"])
        if day is None or day > latest or (happened is not None and day < happened):
            errors[f"{party}-on"] = Message("Write the day, such as 2026-03-24: from the day it happened until today.")
        else:
            informed[party] = day
    if errors or happened is None:
        raise IncidentError(errors)
    what, harmed, done = (typed.get(name, "").strip() for name in TEXTS)
    return Account(happened_on=happened, what=what, harmed=harmed, done=done, informed=informed)


def closing(outcome: str) -> str:
    """The word an incident is closed with; IncidentError where there is none."""
    if not outcome.strip():
        raise IncidentError({"outcome": Message("Write what came of it, and what is different now.")})
    if len(outcome) > LONGEST:
        raise IncidentError({"outcome": Message("Shorten this to {most} characters.", {"most": LONGEST})})
    return outcome.strip()


def as_comment(account: Account) -> StepComment:
    """All of it, as the history keeps it."""
    days = {"happened-on": account.happened_on, **{f"{party}-on": day for party, day in account.informed.items()}}
    words = "\n".join(part for part in (account.what, account.harmed, account.done) if part)
    return StepComment(typed={"sv": words}, particulars={Particular(name): str(day) for name, day in days.items()})
