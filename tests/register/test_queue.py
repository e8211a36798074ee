"""The queue: no job is lost, none is done by two at once, and people who wait learn how far it has come."""

import asyncio
from collections import Counter
from uuid import uuid4

import pytest

from builders import NOW
from conftest import now
from register.jobs import commands, queries
from register.jobs.queries import JobState
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
    async def claim_all(claims):
        while (job := await commands.claim(uuid4(), ["count"], at=NOW)) is not None:
            claims[job.subject] += 1

    async def work():
        for _ in range(60):
            await commands.add("count", uuid4(), at=NOW)
        claims = Counter()
        await asyncio.gather(*(claim_all(claims) for _ in range(6)))
        return claims

    claims = inside(settings, work)
    assert len(claims) == 60
    assert set(claims.values()) == {1}


def test_a_dead_workers_job_is_taken_over_and_the_dead_one_writes_nothing(settings, clock) -> None:
    async def work():
        subject = uuid4()
        await commands.add("count", subject, at=clock())
        dead = await commands.claim(uuid4(), ["count"], at=clock())
        clock.forward(seconds=9)
        early = await commands.claim(uuid4(), ["count"], at=clock())
        await commands.report(dead, at=clock(), progress=40)
        clock.forward(seconds=9)
        still_leased = await commands.claim(uuid4(), ["count"], at=clock())
        clock.forward(seconds=2)
        heir = await commands.claim(uuid4(), ["count"], at=clock())
        with pytest.raises(commands.LostError):
            await commands.report(dead, at=clock())
        late = [await commands.finish(dead, at=clock()), await commands.fail(dead, "x", at=clock(), again=True)]
        return early, still_leased, heir, late, await commands.finish(heir, at=clock()), await state_of(subject)

    early, still_leased, heir, late, finished, job = inside(settings, work)
    assert (early, still_leased) == (None, None)
    assert heir.attempts == 1  # an interruption is no attempt
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


def test_what_is_interrupted_again_and_again_is_never_given_up_and_lets_others_go_first(settings, clock) -> None:
    async def work():
        subject, other, taken = uuid4(), uuid4(), []
        await commands.add("count", subject, at=clock())
        for _ in range(20):
            taken.append(await commands.claim(uuid4(), ["count"], at=clock()))
            clock.forward(seconds=11)
        await commands.add("count", other, at=clock())
        following = await commands.claim(uuid4(), ["count"], at=clock())
        waiting = await state_of(subject)
        clock.forward(minutes=11)
        return (
            sum(claim is not None for claim in taken),
            following.subject == other,
            waiting,
            await commands.claim(uuid4(), ["count"], at=clock()),
        )

    taken, other_first, job, again = inside(settings, work)
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, commands.INTERRUPTED.msgid)
    assert job.interruptions == taken
    assert taken > commands.ATTEMPTS
    assert other_first
    assert again is not None


def test_what_the_surroundings_hinder_waits_as_often_as_it_takes(settings, clock) -> None:
    async def work():
        subject = uuid4()
        await commands.add("count", subject, at=clock())
        for _ in range(5):
            job = await commands.claim(uuid4(), ["count"], at=clock())
            await commands.put_off(job, "The disk is full.", at=clock())
            clock.forward(seconds=21)
        return await state_of(subject)

    job = inside(settings, work)
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, "The disk is full.")


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
