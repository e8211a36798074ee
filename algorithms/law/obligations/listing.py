"""Which obligations apply to a system and from which day, and how much of them is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from algorithms.entries.entry import Version
from algorithms.law.facts import FACTS
from algorithms.law.given_answers import classification, dpia_threshold
from algorithms.law.obligations.ai_act import DEPLOYER, EVERY_SYSTEM
from algorithms.law.obligations.general import DATA_PROTECTION, SWEDEN
from algorithms.law.obligations.kinds import Obligation, ObligationStatus, Status, SystemFacts, Weight, traits
from algorithms.law.obligations.provider import PROVIDER, TRANSPARENCY
from assessments.text.message import labelled

TABLE: tuple[Obligation, ...] = (*EVERY_SYSTEM, *DEPLOYER, *PROVIDER, *TRANSPARENCY, *DATA_PROTECTION, *SWEDEN)

# Not in force with the AI Act at large, but with the rules on high risk, which came later: art. 113.
_WITH_HIGH_RISK = frozenset(obligation.key for obligation in (*DEPLOYER, *PROVIDER)) | {
    "product-law",
    "intended-purpose",
}
_OLDER_SYSTEMS = "ai-act.111-2"

POINTS: Mapping[Weight, int] = labelled(Weight, {Weight.CRITICAL: 4, Weight.IMPORTANT: 2, Weight.GOOD_PRACTICE: 1})


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much is done, counted by weight. ``open_critical`` are the critical obligations that are not."""

    points: int
    possible: int
    open_critical: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.points / self.possible


def situation_of(version: Version) -> SystemFacts:
    """What a version says that obligations depend on."""
    answers = version.answers
    classified, need = classification(version), dpia_threshold(version)
    return SystemFacts(
        classification=classified,
        personal_data=answers.personal_data,
        dpia=need,
        status=answers.operational_status,
        human_role=answers.human_role,
    )


def obligations(situation: SystemFacts) -> tuple[Obligation, ...]:
    """Those that apply, in the order of the table, each with the facts that say from which day."""
    true = traits(situation)
    return tuple(
        replace(obligation, deadlines=_deadlines(obligation, situation))
        for obligation in TABLE
        if not any(group.isdisjoint(true) for group in obligation.when)
    )


def completeness(owed: Iterable[Obligation], statuses: Mapping[str, Status]) -> Completeness | None:
    """How much of what applies is met, weighted by importance.

    share = sum of points of those that are met / sum of points of all but those that are not applicable,
    with 4 points for critical, 2 for important and 1 for good practice. An obligation without status is open.
    None where nothing applies: no share, rather than a full one.
    """
    applicable = [
        obligation for obligation in owed if _state(obligation, statuses) is not ObligationStatus.NOT_APPLICABLE
    ]
    if not applicable:
        return None
    met = [obligation for obligation in applicable if _state(obligation, statuses) is ObligationStatus.MET]
    left = tuple(
        obligation.key for obligation in applicable if obligation not in met and obligation.weight is Weight.CRITICAL
    )
    return Completeness(_points(met), _points(applicable), left)


def _state(obligation: Obligation, statuses: Mapping[str, Status]) -> ObligationStatus:
    return statuses.get(obligation.key, Status()).state


def _points(some: Iterable[Obligation]) -> int:
    return sum(POINTS[obligation.weight] for obligation in some)


def _deadlines(obligation: Obligation, situation: SystemFacts) -> tuple[str, ...]:
    classified = situation.classification
    if obligation.key in _WITH_HIGH_RISK and classified is not None:
        disputed = tuple(key for key in obligation.facts if FACTS[key].disputed_from)
        return (*disputed, f"ai-act.applies-annex-{'iii' if classified.annex_iii else 'i'}", _OLDER_SYSTEMS)
    return tuple(key for key in obligation.facts if FACTS[key].applies_from)
