"""The static edition of the demo, opened from a folder and from a plain file server: no broken link, no barrier."""

import functools
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import httpx
import pytest

from accessibility import barriers, overflow
from running import PROGRAM, Running

LINK = re.compile(r'<(?:a|img|script|link)\b[^>]*?\s(?:href|src)="([^"]*)"')
pytestmark = pytest.mark.later


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """Nothing is written to the terminal."""


@pytest.fixture(scope="module")
def edition(demo_server: Running, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition") / "site"
    own = {name: value for name, value in os.environ.items() if not name.startswith("INSYN_")}
    settings = {"INSYN_DATA_DIR": str(demo_server.data_dir), "INSYN_BASE_URL": demo_server.url}
    subprocess.run([PROGRAM, "export", "site", str(folder)], env={**own, **settings}, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def file_server(edition: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(edition)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def kinds(edition: Path) -> dict[str, Path]:
    """One page of each kind, the largest."""
    pages: dict[str, Path] = {}
    for file in sorted(edition.rglob("*.html"), key=lambda file: file.stat().st_size):
        name = str(file.relative_to(edition))
        pages[re.sub(r"(?<=algorithms/)[a-z0-9-]+|\d+|(?<=algorithms\.)[^/]+(?=\.html)", "*", name)] = file
    return pages


def test_every_link_of_every_page_is_answered_by_a_plain_file_server(edition: Path, file_server: str) -> None:
    status: dict[str, int] = {}
    with httpx.Client(base_url=file_server) as client:
        for file in edition.rglob("*.html"):
            for link in LINK.findall(file.read_text("utf-8")):
                address = urldefrag(urljoin(f"{file_server}{file.relative_to(edition)}", unescape(link))).url
                if address.startswith(file_server) and address not in status:
                    status[address] = client.get(address).status_code
    assert len(status) > 300
    assert {address: answer for address, answer in status.items() if answer != 200} == {}


def test_no_kind_of_page_has_a_barrier_when_it_is_opened_from_its_folder(browser: Any, edition: Path) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    violations: dict[str, list[str]] = {}
    for kind, file in kinds(edition).items():
        page.goto(file.as_uri())
        assert page.evaluate("document.styleSheets.length") == 1, kind
        violations[kind] = [*barriers(page), *(["too wide"] if overflow(page) > 0 else [])]
    context.close()
    assert {kind: barrier for kind, barrier in violations.items() if barrier} == {}


def test_the_search_works_from_a_folder_with_script_and_the_list_without(browser: Any, edition: Path) -> None:
    list_of_all = (edition / "sv" / "a-z.html").as_uri()
    context = browser.new_context()
    page = context.new_page()
    page.goto(list_of_all)
    everything = page.locator("[data-number]:visible").count()
    page.get_by_role("searchbox").fill("försörjningsstöd")
    page.get_by_text(re.compile(r"^Algoritmer som passar: [1-9]")).wait_for()
    assert 0 < page.locator("[data-number]:visible").count() < everything
    page.locator("[data-number]:visible a").first.click()
    page.wait_for_url(f"{edition.as_uri()}/sv/algorithms/*.html")
    context.close()
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(list_of_all)
    assert page.locator("[data-number]:visible").count() == everything
    assert page.get_by_role("searchbox").count() == 0
    plain.close()
