"""Incidents as a department records them: completed while they are open, closed with a word, never public."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from algorithms.incidents import queries as incident_queries
from algorithms.people import NotFoundError, Role
from algorithms.tables import ChoiceRow, IncidentRow
from builders import NOW, an_id
from city import City, answer_about_the_law
from logged import notes_of
from register.accounts.people import queries as accounts
from register.language import Language, day
from register.settings import Settings
from register.storage.database import ConstraintError
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, page_of, take

WHAT = "Alla ansökningar från en skola föll bort."


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def recorded(city: City, version: UUID) -> str:
    """The address of a new incident."""
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/incidents/new")
    client.submit("Spara incidenten", happened_on="2026-11-20", what=WHAT)
    assert "En incident är öppen." in client.page.text
    address: str = client.page.link("20 november 2026")
    return address


def test_incident_is_recorded_extended_and_closed_with_a_word(city: City) -> None:
    version = a_draft(city)
    address = recorded(city, version)
    client = city.client
    client.get(address)
    client.submit("Spara incidenten", harmed="Elva familjer", provider_on="2026-11-21")
    client.get(address)
    assert client.submit("Avsluta den", outcome="  ").status_code == 422
    client.submit("Avsluta den", outcome="Leverantören har rättat felet.")
    assert "Ingen incident är öppen." in client.page.text

    client.get(address)
    for text in (WHAT, "Elva familjer", "Systemets leverantör: 21 november 2026", "Leverantören har rättat felet."):
        assert text in client.page.text
    days = {"happened-on": "2026-11-20", "provider-on": "2026-11-21"}
    assert notes_of(city, "record-incident") == [(WHAT, {"happened-on": "2026-11-20"})]
    assert notes_of(city, "change-incident") == [(f"{WHAT}\nElva familjer", days)]
    assert notes_of(city, "close-incident") == [("Leverantören har rättat felet.", {})]
    client.get(f"{page_of(version)}/history")
    for text in (WHAT, "Det hände: 20 november 2026", "Leverantören informerades: 21 november 2026"):
        assert text in client.page.text.replace("\xa0", " ")


@pytest.mark.storage
def test_a_closed_incident_is_changed_no_more(city: City) -> None:
    version = a_draft(city)
    address = recorded(city, version)
    client = city.client
    client.get(address)
    token = dict(client.page.forms[0].values)["_csrf_token"]
    client.submit("Avsluta den", outcome="Rättat.")
    assert "Spara incidenten" not in client.get(address).text

    typed = {"_csrf_token": token, "revision": "1", "happened-on": "2026-11-20", "what": "Något annat"}
    assert client.post(address, typed).status_code == 422
    assert client.post(f"{address}/close", {"_csrf_token": token, "outcome": "Igen"}).status_code == 422
    assert (notes_of(city, "change-incident"), len(notes_of(city, "close-incident"))) == ([], 1)


def test_the_database_itself_refuses_to_close_an_incident_without_a_word(city: City) -> None:
    recorded(city, a_draft(city))
    closed = {IncidentRow.closed_by: an_id("anybody"), IncidentRow.closed_at: NOW}
    with pytest.raises(ConstraintError):
        city.call(IncidentRow.update(closed, force=True).run)


def test_nobody_overwrites_what_they_have_not_seen_and_no_typed_word_is_lost(city: City) -> None:
    version = a_draft(city)
    address = recorded(city, version)
    client = city.client
    client.get(address)
    old = client.page.form("Spara incidenten").fill({"done": "Vi väntar"})
    client.submit("Spara incidenten", done="Vi ringde alla")

    answer = client.post(address, old.fields)
    assert (answer.status_code, "Någon har ändrat eller avslutat incidenten" in client.page.text) == (422, True)
    assert dict(client.page.form("Spara incidenten").values)["done"] == "Vi väntar"
    assert [row["done"] for row in city.call(IncidentRow.select().run)] == ["Vi ringde alla"]


def test_missing_input_is_requested_next_to_what_was_typed(city: City) -> None:
    version = a_draft(city)
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/incidents/new")

    assert client.submit("Spara incidenten", happened_on="i går", harmed="Elva familjer").status_code == 422
    typed = dict(client.page.form("Spara incidenten").values)
    assert (typed["happened-on"], typed["harmed"]) == ("i går", "Elva familjer")
    assert city.call(IncidentRow.count().run) == 0


def test_the_coordinator_sees_the_incidents_of_the_whole_city_and_a_department_its_own(city: City) -> None:
    version = a_draft(city)
    recorded(city, version)
    city.add_person(Role.EDITOR, "school")

    client = city.as_(Role.COORDINATOR)
    assert "En är öppen" in client.page.text
    client.click("Alla incidenter")
    assert WHAT in client.page.text
    client.get(page_of(version))
    assert "20 november 2026: öppen" in client.page.text.replace("\xa0", " ")
    client = city.as_(Role.EDITOR, "school")
    assert "Ingen är öppen" in client.page.text
    assert client.get("/workspace/incidents").status_code == 200
    assert WHAT not in client.page.text
    for role in (Role.DPO, Role.AUDITOR):
        assert WHAT in city.as_(role).get("/workspace/incidents").text
    assert city.as_(Role.ADMINISTRATOR).get("/workspace/incidents").status_code == 403


def test_who_may_not_read_the_entry_reads_no_incident_past_the_pages_either(city: City) -> None:
    version = a_draft(city)
    recorded(city, version)
    city.add_person(Role.EDITOR, "school")
    stranger = city.call(accounts.person_by_email, city.address(Role.EDITOR, "school")).actor

    with pytest.raises(NotFoundError):
        city.call(incident_queries.incidents_of, version, seen_by=stranger)


def test_who_only_reads_records_nothing(city: City) -> None:
    version = a_draft(city)
    address = recorded(city, version)
    for role in (Role.DPO, Role.AUDITOR):
        client = city.as_(role)
        for place in (address, f"{page_of(version)}/incidents"):
            client.get(place)
            assert {form.action for form in client.page.forms} == {"/workspace/language", "/sign-out"}
        token = {"_csrf_token": dict(client.page.forms[0].values)["_csrf_token"]}
        for act in (f"{page_of(version)}/incidents", address, f"{address}/close"):
            assert client.post(act, token).status_code == 403


def test_an_incident_of_another_entry_is_not_found_under_this_one(city: City) -> None:
    address = recorded(city, a_draft(city))
    other = a_draft(city)

    client = city.as_(Role.EDITOR)
    assert client.get(f"{page_of(other)}/incidents/{address.rpartition('/')[2]}").status_code == 404
    assert client.get(f"{page_of(other)}/incidents/{an_id('none')}").status_code == 404


def test_no_incident_is_public(city: City) -> None:
    version = a_draft(city)
    recorded(city, version)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    client = city.client
    client.cookies.clear()

    for language in ("sv", "en"):
        for place in ("", "/algorithms", "/algorithms/urval-av-ansokningar-for-extra-kontroll", "/algorithms?q=skola"):
            assert WHAT not in client.get(f"/{language}{place}").text


def test_the_history_keeps_the_name_that_an_authority_had_on_the_day_it_was_informed(city: City) -> None:
    version = a_draft(city)
    address = recorded(city, version)
    client = city.client
    client.get(address)
    informed = {"data_protection_on": "2026-11-21", "market_surveillance_on": "2026-11-21"}
    client.submit("Spara incidenten", **informed)
    city.clock.now = datetime(2027, 2, 1, 9, tzinfo=UTC)
    city.as_(Role.EDITOR)
    for page in (address, f"{page_of(version)}/history"):
        text = client.get(page).text
        assert "Post- och telestyrelsen (PTS)" in text
        assert "Integritetsskyddsmyndigheten (IMY)" in text
        assert "Digitaliseringsmyndigheten" not in text
    assert "föreslagen: Digitaliseringsmyndigheten" in client.get(f"{page_of(version)}/incidents/new").text


def test_an_incident_of_a_high_risk_system_says_by_which_days_a_serious_one_is_reported(city: City) -> None:
    version = a_draft(city)
    city.call(ChoiceRow.delete(force=True).run)
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/incidents/new")
    assert "Om någon har dött" not in client.page.text
    answer_about_the_law(city, page_of(version))
    address = recorded(city, version)
    aware = city.clock.now.date()
    client.get(address)
    for days, case in ((2, "Om kritisk infrastruktur"), (10, "Om någon har dött"), (15, "I andra fall")):
        assert day(aware + timedelta(days=days), Language.SWEDISH) in client.page.text.partition(case)[2][:120]
    assert "2 december 2027" in client.page.text
    assert "2 augusti 2026" in client.page.text
