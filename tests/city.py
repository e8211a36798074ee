"""A small city for tests of the web: one department, one person for each role, and what they do all day."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from algorithms import departments
from algorithms.entries.texts import Text
from algorithms.law.dpia import CRITERIA
from algorithms.people import CITY_WIDE, Membership, Role
from applications import application
from builders import NOW, a_department
from client import CheckingClient
from peopled import templates
from register.accounts.people import commands as accounts
from register.accounts.people import queries as accounts_queries
from register.accounts.sign_in.passwords import hashed
from register.accounts.sign_in.signing_in import RequestOrigin, begin_session
from register.jobs.assessments import handlers, sources
from register.jobs.worker import run_next_job
from register.settings import Settings
from register.tables import PersonRow

PASSWORD = "tolv gula bussar i snön"


@dataclass
class Clock:
    """A clock that tests may put forward."""

    now: Any = NOW

    def __call__(self) -> Any:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


class City:
    """A running application with people in it. ``with City(settings) as city: city.as_(Role.EDITOR)``."""

    def __init__(self, settings: Settings, *, is_copied: bool = True) -> None:
        self.settings = settings
        self._has_people = is_copied and any(template.laid_out(settings, _fill) for template in templates)
        self.clock = Clock()
        self.client = CheckingClient(application(settings, self.clock))
        self.department = a_department()

    def __enter__(self) -> "City":
        self.client.__enter__()
        if not self._has_people:
            self._add_everybody()
        return self

    def _add_everybody(self) -> None:
        self.call(departments.add_department, self.department, by=accounts.OPERATOR, at=NOW)
        self.call(departments.add_department, a_department("school"), by=accounts.OPERATOR, at=NOW)
        for role in Role:
            self.add_person(role)

    def __exit__(self, *failure: Any) -> None:
        self.client.__exit__(*failure)

    def call(self, work: Any, *arguments: Any, **named: Any) -> Any:
        async def done() -> Any:
            return await work(*arguments, **named)

        return self.client.call(done)

    def add_person(self, role: Role, department: str = "social", name: str = "") -> UUID:
        held = Membership(role, None if role in CITY_WIDE else a_department(department).id)
        address = self.address(role, department, name)
        person: UUID = self.call(
            accounts.add_person,
            address,
            name or f"{role} i {department}",
            None,
            by=accounts.OPERATOR,
            at=NOW,
            memberships=(held,),
        )
        self.call(_let_in, person)
        return person

    def address(self, role: Role, department: str = "social", name: str = "") -> str:
        return f"{(name or role).replace(' ', '.')}.{department}@staden.example"

    def as_(self, role: Role, department: str = "social", name: str = "") -> CheckingClient:
        """Somebody else, in a session that began a moment ago; the form of signing in has tests of its own."""
        self.client.cookies.clear()
        token = self.call(self._session, self.address(role, department, name))
        self.client.cookies.set(self.settings.cookie_name, token, domain="127.0.0.1", path="/")
        self.client.arrive("/workspace")
        return self.client

    async def _session(self, address: str) -> str:
        state = self.client.app.state
        origin = RequestOrigin("127.0.0.1", state.secret, state.guard)
        person = await accounts_queries.person_by_email(address)
        return await begin_session(person.id, origin, at=self.clock(), life=self.settings.session_life)

    def forget_pages(self) -> None:
        """What was changed past the register's own commands is in no log: no page that is held may hide it."""
        self.client.app.state.pages.held.clear()

    def work(self) -> None:
        """Let the worker do what waits, until nothing does."""
        kinds, job_sources = handlers(self.settings, self.clock), sources(self.settings, self.clock)

        async def all_of_it() -> None:
            import asyncio

            while await run_next_job(kinds, job_sources, asyncio.Event(), self.clock):
                pass

        self.client.call(all_of_it)


def _fill(settings: Settings) -> None:
    with City(settings, is_copied=False):
        pass


