"""The accessibility statement through HTTP: linked from every page, never changed without a new day, marked if old."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from algorithms.city_tables import StatementRow, StatementTextRow
from algorithms.law.authorities import AuthorityTask
from algorithms.log.tables import LogRow
from algorithms.people import Role
from city import City
from register.settings import Settings, SettingsError
from register.web.authority_links import own_links

PUBLISH = "Publicera redogörelsen"
LATE = "Tillgänglighetsredogörelsen saknas, eller är äldre än tolv månader"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def whole(city: City) -> dict[str, str]:
    return {
        "actor-sv": "Staden",
        "service-sv": "Registret",
        "conformance": "partial",
        "lacks-sv": "- Diagrammen, <b>för</b> att de är bilder.",
        "method-sv": "Vi har testat själva.",
        "assessed": f"{city.clock.now - timedelta(days=3):%Y-%m-%d}",
        "contact": "hej@staden.example",
    }


def publish(city: City, **changes: str) -> int:
    client = city.as_(Role.COORDINATOR)
    client.get("/workspace/accessibility")
    return client.submit(PUBLISH, **{**whole(city), **changes}).status_code


def test_every_public_page_links_to_it_and_without_one_it_says_so(city: City) -> None:
    for address in ("/sv/", "/en/algorithms", "/sv/learn", "/sv/about", "/en/accessibility", "/sv/nowhere"):
        city.client.get(address)
        assert f"/{address[1:3]}/accessibility" in {link for link, _ in city.client.page.links}
    city.client.get("/sv/accessibility")
    assert "Staden har inte publicerat sin redogörelse" in city.client.page.text
    assert "https://www.digg.se/tdosanmalan" in {link for link, _ in city.client.page.links}


def test_all_eleven_parts_stand_on_the_page(city: City) -> None:
    assert publish(city, **{"burden-sv": "Kartan.", "outside-sv": "Gamla filer."}) == 200
    text = city.client.get("/sv/accessibility").text
    for phrase in (
        "Staden",
        "Registret",
        "delvis förenlig",
        "Diagrammen",
        "Bedömd",
        "Senast uppdaterad",
        "Vi har testat själva.",
        "mailto:hej@staden.example",
        "digg.se/tdosanmalan",
        "Kartan.",
        "Gamla filer.",
    ):
        assert phrase in text
    assert "<b>för</b>" not in text
    english = city.client.get("/en/accessibility").text
    assert 'lang="sv"' in english
    assert "follows the law in part" in english


@pytest.mark.parametrize("name", ["actor-sv", "service-sv", "lacks-sv", "method-sv", "assessed", "contact"])
def test_nothing_is_published_without_a_part_that_law_asks_for_and_every_word_is_kept(city: City, name: str) -> None:
    assert publish(city, **{name: ""}) == 422
    typed = dict(city.client.page.forms[-1].values)
    assert all(
        typed[other].strip() == text for other, text in whole(city).items() if other not in (name, "conformance")
    )
    assert "Staden har inte publicerat" in city.client.get("/sv/accessibility").text


def test_the_text_cannot_change_without_a_new_day_of_update(city: City) -> None:
    publish(city)
    day = city.clock.now.date()
    city.clock.forward(days=40)
    publish(city, **{"method-sv": "En annan har testat."})
    rows = city.call(StatementRow.select().order_by(StatementRow.number).run)
    assert [row["updated_on"] for row in rows] == [day, day + timedelta(days=40)]
    assert [row["number"] for row in rows] == [1, 2]


@pytest.mark.storage
def test_the_database_itself_refuses_to_change_or_remove_one(city: City) -> None:
    publish(city)
    for change in (
        StatementRow.update({StatementRow.contact: "a@b.example"}, force=True),
        StatementTextRow.update({StatementTextRow.words: "annat"}, force=True),
        StatementTextRow.delete(force=True),
    ):
        with pytest.raises(Exception, match="never changed"):
            city.call(change.run)


def test_second_publisher_sees_that_somebody_was_first_and_loses_no_word(city: City) -> None:
    publish(city)
    publish(city, **{"method-sv": "Den första."})
    client = city.client
    token = dict(client.page.forms[-1].values)["_csrf_token"]
    late = client.post("/workspace/accessibility", {**whole(city), "_csrf_token": token, "after": "1"})
    assert late.status_code == 409
    assert "Någon har publicerat en annan under tiden." in client.page.text
    assert "Vi har testat själva." in client.page.text
    assert "Den första." in client.get("/sv/accessibility").text


def test_coordinator_start_page_warns_when_the_statement_is_missing_or_a_year_old(city: City) -> None:
    assert LATE in city.as_(Role.COORDINATOR).get("/workspace").text
    assert LATE not in city.as_(Role.AUDITOR).get("/workspace").text
    publish(city)
    assert LATE not in city.client.get("/workspace").text
    city.clock.forward(days=367)
    assert LATE in city.as_(Role.COORDINATOR).get("/workspace").text
    assert "Den är för gammal." in city.client.get("/workspace/accessibility").text


def test_only_the_register_keeper_may_publish_the_statement_and_the_log_names_who(city: City) -> None:
    for role in (Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR):
        assert city.as_(role).get("/workspace/accessibility").status_code == 403
    publish(city)
    (line,) = [row for row in city.call(LogRow.select().run) if row["action"] == "publish-statement"]
    assert (line["kind"], line["object"], line["role"]) == ("statement", "1", "coordinator")
    assert line["after"]
    log = city.as_(Role.AUDITOR).get("/workspace/log").text
    assert "Publicerade en tillgänglighetsredogörelse" in log


def test_the_supervisor_is_the_one_of_the_day(city: City) -> None:
    city.clock.now = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    assert "Myndigheten för digital förvaltning (Digg) har tillsyn" in city.client.get("/sv/accessibility").text
    city.clock.forward(minutes=2)  # midnight in the city
    text = city.client.get("/sv/accessibility").text
    assert "Digitaliseringsmyndigheten har tillsyn" in text
    assert "Digg)" not in text


def test_a_city_sets_the_link_itself_where_an_authority_has_moved(settings: Settings) -> None:
    own = "https://www.myndighet.example/anmalan"
    links = f"accessibility={own} parliament=https://www.riksdag.example/"
    with City(replace(settings, authority_links=links)) as city:
        city.client.get("/sv/accessibility")
        assert own in {link for link, _ in city.client.page.links}
        city.client.get("/en/learn/object")
        assert "https://www.riksdag.example/" in {link for link, _ in city.client.page.links}


def test_every_task_can_be_given_a_link_and_nothing_else() -> None:
    for task in AuthorityTask:
        read = Settings.from_environment({"INSYN_AUTHORITY_LINKS": f"{task}=https://a.example"})
        assert own_links(read) == {task: "https://a.example"}
    for wrong in ("parks=https://a.example", "accessibility=http://a.example", "https://a.example"):
        with pytest.raises(SettingsError, match="INSYN_AUTHORITY_LINKS"):
            own_links(Settings.from_environment({"INSYN_AUTHORITY_LINKS": wrong}))
