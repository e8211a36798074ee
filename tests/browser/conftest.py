"""Visitors in a real browser. Each asks nothing of other sites, and its console stays silent; else its test fails."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from once import once
from walking import Walker


@pytest.fixture(autouse=True, scope="session")
def _looked_at(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Walks of all workers look closely at each kind of page once."""
    Walker.looked_at = once(tmp_path_factory, "looked-at", lambda _: None)


@pytest.fixture
def visitor(browser) -> Iterator[Callable[..., Any]]:
    """``visitor(width=320, scheme="dark", script=False)``: a page of somebody who has never been here.

    ``bare`` lets a check put a style of its own on the page.
    """
    contexts, complaints = [], []

    def come(
        *, width: int = 1280, scheme: str = "light", script: bool = True, language: str = "sv-SE", bare: bool = False
    ):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            locale=language,
            bypass_csp=bare,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda sent: complaints.append(sent.url) if not _is_local(sent.url) else None)
        return page

    yield come
    for context in contexts:
        context.close()
    assert [
        complaint for complaint in complaints if "status of 4" not in complaint
    ] == []  # a page may be a 404 or 422 on purpose


def _is_local(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "localhost"} or url.startswith(("data:", "blob:"))
