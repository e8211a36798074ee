"""Ways through the questionnaire on the AI Act, walked once for all tests, with what each comes to.

Not every combination: questions that do not touch each other are varied in turn, so that the walk takes a second.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

from algorithms.law.risk import QUESTIONS, Classification, classify, next_question
from algorithms.law.risk.kinds import RiskQuestion

Path = tuple[tuple[str, str], ...]  # question and answer, in the order they are asked

PLAIN = {
    "technique": "learned",
    "scope": "none",
    "origin": "built",
    "practice": "none",
    "biometrics": "no",
    "product": "no",
    "area": "services",
    "services": "5a",
    "profiling": "yes",
    "talks": "no",
    "creates": "no",
}
_USES = {"services", "education", "work", "supply", "law-enforcement", "migration", "justice"}
_OPENNESS = {"talks", "creates", "publishes"}
_VARIED = (
    {"technique", "written-rules", "infers", "influences", "scope", "origin", "practice"},
    {"biometrics", "product", "area", "profiling", "task", "sways", *_USES},
    {"origin", "area", "product", *_USES},
    {"technique", "origin", "biometrics", *_OPENNESS},
    {"origin", "product", "profiling", "task", "sways", *_OPENNESS},
)
_TOGETHER = {("services", "work"), ("work", "infrastructure")}  # of areas: two kinds of use, and one with point 2


def paths(varied: set[str], answers: dict[str, str] | None = None) -> Iterator[Path]:
    answers = answers or {}
    question = next_question(answers)
    if question is None:
        yield tuple(answers.items())
        return
    for answer in _answers(question) if question.key in varied else (_plain(question),):
        yield from paths(varied, answers | {question.key: answer})


def _plain(question: RiskQuestion) -> str:
    return PLAIN.get(question.key, question.choices[0].key)


def _answers(question: RiskQuestion) -> list[str]:
    """Each alone, and where several may be chosen some together."""
    alone = [choice.key for choice in question.choices]
    if not question.several:
        return alone
    pairs = [pair for pair in combinations(alone, 2) if question.chosen(",".join(pair))]
    chosen_pairs = [pair for pair in pairs if pair in _TOGETHER] if question.key == "area" else pairs[:1]
    return alone + [",".join(pair) for pair in chosen_pairs]


@cache
def classified() -> dict[Path, Classification | None]:
    return {path: classify(dict(path)) for varied in _VARIED for path in paths(varied)}


@cache
def classifications() -> tuple[Classification, ...]:
    """One of each: what tells two obligations apart is chosen_pairs, words and exemption's ground are not."""
    outcomes = {
        (
            outcome.risk_class,
            outcome.roles,
            outcome.annex_iii,
            outcome.annex_i,
            outcome.transparency,
            outcome.general_purpose,
        ): outcome
        for outcome in classified().values()
        if outcome is not None
    }
    return tuple(outcomes.values())


def choices_of(path: Path) -> Iterator[tuple[str, str]]:
    """Question and choice, one by one where several were chosen together."""
    return ((key, choice) for key, answer in path for choice in _keys(QUESTIONS[key], answer))


def _keys(question: RiskQuestion, answer: str) -> list[str]:
    return answer.split(",") if question.several else [answer]
