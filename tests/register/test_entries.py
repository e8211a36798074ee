"""Writing an entry: nothing that was typed is lost, nobody overwrites anybody, and no text is more than text."""

from uuid import UUID

import pytest

from algorithms.editing import commands
from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.entries.entry import LANGUAGES, OpinionKind, Topic
from algorithms.entries.texts import Text
from algorithms.people import Actor, Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from builders import FULL_CHOICES, NOW, a_department
from city import NAME, City, texts
from register.accounts.people import queries as accounts
from register.settings import Settings

ADDRESS = "urval-av-ansokningar-for-extra-kontroll"
ANSWERS = {
    "operational_status": OperationalStatus.IN_USE,
    "personal_data": True,
    "human_role": HumanRole.DECIDES,
    "contact_email": "stod@staden.example",
}


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def actor(city: City, role: Role) -> Actor:
    person: Actor = city.call(accounts.person_by_email, city.address(role)).actor
    return person


def a_draft(city: City) -> UUID:
    writer, topic = actor(city, Role.EDITOR), Topic.WORK_AND_MONEY
    version: UUID = city.call(
        commands.create_entry, name=NAME, department=a_department().id, topic=topic, by=writer, at=NOW
    )
    return version


def save(city: City, version: UUID, entry_texts: dict[tuple[Text, str], str], revision: int = 0) -> None:
    by = actor(city, Role.EDITOR)
    fields = {"texts": entry_texts, "answers": ANSWERS, "choices": FULL_CHOICES}
    city.call(commands.save, version, revision=revision, **fields, by=by, at=NOW)


def publish(city: City, version: UUID) -> None:
    for action, role, words in (
        (Action.SUBMIT, Role.EDITOR, None),
        (Action.GIVE_OPINION, Role.DPO, StepComment(opinion=OpinionKind.AGREE)),
        (Action.APPROVE, Role.COORDINATOR, None),
        (Action.PUBLISH, Role.COORDINATOR, None),
    ):
        city.call(commands.take_step, version, action, by=actor(city, role), at=NOW, words=words)


@pytest.mark.parametrize(
    ("section", "control", "wrong", "message"),
    [
        ("about", "name-sv", "x" * 101, "Korta texten med 1 tecken"),
        ("about", "summary-en", "x" * 401, "Korta texten med 1 tecken"),
        ("about", "in_use_since", "i våras", "Skriv år och månad"),
        ("about", "in_use_since", "2024-13", "Skriv år och månad"),
        ("rights", "contact_email", "enheten", "Skriv en adress med @"),
        ("workings", "next_review", "snart", "Skriv år och månad"),
    ],
)
def test_a_wrong_answer_leads_to_its_field_and_every_other_word_is_kept(city, section, control, wrong, message) -> None:
    version = a_draft(city)
    client = city.as_(Role.EDITOR)
    client.get(f"/workspace/versions/{version}/answers/{section}")
    other = {"about": "summary-sv", "rights": "objection-sv", "workings": "supplier-sv"}[section]

    answer = client.submit(2, **{control: wrong, other: "Det här ska inte försvinna."})

    assert answer.status_code == 422
    assert client.page.title.startswith("Fel:")
    assert (f"#{control}", message) in [(href, words[: len(message)]) for href, words in client.page.links]
    assert "Det här ska inte försvinna." in answer.text
    assert wrong in answer.text


def test_a_draft_is_kept_section_by_section_and_what_is_missing_is_marked(city: City) -> None:
    version = a_draft(city)
    client = city.as_(Role.EDITOR)
    client.get(f"/workspace/versions/{version}/answers/data")
    client.submit(2, press="Spara och se alla svar", **{"data-sv": "Det du skriver."})

    assert "Det du skriver." in client.page.text
    assert client.page.text.count("Behövs, inte besvarad än") == 10
    client.get(f"/workspace/versions/{version}")
    assert "10 frågor är inte besvarade än" in client.page.text


@pytest.mark.storage
def test_who_saves_second_sees_both_texts_and_can_go_on_from_there(city: City) -> None:
    version = a_draft(city)
    client = city.as_(Role.EDITOR)
    client.get(f"/workspace/versions/{version}/answers/law")
    form = client.page.form(2)
    save(city, version, {(Text.RISKS, "sv"): "Deras text."})

    fields = form.fill({"risks-sv": "Min text."}, "").fields
    answer = client.post(f"/workspace/versions/{version}/answers/law", fields)

    assert answer.status_code == 409
    assert "Min text." in answer.text
    assert "Deras text." in answer.text
    client.submit("Spara min text", **{"risks-sv": "Min text. Deras text."})
    client.get(f"/workspace/versions/{version}/answers")
    assert "Min text. Deras text." in client.page.text


def test_saving_what_is_there_already_changes_nothing(city: City) -> None:
    version = a_draft(city)
    save(city, version, texts())
    before = city.call(commands.for_change, version, actor(city, Role.EDITOR))
    client = city.as_(Role.EDITOR)
    client.get(f"/workspace/versions/{version}/answers/law")

    client.submit(2)

    after = city.call(commands.for_change, version, actor(city, Role.EDITOR))
    assert (after.revision, after.changed_at) == (before.revision, before.changed_at)


def test_a_version_in_swedish_alone_is_shown_in_swedish_to_english_readers_and_says_so(city: City) -> None:
    version = a_draft(city)
    save(city, version, {key: words for key, words in texts().items() if key[1] == "sv"})
    publish(city, version)

    answer = city.client.get(f"/en/algorithms/{ADDRESS}")

    assert f'<span lang="sv">{NAME}</span>' in answer.text
    assert "is shown in Swedish" in city.client.page.text


EVIL = (
    '<script>alert("x7")</script>',
    "[klicka](javascript:alert(7))",
    '<img src=x onerror="x7">',
    "![bild](https://spion.example/x.png)",
    '"><x7 onx7=1>',
    "{{ 7*7 }}",
)


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_becomes_more_than_text_on_any_page(city: City, evil: str) -> None:
    version = a_draft(city)
    entry_texts = {(name, language): f"{evil} {name}" for name in Text for language in LANGUAGES}
    save(city, version, entry_texts)
    publish(city, version)
    client = city.as_(Role.COORDINATOR)
    own = f"/workspace/versions/{version}"

    for address in (
        own,
        f"{own}/answers",
        f"{own}/preview",
        f"{own}/history",
        "/workspace/entries",
        *(f"/{language}/algorithms/{ADDRESS}" for language in LANGUAGES),
        "/sv/",
        "/sv/algorithms",
        "/sv/algorithms?q=x7",
    ):
        page = client.get(address)
        root = client.page.root
        assert not [
            element for element in root.iter() if element.tag == "x7" or {"onerror", "onx7"} & set(element.keys())
        ]
        assert not list(root.iter("img"))
        assert not [href for href, _ in client.page.links if href.lower().startswith(("javascript:", "data:"))]
        assert all(script.get("src") for script in root.iter("script"))
        assert "49 " not in page.text or "{{" not in evil
