"""What a resident sees first: without scrolling on a telephone, and on the first two pages of the paper."""

import io
import re
from typing import Any
from urllib.parse import urljoin

import httpx
import pypdf
import pytest

from running import Running

TELEPHONE = {"width": 390, "height": 844}
FIRST = ("h1", ".lead", ".card-answers > div:first-child dd")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_card_begins_with_what_most_people_ask(demo_server: Running, visitor: Any, language: str) -> None:
    page = visitor(width=TELEPHONE["width"])
    page.set_viewport_size(TELEPHONE)
    page.goto(urljoin(demo_server.url, f"/{language}/algorithms"))
    cards = page.locator(".entry-list h2 a").evaluate_all("links => links.map(link => link.href)")
    below: list[str] = []
    for card in cards:
        page.goto(card)
        for place in FIRST:
            box = page.locator(place).first.bounding_box()
            if box["y"] + box["height"] > TELEPHONE["height"]:
                below.append(f"{place} of {card}")
    assert len(cards) >= 10
    assert below == []


LAST_WORDS = {"sv": "Hela kortet följer på nästa sidor.", "en": "All of this card follows on the next pages."}
FULL = {"sv": "Behandlar det människor lika?", "en": "Does it treat people alike?"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_first_part_of_a_paper_is_at_most_two_pages_and_the_rest_is_behind_it(
    demo_server: Running, language: str
) -> None:
    with httpx.Client(base_url=demo_server.url) as client:
        listed = client.get(f"/{language}/algorithms").text
        cards = sorted(set(re.findall(rf'href="(/{language}/algorithms/[a-z0-9-]+)"', listed)))
        assert len(cards) >= 10
        for card in cards:
            paper = pypdf.PdfReader(io.BytesIO(client.get(f"{card}/card.pdf").content))
            pages = [" ".join(page.extract_text().split()) for page in paper.pages[:3]]
            last = next(number for number, words in enumerate(pages) if LAST_WORDS[language] in words)
            assert last <= 1, card
            assert pages[last + 1].startswith(FULL[language]), card
