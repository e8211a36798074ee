"""Sensitive data in a test: what is written down first, what the officer's advice is bound to, when it may be started.

Article 4a of the AI Act with its six conditions, article 9 of the GDPR, and article 10 for data on crimes. The officer
advises; after advice against it the department's approver decides. Knows no storage; where a file lies: assessments.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from algorithms.entries.entry import OpinionKind
from algorithms.entries.texts import LONGEST_CASE_NUMBER
from algorithms.people import Actor, Permission
from assessments.text.complaints import quoted
from assessments.text.message import Message

LONGEST = 2_000  # characters
DATASET_OPINIONS = (OpinionKind.AGREE, OpinionKind.AGREE_WITH_CONDITIONS, OpinionKind.OBJECT)
DECIDES = (Permission.APPROVE_COORDINATORS, Permission.APPROVE)  # after advice against it

# Beginnings of words. No "kön": sex is not sensitive data in the law's sense.
_BEGINNINGS = (
    "hälso",
    "hälsa",
    "halso",
    "halsa",
    "health",
    "diagnos",
    "sjuk",
    "illness",
    "disease",
    "medicin",
    "medication",
    "funktionsneds",
    "funktionshin",
    "disab",
    "missbruk",
    "addiction",
    "gravid",
    "pregnan",
    "icd10",
    "vårdbehov",
    "etnic",
    "etnisk",
    "ethnic",
    "race",
    "racial",
    "hudfärg",
    "hudfarg",
    "skincolo",
    "härkomst",
    "harkomst",
    "födelseland",
    "fodelseland",
    "födelseregion",
    "fodelseregion",
    "födelseort",
    "ursprungsland",
    "countryofbirth",
    "birthcountry",
    "birthregion",
    "utländskbak",
    "utlandskbak",
    "nationalitet",
    "nationality",
    "religi",
    "trossamfund",
    "trosuppf",
    "faith",
    "belief",
    "politi",
    "partitill",
    "partymember",
    "fackföre",
    "fackfore",
    "facklig",
    "tradeunion",
    "unionmember",
    "sexuell",
    "sexual",
    "läggning",
    "laggning",
    "genetik",
    "genetisk",
    "genetic",
    "dna",
    "biometri",
    "fingeravtr",
    "fingerprint",
    "ansiktsb",
    "brott",
    "brotts",
    "dömd",
    "domd",
    "crime",
    "criminal",
    "convict",
    "kriminal",
)
_WORDS = frozenset({"ras", "parti", "fack", "union", "hiv"})  # too short to begin other words with
_LETTERS = re.compile(r"[^a-zåäö0-9]+")


@dataclass(frozen=True, slots=True)
class DatasetDecision:
    """The approver's decision to make the test although the officer advises against it: the reason, and its case."""

    words: str
    case_number: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class DatasetOpinion:
    """The data protection officer's advice on one file and one plan, as the recorded necessity describes them."""

    kind: OpinionKind
    words: str
    by: UUID
    at: datetime
    id: int = 0
    decision: DatasetDecision | None = None

    @property
    def needs_decision(self) -> bool:
        """Whether the department has to decide before the test may be made."""
        return self.kind is OpinionKind.OBJECT and self.decision is None


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why sensitive data are needed, in the department's words: purpose, kinds, and the conditions of article 4a."""

    purpose: str = ""
    categories: str = ""
    others: str = ""  # (a) why other data, synthetic or anonymous ones too, do not do
    protection: str = ""  # (b) how re-use is limited, and the data are secured and pseudonymised
    access: str = ""  # (c) who has access, and how it is controlled and documented
    recipients: str = ""  # (d) that no other party gets them
    deleted: str = ""  # (e) the day on which the department's own copy is deleted, "2027-03-31"
    record: str = ""  # (f) where the record of processing says why they are needed


@dataclass(frozen=True, slots=True)
class Necessity:
    """What a department has written down for one file and one plan. It is never changed: a new one takes its place."""

    id: int
    file_sha256: str
    plan_hash: str
    columns: tuple[str, ...]  # those that were called sensitive
    reasons: Reasons
    by: UUID
    at: datetime
    opinion: DatasetOpinion | None = None


@dataclass(frozen=True, slots=True)
class SensitiveTest:
    """A run as it stands: what its plan calls sensitive, the two hashes, and what has been recorded last."""

    columns: tuple[str, ...]
    file_sha256: str
    plan_hash: str
    recorded: Necessity | None

    @property
    def necessity(self) -> Necessity | None:
        """What has been recorded of exactly this file and this plan. Anything else is void."""
        latest = self.recorded
        fits = latest is not None and (latest.file_sha256, latest.plan_hash) == (self.file_sha256, self.plan_hash)
        return latest if fits else None

    @property
    def opinion(self) -> DatasetOpinion | None:
        return self.necessity.opinion if self.necessity else None

    @property
    def obstacle(self) -> Message | None:
        """What keeps the file from being kept and counted; None where it may be."""
        if not self.columns:
            return None
        if self.necessity is None:
            return Message("The test uses sensitive data. Write down why they are needed first.")
        if self.opinion is None:
            return Message("The data protection officer has not given an opinion on this file and this plan yet.")
        if self.opinion.needs_decision:
            return Message(
                "The data protection officer advises against it. The approver must decide in writing first, or you "
                "change the test."
            )
        return None


