"""An attacker who gets at the database itself and changes what was done is found, on both engines."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from typing import Any

import pytest

import programs
from algorithms.log.chain import Act, Head
from algorithms.log.commands import append
from algorithms.log.queries import head
from algorithms.log.tables import LogRow
from assessments.storage import transaction
from builders import NOW
from conftest import settings_for
from register.settings import Settings
from register.shell.check import examine
from register.storage.database import ConstraintError, is_sqlite
from tampering import TAMPERINGS, a_day, forget_the_last_refusal, inside, open_up, rewrite_log, sql

pytestmark = pytest.mark.storage

WAYS = 100 if programs.WIDER else 30


async def is_detected(tamper: Callable[[random.Random], Any], chance: random.Random, noted: Head) -> bool:
    """Tamper, look, and undo it all."""
    detected = False
    with contextlib.suppress(LookupError):
        async with transaction():
            await open_up()
            await tamper(chance)
            detected = (await examine(noted)).fault is not None
            raise LookupError
    return detected


@pytest.mark.wider
def test_tampering_in_random_ways_is_found_each_time(settings: Settings) -> None:
    async def work() -> list[str]:
        await a_day()
        noted, _ = await head()
        assert (await examine(noted)).fault is None
        unseen = []
        for seed in range(WAYS):
            chance = random.Random(seed)
            tamper = TAMPERINGS[seed % len(TAMPERINGS)] if seed < len(TAMPERINGS) else chance.choice(TAMPERINGS)
            if not await is_detected(tamper, chance, noted):
                unseen.append(f"{tamper.__name__} {seed}")
        assert (await examine(noted)).fault is None
        return unseen

    assert inside(settings, work) == []


def test_log_rewritten_without_the_secret_is_detected(settings: Settings) -> None:
    async def work() -> Any:
        await a_day()
        async with transaction():
            await open_up()
            await rewrite_log(random.Random(1))
        return (await examine(None)).faults

    assert "was changed" in inside(settings, work)[0].message.msgid


def test_only_a_head_noted_elsewhere_reveals_an_end_that_was_cut_off(settings: Settings) -> None:
    async def work() -> Any:
        await a_day()
        noted, _ = await head()
        async with transaction():
            await open_up()
            await forget_the_last_refusal()
        return [(await examine(known)).fault for known in (None, noted)]

    unseen, seen = inside(settings, work)
    assert unseen is None
    assert (seen.place, "and is gone" in seen.message.msgid) == ("23", True)


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE log SET status = 'many' WHERE seq = 17", "17"),
        ("UPDATE log SET seq = -17 WHERE seq = 23", "-17"),
        ("UPDATE event SET done_at = 'never' WHERE seq = 2", "event"),
        ("UPDATE account_event SET done_at = 'never' WHERE seq = 2", "account_event"),
    ],
)
def test_what_the_database_would_never_have_taken_is_found(sqlite_url, tmp_path, statement: str, place: str) -> None:
    async def work() -> Any:
        await a_day()
        async with transaction():
            await open_up()
            await sql("PRAGMA ignore_check_constraints = ON", statement)
        return (await examine(None)).fault.place

    assert inside(settings_for(sqlite_url, tmp_path), work) == place


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET action = 'publish' WHERE seq = 1",
        "DELETE FROM log WHERE seq = 1",
        "DELETE FROM log_head",
        "UPDATE log_head SET seq = seq - 1",
        "TRUNCATE log",
        "TRUNCATE log_head",
    ],
)
def test_the_database_refuses_to_change_the_log(settings: Settings, statement: str) -> None:
    async def work() -> None:
        await a_day()
        if is_sqlite() and statement.startswith("TRUNCATE"):
            return  # a word that SQLite does not know
        with pytest.raises(ConstraintError):
            await sql(statement)
        assert (await examine(None)).fault is None

    inside(settings, work)


def test_twenty_who_write_at_once_leave_one_chain_without_gaps(settings: Settings) -> None:
    async def append_acts(number: int) -> None:
        for turn in range(5):
            with contextlib.suppress(LookupError):
                async with transaction():
                    await append(Act(action="approve", kind="version", object=f"{number}/{turn}", at=NOW))
                    await asyncio.sleep(0)
                    if (number + turn) % 5 == 0:
                        raise LookupError
        await append(
            Act(action="refused", kind="request", object=f"/{number}", at=NOW, status=403)
        )  # in a transaction of its own

    async def work() -> Any:
        done = await asyncio.gather(*(append_acts(number) for number in range(20)), return_exceptions=True)
        assert [error for error in done if error] == []
        return [row["seq"] for row in await LogRow.select(LogRow.seq).order_by(LogRow.seq)], await examine(None)

    numbers, examination = inside(settings, work)
    assert numbers == list(range(1, 101))
    assert (examination.fault, examination.head.seq) == (None, 100)
