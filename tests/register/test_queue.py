"""The queue: no job is lost, none is done by two at once, and whoever waits learns how far it has come."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections import Counter
from uuid import uuid4

import pytest

from builders import NOW
from conftest import now
from register.database import opened
from register.jobs import commands, queries
from register.jobs.queries import JobState
from register.worker import JobError, one_pass, run
from staff import Clock


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


def test_adding_twice_is_adding_once_until_it_is_finished(settings) -> None:
    async def work():
        subject, worker = uuid4(), uuid4()
        for _ in range(3):
            await commands.add("count", subject, at=NOW)
        first = await commands.claim(worker, ["count"], at=NOW)
        await commands.add("count", subject, at=NOW)
        none = await commands.claim(worker, ["count"], at=NOW)
        await commands.finish(first, at=NOW)
        await commands.add("count", subject, at=NOW)
        return none, await commands.claim(worker, ["count"], at=NOW)

    none, again = inside(settings, work)
    assert none is None
    assert again is not None


def test_a_worker_gets_only_the_kinds_it_knows(settings) -> None:
    async def work():
        await commands.add("other", uuid4(), at=NOW)
        return await commands.claim(uuid4(), ["count"], at=NOW), await commands.claim(uuid4(), [], at=NOW)

    assert inside(settings, work) == (None, None)


def test_six_workers_that_claim_at_once_never_get_the_same_job(settings) -> None:
    async def claim_all(found):
        while (job := await commands.claim(uuid4(), ["count"], at=NOW)) is not None:
            found[job.subject] += 1

    async def work():
        for _ in range(60):
            await commands.add("count", uuid4(), at=NOW)
        found = Counter()
        await asyncio.gather(*(claim_all(found) for _ in range(6)))
        return found

    found = inside(settings, work)
    assert len(found) == 60
    assert set(found.values()) == {1}


def test_a_dead_workers_job_is_taken_over_and_the_dead_one_writes_nothing(settings, clock) -> None:
    async def work():
        subject = uuid4()
        await commands.add("count", subject, at=clock())
        dead = await commands.claim(uuid4(), ["count"], at=clock())
        clock.forward(seconds=9)
        early = await commands.claim(uuid4(), ["count"], at=clock())
        await commands.report(dead, at=clock(), progress=40)
        clock.forward(seconds=9)
        kept = await commands.claim(uuid4(), ["count"], at=clock())
        clock.forward(seconds=2)
        heir = await commands.claim(uuid4(), ["count"], at=clock())
        with pytest.raises(commands.LostError):
            await commands.report(dead, at=clock())
        late = [await commands.finish(dead, at=clock()), await commands.fail(dead, "x", at=clock(), again=True)]
        return early, kept, heir, late, await commands.finish(heir, at=clock()), await state_of(subject)

    early, kept, heir, late, finished, job = inside(settings, work)
    assert (early, kept) == (None, None)
    assert heir.attempts == 2
    assert (late, finished) == ([False, False], True)
    assert (job.state, job.progress) == (JobState.DONE, 100)


def test_what_fails_is_tried_three_times_with_pauses_and_says_why(settings, clock) -> None:
    async def work():
        subject, states = uuid4(), []
        await commands.add("count", subject, at=clock())
        for pause in (0, 21, 121):
            clock.forward(seconds=pause)
            job = await commands.claim(uuid4(), ["count"], at=clock())
            await commands.fail(job, "The file cannot be read.", at=clock(), again=True)
            states.append((await state_of(subject)).state)
            assert await commands.claim(uuid4(), ["count"], at=clock()) is None
        return states, await state_of(subject)

    states, job = inside(settings, work)
    assert states == [JobState.WAITING, JobState.WAITING, JobState.FAILED]
    assert (job.error, job.attempts) == ("The file cannot be read.", 3)


def test_what_kills_its_worker_three_times_is_given_up(settings, clock) -> None:
    async def work():
        subject = uuid4()
        await commands.add("count", subject, at=clock())
        for _ in range(4):
            await commands.claim(uuid4(), ["count"], at=clock())
            clock.forward(seconds=11)
        return await state_of(subject)

    job = inside(settings, work)
    assert (job.state, job.attempts, job.error) == (JobState.FAILED, 3, commands.INTERRUPTED)


def test_what_waits_can_be_cancelled_at_once_and_what_runs_when_its_worker_looks_up(settings) -> None:
    async def work():
        waiting, running = uuid4(), uuid4()
        await commands.add("count", running, at=NOW)
        job = await commands.claim(uuid4(), ["count"], at=NOW)
        await commands.add("count", waiting, at=NOW)
        before = await commands.report(job, at=NOW)
        for subject in (waiting, running):
            await commands.cancel("count", subject, at=NOW)
        return before, await commands.report(job, at=NOW), await state_of(waiting)

    before, after, waiting = inside(settings, work)
    assert (before, after) == (False, True)
    assert waiting.state is JobState.CANCELLED


def test_who_waits_learns_how_many_are_before_them(settings, clock) -> None:
    async def work():
        subjects = [uuid4() for _ in range(3)]
        for subject in subjects:
            clock.forward(seconds=1)
            await commands.add("count", subject, at=clock())
        return [(await state_of(subject)).ahead for subject in subjects], await queries.numbers()

    assert inside(settings, work) == ([0, 1, 2], {JobState.WAITING: 3})


class Bench:
    """A worker's handlers that tests steer: what each subject does, and what was done."""

    def __init__(self) -> None:
        self.done, self.found, self.begun = [], [], asyncio.Event()

    async def sources(self):
        return [("count", subject) for subject in self.found]

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
        bench.found = [uuid4(), uuid4()]
        stopping = asyncio.Event()
        passes = []
        for _ in range(3):
            passes.append(await one_pass({"count": bench.count}, [bench.sources], stopping, clock))
            bench.found = [subject for subject in bench.found if subject not in bench.done]
        return passes, len(bench.done), len(set(bench.done))

    assert inside(settings, work) == ([True, True, False], 2, 2)


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [("fail", JobState.FAILED, "The columns are gone."), ("stumble", JobState.WAITING, "Something went wrong")],
)
def test_a_job_that_cannot_be_done_says_so_without_anybodys_data(settings, clock, caplog, name, state, said) -> None:
    async def work():
        subject = uuid4()
        await commands.add("count", subject, at=clock())
        await one_pass({"count": getattr(Bench(), name)}, [], asyncio.Event(), clock)
        return await state_of(subject)

    job = inside(settings, work)
    assert job.state is state
    assert job.error.startswith(said)
    assert "1912" not in caplog.text + job.error


