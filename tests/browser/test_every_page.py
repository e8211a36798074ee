"""Every public address of the demo city, once: valid, without barriers, and whole on a narrow screen."""

import urllib.error
import urllib.request
from collections import defaultdict
from urllib.parse import urljoin, urlsplit

import pytest

from accessibility import barriers, overflow
from checking import PageError, check_answer
from reading import Page
from running import Running

START = ("/sv/", "/en/", "/sign-in", "/sv/nowhere")
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def crawled(demo_server: Running) -> dict[str, str]:
    """All addresses that links lead to from the start pages, each with what is wrong with it, if anything."""
    waiting, crawled = list(START), dict.fromkeys(START, "")
    while waiting:
        address = waiting.pop()
        crawled[address], links = _visit(urljoin(demo_server.url, address))
        found = {path for link in links if (path := _address(demo_server.url, address, link)) not in crawled} - {""}
        waiting += sorted(found)
        crawled |= dict.fromkeys(found, "")
    return crawled


def _visit(url: str) -> tuple[str, list[str]]:
    status, headers, body = fetch(url)
    if status != (404 if "nowhere" in url else 200):
        return f"{status} {url}", []
    try:
        check_answer(body, headers, status=status, url=url)
    except PageError as error:
        return str(error), []
    is_page = headers.get("content-type", "").startswith("text/html")
    return "", [link for link, _ in Page(body).links] if is_page else []


def test_every_link_leads_to_a_good_page(crawled: dict[str, str]) -> None:
    assert [problem for problem in crawled.values() if problem] == []
    assert len([address for address in crawled if address.startswith("/sv/algorithms/")]) >= 6
    assert {"/sv/algorithms", "/en/algorithms", "/sv/learn", "/en/about"} <= set(crawled)
    assert {"/sv/learn/fairness-test", "/en/learn/quiz", "/sv/learn/glossary", "/en/accessibility"} <= set(crawled)


def test_every_page_is_without_barriers_and_fits_a_telephone(crawled, demo_server, visitor, full) -> None:
    wrong, seen = defaultdict(list), set()
    modes = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
    pages = {mode: visitor(width=mode[0], scheme=mode[1]) for mode in modes}
    shown = (address for address in crawled if not address.endswith((".csv", ".xlsx", ".json")))  # files are no pages
    for address in sorted(shown, key=lambda one: ("?" in one, one)):
        kind = _kind(address)
        for mode in modes if full or kind not in seen else [] if "?" in address else [(320, "light")]:
            pages[mode].goto(urljoin(demo_server.url, address))
            for barrier in [*barriers(pages[mode]), *(["wider than the window"] if overflow(pages[mode]) else [])]:
                wrong[barrier].append(f"{address} {mode[0]} {mode[1]}")
        seen.add(kind)
    assert {barrier: f"{len(places)} times, first {places[0]}" for barrier, places in wrong.items()} == {}


def fetch(url: str):
    try:
        answer = urllib.request.urlopen(url, timeout=20)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        return answer.status, answer.headers, answer.read()


def _address(server: str, page: str, link: str) -> str:
    """Ours, without fragment; empty for other sites."""
    there = urlsplit(urljoin(urljoin(server, page), link))
    ours = there.netloc == urlsplit(server).netloc
    return there._replace(scheme="", netloc="", fragment="").geturl() if ours else ""


def _kind(address: str) -> str:
    """Pages of one template: same place, other name."""
    language, *rest = urlsplit(address).path.strip("/").split("/")
    return "/".join([rest[0], str(len(rest)), *rest[2:3]]) if rest else language
