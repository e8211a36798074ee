"""Public pages of the demo city: valid, without barriers, and whole on a narrow screen.

`make test` looks at one of each kind in each language, `make test-both` at every address.
"""

import json
import urllib.error
import urllib.request
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

import programs
from accessibility import barriers
from behaviour import EVERY_WIDTH, barriers_by_mode, faults, folded_in_print, reflow
from checking import PageError, check_answer
from once import once
from reading import Page
from running import Running

START = ("/sv/", "/en/", "/sign-in", "/sv/nowhere")
PARTS = 4  # of one long test, so that several cores share it
IN_PARTS = pytest.mark.parametrize("part", range(PARTS))
FILES = (".csv", ".xlsx", ".json", ".jsonl", ".jsonld", ".ttl", ".rdf", "SUMS", ".atom", ".pdf", ".pub")  # no pages


OF_MANY = {"algorithms", "evaluation-data"}  # where pages of one kind stand under many names


@pytest.fixture(scope="module")
def crawled(demo_server: Running, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses that links lead to from the start pages, each with what is wrong with it, if anything."""

    def crawl(folder: Path) -> None:
        (folder / "pages.json").write_text(json.dumps(_crawl(demo_server.url)))

    pages: dict[str, str] = json.loads((once(tmp_path_factory, "crawled", crawl) / "pages.json").read_text())
    return pages


def _crawl(server: str) -> dict[str, str]:
    """One page of each kind in each language, and a list narrowed once by each thing, in Swedish by each two. In `make
    test-both` every page, lists narrowed by each set of things, and in Swedish by each thing; in `make test-full` in
    all the thousands of ways."""
    waiting, crawled, known = list(START), dict.fromkeys(START, ""), set[tuple[str, ...]]()
    while waiting:
        address = waiting.pop()
        crawled[address], links = _visit(urljoin(server, address))
        paths = {path for link in links if (path := _address(server, address, link)) not in crawled} - {""}
        for path in sorted(paths):
            ways, place = _ways(path), path.partition("?")[0]
            exhaustive = len(ways) < 2 and (not ways or path.startswith("/sv/"))
            kind = (place if programs.WIDER else _kind_and_language(place), *ways)
            if not programs.WIDER and len(ways) > (2 if path.startswith("/sv/") else 1):
                continue
            if programs.FULL or (programs.WIDER and exhaustive) or kind not in known:
                known.add(kind)
                waiting.append(path)
                crawled[path] = ""
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


@pytest.mark.wider
def test_every_link_leads_to_a_good_page(crawled: dict[str, str]) -> None:
    assert [problem for problem in crawled.values() if problem] == []
    assert len({_kind(address) for address in crawled if address.startswith("/sv/algorithms/")}) >= 6
    assert {"/sv/algorithms", "/en/algorithms", "/sv/learn", "/en/about"} <= set(crawled)
    assert {"/sv/learn/fairness-test", "/en/learn/quiz", "/sv/learn/glossary", "/en/accessibility"} <= set(crawled)


@pytest.mark.wider
@IN_PARTS
def test_every_page_is_without_barriers(crawled, demo_server, visitor, full, part: int) -> None:
    """One page of each kind in every width and mode; the others fit a telephone (`make test-full`: axe on all)."""
    wrong = defaultdict(list)
    wide, telephone = visitor(bare=True), visitor(width=320)
    for address, is_first in _looked_at(crawled, full)[part::PARTS]:
        page = wide if is_first else telephone
        page.goto(urljoin(demo_server.url, address))
        for message in _closely(wide) if is_first else [*(barriers(telephone) if full else ()), *reflow(telephone)]:
            wrong[message].append(address)
        assert page.url.endswith(address)
    assert {check_name: f"{len(places)} times, first {places[0]}" for check_name, places in wrong.items()} == {}


def _closely(page: Any) -> list[str]:
    return [*faults(page), *barriers_by_mode(page)]


def _looked_at(crawled: dict[str, str], full: bool) -> list[tuple[str, bool]]:
    """Which pages are looked at, and which of them closely: of lists narrowed by the same things, one."""
    chosen, seen = [], set()
    shown = (address for address in crawled if _is_page(address))
    for address in sorted(shown, key=lambda path: ("?" in path, path)):
        kind, ways = _kind(address), _ways(address)
        if kind not in seen or (full and len(ways) < 2):
            chosen.append((address, True))
        elif not ways or (full and (address.partition("?")[0], ways) not in seen):
            chosen.append((address, False))
        seen |= {kind, (address.partition("?")[0], ways)}
    return chosen


@IN_PARTS
def test_without_a_script_every_kind_of_page_is_as_usable(crawled, demo_server, visitor, part: int) -> None:
    """Nothing is folded away for good, cut off or out of reach where JavaScript is off; axe itself needs it on."""
    page, kinds = visitor(script=False, bare=True), {}
    for address in sorted(entry for entry in crawled if _is_page(entry) and "?" not in entry):
        kinds.setdefault(_kind(address), address)
    wrong = []
    for address in list(kinds.values())[part::PARTS]:
        page.goto(urljoin(demo_server.url, address))
        wrong += [f"{address}: {barrier}" for check in (*EVERY_WIDTH, folded_in_print) for barrier in check(page)]
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
    is_local = there.netloc == urlsplit(server).netloc
    return there._replace(scheme="", netloc="", fragment="").geturl() if is_local else ""


def _is_page(address: str) -> bool:
    return not address.partition("?")[0].endswith(FILES) and not address.startswith(("/api/", "/id/"))


def _kind(address: str) -> str:
    """Pages of one template: same place, other name."""
    language, *rest = urlsplit(address).path.strip("/").split("/")
    return "/".join([rest[0], str(len(rest)), *rest[2:3]]) if rest else language


def _kind_and_language(address: str) -> str:
    language, *rest = address.strip("/").split("/")
    return f"{language} {_kind(address)}" if rest and rest[0] in OF_MANY else address


def _ways(address: str) -> tuple[str, ...]:
    """What a list is narrowed by."""
    return tuple(sorted(parse_qs(urlsplit(address).query)))