async def _during(bench, subject, clock, meanwhile):
    """One pass over a job that does not end, while something else happens."""
    stopping = asyncio.Event()
    await commands.add("count", subject, at=clock())
    passing = asyncio.ensure_future(one_pass({"count": bench.forever}, [], stopping, clock))
    await asyncio.wait_for(bench.begun.wait(), 10)
    await meanwhile(stopping)
    await asyncio.wait_for(passing, 10)
    return await state_of(subject)


def test_a_running_job_tells_its_progress_and_ends_when_somebody_cancels_it(settings, clock, monkeypatch) -> None:
    monkeypatch.setattr("register.worker.BEAT", 0.02)

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


def test_a_worker_that_is_told_to_stop_puts_its_job_back_unharmed(settings, clock) -> None:
    async def work():
        async def stop(stopping):
            stopping.set()

        return await _during(Bench(), uuid4(), clock, stop)

    job = inside(settings, work)
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, None)


def test_a_worker_goes_on_when_the_queue_could_not_be_read_for_a_while(settings, clock, monkeypatch) -> None:
    monkeypatch.setattr("register.worker.IDLE", 0.02)
    asked, subject = [], uuid4()

    async def sometimes_away():
        asked.append(1)
        if len(asked) == 1:
            raise ConnectionError("away")
        return [("count", subject)] if len(asked) == 2 else []

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
    worker = f"{sys.executable} -m register.cli worker --parent $$ & echo $!; sleep 60"
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
