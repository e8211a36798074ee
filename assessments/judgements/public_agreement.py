"""How much those who judged agree, as it may be printed, and the words for it. Pure; what is rounded: the gate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.judgements.agreement import (
    ALL_ALIKE,
    NOBODY_TO_COMPARE,
    REPEATED_PERSONS,
    TOO_FEW_DRAWS,
    UNEVEN,
    Agreement,
    Coefficient,
    Level,
    Scale,
)
from assessments.text.message import Message, labelled


@dataclass(frozen=True, slots=True)
class PublicAgreement:
    """``unanimous`` of 100 answers that several judged were judged alike, ``undecided`` of 100 have no judgement in the
    end; alpha is rounded by the same rule. None where too few answers are behind a figure, or where there is none.
    """

    raters: int
    scale: Scale
    level: Level | None
    reason: str | None  # why alpha does not exist
    unanimous: float | None
    undecided: float | None
    alpha: float | None
    low: float | None
    high: float | None


_PEOPLE: Mapping[int, Message] = {
    1: Message("One person"),
    2: Message("Two people"),
    3: Message("Three people"),
    4: Message("Four people"),
    5: Message("Five people"),
}


def _people(raters: int) -> Message:
    return _PEOPLE.get(raters) or Message("{n} people", {"n": raters})


def who_judged(raters: int, answers: int | None, fewest: int) -> Message:
    """How many judged how many answers. ``answers`` is None where they are fewer than ``fewest``."""
    if answers is None:
        return Message("{people} judged fewer than {n} answers.", {"people": _people(raters), "n": fewest})
    return Message("{people} judged about {n} answers.", {"people": _people(raters), "n": answers})


def public_words(agreement: PublicAgreement, language: str) -> Iterable[Message]:
    """For residents: on how many answers they agreed, and whether that is enough to conclude from."""
    if agreement.unanimous is not None:
        yield Message(
            "Of 100 answers that several of them judged, they agreed on about {n}.", {"n": round(agreement.unanimous)}
        )
    if agreement.undecided:
        yield Message(
            "About {n} in 100 answers are counted as neither good nor bad, because they were divided.",
            {"n": round(agreement.undecided)},
        )
    if agreement.reason is not None:
        yield _REASONS[agreement.reason]
    if agreement.level is not None:
        yield LEVELS[agreement.level]
    if agreement.alpha is not None and agreement.low is not None and agreement.high is not None:
        yield Message(
            "Beyond what chance would make, they agree to {alpha}, where 1 is always and 0 no more than chance; with "
            "great certainty between {low} and {high} (Krippendorff’s alpha).",
            {name: _decimal(getattr(agreement, name), language) for name in ("alpha", "low", "high")},
        )


def _decimal(value: float, language: str) -> str:
    return f"{value:.2f}".replace(".", ",") if language == "sv" else f"{value:.2f}"


LEVELS: Mapping[Level, Message] = labelled(
    Level,
    {
        "enough": Message("They agree well enough to conclude from what they said."),
        "tentative": Message("They agree well enough for a cautious conclusion only."),
        "too_little": Message(
            "They do not agree well enough, so nothing is concluded about the groups. What counts as a good answer has "
            "to be clearer first."
        ),
    },
)
_REASONS: Mapping[str, Message] = {
    ALL_ALIKE: Message("They judged all answers alike, so nobody can tell how well they would agree on others."),
    NOBODY_TO_COMPARE: Message(
        "No answer was judged by two people, so it is not known whether they agree, and nothing is concluded."
    ),
    UNEVEN: Message("The answers were judged by different numbers of people."),
    REPEATED_PERSONS: Message("Answers to the same person hang together, so no interval is given."),
    TOO_FEW_DRAWS: Message("There are too few answers on which anybody disagrees for an interval."),
}
NAMES: Mapping[str, Message] = {
    "krippendorff_alpha": Message("Krippendorff’s alpha"),
    "cohen_kappa": Message("Cohen’s kappa"),
    "fleiss_kappa": Message("Fleiss’ kappa"),
}


def exact_words(agreement: Agreement) -> Iterable[Message]:
    """For staff, with exact counts."""
    yield Message(
        "{people} judged {answers} answers.",
        {"people": _people(agreement.raters), "answers": agreement.answers},
    )
    numbers = {"compared": agreement.compared, "unanimous": agreement.unanimous}
    yield Message("Of {compared} answers that several of them judged, they agreed on {unanimous}.", numbers)
    if agreement.undecided:
        yield Message(
            "On {count} answer they were divided: it is counted as neither good nor bad.",
            plural="On {count} answers they were divided: these are counted as neither good nor bad.",
            count=agreement.undecided,
        )
    if agreement.unjudged:
        yield Message(
            "{count} answer has no judgement.", plural="{count} answers have no judgement.", count=agreement.unjudged
        )
    for coefficient in (agreement.alpha, agreement.kappa):
        yield _coefficient(coefficient)
    if agreement.level is not None:
        yield LEVELS[agreement.level]


def _coefficient(coefficient: Coefficient) -> Message:
    name, reason = NAMES[coefficient.name], coefficient.reason and _REASONS[coefficient.reason]
    if coefficient.value is None:
        return Message("{name}: cannot be computed. {reason}", {"name": name, "reason": reason})
    values = {"name": name, "value": f"{coefficient.value:.3f}", "reason": reason}
    if coefficient.low is None or coefficient.high is None:
        return Message("{name}: {value}. {reason}", values)
    ends = {"low": f"{coefficient.low:.3f}", "high": f"{coefficient.high:.3f}"}
    return Message("{name}: {value} ({low} to {high}).", {**values, **ends})
