"""``insyn check`` says in one sentence whether anybody has changed what was done, and its exit code says the same."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assessments.storage import transaction
from posting import a_letter
from register.mail.sending.from_log import begin_here
from register.settings import Settings
from register.shell.cli import main
from tampering import a_day, inside, open_up, sql

pytestmark = pytest.mark.storage


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A city's database with a day's work in it, where the command will look."""
    monkeypatch.setenv("INSYN_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("INSYN_DATA_DIR", str(settings.data_dir))
    inside(settings, a_day)
    return settings


def insyn_check(*options: str) -> Result:
    return CliRunner().invoke(main, ["check", *options])


def tampered(settings: Settings, *statements: str) -> None:
    async def work() -> None:
        async with transaction():
            await open_up()
            await sql(*statements)

    inside(settings, work)


def test_a_log_that_nobody_changed_is_intact(settings: Settings) -> None:
    done = insyn_check()
    assert (done.exit_code, done.output[:37]) == (0, "Intact: the log has 23 lines and ends")


@pytest.mark.parametrize(
    ("statement", "message", "where"),
    [
        ("DELETE FROM log WHERE seq = 5", "Line 5 of the log is missing.", "5"),
        ("UPDATE log SET by = NULL WHERE seq = 9", "Line 9 of the log is not what was written", "9"),
        ("UPDATE event SET note = 'ja' WHERE seq = 3", "The row event/3 is not what it was when line", "event/3"),
        (
            "DELETE FROM account_event WHERE seq = 2",
            "The row account_event/2, which line 3 refers to",
            "account_event/2",
        ),
    ],
)
def test_what_was_changed_is_named(settings: Settings, statement: str, message: str, where: str) -> None:
    tampered(settings, statement)
    done, report = insyn_check(), json.loads(insyn_check("--json").output)
    assert (done.exit_code, message in done.output) == (1, True)
    assert (report["intact"], report["where"], report["said"]) == (False, where, done.output.strip())


def test_everything_that_was_changed_is_named(settings: Settings) -> None:
    tampered(settings, "UPDATE event SET note = 'ja' WHERE seq IN (3, 4)", "DELETE FROM account_event WHERE seq = 2")
    report = json.loads(insyn_check("--json").output)
    assert {fault["where"] for fault in report["faults"]} == {"event/3", "event/4", "account_event/2"}


def test_a_head_that_was_noted_is_compared(settings: Settings, tmp_path: Path) -> None:
    noted = tmp_path / "head.json"
    report = json.loads(insyn_check("--json").output)
    noted.write_text(json.dumps({"seq": report["lines"], "hash": report["head"], "at": None}))
    assert insyn_check("--head", str(noted)).exit_code == 0

    noted.write_text(json.dumps({"seq": 24, "hash": "0" * 64}))
    done = insyn_check("--head", str(noted))
    assert (done.exit_code, "Line 24 was in the log when the head was noted" in done.output) == (1, True)

    noted.write_text("no head")
    assert insyn_check("--head", str(noted)).exit_code == 2


def test_a_database_that_is_not_up_to_date_is_not_judged(settings: Settings) -> None:
    tampered(settings, "DELETE FROM migration WHERE app_name = 'register' AND name LIKE '0002-%'")
    done = insyn_check()
    assert (done.exit_code, done.output) == (2, "The database is not up to date: run insyn migrate.\n")


def test_without_a_database_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSYN_DATABASE_URL", f"sqlite://{tmp_path / 'none' / 'insyn.sqlite'}")
    done = insyn_check()
    assert (done.exit_code, "There is no database" in done.output) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_away_and_a_wrong_setting_are_not_tampering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSYN_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    assert insyn_check().exit_code == 2
    monkeypatch.setenv("INSYN_DATABASE_URL", "file")
    assert insyn_check().exit_code == 2


def test_without_its_secret_a_database_cannot_be_checked_and_none_is_made(settings: Settings) -> None:
    """A database that was never started knows no secret yet; one that was is judged by test_secret.py."""
    settings.secret_file.unlink()
    done = insyn_check()
    assert (done.exit_code, settings.secret_file.exists()) == (2, False)


def test_a_damaged_file_and_a_row_that_points_at_nothing_are_found(sqlite_url, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("INSYN_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("INSYN_SECRET_FILE", str(tmp_path / "secret"))
    (tmp_path / "secret").write_bytes(bytes(32))
    path = Path(sqlite_url.removeprefix("sqlite://"))
    file = sqlite3.connect(path)
    file.execute("INSERT INTO membership (id, person, role) VALUES ('a', 'nobody', 'auditor')")
    file.commit()
    file.close()
    done = insyn_check()
    assert (done.exit_code, "table membership points at a row that is gone" in done.output) == (1, True)

    path.write_bytes(b"no database at all" * 1000)
    assert insyn_check("--json").exit_code == 2


def test_letters_waiting_over_an_hour_are_reported_and_change_no_exit_code(settings: Settings) -> None:
    noon = datetime.now(UTC)

    async def late() -> None:
        await begin_here()
        await a_letter(key="late", at=noon - timedelta(minutes=61))
        await a_letter(key="new", at=noon)

    inside(settings, late)
    done = insyn_check()
    assert (done.exit_code, done.output.strip().partition(". ")[2]) == (
        0,
        "E-mails that have waited for more than an hour: 1.",
    )
    assert json.loads(insyn_check("--json").output)["letters"] == 1


def test_log_that_no_worker_reads_for_letters_is_reported(settings: Settings) -> None:
    report = json.loads(insyn_check("--json").output)
    assert (report["intact"], report["unread"], "no worker has read for e-mails: 23." in report["said"]) == (
        True,
        23,
        True,
    )
