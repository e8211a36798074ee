"""Every kind of page in the workspace that links lead to, for each role and in both languages: valid, without barriers.

Staff read in the language that their account has chosen (the button “English” or “Svenska” on each page).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

import begun
import programs
from behaviour import barriers_by_mode, faults, on_a_telephone
from client import RemoteClient
from register.accounts.people.demo import PASSWORD
from running import Running

WHO = ("samordnare", "redaktor", "godkannare", "dataskydd.vard", "revisor", "administrator")
Found = dict[str, dict[str, str]]  # who: address: kind of page
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_FILES = re.compile(r"\.(csv|xlsx|pdf|json)$|/tender-clause/|/template$")


@pytest.fixture(scope="module", params=begun.NAMES)
def crawled(request: pytest.FixtureRequest, demo_server: Running, full: bool) -> Iterator[tuple[str, Found]]:
    """The language, and what there is in it for each role: one page of each kind, in `make test-full` every page.

    The validator looks at each on the way."""
    found = {}
    for who in WHO:
        with RemoteClient(demo_server.url) as client:
            begun.sign_in(client, _email(who), request.param)
            found[who] = _follow_links(client, every=full)
    yield request.param, found
    with RemoteClient(demo_server.url) as client:
        for who in WHO if request.param == "en" else ():
            begun.sign_in(client, _email(who))  # as it was


def test_no_link_is_a_dead_end_and_every_role_finds_its_pages(crawled: tuple[str, Found]) -> None:
    _, found = crawled
    assert {who: kinds for who, pages in found.items() if len(kinds := set(pages.values())) < _least(who)} == {}


def test_every_kind_of_page_is_without_barriers(
    crawled: tuple[str, Found], demo_server: Running, visitor: Callable[..., Any], full: bool
) -> None:
    """A kind of page is looked at once, whoever opens it first: in Swedish in every width and mode, in English on a
    telephone, where words of other lengths may be in the way. In `make test-full` everybody's kinds are looked at in
    every width and mode in both languages, and every other page on a telephone."""
    language, found = crawled
    wrong, kinds, addresses = [], set[tuple[str, str]](), set[str]()
    for who, pages in found.items():
        page = _in_a_browser(visitor(bare=True), demo_server, who, language)
        for path, kind in pages.items():
            known = (who if full else "", kind) in kinds
            if known and (path in addresses or not full):
                continue
            kinds.add((who if full else "", kind))
            addresses.add(path)
            page.goto(urljoin(demo_server.url, path))
            look = _closely if not known and (full or language == "sv") else on_a_telephone
            wrong += [f"{who} {path}: {one}" for one in look(page)]
            assert page.evaluate("document.documentElement.lang") == language
    assert wrong == []


def _closely(page: Any) -> list[str]:
    return [*faults(page), *barriers_by_mode(page, full=programs.FULL)]


def _email(who: str) -> str:
    return f"{who}@exempelstad.example"


def _least(who: str) -> int:
    return 10 if who == "administrator" else 25


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
