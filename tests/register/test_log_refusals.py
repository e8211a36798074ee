"""What somebody was not let do stands in the log, though nothing was done. Strangers are only counted."""

import pytest

from algorithms.editing import commands
from algorithms.log.tables import RefusedHourRow
from algorithms.people import Role
from builders import NOW
from city import NAME, City, write_an_entry
from logged import a_draft, identity, lines, refused, token
from register.accounts.people import queries as accounts
from register.settings import Settings
from register.shell.check import examine


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def test_a_refused_act_is_there_though_nothing_was_done(city: City) -> None:
    version = a_draft(city)
    city.as_(Role.EDITOR).get(f"/workspace/versions/{version}")
    assert city.client.post(f"/workspace/versions/{version}/submit", token(city)).status_code == 422

    (line,) = lines(city, action="refused")
    assert (line["kind"], line["object"], line["status"]) == ("request", f"/workspace/versions/{version}/submit", 422)
    assert (line["by"], line["role"], line["record"]) == (identity(city, Role.EDITOR), None, None)
    assert city.call(examine, None).fault is None


def test_an_act_that_ones_roles_do_not_include_is_there(city: City) -> None:
    city.as_(Role.AUDITOR)
    assert city.client.post("/workspace/entries/new", token(city)).status_code == 403
    assert refused(city) == [("/workspace/entries/new", 403)]


def test_an_act_in_another_department_is_there(city: City) -> None:
    city.add_person(Role.EDITOR, "school")
    version = a_draft(city)
    city.as_(Role.EDITOR, "school")
    assert city.client.post(f"/workspace/versions/{version}/submit", token(city)).status_code == 404
    assert refused(city) == [(f"/workspace/versions/{version}/submit", 404)]


def test_who_saves_over_what_they_have_not_seen_is_there(city: City) -> None:
    version = a_draft(city)
    city.as_(Role.EDITOR)
    form = token(city)
    for words, status in (("Ett", 303), ("Två", 409)):
        sent = {**form, "summary-sv": words, "name-sv": NAME, "revision": "0"}
        assert city.client.post(f"/workspace/versions/{version}/answers/about", sent).status_code == status
    assert refused(city) == [(f"/workspace/versions/{version}/answers/about", 409)]


def test_a_draft_that_was_sent_away_is_not_changed_and_the_attempt_is_there(city: City) -> None:
    version = write_an_entry(city).removeprefix(city.settings.base_url)
    city.client.get(version)
    city.client.submit("Skicka in för yttrande och granskning")
    sent = {**token(city), "summary-sv": "Nytt", "name-sv": NAME, "revision": "9"}
    assert city.client.post(f"{version}/answers/about", sent).status_code == 422
    assert refused(city) == [(f"{version}/answers/about", 422)]


def test_a_second_open_version_is_refused_in_words_and_there(city: City) -> None:
    version = a_draft(city)
    editor = city.call(accounts.person_by_email, city.address(Role.EDITOR)).actor
    entry = city.call(commands.for_change, version, editor).entry.id
    city.as_(Role.EDITOR)
    answer = city.client.post(f"/workspace/entries/{entry}/new-version", token(city))
    assert (answer.status_code, "Det finns redan en nyare version" in city.client.page.text) == (422, True)
    assert refused(city) == [(f"/workspace/entries/{entry}/new-version", 422)]


def test_an_administrator_who_would_lock_herself_out_is_there(city: City) -> None:
    own = identity(city, Role.ADMINISTRATOR)
    city.as_(Role.ADMINISTRATOR)
    assert city.client.post(f"/workspace/people/{own}/disable", token(city)).status_code == 422
    assert refused(city) == [(f"/workspace/people/{own}/disable", 422)]


def test_a_form_from_elsewhere_in_somebodys_name_is_there(city: City) -> None:
    city.as_(Role.EDITOR)
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert city.client.post("/workspace/entries/new", token(city), headers=headers).status_code == 403
    assert refused(city) == [("/workspace/entries/new", 403)]


