"""A database that is busy, full or away is no fault of the program: 503 in words that keep what was typed."""

import asyncio
import os
import sqlite3
from contextlib import contextmanager
from dataclasses import replace

import pytest
from click.testing import CliRunner

from algorithms.people import Role
from algorithms.tables import EntryRow
from assessments.data.uploads import Receiver
from assessments.storage import transaction
from city import City
from conftest import now, settings_for
from logged import token
from register.jobs.worker import run
from register.shell.cli import main
from register.storage import room
from register.storage.engines import PooledSQLiteEngine
from register.storage.errors import MigrationError, UnavailableError
from register.storage.patience import Patience

WORDS = "Varför fick jag avslag på min ansökan? Jag förstår inte."


@pytest.fixture
def city(sqlite_url, tmp_path):
    with City(replace(settings_for(sqlite_url, tmp_path), database_seconds=1)) as running:
        yield running


@contextmanager
def locked(settings):
    """As somebody's backup, or an administrator's shell, does it."""
    holder = sqlite3.connect(settings.database_url.removeprefix("sqlite://"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.close()


def test_while_somebody_keeps_the_database_locked_pages_are_read_and_forms_are_given_back(city) -> None:
    city.as_(Role.EDITOR)
    fields = token(city) | {"text": WORDS}
    city.clock.forward(minutes=2)  # so that being here is written down
    with locked(city.settings):
        writers = [city.client.soon(_write_something) for _ in range(8)]
        assert city.client.get("/workspace").status_code == 200
        assert city.client.get("/sv/").status_code == 200
        answer = city.client.post("/workspace/language", fields | {"language": "en", "return": "/workspace"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert WORDS in city.client.page.text
        assert dict(city.client.page.form("/workspace/language").fill({}).fields)["text"] == WORDS
        for writer in writers:
            with pytest.raises(UnavailableError):
                writer.result()
    assert city.client.submit("/workspace/language").status_code == 200


async def _write_something() -> None:
    async with transaction():
        await EntryRow.update({EntryRow.slug: "x"}).where(EntryRow.slug == "nothing")


def test_a_full_disk_is_named_and_the_transaction_that_met_it_is_undone(sqlite_url) -> None:
    async def work():
        engine = PooledSQLiteEngine(sqlite_url.removeprefix("sqlite://"), Patience(1))
        [pages] = await engine._run("PRAGMA page_count", [])
        await engine._run(f"PRAGMA max_page_count = {pages['page_count']}", [])
        with pytest.raises(UnavailableError, match="disk is full"):
            async with engine.transaction():
                await engine._run("CREATE TABLE large AS SELECT zeroblob(9000000) AS a", [])
        rows = await engine._run("SELECT count(*) AS n FROM sqlite_master WHERE name = 'large'", [])
        await engine.close_connection_pool()
        return rows[0]["n"]

    assert now(work()) == 0


def test_readyz_reports_a_folder_that_takes_nothing_more(tmp_path) -> None:
    assert room.trouble(tmp_path) is None
    assert room.trouble(tmp_path, least=2**62) == "the disk is full"
    assert room.trouble(tmp_path / "none") == "the data folder is not there"


def test_a_probe_is_answered_whatever_it_calls_us_and_others_are_not(city) -> None:
    strange = {"Host": "10.42.0.7:8000"}
    assert city.client.get("/healthz", headers=strange).status_code == 200
    assert city.client.get("/readyz", headers=strange).status_code == 200
    assert city.client.get("/sv/", headers=strange).status_code == 400


def test_an_upload_that_a_full_disk_ends_leaves_no_part(tmp_path, monkeypatch) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    real = os.open

    def opened(path, flags, mode=0o777, **more):
        if str(path).endswith(".part"):
            os.close(real(path, flags, mode, **more))
            return os.dup(full)
        return real(path, flags, mode, **more)

    async def pieces():
        yield b"x" * 3_000_000

    monkeypatch.setattr(os, "open", opened)
    upload = __import__("uuid").uuid4()
    with pytest.raises(OSError, match="No space"):
        asyncio.run(Receiver(tmp_path, upload, max_bytes=10**9).receive(pieces()))
    os.close(full)
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ["migrate"],
        ["serve", "--port", "18433"],
        ["worker"],
        ["links"],
        ["check"],
        ["demo", "--port", "18433"],
        ["user", "add", "a@city.example", "--name", "A", "--password-stdin"],
        ["department", "add", "x", "--name-sv", "x", "--name-en", "x", "--board-sv", "x", "--board-en", "x"],
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("trouble", ["a file", "not SQLite", "no server", "bad address"])
def test_a_command_in_wrong_surroundings_ends_with_a_sentence(command, trouble, tmp_path, monkeypatch) -> None:
    place = tmp_path / "data"
    place.write_bytes(b"no folder, no database " * 100) if trouble == "a file" else place.mkdir()
    (tmp_path / "other").write_bytes(b"no folder, no database " * 100)
    url = {
        "a file": "",
        "not SQLite": f"sqlite://{tmp_path}/other",
        "no server": "postgresql://insyn:secret-word@127.0.0.1:9/insyn",
        "bad address": "postgresql://insyn:secret-word@127.0.0.1:port/insyn",
    }[trouble]
    monkeypatch.setenv("INSYN_DATA_DIR", str(place))
    monkeypatch.setenv("INSYN_DATABASE_URL", url)
    monkeypatch.setenv("INSYN_DATABASE_WAIT", "1")
    done = CliRunner().invoke(main, command, input="ett ganska långt lösenord\n")
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in {1, 2}
    assert "Traceback" not in done.output
    assert "secret-word" not in done.output
    assert done.output.strip().endswith(".")


def test_a_worker_refuses_a_database_of_another_edition(city) -> None:
    async def newer() -> None:
        await EntryRow.raw("INSERT INTO migration (name, app_name, ran_on) VALUES ('2099', 'register', '2026-11-24')")

    city.call(newer)
    with pytest.raises(MigrationError, match="another edition"):
        now(run(city.settings, {}, []))
