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
from risk_paths import classified, paths

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
    "changed": (Operator.PROVIDER, Operator.DEPLOYER),
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
    "biometrics": "no→product 1a→profiling 1b→profiling 1c→profiling other-traits→product",
    "product": "no→area section-a→talks section-b→.",
    "area": "none→talks infrastructure→supply " + " ".join(f"{key}→{key}" for key in AREAS - {"supply"}),
    "services": "none→talks 5a→profiling 5b→profiling 5c→profiling 5d→profiling",
    "education": "none→talks 3a→profiling 3b→profiling 3c→profiling 3d→profiling",
    "work": "none→talks 4a→profiling 4b→profiling",
    "supply": "none→talks 2→profiling",
    "law-enforcement": "none→talks 6a→profiling 6b→profiling 6c→profiling 6d→profiling 6e→profiling",
    "migration": "none→talks 7a→profiling 7b→profiling 7c→profiling 7d→profiling",
    "justice": "none→talks 8a→profiling 8b→profiling",
    "profiling": "yes→talks no→task",
    "task": "none→talks " + " ".join(f"{key}→sways" for key in SMALL_TASKS),
    "sways": "yes→talks no→talks",
    "talks": "no→creates yes→creates obvious→creates",
    "creates": "no→. yes→publishes",
    "publishes": " ".join(f"{key}→." for key in PUBLISHED),
}


@dataclass
class Law:
    """What the AI Act says of these answers, read article by article; the table under test is not used."""

    said: dict[str, str]
    articles: set[str] = field(default_factory=set)

    def risk_class(self) -> RiskClass:
        if not self.is_ai():
            return RiskClass.NOT_AI
        if self.said["scope"] != "none":
            self.articles.add(OUTSIDE[self.said["scope"]])
            return RiskClass.OUTSIDE
        self.articles |= ROLE_ARTICLES[self.said["origin"]]
        if (practice := self.said["practice"]) != "none":
            self.articles.add("ai-act.5-2026" if practice in NEW_PRACTICES else "ai-act.5")
            return RiskClass.PROHIBITED
        duties, high_risk = self.duties(), self.high_risk()
        if high_risk is not None:
            return RiskClass.HIGH_RISK if high_risk else RiskClass.EXEMPT
        return RiskClass.TRANSPARENCY if duties else RiskClass.MINIMAL

    def is_ai(self) -> bool:
        """Art. 3(1): it infers, and what it gives can influence something."""
        self.articles.add("ai-act.3-1")
        if self.said["technique"] == "general":
            self.articles.add("ai-act.3-66")
        unsure = [self.said.get(asked) for asked in ("written-rules", "infers", "influences")]
        return self.said["technique"] in {"learned", "general"} or unsure == ["no", "yes", "yes"]

    def point(self) -> str | None:
        """Annex III; who has a listed biometric use is asked no further."""
        listed = POINTS & {self.said[asked] for asked in ("biometrics", *AREAS) if asked in self.said}
        return next(iter(listed), None)

    def high_risk(self) -> bool | None:
        """Art. 6; None where it is neither listed nor a product, False where it is listed and exempt."""
        if (product := self.said.get("product", "no")) != "no":
            self.articles |= {"ai-act.6-1"} | ({"ai-act.2-2"} if product == "section-b" else set())
            return True
        if self.point() is None:
            return None
        self.articles |= {"ai-act.6-2", "ai-act.annex-iii", "ai-act.6-3"}
        exempt = self.said["profiling"] == "no" and self.said["task"] in SMALL_TASKS and self.said["sways"] == "no"
        self.articles |= {"ai-act.6-4"} if exempt else set()
        return not exempt

    def duties(self) -> tuple[TransparencyDuty, ...]:
        """Art. 50, beside any class."""
        found = [TransparencyDuty.BIOMETRICS] if self.said.get("biometrics") in {"1b", "1c", "other-traits"} else []
        found += [TransparencyDuty.INTERACTION] if self.said.get("talks") == "yes" else []
        found += [TransparencyDuty.MARKING] if self.said.get("creates") == "yes" else []
        found += PUBLISHED[self.said.get("publishes", "nothing")]
        self.articles |= {f"ai-act.{duty.value[:4]}" for duty in found}
        return tuple(found)


def test_every_path_comes_to_the_class_parts_duties_and_articles_that_the_law_says() -> None:
    wrong = []
    for steps, found in classified().items():
        law = Law(dict(steps))
        asked_of_all = "origin" in law.said and law.said["practice"] == "none"
        expected = (
            law.risk_class(),
            MADE_BY.get(law.said.get("origin", ""), ()),
            law.point() if asked_of_all else None,
            AnnexI(law.said["product"]) if law.said.get("product", "no") != "no" else None,
            law.duties() if asked_of_all else (),
            law.said["technique"] == "general",
        )
        got = found and (
            found.risk_class,
            found.roles,
            found.annex_iii,
            found.annex_i,
            found.transparency,
            found.general_purpose,
        )
        if got != expected or set(found.articles) != law.articles:
            wrong.append((steps, got, expected, set(found.articles) ^ law.articles if found else None))
    assert wrong[:3] == []


