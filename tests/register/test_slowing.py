"""Who sends too much is slowed down, and nobody is remembered: not for a day, and not after an hour of quiet."""

from datetime import timedelta

from litestar import Request

from algorithms.people import Role
from builders import NOW
from city import City
from conftest import settings_for
from register.app import create_app
from register.slowing import Pace, Sent, _address


def test_one_place_is_slowed_down_and_others_are_not() -> None:
    pace = Pace()
    assert [pace.allows(Sent.QUESTION, "192.0.2.1", NOW) for _ in range(13)] == [True] * 12 + [False]
    assert pace.allows(Sent.QUESTION, "192.0.2.2", NOW)
    assert pace.allows(Sent.CODE, "192.0.2.1", NOW)


def test_everybody_together_is_slowed_down_as_well() -> None:
    pace = Pace()
    sent = [pace.allows(Sent.QUESTION, f"192.0.2.{number}", NOW) for number in range(301)]
    assert sent == [True] * 300 + [False]


def test_no_address_is_in_memory_and_the_salt_lives_a_day_or_until_an_hour_is_quiet() -> None:
    pace = Pace()
    salts = []
    for half_hours in (0, 1, 2, 4):  # the last comes after an hour of quiet
        pace.allows(Sent.CHECK, "192.0.2.1", NOW + timedelta(minutes=30 * half_hours))
        salts.append(pace._salt)
    assert salts[0] == salts[1] == salts[2] != salts[3]
    assert "192.0.2.1" not in repr(pace)
    busy = Pace()
    known = set()
    for half_hours in range(49):
        busy.allows(Sent.CHECK, "192.0.2.1", NOW + timedelta(minutes=30 * half_hours))
        known.add(busy._salt)
    assert len(known) == 2
    assert len(busy._sent) == 2


def _from(tmp_path, client: str, header: str = "", named: str = "") -> str:
    from dataclasses import replace

    app = create_app(replace(settings_for(f"sqlite://{tmp_path}/none.sqlite", tmp_path), address_header=named))
    headers = [(b"x-forwarded-for", header.encode())] if header else []
    scope = {"type": "http", "client": (client, 1), "headers": headers, "litestar_app": app, "app": app, "state": {}}
    return _address(Request(scope))  # type: ignore[arg-type]


def test_an_address_counts_as_its_network_and_a_header_only_where_the_city_says_so(tmp_path) -> None:
    assert _from(tmp_path, "192.0.2.1", "198.51.100.7") == "192.0.2.1"
    assert _from(tmp_path, "127.0.0.1", "10.0.0.1, 198.51.100.7", "X-Forwarded-For") == "198.51.100.7"
    assert _from(tmp_path, "2001:db8:1:2:3::4") == _from(tmp_path, "2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"


def test_what_is_slowed_down_is_in_no_table(sqlite_url: str, tmp_path) -> None:
    from logged import lines

    with City(settings_for(sqlite_url, tmp_path)) as city:
        before = len(lines(city))
        for _ in range(22):
            city.client.post("/sv/answers", {"code": "2222-2222-2222-2222"})
        assert "Många koder" in city.client.page.text
        assert len(lines(city)) == before
        assert "för många försök" not in city.as_(Role.COORDINATOR).get("/workspace/log").text.lower()
