"""The report on paper: a tagged PDF with the same words, made without asking anybody for anything."""

import io

import pypdf
import pytest

from algorithms.people import Role
from city import NAME, City
from register import pdf
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


def test_a_month_that_is_none_is_told_on_the_page(city: City) -> None:
    answer = city.as_(Role.AUDITOR).get("/workspace/report.pdf?from=igår")
    assert answer.status_code == 422
    assert "Skriv år och månad" in answer.text


def test_a_page_that_asks_for_other_addresses_gets_nothing_and_is_made_all_the_same(city: City) -> None:
    asking = (
        '<html lang="sv"><title>t</title><link rel="stylesheet" href="http://127.0.0.1:9/x.css">'
        f'<img alt="bild" src="file:///etc/hostname"><p>{NAME}</p></html>'
    )
    made = read(city.call(pdf.to_pdf, asking))
    assert NAME in made.pages[0].extract_text()


def test_what_cannot_be_made_is_told_with_what_to_do(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0)
    answer = city.as_(Role.AUDITOR).get("/workspace/report.pdf")
    assert answer.status_code == 503
    assert "Skriv ut sidan i stället" in answer.text
