"""What a page of the static edition costs, compared with the same page over HTTP: at most half of it."""

import time

import httpx

import many
from algorithms.entries.entry import VersionState
from algorithms.search.index import indexer
from city import City
from conftest import settings_for
from register.app import create_app
from register.static_site import state
from register.static_site.edition import StaticEdition
from running import Running

ENTRIES = 30


def test_a_page_of_the_static_edition(sqlite_url, tmp_path) -> None:
    settings = settings_for(sqlite_url, tmp_path)
    folder = tmp_path / "site"
    with City(settings) as city:
        city.call(many.fill, city.department.id, ENTRIES, VersionState.PUBLISHED)
        city.call(indexer.fill)
        copy = create_app(settings, clock=city.clock, is_copy=True)
        city.call(StaticEdition(settings, copy, tmp_path / "warm", city.clock).make)
        begun = time.perf_counter()
        city.call(StaticEdition(settings, copy, folder, city.clock).make)
        addresses = [address for address in state.read(settings, folder).files if "/search/" not in address]
        in_files = (time.perf_counter() - begun) / len(addresses)
    pages = [address for address in addresses if address.startswith(("/sv/algorithms/", "/en/algorithms/"))]
    with Running("serve", data_dir=tmp_path) as program, httpx.Client(base_url=program.url) as client:
        for address in pages[:20]:
            client.get(address)
        begun = time.perf_counter()
        for address in pages:
            assert client.get(address).status_code == 200
        over_http = (time.perf_counter() - begun) / len(pages)
    print(f"\n{len(addresses)} addresses: a page costs {in_files / over_http:.2f} times as much as over HTTP")
    assert in_files <= 0.5 * over_http
