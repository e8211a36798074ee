"""What a resident comes for, by what the pages say: with the keyboard alone, without JavaScript, and in English.

Found by search and by what one does, read, compared, checked, followed back in time, counted, learned and tried.
Asking and reading an answer, telling of a missing algorithm: test_questions_walk. Core tasks: docs/core-tasks.md.
"""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from algorithms.entries.texts import Text
from algorithms.search.query.situations import SITUATIONS
from assessments.text.message import Message
from register.demo import content
from register.language import Language
from register.public.learning import lessons, quiz
from register.shell.verify import verify
from running import Running
from walking import WAYS, Walker

SUPPORT = "urval-av-ansokningar-om-forsorjningsstod"
SCHOOL = "placering-i-skola"  # with four groups to choose from


class Resident:
    """Somebody at the start page, in the language of their way."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.language = Language(walker.language)
        walker.go(f"/{self.language}/")

    def name(self, slug: str) -> str:
        return self._words(slug, Text.NAME)

    def is_answered(self, question: str, text: Text) -> None:
        """The card of ``SUPPORT`` asks it, and answers in the words of the department."""
        block = self.walker.page.locator(".card-answers > div").filter(has_text=self.walker.message_text(question))
        shown = " ".join(block.inner_text().split())
        assert self._words(SUPPORT, text).split("**")[0].split("\n")[0].strip() in shown

    def _words(self, slug: str, text: Text) -> str:
        return next(entry for entry in content.entries() if entry.slug == slug).texts[text, self.language]

    def situation(self, key: str) -> str:
        return next(candidate.names[self.language] for candidate in SITUATIONS if candidate.key == key)


@contextmanager
def resident(browser: Any, server: Running, way: type[Walker]) -> Iterator[Resident]:
    with way(browser, server.url) as walker:
        yield Resident(walker)
        assert walker.page.context.cookies() == []


def is_what_the_city_signed(content: bytes, server: Running, folder: Path) -> None:
    """As somebody finds out who trusts nobody: with the city's key, on a machine of their own."""
    key = f"{server.url}/keys/{json.loads(content)['signature']['key_id']}.pub"
    file, key_file = folder / "signed.json", folder / "key.pub"
    file.write_bytes(content)
    with urllib.request.urlopen(key, timeout=20) as answer:
        key_file.write_bytes(answer.read())
    assert CliRunner().invoke(verify, [str(file), "--key", str(key_file)]).exit_code == 0


@WAYS
def test_an_algorithm_is_found_by_a_misspelled_word_and_its_first_answers_are_read(
    browser: Any, demo_server: Running, way: type[Walker]
) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker = somebody.walker
        walker.write(
            "Search for a system, a service or a question", {"sv": "försörjnigsstöd"}.get(somebody.language, "suport")
        )
        walker.press("Search")
        assert walker.page.locator(".correction").count(), "the page says what it searched for instead"
        walker.follow(somebody.name(SUPPORT))
        somebody.is_answered("Does it concern me?", Text.CONCERNS)
        somebody.is_answered("Does a person decide?", Text.HUMAN)
        somebody.is_answered("Which data are used?", Text.DATA)


@WAYS
def test_entry_is_found_by_life_situation_and_explains_objection_and_contact(
    browser: Any, demo_server: Running, way: type[Walker]
) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker = somebody.walker
        walker.follow(somebody.situation("support"))
        walker.follow(somebody.name(SUPPORT))
        somebody.is_answered("What can I do?", Text.OBJECTION)
        assert walker.shows_message("Who answers?")
        assert walker.page.locator(".card-answers a[href^='mailto:']").count()
        walker.follow("Ask a question without saying who you are")
        assert walker.page.locator("a[href^='tel:']").count()


@WAYS
def test_how_it_was_tested_is_read_two_groups_are_put_side_by_side_and_the_signed_result_is_checked(
    browser: Any, demo_server: Running, tmp_path: Path, way: type[Walker]
) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker = somebody.walker
        walker.follow("Algorithms")
        walker.follow(somebody.name(SCHOOL))
        assert walker.shows_message("Does it treat people alike?")
        compare = "Compare groups yourself, and fetch the figures as a signed file"
        title = walker.page.locator("#test-1").inner_text()
        walker.follow(f"{walker.message_text(compare)}: {title}")
        harbour, centre = {
            "sv": ("barn i Hamnen", "barn i Centrum"),
            "en": ("children in Hamnen", "children in Centrum"),
        }[somebody.language]
        walker.select("This group", harbour)
        walker.select("Compared with", centre)
        walker.press("Compare")
        assert f"100 {harbour}" in walker.page.get_by_role("status").inner_text()
        is_what_the_city_signed(walker.fetch("These figures as a signed file"), demo_server, tmp_path)


@WAYS
def test_what_changed_is_read_in_plain_words_and_in_an_earlier_version_and_followed_by_a_feed(
    browser: Any, demo_server: Running, way: type[Walker]
) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker = somebody.walker
        walker.follow("Algorithms")
        walker.follow(somebody.name(SUPPORT))
        walker.follow("What each version changed")
        assert walker.shows_message("This is when the city first published it.")
        assert somebody.name(SUPPORT) in walker.fetch("Follow the changes (Atom feed)").decode()
        walker.follow(Message("Version %(number)s", {"number": 1}))
        assert walker.page.url.endswith("/versions/1")
        walker.follow("Read the newest version")
        assert walker.page.url.endswith(SUPPORT)


@WAYS
def test_lessons_are_read_tried_with_other_figures_and_practised(
    browser: Any, demo_server: Running, way: type[Walker]
) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker, language = somebody.walker, somebody.language
        walker.follow("Learn")
        lesson = lessons.lesson("fairness-test", language)
        assert lesson is not None
        walker.follow(lesson.title)
        walker.write("So many of them were picked out", "56", "In the north of the city")
        walker.press("Work it out")
        assert "north-wrong=56" in walker.page.url
        walker.follow("All lessons")
        walker.follow("Test your knowledge")
        for question in quiz.questions(language):
            walker.choose(dict(question.choices)[question.right], question.text)
        walker.press("See how it went")
        assert walker.shows_message("Well done!")


@WAYS
def test_the_register_is_read_in_numbers_and_leads_to_what_they_count(
    browser: Any, demo_server: Running, way: type[Walker]
) -> None:
    with resident(browser, demo_server, way) as somebody:
        walker = somebody.walker
        walker.follow("In numbers")
        assert walker.shows_message("What the tests have shown")
        owner = next(department for department in content.departments() if department.slug == "socialforvaltningen")
        walker.follow(owner.names[somebody.language])
        walker.follow(somebody.name(SUPPORT))
        walker.follow("Accessibility")
        assert walker.page.url.endswith("/accessibility")
