"""A version on its way, as its people see it: returned with a reason, objected to and answered, replaced, withdrawn."""

from uuid import UUID

import pytest

from algorithms.editing import commands
from algorithms.entries.entry import OpinionKind
from algorithms.entries.texts import Text
from algorithms.people import Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.tables import EventRow
from builders import NOW
from city import NAME, City
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take

ADDRESS = "urval-av-ansokningar-for-extra-kontroll"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def events(city: City) -> int:
    return len(city.call(EventRow.select().run))


def test_returning_asks_for_a_reason_and_the_department_reads_it(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion())
    client = city.as_(Role.COORDINATOR)
    client.get(page_of(version))

    refused = client.submit("Återsänd")
    assert (refused.status_code, client.page.title[:4]) == (422, "Fel:")
    client.submit("Återsänd", **{"words-sv": "Skriv kortare om riskerna."})

    city.as_(Role.EDITOR).get(page_of(version))
    assert "Skriv kortare om riskerna." in client.page.text
    client.submit("Skicka in för yttrande och granskning")
    assert "Väntar på yttrande" in client.page.text


def test_a_refused_step_writes_no_event_and_one_that_is_taken_writes_one(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT)
    before = events(city)
    client = city.as_(Role.DPO)
    client.get(page_of(version))

    client.submit("Spara yttrandet")
    assert events(city) == before
    client.submit("Spara yttrandet", opinion="agree")
    assert events(city) == before + 1


def test_an_objection_and_its_answer_stand_on_the_card_in_both_languages(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(OpinionKind.OBJECT, "Spara mindre.", "Keep less."))
    client = city.as_(Role.COORDINATOR)
    client.get(page_of(version))
    assert "Skriv först förvaltningens beslut" in client.page.text
    decision = {"words-sv": "Vi sparar i 30 dagar.", "words-en": "We keep it for 30 days."}
    refused = client.submit("Spara beslutet", **decision)
    assert (refused.status_code, "Skriv beslutets diarienummer." in client.page.text) == (422, True)
    client.submit("Spara beslutet", **decision, **{"case-number": "KS 2026/0417"})
    client.submit("Godkänn versionen")
    client.submit("Publicera nu")

    for language, words in (
        ("sv", ("Dataskyddsombudet avråder.", "Spara mindre.", "Vi sparar i 30 dagar.", "KS 2026/0417")),
        ("en", ("The data protection officer advises against it.", "Keep less.", "We keep it for 30 days.")),
    ):
        client.get(f"/{language}/algorithms/{ADDRESS}")
        assert [phrase for phrase in words if phrase not in client.page.text] == []


def test_without_personal_data_the_officer_can_only_confirm_that(city: City) -> None:
    version = a_draft(city, personal_data=False)
    take(city, version, SUBMIT)
    client = city.as_(Role.DPO)
    client.get(page_of(version))

    offered = [value for name, value in client.page.form(f"{page_of(version)}/give-opinion").fill({}).fields if value]
    client.submit("Spara yttrandet", opinion="not-concerned")

    assert "agree" not in offered
    assert "Berörs inte: inga personuppgifter" in client.page.text


def test_who_submitted_cannot_approve_even_as_coordinator_and_approver(city: City) -> None:
    version = a_draft(city, Role.COORDINATOR)
    take(city, version, (Action.SUBMIT, Role.COORDINATOR, None), opinion())

    client = city.as_(Role.COORDINATOR)
    client.get(page_of(version))
    assert "Godkänn versionen" not in client.page.text
    token = dict(client.page.forms[0].values)["_csrf_token"]
    assert client.post(f"{page_of(version)}/approve", {"_csrf_token": token}).status_code == 422

    city.as_(Role.APPROVER).get(page_of(version))
    client.submit("Godkänn versionen")
    assert "Godkänd" in client.page.text


def test_a_withdrawn_card_goes_on_to_answer_with_date_and_reason(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    client = city.as_(Role.COORDINATOR)
    client.get(page_of(version))
    client.submit("Avpublicera kortet", **{"words-sv": "Systemet är avvecklat.", "words-en": "It is closed."})

    client.cookies.clear()
    for language, reason in (("sv", "Systemet är avvecklat."), ("en", "It is closed.")):
        for below in ("", "/versions/1", "/assessments/1"):
            assert client.get(f"/{language}/algorithms/{ADDRESS}{below}").status_code == 410
            assert reason in client.page.text
        assert NAME not in client.get(f"/{language}/algorithms").text
    assert "24 november 2026" in client.get(f"/sv/algorithms/{ADDRESS}").text


def test_the_old_version_stays_public_until_the_new_one_is_and_can_be_read_afterwards(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    client = city.as_(Role.EDITOR)
    client.get(page_of(version))
    client.submit("Börja på nästa version")
    new = UUID(client.url.rpartition("/")[2])
    changed = {(Text.SUMMARY, "sv"): "Nu gör systemet något annat.", (Text.CHANGE_NOTE, "sv"): "Ny uppgift."}
    city.call(commands.save, new, revision=0, texts=changed, answers={}, by=actor(city, Role.EDITOR), at=NOW)
    assert "Nu gör systemet något annat." not in client.get(f"/sv/algorithms/{ADDRESS}").text

    take(city, new, SUBMIT, opinion(), APPROVE, PUBLISH)

    assert "Nu gör systemet något annat." in client.get(f"/sv/algorithms/{ADDRESS}").text
    assert "Ny uppgift." in client.page.text.replace("\n", " ") or "Ny uppgift." in client.get(client.url).text
    assert "Det här är en äldre version" in client.get(f"/sv/algorithms/{ADDRESS}/versions/1").text
    assert "Nu gör systemet något annat." not in client.page.text
    assert client.get(f"/sv/algorithms/{ADDRESS}/versions/9").status_code == 404


def test_who_comes_too_late_is_notified(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion())
    client = city.as_(Role.COORDINATOR)
    client.get(page_of(version))
    take(city, version, (Action.RETURN, Role.COORDINATOR, StepComment(typed={"sv": "Vänta"})))

    answer = client.submit("Godkänn versionen")

    assert answer.status_code == 422
    assert "Steget går inte att ta nu" in client.page.text
