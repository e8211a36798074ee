"""Administrators set a city up in the browser. Nobody else sees these pages; nobody locks themselves out."""

import pytest

from algorithms import departments
from algorithms.entries.entry import Department
from algorithms.people import Role
from algorithms.storage import queries
from builders import NOW, an_id
from city import PASSWORD, City
from register.accounts.people import queries as accounts
from register.settings import Settings

ADDRESSES = ("/workspace/people", "/workspace/people/new", "/workspace/departments", "/workspace/departments/new")
NEW_PASSWORD = "nio röda ekor i viken"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def person(city: City, role: Role, department: str = "social"):
    return city.call(accounts.person_by_email, city.address(role, department))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_who_manages_people_sees_them(city: City, role: Role) -> None:
    client = city.as_(role)
    someone = person(city, Role.EDITOR).id

    for address in (*ADDRESSES, f"/workspace/people/{someone}"):
        assert client.get(address).status_code == 403
    assert not [label for _, label in client.page.links if label in ("Personer", "Förvaltningar")]


def test_an_administrator_adds_a_department_and_a_person_who_then_works_there(city: City) -> None:
    client = city.as_(Role.ADMINISTRATOR)
    client.click("Förvaltningar")
    client.click("Lägg till en förvaltning")
    names = {"name-sv": "Miljöförvaltningen", "name-en": "Environment Department"}
    client.submit("Spara", **names, **{"board-sv": "Miljönämnden", "board-en": "Environment Board"})
    assert "Miljöförvaltningen" in client.page.text

    client.get("/workspace/people/new")
    client.submit(
        "Lägg till personen",
        name="Ny redaktör",
        email="ny@staden.example",
        language="sv",
        role="department-editor/miljoforvaltningen",
        password=NEW_PASSWORD,
    )
    assert "Redaktör i förvaltningen, Miljöförvaltningen" in client.page.text

    client.cookies.clear()
    client.get("/sign-in")
    client.submit("/sign-in?lang=sv", email="ny@staden.example", password=NEW_PASSWORD)
    client.get("/workspace/entries/new")
    assert "Miljöförvaltningen" in str(client.page.text)


def test_wrong_answers_keep_every_word_but_never_a_password(city: City) -> None:
    client = city.as_(Role.ADMINISTRATOR)
    client.get("/workspace/people/new")

    answer = client.submit("Lägg till personen", name="Ny", email="ingen adress", password="kort", role="auditor")

    assert answer.status_code == 422
    assert client.page.title.startswith("Fel:")
    assert ("name", "Ny") in client.page.form("/workspace/people/new").values
    assert ("role", "auditor") in client.page.form("/workspace/people/new").values
    assert "kort" not in answer.text.replace("kortet", "")


def test_an_address_has_one_account(city: City) -> None:
    client = city.as_(Role.ADMINISTRATOR)
    client.get("/workspace/people/new")
    known = city.address(Role.EDITOR)

    client.submit("Lägg till personen", name="En till", email=known.upper(), password=NEW_PASSWORD)

    assert "har redan ett konto" in client.page.text


def test_roles_are_given_and_taken_and_each_time_recorded(city: City) -> None:
    client = city.as_(Role.ADMINISTRATOR)
    editor = person(city, Role.EDITOR).id
    client.get(f"/workspace/people/{editor}")

    client.submit("Ge rollen", role="auditor")
    assert len(person(city, Role.EDITOR).actor.memberships) == 2
    client.submit(f"/workspace/people/{editor}/take-role")

    assert len(person(city, Role.EDITOR).actor.memberships) == 1
    done = [event.action for event in city.call(accounts.account_events, editor)]
    assert done == ["role-taken", "role-given", "role-given", "person-added"]
    assert "Roll gavs: Revisor" in client.page.text


@pytest.mark.storage
def test_a_disabled_person_is_out_at_once_and_can_be_let_in_again(city: City) -> None:
    editor = person(city, Role.EDITOR).id
    client = city.as_(Role.EDITOR)
    session = dict(client.cookies)
    city.as_(Role.ADMINISTRATOR).get(f"/workspace/people/{editor}")
    client.submit("Stäng av kontot")

    client.cookies.clear()
    client.cookies.update(session)
    assert client.get("/workspace").status_code == 303

    city.as_(Role.ADMINISTRATOR).get(f"/workspace/people/{editor}")
    client.submit("Öppna kontot igen")
    city.as_(Role.EDITOR)


