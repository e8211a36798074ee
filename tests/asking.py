"""A resident who asks, as tests of the web do it: the form, the page that shows it, and the code."""

import re

from city import City

SLUG = "urval-av-ansokningar-for-extra-kontroll"
CODE = re.compile(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}")
WORDS = "Varför blev just jag vald?"


def questions_path(language: str = "sv", slug: str = SLUG) -> str:
    return f"/{language}/algorithms/{slug}/questions" if slug else f"/{language}/missing"


def look_through(city: City, words: str = WORDS, at: str = "", **headers: str) -> None:
    """Write it, and come to the page that shows it."""
    client = city.client
    at = at or questions_path()
    client.get(at, headers=headers)
    assert client.post(f"{at}/check", {"text": words}, headers=headers).status_code == 200, client.page.text


def sent_form(city: City) -> dict[str, str]:
    """What the page that shows the question would send."""
    action = city.client.page.form(0).action
    assert not action.endswith("/check")
    return {name: value for name, value in city.client.page.form(0).values if name != "anyway"}


def ask(city: City, words: str = WORDS, at: str = "", **headers: str) -> str:
    """All the way; the answer is the code."""
    at = at or questions_path()
    look_through(city, words, at, **headers)
    city.clock.forward(seconds=5)
    answer = city.client.post(at, {**sent_form(city), "anyway": "yes"}, headers=headers)
    assert answer.status_code == 200, city.client.page.text
    match = CODE.search(city.client.page.text)
    assert match, city.client.page.text
    return match[0]


def reads(city: City, code: str, language: str = "sv") -> str:
    """What the holder of this code reads."""
    city.client.post(f"/{language}/answers", {"code": code})
    return city.client.page.text
