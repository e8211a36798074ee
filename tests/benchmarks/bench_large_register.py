"""33,500 entries on PostgreSQL: the seconds of every page that a coordinator, an editor or a resident can open.

Above 32,767 ids no statement may name them all. Fails only where a page answers 500; judges no time.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import many
from algorithms.entries.entry import VersionState
from algorithms.people import Role
from algorithms.search.index import indexer
from algorithms.tables import EntryRow, VersionRow
from city import City
from conftest import settings_for

PUBLISHED, DRAFTS, DISCARDED = 30_000, 1_500, 2_000
SLOW = 2.0  # seconds
READERS = (None, Role.COORDINATOR, Role.EDITOR, Role.ADMINISTRATOR)
ADDRESSES = Path(__file__).parents[1] / "architecture" / "addresses.txt"


def addresses(city: City) -> Iterator[str]:
    """Every address that answers a GET and asks for nothing but an entry or a version, with one of these in it."""
    published = VersionRow.select(VersionRow.id, VersionRow.entry).where(
        VersionRow.state == VersionState.PUBLISHED.value
    )
    version = city.call(published.first().run)
    slug = city.call(EntryRow.select(EntryRow.slug).where(EntryRow.id == version["entry"]).first().run)["slug"]
    known = {
        "slug:str": slug,
        "number:int": "1",
        "version_id:uuid": str(version["id"]),
        "department:uuid": str(city.department.id),
    }
    listed = set(ADDRESSES.read_text().split())
    listed |= {route.path for route in city.client.app.routes if "GET" in getattr(route, "methods", ())}
    for address in sorted(listed):
        filled = re.sub(r"{([^}]+)}", lambda match: known.get(match[1], "?"), address)
        if "?" not in filled:
            yield filled
    yield "/workspace/entries?q=sv+77&state=published&page=3"
    yield "/workspace/entries?page=600"
    yield "/workspace/due?page=400"
    yield "/workspace/log?page=300"


def test_every_page(postgres_url, tmp_path) -> None:
    with City(settings_for(postgres_url, tmp_path)) as city:
        for state, number in (
            (VersionState.PUBLISHED, PUBLISHED),
            (VersionState.DRAFT, DRAFTS),
            (VersionState.DISCARDED, DISCARDED),
        ):
            city.call(many.fill, city.department.id, number, state)
        late = {"review_month": "2026-01", "next_review": "2026-01"}
        city.call(VersionRow.update(late).where(VersionRow.state == VersionState.PUBLISHED.value).run)
        city.call(indexer.fill)
        city.call(VersionRow.raw("ANALYZE").run)
        broken = [line for reader in READERS for line in _pages(city, reader)]
    assert broken == []


def _pages(city: City, reader: Role | None) -> Iterator[str]:
    """Those that answer with a fault of ours; the slow ones are printed."""
    if reader is not None:
        city.as_(reader)
    for address in addresses(city):
        begun = time.perf_counter()
        answer = city.client._client.get(address)  # not parsed: that is the test's own work
        seconds = time.perf_counter() - begun
        if seconds >= SLOW:
            print(f"\n{seconds:6.1f} s  {len(answer.content) / 1e3:8.0f} kB  {answer.status_code}  {reader}  {address}")
        if answer.status_code >= 500 and answer.status_code != 503:  # 503: papers that no worker has made yet
            yield f"{answer.status_code} {reader} {address}"
