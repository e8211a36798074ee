"""A list from a spreadsheet becomes drafts: all of it or nothing, seen before it is done, and undone by one button."""

from uuid import UUID

import pytest

from algorithms.editing import commands, comments, entry_commands
from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Topic, VersionState
from algorithms.entries.texts import Text
from algorithms.importing.progress import ImportState
from algorithms.people import Role
from algorithms.storage import queries
from builders import NOW, a_department
from city import City
from listed import LIST, Listed, entries
from logged import lines
from register.settings import Settings
from register.shell.check import examine
from register.tables import MembershipRow, PersonRow
from steps import actor


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.as_(Role.EDITOR)
        yield running


def test_a_list_becomes_drafts_with_all_that_it_says_and_nothing_that_it_does_not(city: City) -> None:
    listed = Listed(city).matched()
    assert "2 rader kan bli poster." in listed.text
    assert entries(city) == []
    listed.carry_out()

    assert listed.import_record.state is ImportState.DONE
    assert [draft.row for draft in listed.created] == [2, 3]
    draft = city.call(queries.version, listed.created[0].version.id, seen_by=actor(city, Role.EDITOR))
    assert (draft.state, draft.number, draft.revision, draft.choices) == (VersionState.DRAFT, 1, 0, {})
    assert (draft.entry.slug, draft.entry.topic) == ("val-av-skola", Topic.CITY_OPERATIONS)
    assert draft.texts == {
        (Text.NAME, "sv"): "Val av skola",
        (Text.PURPOSE, "sv"): "Rättvisare **val**",
        (Text.CONTACT, "sv"): "Skolenheten",
    }
    assert (draft.answers.operational_status, draft.answers.personal_data) == (OperationalStatus.IN_USE, True)
    assert (draft.answers.contact_email, draft.answers.in_use_since) == ("skola@staden.example", "2024-03")
    assert draft.answers.human_role is None
    city.client.get(f"/workspace/versions/{draft.id}/preview")
    assert "<strong>val</strong>" in city.client.get(f"/workspace/versions/{draft.id}/preview").text
    city.client.get(f"/workspace/versions/{draft.id}/history")
    assert "Fil: lista.csv Rad: 2" in city.client.page.text


@pytest.mark.storage
def test_every_entry_and_the_import_itself_have_their_lines_in_the_log(city: City) -> None:
    listed = Listed(city).matched().carry_out()

    actions = [(row["action"], row["role"]) for row in lines(city, kind="import", object=str(listed.id))]
    assert actions == [("begin-import", "department-editor"), ("import-entries", "department-editor")]
    made = {str(entry.version.id) for entry in listed.created}
    assert {row["object"] for row in lines(city, action="create")} == made
    assert city.call(examine, None).fault is None


def test_the_file_is_destroyed_once_it_is_read_and_its_rows_once_they_are_imported(city: City) -> None:
    listed = Listed(city)
    assert listed.stored_files == set()
    key, rows = listed.opening
    assert key
    assert b"skola" not in rows
    listed.matched().carry_out()
    assert listed.opening == (None, None)


@pytest.mark.storage
def test_import_left_for_a_day_is_removed(city: City) -> None:
    read, unread = Listed(city).matched(), Listed(city)
    city.client.get("/workspace/imports")
    city.client.submit("Ladda upp", file=("ny.csv", LIST))
    assert unread.stored_files != set()
    city.clock.forward(hours=25)
    city.as_(Role.EDITOR)
    city.client.get("/workspace/imports")
    read.work()

    assert (read.import_record.state, read.opening, read.stored_files) == (ImportState.EXPIRED, (None, None), set())
    assert "Inget skapades, och det som laddades upp har förstörts." in read.text


