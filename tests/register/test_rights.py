"""Nobody but the account that runs Insyn reads what it keeps, whatever the machine's own habits are."""

import os
import stat

import pytest
from click.testing import CliRunner

from conftest import settings_for
from register.shell.cli import main
from register.storage.rights import close_to_others

ADD = ("user", "add", "anna@staden.example", "--name", "Anna", "--role", "administrator", "--password-stdin")


def add_somebody(data_dir) -> str:
    done = CliRunner().invoke(main, ADD, env={"INSYN_DATA_DIR": str(data_dir)}, input="tolv gula bussar i snön\n")
    assert done.exit_code == 0, done.output
    return done.output


def open_to_others(folder) -> list[str]:
    return [str(path) for path in (folder, *folder.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]


@pytest.fixture(autouse=True)
def _habit():
    """Of most machines: what is made may be read by all."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_what_a_command_makes_is_its_owners_alone_and_what_lay_open_is_closed(tmp_path, caplog) -> None:
    folder = tmp_path / "data"
    add_somebody(folder)
    assert {"insyn.sqlite", "secret"} <= {path.name for path in folder.iterdir()}
    assert open_to_others(folder) == []

    for name in ("uploads", "papers"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "kept").touch()
    (folder / "insyn.sqlite-wal").touch()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    close_to_others(settings_for(f"sqlite://{folder / 'insyn.sqlite'}", folder))
    assert open_to_others(folder) == []
    assert f"{folder / 'secret'} could be read" in caplog.text


def test_a_folder_that_others_use_too_is_warned_about_and_left_alone(tmp_path, caplog) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    close_to_others(settings_for(f"sqlite://{shared / 'insyn.sqlite'}", shared))
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777
    assert "could not be closed" in caplog.text
