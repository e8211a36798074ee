"""Where a request comes from, and that residents who send too much are slowed down without being remembered."""

from dataclasses import replace

import pytest
from litestar import Request

from algorithms.people import Role
from city import City
from conftest import settings_for
from register.app import create_app
from register.guard.rate_limit import RateLimit, allows
from register.request.client_address import network_of


def test_a_place_that_sends_too_much_is_refused_and_others_are_not_for_the_sum() -> None:
    for sent in RateLimit:
        most, everywhere = sent.value
        assert allows(sent, most - 1, everywhere - 1)
        assert not allows(sent, most, 0)
        assert not allows(sent, most - 1, everywhere)
        assert allows(sent, 0, everywhere * 100)


@pytest.fixture
def comes_from(tmp_path):
    app = create_app(settings_for(f"sqlite://{tmp_path}/none.sqlite", tmp_path))
    settings = app.state.settings

    def network(client: str, *lines: str, named: str = "X-Forwarded-For") -> str:
        app.state.settings = replace(settings, address_header=named)
        headers = [(b"x-forwarded-for", line.encode()) for line in lines]
        scope = {"type": "http", "client": (client, 1), "headers": headers, "litestar_app": app, "app": app}
        return network_of(Request({**scope, "state": {}}))  # type: ignore[arg-type]

    return network


def test_proxy_line_names_the_origin_of_a_request_only_where_the_city_says_so(comes_from) -> None:
    assert comes_from("192.0.2.1", "198.51.100.7", named="") == "192.0.2.1"
    assert comes_from("127.0.0.1", "10.0.0.1, 198.51.100.7") == "198.51.100.7"
    assert comes_from("127.0.0.1", "10.0.0.1", "198.51.100.7") == "198.51.100.7"
    assert comes_from("127.0.0.1") == comes_from("127.0.0.1", "unknown") == "127.0.0.1"


def test_an_ipv6_address_counts_as_its_network_and_ipv4_in_it_as_ipv4(comes_from) -> None:
    assert comes_from("2001:db8:1:2:3::4") == comes_from("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert comes_from("127.0.0.1", "[2001:db8:1:2::9]:443") == "2001:db8:1:2::/64"
    assert comes_from("127.0.0.1", "::ffff:198.51.100.7") == comes_from("::1", "198.51.100.7:4711") == "198.51.100.7"


def test_what_is_slowed_down_is_in_no_log(sqlite_url: str, tmp_path) -> None:
    from logged import lines

    with City(settings_for(sqlite_url, tmp_path)) as city:
        before = len(lines(city))
        for _ in range(22):
            city.client.post("/sv/answers", {"code": "2222-2222-2222-2222"})
        assert "Många koder" in city.client.page.text
        assert len(lines(city)) == before
        assert "för många försök" not in city.as_(Role.COORDINATOR).get("/workspace/log").text.lower()
