"""What a resident comes for, by what the pages say: with the keyboard alone, without JavaScript, and in English.

Found by search and by what one does, read, followed back in time, compared, counted, learned and tried. Asking and
reading an answer: test_questions_walk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from algorithms.finding.situations import SITUATIONS
from algorithms.texts import Text
from register.demo import content
from register.language import Language
from register.public.learning import lessons, quiz
from running import Running
from walking import InEnglish, KeyboardOnly, Walker, WithoutScript

SUPPORT = "urval-av-ansokningar-om-forsorjningsstod"
WAYS = pytest.mark.parametrize("way", [KeyboardOnly, WithoutScript, InEnglish])


class Resident:
    """Somebody at the start page, in the language of their way."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.language = Language.ENGLISH if isinstance(walker, InEnglish) else Language.SWEDISH
        walker.go(f"/{self.language}/")

    def name(self, slug: str) -> str:
        entry = next(one for one in content.entries() if one.slug == slug)
        return entry.texts[Text.NAME, self.language]

    def situation(self, key: str) -> str:
        return next(one.names[self.language] for one in SITUATIONS if one.key == key)


@contextmanager
def resident(browser: Any, server: Running, way: type[Walker]) -> Iterator[Resident]:
    with way(browser, server.url) as walker:
        yield Resident(walker)
        assert walker.page.context.cookies() == []


@WAYS
def test_an_algorithm_is_found_by_a_misspelled_word(browser: Any, demo_server: Running, way: type[Walker]) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker = somebody.walker
        walker.write(
            "Sök på ett system, en tjänst eller en fråga", {"sv": "försörjnigsstöd"}.get(somebody.language, "incme")
        )
        walker.press("Sök")
        assert walker.page.locator(".instead").count(), "the page says what it searched for instead"
        walker.follow(somebody.name(SUPPORT))
        assert walker.says("Berör det mig?")


@WAYS
def test_it_is_found_by_what_one_does_read_followed_back_and_compared(
    browser: Any, demo_server: Running, way: type[Walker]
) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker = somebody.walker
        walker.follow(somebody.situation("support"))
        walker.follow(somebody.name(SUPPORT))
        assert walker.says("Bestämmer en människa?")
        walker.follow("Det här ändrade varje version")
        assert walker.says("Då berättade staden om den för första gången.")
        walker.follow("Version 1")
        assert walker.page.url.endswith("/versions/1")
        walker.follow("Läs den senaste versionen")
        walker.go(f"{walker.page.url}/assessments/1")
        groups = {"sv": "personer som är 65 år eller äldre", "en": "people aged 65 and over"}
        walker.select("Med den här gruppen", groups[somebody.language])
        walker.press("Jämför")
        assert walker.page.get_by_role("status").count()


@WAYS
def test_lessons_are_read_tried_with_other_figures_and_practised(
    browser: Any, demo_server: Running, way: type[Walker]
) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker, language = somebody.walker, somebody.language
        walker.follow("Lär dig")
        found = lessons.lesson("fairness-test", language)
        assert found is not None
        walker.follow(found.title)
        walker.write("Så många av dem blev utvalda", "56", "I stadens norra del")
        walker.press("Räkna")
        assert "north-wrong=56" in walker.page.url
        walker.follow("Alla lektioner")
        walker.follow("Prova dina kunskaper")
        for one in quiz.questions(language):
            walker.choose(dict(one.choices)[one.right], one.asks)
        walker.press("Se hur det gick")
        assert walker.says("Bra gjort!")


@WAYS
def test_the_register_is_read_in_numbers_and_leads_to_what_they_count(
    browser: Any, demo_server: Running, way: type[Walker]
) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker = somebody.walker
        walker.follow("I siffror")
        assert walker.says("Det här har testerna visat")
        owner = next(one for one in content.departments() if one.slug == "socialforvaltningen")
        walker.follow(owner.names[somebody.language])
        walker.follow(somebody.name(SUPPORT))
        walker.follow("Tillgänglighet")
        assert walker.page.url.endswith("/accessibility")
