"""The database: no change is lost, transactions join, refusals have one name, an update is whole or not at all."""

import asyncio
import contextlib
import sqlite3
import sys
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from piccolo.columns import ForeignKey
from piccolo.table import TABLE_REGISTRY

from assessments.runs.commands import receive_second
from assessments.storage import transaction
from assessments.tables import RunRow, SecondFileRow
from conftest import now, settings_for
from register.jobs.tables import JobRow
from register.storage.database import ConstraintError, DuplicateError, current_engine, is_sqlite, opened
from register.storage.engines import PooledSQLiteEngine
from register.storage.migrate import PACKAGES, migrate, missing_migrations
from register.storage.patience import named_for_its_table
from register.tables import MembershipRow, PersonRow

pytestmark = pytest.mark.storage

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def inside(settings, work):
    async def go():
        async with opened(settings):
            return await work()

    return now(go())


def a_row(email="anna@city.example", **more):
    return PersonRow(id=uuid4(), email=email, name="0", created_at=AT, **more)


async def count_up(person, times):
    for _ in range(times):
        async with transaction():
            if not is_sqlite():
                await PersonRow.raw("SELECT id FROM person WHERE id = {} FOR UPDATE", person)
            seen = await PersonRow.select(PersonRow.name).where(PersonRow.id == person).first()
            await asyncio.sleep(0)
            await PersonRow.update({PersonRow.name: str(int(seen["name"]) + 1)}).where(PersonRow.id == person)


def test_sixteen_people_who_change_one_row_ten_times_each_lose_nothing(settings) -> None:
    async def work():
        row = a_row()
        await PersonRow.insert(row)
        await asyncio.gather(*(count_up(row.id, 10) for _ in range(16)))
        return (await PersonRow.select(PersonRow.name).first())["name"]

    assert inside(settings, work) == "160"


def test_two_processes_that_change_one_sqlite_file_lose_nothing(sqlite_url) -> None:
    """Two engines on one file, as two processes have them."""

    async def count(engine):
        for _ in range(10):
            async with engine.transaction():
                [seen] = await engine._run("SELECT progress FROM job", [])
                await engine._run("UPDATE job SET progress = ?", [seen["progress"] + 1])

    async def work():
        engines = [PooledSQLiteEngine(sqlite_url.removeprefix("sqlite://")) for _ in range(2)]
        await engines[0]._run("INSERT INTO job (id, subject, not_before, created_at) VALUES (1, 1, '', '')", [])
        counted = await asyncio.gather(*(count(engine) for engine in engines for _ in range(4)), return_exceptions=True)
        [seen] = await engines[0]._run("SELECT progress FROM job", [])
        await asyncio.gather(*(engine.close_connection_pool() for engine in engines))  # or its threads go on for ever
        return seen["progress"], {*counted}

    assert now(work()) == (80, {None})


def test_a_transaction_inside_another_belongs_to_it(settings) -> None:
    async def work():
        with contextlib.suppress(LookupError):
            async with transaction():
                async with transaction():
                    await PersonRow.insert(a_row())
                raise LookupError
        return await PersonRow.count()

    assert inside(settings, work) == 0


def test_after_a_refusal_the_connection_is_as_good_as_new(settings) -> None:
    async def work():
        await PersonRow.insert(a_row())
        for _ in range(12):  # more than there are connections
            with pytest.raises(DuplicateError):
                await insert_new_and_known()
        return await PersonRow.count()

    async def insert_new_and_known():
        async with transaction():
            await PersonRow.insert(a_row("other@city.example"))
            await PersonRow.insert(a_row())

    assert inside(settings, work) == 1


def test_a_commit_that_is_refused_undoes_everything_and_leaves_no_transaction_open(sqlite_url, tmp_path) -> None:
    async def a_role_of_nobody():
        async with transaction():
            await current_engine()._run("PRAGMA defer_foreign_keys = ON", [])
            await MembershipRow.insert(MembershipRow(id=uuid4(), person=uuid4(), role="auditor"))

    async def work():
        for _ in range(12):
            with pytest.raises(ConstraintError):
                await a_role_of_nobody()
        return await MembershipRow.count()

    assert inside(settings_for(sqlite_url, tmp_path), work) == 0


def test_a_task_that_is_cancelled_inside_a_transaction_leaves_nothing_behind(settings) -> None:
    async def slow():
        async with transaction():
            await PersonRow.insert(a_row())
            await asyncio.sleep(60)

    async def work():
        for _ in range(12):
            task = asyncio.ensure_future(slow())
            await asyncio.sleep(0.02)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await PersonRow.insert(a_row())
        return await PersonRow.count()

    assert inside(settings, work) == 1


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (a_row, DuplicateError),
        (lambda: a_row("b@city.example", language=""), ConstraintError),
        (lambda: MembershipRow(id=uuid4(), person=uuid4(), role="auditor"), ConstraintError),
        (lambda: MembershipRow(id=uuid4(), person=None, role="auditor"), ConstraintError),
        (
            lambda: JobRow(id=uuid4(), kind="k", subject=uuid4(), not_before=AT, created_at=AT, progress=101),
            ConstraintError,
        ),
    ],
    ids=["twice", "no language", "of nobody", "without a person", "more than all"],
)
def test_both_databases_refuse_alike(settings, row, refusal) -> None:
    async def work():
        await PersonRow.insert(a_row())
        with pytest.raises(refusal):
            await row().save()

    inside(settings, work)


