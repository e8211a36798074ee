"""Followers of an entry see every published version, what each changed, and nothing that is not public."""

from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

import pytest

from algorithms.people import Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from city import City
from publishing import published_again
from register.settings import Settings
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, page_of, take

CARD = "/sv/algorithms/urval-av-ansokningar-for-extra-kontroll"
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def published(city: City) -> UUID:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    return version


def feed(city: City, address: str) -> Element:
    answer = city.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return fromstring(answer.content)


def titles_and_summaries(root: Element) -> list[tuple[str, str]]:
    return [
        (str(entry.findtext(f"{ATOM}title")), str(entry.findtext(f"{ATOM}summary")))
        for entry in root.iter(f"{ATOM}entry")
    ]


@pytest.mark.storage
def test_the_history_says_in_words_what_each_version_changed(city: City) -> None:
    published_again(city, published(city), risks="Någon kan bli kontrollerad utan anledning. Varje fall läses av två.")

    text = city.client.get(f"{CARD}/history").text
    page = city.client.page.text

    assert "Vi granskar fler ärenden för hand." in page
    assert "Ett svar skiljer sig från versionen före" in page
    assert "<ins>" in text
    assert "Varje fall läses av två" in page
    assert page.index("Version 2") < page.index("Version 1")
    assert "Då berättade staden om den för första gången." in page
    city.client.click("Version 1")
    assert "Det här är en äldre version" in city.client.page.text


def test_swedish_only_text_is_shown_in_swedish_on_the_english_page(city: City) -> None:
    published_again(city, published(city), product="Urvalet 3")

    text = city.client.get(f"{CARD.replace('/sv/', '/en/')}/history").text

    assert "One answer is different" in city.client.page.text
    assert '<p class="text-lines difference" lang="sv">' in text


def test_feed_announces_each_version_and_where_to_read_it(city: City) -> None:
    published_again(city, published(city), risks="Nytt.")

    root = feed(city, f"{CARD}/feed.atom")

    assert next(summary for _, summary in titles_and_summaries(root)) == "Vi granskar fler ärenden för hand."
    assert [link.get("href") for link in root.iter(f"{ATOM}link")][-1].endswith(f"{CARD}/versions/1")
    ids = [str(element.text) for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 3
    assert all(address.startswith(city.settings.base_url) for address in ids)
    for needed in ("title", "updated", "id", "author"):
        assert root.find(f"{ATOM}{needed}") is not None
    english = feed(city, f"{CARD.replace('/sv/', '/en/')}/feed.atom")
    assert [summary.get(LANG) for summary in english.iter(f"{ATOM}summary")] == ["sv", "en"]


def test_every_department_has_a_feed_of_its_own(city: City) -> None:
    published(city)

    assert len(titles_and_summaries(feed(city, "/sv/departments/social/feed.atom"))) == 1
    assert titles_and_summaries(feed(city, "/sv/departments/school/feed.atom")) == []
    assert len(titles_and_summaries(feed(city, "/sv/feed.atom"))) == 1
    assert city.client.get("/feed.atom").headers["location"] == "/sv/feed.atom"
    assert city.client.get("/sv/departments/nowhere/feed.atom").status_code == 404


def test_feed_of_a_withdrawn_entry_states_only_that_it_is_gone_and_why(city: City) -> None:
    version = published(city)
    take(
        city, version, (Action.WITHDRAW, Role.COORDINATOR, StepComment(typed={"sv": "Systemet ersätts av ett annat."}))
    )

    (title, summary), *others = titles_and_summaries(feed(city, "/sv/feed.atom"))

    assert (title.split(":")[0], summary, others) == ("Avpublicerad", "Systemet ersätts av ett annat.", [])
    assert city.client.get(f"{CARD}/history").status_code == 410


def test_what_is_withheld_or_not_yet_public_is_in_no_feed_and_has_no_history(city: City) -> None:
    version = published(city)
    client = city.as_(Role.COORDINATOR)
    client.get(f"{page_of(version)}/entry")
    client.submit("Undanta posten", ground="secrecy.17-1", reason="Röjer hur kontrollen går till.")

    assert (
        titles_and_summaries(feed(city, "/sv/feed.atom"))
        == titles_and_summaries(feed(city, "/sv/departments/social/feed.atom"))
        == []
    )
    assert city.client.get(f"{CARD}/feed.atom").status_code == 404
    assert city.client.get(f"{CARD}/history").status_code == 410
    a_draft(city)
    assert city.client.get(f"{CARD}-2/history").status_code == 404
