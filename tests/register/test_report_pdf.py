"""The report on paper: a tagged PDF with the same words, made without asking anybody for anything."""

import io
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pypdf
import pytest

from algorithms.people import Role
from city import NAME, City
from register.papers import pdf
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, take


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def read(body: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(body))


def test_the_report_is_fetched_as_a_tagged_pdf_in_the_readers_language(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    client = city.as_(Role.AUDITOR)
    assert "Hämta som PDF" in client.get("/workspace/report").text

    answer = client.get("/workspace/report.pdf?from=2026-01&to=2026-11")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    made = read(answer.content)
    text = " ".join(page.extract_text() for page in made.pages)
    assert "Rapport till styrgruppen" in text
    assert "Publicerade poster" in text
    assert "Logga ut" not in text, "menus are not printed"
    root = made.trailer["/Root"]
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert "Rapport till styrgruppen" in made.metadata.title


def test_invalid_month_is_reported_on_the_page(city: City) -> None:
    answer = city.as_(Role.AUDITOR).get("/workspace/report.pdf?from=igår")
    assert answer.status_code == 422
    assert "Skriv år och månad" in answer.text


class _PageRequests(BaseHTTPRequestHandler):
    """A server on this machine that remembers what it was asked for."""

    requested_paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.requested_paths.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def test_a_page_that_asks_for_other_addresses_gets_nothing_and_is_made_all_the_same(city: City, tmp_path: Path) -> None:
    """Neither a style sheet, a picture nor a file to attach is fetched: a server that listens hears nothing of it."""
    secret = tmp_path / "secret.txt"
    secret.write_text("ingen ska läsa det här")
    with HTTPServer(("127.0.0.1", 0), _PageRequests) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        asking = (
            f'<html lang="sv"><title>t</title><link rel="stylesheet" href="{here}/x.css">'
            f'<link rel="attachment" title="a" href="{secret.as_uri()}">'
            f'<img alt="bild" src="{here}/x.png"><p>{NAME}</p></html>'
        )
        made = read(city.call(pdf.to_pdf, asking))
        server.shutdown()
    assert NAME in made.pages[0].extract_text()
    assert _PageRequests.requested_paths == []
    assert dict(made.attachments) == {}


def test_failed_report_pdf_is_explained_with_what_to_do(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0)
    answer = city.as_(Role.AUDITOR).get("/workspace/report.pdf")
    assert answer.status_code == 503
    assert "Skriv ut sidan i stället" in answer.text


def test_no_blank_widens_an_item_or_a_cell_on_paper() -> None:
    page = '<ul class="a">\n  <li>\n    <b>Prov</b>\n    sedan <i>maj</i>\n  </li>\n</ul>\n<td headers="a"> 1\n</td>'
    assert pdf.without_blanks(page) == (
        '<ul class="a">\n  <li><b>Prov</b>\n    sedan <i>maj</i></li>\n</ul>\n<td headers="a">1</td>'
    )
