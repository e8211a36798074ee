"""A database from before single sign-on keeps to the letter what was done to accounts as it is brought up to date."""

import contextlib
import io

import pytest
from piccolo.apps.migrations.commands.backwards import run_backwards

from builders import NOW
from conftest import now
from register.accounts import commands, queries
from register.accounts.tables import AccountEventRow, IdentityRow, PersonRow
from register.storage.database import ConstraintError, opened
from register.storage.migrate import migrate, missing_migrations

SINGLE_SIGN_ON = "2026-11-26T20:34:07:802242"  # the migration


def inside(settings, work):
    async def go():
        async with opened(settings):
            return await work()

    return now(go())


def test_what_was_done_to_accounts_before_is_kept_to_the_letter_and_still_cannot_be_changed(settings) -> None:
    async def before():
        await commands.add_person("anna@city.example", "Anna", None, by=commands.OPERATOR, at=NOW)
        [anna] = await queries.people()
        await commands.disable_person(anna.id, by=commands.OPERATOR, at=NOW)
        sealed = await queries.account_event_digests()
        with contextlib.redirect_stdout(io.StringIO()):
            undone = await run_backwards("register", SINGLE_SIGN_ON, auto_agree=True)
        gone = not await IdentityRow.table_exists()
        return undone.success and gone, sealed, len(await missing_migrations())

    async def after():
        sealed = await queries.account_event_digests()
        for change in (
            AccountEventRow.update({AccountEventRow.action: "enabled"}, force=True),
            AccountEventRow.delete(force=True),
        ):
            with pytest.raises(ConstraintError):
                await change
        [anna] = await queries.people()
        with pytest.raises(ConstraintError):
            await AccountEventRow.insert(AccountEventRow(action="unheard-of", person=anna.id, done_at=NOW))
        await AccountEventRow.insert(AccountEventRow(action="codes-set-up", person=anna.id, done_at=NOW))
        return sealed

    undone, sealed, steps = inside(settings, before)
    assert (undone, len(sealed), now(migrate(settings))) == (True, 2, steps)
    assert inside(settings, after) == sealed


def test_a_table_that_rows_point_at_is_not_made_anew_on_sqlite(sqlite_url, tmp_path) -> None:
    """Dropping the old one would take the rows that point at it along."""
    from conftest import settings_for

    async def work():
        await commands.add_person("anna@city.example", "Anna", None, by=commands.OPERATOR, at=NOW)
        with pytest.raises(ConstraintError):
            await PersonRow.alter().drop_constraint("known_language")
        return await PersonRow.count()

    assert inside(settings_for(sqlite_url, tmp_path), work) == 1
