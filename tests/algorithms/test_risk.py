"""The questionnaire on the AI Act, walked along every path: it always ends, and in the class that the law says."""

from collections import Counter
from dataclasses import dataclass, field

import pytest

from algorithms.law.facts import FACTS
from algorithms.law.risk import (
    QUESTIONS,
    AnnexI,
    Exemption,
    Operator,
    RiskClass,
    TransparencyDuty,
    classify,
    next_question,
    path,
)
from algorithms.law.risk.questions import FIRST
from risk_paths import choices_of, classified

POINTS = {
    *"2",
    *(
        f"{area}{letter}"
        for area, letters in enumerate(("abc", "", "abcd", "ab", "abcd", "abcde", "abcd", "ab"), 1)
        for letter in letters
    ),
}
AREAS = {"services", "education", "work", "supply", "law-enforcement", "migration", "justice"}
MADE_BY = {
    "bought": (Operator.DEPLOYER,),
    "built": (Operator.PROVIDER, Operator.DEPLOYER),
    "changed": (Operator.DEPLOYER,),  # and provider where it is high risk: art. 25(1)
    "for-others": (Operator.PROVIDER,),
}
ROLE_ARTICLES = {
    "bought": {"ai-act.3-4"},
    "built": {"ai-act.3-3", "ai-act.3-4"},
    "changed": {"ai-act.25-1", "ai-act.3-4"},
    "for-others": {"ai-act.3-3"},
}
OUTSIDE = {"research": "ai-act.2-6", "testing": "ai-act.2-8", "defence": "ai-act.2-3"}
SMALL_TASKS = {
    "procedural": Exemption.PROCEDURAL,
    "improves": Exemption.IMPROVES,
    "patterns": Exemption.PATTERNS,
    "prepares": Exemption.PREPARES,
}
PUBLISHED = {
    "nothing": [],
    "images": [TransparencyDuty.DEEP_FAKE],
    "text": [TransparencyDuty.PUBLIC_TEXT],
    "both": [TransparencyDuty.DEEP_FAKE, TransparencyDuty.PUBLIC_TEXT],
}
NEW_PRACTICES = {"undresses", "abuses-children"}  # since 2 December 2026
PRACTICES = NEW_PRACTICES | {
    "manipulates",
    "exploits",
    "scores",
    "predicts-crime",
    "scrapes-faces",
    "reads-emotions",
    "sorts-by-body",
    "identifies-live",
}


# What is asked after each answer; a dot where nothing is left to ask.
WAYS = {
    "technique": "learned→scope general→scope rules→. unsure→written-rules",
    "written-rules": "yes→. no→infers",
    "infers": "yes→influences no→.",
    "influences": "yes→scope no→.",
    "scope": "none→origin research→. testing→. defence→.",
    "origin": "bought→practice built→practice changed→practice for-others→practice",
    "practice": "none→biometrics " + " ".join(f"{key}→." for key in PRACTICES),
    "biometrics": "no→product 1a→product 1b→product 1c→product other-traits→product",
    "product": "no→area section-a→area in-house→area section-b→.",
    "area": "none→talks infrastructure→supply " + " ".join(f"{key}→{key}" for key in AREAS - {"supply"}),
    "services": "none→talks 5a→profiling 5b→profiling 5c→profiling 5d→profiling",
    "education": "none→talks 3a→profiling 3b→profiling 3c→profiling 3d→profiling",
    "work": "none→talks 4a→profiling 4b→profiling 4b-tasks→profiling",
    "supply": "none→talks 2→profiling 2-watching→profiling",
    "law-enforcement": "none→talks 6a→profiling 6b→profiling 6c→profiling 6d→profiling 6e→profiling",
    "migration": "none→talks 7a→profiling 7b→profiling 7c→profiling 7d→profiling",
    "justice": "none→talks 8a→profiling 8b→profiling",
    "profiling": "yes→talks no→task",
    "task": "none→talks " + " ".join(f"{key}→sways" for key in SMALL_TASKS),
    "sways": "yes→talks no→talks",
    "talks": "no→creates yes→creates obvious→creates",
    "creates": "no→. same→publishes yes→publishes",
    "publishes": " ".join(f"{key}→." for key in PUBLISHED),
}


ANNEX_I = {
    "no": None,
    "section-a": AnnexI.SECTION_A,
    "in-house": AnnexI.SECTION_A,
    "section-b": AnnexI.SECTION_B,
}


def roles(origin: str, risk_class: RiskClass) -> tuple[Operator, ...]:
    """Who changes a system becomes its provider only where it is high risk: art. 25(1)."""
    changed = origin == "changed" and risk_class is RiskClass.HIGH_RISK
    return tuple(Operator) if changed else MADE_BY.get(origin, ())


