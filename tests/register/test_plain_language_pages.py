"""Help with plain language: asked for with a button, next to the text it is about, and nothing is saved or refused."""

import pytest

from algorithms.people import Role
from city import City
from register.settings import Settings
from steps import a_draft

BAD = "Med anledning av vad som föreligger kan den sökande erhålla bistånd. " * 3
CHECK = "Kontrollera texten"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def form_of(city: City, slug: str = "purpose") -> str:
    address = f"/workspace/versions/{a_draft(city)}/answers/{slug}"
    city.as_(Role.EDITOR).get(address)
    return address


def test_the_form_comes_back_with_hints_and_every_typed_word_and_nothing_is_saved(city: City) -> None:
    address = form_of(city)
    answer = city.client.submit(CHECK, **{"purpose-sv": BAD, "concerns-en": "All of you."})
    assert answer.status_code == 200
    assert "Ingenting är sparat än." in answer.text
    assert dict(city.client.page.forms[-1].values)["purpose-sv"].strip() == BAD.strip()
    for hint in ("erhålla", "få", "föreligger", "finnas", "LIX"):
        assert hint in answer.text

    saved = city.client.get(address)
    assert "erhålla" not in saved.text
    assert 'class="readability"' not in saved.text


def test_hints_are_tied_to_their_control_and_the_status_takes_the_focus(city: City) -> None:
    form_of(city)
    city.client.submit(CHECK, **{"purpose-sv": BAD})
    root = city.client.page.root
    control = next(element for element in root.iter("textarea") if element.get("id") == "purpose-sv")
    assert "purpose-sv-advice" in control.get("aria-describedby", "").split()
    status = next(element for element in root.iter() if element.get("role") == "status")
    assert status.get("autofocus") is not None
    assert status.get("tabindex") == "-1"


def test_checking_refuses_nothing_and_what_was_checked_can_be_saved(city: City) -> None:
    address = form_of(city)
    city.client.submit(CHECK, **{"purpose-sv": BAD})
    assert city.client.submit("Spara och fortsätt").status_code == 200
    assert "erhålla" in city.client.get(address).text


def test_english_is_measured_as_english_and_a_good_text_is_confirmed(city: City) -> None:
    form_of(city)
    good = {
        f"{name}-{language}": words
        for name in ("concerns", "purpose", "decides")
        for language, words in (
            ("sv", "Vi läser din ansökan. En person bestämmer. Du får svar inom en månad och kan fråga oss."),
            ("en", "We read what you send us. A person decides. You get an answer in a month and can ask us."),
        )
    }
    text = city.client.submit(CHECK, **good).text
    assert "Coleman–Liau" in text
    assert "Texterna är lätta att läsa." in text


def test_a_section_without_running_text_has_no_such_button_and_nobody_else_may_check(city: City) -> None:
    address = form_of(city)
    city.client.get(address.replace("purpose", "about"))
    assert CHECK in city.client.page.text
    token = dict(city.as_(Role.DPO).page.forms[0].values)["_csrf_token"]
    assert city.client.post(address, {"_csrf_token": token, "check": "1"}).status_code == 403