def test_every_path_ends_in_a_class_no_question_is_dead_and_none_is_asked_twice() -> None:
    found = classified()

    assert None not in found.values()
    assert {question for steps in found for question, _ in steps} == set(QUESTIONS)
    assert not [steps for steps in found if max(Counter(question for question, _ in steps).values()) > 1]
    assert {one.risk_class for one in found.values() if one} == set(RiskClass)


@pytest.mark.parametrize("question", QUESTIONS)
def test_while_a_question_is_left_it_is_asked_and_there_is_no_class(question: str) -> None:
    for steps in paths():
        before = dict(steps[: [asked for asked, _ in steps].index(question)]) if question in dict(steps) else None
        if before is not None:
            assert next_question(before) is QUESTIONS[question]
            assert classify(before) is None
            assert [asked.key for asked, _ in path(before)] == list(before)
            return
    pytest.fail("no path leads here")


def test_nothing_that_profiles_people_is_ever_exempt() -> None:
    profiling = [found for steps, found in classified().items() if ("profiling", "yes") in steps]

    assert len(profiling) > 1000
    assert {(found.risk_class, found.exemption) for found in profiling if found} == {(RiskClass.HIGH_RISK, None)}


def test_an_exemption_is_told_with_its_ground_and_only_where_nothing_is_swayed() -> None:
    for steps, found in classified().items():
        said = dict(steps)
        ground = SMALL_TASKS.get(said.get("task", "")) if said.get("sways") == "no" else None
        assert found is not None
        assert found.exemption is ground
        assert (found.risk_class is RiskClass.EXEMPT) == (ground is not None)


def test_every_prohibited_practice_is_asked_about_and_ends_the_questions() -> None:
    practices = {choice.key: choice for choice in QUESTIONS["practice"].choices}

    assert set(practices) == PRACTICES | {"none"}
    assert {practices[key].then for key in PRACTICES} == {None}


def test_every_use_of_annex_iii_is_asked_about_once() -> None:
    asked = [choice.annex_iii for question in QUESTIONS.values() for choice in question.choices if choice.annex_iii]

    assert len(POINTS) == 25
    assert sorted(asked) == sorted(POINTS)


def test_the_uses_are_those_of_the_published_annex(reference_data) -> None:
    text = (reference_data / "registers" / "eu-ai-act" / "Annex_III.md").read_text()
    numbered = {tuple(line.split(".sec")[0].split(".")) for line in text.splitlines() if ".sec=" in line}
    letters = {f"{area}{chr(96 + int(place[0]))}" for area, *place in numbered if place and place[0] != "0"}
    whole = {area for area, *place in numbered if not place}

    assert letters | whole == POINTS


def test_every_answer_leads_to_the_question_that_should_follow_it() -> None:
    ways = {key: sorted(f"{one.key}→{one.then or '.'}" for one in asked.choices) for key, asked in QUESTIONS.items()}

    assert ways == {key: sorted(way.split()) for key, way in WAYS.items()}


def test_every_article_that_is_cited_is_a_fact_of_the_law() -> None:
    assert {key for asked in QUESTIONS.values() for choice in asked.choices for key in choice.cites} <= set(FACTS)


def test_whatever_follows_from_an_answer_is_told_with_its_reason_in_the_order_of_the_questions() -> None:
    for question in QUESTIONS.values():
        for choice in question.choices:
            follows = (choice.settles, choice.roles, choice.annex_iii, choice.duties, choice.general_purpose)
            assert bool(choice.reason) == (bool(choice.cites) or any(follows)), (question.key, choice.key)
    for steps, found in list(classified().items())[::97]:
        reasons = [choice.reason for _, choice in path(dict(steps)) if choice.reason]
        assert found is not None
        assert list(found.reasons[: len(reasons)]) == reasons
        settled = found.risk_class not in {RiskClass.TRANSPARENCY, RiskClass.MINIMAL}
        assert len(found.reasons) == len(reasons) + (not settled)


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
    found = classify(answers)

    assert found is not None
    assert ("people have to be told" in found.reasons[-1].msgid) == (creates == "yes")


def test_answers_off_the_path_are_ignored_and_answers_nobody_offered_are_none() -> None:
    answers = {"technique": "rules", "practice": "scores", "origin": "built"}
    found = classify(answers)

    assert found is not None
    assert (found.risk_class, found.roles) == (RiskClass.NOT_AI, ())
    assert [question.key for question, _ in path(answers)] == ["technique"]
    assert next_question({"technique": "magic"}) is QUESTIONS[FIRST]
    assert classify({"technique": "magic"}) is None