def test_a_city_wide_role_is_held_once(settings) -> None:
    async def work():
        person = a_row()
        await PersonRow.insert(person)
        await MembershipRow(id=uuid4(), person=person.id, role="auditor").save()
        with pytest.raises(DuplicateError):
            await MembershipRow(id=uuid4(), person=person.id, role="auditor").save()

    inside(settings, work)


def test_two_tables_may_call_a_constraint_alike() -> None:
    added = named_for_its_table('ALTER TABLE "job" ADD CONSTRAINT once UNIQUE ("kind")')
    assert added == 'ALTER TABLE "job" ADD CONSTRAINT job_once UNIQUE ("kind")'
    dropped = named_for_its_table('ALTER TABLE "job" DROP CONSTRAINT IF EXISTS once')
    assert dropped == 'ALTER TABLE "job" DROP CONSTRAINT IF EXISTS job_once'


def test_sqlite_is_set_to_survive_a_power_cut_and_to_forget(sqlite_url, tmp_path) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}

    async def work():
        pragmas = {}
        for name in expected:
            [row] = await current_engine()._run(f"PRAGMA {name}", [])
            pragmas[name] = row[name]
        return pragmas

    assert inside(settings_for(sqlite_url, tmp_path), work) == expected


def test_the_database_is_brought_up_to_date_once(settings) -> None:
    async def work():
        return await missing_migrations()

    assert now(migrate(settings)) == 0
    assert inside(settings, work) == set()


def test_second_file_exists_once_per_run_and_cannot_be_opened_after_destruction(settings) -> None:
    run, second = uuid4(), uuid4()
    file = {"file_name": "grupper.csv", "size": 1, "sha256": "0" * 64, "wrapped_key": b"key", "by": uuid4(), "at": AT}

    async def work():
        await RunRow.insert(RunRow(id=run, state="planned", received_by=uuid4(), received_at=AT))
        await receive_second(second, run, **file)
        with pytest.raises(DuplicateError):
            await receive_second(uuid4(), run, **file)
        with pytest.raises(ConstraintError):
            await SecondFileRow.update({SecondFileRow.destroyed_at: AT}).where(SecondFileRow.id == second)
        return await SecondFileRow.count()

    assert inside(settings, work) == 1


def test_every_package_with_tables_is_brought_up_to_date() -> None:
    from register.piccolo_conf import APP_REGISTRY

    assert {name.partition(".")[0] for name in APP_REGISTRY.apps} == set(PACKAGES)


def test_three_that_start_together_bring_a_new_database_up_to_date_once(tmp_path) -> None:
    fresh = settings_for(f"sqlite://{tmp_path / 'new.sqlite'}", tmp_path)
    script = "import asyncio, os; from register.storage.migrate import migrate; from register.settings import Settings;"
    script += "print(asyncio.run(migrate(Settings.from_environment(os.environ))))"

    async def three():
        environment = {"INSYN_DATABASE_URL": fresh.database_url, "INSYN_DATA_DIR": str(tmp_path), "PYTHONPATH": "."}
        started = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", script, env=environment, stdout=asyncio.subprocess.PIPE
            )
            for _ in range(3)
        ]
        return [int((await process.communicate())[0]) for process in started]

    made = sorted(now(three()))
    assert made[:2] == [0, 0]
    assert made[2] > 0


def test_an_update_that_fails_half_way_changes_nothing(tmp_path, monkeypatch) -> None:
    fresh = settings_for(f"sqlite://{tmp_path / 'new.sqlite'}", tmp_path)
    real = PooledSQLiteEngine.run_ddl

    async def fails_at_the_end(self, ddl, in_pool=False):
        if "job_one_open" in ddl:
            raise OSError("no space left")
        return await real(self, ddl, in_pool)

    monkeypatch.setattr(PooledSQLiteEngine, "run_ddl", fails_at_the_end)
    with pytest.raises(OSError, match="no space"):
        now(migrate(fresh))
    with sqlite3.connect(tmp_path / "new.sqlite") as file:
        assert file.execute("SELECT name FROM sqlite_master").fetchall() == []
    file.close()
    monkeypatch.undo()
    assert now(migrate(fresh)) > 0


def test_what_may_be_unknown_is_unknown_until_somebody_says() -> None:
    """Piccolo turns ``null=True`` without ``default=None`` into 0, an empty text or today."""
    own = [
        table for table in TABLE_REGISTRY if table.__module__.split(".")[0] in {"register", "algorithms", "assessments"}
    ]
    assert own
    assert [
        f"{table.__name__}.{column._meta.name}"
        for table in own
        for column in table._meta.columns
        if column._meta.null and not isinstance(column, ForeignKey) and column.default is not None
    ] == []
