"""Values for tests: name only what the test is about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.entries.entry import Department, Entry, Evidence, MeasureTaken, Topic, Version, VersionState
from algorithms.entries.fields import Answers
from algorithms.entries.texts import Text
from algorithms.law.dpia import CRITERIA
from algorithms.law.given_answers import DPIA, RISK
from algorithms.neighbours.rules import NeighbourList
from algorithms.people import CITY_WIDE, Actor, Membership, Role
from algorithms.standards.origin import Origin

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


def an_id(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(_SPACE, name)


def a_department(slug: str = "social") -> Department:
    return Department(
        id=an_id(slug),
        slug=slug,
        names={"sv": f"{slug.title()}förvaltningen", "en": f"{slug.title()} Department"},
        boards={"sv": f"{slug.title()}nämnden", "en": f"{slug.title()} Board"},
    )


def a_person(*roles: Role, name: str = "", department: str = "social") -> Actor:
    """Somebody with these roles; those that are held in a department are held in this one."""
    held = tuple(Membership(role, None if role in CITY_WIDE else an_id(department)) for role in roles)
    return Actor(an_id(name or "+".join(roles) + department), name or " and ".join(roles), held)


FULL_TEXTS: Mapping[tuple[Text, str], str] = {
    (name, language): f"{name.value} in {language}" for name in Text for language in ("sv", "en")
}
FULL_CHOICES: Mapping[str, str] = {
    f"{RISK}technique": "rules",
    **{f"{DPIA}{criterion.key}": "no" for criterion in CRITERIA},
}
FULL_ANSWERS = Answers(
    operational_status=OperationalStatus.IN_USE,
    in_use_since="2024-03",
    personal_data=True,
    human_role=HumanRole.DECIDES,
    contact_email="unit@city.example",
    next_review="2027-03",
)


def a_version(state: VersionState = VersionState.DRAFT, *, by: Actor | None = None, **more: Any) -> Version:
    """A complete version that this person (an editor, unless said) changed last."""
    author = by or a_person(Role.EDITOR)
    entry = Entry(id=an_id("entry"), slug="entry", department=an_id("social"), topic=Topic.WORK_AND_MONEY)
    version = Version(
        id=an_id("version"),
        entry=entry,
        number=1,
        state=state,
        revision=0,
        changed_by=author.id,
        changed_at=NOW,
        changed_by_coordinator=False,
        texts=FULL_TEXTS,
        answers=FULL_ANSWERS,
        choices=FULL_CHOICES,
    )
    return replace(version, **more)


def a_measure(**more: Any) -> MeasureTaken:
    measure = MeasureTaken(what={"sv": "Gränsen höjs"}, who={"sv": "Enheten"}, by_when="2027-03", accepted={}, at=NOW)
    return replace(measure, **more)


def some_evidence(
    *, cited: bool = True, shows_difference: bool = True, measure: MeasureTaken | None = None
) -> Evidence:
    return Evidence(
        run=an_id("run"),
        number=1,
        titles={"sv": "Test", "en": "Test"},
        cited=cited,
        shows_difference=shows_difference,
        measure=measure,
    )


def damaged(stored: bytes) -> bytes:
    """The last byte is another than it was, whatever it was: what is sealed may end in any."""
    return stored[:-1] + bytes([stored[-1] ^ 1])


NEIGHBOURS = NeighbourList(
    id=UUID(int=1), source="Grannstad", licence="CC0", address="https://granne.example", as_of=date(2026, 11, 1)
)
NEIGHBOURS_ENTRY = Origin(organisation="Grannstad", standard="nl-csv")
