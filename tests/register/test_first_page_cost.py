"""What a page costs grows with what it shows: statements and rows are counted, at two sizes of the register."""

import pytest

import many
from algorithms.entries.entry import VersionState
from algorithms.people import Role
from city import City
from conftest import settings_for
from metering import Meter

FEW, MANY = 40, 400
STAFF = tuple(Role)


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    return Meter(monkeypatch)


@pytest.fixture
def city(sqlite_url, tmp_path):
    with City(settings_for(sqlite_url, tmp_path)) as running:
        yield running


def grow(city: City, number: int, state: VersionState, **more) -> None:
    city.call(many.fill, city.department.id, number, state, **more)


def test_a_first_page_on_which_nothing_waits_costs_the_same_however_many_entries_are_published(city, meter) -> None:
    grow(city, FEW, VersionState.PUBLISHED)
    few = {role: meter.of(city, role) for role in STAFF}
    grow(city, MANY, VersionState.REPLACED)
    grow(city, MANY, VersionState.DISCARDED)
    many_ = {role: meter.of(city, role) for role in STAFF}
    more = {role: (few[role].statements, cost.statements) for role, cost in many_.items()}
    assert {role: grown for role, grown in more.items() if grown[0] != grown[1]} == {}
    assert {role: cost.classifications for role, cost in many_.items() if cost.classifications} == {}


def test_what_waits_costs_by_the_line(city, meter) -> None:
    grow(city, FEW, VersionState.DRAFT)
    few = meter.of(city, Role.COORDINATOR)
    grow(city, MANY - FEW, VersionState.IN_REVIEW)
    more = meter.of(city, Role.COORDINATOR)
    assert more.statements <= few.statements + 2  # what belongs to 500 versions is one portion
    assert more.rows / MANY <= 1.5 * few.rows / FEW


def test_a_product_that_everybody_uses_is_compared_once_for_each_entry(city, meter) -> None:
    grow(city, MANY, VersionState.PUBLISHED, product=lambda _: "Oribi Speak")
    cost = meter.of(city, Role.COORDINATOR)
    assert MANY <= cost.classifications <= 4 * MANY


def test_no_statement_carries_the_ids_of_a_whole_register(city, meter, monkeypatch) -> None:
    grow(city, 1_200, VersionState.PUBLISHED, product=lambda _: "Oribi Speak")
    for address in (
        "/workspace",
        "/workspace/entries",
        "/workspace/due",
        "/workspace/changes",
        "/workspace/report",
        "/workspace/targets",
        "/sv/statistics",
        "/sv/algorithms",
        "/sv/feed.atom",
    ):
        assert meter.of(city, Role.COORDINATOR, address).most_values <= 600, address
