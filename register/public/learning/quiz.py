"""A practice test: six questions, and which of the answers in an address are right, and why. Keeps nothing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from assessments.text.languages import FIRST
from register.language import Language


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question with its choices, pairs of value and words."""

    name: str
    text: str
    choices: tuple[tuple[str, str], ...]
    right: str
    why: str
    lesson: str
    language: Language
    given: str = ""

    @property
    def is_right(self) -> bool:
        return self.given == self.right

    @property
    def words(self) -> Mapping[str, str]:
        return dict(self.choices)


def questions(language: Language, query: Mapping[str, str] | None = None) -> tuple[QuizQuestion, ...]:
    """With the answers that this address gives; what is no choice counts as no answer."""
    return tuple(_quiz_question(number, written, language, query or {}) for number, written in enumerate(_QUESTIONS, 1))


def is_answered(quiz_questions: tuple[QuizQuestion, ...]) -> bool:
    return all(question.given for question in quiz_questions)


def _quiz_question(
    number: int, written: Mapping[str, Any], language: Language, query: Mapping[str, str]
) -> QuizQuestion:
    spoken = language if language in written else FIRST
    here, name = written[spoken], f"q{number}"
    choices = tuple((str(place), words) for place, words in enumerate(here["choices"], 1))
    given = query.get(name, "")
    answer = given if given in dict(choices) else ""
    return QuizQuestion(
        name=name,
        text=here["asks"],
        choices=choices,
        right=str(written["right"]),
        why=here["why"],
        lesson=written["lesson"],
        given=answer,
        language=spoken,
    )


_QUESTIONS: list[dict[str, Any]] = tomllib.loads(
    (files("register.public.learning") / "texts" / "quiz.toml").read_text("utf-8")
)["question"]