@pytest.mark.storage
def test_a_cancelled_import_leaves_neither_file_nor_rows(city: City) -> None:
    listed = Listed(city)
    listed.client.submit("Avbryt importen")
    assert (listed.import_record.state, listed.opening) == (ImportState.CANCELLED, (None, None))

    city.client.get("/workspace/imports")
    city.client.submit("Ladda upp", file=("ny.csv", LIST))
    assert listed.stored_files != set()
    city.client.submit("Avbryt importen")
    assert listed.stored_files == set()


def test_wrong_row_leaves_nothing_and_is_reported_by_its_cell(city: City) -> None:
    wrong = LIST + "Tredje;Socialförvaltningen;;i drift;ja;;ingen adress;snart\n;social;;;;;;".encode()
    listed = Listed(city, wrong).matched()
    assert [(cell, column, message.partition(" ")[0]) for cell, column, message in listed.wrong] == [
        ("G4", "E-post", "Skriv"),
        ("H4", "I drift sedan", "Skriv"),
        ("A5", "Systemnamn", "Skriv"),
    ]
    assert listed.wrong[2][2] == "Skriv ett namn. En post kan inte börja utan namn."
    assert "2 rader är fel." in listed.text
    assert "Skapa 2 poster" not in listed.text

    token = dict(listed.client.page.form("Avbryt importen").values)["_csrf_token"]
    assert listed.client.post(f"{listed.address}/import", {"_csrf_token": token}).status_code == 422
    listed.work()
    assert (listed.import_record.state, entries(city)) == (ImportState.READ, [])


@pytest.mark.parametrize("name", ["Val av skola", "VAL  AV SKOLA"])
def test_a_name_that_is_there_already_is_created_only_by_somebody_who_says_so(city: City, name: str) -> None:
    fields = {"department": a_department().id, "topic": Topic.WORK_AND_MONEY, "by": actor(city, Role.EDITOR)}
    city.call(commands.create_entry, name=name, **fields, at=NOW)
    listed = Listed(city).matched()
    assert "Ett namn finns redan." in listed.text

    answer = listed.client.submit("import")
    assert (answer.status_code, "Säg vad som ska hända med dubbletterna." in listed.text) == (422, True)
    assert listed.import_record.state is ImportState.READ
    listed.carry_out(**{"allow-duplicates": "yes"})
    assert len(listed.created) == 2
    slugs = {city.call(queries.version, draft.version.id, seen_by=fields["by"]).entry.slug for draft in listed.created}
    assert slugs == {"val-av-skola-2", "rutter-for-bilar"}


def test_a_name_that_comes_in_between_stops_the_whole_import(city: City) -> None:
    listed = Listed(city).matched()
    listed.client.submit("import")
    fields = {"department": a_department().id, "topic": Topic.WORK_AND_MONEY, "by": actor(city, Role.EDITOR)}
    city.call(commands.create_entry, name="Rutter för bilar", **fields, at=NOW)
    listed.work()

    assert (listed.import_record.state, entries(city)) == (ImportState.READ, ["Rutter för bilar"])
    assert "Registret har ändrats sedan du provade listan, så inget skapades." in listed.text


def test_an_editor_imports_for_the_own_department_alone_and_the_coordinator_for_all(city: City) -> None:
    both = LIST.replace(b"social;", "Schoolförvaltningen;".encode())
    listed = Listed(city, both).matched()
    ((cell, _, message),) = listed.wrong
    assert (cell, message.partition(".")[0]) == ("B3", "Du får inte skriva för Schoolförvaltningen")

    city.as_(Role.COORDINATOR)
    other = Listed(city, both).matched().carry_out()
    assert {draft.version.entry.department for draft in other.created} == {a_department().id, a_department("school").id}


async def take_role_away(person: UUID) -> None:
    await MembershipRow.delete().where(MembershipRow.person == person)


async def disable(person: UUID) -> None:
    await PersonRow.update({PersonRow.disabled_at: NOW}).where(PersonRow.id == person)


