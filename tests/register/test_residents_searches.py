"""Searches in the words of residents: the right card, situation or lesson first, or none at all."""

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import register.demo
from algorithms.editing import entry_commands
from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.people import Role
from algorithms.search.query.searching import SearchQuery, find
from builders import NOW
from city import City
from conftest import settings_for
from publishing import publish
from steps import actor

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
    "försörjningstöd ansökan": "försörjningsstöd ansökan",
    "försörjingsstd": "försörjningsstöd",
    "parkringsböter": "parkeringsböter",
    "parkerigsböter": "parkeringsböter",
    "hemtjensten": "hemtjänsten",
    "byglov": "bygglov",
    "vattenlecka": "vattenläcka",
    "vattenleckage": "vattenläckage",
    "snowröjning": "snöröjning",
    "skolplasering": "skolplacering",
    "alogritm": "algoritm",
    "income suport": "income support",
    "benfit fraud": "benefit fraud",
    "parkng fine": "parking fine",
    "building permitt": "building permit",
    "school placment": "school placement",
    "kindergarden": "kindergarten",
    "appeel": "appeal",
    "discriminaton": "discrimination",
    "algoritm": "algorithm",
    "algorythm": "algorithm",
    "artificial inteligence": "artificial intelligence",
    "hemtjäntsen": "hemtjänsten",
    "byglovsansökan": "bygglovsansökan",
    "chatboot": "chatbot",
    "snöröjing": "snöröjning",
    "snöskotning": "snöskottning",
    "homecar": "homecare",
    "bulding permit": "building permit",
    "chatbott": "chatbot",
    "libraary": "library",
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


@pytest.mark.parametrize(
    ("language", "text", "term"),
    [
        ("sv", "felmarginal", "interval"),
        ("sv", "konfidensintervall", "interval"),
        ("sv", "falskt larm", "false-hit"),
        ("sv", "personuppgiftsansvarig", "controller"),
        ("sv", "statistiskt säkerställd", "difference"),
        ("en", "margin of error", "interval"),
        ("en", "false positive", "false-hit"),
        ("en", "data controller", "controller"),
    ],
)
def test_a_term_is_found_by_what_others_call_it(city: City, language: str, text: str, term: str) -> None:
    city.client.get(f"/{language}/algorithms", params={"q": text})
    assert f"/{language}/learn/glossary#{term}" in [address for address, _ in city.client.page.links]


def test_a_case_number_that_is_given_after_publication_is_found(city: City) -> None:
    version = publish(city, "Räknar cyklar vid bron", Topic.BUILDING_AND_TRAFFIC)
    city.call(entry_commands.set_case_number, version, "TRN 2026/0777", by=actor(city, Role.EDITOR), at=NOW)

    assert [hit.title.words for hit in city.call(find, SearchQuery(language="sv", text="trn 2026/0777")).hits] == [
        "Räknar cyklar vid bron"
    ]


def test_accents_that_are_typed_are_meant(city: City) -> None:
    assert _first(city, "råttor", "sv") == ({"none"}, "")
    assert _first(city, "forskola", "sv")[0] == _first(city, "förskola", "sv")[0]
