"""Fourteen systems that cities have, and thirteen more that they may come to have.

For each what a clerk answers, and the class, duties and sources that follow.

Where the law can be read in two ways the stricter reading counts, and both are shown.
"""

from dataclasses import dataclass, field

import pytest

from algorithms.entries.choices import OperationalStatus
from algorithms.law.facts import FACTS
from algorithms.law.obligations import SystemFacts, obligations
from algorithms.law.risk import Classification, RiskClass, classify

BUILT = {
    "technique": "learned",
    "scope": "none",
    "origin": "built",
    "practice": "none",
    "biometrics": "no",
    "product": "no",
    "area": "none",
    "talks": "no",
    "creates": "no",
}
BOUGHT, CHANGED = BUILT | {"origin": "bought"}, BUILT | {"origin": "changed"}
CHAT = {"technique": "general", "talks": "yes", "creates": "yes", "publishes": "nothing"}
HIGH, MINIMAL, OPENNESS = RiskClass.HIGH_RISK, RiskClass.MINIMAL, RiskClass.TRANSPARENCY
RIGHTS = {"fundamental-rights", "register-use", "tell-those-affected"}


@dataclass(frozen=True)
class System:
    name: str
    answers: dict[str, str]
    risk_class: RiskClass
    points: tuple[str, ...] = ()
    owed: set[str] = field(default_factory=set)
    not_owed: set[str] = field(default_factory=set)
    source: str = "ai-act.3-1"
    readings: int = 0


def listed(area: str, use: str, base: dict[str, str] = BUILT, **more: str) -> dict[str, str]:
    question = {"infrastructure": "supply"}.get(area, area)
    return base | {"area": area, question: use, "profiling": "yes"} | more


