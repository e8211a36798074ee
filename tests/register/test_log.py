"""The log knows what was done and what was refused, and nobody's name: each act one line, in the same transaction."""

import json

import pytest

from algorithms.editing import commands
from algorithms.log import queries as log_queries
from algorithms.log.chain import Act
from algorithms.log.commands import append
from algorithms.log.queries import LogFilter
from algorithms.log.tables import RefusedHourRow
from algorithms.people import NotFoundError, Role
from algorithms.review.workflow import Action, RefusedError
from assessments.storage import transaction
from builders import NOW
from city import CLASS_ANSWERS, FILLED, NAME, PASSWORD, City, write_an_entry
from logged import a_draft, identity, lines, token
from register.accounts.people import queries as accounts
from register.settings import Settings
from register.shell.check import examine
from register.tables import AccountEventRow, PersonRow

pytestmark = pytest.mark.storage

CHANGES = len(FILLED) + len(CLASS_ANSWERS) + 1  # each saved page: the sections, one question at a time, and the DPIA


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def test_every_step_has_its_line_with_person_role_and_object(city: City) -> None:
    version = write_an_entry(city)
    identifier = version.rpartition("/")[2]
    city.client.get(version)
    city.client.submit("Skicka in för yttrande och granskning")
    city.as_(Role.COORDINATOR).get(version)
    city.client.submit("Återsänd", **{"words-sv": "Skriv kortare."})

    actions = [(row["action"], row["by"], row["role"]) for row in lines(city, kind="version", object=identifier)]
    editor, coordinator = identity(city, Role.EDITOR), identity(city, Role.COORDINATOR)
    changes = [("change", editor, "department-editor")] * CHANGES
    assert actions == [
        ("create", editor, "department-editor"),
        *changes,
        ("submit", editor, "department-editor"),
        ("return", coordinator, "coordinator"),
    ]
    assert city.call(examine, None).fault is None


def test_change_records_what_the_content_was_before(city: City) -> None:
    write_an_entry(city)
    before = [row["before"] for row in lines(city, action="change")]
    assert len({*before}) == len(before) == CHANGES
    assert None not in before


def test_accounts_departments_and_signing_in_have_lines(city: City) -> None:
    administrator = identity(city, Role.ADMINISTRATOR)
    client = city.as_(Role.ADMINISTRATOR)
    client.get(f"/workspace/departments/{city.department.id}")
    client.submit("Spara", **{"name-sv": "Nya namnet", "name-en": "New name"})
    editor = identity(city, Role.EDITOR)
    client.get(f"/workspace/people/{editor}")
    client.submit("Ge rollen", role="auditor")
    client.submit("Logga ut")

    last = [(row["action"], row["kind"], row["object"], row["by"], row["role"]) for row in lines(city)[-4:]]
    assert last == [
        ("signed-in", "person", administrator, administrator, None),
        ("rename-department", "department", str(city.department.id), administrator, "administrator"),
        ("role-given", "person", editor, administrator, "administrator"),
        ("signed-out", "person", administrator, administrator, None),
    ]
    renamed = lines(city, action="rename-department")[0]
    added = lines(city, action="add-department", object=str(city.department.id))[0]
    assert renamed["before"] == added["after"] != renamed["after"]
    assert len(lines(city, kind="person", by=None)) == city.call(AccountEventRow.count().run) - 1


def test_what_is_done_on_the_machine_itself_is_nobodys(city: City) -> None:
    assert {(row["by"], row["role"]) for row in lines(city, action="person-added")} == {(None, None)}


def test_what_was_rolled_back_has_no_line_and_leaves_no_gap(city: City) -> None:
    before = len(lines(city))

    async def undone() -> None:
        async with transaction():
            await append(Act(action="approve", kind="version", object="x", at=NOW))
            raise LookupError

    with pytest.raises(LookupError):
        city.call(undone)
    a_draft(city)

    assert [row["seq"] for row in lines(city)] == list(range(1, before + 2))


def test_a_command_that_refuses_leaves_no_line_of_what_was_not_done(city: City) -> None:
    version = a_draft(city)
    editor = city.call(accounts.person_by_email, city.address(Role.EDITOR)).actor
    before = lines(city)

    with pytest.raises(RefusedError):
        city.call(commands.take_step, version, Action.SUBMIT, by=editor, at=NOW)

    assert lines(city) == before


