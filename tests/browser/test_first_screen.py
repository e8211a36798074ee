"""What a resident sees without scrolling on a telephone: what it is, what it does, and whether it concerns them."""

from typing import Any
from urllib.parse import urljoin

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
