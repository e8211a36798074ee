"""A page that many read is made once, and is never older than what has been published."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from algorithms import departments
from algorithms.editing import entry_commands
from algorithms.people import Role
from algorithms.questions import commands as question_commands
from asking import ask, questions_path
from builders import NOW
from city import City
from conftest import settings_for
from hiding import mask, withdraw, withhold
from metering import Meter
from publishing import publish, published_again
from register.accounts.people import commands as accounts
from register.publishing import page_cache
from register.publishing.page_cache import PageCache
from steps import a_draft, actor

CARD = "/sv/algorithms/zebra"
READ = (
    *(f"/{language}{page}" for language in ("sv", "en") for page in ("/", "/algorithms", "/statistics", "/feed.atom")),
    *(f"/sv/algorithms/{slug}" for slug in ("zebra", "apa", "ren")),
    "/sv/algorithms/apa/history",
    "/sv/differences",
)


@pytest.fixture
def city(sqlite_url, tmp_path):
    with City(settings_for(sqlite_url, tmp_path)) as running:
        running.client.app.state.pages = PageCache(running.clock, running.settings.zone)
        yield running


def read(city: City) -> dict[str, bytes]:
    return {path: city.client.get(path).content for path in READ}


def uncached(city: City) -> dict[str, bytes]:
    city.client.app.state.pages = PageCache(city.clock, city.settings.zone)
    return read(city)


def statements(city: City, path: str, monkeypatch: pytest.MonkeyPatch) -> int:
    with monkeypatch.context() as patch:
        meter = Meter(patch)
        assert city.client.get(path).status_code == 200
        return meter.cost.statements


def test_a_page_that_is_read_again_costs_one_question_to_the_log(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(city, "Zebra")
    for path in (CARD, "/sv/", "/sv/statistics"):
        city.client.get(path)
        assert statements(city, path, monkeypatch) == 1
    first, again = city.client.get(CARD), city.client.get(CARD)
    assert (first.content, dict(first.headers)) == (again.content, dict(again.headers))
    assert city.client.get(CARD, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_after_every_public_change_pages_equal_uncached_ones(city: City) -> None:
    versions: dict[str, UUID] = {name: publish(city, name) for name in ("Zebra", "Apa", "Ren")}
    coordinator = actor(city, Role.COORDINATOR)

    def question() -> None:
        ask(city, at=questions_path(slug="apa"))
        city.call(question_commands.enter_questions, NOW + timedelta(hours=2))

    def rename() -> None:
        words = {"names": {"sv": "Omsorgsförvaltningen", "en": "Care"}, "boards": dict(city.department.boards)}
        city.call(departments.rename_department, city.department.id, **words, by=accounts.OPERATOR, at=NOW)

    changes: list[Callable[[], object]] = [
        lambda: published_again(city, versions["Zebra"], risks="Nytt."),
        lambda: city.call(entry_commands.set_case_number, versions["Apa"], "SN 2026-7", by=coordinator, at=NOW),
        lambda: mask(city, versions["Apa"], "utan anledning"),
        question,
        rename,
        lambda: withhold(city, versions["Apa"]),
        lambda: withdraw(city, versions["Ren"]),
    ]
    for change in changes:
        before = read(city)
        assert read(city) == before
        change()
        after = read(city)
        assert after != before
        assert after == uncached(city)


def test_nothing_is_held_of_searches_of_staff_of_residents_forms_or_of_what_failed(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(city, "Zebra")
    client = city.as_(Role.COORDINATOR)
    for path in ("/sv/algorithms?q=zebra", "/workspace", "/sv/algorithms/zebra.json", "/sv/nowhere"):
        client.get(path)
    assert list(client.app.state.pages.held) == []
    client.get(CARD)
    assert [key.path for key in client.app.state.pages.held] == [CARD]
    a_draft(city)  # what nobody may read makes no page older
    assert statements(city, CARD, monkeypatch) <= 2


def test_a_page_is_uncached_after_a_minute_and_on_another_day(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.client.get("/sv/")
    city.clock.forward(seconds=59)
    assert statements(city, "/sv/", monkeypatch) == 1
    city.clock.forward(seconds=1)
    assert statements(city, "/sv/", monkeypatch) > 1
    city.clock.now = city.clock.now.replace(hour=22, minute=59, second=50)  # ten seconds before midnight in Stockholm
    city.client.get("/sv/")
    city.clock.forward(seconds=10)
    assert statements(city, "/sv/", monkeypatch) > 1


def test_pages_are_held_for_each_way_of_packing_and_for_names_of_this_server_alone(city: City) -> None:
    packed = city.client.get("/sv/", headers={"Accept-Encoding": "gzip"})
    plain = city.client.get("/sv/", headers={"Accept-Encoding": "identity"})
    assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.content == plain.content
    assert city.client.get("/sv/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_what_has_not_been_read_for_longest_makes_room(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(city.client.get("/sv/", headers={"Accept-Encoding": "identity"}).content)
    monkeypatch.setattr(page_cache, "MOST_BYTES", size)
    for path in ("/sv/", "/en/", "/sv/learn", "/sv/statistics"):
        city.client.get(path)
    pages = city.client.app.state.pages
    assert sum(len(page.body) for page in pages.held.values()) <= size
    assert [key.path for key in pages.held][-1] == "/sv/statistics"
