"""One product with two classes in the register: both owners are asked, and answer where the other can read it."""

from datetime import date
from uuid import UUID

import pytest

from algorithms.consistency import commands as consistency_commands
from algorithms.consistency.rules import ClassedProduct
from algorithms.editing import commands, entry_commands
from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.law.given_answers import RISK
from algorithms.law.risk import RiskClass
from algorithms.people import Role
from algorithms.redaction.withholding import GROUNDS
from builders import NOW, a_department
from city import CLASS_ANSWERS, City
from register.accounts.people import queries as accounts
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take

BOUGHT = {f"{RISK}{question}": answer for question, answer in {**CLASS_ANSWERS, "origin": "bought"}.items()}
HEADING = "Samma produktnamn, en annan klass"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        running.add_person(Role.EDITOR, "school")
        yield running


def published(city: City, product: str) -> UUID:
    """In the social department, with the class *not an AI system*."""
    version, editor = a_draft(city), actor(city, Role.EDITOR)
    revision = city.call(commands.for_change, version, editor).revision
    city.call(commands.save, version, revision=revision, texts={(Text.PRODUCT, "sv"): product}, by=editor, at=NOW)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    return version


def draft_in_school(city: City, product: str) -> UUID:
    editor = city.call(accounts.person_by_email, city.address(Role.EDITOR, "school")).actor
    begun = {"name": "Skolans assistent", "department": a_department("school").id, "topic": Topic.SCHOOL_AND_CHILDCARE}
    version: UUID = city.call(commands.create_entry, **begun, by=editor, at=NOW)
    fields = {"texts": {(Text.PRODUCT, "sv"): product}, "choices": BOUGHT}
    city.call(commands.save, version, revision=0, **fields, by=editor, at=NOW)
    return version


def test_a_department_is_asked_about_what_others_have_published_and_answers(city: City) -> None:
    published(city, "Oribi Speak")
    version = draft_in_school(city, "Oribi Speak")
    client = city.as_(Role.EDITOR, "school")
    assert HEADING in client.get("/workspace").text
    client.get(f"{page_of(version)}/consistency")
    assert "Här: Hög risk. Där: Inte ett AI-system." in client.page.text

    assert client.submit("Spara svaret", words="  ").status_code == 422
    assert client.submit("Spara svaret", words="Vi bedömer elever med den.").status_code == 200
    assert HEADING not in client.get("/workspace").text
    assert "Vi bedömer elever med den." in client.get(f"{page_of(version)}/history").text


def test_draft_of_another_department_is_shown_only_to_the_coordinator_until_it_is_public(city: City) -> None:
    version = published(city, "Oribi Speak")
    draft_in_school(city, "Oribi Speak")

    assert HEADING not in city.as_(Role.EDITOR).get("/workspace").text
    assert "Skolans assistent" not in city.client.get(f"{page_of(version)}/consistency").text
    assert HEADING in city.as_(Role.COORDINATOR).get("/workspace").text


@pytest.mark.storage
def test_an_answer_counts_only_while_both_classes_are_what_they_were(city: City) -> None:
    published(city, "Oribi Speak")
    version = draft_in_school(city, "Oribi Speak")
    client = city.as_(Role.EDITOR, "school")
    client.get(f"{page_of(version)}/consistency")
    client.submit("Spara svaret", words="Vi bedömer elever med den.")
    editor = city.call(accounts.person_by_email, city.address(Role.EDITOR, "school")).actor
    other_class = {**BOUGHT, f"{RISK}area": "none", f"{RISK}services": None, f"{RISK}profiling": None}
    city.call(commands.save, version, revision=1, choices=other_class, by=editor, at=NOW)

    assert HEADING in client.get("/workspace").text


@pytest.mark.storage
def test_what_others_have_classed_is_asked_about_with_its_source(city: City) -> None:
    version = published(city, "Oribi Speak")
    known = ClassedProduct(
        product="Oribi Speak",
        supplier="",
        risk_class=RiskClass.MINIMAL,
        source="En annan stad",
        address="https://stad.example/x",
        as_of=date(2026, 1, 1),
    )
    city.call(consistency_commands.keep_known_products, [known])

    text = city.as_(Role.EDITOR).get(f"{page_of(version)}/consistency").text
    assert "En annan stad" in text
    assert 'href="https://stad.example/x"' in text


def test_withheld_entry_is_shown_to_no_other_department(city: City) -> None:
    withheld = published(city, "Oribi Speak")
    draft = draft_in_school(city, "Oribi Speak")
    coordinator = actor(city, Role.COORDINATOR)
    city.call(entry_commands.withhold, withheld, GROUNDS[0].key, "Kontrollen röjs.", by=coordinator, at=NOW)

    client = city.as_(Role.EDITOR, "school")
    assert HEADING not in client.get("/workspace").text
    assert "Urval av ansökningar" not in client.get(f"{page_of(draft)}/consistency").text
