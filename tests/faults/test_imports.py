"""An import survives what happens to it: wrong files, a worker that is killed half way, a program that fails on it."""

import asyncio
import io
import os
import signal
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from uuid import uuid4

import asyncpg
import polars as pl
import pytest

from algorithms.editing import commands
from algorithms.entries.entry import Topic
from algorithms.importing.progress import ImportState
from algorithms.importing.tables import ImportRow
from algorithms.log.tables import LogHeadRow
from algorithms.people import Role
from assessments.storage import transaction
from builders import a_department, damaged
from city import City
from conftest import settings_for
from listed import LIST, Listed, entries
from register.jobs.assessments import handlers
from register.jobs.tables import JobRow
from register.jobs.worker import Task
from register.settings import Settings
from register.shell.check import examine
from steps import actor

PROGRAM = Path(sys.executable).with_name("insyn")


def bomb() -> bytes:
    """A small workbook that claims to be as large as a sheet can be."""
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{far}</sheetData></worksheet>")
    return written.getvalue()


def parquet() -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"Namn": ["A"]}).write_parquet(written)
    return written.getvalue()


WRONG = {
    "a picture that is called a list": (b"\x89PNG\r\n\x1a\n" + bytes(200), "bild"),
    "too many rows": (b"Namn;Syfte\n" + b"A;x\n" * 10_001, "10 001 rader"),
    "a cell far away": (bomb(), "för stor"),
    "half a workbook": (b"PK\x03\x04" + bytes(200), "skadad"),
    "another format": (parquet(), "Parquet"),
    "nothing": (b"\n\n\n", "tom"),
}


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.as_(Role.EDITOR)
        yield running


@pytest.mark.parametrize("about", WRONG)
def test_file_that_is_no_list_is_destroyed_with_a_reason_and_may_be_corrected(sqlite_url, tmp_path, about: str) -> None:
    content, message = WRONG[about]
    with City(settings_for(sqlite_url, tmp_path)) as city:
        city.as_(Role.EDITOR)
        listed = Listed(city, content, "lista.xlsx")

        assert message in listed.text.partition("Listan går inte att läsa")[2]
        assert (listed.import_record.state, listed.opening, listed.stored_files) == (
            ImportState.UNREADABLE,
            (None, None),
            set(),
        )
        assert listed.again(LIST).import_record.state is ImportState.READ


def test_a_list_that_waits_long_to_be_read_is_not_swept_away(city: City) -> None:
    city.client.get("/workspace/imports")
    city.client.submit("Ladda upp", file=("lista.csv", LIST))
    (path,) = (city.settings.data_dir / "uploads").iterdir()
    moment = (city.clock() - timedelta(hours=9)).timestamp()
    os.utime(path, (moment, moment))
    city.work()
    assert "Nästa steg: kolumnerna" in city.client.get(city.client.url).text


@pytest.mark.storage
def test_a_stored_list_that_was_damaged_is_refused(city: City) -> None:
    city.client.get("/workspace/imports")
    city.client.submit("Ladda upp", file=("lista.csv", LIST))
    (path,) = (city.settings.data_dir / "uploads").iterdir()
    path.write_bytes(damaged(path.read_bytes()))
    city.work()
    assert "skadad" in city.client.get(city.client.url).text
    assert list(path.parent.iterdir()) == []


@pytest.mark.storage
def test_unreadable_rows_are_reported_and_the_list_is_sent_again(city: City) -> None:
    listed = Listed(city).matched()
    city.call(ImportRow.update({ImportRow.sealed: bytes(99)}, force=True).run)
    listed.client.get(listed.address)
    assert "går inte längre att öppna" in listed.text
    assert "2 rader kan bli poster." in listed.again(LIST).text


def test_rows_that_were_damaged_since_are_refused_and_nothing_is_created(city: City) -> None:
    listed = Listed(city).matched()
    listed.client.submit("import")
    _, rows = listed.opening
    city.call(ImportRow.update({ImportRow.sealed: damaged(rows)}, force=True).run)
    listed.work()
    assert (listed.import_record.state, entries(city)) == (ImportState.UNREADABLE, [])


