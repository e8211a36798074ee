"""A first visit weighs little, leaves nothing behind and asks nobody else: every kind of public page, by its bytes."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest

from running import Running

MOST = 60_000  # bytes over the wire for a first visit: page, style, marks
AWAITED = (
    "() => performance.getEntriesByType('resource').filter(one => one.renderBlockingStatus === 'blocking')"
    ".map(one => one.name)"
)
STORED = "() => document.cookie.length + localStorage.length + sessionStorage.length"
LONGEST = "urval-av-ansokningar-om-forsorjningsstod"  # the card with most tests
PAGES = (
    "",
    "algorithms",
    "algorithms?q=stöd",
    f"algorithms/{LONGEST}",
    f"algorithms/{LONGEST}/history",
    f"algorithms/{LONGEST}/assessments/1",
    f"algorithms/{LONGEST}/questions",
    "missing",
    "answers",
    "learn",
    "learn/fairness-test",
    "learn/glossary",
    "statistics",
    "about",
    "accessibility",
    "evaluation-data",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light_and_leaves_no_trace(
    demo_server: Running, visitor: Callable[..., Any], path: str
) -> None:
    page = visitor()
    weighed: list[int] = []
    watching = page.context.new_cdp_session(page)
    watching.send("Network.enable")
    watching.on("Network.loadingFinished", lambda event: weighed.append(event["encodedDataLength"]))

    page.goto(urljoin(demo_server.url, f"/sv/{path}"), wait_until="networkidle")

    assert weighed
    assert sum(weighed) <= MOST, f"{sum(weighed)} bytes"
    assert page.evaluate(AWAITED) == [], "on a slow line each of them costs as much time as the page itself"
    assert page.context.cookies() == []
    assert page.evaluate(STORED) == 0
