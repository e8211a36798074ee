"""What else the card has: contents, words for letters, prose in its history, and no law that does not concern it."""

import re

import pytest

from algorithms.entries.entry import OpinionKind
from algorithms.entries.markdown import rendered, to_prose
from algorithms.entries.texts import Text
from city import City
from publishing import published_again
from register.settings import Settings
from register.web.qr_code import QUIET, qr_code
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, opinion, take

CARD = "/sv/algorithms/urval-av-ansokningar-for-extra-kontroll"
ADDRESS = "/id/urval-av-ansokningar-for-extra-kontroll"
OWN_CASE = "Vill du veta om just ditt ärende valdes ut?"


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def test_the_card_has_a_sentence_for_letters_in_each_language_and_its_permanent_address_to_scan(city: City) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    address = city.settings.base_url + ADDRESS
    html = city.client.get(CARD).text
    assert re.search(rf'lang="sv">Staden har använt systemet ”[^”]+” i det här ärendet\. [^<]+ {address}<', html)
    assert re.search(rf'<p [^>]*lang="en">The city used the system “[^”]+” in this matter\. [^<]+ {address}<', html)
    assert qr_code(address).path in html


def test_contents_lead_to_what_is_on_the_page_and_name_every_part(city: City) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    html = city.client.get(CARD).text
    contents = re.search(r'<nav class="contents.*?</nav>', html, re.DOTALL)
    assert contents is not None
    places = re.findall(r'href="#([^"]+)"', contents[0])
    assert {"fairness", "purpose", "risks", "law", "depth", "questions", "letters", "about"} <= set(places)
    assert [place for place in places if html.count(f'id="{place}"') != 1] == []


def test_a_card_without_personal_data_says_nothing_of_rights_that_need_them(city: City) -> None:
    take(city, a_draft(city, personal_data=False), SUBMIT, opinion(OpinionKind.NOT_CONCERNED), APPROVE, PUBLISH)
    html = city.client.get(CARD).text
    assert OWN_CASE not in html
    assert "Det här beslutet har tagits med stöd av" not in html
    assert ADDRESS in html


def test_a_card_with_personal_data_says_how_to_ask_for_ones_own(city: City) -> None:
    take(city, a_draft(city), SUBMIT, opinion(), APPROVE, PUBLISH)
    assert OWN_CASE in city.client.get(CARD).text


def test_the_history_shows_what_people_read_and_not_the_marks_it_was_written_with(city: City) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    published_again(city, version, risks="- **Någon kontrolleras utan anledning.** Varje fall läses av *två*.")
    city.client.get(f"{CARD}/history")
    text = city.client.page.text
    assert "Tillagt: • Någon kontrolleras" in text
    assert "**" not in text
    assert "*två*" not in text
    assert "borttaget.Tillagt" not in text


def test_prose_has_a_line_for_each_paragraph_and_item_and_the_address_of_each_link() -> None:
    written = "Först **fett** och [lag](https://lag.example/1).\n\n- ett & två\n- tre\n\nSist."
    assert to_prose(rendered(Text.PURPOSE, written)) == (
        "Först fett och lag (https://lag.example/1).\n• ett & två\n• tre\nSist."
    )


def test_a_qr_code_is_dark_where_the_standard_has_its_three_corners_and_quiet_around() -> None:
    code = qr_code("https://insyn.exempelstad.example/id/x")
    assert code.path.startswith(f"M{QUIET} {QUIET}h7v1h-7z")
    assert f"M{code.size - QUIET - 7} {QUIET}h7v1h-7z" in code.path
    assert f"M{QUIET} {code.size - QUIET - 1}h7v1h-7z" in code.path