@pytest.mark.parametrize("kind", ["import-file", "import-entries"])
def test_a_list_on_which_the_program_failed_several_times_is_given_up_and_may_be_sent_again(city, kind: str) -> None:
    listed = Listed(city).matched()
    if kind == "import-entries":
        listed.client.submit("import")
    else:
        listed.client.submit("Ladda upp", file=("ny.csv", LIST))
    when = city.clock()
    failed = {
        "kind": kind,
        "subject": listed.import_record.file,
        "state": "failed",
        "not_before": when,
        "created_at": when,
    }
    city.call(JobRow(id=uuid4(), **failed).save)
    listed.work()

    assert "Programmet misslyckades flera gånger med filen" in listed.text
    assert (listed.import_record.state, listed.opening, listed.stored_files) == (
        ImportState.UNREADABLE,
        (None, None),
        set(),
    )
    assert len(listed.again(LIST).carry_out().created) == 2


def test_a_worker_that_is_killed_half_way_leaves_nothing_and_the_next_one_makes_all(postgres_url, tmp_path) -> None:
    """On PostgreSQL, where a lock can be held on the log alone: the worker waits for it with every entry inserted."""
    begun, killed = Event(), Event()

    async def hold_the_log() -> None:
        async with transaction():
            await LogHeadRow.raw("SELECT seq FROM log_head FOR UPDATE")
            begun.set()
            await asyncio.to_thread(killed.wait, 60)

    with City(settings_for(postgres_url, tmp_path)) as city:
        city.as_(Role.EDITOR)
        listed = Listed(city).matched()
        listed.client.submit("import")
        holding = city.client.soon(hold_the_log)
        assert begun.wait(10)
        own = {name: value for name, value in os.environ.items() if not name.startswith("INSYN_")}
        variables = {"INSYN_DATABASE_URL": postgres_url, "INSYN_DATA_DIR": str(tmp_path)}
        with subprocess.Popen(
            [PROGRAM, "worker"], env={**own, **variables}, start_new_session=True, stderr=subprocess.DEVNULL
        ) as worker:
            wait_for_a_lock(city, postgres_url)
            os.killpg(worker.pid, signal.SIGKILL)
        killed.set()
        holding.result(20)

        assert (listed.import_record.state, entries(city), listed.created) == (ImportState.QUEUED, [], ())
        city.clock.now = datetime.now(UTC) + timedelta(minutes=1)  # its lease has run out
        city.work()
        assert (listed.import_record.state, len(entries(city))) == (ImportState.DONE, 2)
        assert city.call(examine, None).fault is None


def test_duplicate_created_during_the_import_stops_it(postgres_url, tmp_path) -> None:
    """On PostgreSQL, where a lock can be held on the import alone: the worker has tried the list, and waits for it."""
    begun, come = Event(), Event()

    async def hold_the_import() -> None:
        async with transaction():
            await ImportRow.raw("SELECT id FROM entry_import FOR UPDATE")
            begun.set()
            await asyncio.to_thread(come.wait, 60)

    with City(settings_for(postgres_url, tmp_path)) as city:
        city.as_(Role.EDITOR)
        listed = Listed(city).matched()
        listed.client.submit("import")
        holding = city.client.soon(hold_the_import)
        assert begun.wait(10)
        work = handlers(city.settings, city.clock)["import-entries"]
        working = city.client.soon(partial(work, Task(listed.import_record.file)))
        wait_for_a_lock(city, postgres_url)
        fields = {"department": a_department().id, "topic": Topic.WORK_AND_MONEY, "by": actor(city, Role.EDITOR)}
        city.call(commands.create_entry, name="Val av skola", **fields, at=city.clock())
        come.set()
        holding.result(20)
        working.result(20)
        assert (listed.import_record.state, entries(city)) == (ImportState.READ, ["Val av skola"])


def wait_for_a_lock(city: City, url: str) -> None:
    """Until somebody waits for what somebody else holds."""

    async def somebody_waits() -> bool:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
        finally:
            await connection.close()

    for _ in range(300):
        if city.call(somebody_waits):
            return
        city.call(asyncio.sleep, 0.1)
    pytest.fail("the worker never came so far")
