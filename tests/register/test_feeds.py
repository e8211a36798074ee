"""Feeds are valid Atom (RFC 4287), tell all that ever changed in archives (RFC 5005), and are found from every page."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, fromstring

import pytest

import many
from algorithms.entries.entry import VersionState
from algorithms.tables import VersionRow
from builders import NOW
from city import City
from conftest import settings_for
from publishing import publish, published_again
from register.settings import Settings

ATOM, ARCHIVE = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/history/1.0}archive"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
IRI = re.compile(r"https?://[^\s<>\"{}|\\\\^`]+")
FEED = re.compile(r'<link rel="alternate" type="application/atom\+xml"[^>]*')
SINGLE_ELEMENTS = {"generator", "icon", "id", "logo", "rights", "subtitle", "title", "updated", "published", "summary"}
ONLY = {
    "feed": {"author", "category", "contributor", "entry", "link", "archive"}
    | SINGLE_ELEMENTS - {"published", "summary"},
    "entry": {"author", "category", "content", "contributor", "link", "source"}
    | SINGLE_ELEMENTS - {"subtitle", "icon"},
}


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def faults(root: Element) -> Iterator[str]:
    """What RFC 4287 would not allow."""
    yield from (f"root: {root.tag}" for _ in [0] if root.tag != f"{ATOM}feed")
    for part in (root, *root.iter(f"{ATOM}entry")):
        yield from _wrong_part(part)
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry"))
    yield from (f"{number} entries are {identifier}" for identifier, number in ids.items() if number > 1)
    links = root.findall(f"{ATOM}link")
    yield from (f"no link {rel}" for rel in ("self", "alternate") if rel not in {link.get("rel") for link in links})


def _wrong_part(part: Element) -> Iterator[str]:
    kind = part.tag.removeprefix(ATOM)
    names = Counter(child.tag.rpartition("}")[2] for child in part)
    yield from (f"{kind}: {name} is not for it" for name in set(names) - ONLY[kind])
    yield from (f"{kind}: {name} {names[name]} times" for name in SINGLE_ELEMENTS if names[name] > 1)
    yield from (f"{kind}: no {name}" for name in ("id", "title", "updated", "author") if not names[name])
    for name in ("updated", "published"):
        for child in part.findall(f"{ATOM}{name}"):
            if not DATE.fullmatch(child.text or ""):
                yield f"{kind}: {name} is {child.text}"
    yield from (f"{kind}: no name" for element in part.findall(f"{ATOM}author") if not element.findtext(f"{ATOM}name"))
    addresses = [part.findtext(f"{ATOM}id"), *(link.get("href") for link in part.findall(f"{ATOM}link"))]
    addresses += [category.get("scheme") for category in part.findall(f"{ATOM}category")]
    yield from (f"{kind}: {address} is no address" for address in addresses if not IRI.fullmatch(address or ""))
    yield from (
        f"{kind}: a category without term" for element in part.findall(f"{ATOM}category") if not element.get("term")
    )
    alternates = [link for link in part.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    if len({(link.get("type"), link.get("hreflang")) for link in alternates}) != len(alternates) or not alternates:
        yield f"{kind}: alternates {[link.attrib for link in alternates]}"


def read(city: City, address: str) -> Element:
    answer = city.client.get(address)
    assert answer.status_code == 200
    root = fromstring(answer.content)
    assert [*faults(root)] == []
    newest = datetime.fromisoformat(str(root.findtext(f"{ATOM}updated")))
    assert parsedate_to_datetime(answer.headers["last-modified"]) == newest
    return root


def links(part: Element) -> dict[str, str]:
    return {
        str(link.get("rel")): str(link.get("href")).removeprefix("http://127.0.0.1:8000")
        for link in part.findall(f"{ATOM}link")
    }


def ids(root: Element) -> list[str]:
    return [str(entry.findtext(f"{ATOM}id")) for entry in root.iter(f"{ATOM}entry")]


@pytest.mark.storage
def test_feeds_are_valid_and_say_status_class_licence_and_where_the_entry_is(city: City) -> None:
    published_again(city, publish(city, "Urval"), risks="Nytt.")

    for address in ("/sv/feed.atom", "/en/departments/social/feed.atom", "/en/algorithms/urval/feed.atom"):
        root = read(city, address)
        assert links(root)["self"] == address
        assert "creativecommons.org/publicdomain/zero" in str(root.findtext(f"{ATOM}rights"))
        assert links(root)["license"] == city.settings.licence
        newest, first = root.iter(f"{ATOM}entry")
        language = address.split("/")[1]
        assert links(newest)["related"] == f"/{language}/algorithms/urval"
        assert links(newest)["alternate"] == f"/{language}/algorithms/urval/versions/2"
        assert newest.findtext(f"{ATOM}published") == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
        terms = {
            str(category.get("scheme")).partition("#")[2]: category.get("term")
            for category in newest.iter(f"{ATOM}category")
        }
        assert terms == {"status": "pilot", "class": "not-an-ai-system"}
        assert all(category.get("label") for category in first.iter(f"{ATOM}category"))
    assert read(city, "/sv/departments/school/feed.atom").find(f"{ATOM}entry") is None


@pytest.mark.storage
def test_older_changes_are_in_archives_that_stay_as_they_are(city: City) -> None:
    city.call(many.fill, city.department.id, 120, VersionState.PUBLISHED)
    for place, row in enumerate(city.call(VersionRow.select(VersionRow.id).run)):
        at = NOW - timedelta(hours=place)
        city.call(VersionRow.update({VersionRow.published_at: at}).where(VersionRow.id == row["id"]).run)

    current = read(city, "/sv/feed.atom")
    assert current.find(ARCHIVE) is None
    documents, address = [current], links(current)["prev-archive"]
    while address:
        archive = read(city, address)
        assert archive.find(ARCHIVE) is not None
        assert (links(archive)["self"], links(archive)["current"]) == (address, "/sv/feed.atom")
        documents.append(archive)
        address = links(archive).get("prev-archive", "")
    assert [len(ids(document)) for document in documents] == [50, 50, 50]
    assert len({address for document in documents for address in ids(document)}) == 120
    assert links(documents[2])["next-archive"] == links(documents[1])["self"]
    assert "next-archive" not in links(documents[1])

    publish(city, "Nytt")
    assert [ids(read(city, links(document)["self"])) for document in documents[1:]] == [
        ids(document) for document in documents[1:]
    ]
    for number in (0, 3, -1):
        assert city.client.get(f"/sv/feed.atom?archive={number}").status_code == 404
    assert "prev-archive" in links(read(city, "/sv/departments/social/feed.atom"))
    assert "prev-archive" not in links(read(city, "/sv/algorithms/nytt/feed.atom"))


def test_every_page_names_its_feeds(sqlite_url, tmp_path) -> None:
    with City(settings_for(sqlite_url, tmp_path)) as city:
        publish(city, "Urval")
        own = "/sv/algorithms/urval/feed.atom"
        expected = {
            "/sv/": [],
            "/sv/about": [],
            "/sv/missing": [],
            "/sv/algorithms": [],
            "/sv/algorithms?department=social": ["/sv/departments/social/feed.atom"],
            "/sv/algorithms?department=nowhere": [],
            "/sv/algorithms/urval": [own],
            "/sv/algorithms/urval/history": [own],
            "/sv/algorithms/urval/questions": [own],
            "/sv/algorithms/urval/versions/1": [own],
        }
        for address, feeds in expected.items():
            named = [re.findall(r'href="([^"]*)', link)[0] for link in FEED.findall(city.client.get(address).text)]
            assert named == ["/sv/feed.atom", *feeds], address
            assert [city.client.get(feed).status_code for feed in named] == [200] * len(named)
