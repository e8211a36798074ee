"""What law asks of a system: the whole table of class, part, point, data, need, status and human role."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import pytest

from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.handing_out.rules import COUNTS, DRAFTS
from algorithms.law.dpia import CRITERIA, Need, Threshold, threshold
from algorithms.law.facts import FACTS
from algorithms.law.obligations import (
    TABLE,
    ObligationStatus,
    Status,
    SystemFacts,
    Trait,
    Weight,
    completeness,
    obligations,
)
from algorithms.law.risk import QUESTIONS, AnnexI, Classification, Operator, RiskClass, TransparencyDuty
from algorithms.redaction.masks import GROUNDS
from register.public.learning import lessons
from risk_paths import classifications

ALL_NO = {criterion.key: False for criterion in CRITERIA}
NEEDS: dict[str, Threshold | None] = {
    "not answered": None,
    "no personal data": threshold(False, {}),
    "not needed": threshold(True, ALL_NO),
    "advised": threshold(True, ALL_NO | {"matching": True}),
    "advised, sensitive": threshold(True, ALL_NO | {"sensitive": True}),
    "required": threshold(True, {"matching": True, "vulnerable": True}),
    "required, sensitive": threshold(True, {"matching": True, "sensitive": True}),
    "required, sensitive on a large scale": threshold(True, {"case-sensitive": True}),
}


class Law:
    """A situation as the articles see it, each said once in words of its own; the table under test is not used."""

    def __init__(self, situation: SystemFacts) -> None:
        outcome = situation.classification
        self.unclassified = outcome is None
        self.ended = situation.status is OperationalStatus.ENDED
        self.used = situation.status in {OperationalStatus.PILOT, OperationalStatus.IN_USE}
        self.by_product_law = outcome is not None and outcome.annex_i is AnnexI.SECTION_B
        self.risk_class = None if outcome is None or self.by_product_law else outcome.risk_class
        high = self.risk_class is RiskClass.HIGH_RISK
        self.exempt = self.risk_class is RiskClass.EXEMPT
        self.applies = high or self.exempt or self.risk_class in {RiskClass.TRANSPARENCY, RiskClass.MINIMAL}
        roles = outcome.roles if outcome else ()
        self.provides, self.deploys = Operator.PROVIDER in roles, Operator.DEPLOYER in roles
        self.bought = self.deploys and not self.provides
        self.uses_high_risk, self.provides_high_risk = high and self.deploys, high and self.provides
        self.high_risk = high
        self.points = set(outcome.annex_iii) if outcome else set()
        self.on_people = bool(self.points - {"2"})
        self.general = outcome is not None and outcome.general_purpose
        self.duties = set(outcome.transparency) if outcome and self.applies else set()
        of_provider = {TransparencyDuty.INTERACTION, TransparencyDuty.MARKING}
        self.informs = (bool(self.duties & of_provider) and self.provides) or (
            bool(self.duties - of_provider) and self.deploys
        )
        self.personal = situation.personal_data is True
        need = situation.dpia if self.personal and situation.dpia is not NEEDS["no personal data"] else None
        self.need = need.need.value if need else "unknown" if self.personal else ""
        self.sensitive = need is not None and any("sensitive" in criterion.key for criterion in need.met)
        self.role = situation.human_role
        self.decides = self.role in {HumanRole.AUTOMATIC, HumanRole.CAN_STEP_IN}


BEFORE_IT_ENDS: dict[str, Callable[[Law], bool]] = {
    "classify": lambda law: law.unclassified,
    "stop": lambda law: law.risk_class is RiskClass.PROHIBITED,
    "literacy": lambda law: law.applies,
    "product-law": lambda law: law.by_product_law,
    "intended-purpose": lambda law: law.uses_high_risk and law.bought and law.general,
    "instructions": lambda law: law.uses_high_risk,
    "oversight": lambda law: law.uses_high_risk,
    "input-data": lambda law: law.uses_high_risk,
    "monitoring": lambda law: law.uses_high_risk and law.used,
    "workers": lambda law: law.uses_high_risk and bool(law.points & {"4a", "4b"}),
    "only-registered": lambda law: law.uses_high_risk and law.on_people,
    "register-use": lambda law: law.uses_high_risk and law.on_people,
    "fundamental-rights": lambda law: law.uses_high_risk and law.on_people,
    "fundamental-rights-notice": lambda law: law.uses_high_risk and law.on_people,
    "dpia-information": lambda law: law.uses_high_risk and law.need == "required",
    "tell-those-affected": lambda law: law.uses_high_risk and law.on_people,
    "explanation": lambda law: law.uses_high_risk and law.on_people,
    "cooperate": lambda law: law.uses_high_risk,
    "requirements": lambda law: law.provides_high_risk,
    "conformity": lambda law: law.provides_high_risk,
    "register-system": lambda law: law.provides_high_risk and law.on_people,
    "register-nationally": lambda law: law.high_risk and "2" in law.points,
    "document-exemption": lambda law: law.exempt and law.provides,
    "register-exemption": lambda law: law.exempt and law.provides,
    "ask-exemption": lambda law: law.exempt and law.bought,
    "tell-interaction": lambda law: TransparencyDuty.INTERACTION in law.duties and law.provides,
    "mark-content": lambda law: TransparencyDuty.MARKING in law.duties and law.provides,
    "ask-supplier": lambda law: (
        bool({TransparencyDuty.INTERACTION, TransparencyDuty.MARKING} & law.duties) and law.bought
    ),
    "tell-biometrics": lambda law: TransparencyDuty.BIOMETRICS in law.duties and law.deploys,
    "tell-images": lambda law: TransparencyDuty.DEEP_FAKE in law.duties and law.deploys,
    "tell-text": lambda law: TransparencyDuty.PUBLIC_TEXT in law.duties and law.deploys,
    "clear-information": lambda law: law.informs,
    "legal-basis": lambda law: law.personal,
    "sensitive-data": lambda law: law.sensitive,
    "tell-people": lambda law: law.personal,
    "automated-decisions": lambda law: law.personal and law.decides,
    "by-design": lambda law: law.personal,
    "record": lambda law: law.personal,
    "dpia-find-out": lambda law: law.need == "unknown",
    "dpia": lambda law: law.need == "required",
    "dpia-advice": lambda law: law.need == "required",
    "dpia-consult": lambda law: law.need == "required",
    "dpia-judge": lambda law: law.need in {"advised", "not-needed"},
    "reasons": lambda law: law.personal and law.role is not None,
    "delegation": lambda law: law.personal and law.decides,
    "bias-data": lambda law: law.applies and law.sensitive,
    "supplier-agreement": lambda law: law.provides_high_risk,
    "monitoring-plan": lambda law: law.provides_high_risk,
    "serious-incidents": lambda law: law.provides_high_risk and law.used,
    "equal-treatment": lambda law: law.personal,
    "hear-people": lambda law: law.personal and law.role is not None,
    "review-and-appeal": lambda law: law.personal and law.role is not None,
    "cameras": lambda law: law.personal,
    "unions": lambda law: not law.ended,
    "cyber-security": lambda law: not law.ended,
    "accessible": lambda law: not law.ended,
    "describe-records": lambda law: not law.ended,
}
ALSO_AFTERWARDS: dict[str, Callable[[Law], bool]] = {
    "logs": lambda law: law.uses_high_risk and (law.used or law.ended),
    "archive": lambda law: law is not None,  # always
}


def expected(situation: SystemFacts) -> set[str]:
    law = Law(situation)
    rules = ALSO_AFTERWARDS if law.ended else BEFORE_IT_ENDS | ALSO_AFTERWARDS
    return {key for key, applies in rules.items() if applies(law)}


def keys(situation: SystemFacts) -> set[str]:
    return {obligation.key for obligation in obligations(situation)}


def samples_by_kind() -> Iterator[Classification | None]:
    """One for each class, product law, set of parts and sort of point, with every duty to inform and with none."""
    yield None
    kinds: dict[object, Classification] = {}
    for outcome in sorted(classifications(), key=lambda outcome_class: len(outcome_class.transparency)):
        sort = outcome.annex_iii if outcome.annex_iii in {(), ("2",), ("4b",)} else "people"
        kinds[outcome.risk_class, outcome.roles, outcome.annex_i, sort, bool(outcome.transparency)] = outcome
    yield from kinds.values()


@pytest.mark.slow
def test_every_class_part_point_and_duty_brings_what_the_articles_say_with_and_without_personal_data() -> None:
    """All classifications that there are, each with every answer on personal data and every need."""
    every = [None, *classifications()]
    assert len(every) > 500
    for outcome, (personal, need) in product(every, [(None, None), (False, None), (True, None), (True, "required")]):
        situation = SystemFacts(
            classification=outcome,
            personal_data=personal,
            dpia=NEEDS[need] if need else None,
            status=OperationalStatus.IN_USE,
        )
        assert keys(situation) == expected(situation), situation


@pytest.mark.slow
def test_every_status_human_role_and_need_brings_what_the_articles_say_of_every_kind_of_system() -> None:
    """All answers there are, for one of each kind. What tells systems of a kind apart is the table above."""
    kinds = list(samples_by_kind())
    assert len(kinds) > 40
    for outcome, personal, need, status, role in product(
        kinds, (None, False, True), NEEDS.values(), (None, *OperationalStatus), (None, *HumanRole)
    ):
        situation = SystemFacts(
            classification=outcome, personal_data=personal, dpia=need, status=status, human_role=role
        )
        assert keys(situation) == expected(situation), situation


def test_a_condition_is_about_one_thing_so_that_both_tables_together_leave_nothing_out() -> None:
    points = {point for row in classifications() for point in row.annex_iii}
    things = [
        {*RiskClass, Trait.UNCLASSIFIED, Trait.PRODUCT_LAW},
        {*Operator, Trait.BOUGHT},
        points,
        {*TransparencyDuty},
        {Trait.GENERAL_PURPOSE},
        {Trait.PERSONAL_DATA},
        {*Need, Trait.DPIA_UNKNOWN},
        {Trait.SENSITIVE_DATA},
        {Trait.INFORMS},
        {*OperationalStatus},
        {*HumanRole},
    ]

    assert len(set().union(*things)) == sum(map(len, things)), "two things share a word"
    for obligation in TABLE:
        about = [[group <= thing for thing in things].index(True) for group in obligation.when]
        assert len(about) == len(set(about)), obligation.key


def test_the_table_has_each_obligation_once_with_facts_that_exist() -> None:
    assert sorted(obligation.key for obligation in TABLE) == sorted(BEFORE_IT_ENDS | ALSO_AFTERWARDS)
    assert {key for obligation in TABLE for key in obligation.facts} <= set(FACTS)
    assert all(obligation.facts for obligation in TABLE)


def test_every_fact_of_the_law_is_in_an_obligation_a_question_or_a_text_for_residents() -> None:
    cited = {key for question in QUESTIONS.values() for choice in question.choices for key in choice.cites}
    owed = {key for row in TABLE for key in row.facts}
    dates = {"ai-act.applies-annex-iii", "ai-act.applies-annex-i", "ai-act.111-2"}

    stays = {DRAFTS.key, COUNTS.key}  # in what is handed out

    assert set(FACTS) == cited | owed | dates | stays | {ground.key for ground in GROUNDS} | set(lessons.FACT_KEYS)


def of_annex_iii(outcome: Classification) -> bool:
    return outcome.risk_class is RiskClass.HIGH_RISK and outcome.annex_iii == ("5a",)


def of_a_product(outcome: Classification) -> bool:
    return outcome.annex_i is AnnexI.SECTION_A and not outcome.annex_iii


def deadlines(outcome: Classification | None) -> dict[str, tuple[str, ...]]:
    return {
        obligation.key: obligation.deadlines
        for obligation in obligations(
            SystemFacts(classification=outcome, personal_data=True, dpia=None, status=OperationalStatus.IN_USE)
        )
    }


@pytest.mark.parametrize(("is_of", "annex"), [(of_annex_iii, "iii"), (of_a_product, "i")])
def test_high_risk_duties_apply_from_the_day_of_their_annex_and_older_systems_later(is_of, annex) -> None:
    days = deadlines(next(known for known in classifications() if is_of(known) and len(known.roles) == 2))
    later = (f"ai-act.applies-annex-{annex}", "ai-act.111-2")

    for key in ("oversight", "monitoring", "requirements"):
        assert days[key] == later
    assert days["conformity"] == ("ai-act.43", *later)
    assert days.get("explanation", ("ai-act.86", *later)) == ("ai-act.86", *later)
    assert days["literacy"] == ("ai-act.4",)
    assert days["legal-basis"] == ("gdpr.6",)
    assert all(FACTS[key].applies_from for facts in days.values() for key in facts)


def test_marking_has_its_own_day_for_older_systems() -> None:
    creating = next(
        outcome
        for outcome in classifications()
        if TransparencyDuty.MARKING in outcome.transparency and len(outcome.roles) == 2
    )

    assert deadlines(creating)["mark-content"] == ("ai-act.50-2", "ai-act.111-4")


def test_a_prohibited_system_is_to_be_stopped_and_nothing_makes_up_for_it() -> None:
    banned = next(entry for entry in classifications() if entry.risk_class is RiskClass.PROHIBITED)
    stop = next(
        obligation for obligation in obligations(SystemFacts(classification=banned)) if obligation.key == "stop"
    )

    assert stop.weight is Weight.CRITICAL
    assert not {"literacy", "oversight", "fundamental-rights"} & keys(SystemFacts(classification=banned))


def test_rule_based_systems_have_no_noise_from_the_ai_act() -> None:
    rules = next(entry for entry in classifications() if entry.risk_class is RiskClass.NOT_AI)
    duties = obligations(
        SystemFacts(
            classification=rules,
            personal_data=True,
            dpia=NEEDS["required"],
            status=OperationalStatus.IN_USE,
            human_role=HumanRole.AUTOMATIC,
        )
    )

    assert not [duty.key for duty in duties if duty.facts[0].startswith("ai-act.")]
    assert {"delegation", "reasons", "automated-decisions", "dpia"} <= {duty.key for duty in duties}


@pytest.mark.parametrize(
    ("status", "words", "link"),
    [
        (ObligationStatus.MET, "", ""),
        (ObligationStatus.MET, " ", " "),
        (ObligationStatus.NOT_APPLICABLE, "", ""),
        (ObligationStatus.NOT_APPLICABLE, "", "https://city.example"),
    ],
)
def test_met_needs_evidence_and_not_applicable_a_reason(status, words, link) -> None:
    with pytest.raises(ValueError, match="needs"):
        Status(status, words, link)


MET, OPEN, OUT = (
    Status(ObligationStatus.MET, "Beslut 2026-11-02"),
    Status(),
    Status(ObligationStatus.NOT_APPLICABLE, "Ingen app"),
)
CRITICAL = replace(TABLE[0], key="critical", weight=Weight.CRITICAL)
IMPORTANT = replace(TABLE[0], key="important", weight=Weight.IMPORTANT)
GOOD = replace(TABLE[0], key="good", weight=Weight.GOOD_PRACTICE)
THREE = (CRITICAL, IMPORTANT, GOOD)


@pytest.mark.parametrize(
    ("statuses", "points", "possible", "left"),
    [
        ({}, 0, 7, ("critical",)),
        ({"critical": OPEN, "important": MET, "good": MET}, 3, 7, ("critical",)),
        ({"critical": MET}, 4, 7, ()),
        ({"critical": MET, "important": MET, "good": MET}, 7, 7, ()),
        ({"critical": OUT, "important": MET}, 2, 3, ()),
        ({"critical": MET, "important": OUT, "good": OUT}, 4, 4, ()),
        ({"somebody-elses": MET}, 0, 7, ("critical",)),
    ],
)
def test_what_matters_most_counts_most_and_what_does_not_apply_counts_not_at_all(
    statuses, points, possible, left
) -> None:
    progress = completeness(THREE, statuses)

    assert progress is not None
    assert (progress.points, progress.possible, progress.open_critical) == (points, possible, left)
    assert progress.share == points / possible


def test_where_nothing_applies_there_is_no_share() -> None:
    assert completeness((), {}) is None
    assert completeness(THREE, dict.fromkeys(("critical", "important", "good"), OUT)) is None


def test_a_link_alone_is_evidence() -> None:
    assert Status(ObligationStatus.MET, link="https://city.example/dpia").state is ObligationStatus.MET
