"""Every public address answers as HTTP asks: HEAD and OPTIONS, small, with a tag by which it is asked for again."""

import re
from pathlib import Path

import pytest

from builders import NOW
from city import City
from conftest import settings_for
from register.signing_key import public_key_address
from register.web.responses import accepts_gzip
from sealed import a_draft, publish_at, publish_with_run

ADDRESSES = Path(__file__).parents[1] / "architecture/addresses.txt"
OPEN = re.compile(r".*(feed\.atom|/keys/.*|/signed\.json|/api/v1/.*|/data/.*|/catalog.*|^/id/.*|urval\.json)")
CHANGING = {"connection", "date"}


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("http")
    path = folder / "insyn.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    with City(settings_for(f"sqlite://{path}", folder)) as running:
        yield running


@pytest.fixture(scope="module")
def addresses(city) -> list[str]:
    """All that are public, with something to read at each."""
    version = city.call(a_draft, "Urval")
    city.call(publish_with_run, city.settings, version)
    city.call(publish_at, city.settings, NOW.replace(minute=0))
    style = next(address for address in city.client.app.state.static_addresses)
    key = public_key_address(city.settings).rpartition("/")[2]
    filled = {
        "/static/{name:str}": style,
        "/keys/{name:str}": f"/keys/{key}",
        "/evaluation-data/{name:str}": "/evaluation-data/decision-template.csv",
        "/learn/{slug:str}": "/learn/object",
        "/departments/{slug:str}": "/departments/social",
        "/topics/{slug:str}": "/topics/work-and-money",
        "/algorithms/{name:str}": "/algorithms/urval.json",
        "/data/{name:str}": "/data/entries.csv",
        "/{slug:str}": "/urval",
        "/{number:int}": "/1",
        "/sitemap/{name:str}": "/sitemap/1.xml",
    }
    listed = ADDRESSES.read_text("utf-8")
    for place, value in filled.items():
        listed = listed.replace(place, value)
    assert "{" not in listed
    return listed.split()


def test_head_is_get_without_a_body_and_options_names_the_methods_at_every_public_address(
    city: City, addresses
) -> None:
    answered = 0
    for address in addresses:
        got, head = (city.client._client.request(method, address, follow_redirects=False) for method in ("GET", "HEAD"))
        assert (head.status_code, head.content) == (got.status_code, b""), address
        stable = [
            {name: words for name, words in response.headers.items() if name not in CHANGING}
            for response in (got, head)
        ]
        assert stable[0] == stable[1], address
        assert "content-length" in head.headers or got.status_code == 304, address
        options = city.client._client.request("OPTIONS", address)
        assert (options.status_code, options.content) == (204, b""), address
        assert {"GET", "HEAD", "OPTIONS"} <= set(options.headers["allow"].split(", ")), address
        answered += got.status_code == 200
    assert answered > 50
    assert city.client._client.request("DELETE", "/healthz").headers["allow"] == "GET, HEAD, OPTIONS"
    assert city.client._client.request("HEAD", "/sv/nowhere").status_code == 404
    assert city.client._client.request("OPTIONS", "/workspace").status_code == 403


def test_what_is_public_is_sent_small_and_not_again_to_those_who_have_it(city: City, addresses) -> None:
    for address in [address for address in addresses if not address.startswith("/en")]:
        plain = city.client.get(address, headers={"Accept-Encoding": "identity"})
        if plain.status_code != 200:
            continue
        packed = city.client.get(address, headers={"Accept-Encoding": "br, gzip"})
        kind = plain.headers["content-type"]
        if len(plain.content) > 1_000 and "openxml" not in kind:
            assert packed.headers["content-encoding"] == "gzip", address
            assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding", address
            assert packed.headers["etag"] != plain.headers["etag"], address
        assert packed.content == plain.content, address
        for answer in (plain, packed):
            tag = answer.headers["etag"]
            assert re.fullmatch(r'"[0-9a-f]{32}"', tag), address
            headers = {"Accept-Encoding": answer.request.headers["accept-encoding"], "If-None-Match": f'"x", W/{tag}'}
            again = city.client.get(address, headers=headers)
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), address
            assert "content-type" not in again.headers
        assert city.client.get(address, headers={"If-None-Match": '"x"'}).status_code == 200
        assert "no-cache" in plain.headers["cache-control"] or address.startswith(("/static/", "/api/")), address


def test_what_staff_see_is_neither_compressed_nor_tagged(city: City) -> None:
    answer = city.client.get("/sign-in")
    assert not {"etag", "content-encoding"} & set(answer.headers)
    assert answer.headers["cache-control"] == "no-store"


def test_data_may_be_read_by_other_sites_and_pages_may_not(city: City, addresses) -> None:
    for address in addresses:
        headers = city.client.get(address).headers
        expected = ("*", "cross-origin") if OPEN.fullmatch(address) else (None, "same-origin")
        given = headers.get("access-control-allow-origin"), headers["cross-origin-resource-policy"]
        assert given == expected, address


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br;q=1, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("*;q=0", False), ("", False),
     ("identity", False), ("gzip; q=0.000, *", False), ("br", False)],
)  # fmt: skip
def test_compression_is_used_where_it_is_accepted(accepted: str, packed: bool) -> None:
    assert accepts_gzip(accepted) is packed
