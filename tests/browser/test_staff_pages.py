"""Every kind of page in the workspace that links lead to, for each role and in both languages: valid, without barriers.

Staff read in the language that their account has chosen (the button “English” or “Svenska” on each page).
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

import begun
import programs
from behaviour import barriers_by_mode, faults, on_a_telephone
from client import RemoteClient
from once import once
from register.accounts.people.demo import PASSWORD
from running import Running

WHO = ("samordnare", "redaktor", "administrator")  # who between them open nearly every kind of page
if programs.WIDER:
    WHO = (*WHO, "godkannare", "dataskydd.vard", "revisor")
PARTS = 3  # of one long test, so that several cores share it
CrawledPages = dict[str, dict[str, str]]  # who: address: kind of page
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_FILES = re.compile(r"\.(csv|xlsx|pdf|json)$|/tender-clause/|/template$")


@pytest.fixture(scope="module", params=["sv", pytest.param("en", marks=pytest.mark.later)])
def crawled(
    request: pytest.FixtureRequest, demo_server: Running, tmp_path_factory: pytest.TempPathFactory, full: bool
) -> Iterator[tuple[str, CrawledPages]]:
    """The language, and what there is in it for each role: one page of each kind, in `make test-full` every page.

    The validator looks at each on the way. It is done once in a test run, whichever worker asks for it first."""
    language = request.param

    def crawl(folder: Path) -> None:
        pages_by_role = {}
        for who in WHO:
            with _signed_in(demo_server, who, language) as client:
                pages_by_role[who] = _follow_links(client, every=full)
        (folder / "pages.json").write_text(json.dumps(pages_by_role))

    yield language, json.loads((once(tmp_path_factory, f"staff-{language}", crawl) / "pages.json").read_text())
    for who in WHO if language == "en" else ():
        with _signed_in(demo_server, who, "sv"):
            pass  # as it was


@pytest.mark.wider
def test_no_link_is_a_dead_end_and_every_role_finds_its_pages(crawled: tuple[str, CrawledPages]) -> None:
    _, pages_by_role = crawled
    assert {who: kinds for who, pages in pages_by_role.items() if len(kinds := set(pages.values())) < _least(who)} == {}


@pytest.mark.later  # walks look at each kind of page on their way in make test
@pytest.mark.parametrize("part", range(PARTS))
def test_every_kind_of_page_is_without_barriers(
    crawled: tuple[str, CrawledPages], demo_server: Running, visitor: Callable[..., Any], full: bool, part: int
) -> None:
    """A kind of page is looked at once, by the first role that opens it: in Swedish in every width, in English on
    a telephone, where words of other lengths may be in the way. In `make test-full` everybody's kinds are looked at in
    every width and mode in both languages, and every other page on a telephone."""
    language, pages_by_role = crawled
    wrong, pages = [], dict[str, Any]()
    pages_of_all = list(_looked_at(pages_by_role, full))  # one person's after another's, so that few sign in for a part
    first, last = (len(pages_of_all) * place // PARTS for place in (part, part + 1))
    for who, path, is_first in pages_of_all[first:last]:
        if who not in pages:
            with _signed_in(demo_server, who, language):
                pages[who] = _in_a_browser(visitor(bare=True), demo_server, who, language)
        page = pages[who]
        page.goto(urljoin(demo_server.url, path))
        look = _closely if is_first and (full or language == "sv") else on_a_telephone
        wrong += [f"{who} {path}: {message}" for message in look(page)]
        assert page.evaluate("document.documentElement.lang") == language
    assert wrong == []


def _looked_at(pages_by_role: CrawledPages, full: bool) -> Iterator[tuple[str, str, bool]]:
    """Who looks at which address, and whether it is the first of its kind."""
    kinds, addresses = set[tuple[str, str]](), set[str]()
    for who, pages in pages_by_role.items():
        for path, kind in pages.items():
            is_first = (who if full else "", kind) not in kinds
            if is_first or (full and path not in addresses):
                kinds.add((who if full else "", kind))
                addresses.add(path)
                yield who, path, is_first


def _closely(page: Any) -> list[str]:
    return [*faults(page), *barriers_by_mode(page)]


def _email(who: str) -> str:
    return f"{who}@exempelstad.example"


def _least(who: str) -> int:
    return 10 if who == "administrator" else 25


@contextmanager
def _signed_in(server: Running, who: str, language: str) -> Iterator[RemoteClient]:
    """Somebody whose account has this language from now on."""
    with RemoteClient(server.url) as client:
        begun.sign_in(client, _email(who), language)
        yield client


def _follow_links(client: RemoteClient, *, every: bool) -> dict[str, str]:
    pages: dict[str, str] = {}
    waiting, known = ["/workspace"], set[str]()
    while waiting:
        path = urlsplit(waiting.pop(0)).path
        kind = _ID.sub("…", path)
        if (path if every else kind) in known or not path.startswith("/workspace") or _FILES.search(path):
            continue
        known.add(path if every else kind)
        pages[path] = kind
        assert client.get(path, follow=True).status_code == 200, path
        waiting += [address for address, _ in client.page.links]
    return pages


def _in_a_browser(page: Any, server: Running, who: str, language: str) -> Any:
    page.goto(urljoin(server.url, f"/sign-in?lang={language}"))
    page.fill("#email", _email(who))
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/workspace")
    return page
