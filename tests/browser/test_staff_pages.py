"""Every kind of page in the workspace that links lead to, for each role and in both languages: valid, without barriers.

Staff read in the language that their account has chosen (the button “English” or “Svenska” on each page).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

import begun
from behaviour import barriers_everywhere, faults, on_a_telephone
from client import RemoteClient
from register.accounts.demo import PASSWORD
from running import Running

WHO = ("samordnare", "redaktor", "godkannare", "dataskydd.vard", "revisor", "administrator")
Found = dict[str, dict[str, str]]  # who: kind of page: the address of one
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_FILES = re.compile(r"\.(csv|xlsx|pdf|json)$|/tender-clause/|/template$")


@pytest.fixture(scope="module", params=begun.NAMES)
def crawled(request: pytest.FixtureRequest, demo_server: Running) -> Iterator[tuple[str, Found]]:
    """The language, and what there is in it for each role. The validator looks at every page on the way."""
    found = {}
    for who in WHO:
        with RemoteClient(demo_server.url) as client:
            begun.sign_in(client, _email(who), request.param)
            found[who] = _follow_links(client)
    yield request.param, found
    with RemoteClient(demo_server.url) as client:
        for who in WHO if request.param == "en" else ():
            begun.sign_in(client, _email(who))  # as it was


def test_no_link_is_a_dead_end_and_every_role_finds_its_pages(crawled: tuple[str, Found]) -> None:
    _, found = crawled
    assert {who: sorted(kinds) for who, kinds in found.items() if len(kinds) < _least(who)} == {}


def test_every_kind_of_page_is_without_barriers(
    crawled: tuple[str, Found], demo_server: Running, visitor: Callable[..., Any], full: bool
) -> None:
    """A kind of page is looked at once, whoever opens it first: in Swedish in every width and mode, in English on a
    telephone, where words of other lengths may be in the way. In `make test-full` all of it in both, for every role."""
    language, found = crawled
    wrong, looked_at = [], set[str]()
    for who, kinds in found.items():
        page = _in_a_browser(visitor(bare=True), demo_server, who, language)
        for kind in (kind for kind in kinds if full or kind not in looked_at):
            page.goto(urljoin(demo_server.url, kinds[kind]))
            look = _closely if full or language == "sv" else on_a_telephone
            wrong += [f"{who} {kind}: {one}" for one in look(page)]
            assert page.evaluate("document.documentElement.lang") == language
        looked_at |= set(kinds)
    assert wrong == []


def _closely(page: Any) -> list[str]:
    return [*faults(page), *barriers_everywhere(page)]


def _email(who: str) -> str:
    return f"{who}@exempelstad.example"


def _least(who: str) -> int:
    return 10 if who == "administrator" else 25


def _follow_links(client: RemoteClient) -> dict[str, str]:
    kinds: dict[str, str] = {}
    waiting = ["/workspace"]
    while waiting:
        path = urlsplit(waiting.pop(0)).path
        kind = _ID.sub("…", path)
        if kind in kinds or not path.startswith("/workspace") or _FILES.search(path):
            continue
        kinds[kind] = path
        assert client.get(path, follow=True).status_code == 200, path
        waiting += [address for address, _ in client.page.links]
    return kinds


def _in_a_browser(page: Any, server: Running, who: str, language: str) -> Any:
    page.goto(urljoin(server.url, f"/sign-in?lang={language}"))
    page.fill("#email", _email(who))
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/workspace")
    return page
