"""The card on paper says what the page says, in a tagged PDF; a masked word is not given out a moment longer."""

import io

import pypdf
import pytest

from algorithms import departments
from algorithms.editing import mask_commands as masking_commands
from algorithms.people import Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.storage import mask_queries as masking_queries
from builders import NOW
from city import City
from register.accounts.people import commands as accounts
from register.papers import pdf
from register.public.cards.card_pdfs import CardPrinter, folder
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, take

CARD = "/sv/algorithms/urval-av-ansokningar-for-extra-kontroll"
PAPER = f"{CARD}/card.pdf"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def print_all(city: City) -> None:
    press = CardPrinter(city.settings)

    async def rounds() -> None:
        while await press.round():
            pass

    city.call(rounds)


def words(body: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def test_what_is_published_is_made_into_a_tagged_pdf_in_both_languages_and_stored(city: City) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    assert city.client.get(PAPER).status_code == 503
    assert "Försök igen om en minut." in city.client.page.text

    print_all(city)

    answer = city.client.get(PAPER)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    made = pypdf.PdfReader(io.BytesIO(answer.content))
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert made.trailer["/Root"]["/Lang"] == "sv"
    text = words(answer.content)
    assert [
        phrase for phrase in ("Urval av ansökningar för extra", "Berör det mig?", "Om modellen") if phrase not in text
    ] == []
    english = city.client.get(PAPER.replace("/sv/", "/en/"))
    assert "Does it concern me?" in words(english.content)
    assert len(list(folder(city.settings).iterdir())) == 2
    city.client.get(CARD)
    assert city.client.page.link("Kortet som PDF") == PAPER


def test_a_masked_word_is_on_no_paper_from_the_moment_it_is_masked(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    print_all(city)
    assert "handläggare" in words(city.client.get(PAPER).content)
    writer, coordinator = actor(city, Role.EDITOR), actor(city, Role.COORDINATOR)
    why = ("handläggare", "secrecy.17-1", "Röjer kontrollen.")
    city.call(masking_commands.propose, version, *why, by=writer, at=NOW)
    (mask,) = city.call(masking_queries.masks_of, version, seen_by=coordinator)
    city.call(masking_commands.confirm, version, mask.id, by=coordinator, at=NOW)

    assert city.client.get(PAPER).status_code == 503, "the old paper says the word"
    print_all(city)
    assert "handläggare" not in words(city.client.get(PAPER).content)
    assert len(list(folder(city.settings).iterdir())) == 2, "the old papers are destroyed"


@pytest.mark.later
def test_a_paper_is_printed_again_when_its_department_gets_another_name(city: City) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    press = CardPrinter(city.settings)
    while city.call(press.round):
        pass
    words_of = {"names": {"sv": "Omsorgen", "en": "Care"}, "boards": dict(city.department.boards)}
    city.call(departments.rename_department, city.department.id, **words_of, by=accounts.OPERATOR, at=NOW)
    assert city.client.get(PAPER).status_code == 503, "the old paper says the old name"
    while city.call(press.round):
        pass
    assert "Omsorgen" in words(city.client.get(PAPER).content)


@pytest.mark.storage
def test_what_is_withdrawn_has_no_paper_and_the_stored_one_is_destroyed(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    print_all(city)
    take(city, version, (Action.WITHDRAW, Role.COORDINATOR, StepComment(typed={"sv": "Systemet ersätts."})))

    assert city.client.get(PAPER).status_code == 410
    print_all(city)
    assert list(folder(city.settings).iterdir()) == []
    assert city.client.get("/sv/algorithms/finns-inte/card.pdf").status_code == 404


def test_the_press_follows_the_log_and_prints_what_has_changed_and_nothing_twice(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[int] = []
    really = pdf.to_pdf

    async def counted(html: str, base_url: str) -> bytes:
        printed.append(len(html))
        return await really(html, base_url)

    monkeypatch.setattr(pdf, "to_pdf", counted)
    press = CardPrinter(city.settings)
    assert not city.call(press.round)
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    while city.call(press.round):
        pass
    assert len(printed) == 2
    print_all(city)
    assert len(printed) == 2, "what is stored is not made again"


def test_a_card_whose_printing_was_interrupted_is_printed_when_the_press_goes_on(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    press, really, failures = CardPrinter(city.settings), pdf.to_pdf, [RuntimeError("the database is away")]

    async def interrupted(html: str, base_url: str) -> bytes:
        if failures:
            raise failures.pop()
        return await really(html, base_url)

    monkeypatch.setattr(pdf, "to_pdf", interrupted)
    with pytest.raises(RuntimeError):
        city.call(press.round)
    while city.call(press.round):
        pass

    assert city.client.get(PAPER).status_code == 200


def test_failed_card_pdf_shows_a_notice_and_is_retried_at_the_next_start(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    monkeypatch.setattr(pdf, "SECONDS", 0.001)
    print_all(city)
    answer = city.client.get(PAPER)
    assert answer.status_code == 503
    assert "Retry-After" not in answer.headers
    assert "Det finns ingen PDF av det här kortet" in city.client.page.text
    assert "skriva ut kortets sida" in city.client.page.text

    monkeypatch.undo()
    print_all(city)
    assert city.client.get(PAPER).status_code == 200
    assert {file.suffix for file in folder(city.settings).iterdir()} == {".pdf"}
