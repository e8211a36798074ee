"""A database that another edition has made is refused in a sentence; tables that are rebuilt keep what they hold."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from algorithms.log.chain import digest
from builders import NOW
from conftest import now, settings_for
from register.accounts.people import commands, queries
from register.settings import Settings
from register.shell.cli import main
from register.storage.database import ConstraintError, is_sqlite, opened
from register.storage.errors import MigrationError
from register.storage.migrate import migrate
from register.tables import AccountEventRow, PersonRow
from running import free_port

pytestmark = pytest.mark.storage

OLDER = (
    "INSERT INTO migration (name, app_name, ran_on) VALUES ('2026-11-24T04:36:31:186301', 'algorithms', '2026-11-24')"
)


def inside(settings: Settings, work):
    async def go():
        async with opened(settings):
            return await work()

    return now(go())


async def sealed_events() -> dict[int, str]:
    return {row["seq"]: digest(row) for row in await AccountEventRow.select()}


def test_a_database_of_another_edition_is_refused_and_left_as_it_is(settings: Settings) -> None:
    async def recorded():
        return [row["name"] for row in await PersonRow.raw("SELECT name FROM migration ORDER BY id")]

    async def from_before():
        await PersonRow.raw("DELETE FROM migration WHERE app_name = 'algorithms'")
        await PersonRow.raw(OLDER)
        return await recorded()

    before = inside(settings, from_before)
    with pytest.raises(MigrationError, match="made by another edition of Insyn"):
        now(migrate(settings))
    assert inside(settings, recorded) == before


@pytest.mark.parametrize(
    "command",
    [
        ["migrate"],
        ["serve", "--port", str(free_port())],
        ["demo", "--port", str(free_port())],
        ["links"],
        ["user", "add", "anna@city.example", "--name", "Anna", "--password-stdin"],
    ],
    ids=lambda command: command[0],
)
def test_every_command_says_what_to_do_with_a_database_of_another_edition(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("INSYN_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("INSYN_DATA_DIR", str(tmp_path))
    with sqlite3.connect(sqlite_url.removeprefix("sqlite://")) as file:
        file.execute(OLDER)
    file.close()

    done = CliRunner().invoke(main, command, input="tolv gula bussar i snön\n")

    assert done.exit_code == 1
    assert done.output == (
        "This database was made by another edition of Insyn, and this one cannot bring it up to date. Go on with that "
        "edition, or name a new database in INSYN_DATABASE_URL. To start the demo again from the beginning: make "
        "demo-reset.\n"
    )


def test_a_table_that_gets_another_constraint_keeps_its_rows_and_what_guards_them(settings: Settings) -> None:
    """SQLite rebuilds such a table; what was done to accounts is the same to the letter, and still never changed."""

    async def work():
        await commands.add_person("anna@city.example", "Anna", None, by=commands.OPERATOR, at=NOW)
        [anna] = await queries.people()
        await commands.disable_person(anna.id, by=commands.OPERATOR, at=NOW)
        sealed, guards = await sealed_events(), await guarding()
        await AccountEventRow.alter().drop_constraint("known_action")
        await AccountEventRow.insert(AccountEventRow(action="unheard-of", person=anna.id, done_at=NOW))
        for change in (
            AccountEventRow.update({AccountEventRow.action: "enabled"}, force=True),
            AccountEventRow.delete(force=True),
        ):
            with pytest.raises(ConstraintError):
                await change
        assert await guarding() == guards
        return sealed, await sealed_events()

    async def guarding():
        where = "sqlite_master WHERE tbl_name = 'account_event' AND type <> 'table' AND sql IS NOT NULL"
        if not is_sqlite():
            where = "pg_indexes WHERE tablename = 'account_event'"
        column = "sql" if is_sqlite() else "indexdef"
        return sorted(row[column] for row in await AccountEventRow.raw(f"SELECT {column} FROM {where}"))  # noqa: S608

    sealed, after = inside(settings, work)
    assert len(sealed) == 2
    assert {number: after[number] for number in sealed} == sealed


def test_referenced_table_is_not_recreated_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    """Dropping the old one would take the rows that point at it along."""

    async def work():
        await commands.add_person("anna@city.example", "Anna", None, by=commands.OPERATOR, at=NOW)
        with pytest.raises(ConstraintError):
            await PersonRow.alter().drop_constraint("language_has_two_letters")
        return await PersonRow.count()

    assert inside(settings_for(sqlite_url, tmp_path), work) == 1
