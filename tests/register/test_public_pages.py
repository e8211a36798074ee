"""What everybody sees: a list that is found by ordinary words, in Swedish order, whatever is typed into it."""

import re
from uuid import UUID

import pytest

from algorithms import commands
from algorithms.entry import HumanRole, OperationalStatus, OpinionKind, Topic
from algorithms.people import Actor, Role
from algorithms.rules import Words
from algorithms.texts import Text
from algorithms.workflow import Action
from builders import FULL_CHOICES, NOW, a_department
from city import City, texts
from register.accounts import queries as accounts
from register.settings import Settings

NAMES = ("Öst om ån", "Zebra i förskolan", "Ärlig omsorg", "Ångström mäter 100 % och a_b")


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def publish(
    city: City,
    name: str,
    topic: Topic = Topic.WORK_AND_MONEY,
    status: OperationalStatus = OperationalStatus.PILOT,
) -> UUID:
    people: dict[Role, Actor] = {
        role: city.call(accounts.person_by_email, city.address(role)).actor
        for role in (Role.EDITOR, Role.DPO, Role.COORDINATOR)
    }
    owner, editor = a_department().id, people[Role.EDITOR]
    version: UUID = city.call(commands.create_entry, name=name, department=owner, topic=topic, by=editor, at=NOW)
    said = {**texts(), (Text.NAME, "sv"): name, (Text.NAME, "en"): f"{name} in English"}
    answers = {
        "operational_status": status,
        "personal_data": True,
        "human_role": HumanRole.DECIDES,
        "contact_email": "a@staden.example",
    }
    told = {"texts": said, "answers": answers, "choices": FULL_CHOICES}
    city.call(commands.save, version, revision=0, **told, by=editor, at=NOW)
    for action, role, words in (
        (Action.SUBMIT, Role.EDITOR, None),
        (Action.GIVE_OPINION, Role.DPO, Words(opinion=OpinionKind.AGREE)),
        (Action.APPROVE, Role.COORDINATOR, None),
        (Action.PUBLISH, Role.COORDINATOR, None),
    ):
        city.call(commands.take_step, version, action, by=people[role], at=NOW, words=words)
    return version


def listed(city: City, query: str = "") -> list[str]:
    """The names in the list, in its order."""
    answer = city.client.get(f"/sv/algorithms{query}")
    assert answer.status_code == 200
    return [said for href, said in city.client.page.links if re.fullmatch(r"/sv/algorithms/[^/?]+", href)]


def test_the_list_is_in_swedish_alphabetical_order_on_every_database(city: City) -> None:
    for name in NAMES:
        publish(city, name)

    assert listed(city) == [NAMES[1], NAMES[3], NAMES[2], NAMES[0]]


def test_search_takes_words_in_any_order_case_and_spelling_and_nothing_literally_dangerous(city: City) -> None:
    for name in NAMES:
        publish(city, name)

    found = {
        query: listed(city, f"?q={query}")
        for query in ("omsorg ärlig", "ARLIG", "forskolan", "förskola", "finns inte", "'", '"', "*", "%25", "a_b", "(")
    }

    assert found["omsorg ärlig"] == found["ARLIG"] == [NAMES[2]]
    assert found["forskolan"] == found["förskola"] == [NAMES[1]]
    assert found["finns inte"] == found["'"] == found["*"] == found["("] == []
    assert found["a_b"][0] == NAMES[3]
    assert len(listed(city, "?q=" + "x" * 10_000)) == 0


def test_filters_narrow_together_with_the_search_and_can_be_taken_away(city: City) -> None:
    publish(city, "Zebra i skolan", Topic.SCHOOL_AND_CHILDCARE)
    publish(city, "Zebra i vården", Topic.SUPPORT_AND_CARE)

    assert listed(city, "?q=zebra&topic=support-and-care") == ["Zebra i vården"]
    assert "vald, välj igen för att ta bort" in city.client.page.text
    assert listed(city, "?q=zebra&department=social") == ["Zebra i skolan", "Zebra i vården"]
    assert listed(city, "?topic=no-such-topic&department=nowhere") == []
    city.client.click("Visa alla")
    assert len(listed(city)) == 2


def test_what_is_no_longer_used_stays_readable_says_so_and_can_be_chosen(city: City) -> None:
    publish(city, "Zebra i skolan")
    publish(city, "Ärlig omsorg", status=OperationalStatus.ENDED)

    assert listed(city) == ["Zebra i skolan", "Ärlig omsorg"]
    assert "Används inte längre" in city.client.page.text
    assert listed(city, "?status=ended") == ["Ärlig omsorg"]
    assert listed(city, "?status=no-such-status") == ["Zebra i skolan", "Ärlig omsorg"]
    assert city.client.get("/sv/algorithms/arlig-omsorg").status_code == 200
    assert "Används inte längre. Kortet finns kvar" in city.client.page.text
    assert "does not use this any more" in city.client.get("/en/algorithms/arlig-omsorg").text
    assert "Används inte längre" not in city.client.get("/sv/algorithms/zebra-i-skolan").text


def test_a_page_that_is_not_there_says_so_in_the_language_of_its_address(city: City) -> None:
    for address, said in (("/sv/algorithms/finns-inte", "Sidan finns inte"), ("/en/nowhere", "There is no such page")):
        assert city.client.get(address).status_code == 404
        assert said in city.client.page.text


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("en-GB,en;q=0.9", "/en/"), ("sv", "/sv/"), ("fi", "/sv/"), ("", "/sv/"), (";;q=,,\x7f" * 50, "/sv/")],
)
def test_the_way_in_follows_the_readers_language(city: City, asked: str, answered: str) -> None:
    answer = city.client.get("/", headers={"Accept-Language": asked})

    assert (answer.status_code, answer.headers["location"]) == (302, answered)
    assert "accept-language" in answer.headers["vary"].lower()
