"""Searches in the words of residents: the right card, situation or lesson first, or none at all."""

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import register.demo
from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.search.query.searching import SearchQuery, find
from city import City
from conftest import settings_for
from publishing import publish

SEARCHES: Mapping[str, Mapping[str, list[str]]] = json.loads(
    (Path(__file__).parent.parent / "data" / "residents_searches.json").read_text("utf-8")
)
ENTRIES = [
    (file.stem[3:], tomllib.loads(file.read_text("utf-8")))
    for file in sorted((Path(register.demo.__file__).parent / "entries").glob("*.toml"))
]


CORRECTIONS: Mapping[str, str] = {  # every one that the searches get
    "försörjningstöd": "försörjningsstöd",
    "hemtjäsnt": "hemtjänst",
    "hemtjänt": "hemtjänst",
    "biblotek": "bibliotek",
    "förskolla": "förskola",
    "libary": "library",
    "parkng": "parking",
    "hemstjänst": "hemtjänst",
    "förenigsbidrag": "föreningsbidrag",
    "benifits": "benefits",
}


@pytest.fixture(scope="module")
def city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("residents")
    database = Path(shutil.copy(sqlite_template, folder / "insyn.sqlite"))
    with City(settings_for(f"sqlite://{database}", folder)) as running:
        for _, entry in ENTRIES:
            if entry["state"] == "published" and "withheld" not in entry:
                _publish(running, entry)
        yield running


def _publish(city: City, entry: Mapping[str, Any]) -> None:
    written = {
        (Text(name.replace("_", "-")), language): words
        for language in ("sv", "en")
        for name, words in entry[language].items()
        if name.replace("_", "-") in set(Text)
    }
    publish(city, entry["sv"]["name"], Topic(entry["topic"]), more=written, case_number=entry.get("case_number", ""))


def _first(city: City, text: str, language: str) -> tuple[set[str], str]:
    """What is shown first: a lesson or a situation, and a card; or ``none``. And what was searched for instead."""
    result = city.call(find, SearchQuery(language=language, text=text))
    ways = {f"lesson:{meaning.lesson}" for meaning in result.meanings if meaning.lesson}
    ways |= {f"situation:{meaning.situation}" for meaning in result.meanings if meaning.situation}
    names = {entry[language]["name"]: f"card:{stem}" for stem, entry in ENTRIES}
    if result.hits:
        ways.add(names[result.hits[0].title.words])
    return ways or {"none"}, result.corrected


def test_every_search_in_residents_words_shows_the_right_answer_first_or_none(city: City) -> None:
    wrong = [
        (text, expected, sorted(shown), corrected)
        for language, answers in SEARCHES.items()
        for expected, texts in answers.items()
        for text in texts
        for shown, corrected in [_first(city, text, language)]
        if not any(way.startswith(expected) for way in shown)
    ]

    assert wrong == [], "\n".join(map(str, wrong))


def test_only_a_misspelled_word_is_corrected_and_within_its_language(city: City) -> None:
    corrected = {
        text: other
        for language, answers in SEARCHES.items()
        for texts in answers.values()
        for text in texts
        if (other := _first(city, text, language)[1])
    }
    assert corrected == CORRECTIONS
