"""Every public address of the demo city, once: valid, without barriers, and whole on a narrow screen."""

import urllib.error
import urllib.request
from collections import defaultdict
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from accessibility import barriers
from behaviour import EVERY_WIDTH, barriers_everywhere, faults, folded_in_print, reflow
from checking import PageError, check_answer
from reading import Page
from running import Running

START = ("/sv/", "/en/", "/sign-in", "/sv/nowhere")
FILES = (".csv", ".xlsx", ".json", ".atom", ".pdf", ".pub")  # no pages


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


def test_every_page_is_without_barriers_in_every_width_and_mode(crawled, demo_server, visitor, full) -> None:
    """One page of each kind through everything; of the others, axe on a telephone. In `make test-full` all of it.

    A list is narrowed in thousands of ways, and the test above reads them all. Here one that is narrowed by one thing
    is a page like any other, and of those narrowed by several things at once there is one for each set of them.
    """
    wrong, seen = defaultdict(list), set()
    wide, telephone = visitor(bare=True), visitor(width=320)
    shown = (address for address in crawled if not address.endswith(FILES))
    for address in sorted(shown, key=lambda one: ("?" in one, one)):
        kind, ways, page = _kind(address), _ways(address), telephone
        if kind not in seen or (full and len(ways) < 2):
            wide.goto(urljoin(demo_server.url, address))
            found, page = [*faults(wide), *barriers_everywhere(wide)], wide
        elif not ways or (full and (address.partition("?")[0], ways) not in seen):
            telephone.goto(urljoin(demo_server.url, address))
            found = [*barriers(telephone), *reflow(telephone)]
        else:
            continue
        seen |= {kind, (address.partition("?")[0], ways)}
        for one in found:
            wrong[one].append(address)
        assert page.url.endswith(address)
    assert {one: f"{len(places)} times, first {places[0]}" for one, places in wrong.items()} == {}


def test_without_a_script_every_kind_of_page_is_as_usable(crawled, demo_server, visitor) -> None:
    """Nothing is folded away for good, cut off or out of reach where JavaScript is off; axe itself needs it on."""
    page, seen, wrong = visitor(script=False, bare=True), set(), []
    for address in sorted(one for one in crawled if not one.endswith(FILES) and "?" not in one):
        if _kind(address) in seen:
            continue
        seen.add(_kind(address))
        page.goto(urljoin(demo_server.url, address))
        wrong += [f"{address}: {one}" for check in (*EVERY_WIDTH, folded_in_print) for one in check(page)]
    assert wrong == []


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


def _ways(address: str) -> tuple[str, ...]:
    """What a list is narrowed by."""
    return tuple(sorted(parse_qs(urlsplit(address).query)))
