"""What the law makes of a system: asked one question at a time, shown with reasons, listed as what has to be done."""

from uuid import UUID

import pytest

from algorithms.law.dpia import CRITERIA
from algorithms.law.given_answers import EDITION_OF_ANSWERS
from algorithms.people import Role
from algorithms.tables import ChoiceRow, DutyRow
from city import CLASS_ANSWERS, City, answer_about_the_law
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, page_of, take


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def a_draft_without_law(city: City) -> UUID:
    version = a_draft(city)
    city.call(ChoiceRow.delete(force=True).run)
    return version


def test_a_version_is_not_submitted_before_its_class_and_the_need_of_an_assessment_are_known(city: City) -> None:
    version = a_draft_without_law(city)
    client = city.as_(Role.EDITOR)
    client.get(page_of(version))
    assert "Klassen enligt AI-förordningen är inte känd än." in client.page.text
    assert "Svara på frågorna som visar om en konsekvensbedömning avseende dataskydd behövs." in client.page.text

    answer_about_the_law(city, page_of(version))
    client.get(page_of(version))
    assert ("Hög risk" in client.page.text, "inte känd än" in client.page.text) == (True, False)
    client.submit("Skicka in för yttrande och granskning")
    assert "Väntar på yttrande" in client.page.text


def test_each_question_comes_alone_and_an_answer_can_be_changed(city: City) -> None:
    version = a_draft_without_law(city)
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/class")
    refused = client.submit("Spara och gå vidare")
    assert (refused.status_code, client.page.title[:4]) == (422, "Fel:")
    for question in list(CLASS_ANSWERS)[:3]:
        client.submit("Spara och gå vidare", **{question: CLASS_ANSWERS[question]})
    assert "Hur fick staden systemet?" in client.page.text

    client.get(f"{page_of(version)}/class?change=technique")
    client.submit("Spara och gå vidare", technique="rules")
    assert "Inte ett AI-system" in client.page.text
    assert "Hur fick staden systemet?" not in client.page.text  # an answer off the path is not shown


def test_when_the_questions_change_they_are_asked_again_from_the_beginning(city: City) -> None:
    version = a_draft_without_law(city)
    client = city.as_(Role.EDITOR)
    answer_about_the_law(city, page_of(version))
    city.call(ChoiceRow.update({ChoiceRow.value: "2020-01"}).where(ChoiceRow.name == EDITION_OF_ANSWERS).run)
    client.get(page_of(version))
    assert "Frågorna om AI-förordningen har ändrats. Svara på dem igen." in client.page.text
    client.get(f"{page_of(version)}/class")
    client.submit("Spara och gå vidare", technique="learned")
    names = {row["name"] for row in city.call(ChoiceRow.select().run) if row["name"].startswith("risk:")}
    assert names == {"risk:technique", EDITION_OF_ANSWERS}


def test_a_changed_answer_about_the_law_voids_the_opinion(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion())
    client = city.as_(Role.COORDINATOR)
    client.get(page_of(version))
    client.submit("Återsänd", **{"words-sv": "Är det inte AI?"})
    editor = city.as_(Role.EDITOR)
    editor.get(f"{page_of(version)}/class?change=technique")
    editor.submit("Spara och gå vidare", technique="learned")
    assert "innehållet har ändrats sedan dess" in editor.get(page_of(version)).text


def test_what_the_law_asks_is_met_with_evidence_or_does_not_apply_for_a_reason(city: City) -> None:
    version = a_draft_without_law(city)
    answered = city.as_(Role.EDITOR)
    answer_about_the_law(city, page_of(version))
    answered.get(f"{page_of(version)}/duties")
    before = answered.page.text
    assert "0 procent är klart, när viktiga skyldigheter räknas som mer." in before
    assert "Bestäm vem som har tillsyn" in before
    action = next(form.action for form in answered.page.forms if "/duties/" in form.action)

    refused = answered.submit(action, state="met")
    assert (refused.status_code, "Skriv vad som visar att den är uppfylld" in answered.page.text) == (422, True)
    refused = answered.submit(action, state="met", link="intranätet")
    assert "Skriv hela länkens adress" in answered.page.text
    answered.submit(action, state="met", link="", words="Beslut av förvaltningschefen, 3 mars.")
    assert "0 procent är klart, när viktiga skyldigheter räknas som mer." not in answered.page.text
    assert "Beslut av förvaltningschefen, 3 mars." in answered.page.text
    answered.submit(action, state="not-applicable", words="", link="")
    assert "Skriv varför den inte gäller." in answered.page.text
    assert city.call(DutyRow.count().run) == 1
    answered.get(f"{page_of(version)}/history")
    assert "Skyldighet: Bestäm vem som har tillsyn Läge: Uppfylld" in answered.page.text


def test_card_shows_the_class_with_its_reasons_and_what_it_means_for_rights(city: City) -> None:
    version = a_draft_without_law(city)
    client = city.as_(Role.EDITOR)
    answer_about_the_law(city, page_of(version))
    client.get(f"{page_of(version)}/answers/fundamental-rights")
    assert "För att handläggare ska hinna" in client.page.text  # begun with what the register says
    client.submit("Spara och se alla svar")
    assert "Grundläggande rättigheter" in client.page.text
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    card = client.get("/sv/algorithms/urval-av-ansokningar-for-extra-kontroll").text
    assert "Klass enligt AI-förordningen: Hög risk." in client.page.text
    assert "bilaga III punkt 5a" in card
    assert "En konsekvensbedömning avseende dataskydd krävs." in card
    assert "Vad det betyder för människors rättigheter" in card


@pytest.mark.storage
def test_who_only_reads_sees_answers_and_no_forms(city: City) -> None:
    version = a_draft(city)
    auditor = city.as_(Role.AUDITOR)
    for place in ("class", "impact", "duties"):
        auditor.get(f"{page_of(version)}/{place}")
        assert {form.action for form in auditor.page.forms} == {"/workspace/language", "/sign-out"}
    assert len(CRITERIA) == 12


def test_several_areas_are_chosen_and_two_readings_of_the_law_are_shown(city: City) -> None:
    version = a_draft_without_law(city)
    client = city.as_(Role.EDITOR)
    client.get(f"{page_of(version)}/class")
    for question in list(CLASS_ANSWERS)[:6]:
        client.submit("Spara och gå vidare", **{question: CLASS_ANSWERS[question]})
    refused = client.submit("Spara och gå vidare", area=["services", "none"])
    assert (refused.status_code, "Välj alla svar som stämmer" in client.page.text) == (422, True)
    for answers in (
        {"area": ["services", "work"]},
        {"services": "none"},
        {"work": "4b-tasks"},
        {"profiling": "yes"},
        {"talks": "no"},
        {"creates": "no"},
    ):
        client.submit("Spara och gå vidare", **answers)
    assert "Hög risk" in client.page.text
    assert "Lagen kan läsas på två sätt" in client.page.text
