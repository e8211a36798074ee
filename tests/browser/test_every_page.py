"""Every public address of the demo city, once: valid, without barriers, and whole on a narrow screen."""

import urllib.error
import urllib.request
from urllib.parse import urljoin, urlsplit

import pytest

from accessibility import barriers, overflow
from checking import check_answer
from reading import Page
from running import Running

START = ("/sv/", "/en/", "/sign-in", "/sv/nowhere")
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def crawled(demo_server: Running) -> list[str]:
    """All addresses that links lead to from the start pages; each was checked on the way."""
    waiting, known = list(START), set(START)
    while waiting:
        url = urljoin(demo_server.url, waiting.pop())
        status, headers, body = fetch(url)
        check_answer(body, headers, status=status, url=url)
        assert status == (404 if "nowhere" in url else 200), f"{status} {url}"
        if headers.get("content-type", "").startswith("text/html"):
            found = {_address(url, link) for link, _ in Page(body).links} - known - {""}
            waiting += sorted(found)
            known |= found
    return sorted(known)


def test_the_crawl_found_every_kind_of_page(crawled: list[str]) -> None:
    assert len([address for address in crawled if address.startswith("/sv/algorithms/")]) >= 6
    assert {"/sv/algorithms", "/en/algorithms", "/sv/learn", "/en/about"} <= set(crawled)


def test_every_page_is_without_barriers_and_fits_a_telephone(crawled: list[str], demo_server, visitor, full) -> None:
    wrong, seen = [], set()
    modes = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
    pages = {mode: visitor(width=mode[0], scheme=mode[1]) for mode in modes}
    for address in crawled:
        kind = _kind(address)
        for mode in modes if full or kind not in seen else [(320, "light")]:
            pages[mode].goto(urljoin(demo_server.url, address))
            wrong += [f"{mode} {address}: {barrier}" for barrier in barriers(pages[mode])]
            wrong += [f"{mode} {address}: {out} pixels wider than the window"] if (out := overflow(pages[mode])) else []
        seen.add(kind)
    assert wrong == []


def fetch(url: str):
    try:
        answer = urllib.request.urlopen(url, timeout=20)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        return answer.status, answer.headers, answer.read()


def _address(base: str, link: str) -> str:
    """Ours, without fragment; empty for other sites and for files."""
    there = urlsplit(urljoin(base, link))
    return there._replace(scheme="", netloc="", fragment="").geturl() if there.netloc == urlsplit(base).netloc else ""


def _kind(address: str) -> str:
    """Pages of one template: same place, other name."""
    language, *rest = urlsplit(address).path.strip("/").split("/")
    return "/".join([rest[0], str(len(rest)), *rest[2:3]]) if rest else language
