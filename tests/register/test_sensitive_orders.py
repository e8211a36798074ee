"""Every order of steps with sensitive data: nothing is started, or kept, that the officer has not agreed to.

The commands alone, on one database: from each state that can be reached every step is tried.
"""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from algorithms.editing import commands
from algorithms.entries.entry import OpinionKind, Topic
from algorithms.evidence import commands as evidence_commands
from algorithms.evidence import necessity_commands
from algorithms.evidence.commands import ReceivedFile
from algorithms.evidence.necessity import Reasons
from algorithms.evidence.necessity_commands import IncompleteError
from algorithms.evidence.queries import called_sensitive, sensitive_test
from algorithms.people import Role
from algorithms.review.workflow import RefusedError
from assessments.data.inventory import ColumnInventory, Inventory
from assessments.plan.plan import TestPlan
from assessments.runs import commands as runs
from assessments.runs import queries
from assessments.runs.run import RunState, RunStateError
from assessments.storage import transaction
from builders import NOW, a_department
from city import City
from conftest import settings_for
from steps import actor

SAME, OTHER = "a" * 64, "b" * 64
COLUMNS = tuple(
    ColumnInventory(name=name, distinct=2, values=(("ja", 5), ("nej", 5)), missing=0)
    for name in ("beslut", "diagnos", "kön")
)
PLAN = TestPlan(outcome=None, decision="beslut", groups=("diagnos",), sensitive=("diagnos",))
PLANS = {
    "plan": PLAN,
    "another plan": replace(PLAN, margin="0.1"),
    "say it is not sensitive": replace(PLAN, sensitive=()),
    "leave it out": replace(PLAN, groups=("kön",), sensitive=()),
}
REASONS = Reasons(
    purpose="Se om alla behandlas lika.",
    others="Inget annat visar det.",
    categories="Hälsa.",
    access="Enheten.",
    deleted="2027-03-31",
    protection="Namn är borttagna.",
    recipients="Ingen annan.",
    record="Registerförteckningen, nr 14.",
)
REFUSALS = (RefusedError, RunStateError, IncompleteError)
Steps = tuple[str, ...]


class _UndoneError(Exception):
    """Raised to take back a step."""


class Walk:
    """One run, and what was done with it so far."""

    def __init__(self, editor: Any, officer: Any) -> None:
        self.editor, self.officer = editor, officer
        self.done: list[str] = []  # what was not refused

    async def begin(self) -> "Walk":
        draft = {"name": "Prov", "department": a_department().id, "topic": Topic.WORK_AND_MONEY}
        self.version: UUID = await commands.create_entry(**draft, by=self.editor, at=NOW)
        file = a_file(SAME)
        self.run = file.id
        titles = {"sv": "Test", "en": "Test"}
        await evidence_commands.receive(self.version, file, titles=titles, by=self.editor, at=NOW)
        await runs.store_inventory(file.id, Inventory(rows=10, sha256=SAME, encoding="", separator="", columns=COLUMNS))
        return self

    async def take(self, step: str) -> bool:
        try:
            await STEPS[step](self)
        except REFUSALS:
            return False
        self.done.append(step)
        return True

    async def plan(self, plan: TestPlan) -> None:
        await evidence_commands.store_plan(self.version, self.run, plan, by=self.editor, at=NOW)

    async def write(self) -> None:
        await necessity_commands.record_necessity(self.version, self.run, REASONS, by=self.editor, at=NOW)

    async def give_opinion(self, kind: OpinionKind) -> None:
        recorded = (await sensitive_test(self.run)).recorded
        read = recorded.id if recorded else 0
        await necessity_commands.give_opinion(self.version, self.run, read, kind, "Ord.", by=self.officer, at=NOW)

    async def upload(self, sha256: str) -> None:
        await necessity_commands.bring_back(self.version, self.run, a_file(sha256), by=self.editor, at=NOW)

    async def start(self) -> None:
        await evidence_commands.queue(self.version, self.run, by=self.editor, at=NOW)

    async def state(self) -> RunState:
        return (await queries.runs([self.run]))[self.run].state

    async def has_file(self) -> bool:
        return bool(await queries.stored_files(self.run))

    async def signature(self) -> tuple[Any, ...]:
        """All that a later step could depend on."""
        test = await sensitive_test(self.run)
        opinion = test.recorded and test.recorded.opinion and test.recorded.opinion.kind
        written = test.recorded and test.recorded.plan_hash
        called = await called_sensitive(self.version)
        return await self.state(), test.plan_hash, written, opinion, called, await self.has_file()

    @property
    def has_licence(self) -> bool:
        """By what was done alone: the officer agreed last, to what was written last, for the plan that holds now."""
        plans = [step for step in self.done if step in PLANS]
        if not plans or not PLANS[plans[-1]].sensitive:
            return bool(plans)
        if "write" not in self.done:
            return False
        written = len(self.done) - 1 - self.done[::-1].index("write")
        was_for = [step for step in self.done[:written] if step in PLANS][-1]
        opinions = [step for step in self.done[written:] if step in OPINIONS]
        return was_for == plans[-1] and bool(opinions) and opinions[-1] != "object"


