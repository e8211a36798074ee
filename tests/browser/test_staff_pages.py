"""Every kind of page in the workspace that links lead to, for each role: without barriers, and on a telephone."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from behaviour import barriers_everywhere, faults
from register.accounts.demo import PASSWORD
from running import Running

WHO = ("samordnare", "redaktor", "godkannare", "dataskydd.vard", "revisor", "administrator")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_FILES = re.compile(r"\.(csv|xlsx|pdf|json)$|/tender-clause/|/template$")
_LINKS = "links => links.map(one => one.getAttribute('href')).filter(Boolean)"


def test_every_kind_of_page_is_without_barriers_and_no_link_is_a_dead_end(
    demo_server: Running, visitor: Callable[..., Any], full: bool
) -> None:
    """In every width and mode. In `make test` a kind of page is looked at once, whoever opens it first."""
    wrong, looked_at = [], set[str]()
    for who in WHO:
        page = _signed_in(visitor(bare=True), demo_server, who)
        kinds, waiting = set[str](), ["/workspace"]
        while waiting:
            path = urlsplit(waiting.pop(0)).path
            kind = _ID.sub("…", path)
            if kind in kinds or not path.startswith("/workspace") or _FILES.search(path):
                continue
            kinds.add(kind)
            answer = page.goto(urljoin(demo_server.url, path))
            found = [] if answer.status == 200 else [str(answer.status)]
            if full or kind not in looked_at:
                found += [*faults(page), *barriers_everywhere(page)]
            wrong += [f"{who} {kind}: {one}" for one in found]
            waiting += page.eval_on_selector_all("main a, nav a", _LINKS)
            looked_at.add(kind)
        assert len(kinds) >= (5 if who == "administrator" else 15), (who, sorted(kinds))
    assert wrong == []


def _signed_in(page: Any, server: Running, who: str) -> Any:
    page.goto(urljoin(server.url, "/sign-in?lang=sv"))
    page.fill("#email", f"{who}@exempelstad.example")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/workspace")
    return page
