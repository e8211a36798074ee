"""A healthy file is never blamed or lost for what happens to the program, the machine or the installation."""

import asyncio
import os
import signal
import sqlite3
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from algorithms.people import Role
from assessments.runs import queries
from assessments.runs.run import RunState
from assessments.runs.subprocess_client import Limits, PlainFile, inventory_of
from assessments.text.complaints import ChildDiedError, ChildStoppedError
from city import City
from conftest import settings_for
from listed import LIST
from logged import lines
from register.jobs import commands
from register.jobs.assessments import handlers, sources
from register.jobs.commands import ATTEMPTS
from register.jobs.queries import latest
from register.jobs.worker import Task, run_next_job
from register.settings import Settings
from register.storage.errors import UnavailableError
from second_run import Run, csv


@pytest.fixture
def city(sqlite_url, tmp_path):
    with City(replace(settings_for(sqlite_url, tmp_path), database_seconds=0.1)) as running:
        running.as_(Role.EDITOR)
        yield running


OTHERS: set[int] = set()  # what ran before a test began, such as the demo city that a whole run shares


@pytest.fixture(autouse=True)
def _others_live_on() -> None:
    OTHERS.clear()
    OTHERS.update(children())


def children() -> list[int]:
    """Processes that the test itself has started."""
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    running = (int(pid) for listing in lists for pid in listing.read_text().split())
    return [pid for pid in running if pid not in OTHERS]


class Killing(Task):
    """Work during which the system kills the process that reads."""

    def progress(self, percent: int) -> None:
        super().progress(percent)
        for pid in children():
            os.kill(pid, signal.SIGKILL)


class Locking(Task):
    """Work at whose end somebody else holds the lock for writing."""

    city: City

    def progress(self, percent: int) -> None:
        if percent == 100:
            path = self.city.settings.database_url.removeprefix("sqlite://")
            self.city.lock = sqlite3.connect(path, check_same_thread=False)
            self.city.lock.execute("BEGIN IMMEDIATE")


def attempt(city: City, kind: type[Task] = Task, settings: Settings | None = None) -> None:
    """One pass of a worker, in which tasks are of this kind."""

    def steered(handler):
        async def work(given):
            task = kind(given.subject, is_last_attempt=given.is_last_attempt)
            if isinstance(task, Locking):
                task.city = city
            await handler(task)

        return work

    used = settings or city.settings
    kinds = {name: steered(handler) for name, handler in handlers(used, city.clock).items()}
    city.call(run_next_job, kinds, sources(used, city.clock), asyncio.Event(), city.clock)


CASES = csv(
    "behov;beslut;kön", [("ja" if n % 2 else "nej", "ja" if n % 3 else "nej", "mk"[n % 4 < 2]) for n in range(90)]
)


def queued(city: City) -> Run:
    run = Run(city, CASES)
    run.plan("kön", key="")
    run.save()
    run.client.submit("Starta bedömningen")
    return run


@pytest.mark.parametrize(("sent", "error"), [(signal.SIGKILL, ChildDiedError), (signal.SIGTERM, ChildStoppedError)])
def test_a_reading_process_that_was_ended_by_another_hand_says_nothing_of_the_file(tmp_path, sent, error) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1,2\n" * 2_000_000)

    def strike(_: float) -> None:
        for pid in children():
            os.kill(pid, sent)

    with pytest.raises(error):
        asyncio.run(inventory_of(PlainFile(path), strike, limits=Limits(piece=100_000)))


def test_a_result_whose_commit_is_refused_finds_its_file_there_at_the_next_attempt(city: City) -> None:
    run = queued(city)

    with pytest.raises(UnavailableError, match="locked"):
        attempt(city, Locking)
    city.lock.rollback()
    city.lock.close()

    assert run.stored_files == {str(run.id)}
    city.clock.forward(minutes=1)
    city.work()
    assert (run.state, run.stored_files) == (RunState.DONE, set())
    assert len(lines(city, action="finish-run")) == 1