OPINIONS = {"agree": OpinionKind.AGREE, "object": OpinionKind.OBJECT}
STEPS: dict[str, Callable[[Walk], Any]] = {
    **{name: lambda walk, plan=plan: walk.plan(plan) for name, plan in PLANS.items()},
    "write": Walk.write,
    **{name: lambda walk, kind=kind: walk.give_opinion(kind) for name, kind in OPINIONS.items()},
    "same file": lambda walk: walk.upload(SAME),
    "other file": lambda walk: walk.upload(OTHER),
    "start": Walk.start,
}


def a_file(sha256: str) -> ReceivedFile:
    return ReceivedFile(id=uuid4(), name="prov.csv", size=10, sha256=sha256, wrapped_key=b"key")


@pytest.fixture
def city(sqlite_url: str, tmp_path: Path):
    with City(settings_for(sqlite_url, tmp_path)) as running:
        yield running


def test_no_run_with_sensitive_data_is_started_or_kept_without_agreement_in_any_order_of_steps(city: City) -> None:
    editor, officer = actor(city, Role.EDITOR), actor(city, Role.DPO)
    started, reached = city.call(every_order, editor, officer)

    assert len(reached) > 30
    assert ("plan", "write", "agree", "same file", "start") in started
    assert ("plan", "write", "object", "leave it out", "same file", "start") in started
    assert ("leave it out", "start") in started


async def every_order(editor: Any, officer: Any) -> tuple[set[Steps], set[Any]]:
    """The orders that ended in a start, and the states on the way."""
    started: set[Steps] = set()
    reached: set[Any] = set()
    waiting: list[Steps] = [()]
    while waiting:
        before = waiting.pop(0)
        walk = await again(editor, officer, before)
        here = await walk.signature()
        for step in STEPS:
            went, after = await tried(walk, before, step)
            if not went:
                assert after == here, f"{before}: {step} was refused and changed something"
            elif step == "start":
                started.add((*before, step))
            elif after not in reached:
                reached.add(after)
                waiting.append((*before, step))
    return started, reached


async def tried(walk: Walk, before: Steps, step: str) -> tuple[bool, Any]:
    """Whether a step is taken and what it leads to; then it is undone."""
    done = list(walk.done)
    with contextlib.suppress(_UndoneError):
        async with transaction():
            went, after = await walk.take(step), await walk.signature()
            await check(walk, (*before, step))
            raise _UndoneError
    walk.done = done
    return went, after


async def again(editor: Any, officer: Any, steps: Steps) -> Walk:
    walk = await Walk(editor, officer).begin()
    for step in steps:
        assert await walk.take(step)
    return walk


async def check(walk: Walk, steps: Steps) -> None:
    """Whatever was tried: what is planned or started has a licence, and without one no file lies there."""
    state, has_file = await walk.state(), await walk.has_file()
    if state in (RunState.PLANNED, RunState.QUEUED):
        assert walk.has_licence, steps
    if state is not RunState.INVENTORIED:
        assert not has_file or walk.has_licence, steps
    assert walk.run not in await queries.with_files() or has_file, steps
