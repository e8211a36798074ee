"""The command line: it says in a sentence what was done or what to do instead."""

import os
import socket
import sqlite3
import subprocess
import sys

import pytest
from click.testing import CliRunner

from register.shell.cli import main

HEAVY = {"fairlearn", "sklearn", "pandas", "polars", "scipy", "numpy", "narwhals", "fastexcel", "duckdb", "faker"}
SLOW_TO_START = {"black", "pydantic", "rich", "httpx"}


@pytest.fixture
def insyn(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("INSYN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("INSYN_DATA_DIR", str(tmp_path / "var"))

    def call(*words: str, typed: str = ""):
        return CliRunner().invoke(main, list(words), input=typed)

    return call


def add(insyn, *options, typed="tolv gula bussar i snön\n"):
    return insyn("user", "add", "anna@city.example", "--name", "Anna", "--password-stdin", *options, typed=typed)


def test_the_first_account_is_made_in_one_sentence(insyn, tmp_path) -> None:
    done = add(insyn, "--role", "coordinator", "--role", "administrator")
    assert (done.exit_code, done.output) == (
        0,
        "Anna can now sign in as anna@city.example, with the roles coordinator, administrator.\n",
    )
    with sqlite3.connect(tmp_path / "var" / "insyn.sqlite") as file:
        [(stored,)] = file.execute("SELECT password_hash FROM person").fetchall()
    file.close()
    assert stored.startswith("$argon2id$")
    assert (tmp_path / "var" / "insyn.sqlite").stat().st_size > 0


@pytest.mark.parametrize(
    ("options", "typed", "message"),
    [
        (["--role", "king"], None, "There is no role king. Choose from: coordinator, department-editor"),
        (["--role", "department-editor"], None, "is held in a department. Give --department"),
        (["--role", "auditor"], "short\n", "Use at least 15 characters."),
        (["--role", "auditor"], "anna anna anna anna\n", "too easy to guess"),
    ],
)
def test_missing_or_unfit_input_is_reported(insyn, options, typed, message) -> None:
    done = add(insyn, *options, **({"typed": typed} if typed else {}))
    assert done.exit_code == 1
    assert message in done.output


def test_an_account_that_exists_is_not_made_twice(insyn) -> None:
    add(insyn)
    done = add(insyn)
    assert (done.exit_code, done.output) == (1, "anna@city.example has an account already.\n")


def test_migrating_twice_says_that_nothing_was_left_to_do(insyn) -> None:
    assert "changes made. The database is up to date." in insyn("migrate").output
    assert insyn("migrate").output == "The database is up to date.\n"


def test_a_wrong_setting_ends_a_command_with_a_sentence(insyn, monkeypatch) -> None:
    monkeypatch.setenv("INSYN_TIME_ZONE", "nowhere")
    done = insyn("migrate")
    assert done.exit_code == 1
    assert done.output == "INSYN_TIME_ZONE is 'nowhere'; write a name such as Europe/Stockholm.\n"


def test_the_web_and_the_worker_import_nothing_heavy(tmp_path) -> None:
    """Seconds and 180 MB: only child processes do."""
    script = """
import sys, register.shell.serve, register.jobs.assessments, register.jobs.worker
from register.app import create_app
from register.settings import Settings
create_app(Settings.from_environment({"INSYN_DATA_DIR": sys.argv[1]}))
print(*sys.modules)
"""

    def imported(folder):
        return subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True).stdout

    assert (HEAVY | SLOW_TO_START) & {name.partition(".")[0] for name in imported(str(tmp_path)).split()} == set()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_port_in_use_is_reported_before_anything_is_begun(insyn, tmp_path, command) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = insyn(
            command, "--port", str(port), *(["--data-dir", str(tmp_path / "var")] if command == "demo" else [])
        )
    assert done.exit_code == 1
    taken = f"Cannot listen at 127.0.0.1, port {port}: Address already in use."
    assert done.output == f"{taken} Choose another with --port, or PORT=… after make demo.\n"
    assert not (tmp_path / "var" / "insyn.sqlite").exists()
