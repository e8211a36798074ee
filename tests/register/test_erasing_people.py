"""Somebody who has left is erased by a decision: the name is in no file any more, and all else still proves."""

from uuid import UUID

import pytest
from click.testing import CliRunner

from algorithms.people import Role
from city import City
from conftest import settings_for
from logged import lines
from register.accounts.people import queries as accounts
from register.outbox.tables import LetterRow
from register.settings import Settings
from register.shell.check import examine
from register.shell.cli import main
from register.storage.database import ConstraintError
from register.tables import AccountEventRow, IdentityRow, PersonRow, SessionRow
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, page_of, take
from tampering import inside, open_up, sql

NAME = "Vera Lindqvist"
DECISION = "Gallringsbeslut KS 2026/9"


@pytest.fixture
def settings(sqlite_url, tmp_path) -> Settings:
    return settings_for(sqlite_url, tmp_path)


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def somebody(city: City) -> UUID:
    """An approver who has signed in and read, and whom the city's sign-in knows."""
    person = city.add_person(Role.APPROVER, name=NAME)
    version = a_draft(city)
    city.as_(Role.APPROVER, name=NAME).get(page_of(version))
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    city.call(IdentityRow(person=person, issuer="https://id.example", subject=NAME, requested_at=city.clock()).save)
    city.work()
    return person


def press(city: City, person: UUID, button: str, **typed: str) -> int:
    city.as_(Role.ADMINISTRATOR).get(f"/workspace/people/{person}")
    return city.client.submit(button, **typed).status_code


def test_the_name_and_the_address_are_in_no_file_and_log_and_proofs_are_whole(city: City) -> None:
    person = somebody(city)
    assert press(city, person, "Stäng av kontot") == 200
    assert press(city, person, "Radera för alltid", decision=DECISION) == 200
    page = city.client.page.text
    assert ("Tidigare medarbetare" in page, DECISION in page, NAME in page) == (True, True, False)
    assert "Godkännare i förvaltningen, Socialförvaltningen" in page, "what law asks to keep: role and department"
    assert [table for table in (IdentityRow, SessionRow, LetterRow) if _rows(city, table, person)] == []
    address = city.address(Role.APPROVER, name=NAME)
    for words in (NAME, address):
        files = city.settings.data_dir.glob("insyn.sqlite*")
        assert [path for path in files if words.casefold().encode() in path.read_bytes().lower()] == []
    report = city.call(examine, None)
    assert report.faults == ()
    assert [message.values["decision"] for message in report.erased] == [DECISION]
    assert [(line["by"], line["object"]) for line in lines(city, action="signed-in") if line["by"] == str(person)]


def _rows(city: City, table: type, person: UUID) -> list[object]:
    rows: list[object] = city.call(table.select().where(table.person == person).run)
    return rows


def test_only_who_has_left_is_erased_only_by_a_decision_and_only_once(city: City) -> None:
    person = city.add_person(Role.APPROVER, name=NAME)
    assert "Radera för alltid" not in city.as_(Role.ADMINISTRATOR).get(f"/workspace/people/{person}").text
    press(city, person, "Stäng av kontot")
    assert press(city, person, "Radera för alltid", decision=" ") == 422
    assert NAME in city.client.page.text
    press(city, person, "Radera för alltid", decision=DECISION)
    assert "Släpp in" not in city.client.page.text
    with pytest.raises(ConstraintError):
        city.call(PersonRow.update({PersonRow.disabled_at: None}).where(PersonRow.id == person).run)


def test_an_altered_decision_is_found(city: City) -> None:
    person = city.add_person(Role.APPROVER, name=NAME)
    press(city, person, "Stäng av kontot")
    press(city, person, "Radera för alltid", decision=DECISION)
    seq = city.call(AccountEventRow.select(AccountEventRow.seq).order_by(AccountEventRow.seq).run)[-1]["seq"]

    async def alter() -> None:
        await open_up()
        await sql("UPDATE account_event SET decision = 'KS 2026/10' WHERE decision IS NOT NULL")

    city.call(alter)
    assert [fault.place for fault in city.call(examine, None).faults] == [f"account_event/{seq}"]


def test_the_command_erases_too(settings: Settings, monkeypatch) -> None:
    monkeypatch.setenv("INSYN_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("INSYN_DATA_DIR", str(settings.data_dir))
    with City(settings) as city:
        person = city.add_person(Role.APPROVER, name=NAME)
        address = city.address(Role.APPROVER, name=NAME)
        command = ["user", "erase", address, "--decision", DECISION]
        run = CliRunner().invoke
        assert "Disable the account first" in run(main, command).output
        press(city, person, "Stäng av kontot")
    done = run(main, command)
    assert (done.exit_code, "Tidigare medarbetare" in done.output) == (0, True)
    assert run(main, command).exit_code == 1, "nobody has this address any more"
    assert DECISION in run(main, ["check"]).output
    assert inside(settings, lambda: accounts.person_by_email(address)) is None