@pytest.mark.parametrize("loses_it", [take_role_away, disable])
@pytest.mark.storage
def test_who_loses_the_right_to_write_in_between_creates_nothing(city: City, loses_it) -> None:
    listed = Listed(city).matched()
    listed.client.submit("import")
    city.call(loses_it, actor(city, Role.EDITOR).id)
    city.work()
    assert (listed.import_record.state, entries(city)) == (ImportState.READ, [])


def test_import_is_seen_only_by_who_began_it_and_by_the_coordinator(city: City) -> None:
    listed = Listed(city).matched()
    city.add_person(Role.EDITOR, "school")
    city.add_person(Role.APPROVER, "school")
    city.as_(Role.APPROVER)
    for page in ("", "/columns", "/words", "/marked.xlsx"):
        assert city.client.get(f"{listed.address}{page}").status_code == 404
    client = city.as_(Role.EDITOR, "school")
    token = dict(client.page.forms[0].values)["_csrf_token"]
    for page in ("", "/columns", "/words", "/marked.xlsx"):
        assert client.get(f"{listed.address}{page}").status_code == 404
    for step in ("import", "undo", "cancel", "columns", "words"):
        assert client.post(f"{listed.address}/{step}", {"_csrf_token": token}).status_code == 404
    file = {"file": ("ny.csv", LIST)}
    assert client.post(f"{listed.address}/file", {"_csrf_token": token}, files=file).status_code == 404
    assert "lista.csv" not in client.get("/workspace/imports").text

    city.as_(Role.COORDINATOR)
    assert city.client.get(listed.address).status_code == 200


def test_one_button_undoes_the_whole_import_and_the_history_keeps_it(city: City) -> None:
    listed = Listed(city).matched().carry_out()
    listed.client.submit("Ångra importen")

    assert (listed.import_record.state, entries(city)) == (ImportState.UNDONE, [])
    assert all(draft.is_gone for draft in listed.created)
    history = city.client.get(f"/workspace/versions/{listed.created[0].version.id}/history").text
    assert "Importen av lista.csv ångrades." in history
    assert city.call(examine, None).fault is None
    again = Listed(city).matched()
    assert "finns redan" not in again.text
    assert len(again.carry_out().created) == 2


@pytest.mark.storage
def test_entries_changed_since_are_listed_and_stay_only_on_request(city: City) -> None:
    listed = Listed(city).matched().carry_out()
    changed = listed.created[1]
    fields = {"texts": {(Text.RISKS, "sv"): "Få."}, "by": actor(city, Role.APPROVER), "at": NOW}
    city.call(commands.save, changed.version.id, revision=0, **fields)
    listed.client.get(listed.address)
    assert "En post har ändrats sedan dess Rutter för bilar" in listed.text

    answer = listed.client.submit("undo")
    assert (answer.status_code, len(entries(city))) == (422, 2)
    listed.client.submit("undo", keep="yes")
    assert entries(city) == ["Rutter för bilar"]
    assert listed.import_record.state is ImportState.UNDONE
    assert "/undo" not in {form.action for form in listed.client.page.forms}


def test_a_comment_or_a_case_number_is_a_change_too(city: City) -> None:
    listed = Listed(city).matched().carry_out()
    first, other = listed.created
    by = actor(city, Role.COORDINATOR)
    city.call(comments.comment, first.version.id, "", "Titta.", by=by, at=NOW)
    city.call(entry_commands.set_case_number, other.version.id, "S 1", by=by, at=NOW)
    assert [made.is_changed for made in listed.created] == [True, True]


def test_five_hundred_rows_become_five_hundred_entries(city: City) -> None:
    many = "Namn;Syfte\n" + "".join(f"System {n};**Syfte** {n}\n" for n in range(500))
    listed = Listed(city, many.encode()).matched().carry_out()

    assert len(listed.created) == 500
    assert [draft.row for draft in listed.created] == list(range(2, 502))
    assert city.call(examine, None).fault is None
