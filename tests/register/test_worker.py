"""The worker: it finds what is left to do, does it once, says why when it cannot, and stops without harm."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from uuid import uuid4

import pytest

from conftest import now
from register.jobs import commands, queries
from register.jobs.queries import JobState
from register.jobs.worker import JobError, run, run_next_job
from register.storage.database import opened
from staff import Clock

pytestmark = pytest.mark.storage


@pytest.fixture
def clock():
    return Clock()


def inside(settings, work):
    async def go():
        async with opened(settings):
            return await work()

    return now(go())


async def state_of(subject, kind="count"):
    return await queries.latest(kind, subject)


class Bench:
    """A worker's handlers that tests steer: what each subject does, and what was done."""

    def __init__(self) -> None:
        self.done, self.unfinished, self.begun = [], [], asyncio.Event()

    async def sources(self):
        return [("count", subject) for subject in self.unfinished]

    async def count(self, task):
        self.done.append(task.subject)
        self.begun.set()

    async def fail(self, _):
        raise JobError("The columns are gone.")

    async def stumble(self, _):
        raise RuntimeError("19121212-1212")

    async def forever(self, task):
        task.progress(40)
        self.begun.set()
        await asyncio.sleep(600)


def test_a_worker_finds_unfinished_work_that_nobody_queued_and_does_it_once(settings, clock) -> None:
    async def work():
        bench = Bench()
        bench.unfinished = [uuid4(), uuid4()]
        stopping = asyncio.Event()
        passes = []
        for _ in range(3):
            passes.append(await run_next_job({"count": bench.count}, [bench.sources], stopping, clock))
            bench.unfinished = [subject for subject in bench.unfinished if subject not in bench.done]
        return passes, len(bench.done), len(set(bench.done))

    assert inside(settings, work) == ([True, True, False], 2, 2)


@pytest.mark.parametrize(
    ("name", "state", "message"),
    [("fail", JobState.FAILED, "The columns are gone."), ("stumble", JobState.WAITING, "Something went wrong")],
)
def test_a_job_that_cannot_be_done_says_so_without_anybodys_data(settings, clock, caplog, name, state, message) -> None:
    async def work():
        subject = uuid4()
        await commands.add("count", subject, at=clock())
        await run_next_job({"count": getattr(Bench(), name)}, [], asyncio.Event(), clock)
        return await state_of(subject)

    job = inside(settings, work)
    assert job.state is state
    assert job.error.startswith(message)
    assert "1912" not in caplog.text + job.error


async def _during(bench, subject, clock, meanwhile):
    """One pass over a job that does not end, while something else happens."""
    stopping = asyncio.Event()
    await commands.add("count", subject, at=clock())
    passing = asyncio.ensure_future(run_next_job({"count": bench.forever}, [], stopping, clock))
    await asyncio.wait_for(bench.begun.wait(), 10)
    await meanwhile(stopping)
    await asyncio.wait_for(passing, 10)
    return await state_of(subject)


def test_running_job_reports_its_progress_and_ends_when_somebody_cancels_it(settings, clock, monkeypatch) -> None:
    monkeypatch.setattr("register.jobs.worker.BEAT", 0.02)

    async def work():
        subject, seen = uuid4(), set()

        async def cancel(_):
            for _ in range(200):
                seen.add((await state_of(subject)).progress)
                if 40 in seen:
                    break
                await asyncio.sleep(0.02)
            await commands.cancel("count", subject, at=clock())

        return await _during(Bench(), subject, clock, cancel), seen

    job, seen = inside(settings, work)
    assert job.state is JobState.CANCELLED
    assert seen <= {0, 40}
    assert 40 in seen


def test_worker_asked_to_stop_puts_its_job_back_unharmed(settings, clock) -> None:
    async def work():
        async def stop(stopping):
            stopping.set()

        return await _during(Bench(), uuid4(), clock, stop)

    job = inside(settings, work)
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, None)


def test_a_worker_goes_on_when_the_queue_could_not_be_read_for_a_while(settings, clock, monkeypatch) -> None:
    monkeypatch.setattr("register.jobs.worker.IDLE", 0.02)
    calls, subject = [], uuid4()

    async def sometimes_away():
        calls.append(1)
        if len(calls) == 1:
            raise ConnectionError("away")
        return [("count", subject)] if len(calls) == 2 else []

    async def work():
        bench, until = Bench(), asyncio.Event()
        running = asyncio.ensure_future(
            run(settings, {"count": bench.count}, [sometimes_away], until=until, clock=clock)
        )
        await asyncio.wait_for(bench.begun.wait(), 10)
        until.set()
        await asyncio.wait_for(running, 10)
        return bench.done

    assert now(work()) == [subject]


def test_a_worker_whose_server_was_killed_ends_by_itself(sqlite_url, tmp_path) -> None:
    environment = {**os.environ, "INSYN_DATABASE_URL": sqlite_url, "INSYN_DATA_DIR": str(tmp_path)}
    worker = f"{sys.executable} -m register.shell.cli worker --parent $$ & echo $!; sleep 60"
    shell = subprocess.Popen(
        ["/bin/sh", "-c", worker], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    child = int(shell.stdout.readline())
    shell.send_signal(signal.SIGKILL)
    shell.wait()
    shell.stdout.close()
    with contextlib.suppress(ProcessLookupError):
        for _ in range(300):
            os.kill(child, 0)
            now(asyncio.sleep(0.05))
        os.kill(child, signal.SIGKILL)
        pytest.fail("the worker is still there")


def test_a_job_that_takes_long_holds_up_no_duty_and_a_duty_that_fails_no_job(settings, clock) -> None:
    async def work():
        bench, until, rounds = Bench(), asyncio.Event(), []
        await commands.add("count", uuid4(), at=clock())

        async def letters():
            await bench.begun.wait()
            rounds.append(len(rounds))
            if len(rounds) == 3:
                until.set()
            return True

        async def broken():
            raise RuntimeError

        await asyncio.wait_for(
            run(settings, {"count": bench.forever}, [], duties=[letters, broken], until=until, clock=clock), 30
        )
        return rounds

    assert inside(settings, work) == [0, 1, 2]