def test_nothing_personal_is_in_the_log(city: City) -> None:
    version = write_an_entry(city)
    city.client.get(version)
    city.client.submit("Skicka in för yttrande och granskning")
    city.as_(Role.COORDINATOR).get(version)
    city.client.submit("Återsänd", **{"words-sv": "Ring Anna på 0701-234567."})
    city.client.post(f"{version}/publish", token(city))

    content = json.dumps([lines(city), city.call(RefusedHourRow.select().run)], default=str, ensure_ascii=False)
    people = city.call(PersonRow.select(PersonRow.name, PersonRow.email).run)
    texts = [words for typed in FILLED.values() for name, words in typed.items() if name.endswith(("-sv", "-en"))]
    called = [word for row in people for word in row.values()]
    forbidden = [*called, *texts, NAME, PASSWORD, "Anna", "0701-234567"]
    assert len(people) == len(Role)
    assert [word for word in forbidden if word in content] == []


def test_whatever_number_of_a_head_is_asked_for_the_answer_says_that_there_is_none(city: City) -> None:
    for number in (0, -1, 2**31 - 1, 2**31, 2**63, 10**30, -(10**30)):
        answer = city.client.get(f"/api/v1/log/head?seq={number}")
        assert (answer.status_code, answer.json()["title"]) == (404, "No head with this number has been published")


def test_head_is_public_from_the_full_hour_on_and_reveals_nothing_done_since(city: City) -> None:
    city.client.cookies.clear()
    answer = city.client.get("/api/v1/log/head")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert (answer.json()["next"], answer.json()["title"]) == (
        "2026-11-24T10:00:00+00:00",
        "No head has been published yet",
    )
    city.clock.forward(minutes=61)
    city.work()
    first, last = city.client.get("/api/v1/log/head"), lines(city)[-1]
    head = first.json()
    assert (head["seq"], head["hash"], head["at"]) == (last["seq"], last["hash"], "2026-11-24T10:00:00+00:00")
    assert (first.headers["cache-control"], "set-cookie" in first.headers) == ("no-store", False)

    a_draft(city)
    city.work()
    assert city.client.get("/api/v1/log/head").json() == head
    city.clock.forward(minutes=60)
    city.work()
    assert city.client.get("/api/v1/log/head").json()["seq"] == head["seq"] + 1
    assert city.client.get(f"/api/v1/log/head?seq={head['seq']}").json() == head
    assert city.call(examine, None).faults == ()


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_look_at_the_whole_city_read_the_log(city: City, role: Role) -> None:
    client = city.as_(role)
    may = role in {Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR}
    assert [words for _, words in client.page.links if words == "Logg"] == (["Logg"] if may else [])
    assert client.get("/workspace/log").status_code == (200 if may else 403)


def test_log_itself_refuses_those_who_may_not_read_it(city: City) -> None:
    editor = city.call(accounts.person_by_email, city.address(Role.EDITOR)).actor
    for read in (
        log_queries.lines(LogFilter(), seen_by=editor, first=0, most=1),
        log_queries.refused_strangers(NOW, seen_by=editor),
    ):
        with pytest.raises(NotFoundError):
            city.call(lambda reading=read: reading)


def test_an_auditor_reads_names_and_chooses_lines(city: City) -> None:
    version = a_draft(city)
    city.as_(Role.EDITOR)
    city.client.post(f"/workspace/versions/{version}/submit", token(city))
    city.client.cookies.clear()
    city.client.post("/workspace/entries/new", {})
    client = city.as_(Role.AUDITOR)

    client.click("Logg")
    for words in (
        "department-editor i social",
        "Påbörjade versionen",
        "Insyn (automatiskt)",
        "Nekades",
        "utan inloggning",
    ):
        assert words in client.page.text
    client.submit("Visa", refused=["yes"])
    assert f"/workspace/versions/{version}/submit" in client.page.text
    assert "Kontot lades till" not in client.page.text
    client.get(f"/workspace/log?kind=person&by={identity(city, Role.EDITOR)}")
    assert "Loggade in" in client.page.text
    assert "Nekades (" not in client.page.text
    assert "Kontot lades till" not in client.page.text
    client.get("/workspace/log?kind=nothing&by=nobody")
    assert "Det finns ingen sådan rad." in client.page.text
