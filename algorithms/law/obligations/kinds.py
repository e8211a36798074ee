"""What an obligation is, what it depends on, and where it stands. The rows are elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.law.dpia import SENSITIVE, SENSITIVE_CASE, Need, Threshold
from algorithms.law.risk import AnnexI, Classification, Operator, TransparencyDuty
from assessments.text.message import Message


class Weight(StrEnum):
    CRITICAL = "critical"  # people's rights, or whether the system may be used at all
    IMPORTANT = "important"
    GOOD_PRACTICE = "good-practice"  # follows from law, but is not asked of the city in so many words


class Trait(StrEnum):
    """What may be true of a system besides its class, part, point, duties, need, status and human role."""

    UNCLASSIFIED = "unclassified"
    PRODUCT_LAW = "product-law"  # high risk, but under Section B of Annex I: not the AI Act's duties
    BOUGHT = "bought"  # the city is deployer and not provider
    GENERAL_PURPOSE = "general-purpose"
    PERSONAL_DATA = "personal-data"
    DPIA_UNKNOWN = "dpia-unknown"
    SENSITIVE_DATA = "sensitive-data"
    INFORMS = "informs"  # a duty of art. 50 is the city’s own, and not its supplier’s


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """What is known of a system. None is "not answered yet": only what is certain brings an obligation."""

    classification: Classification | None = None
    personal_data: bool | None = None
    dpia: Threshold | None = None
    status: OperationalStatus | None = None  # not answered counts as planned
    human_role: HumanRole | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """What the law asks. It applies where something of every set in ``when`` is true; always, where there is none."""

    key: str
    weight: Weight
    facts: tuple[str, ...]  # keys of law.FACTS; the first is the source
    when: tuple[frozenset[str], ...]
    title: Message
    todo: Message
    evidence: Message  # what shows that it is met
    deadlines: tuple[str, ...] = ()  # keys of law.FACTS with the day from which it applies; filled in for a situation


class ObligationStatus(StrEnum):
    OPEN = "open"
    MET = "met"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Status:
    """Where an obligation stands. Met needs evidence: words or a link; not applicable needs its reason in words."""

    state: ObligationStatus = ObligationStatus.OPEN
    words: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        if self.state is ObligationStatus.MET and not (self.words.strip() or self.link.strip()):
            raise ValueError("met needs evidence")
        if self.state is ObligationStatus.NOT_APPLICABLE and not self.words.strip():
            raise ValueError("not applicable needs a reason")


def owed(  # the columns of the table
    key: str,
    weight: Weight,
    facts: tuple[str, ...],
    when: tuple[frozenset[str], ...],
    title: str,
    todo: str,
    evidence: str,
) -> Obligation:
    return Obligation(
        key=key,
        weight=weight,
        facts=facts,
        when=when,
        title=Message(title),
        todo=Message(todo),
        evidence=Message(evidence),
    )


def any_of(*traits: str) -> frozenset[str]:
    return frozenset(traits)


def traits(situation: SystemFacts) -> frozenset[str]:
    """All that is true of it, as the values that rows name. No two enumerations share a value."""
    return frozenset(
        [
            *_of_class(situation.classification),
            *_of_data(situation),
            situation.status or OperationalStatus.PLANNED,
            *([situation.human_role] if situation.human_role else []),
        ]
    )


def _of_class(classification: Classification | None) -> Iterator[str]:
    if classification is None:
        yield Trait.UNCLASSIFIED
        return
    if classification.annex_i is AnnexI.SECTION_B:
        yield Trait.PRODUCT_LAW
        return
    yield classification.risk_class
    yield from classification.roles
    yield from classification.transparency
    yield from classification.annex_iii
    if _informs(classification):
        yield Trait.INFORMS
    if classification.roles == (Operator.DEPLOYER,):
        yield Trait.BOUGHT
    if classification.general_purpose:
        yield Trait.GENERAL_PURPOSE


def _informs(classification: Classification) -> bool:
    """Art. 50(1) and (2) are duties of providers, 50(3) and (4) of deployers."""
    of_provider = {TransparencyDuty.INTERACTION, TransparencyDuty.MARKING}
    owed_as_provider = bool(of_provider & set(classification.transparency))
    owed_as_deployer = bool(set(classification.transparency) - of_provider)
    return (owed_as_provider and Operator.PROVIDER in classification.roles) or (
        owed_as_deployer and Operator.DEPLOYER in classification.roles
    )


def _of_data(situation: SystemFacts) -> Iterator[str]:
    if not situation.personal_data:
        return
    yield Trait.PERSONAL_DATA
    threshold = situation.dpia
    if (
        threshold is None or threshold.need is Need.NO_PERSONAL_DATA
    ):  # an old answer, from before there were personal data
        yield Trait.DPIA_UNKNOWN
        return
    yield threshold.need
    if {SENSITIVE, SENSITIVE_CASE} & {criterion.key for criterion in threshold.met}:
        yield Trait.SENSITIVE_DATA
