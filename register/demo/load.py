"""Builds the demo city the way people would: through the same commands, steps and assessments, only faster."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from algorithms import departments as department_commands
from algorithms.editing import commands
from algorithms.entries.entry import LANGUAGES, Department, MeasureTaken, OpinionKind, VersionState
from algorithms.entries.texts import Text
from algorithms.evidence import commands as evidence_commands
from algorithms.evidence.commands import ReceivedFile
from algorithms.people import CITY_WIDE, Actor, Membership, Permission, Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.storage import queries
from assessments.storage import transaction
from assessments.text.message import Message
from register.accounts.people import commands as account_commands
from register.demo import content
from register.demo.city_wide import keep, month_after
from register.demo.events import record_events
from register.demo.resident_questions import ask
from register.demo.runs import Ready, finish, prepare
from register.demo.values import DemoAccount, DemoAssessment, DemoEntry
from register.mail.sending.from_log import begin_here
from register.settings import Settings

Echo = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class City:
    """Who lives in the demo city, and what time it is there."""

    departments: Mapping[str, UUID]
    people: tuple[Actor, ...]
    now: datetime

    def who(self, permission: Permission, department: str, *, as_coordinator: bool = False) -> Actor:
        """Somebody who may do this in this department, from the coordinator's office or from the department."""
        owner = self.departments[department]
        able = (person for person in self.people if person.may(permission, owner))
        return next(person for person in able if _is_coordinator(person) == as_coordinator)


async def load(settings: Settings, now: datetime, echo: Echo) -> None:
    """Fill an empty database. One that holds a department is left as it is."""
    if await queries.departments():
        return
    echo(Message("Building Exempelstad: departments, entries and assessments …"))
    entries = content.entries()
    ready = await prepare(settings, [(entry.slug, assessment) for entry in entries for assessment in entry.assessments])
    async with transaction():  # all of it or nothing, so that a broken start is begun again
        city = City(await _departments(now), await _people(now), now)
        for entry in entries:
            await _entry(settings, city, entry, ready)
        coordinator = next(filter(_is_coordinator, city.people))
        await keep(coordinator, now)
        await ask(coordinator, lambda owner: _answerer(city, owner), now)
        await begin_here()
    echo(Message("Done: one entry.", plural="Done: {count} entries.", count=len(entries)))


async def _departments(now: datetime) -> dict[str, UUID]:
    for department in content.departments():
        await department_commands.add_department(
            Department(
                id=uuid4(),
                slug=department.slug,
                names=department.names,
                boards=department.boards,
                phone=department.phone,
                post=department.post,
            ),
            by=account_commands.OPERATOR,
            at=now,
        )
    return {owner.slug: owner.id for owner in await queries.departments()}


async def _people(now: datetime) -> tuple[Actor, ...]:
    departments = {department.slug: department.id for department in await queries.departments()}
    return tuple([await _person(account, departments, now) for account in content.accounts()])


async def _person(account: DemoAccount, departments: Mapping[str, UUID], now: datetime) -> Actor:
    homes = [None] if account.role in CITY_WIDE else [departments[slug] for slug in account.departments]
    held = tuple(Membership(account.role, home) for home in homes)
    person = await account_commands.add_person(
        account.email,
        account.name,
        account.password,
        by=account_commands.OPERATOR,
        at=now,
        memberships=held,
        demo=True,
    )
    return Actor(person, account.name, held)


def _is_coordinator(person: Actor) -> bool:
    return any(held.role is Role.COORDINATOR for held in person.memberships)


def _answerer(city: City, owner: UUID | None) -> Actor:
    slug = next(slug for slug, identity in city.departments.items() if identity == owner)
    return city.who(Permission.SHOW_QUESTIONS, slug)


async def _entry(settings: Settings, city: City, entry: DemoEntry, ready: Mapping[str, Ready]) -> None:
    """Write it, then take it as far along the workflow as its state says, on the days that it says."""
    first = _earlier(entry) or entry
    begun, writer = city.now - timedelta(days=first.changed_days_ago), _writer(city, entry)
    version = await commands.create_entry(
        name=first.texts[Text.NAME, "sv"],
        department=city.departments[entry.department],
        topic=entry.topic,
        by=writer,
        at=begun,
        slug=entry.slug,
    )
    await _version(settings, city, first, version, ready)
    if first is not entry:
        entry_id = (await commands.for_change(version, writer)).entry.id
        begun = city.now - timedelta(days=entry.changed_days_ago)
        version = await commands.new_version(entry_id, by=writer, at=begun)
        await _version(settings, city, entry, version, ready)
    coordinator = city.who(Permission.KEEP_REGISTER, entry.department, as_coordinator=True)
    await record_events(version, entry, writer, coordinator, city.now)


def _earlier(entry: DemoEntry) -> DemoEntry | None:
    """What the entry said before, as an entry of its own."""
    if (before := entry.earlier) is None:
        return None
    new = {(Text.CHANGE_NOTE, language): "" for language in LANGUAGES}
    return replace(
        entry,
        texts={**entry.texts, **new, **before.texts},
        assessments=(),
        state=VersionState.PUBLISHED,
        changed_days_ago=before.published_days_ago + 14,
        published_days_ago=before.published_days_ago,
    )