@dataclass
class Law:
    """What the AI Act says of these answers, read article by article; the table under test is not used."""

    answers: dict[str, str]
    articles: set[str] = field(default_factory=set)

    def risk_class(self) -> RiskClass:
        if not self.is_ai():
            return RiskClass.NOT_AI
        if self.answers["scope"] != "none":
            self.articles.add(OUTSIDE[self.answers["scope"]])
            return RiskClass.OUTSIDE
        self.articles |= ROLE_ARTICLES[self.answers["origin"]]
        if (practice := self.answers["practice"]) != "none":
            self.articles.add("ai-act.5-2026" if practice in NEW_PRACTICES else "ai-act.5")
            return RiskClass.PROHIBITED
        duties, high_risk = self.duties(), self.high_risk()
        if high_risk is not None:
            return RiskClass.HIGH_RISK if high_risk else RiskClass.EXEMPT
        return RiskClass.TRANSPARENCY if duties else RiskClass.MINIMAL

    def is_ai(self) -> bool:
        """Art. 3(1): it infers, and what it gives can influence something."""
        self.articles.add("ai-act.3-1")
        if self.answers["technique"] == "general":
            self.articles.add("ai-act.3-66")
        unsure = [self.answers.get(question) for question in ("written-rules", "infers", "influences")]
        return self.answers["technique"] in {"learned", "general"} or unsure == ["no", "yes", "yes"]

    def chosen(self, *questions: str) -> list[str]:
        return [key for name in questions if name in self.answers for key in self.answers[name].split(",")]

    def listed(self) -> tuple[str, ...]:
        """Annex III: every use that was named, once, in the order of the questions."""
        order = ("biometrics", *(key for key in QUESTIONS if key in AREAS))
        named = [(key, choice) for key in order for choice in QUESTIONS[key].choices if choice.key in self.chosen(key)]
        self.articles |= {"ai-act.recital-55"} if "2-watching" in self.chosen("supply") else set()
        return tuple(dict.fromkeys(choice.annex_iii for _, choice in named if choice.annex_iii))

    def exempt(self) -> bool:
        return (
            self.answers.get("profiling") == "no"
            and self.answers.get("task") in SMALL_TASKS
            and self.answers.get("sways") == "no"
        )

    def points(self) -> tuple[str, ...]:
        """Not those that are exempt where a product is what makes it high risk."""
        return () if self.exempt() and self.product() else self.listed()

    def product(self) -> bool:
        return self.answers.get("product", "no") != "no"

    def high_risk(self) -> bool | None:
        """Art. 6; None where it is neither listed nor a product, False where it is listed and exempt."""
        if self.product():
            kind = {"section-b": {"ai-act.2-2"}, "in-house": {"mdr.5-5"}}.get(self.answers["product"], set())
            self.articles |= {"ai-act.6-1"} | kind
        if self.listed():
            self.articles |= {"ai-act.6-2", "ai-act.annex-iii"}
            self.articles |= {"ai-act.6-3"} if "profiling" in self.answers else set()
            self.articles |= {"ai-act.6-4"} if self.exempt() else set()
        if self.product():
            return True
        return (not self.exempt()) if self.listed() else None

    def duties(self) -> tuple[TransparencyDuty, ...]:
        """Art. 50, which may be added to any class."""
        read = {"1b", "1c", "other-traits"} & set(self.chosen("biometrics"))
        owed = [TransparencyDuty.BIOMETRICS] if read else []
        owed += [TransparencyDuty.INTERACTION] if self.answers.get("talks") == "yes" else []
        owed += [TransparencyDuty.MARKING] if self.answers.get("creates") == "yes" else []
        owed += PUBLISHED[self.answers.get("publishes", "nothing")]
        self.articles |= {f"ai-act.{duty.value[:4]}" for duty in owed}
        self.articles |= {"ai-act.50-2"} if self.answers.get("creates") == "same" else set()  # its exception
        return tuple(owed)


@pytest.mark.slow
def test_every_path_comes_to_the_class_parts_duties_and_articles_that_the_law_says() -> None:
    wrong = []
    for steps, outcome in classified().items():
        law = Law(dict(steps))
        complete = "origin" in law.answers and law.answers["practice"] == "none"
        expected = (
            law.risk_class(),
            roles(law.answers.get("origin", ""), law.risk_class()),
            law.points() if complete else (),
            ANNEX_I[law.answers.get("product", "no")],
            law.duties() if complete else (),
            law.answers["technique"] == "general",
        )
        got = outcome and (
            outcome.risk_class,
            outcome.roles,
            outcome.annex_iii,
            outcome.annex_i,
            outcome.transparency,
            outcome.general_purpose,
        )
        if got != expected or set(outcome.articles) != law.articles:
            wrong.append((steps, got, expected, set(outcome.articles) ^ law.articles if outcome else None))
    assert wrong[:3] == []


def test_every_path_ends_in_a_class_no_question_is_dead_and_none_is_asked_twice() -> None:
    outcomes = classified()

    assert None not in outcomes.values()
    every = {(question.key, choice.key) for question in QUESTIONS.values() for choice in question.choices}
    assert {step for steps in outcomes for step in choices_of(steps)} == every
    assert not [steps for steps in outcomes if max(Counter(question for question, _ in steps).values()) > 1]
    assert {outcome.risk_class for outcome in outcomes.values() if outcome} == set(RiskClass)