def test_what_a_worker_left_when_it_was_killed_after_the_commit_is_removed_without_waiting(city: City) -> None:
    run = queued(city)
    path = city.settings.data_dir / "uploads" / str(run.id)
    left, on_its_way = path.read_bytes(), path.with_name(str(uuid4()))
    city.work()
    for file in (path, on_its_way):
        file.write_bytes(left)

    city.work()

    assert run.stored_files == {on_its_way.name}


def test_a_run_that_is_interrupted_again_and_again_keeps_its_file_and_says_so(city: City) -> None:
    run = queued(city)
    for _ in range(3 * ATTEMPTS):
        city.call(claim_once, city)
        city.clock.forward(minutes=11)
    job = city.call(latest, "assessment", run.id)
    assert (job.attempts <= 1, job.interruptions > ATTEMPTS) == (True, True)
    city.call(commands.claim, uuid4(), ["none of these"], at=city.clock())  # looks for leases that ran out
    city.as_(Role.EDITOR)
    run.client.get(run.address)
    assert "Arbetet avbröts" in run.words
    assert (run.state, run.stored_files) == (RunState.QUEUED, {str(run.id)})
    city.clock.forward(minutes=11)
    city.work()
    assert run.state is RunState.DONE


async def claim_once(city: City) -> None:
    """A worker takes the job and is killed."""
    for source in sources(city.settings, city.clock):
        for kind, subject in await source():
            await commands.add(kind, subject, at=city.clock())
    await commands.claim(uuid4(), ["assessment"], at=city.clock())


def test_file_is_blamed_only_after_its_reading_process_died_each_time(city: City) -> None:
    run = queued(city)
    for place in range(ATTEMPTS):
        assert (run.state, run.stored_files) == (RunState.RUNNING if place else RunState.QUEUED, {str(run.id)})
        attempt(city, Killing)
        city.clock.forward(minutes=3)
    run.client.get(run.address)
    assert "Filen krävde mer minne" in run.words
    assert (run.state, run.stored_files) == (RunState.FAILED, set())


@pytest.mark.parametrize("fault", ["another folder", "another secret", "a file that may not be read"])
def test_unreachable_file_waits_and_is_not_reported_as_damaged(
    city: City, fault: str, tmp_path_factory, caplog
) -> None:
    run = queued(city)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    own = replace(city.settings, data_dir=elsewhere, secret_file=city.settings.secret_file)
    if fault == "another secret":
        own = replace(city.settings, secret_file=elsewhere / "secret")
        own.secret_file.write_bytes(bytes(32))
    if fault == "a file that may not be read":
        own = city.settings
        path = own.data_dir / "uploads" / str(run.id)
        whole = path.read_bytes()
        path.unlink()
        path.mkdir()
    for _ in range(2 * ATTEMPTS):
        attempt(city, settings=own)
        city.clock.forward(seconds=21)

    run.client.get(run.address)
    assert "Det är inget fel på den" in run.words
    assert "waits" in caplog.text
    assert lines(city, action="fail-run") == []
    assert city.call(queries.runs, [run.id])[run.id].destroyed_at is None
    if fault == "a file that may not be read":
        path.rmdir()
        path.write_bytes(whole)
    city.work()
    assert run.state is RunState.DONE


def test_a_list_that_the_installation_cannot_reach_waits_too(city: City, tmp_path_factory) -> None:
    city.client.get("/workspace/imports")
    city.client.submit("Ladda upp", file=("lista.csv", LIST))
    other = replace(city.settings, data_dir=tmp_path_factory.mktemp("elsewhere"))
    for _ in range(2 * ATTEMPTS):
        attempt(city, settings=other)
        city.clock.forward(seconds=21)
    assert "Det är inget fel på den" in city.client.get(city.client.url).text
    city.work()
    assert "Nästa steg: kolumnerna" in city.client.get(city.client.url).text
