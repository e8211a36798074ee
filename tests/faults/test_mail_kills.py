"""A worker that is killed between any two steps loses no letter, and sends a second copy only after the first yes."""

import asyncio
import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from algorithms.people import Role
from assessments.storage import transaction
from city import City
from conftest import now
from mail_server import MailServer
from posting import a_letter, inside, letters
from register.outbox.tables import LetterRow, MailCursorRow
from register.storage.database import opened
from running import PROGRAM
from steps import SUBMIT, a_draft, take

TAKES_HOLD = {
    LetterRow: "UPDATE letter SET attempts = attempts",
    MailCursorRow: "UPDATE mail_cursor SET seq = seq",
}
PATIENCE = 60.0  # seconds; timing decides nothing


@pytest.fixture
def happened(settings):
    """An officer is owed a letter about a version that was submitted; no worker has looked yet."""
    with City(settings) as city:
        take(city, a_draft(city), SUBMIT)
        return city.address(Role.DPO)


@pytest.fixture
def server():
    with MailServer() as running:
        yield running


class Worker:
    """``insyn worker`` in a process of its own, until it is killed or asked to stop."""

    def __init__(self, settings, server) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith("INSYN_")}
        own |= {
            "INSYN_DATABASE_URL": settings.database_url,
            "INSYN_DATA_DIR": str(settings.data_dir),
            "INSYN_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "INSYN_MAIL_FROM": "insyn@staden.example",
        }
        self.process = subprocess.Popen([PROGRAM, "worker"], env=own, stderr=subprocess.PIPE, start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *failure) -> None:
        self.end(signal.SIGTERM)

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def end(self, how) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.communicate(timeout=PATIENCE)


@contextmanager
def held(settings, table):
    """Nobody else writes to this table meanwhile."""
    ready, enough = threading.Event(), threading.Event()

    async def hold():
        async with opened(settings), transaction():
            await table.raw(TAKES_HOLD[table])
            ready.set()
            await asyncio.to_thread(enough.wait)

    holding = threading.Thread(target=lambda: now(hold()))
    holding.start()
    assert ready.wait(PATIENCE)
    try:
        yield
    finally:
        enough.set()
        holding.join()


def until(settings, condition):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition(rows := inside(settings, letters)):
            return rows
        time.sleep(0.05)
    raise AssertionError(rows)


def then_another_worker_sends_it(settings, server):
    """The lease of the dead one runs out, which is not waited for here."""
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    inside(settings, LetterRow.update({LetterRow.lease_until: long_ago}).where(LetterRow.state == "sending").run)
    with Worker(settings, server):
        (letter,) = until(settings, lambda rows: [row["state"] for row in rows] == ["sent"])
    return letter


def test_killed_before_the_log_is_read_the_letter_is_written_and_sent_later(settings, happened, server) -> None:
    with held(settings, MailCursorRow), Worker(settings, server) as worker:
        assert b"waits for work" in worker.process.stderr.readline()
        worker.kill()
    assert inside(settings, letters) == []
    assert then_another_worker_sends_it(settings, server)["address"] == happened
    assert server.recipients == [[happened]]


@pytest.mark.later
def test_killed_before_the_servers_yes_exactly_one_letter_arrives(settings, happened, server) -> None:
    server.replies["DATA"] = "451 Nobody is there any more"
    server.before_yes.clear()
    with Worker(settings, server) as worker:
        assert server.came.wait(PATIENCE)
        worker.kill()
    server.before_yes.set()
    assert then_another_worker_sends_it(settings, server)["attempts"] == 2
    assert server.recipients == [[happened]]


def test_killed_between_the_servers_yes_and_our_note_of_it_the_second_copy_is_known_as_one(
    settings, happened, server
) -> None:
    server.before_yes.clear()
    with Worker(settings, server) as worker:
        assert server.came.wait(PATIENCE)
        with held(settings, LetterRow):
            server.before_yes.set()
            assert server.left.wait(PATIENCE)  # it has heard the yes, and says goodbye
            worker.kill()
    then_another_worker_sends_it(settings, server)
    first, second = server.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert server.given[0] == server.given[1]


@pytest.mark.later
def test_killed_after_our_note_no_second_copy_is_sent(settings, happened, server) -> None:
    with Worker(settings, server) as worker:
        until(settings, lambda rows: [row["state"] for row in rows] == ["sent"])
        worker.kill()
    inside(settings, lambda: a_letter("kim@staden.example", at=datetime.now(UTC)))
    with Worker(settings, server):
        until(settings, lambda rows: [row["state"] for row in rows] == ["sent", "sent"])
    assert server.recipients == [[happened], ["kim@staden.example"]]


def test_stopped_worker_waits_for_the_server_and_sends_no_second_copy(settings, happened, server) -> None:
    server.before_yes.clear()
    with Worker(settings, server) as worker:
        assert server.came.wait(PATIENCE)
        worker.process.terminate()
        time.sleep(0.3)  # it has heard us, most likely; the promise holds also if it has not
        server.before_yes.set()
    (letter,) = inside(settings, letters)
    assert (letter["state"], server.recipients) == ("sent", [[happened]])
