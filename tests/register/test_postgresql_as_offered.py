"""PostgreSQL as platforms offer it: few connections, a pooler in between, somebody else who holds a lock."""

import asyncio
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from algorithms import departments
from algorithms.editing.commands import create_entry
from algorithms.entries.entry import Topic
from algorithms.people import Actor, Membership, Role
from algorithms.tables import EntryRow
from assessments.storage import transaction
from builders import NOW, a_department
from conftest import now, settings_for
from register.accounts.people.commands import OPERATOR
from register.storage.database import opened
from register.storage.errors import UnavailableError
from register.tables import PersonRow

WAITING = "SELECT count(*) AS n FROM pg_locks WHERE NOT granted"


def _inside(settings, work):
    async def go():
        async with opened(settings):
            return await work()

    return now(go())


def test_who_finds_no_free_connection_waits_for_one(postgres_url, tmp_path) -> None:
    """The role may have two connections; the pool would like four, and twenty ask at once."""

    async def prepare() -> str:
        role = f"few_{uuid4().hex[:8]}"
        connection = await asyncpg.connect(postgres_url)
        await connection.execute(f"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD 'few' CONNECTION LIMIT 2")
        await connection.execute(f"ALTER ROLE {role} NOSUPERUSER; GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
        await connection.close()
        place = urlsplit(postgres_url)
        return f"postgresql://{role}:few@{place.hostname}:{place.port}{place.path}"

    settings = replace(settings_for(now(prepare()), tmp_path), database_connections=4)

    async def work():
        async def slow_read():
            async with transaction():
                return (await PersonRow.raw("SELECT 1 AS n FROM pg_sleep(0.01)"))[0]["n"]

        return await asyncio.gather(*(slow_read() for _ in range(20)), *(PersonRow.count() for _ in range(20)))

    assert _inside(settings, work) == [1] * 20 + [0] * 20


def test_without_a_free_connection_in_time_the_database_is_reported_busy(postgres_url, tmp_path) -> None:
    settings = replace(settings_for(postgres_url, tmp_path), database_connections=1, database_seconds=1)

    async def work():
        async with transaction():
            with pytest.raises(UnavailableError):
                await asyncio.create_task(_elsewhere())

    async def _elsewhere():
        from register.storage.database import current_engine

        current_engine().current_transaction.set(None)
        await PersonRow.count()

    _inside(settings, work)


def test_without_kept_statements_none_is_left_in_the_session(postgres_url, tmp_path) -> None:
    """A pooler in transaction mode gives each transaction another session, which knows no statement of ours."""

    async def count_statements():
        await PersonRow.count()
        return len(await PersonRow.raw("SELECT name FROM pg_prepared_statements"))

    settings = replace(settings_for(postgres_url, tmp_path), database_connections=1)
    assert _inside(settings, count_statements) > 0
    assert _inside(replace(settings, database_statements=False), count_statements) == 0


def test_of_two_entries_of_one_name_begun_at_once_the_second_has_another_address(postgres_url, tmp_path) -> None:
    """The first is not committed yet when the second looks for a free address."""
    place = a_department()
    editor = Actor(uuid4(), "Anna", (Membership(Role.EDITOR, place.id),))
    begin = {"name": "Skolplacering", "department": place.id, "topic": next(iter(Topic)), "by": editor, "at": NOW}

    async def work():
        await departments.add_department(place, by=OPERATOR, at=NOW)
        first_inserted, go_on = asyncio.Event(), asyncio.Event()

        async def first():
            async with transaction():
                await create_entry(**begin)
                first_inserted.set()
                await go_on.wait()

        async def second():
            await first_inserted.wait()
            await create_entry(**begin)

        both = [asyncio.create_task(first()), asyncio.create_task(second())]
        await first_inserted.wait()
        while not (await PersonRow.raw(WAITING))[0]["n"]:
            pass  # asking again gives the other its turn
        go_on.set()
        await asyncio.gather(*both)
        return sorted(row["slug"] for row in await EntryRow.select(EntryRow.slug))

    assert _inside(settings_for(postgres_url, tmp_path), work) == ["skolplacering", "skolplacering-2"]
