"""What each metric is called, in the workspace and to residents. Which: metrics_of_plan and selective_labels."""

from collections.abc import Mapping
from dataclasses import replace

from assessments.gate.public_result import PublicResult
from assessments.plan.plan import YesMeans
from assessments.report import rate_labels
from assessments.statistics.metrics import METRICS
from assessments.text.message import Message
from assessments.words.comparing import capital
from assessments.words.phrases import Words

_WORDS: Mapping[str, Message] = {
    "balanced_accuracy": Message("Right, if yes and no were as common (balanced accuracy)"),
    "area_under_curve": Message("How well the score ranks, 0.5 is chance (area under the curve)"),
    "calibration_in_the_large": Message("How much too high the score is on average (calibration)"),
    "brier_score": Message("Mean squared error of the score (Brier score)"),
    "mean_error": Message("How much too high the amount is on average (mean error)"),
    "mean_absolute_error": Message("How far off the amount is on average, too high or too low (mean absolute error)"),
    "exposure": Message("Attention that the places get, 1 is the first (exposure)"),
    "true_positive_share": Message("Rightly chosen, of the whole group"),
    "false_positive_share": Message("Wrongly chosen, of the whole group"),
    "equalized_odds": Message(
        "The larger of two gaps: among those who should get a yes and among those who should not (equalized odds)"
    ),
}


_CAPTIONS: Mapping[str, Message] = {
    "area_under_curve": Message("The right one of two got the higher score, per 100 pairs"),
    "balanced_accuracy": Message("Judged right, per 100, if half of them should have had a yes and half a no"),
    "exposure": Message("Share of the attention that the first place gets, per 100"),
    "true_positive_share": Message("Got a yes that was right, per 100 people in the whole group"),
    "calibration_in_the_large": Message(
        "How much too high the score is on average, in points per 100 (below 0: too low)"
    ),
    "mean_error": Message("How much too high the amount is on average (below 0: too low)"),
    "mean_absolute_error": Message("How far off the amount is on average, too high or too low"),
}
_OWN_UNIT = frozenset({"calibration_in_the_large", "mean_error", "mean_absolute_error"})
_EXPLAINED: Mapping[str, Message] = {
    "area_under_curve": Message(
        "Take two people: one who should have had a yes and one who should not. How often does the system give the "
        "first one the higher score? A system that guesses does so 50 times in 100."
    ),
    "balanced_accuracy": Message(
        "This is how often the system would be right if half of the people should have had a yes and half a no. A "
        "system that guesses is right 50 times in 100."
    ),
    "exposure": Message(
        "Those who are high up in a list are seen more. The figure is how much attention a place gets, when the first "
        "place gets 100."
    ),
    "calibration_in_the_large": Message(
        "The score is a guess of how likely a yes is. The figure is how much higher that guess is, on average, than "
        "what turned out to be true. A good score is close to 0."
    ),
    "mean_error": Message("A good system is close to 0: then it is too high about as often as it is too low."),
}
_FOR_A_GROUP: Mapping[str, Message] = {
    "area_under_curve": Message("For {group} that happened {a} times in 100, probably between {low} and {high}."),
    "balanced_accuracy": Message("For {group} it would be right {a} times in 100, probably between {low} and {high}."),
    "exposure": Message("For {group} the figure is {a} on average, probably between {low} and {high}."),
    "calibration_in_the_large": Message("For {group} the score is on average {a}, probably between {low} and {high}."),
    "mean_error": Message("For {group} the amount is on average {a}, probably between {low} and {high}."),
    "true_positive_share": Message("Of all {group}, {a} in 100 rightly got a yes, probably between {low} and {high}."),
    "false_positive_share": Message("Of all {group}, {a} in 100 wrongly got a yes, probably between {low} and {high}."),
    "mean_absolute_error": Message("For {group} the amount is {a} off on average, probably between {low} and {high}."),
}
_ANY_FOR_A_GROUP = Message("For {group} the figure is {a} in 100, probably between {low} and {high}.")
_BETTER = {"area_under_curve": 1, "balanced_accuracy": 1, "mean_absolute_error": -1}  # more of it is better, or worse
_DIFFER: Mapping[tuple[str, bool], Message] = {
    ("area_under_curve", True): Message("The score tells right from wrong less well for {worse} than for {better}."),
    ("balanced_accuracy", True): Message("The system is right less often for {worse} than for {better}."),
    ("mean_absolute_error", True): Message("The amount is further off for {worse} than for {better}."),
    ("exposure", False): Message("{low} get less attention in the list than {high}."),
    ("calibration_in_the_large", False): Message(
        "Compared with what turned out to be true, the score is higher for {high} than for {low}."
    ),
    ("true_positive_share", False): Message("{low} rightly got a yes less often than {high}."),
    ("mean_error", False): Message("Compared with the right amount, the amount is higher for {high} than for {low}."),
}


def has_own_unit(name: str) -> bool:
    """Whether it is no share of 100 that a scale from 0 to 100 could show."""
    return name in _OWN_UNIT


def caption(public: PublicResult, name: str, language: str) -> Message | str:
    """What the figures are, for residents."""
    return _CAPTIONS[name] if name in _CAPTIONS else rate_labels.caption_of(public, name, language)


def explained(name: str) -> tuple[Message, ...]:
    """What the figure is, for somebody who has never heard of it."""
    return (_EXPLAINED[name],) if name in _EXPLAINED else ()


def for_a_group(name: str, values: Mapping[str, object]) -> Message:
    """One group's figure as a sentence."""
    return replace(_FOR_A_GROUP.get(name, _ANY_FOR_A_GROUP), values=values)


def signed(name: str, number: float, written: str) -> Message | str:
    """A figure of how much too high something is: in words where it has a sign."""
    if name not in _TOO:
        return written
    too = _TOO[name][(number > 0) - (number < 0)]
    return replace(too, values={"n": written.lstrip("−")} if number else {})


_TOO: Mapping[str, Mapping[int, Message]] = {
    "calibration_in_the_large": {
        1: Message("{n} points too high"),
        0: Message("neither too high nor too low"),
        -1: Message("{n} points too low"),
    },
    "mean_error": {1: Message("{n} too high"), 0: Message("neither too high nor too low"), -1: Message("{n} too low")},
}


def who_differs(name: str, higher: Words, lower: Words) -> Message | None:
    """Who is worse off, of the groups with the higher and the lower figure; None for what has no such words."""
    if name in _BETTER:
        worse, better = (lower, higher) if _BETTER[name] > 0 else (higher, lower)
        return replace(_DIFFER[name, True], values={"worse": worse, "better": better})
    if (name, False) in _DIFFER:
        low = capital(lower) if name in ("exposure", "true_positive_share") else lower
        return replace(_DIFFER[name, False], values={"high": higher, "low": low})
    return None


def title(name: str, yes_means: YesMeans | None) -> Message:
    """The metric or the rate, in a few words."""
    if name in _WORDS:
        return _WORDS[name]
    assert name in METRICS
    return rate_labels.title(name, yes_means)