def suggested(columns: Iterable[str]) -> tuple[str, ...]:
    """Those columns whose names sound sensitive, in Swedish or English. A person decides."""
    return tuple(name for name in columns if _sounds_sensitive(name))


def _sounds_sensitive(name: str) -> bool:
    words = _LETTERS.split(name.casefold())
    joined = ["".join(words[place:]) for place in range(len(words))]  # "country of birth", "trade_union"
    return not _WORDS.isdisjoint(words) or any(part.startswith(_BEGINNINGS) for part in joined)


def unmarked(used: Iterable[str], marked: Iterable[str], called: Iterable[str]) -> Message | None:
    """What a department has called sensitive in writing stays so: an objection is not got round by saying otherwise."""
    forgotten = sorted(set(used) & set(called) - set(marked))
    if not forgotten:
        return None
    return Message(
        "It has been recorded that {columns} is sensitive. Choose it as sensitive here too, or leave it out.",
        {"columns": quoted(forgotten)},
    )


def complaints(reasons: Reasons, today: date) -> dict[str, Message]:
    """What is missing, by the name of the field."""
    missing = {name: sentence for name, sentence in _REQUIRED.items() if not getattr(reasons, name)}
    too_long = {name: _shorter() for name in _REQUIRED if len(getattr(reasons, name)) > LONGEST}
    return missing | too_long | _about_day(reasons.deleted, today)


_REQUIRED: Mapping[str, Message] = {
    "purpose": Message("Write what the test is for."),
    "others": Message("Write why other data, or anonymous data, do not do."),
    "categories": Message("Write which kinds of sensitive data are used."),
    "protection": Message("Write how re-use is limited and how the data are protected."),
    "access": Message("Write who has access to the data, and how it is documented."),
    "recipients": Message("Write that nobody else gets the data, or who could."),
    "record": Message("Write where the record of processing activities gives the reasons."),
}


def _about_day(written: str, today: date) -> dict[str, Message]:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return {"deleted": Message("Write a day as year, month and day, for example 2027-03-31.")}
    return {"deleted": Message("The day has passed already. Choose a later one.")} if day < today else {}


def _shorter() -> Message:
    return Message("Shorten this to {most} characters.", {"most": LONGEST})


def may_give_opinion(actor: Actor, department: UUID, necessity: Necessity) -> bool:
    """The department's officer, and never the one who recorded the necessity, or a deputy of theirs."""
    return actor.id != necessity.by and actor.apart_from(necessity.by).may(Permission.GIVE_OPINION, department)


def awaits_opinion(test: SensitiveTest, department: UUID, actor: Actor) -> bool:
    """Whether the test waits for this officer's opinion."""
    necessity = test.necessity if test.columns else None
    return necessity is not None and necessity.opinion is None and may_give_opinion(actor, department, necessity)


def may_decide(actor: Actor, department: UUID, necessity: Necessity) -> bool:
    """Those who approve what the department does, and never the one who recorded the necessity, or their deputy."""
    apart = actor.apart_from(necessity.by)
    return actor.id != necessity.by and any(apart.may(permission, department) for permission in DECIDES)


def awaits_decision(test: SensitiveTest, department: UUID, actor: Actor) -> bool:
    """Whether the officer advises against it and this person may decide what is done."""
    necessity, opinion = (test.necessity, test.opinion) if test.columns else (None, None)
    needs = opinion is not None and opinion.needs_decision
    return needs and necessity is not None and may_decide(actor, department, necessity)


def answered(test: SensitiveTest, department: UUID, actor: Actor) -> bool:
    """Whether the officer has answered, so that this person may go on: upload the file again, or change the test."""
    return test.opinion is not None and actor.may(Permission.WRITE, department)


def about_decision(words: str, case_number: str) -> dict[str, Message]:
    """What is missing in a decision after advice against it, by the name of the field."""
    wrong = {}
    if not words:
        wrong["decision"] = Message("Write what you decide, and why you do not follow the advice.")
    elif len(words) > LONGEST:
        wrong["decision"] = _shorter()
    if not case_number:
        wrong["case-number"] = Message("Write under which case number the decision is kept.")
    elif len(case_number) > LONGEST_CASE_NUMBER:
        wrong["case-number"] = Message("Shorten the case number to {most} characters.", {"most": LONGEST_CASE_NUMBER})
    return wrong


def about_opinion(kind: OpinionKind | None, words: str) -> dict[str, Message]:
    """What is missing in an opinion on a file, by the name of the field."""
    if kind not in DATASET_OPINIONS:
        return {"opinion": Message("Choose which opinion you give.")}
    if len(words) > LONGEST:
        return {"words": _shorter()}
    if kind is not OpinionKind.AGREE and not words:
        return {"words": Message("Write your points, or why you advise against it.")}
    return {}