@pytest.mark.storage
def test_what_is_only_left_out_or_mistyped_in_a_form_is_nobodys_business(city: City) -> None:
    before = len(lines(city))
    city.as_(Role.ADMINISTRATOR)
    form, editor = token(city), identity(city, Role.EDITOR)
    for address, typed in (
        ("/workspace/people/new", {"name": "", "email": "x"}),
        ("/workspace/departments/new", {"name-sv": ""}),
        (f"/workspace/people/{editor}/password", {"password": "kort"}),
    ):
        assert city.client.post(address, {**form, **typed}).status_code == 422
    assert len(lines(city)) == before + 1  # signing in


def test_what_is_typed_into_an_address_stays_out_of_the_log(city: City) -> None:
    editor = identity(city, Role.EDITOR)
    city.as_(Role.ADMINISTRATOR)
    assert city.client.post(f"/workspace/people/{editor}/Anna Åkesson 0701", token(city)).status_code == 404
    assert refused(city) == [(f"/workspace/people/{editor}/{{action}}", 404)]


def test_who_only_looks_where_they_may_not_is_turned_away_without_a_line(city: City) -> None:
    city.as_(Role.EDITOR)
    assert city.client.get("/workspace/people").status_code == 403
    assert refused(city) == []


def test_a_wrong_password_counts_also_in_a_browser_where_somebody_is_signed_in(city: City) -> None:
    city.as_(Role.EDITOR).get("/sign-in")
    city.client.submit("/sign-in?lang=sv", email=city.address(Role.AUDITOR), password="fel lösenord här")
    city.call(city.client.app.state.strangers.write)
    rows = city.call(RefusedHourRow.select().run)
    assert [(row["kind"], row["times"]) for row in rows] == [("wrong-password", 1)]


def test_strangers_are_only_counted_by_the_hour(city: City) -> None:
    before = len(lines(city))
    client = city.client
    client.cookies.clear()
    for _ in range(6):
        client.get("/sign-in")
        client.submit("/sign-in?lang=sv", email=city.address(Role.EDITOR), password="fel lösenord här")
    client.post("/workspace/entries/new", {})
    city.clock.forward(minutes=40)
    client.post("/workspace/entries/new", {})
    client.post("/sign-in", {}, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    city.clock.forward(minutes=40)
    client.post("/workspace/entries/new", {})

    assert city.call(RefusedHourRow.count().run) == 0  # a stranger's post writes nothing
    city.call(city.client.app.state.strangers.write)
    rows = city.call(RefusedHourRow.select().order_by(RefusedHourRow.id).run)
    assert sorted((row["hour"].hour - NOW.hour, row["kind"], row["times"]) for row in rows) == [
        (0, "foreign-form", 1),
        (0, "not-signed-in", 2),
        (0, "slowed-down", 1),
        (0, "wrong-password", 5),
        (1, "not-signed-in", 1),
    ]
    assert {*rows[0]} == {"id", "hour", "kind", "times"}  # nobody, and no address
    assert len(lines(city)) == before


def test_what_comes_too_late_for_an_assessment_is_there(city: City) -> None:
    """A plan is fixed once the run is queued, and a run is queued once."""
    version = a_draft(city)
    client = city.as_(Role.EDITOR)
    client.get(f"/workspace/versions/{version}/evidence/new")
    client.submit("Ladda upp", file=("data.csv", b"sant,sade,grupp\n" + b"1,0,a\n0,1,b\n" * 30))
    city.work()
    run = client.url.removeprefix(city.settings.base_url)
    client.get(f"{run}/plan")
    client.submit("Fortsätt", outcome="sant", decision="sade", yes_means="burden", groups=["grupp"])
    sent = client.page.form(f"{run}/plan").fill({"reference-0": "1"}).fields
    assert client.post(f"{run}/plan", sent).status_code == 303
    assert client.post(f"{run}/start", token(city)).status_code == 303

    assert client.post(f"{run}/start", token(city)).status_code == 422
    assert client.post(f"{run}/plan", sent).status_code == 422

    assert refused(city) == [(f"{run}/start", 422), (f"{run}/plan", 422)]
