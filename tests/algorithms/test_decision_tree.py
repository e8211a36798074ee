"""Our questionnaire compared with the decision tree of the Dutch government: the same class, parts and duty to tell."""

import ast
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path as File

import pytest
import yaml

from algorithms.law.risk import QUESTIONS, Classification, Operator, RiskClass
from risk_paths import Path, choices_of, classified

TreeAnswers = dict[str, str]  # their question and its answer

# What we do not ask, and what is answered for it there.
UNASKED: TreeAnswers = {
    "1.1": "Ja",  # it holds an algorithm: else it would not be in the register
    "1.2": "We gebruiken een extern ontwikkelde toepassing zonder aanpassingen",  # until we ask
    "1.3": "In gebruik",  # status is asked elsewhere and changes no class
    "2.0": "Naar risicogroep bepaling",
    "2.2": "Nee",  # exceptions are for the police; those for others stand in our answers
    "2.7.1": "Ja",  # asked together with the product
    "2.7.2": "Nee",
    "2.9": "Nee",
    "2.10": "Nee",  # for those who fight crime
    "2.11": "Nee",  # an open licence lessens nothing for a user of the system
}
LISTED, NOT_LISTED = {"2.4": "Ja"}, {"2.4": "Nee"}
NO_PRODUCT, MUST_INFORM = {"2.3": "Geen van beide"}, {"2.9": "Ja"}
BIOMETRIC = {**LISTED, "2.7.2": "Ja"}
BANNED = {"2.1": "Ja"}
SAME: dict[tuple[str, str], TreeAnswers] = {
    ("technique", "learned"): {"1.4.1": "Ja, het is een AI-systeem"},
    ("technique", "general"): {
        "1.4.1": "Nee, het is geen AI-systeem",
        "1.4.2": "AI-systeem voor algemene doeleinden",
    },
    ("technique", "rules"): {"1.4.1": "Nee, het is geen AI-systeem", "1.4.2": "Geen van bovenstaande"},
    ("technique", "unsure"): {"1.4.1": "Ik weet het niet"},
    ("written-rules", "yes"): {"1.6.1": "Ja"},
    ("written-rules", "no"): {"1.6.1": "Nee"},
    ("infers", "yes"): {"1.6.2": "Ja"},
    ("infers", "no"): {"1.6.2": "Nee"},
    ("influences", "yes"): {"1.6.3": "Ja"},
    ("influences", "no"): {"1.6.3": "Nee"},
    ("scope", "none"): {"1.5": "Nee"},
    **{("scope", key): {"1.5": "Ja"} for key in ("research", "testing", "defence")},
    ("origin", "bought"): {"1.2": "We gebruiken een extern ontwikkelde toepassing zonder aanpassingen"},
    ("origin", "built"): {"1.2": "We ontwikkelen en gebruiken het zelf"},
    ("origin", "changed"): {"1.2": "We gebruiken een extern ontwikkelde toepassing met aanpassingen"},
    ("origin", "for-others"): {"1.2": "We ontwikkelen enkel"},
    **{("practice", choice.key): BANNED for choice in QUESTIONS["practice"].choices},
    ("practice", "none"): {"2.1": "Nee"},
    ("biometrics", "no"): {},
    ("biometrics", "1a"): BIOMETRIC,
    ("biometrics", "1b"): {**BIOMETRIC, **MUST_INFORM},
    ("biometrics", "1c"): {**BIOMETRIC, **MUST_INFORM},
    ("biometrics", "other-traits"): MUST_INFORM,
    ("product", "no"): NO_PRODUCT,
    ("product", "section-a"): {"2.3": "Ja Sectie A van Bijlage I"},
    ("product", "in-house"): {"2.3": "Ja Sectie A van Bijlage I"},
    ("product", "section-b"): {"2.3": "Ja Sectie B van Bijlage I"},
    **{
        (area, choice.key): LISTED if choice.annex_iii else NOT_LISTED
        for area in ("services", "education", "work", "supply", "law-enforcement", "migration", "justice")
        for choice in QUESTIONS[area].choices
    },
    **{("area", choice.key): {} for choice in QUESTIONS["area"].choices},
    ("area", "none"): NOT_LISTED,
    ("profiling", "yes"): {"2.5": "Ja"},
    ("profiling", "no"): {"2.5": "Nee"},
    **{("task", key): {} for key in ("procedural", "improves", "patterns", "prepares")},
    ("task", "none"): {"2.6": "Nee"},
    ("sways", "yes"): {"2.6": "Nee"},
    ("sways", "no"): {"2.6": "Ja"},
    ("talks", "yes"): MUST_INFORM,
    ("talks", "no"): {},
    ("talks", "obvious"): {},  # art. 50(1) itself makes the exception
    ("creates", "yes"): MUST_INFORM,
    ("creates", "no"): {},
    ("creates", "same"): {},
    **{("publishes", choice.key): MUST_INFORM for choice in QUESTIONS["publishes"].choices},
    ("publishes", "nothing"): {},
}
ONLY_REGISTER = {("practice", "abuses-children"): "the tree does not know point (bb), which came in 2026"}
NO_PROVIDER = "the tree makes everybody who changes a system its provider, art. 25(1) at high risk only"
# Their answers that no path of ours gives, and why.
ONLY_TREE = {
    ("1.1", "Nee"): "a register of algorithms holds algorithms",
    ("1.2", "We ontwikkelen, maar gebruiken het niet alleen zelf"): "the same parts as when only the city uses it",
    ("1.2", "We hebben opdracht gegeven om de toepassing te ontwikkelen"): "ours is built, and used: art. 3(3) and (4)",
    ("1.2", "We importeren van een leverancier buiten de EU"): "a city imports nothing in order to sell it",
    ("1.2", "We kopen van een leverancier binnen de EU en verkopen het"): "a city does not sell systems on",
    ("1.2", "Geen van bovenstaande"): "the city provides or uses all that it registers",
    ("1.3", "In ontwikkeling"): "changes no class",
    ("1.4.2", "AI-model voor algemene doeleinden"): "a city makes no general-purpose models",
    ("2.2", "Ja"): "for the police",
    ("2.7.1", "Nee"): "art. 6(1)(b): without a third party to check it, it is not high risk",
    ("2.8", "Ja"): "a city makes no general-purpose models",
    ("2.8", "Nee"): "a city makes no general-purpose models",
    ("2.10", "Ja"): "for those who fight crime",
    ("2.11", "Ja"): "an open licence lessens nothing for whoever uses the system",
}


