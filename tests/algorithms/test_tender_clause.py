"""The clause that a city pastes into a tender: whole in both languages, with the city's own name."""

import pytest

from algorithms.entries.entry import LANGUAGES
from algorithms.suppliers.tender_clause import as_text, parts

CITY = {"sv": "Exempelstad", "en": "Exampleville"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_says_something_of_its_own_in_both_languages_and_names_the_city(language):
    sections = parts(CITY)
    assert (
        len({part.title[language] for part in sections})
        == len({part.text[language] for part in sections})
        == len(sections)
    )
    text = as_text(CITY, language)
    assert text.count(CITY[language]) > len(sections) // 2
    assert "{" not in text


def test_all_that_the_register_asks_of_a_purchase_is_asked_of_the_supplier():
    text = as_text(CITY, "en").casefold()
    for term in ("licence", "source code", "open standards", "data", "contract ends", "incidents", "class", "test"):
        assert term in text
