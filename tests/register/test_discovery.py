"""Machines find what is public and nothing else: robots.txt, the sitemap, security.txt, one address for each page."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from litestar.routes import HTTPRoute

from algorithms.editing import commands, mask_commands
from algorithms.people import Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.storage.mask_queries import masks_of
from builders import NOW
from city import City
from publishing import publish, published_again
from register.public.discovery.sitemap import SitemapPage, divided, index, urls
from register.settings import Settings, SettingsError
from steps import actor, take

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
BASE = "http://127.0.0.1:8000"
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="(\w+)" href="([^"]*)">')


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def in_sitemap(city: City) -> dict[str, str | None]:
    """The day of the last change, by path."""
    answer = city.client.get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    entries = {str(url.findtext(f"{SITEMAP}loc")): url for url in fromstring(answer.content)}
    for url in entries.values():
        alternates = {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
        assert set(alternates) == {"sv", "en"}
        assert set(alternates.values()) <= set(entries)
    return {place.removeprefix(BASE): url.findtext(f"{SITEMAP}lastmod") for place, url in entries.items()}


@pytest.mark.storage
def test_the_sitemap_has_every_public_page_in_both_languages_and_each_is_its_own_canonical_address(city: City) -> None:
    published_again(city, publish(city, "Zebra"), risks="Nytt.")

    listed = in_sitemap(city)

    for path in listed:
        answer = city.client.get(path)
        assert answer.status_code == 200, path
        assert CANONICAL.findall(answer.text) == [BASE + path]
        assert dict(ALTERNATE.findall(answer.text)) == {lang: f"{BASE}/{lang}{path[3:]}" for lang in ("sv", "en")}
    routes = [route for route in city.client.app.routes if isinstance(route, HTTPRoute) and "GET" in route.methods]
    plain = {route.path for route in routes if re.match(r"/(sv|en)(/|$)", route.path) and "{" not in route.path}
    pages = {path for path in plain if "text/html" in city.client.get(path).headers.get("content-type", "")}
    assert {path if path.count("/") > 1 else f"{path}/" for path in pages} - set(listed) == set()
    assert listed["/sv/algorithms/zebra"] == listed["/en/algorithms/zebra/versions/1"] == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    assert "/sv/algorithms/zebra/versions/2" not in listed


def test_what_is_withheld_withdrawn_or_a_draft_is_not_in_the_sitemap(city: City) -> None:
    withheld, withdrawn = publish(city, "Undantagen"), publish(city, "Avpublicerad")
    client = city.as_(Role.COORDINATOR)
    client.get(f"/workspace/versions/{withheld}/entry")
    client.submit("Undanta posten", ground="secrecy.17-1", reason="Röjer hur kontrollen går till.")
    take(city, withdrawn, (Action.WITHDRAW, Role.COORDINATOR, StepComment(typed={"sv": "Ersatt."})))

    assert [path for path in in_sitemap(city) if path.startswith("/sv/algorithms/")] == []


def test_of_a_merged_entry_the_sitemap_has_the_versions_that_can_still_be_read(city: City) -> None:
    survivor, duplicate = publish(city, "Kvar"), publish(city, "Dubblett")
    into = city.call(commands.for_change, survivor, actor(city, Role.COORDINATOR)).entry.id
    client = city.as_(Role.COORDINATOR)
    client.get(f"/workspace/versions/{duplicate}/entry")
    client.submit("Slå ihop dem", into=str(into), **{"merge-reason": "Samma avtal."})

    listed = [path for path in in_sitemap(city) if path.startswith("/sv/algorithms/dubblett")]

    assert listed == ["/sv/algorithms/dubblett/versions/1"]
    assert BASE + listed[0] in CANONICAL.findall(client.get(listed[0]).text)
    assert client.get("/sv/algorithms/dubblett").status_code == 301


def test_a_masked_word_changes_the_day_of_the_pages_that_had_it(city: City) -> None:
    version, at = publish(city, "Urval av Vera"), NOW + timedelta(days=3)
    editor, officer = actor(city, Role.EDITOR), actor(city, Role.DPO)
    city.call(mask_commands.propose, version, "Vera", "gdpr.5-1-c", "Ett namn", by=editor, at=NOW)
    (mask,) = city.call(masks_of, version, seen_by=officer)
    city.call(mask_commands.confirm, version, mask.id, by=officer, at=at)

    assert in_sitemap(city)["/sv/algorithms/urval-av-vera"] == f"{at:%Y-%m-%dT%H:%M:%SZ}"


def test_a_sitemap_of_more_than_fifty_thousand_addresses_is_split_and_has_an_index() -> None:
    pages = [
        SitemapPage(f"/algorithms/{place}", datetime(2026, 1, 1, place % 24, tzinfo=UTC)) for place in range(25_001)
    ]

    parts = divided(pages)

    assert [len(part) for part in parts] == [25_000, 1]
    assert len(fromstring(urls(parts[0], BASE))) == 50_000
    root = fromstring(index(parts, BASE))
    assert [place.findtext(f"{SITEMAP}loc") for place in root] == [f"{BASE}/sitemap/{part}.xml" for part in (1, 2)]
    assert root[0].findtext(f"{SITEMAP}lastmod") == "2026-01-01T23:00:00Z"


def test_robots_are_shown_the_sitemap_and_no_file_that_is_not_there(city: City) -> None:
    lines = city.client.get("/robots.txt").text.splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /workspace", "Disallow: /sign-in", f"Sitemap: {BASE}/sitemap.xml"} <= set(lines)
    assert city.client.get("/sitemap/1.xml").status_code == 404
    assert city.client.get("/.well-known/security.txt").status_code == 404


def test_security_txt_says_whom_to_tell_of_a_weakness_for_half_a_year(settings: Settings) -> None:
    contact = Settings.from_environment({"INSYN_SECURITY_CONTACT": "it@staden.example"}).security_contact
    with City(replace(settings, security_contact=contact)) as city:
        answer = city.client.get("/.well-known/security.txt")
        fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
        expires = datetime.fromisoformat(fields.pop("Expires"))
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert 90 < (expires - NOW).days < 365
        assert fields == {
            "Contact": "mailto:it@staden.example",
            "Preferred-Languages": "sv, en",
            "Canonical": f"{BASE}/.well-known/security.txt",
        }
    with pytest.raises(SettingsError, match="INSYN_SECURITY_CONTACT"):
        Settings.from_environment({"INSYN_SECURITY_CONTACT": "javascript:it@x\nExpires: never"})


def test_the_canonical_address_has_only_what_chooses_the_page(city: City) -> None:
    publish(city, "Zebra")
    canonical = {
        "/sv/": "/sv/",
        "/sv?utm_source=x": "/sv/",
        "/en/learn/quiz?answer=x": "/en/learn/quiz",
        "/sv/algorithms/zebra?utm_source=x": "/sv/algorithms/zebra",
        "/sv/algorithms/zebra/versions/1": "/sv/algorithms/zebra",
        "/sv/algorithms?page=7&utm_source=x&topic=work-and-money&q=a": "/sv/algorithms?q=a&topic=work-and-money",
    }
    for address, expected in canonical.items():
        text = city.client.get(address).text.replace("&amp;", "&")
        assert CANONICAL.findall(text) == [BASE + expected], address
    for address in ("/sv/algorithms/finns-inte", "/sign-in"):
        assert CANONICAL.findall(city.client.get(address).text) == []