class Tree:
    """Their questions, followed as their own page does it: labels are gathered, and decide where to go."""

    def __init__(self, file: File) -> None:
        content = yaml.safe_load(file.read_text("utf-8"))
        self.version = content["version"]
        self.questions = {
            question["questionId"]: {a["answer"]: a for a in question["answers"]} for question in content["questions"]
        }

    def conclusion(self, answers: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
        """The number of their conclusion, and the questions that were asked on the way there."""
        question, labels, way = "1.1", set(), []
        while True:
            answer = self.questions[question][answers[question]]
            way.append((question, answers[question]))
            labels |= set(answer.get("labels", ()))
            onward = next(
                (redirect for redirect in answer.get("redirects", ()) if holds(redirect["if"], labels)), answer
            )
            if "nextConclusionId" in onward:
                return onward["nextConclusionId"], way
            question = onward["nextQuestionId"]


def holds(expression: str, labels: set[str]) -> bool:
    """`"a" in labels && !("b" in labels)`, and nothing else that could stand in their file."""
    return _true(_parsed(expression), labels)


@cache
def _parsed(expression: str) -> ast.expr:
    return ast.parse(
        expression.replace("&&", " and ").replace("||", " or ").replace("!", " not ").strip(), mode="eval"
    ).body


def _true(node: ast.expr, labels: set[str]) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_true(child, labels) for child in values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(_true(value, labels) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _true(operand, labels)
        case ast.Compare(left=ast.Constant(value=label), ops=[ast.In()], comparators=[ast.Name(id="labels")]):
            return label in labels
    raise ValueError(ast.dump(node))


def in_dutch(conclusion: str) -> tuple[object, ...]:
    """Their conclusion in our words: class, parts, whether there is a duty to tell."""
    if conclusion in {"11.1", "11.2"}:
        return (RiskClass.NOT_AI if conclusion == "11.1" else RiskClass.OUTSIDE,)
    part, _kind, outcome = conclusion.split(".")
    parts = {"12": (Operator.PROVIDER,), "13": (Operator.DEPLOYER,), "14": tuple(Operator)}[part]
    if outcome == "0":
        return (RiskClass.PROHIBITED, parts)
    return (outcome in "12", parts, outcome in "13")


def in_register_terms(outcome: Classification) -> tuple[object, ...]:
    if outcome.risk_class in {RiskClass.NOT_AI, RiskClass.OUTSIDE}:
        return (outcome.risk_class,)
    if outcome.risk_class is RiskClass.PROHIBITED:
        return (RiskClass.PROHIBITED, outcome.roles)
    return (outcome.risk_class is RiskClass.HIGH_RISK, outcome.roles, bool(outcome.transparency))


def translated(steps: Path) -> TreeAnswers:
    answers = dict(UNASKED)
    same = [SAME[step] for step in choices_of(steps)]
    for answer in sorted(same, key=lambda answer: answer.get("2.4") == "Ja"):  # one listed use is enough
        answers |= answer
    return answers


@pytest.fixture(scope="module")
def tree(reference_data) -> Tree:
    return Tree(reference_data / "registers" / "nl" / "beslishulp" / "decision-tree.yaml")


def test_every_path_with_a_counterpart_comes_to_the_same_class_parts_and_duty_to_tell(tree) -> None:
    known: dict[frozenset, tuple[str, list]] = {}
    wrong, without, used = [], Counter(), set()
    for steps, outcome in classified().items():
        reasons = [ONLY_REGISTER[step] for step in steps if step in ONLY_REGISTER]
        if outcome.risk_class is not RiskClass.HIGH_RISK and ("origin", "changed") in steps:
            reasons = [NO_PROVIDER]
        if reasons:
            without.update(reasons)
            continue
        answers = translated(steps)
        key = frozenset(answers.items())
        if key not in known:
            known[key] = tree.conclusion(answers)
        conclusion, way = known[key]
        used |= set(way)
        if in_dutch(conclusion) != in_register_terms(outcome):
            wrong.append((steps, conclusion, in_register_terms(outcome)))
    assert wrong[:3] == []
    assert set(without) == {NO_PROVIDER, "the tree does not know point (bb), which came in 2026"}
    every = {(question, answer) for question, answers in tree.questions.items() for answer in answers}
    assert every - used == set(ONLY_TREE)


def test_the_tree_is_the_one_that_was_compared(tree) -> None:
    assert (tree.version, len(tree.questions)) == ("1.0.0", 22)


def test_every_answer_of_ours_has_been_compared_or_set_aside() -> None:
    answers = {(question.key, choice.key) for question in QUESTIONS.values() for choice in question.choices}

    assert answers == set(SAME)
    assert set(ONLY_REGISTER) <= answers


@pytest.mark.parametrize(
    ("expression", "labels", "true"),
    [
        ('"a" in labels && "b" in labels', {"a", "b"}, True),
        ('"a" in labels && "b" in labels', {"a"}, False),
        ('("a" in labels || "c" in labels) && !("b" in labels)', {"c"}, True),
        ('("a" in labels || "c" in labels) && !("b" in labels)', {"c", "b"}, False),
    ],
)
def test_the_trees_conditions_are_read_as_they_are_meant(expression, labels, true) -> None:
    assert holds(expression, labels) is true