def test_a_new_password_ends_the_sessions_of_the_old_one(city: City) -> None:
    editor = person(city, Role.EDITOR).id
    client = city.as_(Role.EDITOR)
    session = dict(client.cookies)
    city.as_(Role.ADMINISTRATOR).get(f"/workspace/people/{editor}")

    client.submit("Byt lösenord", password=PASSWORD[:5])
    assert "minst 15 tecken" in client.page.text.lower()
    client.submit("Byt lösenord", password=NEW_PASSWORD)

    client.cookies.clear()
    client.cookies.update(session)
    assert client.get("/workspace").status_code == 303


@pytest.mark.parametrize(
    ("button", "message"), [("Stäng av kontot", "Be en annan administratör"), ("Ta bort", "Be en annan administratör")]
)
@pytest.mark.storage
def test_administrators_cannot_lock_themselves_out(city: City, button: str, message: str) -> None:
    own = person(city, Role.ADMINISTRATOR).id
    client = city.as_(Role.ADMINISTRATOR)
    client.get(f"/workspace/people/{own}")

    which = f"/workspace/people/{own}/" + ("disable" if button == "Stäng av kontot" else "take-role")
    answer = client.submit(which)

    assert answer.status_code == 422
    assert message in client.page.text
    assert person(city, Role.ADMINISTRATOR).disabled_at is None


def test_departments_stand_in_the_order_of_the_swedish_alphabet_on_every_database(city: City) -> None:
    administrator = city.call(accounts.person_by_email, city.address(Role.ADMINISTRATOR)).actor
    for number, name in enumerate(("Östra nämnden", "zonkontoret", "Ärendekontoret", "Åldringsvården", "Arkivet")):
        called = {"sv": name, "en": f"Office {number}"}
        department = Department(id=an_id(name), slug=f"office-{number}", names=called, boards=called)
        city.call(departments.add_department, department, by=administrator, at=NOW)

    names = [department.names["sv"] for department in city.call(queries.departments)]
    assert names == [
        "Arkivet",
        "Schoolförvaltningen",
        "Socialförvaltningen",
        "zonkontoret",
        "Åldringsvården",
        "Ärendekontoret",
        "Östra nämnden",
    ]


def test_a_department_keeps_its_address_when_its_name_changes(city: City) -> None:
    client = city.as_(Role.ADMINISTRATOR)
    client.get(f"/workspace/departments/{city.department.id}")

    client.submit("Spara", **{"name-sv": "Nya namnet", "name-en": "New name"})

    department = {candidate.id: candidate for candidate in city.call(queries.departments)}[city.department.id]
    assert (department.slug, department.names["sv"]) == (city.department.slug, "Nya namnet")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name-sv": ""}, "Skriv förvaltningens namn på svenska"),
        ({"slug": "social"}, "Det finns redan en förvaltning"),
        ({"slug": "Å b"}, "Skriv adressen med bokstäverna"),
        ({"board-en": "x" * 121}, "Korta namnet"),
    ],
)
def test_a_department_that_is_not_right_is_not_added_and_says_why(
    city: City, typed: dict[str, str], message: str
) -> None:
    before = len(city.call(queries.departments))
    client = city.as_(Role.ADMINISTRATOR)
    client.get("/workspace/departments/new")
    right = {"name-sv": "Ett", "name-en": "One", "board-sv": "Nämnd", "board-en": "Board", "slug": "ett"}

    answer = client.submit("Spara", **(right | typed))

    assert (answer.status_code, message in client.page.text) == (422, True)
    assert len(city.call(queries.departments)) == before


def test_nobody_is_changed_who_is_not_there(city: City) -> None:
    client = city.as_(Role.ADMINISTRATOR)
    client.get("/workspace/people")
    token = client.page.forms[0].values[0][1]

    answer = client.post(f"/workspace/people/{city.department.id}/disable", {"_csrf_token": token})

    assert answer.status_code == 404