@pytest.mark.parametrize("question", QUESTIONS)
def test_while_a_question_is_left_it_is_asked_and_there_is_no_class(question: str) -> None:
    for steps in classified():
        before = dict(steps[: [step for step, _ in steps].index(question)]) if question in dict(steps) else None
        if before is not None:
            assert next_question(before) is QUESTIONS[question]
            assert classify(before) is None
            assert [question.key for question, _ in path(before)] == list(before)
            return
    pytest.fail("no path leads here")


def test_nothing_that_profiles_people_is_ever_exempt() -> None:
    profiling = [outcome for steps, outcome in classified().items() if ("profiling", "yes") in steps]

    assert len(profiling) > 500
    assert {(outcome.risk_class, outcome.exemption) for outcome in profiling if outcome} == {
        (RiskClass.HIGH_RISK, None)
    }


def test_exemption_gives_its_ground_and_only_where_nothing_is_swayed() -> None:
    for steps, outcome in classified().items():
        answers = dict(steps)
        exempt = answers.get("sways") == "no" and answers.get("product") == "no"
        ground = SMALL_TASKS.get(answers.get("task", "")) if exempt else None
        assert outcome is not None
        assert outcome.exemption is ground
        assert (outcome.risk_class is RiskClass.EXEMPT) == (ground is not None)


def test_every_prohibited_practice_is_asked_about_and_ends_the_questions() -> None:
    practices = {choice.key: choice for choice in QUESTIONS["practice"].choices}

    assert set(practices) == PRACTICES | {"none"}
    assert {practices[key].then for key in PRACTICES} == {None}


def test_every_use_of_annex_iii_is_asked_about() -> None:
    points = [choice.annex_iii for question in QUESTIONS.values() for choice in question.choices if choice.annex_iii]

    assert len(POINTS) == 25
    assert sorted(points) == sorted([*POINTS, "2", "4b"])  # two of them by two readings


def test_the_uses_are_those_of_the_published_annex(reference_data) -> None:
    text = (reference_data / "registers" / "eu-ai-act" / "Annex_III.md").read_text()
    numbered = {tuple(line.split(".sec")[0].split(".")) for line in text.splitlines() if ".sec=" in line}
    letters = {f"{area}{chr(96 + int(place[0]))}" for area, *place in numbered if place and place[0] != "0"}
    whole = {area for area, *place in numbered if not place}

    assert letters | whole == POINTS


def test_every_answer_leads_to_the_question_that_should_follow_it() -> None:
    ways = {
        key: sorted(f"{choice.key}→{choice.then or '.'}" for choice in question.choices)
        for key, question in QUESTIONS.items()
    }

    assert ways == {key: sorted(way.split()) for key, way in WAYS.items()}


def test_every_article_that_is_cited_is_a_fact_of_the_law() -> None:
    assert {key for question in QUESTIONS.values() for choice in question.choices for key in choice.cites} <= set(FACTS)


def test_consequences_carry_their_reasons_in_question_order() -> None:
    for question in QUESTIONS.values():
        for choice in question.choices:
            follows = (
                choice.settles,
                choice.roles,
                choice.roles_at_high_risk,
                choice.annex_iii,
                choice.duties,
                choice.general_purpose,
            )
            assert bool(choice.reason) == (bool(choice.cites) or any(follows)), (question.key, choice.key)
    for steps, outcome in list(classified().items())[::97]:
        reasons = [choice.reason for _, options in path(dict(steps)) for choice in options if choice.reason]
        assert outcome is not None
        assert list(outcome.reasons[: len(reasons)]) == reasons
        settled = outcome.risk_class not in {RiskClass.TRANSPARENCY, RiskClass.MINIMAL}
        assert len(outcome.reasons) == len(reasons) + (not settled)


@pytest.mark.parametrize("creates", ["yes", "no"])
def test_a_system_that_nothing_settles_says_so(creates: str) -> None:
    answers = {
        "technique": "learned",
        "scope": "none",
        "origin": "bought",
        "practice": "none",
        "biometrics": "no",
        "product": "no",
        "area": "none",
        "talks": "no",
        "creates": creates,
        "publishes": "nothing",
    }
    outcome = classify(answers)

    assert outcome is not None
    assert ("it has transparency duties" in outcome.reasons[-1].msgid) == (creates == "yes")


def test_answers_off_the_path_are_ignored_and_answers_nobody_offered_are_none() -> None:
    answers = {"technique": "rules", "practice": "scores", "origin": "built"}
    outcome = classify(answers)

    assert outcome is not None
    assert (outcome.risk_class, outcome.roles) == (RiskClass.NOT_AI, ())
    assert [question.key for question, _ in path(answers)] == ["technique"]
    assert next_question({"technique": "magic"}) is QUESTIONS[FIRST]
    assert classify({"technique": "magic"}) is None
