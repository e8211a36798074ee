"""What everybody sees: a list that is found by ordinary words, in Swedish order, whatever is typed into it."""

import pytest

from algorithms.entries.choices import OperationalStatus
from algorithms.entries.entry import Topic
from city import City
from publishing import listed, publish
from register.settings import Settings

NAMES = ("Öst om ån", "Zebra i förskolan", "Ärlig omsorg", "Ångström mäter 100 % och a_b")


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def test_the_list_is_in_swedish_alphabetical_order_on_every_database(city: City) -> None:
    for name in NAMES:
        publish(city, name)

    assert listed(city) == [NAMES[1], NAMES[3], NAMES[2], NAMES[0]]


def test_search_takes_words_in_any_order_case_and_spelling_and_nothing_literally_dangerous(city: City) -> None:
    for name in NAMES:
        publish(city, name)

    hits = {
        query: listed(city, f"?q={query}")
        for query in ("omsorg ärlig", "ARLIG", "forskolan", "förskola", "finns inte", "'", '"', "*", "%25", "a_b", "(")
    }

    assert hits["omsorg ärlig"] == hits["ARLIG"] == [NAMES[2]]
    assert hits["forskolan"] == hits["förskola"] == [NAMES[1]]
    assert hits["finns inte"] == hits["'"] == hits["*"] == hits["("] == []
    assert hits["a_b"][0] == NAMES[3]
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
    for address, heading in (
        ("/sv/algorithms/finns-inte", "Sidan finns inte"),
        ("/en/nowhere", "There is no such page"),
    ):
        assert city.client.get(address).status_code == 404
        assert heading in city.client.page.text


@pytest.mark.parametrize(
    ("preferred", "answered"),
    [("en-GB,en;q=0.9", "/en/"), ("sv", "/sv/"), ("fi", "/sv/"), ("", "/sv/"), (";;q=,,\x7f" * 50, "/sv/")],
)
def test_the_way_in_follows_the_readers_language(city: City, preferred: str, answered: str) -> None:
    answer = city.client.get("/", headers={"Accept-Language": preferred})

    assert (answer.status_code, answer.headers["location"]) == (302, answered)
    assert "accept-language" in answer.headers["vary"].lower()