def _writer(city: City, entry: DemoEntry) -> Actor:
    return city.who(Permission.WRITE, entry.department, as_coordinator=entry.written_by == "coordinator")


async def _version(settings: Settings, city: City, entry: DemoEntry, version: UUID, ready: Mapping[str, Ready]) -> None:
    begun, writer = city.now - timedelta(days=entry.changed_days_ago), _writer(city, entry)
    months = entry.next_review_months
    answers = {**entry.answers, "next_review": None if months is None else month_after(city.now, months)}
    revision = (await commands.for_change(version, writer)).revision
    await commands.save(
        version, revision=revision, texts=entry.texts, answers=answers, choices=entry.choices, by=writer, at=begun
    )
    await _Walk(settings=settings, city=city, entry=entry, version=version, writer=writer, at=begun).go(ready)


@dataclass(slots=True)
class _Walk:
    """One version on its way, an hour or a day at a time."""

    settings: Settings
    city: City
    entry: DemoEntry
    version: UUID
    writer: Actor
    at: datetime

    async def go(self, ready: Mapping[str, Ready]) -> None:
        goal = self.entry.state
        if goal is VersionState.DRAFT:
            return
        await self._step(Action.SUBMIT, self.writer)
        if goal is VersionState.SUBMITTED:
            return
        if self.entry.opinion is not None:
            await self._opinion()
        if goal is VersionState.RETURNED:
            reason = StepComment(typed=self.entry.return_reason)
            await self._step(Action.RETURN, self._coordinator(), reason)
            return
        for assessment in self.entry.assessments:
            await self._assessment(assessment, ready)
        if goal is not VersionState.IN_REVIEW:
            await self._finish(goal)

    async def _opinion(self) -> None:
        officer = self.city.who(Permission.GIVE_OPINION, self.entry.department)
        words = StepComment(typed=self.entry.opinion_texts, opinion=self.entry.opinion)
        await self._step(Action.GIVE_OPINION, officer, words)
        if self.entry.opinion is OpinionKind.OBJECT:
            await self._step(
                Action.ANSWER_OBJECTION,
                self._approver(),
                StepComment(typed=self.entry.objection_answer, case_number="KS 2026/0417"),
            )

    async def _assessment(self, assessment: DemoAssessment, ready: Mapping[str, Ready]) -> None:
        """Upload, plan, run and citation, with the figures that were computed for real beforehand."""
        by, made = self._coordinator(), ready[f"{self.entry.slug}/{assessment.dataset}"]
        file = ReceivedFile(
            id=made.run,
            name=f"{assessment.dataset}.csv",
            size=made.size,
            sha256=made.sha256,
            wrapped_key=made.wrapped_key,
        )
        await evidence_commands.receive(self.version, file, titles=assessment.titles, by=by, at=self._later())
        await finish(self.settings, self.version, made, by=by, at=self._later())
        await evidence_commands.cite(self.version, made.run, by=by, at=self._later())
        if assessment.words.written:
            words = assessment.words
            await evidence_commands.record_words(self.version, made.run, words, by=by, at=self._later())
        if assessment.measure is not None:
            taken = assessment.measure
            measure = MeasureTaken(
                what=taken.what, who=taken.who, by_when=taken.by_when or None, accepted=taken.accepted, at=self._later()
            )
            await evidence_commands.record_measure(self.version, made.run, measure, by=by)
            if taken.by_when and taken.by_when < f"{self.city.now:%Y-%m}":
                await evidence_commands.finish_measure(self.version, made.run, by=by, at=self._later())

    def _approver(self) -> Actor:
        if self.entry.written_by == "coordinator":
            return self.city.who(Permission.APPROVE_COORDINATORS, self.entry.department)
        return self._coordinator()

    async def _finish(self, goal: VersionState) -> None:
        await self._step(Action.APPROVE, self._approver())
        if goal is VersionState.APPROVED:
            return
        self._on_day(self.entry.published_days_ago)
        await self._step(Action.PUBLISH, self._coordinator())
        if goal is VersionState.WITHDRAWN:
            self._on_day(self.entry.withdrawn_days_ago)
            await self._step(Action.WITHDRAW, self._coordinator(), StepComment(typed=self.entry.withdraw_reason))

    async def _step(self, action: Action, by: Actor, words: StepComment | None = None) -> None:
        await commands.take_step(self.version, action, by=by, at=self._later(), words=words)

    def _coordinator(self) -> Actor:
        return self.city.who(Permission.REVIEW, self.entry.department, as_coordinator=True)

    def _later(self) -> datetime:
        self.at = min(self.at + timedelta(hours=7), self.city.now)
        return self.at

    def _on_day(self, days_ago: int | None) -> None:
        if days_ago is not None:
            self.at = max(self.at, self.city.now - timedelta(days=days_ago))
