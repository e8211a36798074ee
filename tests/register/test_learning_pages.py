"""The pages of the lessons through HTTP: nothing to sign in to, nothing stored, and errors that say what to do."""

import pytest

from client import CheckingClient
from register.app import create_app
from register.public.learning.lessons import SLUGS
from register.settings import Settings

RIGHT = {"q1": "2", "q2": "3", "q3": "1", "q4": "2", "q5": "3", "q6": "1"}


@pytest.fixture
def client(settings: Settings):
    with CheckingClient(create_app(settings)) as running:
        yield running


def test_every_lesson_is_found_from_the_first_page_of_them_in_both_languages(client: CheckingClient) -> None:
    for language in ("sv", "en"):
        client.get(f"/{language}/learn")
        links = {address for address, _ in client.page.links}
        assert {f"/{language}/learn/{slug}" for slug in (*SLUGS, "glossary", "quiz")} <= links
        for slug in SLUGS:
            assert client.get(f"/{language}/learn/{slug}").status_code == 200
    assert client.get("/sv/learn/nothing").status_code == 404


def test_the_marks_of_the_verdicts_are_explained_where_cards_are(client: CheckingClient) -> None:
    text = client.get("/sv/learn/read-a-card").text
    assert text.count('class="verdict verdict--') == 3


def test_numbers_are_changed_in_a_form_and_stand_in_the_address(client: CheckingClient) -> None:
    client.get("/sv/learn/fairness-test")
    assert "oftare än personer i söder" in client.page.text
    answer = client.submit("Räkna", margin="20")
    assert "margin=20" in str(answer.url)
    assert "men skillnaden är under gränsen för vad som spelar roll" in client.page.text


def test_impossible_numbers_are_reported_above_and_at_the_field_with_what_was_typed(client: CheckingClient) -> None:
    client.get("/en/learn/fairness-test?north=%3Cb%3E&south=10&south-wrong=11")
    assert "Write a whole number from 1 to 100,000." in client.page.text
    assert "There cannot be more mistakes than people." in client.page.text
    assert client.page.root.find("./head/title").text.startswith("Error: ")
    assert ("north", "<b>") in [value for form in client.page.forms for value in form.values]


def test_law_is_shown_with_its_source_and_day(client: CheckingClient) -> None:
    client.get("/sv/learn/your-rights")
    for reference in ("artikel 22", "artikel 15", "artikel 26.11", "artikel 86", "25 §", "32 §", "44 §", "2008:567"):
        assert reference in client.page.text
    assert "Kontrollerat den 26 november 2026." in client.page.text


def test_the_practice_test_says_what_was_right_and_why_and_keeps_nothing(client: CheckingClient) -> None:
    client.get("/sv/learn/quiz")
    answer = client.submit("Se hur det gick", **{**RIGHT, "q2": "1"})
    assert "5 av 6 rätt." in client.page.text
    assert "Intervallet säger hur säkra vi är." in client.page.text
    assert "set-cookie" not in answer.headers
    assert "6 av 6 rätt." in client.get("/sv/learn/quiz?" + "&".join(f"{k}={v}" for k, v in RIGHT.items())).text


def test_a_question_without_an_answer_is_asked_again_and_the_others_are_kept(client: CheckingClient) -> None:
    client.get("/en/learn/quiz?q1=2&answer=1")
    assert client.page.text.count("Choose an answer.") >= 5
    assert "checked" in client.get("/en/learn/quiz?q1=2&answer=1").text
