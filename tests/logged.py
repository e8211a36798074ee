"""What tests read in the log and the history, and a form that no page offers."""

from typing import Any
from uuid import UUID

from algorithms.editing import commands
from algorithms.entries.entry import Topic
from algorithms.entries.event_details import apart
from algorithms.log.tables import LogRow
from algorithms.people import Role
from algorithms.tables import EventRow
from assessments.text.localized import read
from builders import NOW, a_department
from city import NAME, City
from register.accounts.people import queries as accounts


def lines(city: City, **criteria: Any) -> list[dict[str, Any]]:
    rows = city.call(LogRow.select().order_by(LogRow.seq).run)
    return [row for row in rows if all(row[name] == value for name, value in criteria.items())]


def notes_of(city: City, action: str) -> list[tuple[str, dict[str, str]]]:
    """What the history says of each such act: the Swedish words, and its details."""
    rows = city.call(EventRow.select().where(EventRow.action == action).order_by(EventRow.seq).run)
    notes = [apart(read(row["note"])) for row in rows]
    return [(words["sv"], {str(name): value for name, value in particulars.items()}) for words, particulars in notes]


def refused(city: City) -> list[tuple[str, int]]:
    return [(row["object"], row["status"]) for row in lines(city, action="refused")]


def identity(city: City, role: Role, department: str = "social") -> str:
    return str(city.call(accounts.person_by_email, city.address(role, department)).id)


def a_draft(city: City) -> UUID:
    writer = city.call(accounts.person_by_email, city.address(Role.EDITOR)).actor
    owner, topic = a_department().id, Topic.WORK_AND_MONEY
    version: UUID = city.call(commands.create_entry, name=NAME, department=owner, topic=topic, by=writer, at=NOW)
    return version


def token(city: City) -> dict[str, str]:
    """What a form of this session carries, for sending one that no page offers."""
    city.client.get("/workspace")
    return {"_csrf_token": dict(city.client.page.forms[0].values)["_csrf_token"]}
