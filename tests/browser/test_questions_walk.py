"""A resident asks and reads the answer: with the keyboard alone, without JavaScript, in English; staff between.

Core tasks: docs/core-tasks.md.
"""

from typing import Any

import pytest

from asking import CODE
from entering import COORDINATOR
from register.accounts.people.demo import PASSWORD
from running import Running
from walking import WAYS, Walker

APPROVER = "godkannare@exempelstad.example"
CARD = "algorithms/ordning-for-snorojning"
ANSWER = "Gångvägen till förskolan plogas först, efter fyra timmars snöfall varje gång."


@WAYS
def test_asked_checked_moderated_answered_and_read_by_code_and_in_the_open(
    browser: Any, own_demo: Running, way: type[Walker]
) -> None:
    question = f"Plogas vägen till förskolan ({way.__name__})? Ring 08-465 004 77."
    with way(browser, own_demo.url) as walker:
        code = ask(walker, question)
        show_and_answer(walker, question)
        give(walker, question)
        read_by_code(walker, code, question)
        read_in_the_open(walker, question)


@pytest.mark.later
@WAYS
def test_city_is_notified_that_an_algorithm_is_missing(browser: Any, own_demo: Running, way: type[Walker]) -> None:
    """From the first page, without a name; the coordinator finds it among what waits."""
    words = f"En automat valde ut mig för kontroll på badhuset ({way.__name__})."
    with way(browser, own_demo.url) as walker:
        walker.go(f"/{walker.language}/")
        walker.follow("Is an algorithm missing?")
        code = send(walker, "What have you met, and where?", words)
        walker.follow("Use your code to read an answer")
        walker.write("Your code", code)
        walker.press("Read the answer")
        assert walker.shows(words)
        assert walker.page.context.cookies() == []
        come(walker, COORDINATOR, words)
        assert walker.shows_message("An algorithm that is missing")


def covered(walker: Walker, question: str) -> str:
    return question.replace("08-465 004 77", "[masked]" if walker.language == "en" else "[maskerat]")


def ask(walker: Walker, question: str) -> str:
    walker.go(f"/{walker.language}/{CARD}")
    walker.follow("Ask a question")
    walker.write("Your question", question)
    walker.press("Read it through before you send")
    assert walker.shows_message("a telephone number")
    walker.page.wait_for_timeout(3_200)  # somebody reads it
    walker.press("Send the question")
    assert walker.shows_message("Remove what shows who somebody is, or choose to send it anyway.")
    assert walker.page.title().startswith(walker.message_text("Error") + ": ")
    walker.choose("Send it anyway")
    walker.press("Send the question")
    assert walker.shows_message("Your question has been sent")
    match = CODE.search(walker.text)
    assert match
    assert walker.page.context.cookies() == []
    return match[0]


def send(walker: Walker, label: str, words: str) -> str:
    """What tells nothing of anybody is sent without a warning; the answer is the code."""
    walker.write(label, words)
    walker.press("Read it through before you send")
    walker.page.wait_for_timeout(3_200)  # somebody reads it
    walker.press("Send the question")
    assert walker.shows_message("Your question has been sent")
    match = CODE.search(walker.text)
    assert match
    return match[0]


def come(walker: Walker, who: str, question: str) -> None:
    """By what waits on the first page."""
    walker.sign_in(who, PASSWORD)
    walker.follow(covered(walker, question))


def show_and_answer(walker: Walker, question: str) -> None:
    come(walker, APPROVER, question)
    walker.press("Show it to everybody")
    walker.write("In Swedish", ANSWER, "What the city answers")
    walker.press("Save the answer")
    assert walker.shows_message("Everybody may read it")


def give(walker: Walker, question: str) -> None:
    come(walker, COORDINATOR, question)
    walker.press("Send the answer")
    assert walker.shows(ANSWER)
    walker.page.context.clear_cookies()


def read_by_code(walker: Walker, code: str, question: str) -> None:
    walker.go(f"/{walker.language}/answers")
    walker.write("Your code", code.lower())
    walker.press("Read the answer")
    assert walker.shows(ANSWER)
    assert walker.shows(question)
    assert walker.page.url.endswith("/answers"), "the code stands in no address"
    walker.follow("Read the original")


def read_in_the_open(walker: Walker, question: str) -> None:
    """Without the telephone number, with the time it took."""
    assert walker.shows(covered(walker, question))
    assert "004 77" not in walker.text
    assert walker.shows(ANSWER)
    assert walker.shows_message("the same day")
    assert walker.page.context.cookies() == []
