"""No command works with a secret that does not belong to its database, and none makes another where there is one."""

import asyncio
import shutil

import pytest
from click.testing import CliRunner, Result

from conftest import now, settings_for
from register.secret_file import SECRET_BYTES, read_secret
from register.settings import Settings
from register.shell.cli import main
from register.storage.database import opened
from register.storage.secret import WrongSecretError, confirmed_secret, fingerprint
from register.storage.tables import InstallationRow
from running import free_port

ADD = ("user", "add", "anna@staden.example", "--name", "Anna", "--role", "administrator", "--password-stdin")
NAMES = ("name-sv", "name-en", "board-sv", "board-en")
COMMANDS = {
    "serve": ("serve", "--port", str(free_port())),
    "worker": ("worker",),
    "user": ADD,
    "department": ("department", "add", "x", "--name-sv", "X", "--name-en", "X", "--board-sv", "X", "--board-en", "X"),
    "links": ("links",),
    "check": ("check",),
}


def insyn(settings: Settings, *command: str) -> Result:
    environment = {"INSYN_DATABASE_URL": settings.database_url, "INSYN_DATA_DIR": str(settings.data_dir)}
    return CliRunner().invoke(main, command, env=environment, input="tolv gula bussar i snön\n")


@pytest.fixture
def settings(sqlite_url, tmp_path):
    """A city in which something has been done."""
    loaded = settings_for(sqlite_url, tmp_path)
    loaded.secret_file.unlink()
    assert insyn(loaded, *ADD).exit_code == 0
    return loaded


async def known(settings: Settings) -> list[str]:
    async with opened(settings):
        return [row["secret_fingerprint"] for row in await InstallationRow.select()]


def test_the_first_start_of_an_empty_database_makes_the_secret_and_keeps_its_fingerprint(settings) -> None:
    secret = read_secret(settings)
    (stored,) = now(known(settings))
    assert stored == fingerprint(secret)
    assert secret.hex() not in stored
    assert insyn(settings, "check").exit_code == 0


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", ["gone", "another"])
def test_every_command_stops_with_a_sentence_and_makes_no_other_secret(settings, command, fault) -> None:
    settings.secret_file.unlink()
    if fault == "another":
        settings.secret_file.write_bytes(bytes(SECRET_BYTES))
    done = insyn(settings, *COMMANDS[command])
    assert done.exit_code in (1, 2)
    assert "INSYN_SECRET_FILE" in done.output
    assert "Traceback" not in done.output
    assert settings.secret_file.exists() == (fault == "another")


def test_two_folders_that_begin_one_database_at_once_end_with_one_secret(database_url, tmp_path) -> None:
    both = [settings_for(database_url, tmp_path / name) for name in ("one", "two") if (tmp_path / name).mkdir() is None]

    async def begin() -> list[object]:
        async with opened(both[0]):
            return await asyncio.gather(
                *(confirmed_secret(folder_settings) for folder_settings in both), return_exceptions=True
            )

    answers = now(begin())
    assert sorted(isinstance(answer, WrongSecretError) for answer in answers) == [False, True]
    assert len(now(known(both[0]))) == 1


def test_a_database_restored_without_its_secret_is_not_called_intact(settings, tmp_path) -> None:
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(tmp_path / "insyn.sqlite", restored / "insyn.sqlite")
    alone = Settings.from_environment({"INSYN_DATA_DIR": str(restored)})
    done = insyn(alone, "check")
    assert (done.exit_code, "The secret is gone" in done.output) == (1, True)
    assert [path.name for path in restored.glob("secret*")] == []