SYSTEMS = [
    System(
        "benefit fraud", listed("services", "5a"), HIGH, ("5a",), RIGHTS | {"requirements"}, source="ai-act.annex-iii"
    ),
    System("school places by rules", BUILT | {"technique": "rules"}, RiskClass.NOT_AI, not_owed={"literacy"}),
    System("school places, learned", listed("education", "3a"), HIGH, ("3a",), RIGHTS, source="ai-act.annex-iii"),
    System("CV screening", listed("work", "4a", BOUGHT), HIGH, ("4a",), RIGHTS | {"workers"}, {"requirements"}),
    System("chatbot, built", BUILT | CHAT, OPENNESS, (), {"tell-interaction", "mark-content", "clear-information"}),
    System("chatbot, bought", BOUGHT | CHAT, OPENNESS, (), {"ask-supplier"}, {"tell-interaction", "clear-information"}),
    System("chatbot, own name on", CHANGED | CHAT, OPENNESS, (), {"ask-supplier"}, {"tell-interaction"}, "ai-act.25-1"),
    System(
        "speech to text",
        BOUGHT | {"creates": "same", "publishes": "nothing"},
        MINIMAL,
        (),
        {"literacy"},
        {"ask-supplier", "clear-information"},
        "ai-act.50-2",
        1,
    ),
    System(
        "translation",
        BUILT | {"technique": "general", "creates": "same", "publishes": "nothing"},
        MINIMAL,
        (),
        {"literacy"},
        {"mark-content"},
        "ai-act.50-2",
        1,
    ),
    System(
        "traffic lights", listed("infrastructure", "2", profiling="no", task="none"), HIGH, ("2",),
        {"register-nationally"}, RIGHTS, "ai-act.annex-iii",
    ),
    System(
        "water leaks", listed("infrastructure", "2-watching", profiling="no", task="none"), HIGH, ("2",),
        {"register-nationally"}, RIGHTS, "ai-act.recital-55", 1,
    ),
    System("parking by number plates", BOUGHT, MINIMAL, (), {"literacy"}, RIGHTS),
    System(
        "emotions in class", BOUGHT | {"practice": "reads-emotions"}, RiskClass.PROHIBITED, (), {"stop"},
        {"literacy"}, "ai-act.5",
    ),
    System("preschool forecast", BUILT, MINIMAL, (), {"literacy"}, RIGHTS),
    System("building permits", BUILT, MINIMAL, (), {"literacy"}, RIGHTS),
    System(
        "home-care schedules", BOUGHT | {"area": "services,work", "services": "none", "work": "4b-tasks",
        "profiling": "yes"}, HIGH, ("4b",), RIGHTS | {"workers"}, {"requirements"}, "ai-act.annex-iii", 1,
    ),
    System(
        "risk of falling, in-house", listed("services", "5a", product="in-house"), HIGH, ("5a",),
        RIGHTS | {"requirements", "conformity"}, set(), "mdr.5-5", 1,
    ),
    System(
        "camera that sees who is drowning, recognising nobody", BOUGHT, MINIMAL, (), {"literacy"}, RIGHTS,
    ),
    System(
        "pupils' tutor that steers what they learn", listed("education", "3b", BOUGHT | CHAT), HIGH, ("3b",),
        RIGHTS | {"ask-supplier"}, {"requirements"}, "ai-act.annex-iii",
    ),
    System(
        "minutes, translated and published unread", BUILT | {"technique": "general", "creates": "same",
        "publishes": "text"}, OPENNESS, (), {"tell-text", "clear-information"}, {"mark-content"}, "ai-act.50-4", 1,
    ),
    System(
        "matching of children and foster homes", listed("services", "5a"), HIGH, ("5a",), RIGHTS | {"requirements"},
        source="ai-act.annex-iii",
    ),
    System(
        "fraud score from three registers", listed("services", "5a", BOUGHT), HIGH, ("5a",), RIGHTS, {"requirements"},
        "ai-act.annex-iii",
    ),
    System(
        "chatbot that reserves a time", BUILT | CHAT, OPENNESS, (), {"tell-interaction", "mark-content"}, RIGHTS,
        "ai-act.50-1",
    ),
    System(
        "emotions of staff in a call centre", BOUGHT | {"practice": "reads-emotions"}, RiskClass.PROHIBITED, (),
        {"stop"}, {"literacy"}, "ai-act.5",
    ),
    System(
        "emotions of callers", BOUGHT | {"biometrics": "1c", "profiling": "yes"}, HIGH, ("1c",),
        RIGHTS | {"tell-biometrics"}, {"requirements"}, "ai-act.annex-iii",
    ),
    System(
        "filter of job applications, changed for the city", listed("work", "4a", CHANGED), HIGH, ("4a",),
        RIGHTS | {"workers", "requirements"}, source="ai-act.annex-iii",
    ),
    System(
        "order of reports of concern about children", listed("services", "5a"), HIGH, ("5a",), RIGHTS,
        source="ai-act.annex-iii",
    ),
    System(
        "calls to an emergency number, sorted", listed("services", "5d", profiling="no", task="none"), HIGH, ("5d",),
        RIGHTS, source="ai-act.annex-iii",
    ),
    System(
        "film for a campaign with somebody who never said it", BOUGHT | {"technique": "general", "creates": "yes",
        "publishes": "images"}, OPENNESS, (), {"tell-images", "clear-information"}, {"mark-content"}, "ai-act.50-4",
    ),
    System("door that opens for who shows a face", BOUGHT, MINIMAL, (), {"literacy"}, RIGHTS | {"tell-biometrics"}),
]  # fmt: skip


def outcome_of(system: System) -> Classification:
    outcome = classify(system.answers)
    assert outcome is not None, "a question is left"
    return outcome


@pytest.mark.parametrize("system", [pytest.param(system, id=system.name) for system in SYSTEMS])
def test_a_system_of_a_city_comes_to_its_class_duties_source_and_readings(system: System) -> None:
    outcome = outcome_of(system)
    keys = {duty.key for duty in obligations(SystemFacts(classification=outcome, status=OperationalStatus.IN_USE))}

    assert (outcome.risk_class, outcome.annex_iii) == (system.risk_class, system.points)
    assert system.owed - keys == set()
    assert system.not_owed & keys == set()
    assert system.source in outcome.articles
    assert system.source in FACTS
    assert len(outcome.readings) == system.readings


def test_of_several_areas_the_strictest_counts_and_each_point_is_kept() -> None:
    outcome = classify(
        BUILT | {"area": "services,work", "services": "5a,5d", "work": "4a", "profiling": "no", "task": "none"}
    )

    assert outcome is not None
    assert (outcome.risk_class, outcome.annex_iii) == (HIGH, ("5a", "5d", "4a"))


def test_none_of_these_cannot_be_chosen_together_with_another_answer() -> None:
    assert classify(BUILT | {"area": "none,services"}) is None


def test_the_one_who_changes_a_system_becomes_its_provider_at_high_risk_only() -> None:
    small, high = classify(CHANGED), classify(listed("services", "5a", CHANGED))

    assert small is not None
    assert high is not None
    assert ([*small.roles], [*high.roles]) == (["deployer"], ["provider", "deployer"])
