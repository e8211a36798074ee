"""A reviewer comments next to the very answer; the department answers it, and nothing is lost."""

from uuid import UUID

import pytest

from algorithms.people import Role
from algorithms.tables import CommentRow
from city import City
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, page_of, take


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def comment(city: City, role: Role, version: UUID, about: str, words: str) -> None:
    client = city.as_(role)
    client.get(f"{page_of(version)}/answers")
    form = next(
        candidate
        for candidate in client.page.forms
        if candidate.action.endswith("/comments") and dict(candidate.values)["about"] == about
    )
    client.post(form.action, {**dict(form.values), "words": words}, follow=True)


def in_review(city: City) -> UUID:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion())
    return version


@pytest.mark.storage
def test_comment_is_shown_with_its_answer_and_waits_until_somebody_resolves_it(city: City) -> None:
    version = in_review(city)
    comment(city, Role.COORDINATOR, version, "risks", "Vad händer om den har fel?")
    assert city.client.url.endswith("/answers#answer-risks")

    client = city.as_(Role.EDITOR)
    client.get(page_of(version))
    assert "En öppen kommentar" in client.page.text
    client.get(f"{page_of(version)}/answers")
    assert "Vad händer om den har fel?" in client.page.text
    client.submit("Markera som löst")
    assert "En löst kommentar" in client.page.text
    client.submit("Öppna igen")
    assert "En löst kommentar" not in client.page.text

    refused = city.as_(Role.COORDINATOR)
    refused.get(page_of(version))
    assert "En kommentar är öppen. Markera den som löst, eller återsänd versionen." in refused.page.text


def test_a_comment_stays_text_whatever_signs_it_holds(city: City) -> None:
    version = in_review(city)
    comment(city, Role.COORDINATOR, version, "risks", "<x7>Vad</x7> händer?")
    assert "<x7>Vad</x7> händer?" in city.client.page.text
    assert not list(city.client.page.root.iter("x7"))


def test_what_was_written_is_kept_when_it_cannot_be_saved(city: City) -> None:
    version = in_review(city)
    comment(city, Role.DPO, version, "data", "x" * 2_001)
    assert (city.client.page.title[:4], "Korta texten med 1 tecken" in city.client.page.text) == ("Fel:", True)
    assert "x" * 2_001 in city.client.page.text
    comment(city, Role.DPO, version, "", "  ")
    assert "Skriv vad du vill säga." in city.client.page.text
    assert city.call(CommentRow.count().run) == 0


def test_nobody_comments_on_what_is_published_and_an_auditor_never(city: City) -> None:
    version = in_review(city)
    comment(city, Role.COORDINATOR, version, "", "Bra skrivet.")
    client = city.as_(Role.COORDINATOR)
    client.get(f"{page_of(version)}/answers")
    client.submit("Markera som löst")
    take(city, version, APPROVE, PUBLISH)
    client.get(f"{page_of(version)}/answers")
    assert not [form for form in client.page.forms if "/comments" in form.action]
    assert "Bra skrivet." in client.page.text

    token = dict(client.page.forms[0].values)["_csrf_token"]
    late = client.post(f"{page_of(version)}/comments", {"_csrf_token": token, "about": "", "words": "För sent"})
    assert (late.status_code, "tills versionen publiceras" in late.text) == (422, True)
    auditor = city.as_(Role.AUDITOR)
    auditor.get("/workspace")
    token = dict(auditor.page.forms[0].values)["_csrf_token"]
    fields = {"_csrf_token": token, "about": "", "words": "Ett ord"}
    assert auditor.post(f"{page_of(version)}/comments", fields).status_code == 422


def test_a_comment_on_a_question_that_does_not_exist_is_not_found(city: City) -> None:
    version = in_review(city)
    client = city.as_(Role.COORDINATOR)
    client.get("/workspace")
    token = dict(client.page.forms[0].values)["_csrf_token"]
    fields = {"_csrf_token": token, "about": "no-such-question", "words": "Ett ord"}
    assert client.post(f"{page_of(version)}/comments", fields).status_code == 404


def test_the_reader_sees_what_the_next_version_says_differently_one_click_from_the_queue(city: City) -> None:
    first = a_draft(city)
    take(city, first, SUBMIT, opinion(), APPROVE, PUBLISH)
    editor = city.as_(Role.EDITOR)
    editor.get(page_of(first))
    editor.submit("Börja på nästa version")
    second = UUID(editor.url.rpartition("/")[2])
    editor.get(f"{page_of(second)}/answers/law")
    editor.submit("Spara och se alla svar", **{"risks-sv": "Den kan välja fel. Därför läser alltid en person."})
    editor.get(f"{page_of(second)}/answers/workings")
    editor.submit("Spara och se alla svar", **{"change-note-sv": "Riskerna är tydligare."})
    assert "Allmänheten läser version 1, som skiljer sig från den här." in editor.get("/workspace/entries").text
    take(city, second, SUBMIT)

    officer = city.as_(Role.DPO)
    officer.get("/workspace")
    officer.click("Vad som skiljer: Urval av ansökningar för extra kontroll")
    assert officer.url.endswith(f"{second}/differences")
    assert "Version 2 bredvid version 1. 2 svar skiljer." in officer.page.text
    assert "<del>" in officer.get(officer.url).text
    assert "Tillagt:" in officer.page.text


@pytest.mark.storage
def test_of_a_first_version_everything_is_new(city: City) -> None:
    version = a_draft(city)
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/differences")
    assert "Inget har publicerats tidigare. Allt i den är nytt." in client.page.text
