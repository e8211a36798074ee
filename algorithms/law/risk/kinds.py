"""What a classification is made of: the classes and parts of the AI Act, questions with their answers. No rules."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assessments.text.message import Message


class RiskClass(StrEnum):
    NOT_AI = "not-an-ai-system"  # art. 3(1) does not fit: registered all the same
    OUTSIDE = "outside-scope"  # art. 2: an AI system, but not one that the AI Act is about
    PROHIBITED = "prohibited"  # art. 5
    HIGH_RISK = "high-risk"  # art. 6(1) or 6(2)
    EXEMPT = "exempt"  # in Annex III, but exempt under art. 6(3)
    TRANSPARENCY = "transparency"  # art. 50 and no more
    MINIMAL = "minimal"


class Operator(StrEnum):
    """What the city is to the system. Importers and distributors sell systems on, which a city does not do."""

    PROVIDER = "provider"  # art. 3(3)
    DEPLOYER = "deployer"  # art. 3(4)


class AnnexI(StrEnum):
    """The product law that makes it high risk under art. 6(1)."""

    SECTION_A = "section-a"
    SECTION_B = "section-b"  # only art. 6(1), 102–109 and 112 of the AI Act apply: art. 2(2)


class TransparencyDuty(StrEnum):
    """A transparency duty of art. 50, which may be added to any class but the first three."""

    INTERACTION = "50-1"  # provider: people are informed that they talk with AI
    MARKING = "50-2"  # provider: what it creates is marked so that machines can tell
    BIOMETRICS = "50-3"  # deployer: people are informed that emotions or traits are read
    DEEP_FAKE = "50-4-image"  # deployer: what looks real is said to be made
    PUBLIC_TEXT = "50-4-text"  # deployer: unchecked text on public matters is said to be made


class Exemption(StrEnum):
    """The ground of art. 6(3), second subparagraph. There is none where natural persons are profiled."""

    PROCEDURAL = "a"
    IMPROVES = "b"
    PATTERNS = "c"
    PREPARES = "d"


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer and all that follows from it."""

    key: str
    label: Message
    then: str | None  # a question to ask; None where the path ends
    also: str | None = None  # another one to ask, in the order of the table
    alone: bool = False  # where several may be chosen: not together with others
    settles: RiskClass | None = None  # the strictest of a path counts
    roles: tuple[Operator, ...] = ()
    roles_at_high_risk: tuple[Operator, ...] = ()  # those that come with high risk only: art. 25(1)
    annex_iii: str | None = None  # "5a"
    annex_i: AnnexI | None = None
    duties: tuple[TransparencyDuty, ...] = ()
    exemption: Exemption | None = None
    general_purpose: bool = False
    reason: Message | None = None
    readings: Message | None = None  # where the law can be read in two ways: both, and which one counts here
    cites: tuple[str, ...] = ()  # keys of law.FACTS


@dataclass(frozen=True, slots=True)
class RiskQuestion:
    key: str
    label: Message
    hint: Message
    choices: tuple[AnswerOption, ...]
    several: bool = False  # whether more than one answer may be chosen

    def chosen(self, answer: str | None) -> tuple[AnswerOption, ...]:
        """The options that were chosen, in the order of the table; none where the answer is not one that was offered.

        Where several may be chosen the answer is their keys with commas between.
        """
        keys = (answer or "").split(",") if self.several else [answer]
        options = tuple(option for option in self.choices if option.key in keys)
        if len(options) != len(set(keys)) or (len(options) > 1 and any(option.alone for option in options)):
            return ()
        return options


@dataclass(frozen=True, slots=True)
class Classification:
    """What the AI Act makes of a system, with the reasons a person understands."""

    risk_class: RiskClass
    roles: tuple[Operator, ...]  # both for a city that builds its own; none where the AI Act does not apply
    annex_iii: tuple[str, ...]  # the points, "5a"; kept where the system is exempt
    annex_i: AnnexI | None
    transparency: tuple[TransparencyDuty, ...]  # of the system; who bears each is said by Duty
    exemption: Exemption | None
    general_purpose: bool  # built on a general-purpose AI model: what it is used for decides the class
    reasons: tuple[Message, ...]
    readings: tuple[Message, ...]  # what can be read in two ways
    articles: tuple[str, ...]  # keys of law.FACTS


def branch(key: str, label: str, then: str | None, **more: Any) -> AnswerOption:
    """A row of the table, with its label as words."""
    return AnswerOption(key=key, label=Message(label), then=then, **more)