async def _let_in(person: UUID) -> None:
    """Give the shared password. Its hash is computed once: that takes a fifth of a second by design."""
    await PersonRow.update({PersonRow.password_hash: await _password_hash()}).where(PersonRow.id == person)


async def _password_hash() -> str:
    if not _HASHES:
        _HASHES.append(await hashed(PASSWORD))
    return _HASHES[0]


_HASHES: list[str] = []

FILLED = {
    "about": {
        "summary-sv": "Systemet läser ansökningar och föreslår vilka som ska kontrolleras. Det fattar inga beslut.",
        "summary-en": "The system reads applications and suggests which to check. It makes no decisions.",
        "name-en": "Choosing applications for an extra check",
        "operational_status": "in-use",
        "in_use_since": "2024-03",
    },
    "purpose": {
        "concerns-sv": "Ja, om du söker försörjningsstöd.",
        "concerns-en": "Yes, if you apply for income support.",
        "purpose-sv": "För att handläggare ska hinna med de ärenden där något kan vara **fel**.",
        "purpose-en": "So that case officers have time for the cases where something may be **wrong**.",
    },
    "people": {
        "human_role": "decides",
        "human-sv": "Ja. En handläggare avgör alltid.",
        "human-en": "Yes. A case officer always decides.",
    },
    "data": {
        "personal_data": "yes",
        "data-sv": "Det du skriver i ansökan och tidigare beslut.",
        "data-en": "What you write in the application, and earlier decisions.",
    },
    "rights": {
        "objection-sv": "Du kan överklaga beslutet inom tre veckor.",
        "objection-en": "You can appeal the decision within three weeks.",
        "contact_email": "stod@staden.example",
    },
    "law": {
        "risks-sv": "Någon kan bli kontrollerad utan anledning. Därför testas systemet varje år.",
        "risks-en": "Somebody may be checked without reason. That is why the system is tested every year.",
    },
    "workings": {"supplier-sv": "Staden har gjort systemet själv.", "supplier-en": "Made by the city itself."},
}
CLASS_ANSWERS = {
    "technique": "learned",
    "scope": "none",
    "origin": "built",
    "practice": "none",
    "biometrics": "no",
    "product": "no",
    "area": "services",
    "services": "5a",
    "profiling": "yes",
    "talks": "no",
    "creates": "no",
}
NAME = "Urval av ansökningar för extra kontroll"


def write_an_entry(city: City, role: Role = Role.EDITOR) -> str:
    """Fill in the whole guided form as this person; the answer is the address of the version."""
    client = city.as_(role)
    client.get("/workspace/entries/new")
    client.submit("/workspace/entries/new", name=NAME, department=str(city.department.id), topic="work-and-money")
    for slug, typed in FILLED.items():
        assert client.url.endswith(f"/answers/{slug}"), client.url
        client.submit(2, press="Spara och fortsätt", **typed)
    assert client.url.endswith("/answers")
    version = client.url.removesuffix("/answers")
    answer_about_the_law(city, version)
    return version


def answer_about_the_law(city: City, version: str) -> None:
    """The questions on the AI Act, one at a time, and those on the impact assessment."""
    client = city.client
    client.get(f"{version}/class")
    for question, answer in CLASS_ANSWERS.items():
        client.submit("Spara och gå vidare", **{question: answer})
    assert "Hög risk" in client.page.text
    client.get(f"{version}/impact")
    client.submit(
        "Spara",
        **{criterion.key: "yes" if criterion.key in ("evaluation", "vulnerable") else "no" for criterion in CRITERIA},
    )
    assert "En konsekvensbedömning avseende dataskydd krävs." in client.page.text


def texts() -> dict[tuple[Text, str], str]:
    """The same texts, for tests that need no form."""
    return {
        (Text(name.rpartition("-")[0]), name.rpartition("-")[2]): words
        for typed in FILLED.values()
        for name, words in typed.items()
        if name.endswith(("-sv", "-en"))
    } | {(Text.NAME, "sv"): NAME}
