"""Findings in plain words: sentences about the public result, and about nothing else. No figures are made here.

Names of groups are those of the plan's labels in the reader's language, else the value as it stands in the data.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assessments.gate.public_result import PublicComparison, PublicGroup, PublicResult
from assessments.judgements.public_agreement import public_words, who_judged
from assessments.plan.periods import in_words
from assessments.plan.plan import YesMeans, called
from assessments.report import rate_labels
from assessments.statistics.verdict import UNAGREED, Because, Judgement, Verdict
from assessments.text.message import Message, labelled

Name = str | Message

_REASON_WORDS: Mapping[Because | None, Message] = {
    Because.CERTAIN_GAP: Message("A certain gap, smaller than the margin"),
    Because.MARGIN_TOO_WIDE: Message("The margin is too wide to say"),
    Because.RATERS_DISAGREE: Message("Those who judged agree too little to say"),
    Because.AGREEMENT_UNKNOWN: Message("Not known whether those who judge agree"),
}
VERDICT_WORDS: Mapping[Verdict, Message] = labelled(
    Verdict,
    {
        Verdict.DIFFERENCE: Message("Difference"),
        Verdict.NO_IMPORTANT_DIFFERENCE: Message("No important difference"),
        Verdict.NOT_ENOUGH_DATA: Message("Not enough data to say"),
    },
)


def verdict_words(judgement: Judgement) -> Message:
    """A verdict in a few words. Next to a certain gap it is never said that there is no important difference."""
    because = judgement.because
    return (
        VERDICT_WORDS[judgement.verdict]
        if because is None
        else _REASON_WORDS.get(because, VERDICT_WORDS[judgement.verdict])
    )


def attribute_name(public: PublicResult, attribute: str, language: str) -> str:
    return called(public.labels, attribute, None, language) or attribute


def group_name(public: PublicResult, attribute: str, value: str, language: str) -> Name:
    """The group as it is called inside a sentence: "women", or "people in the group “F”"; both names of a crossing."""
    if attribute in public.pairs:
        crossed = public.group(attribute, value).crossed
        names = [called(public.labels, name, level, language) for name, level in crossed]
        if all(names):
            return ", ".join(map(str, names))
        value = ", ".join(grouping for _, grouping in crossed)
    return called(public.labels, attribute, value, language) or replace(
        _PEOPLE_IN if public.agreement is None else _ANSWERS_IN, values={"value": value}
    )


_PEOPLE_IN, _ANSWERS_IN = Message("people in the group “{value}”"), Message("answers in the group “{value}”")


def size(public: PublicResult, language: str) -> tuple[Message, ...]:
    """How many cases the test used, and for how many a group is unknown."""
    if public.agreement is not None:
        return tuple(_judged(public, public.agreement.raters, language))
    if public.size is None:
        return (Message("Fewer than {n} cases were in the test.", {"n": public.policy.fewest}),)
    unknown = (group for group in public.groups if group.value is None and group.attribute is not None)
    when = (Message("They are from {period}.", {"period": in_words(public.period, language)}),) if public.period else ()
    return (
        Message("The test used about {n} cases.", {"n": public.size}),
        *when,
        *(_unknown(public, group, attribute_name(public, str(group.attribute), language)) for group in unknown),
    )


def _judged(public: PublicResult, raters: int, language: str) -> Iterable[Message]:
    yield who_judged(raters, public.size, public.policy.fewest)
    if public.period:
        yield Message("They are from {period}.", {"period": in_words(public.period, language)})
    for group in public.groups:
        if group.value is None and group.attribute is not None:
            yield _unknown(public, group, attribute_name(public, group.attribute, language))


def agreement(public: PublicResult, language: str) -> tuple[Message, ...]:
    """How much those who judged agree, where answers were judged."""
    return () if public.agreement is None else tuple(public_words(public.agreement, language))


def followed_up(public: PublicResult) -> Iterable[Message]:
    """Of how many it is known what turned out to be true, by decision."""
    if public.outcome_known is None:
        return
    if not public.has_missing:
        yield Message("What turned out to be true is known of all of them.")
        return
    if public.known_with_yes is not None:
        yield _KNOWN_YES.get(public.known_with_yes) or Message(
            "What turned out to be true is known of about {n} of 100 with a yes.", {"n": public.known_with_yes}
        )
    if public.known_with_no is not None:
        yield _KNOWN_NO.get(public.known_with_no) or Message(
            "It is known of about {n} of 100 with a no.", {"n": public.known_with_no}
        )
    if public.known_with_yes is None and public.known_with_no is None:
        yield Message("What turned out to be true is not known of some of them.")
    if public.outcome_known == "flagged":
        yield Message("Who was missed nobody knows, so only those with a yes are judged.")


_KNOWN_YES = {
    0: Message("What turned out to be true is known of hardly anybody with a yes."),
    100: Message("What turned out to be true is known of nearly all with a yes."),
}
_KNOWN_NO = {
    0: Message("It is known of hardly anybody with a no."),
    100: Message("It is known of nearly all with a no."),
}


def _unknown(public: PublicResult, group: PublicGroup, attribute: str) -> Message:
    if group.size is None:
        values = {"n": public.policy.fewest, "attribute": attribute}
        return Message("For fewer than {n} of them we do not know the group ({attribute}).", values)
    values = {"n": group.size, "attribute": attribute}
    return Message("For about {n} of them we do not know the group ({attribute}).", values)


def mistake(yes_means: YesMeans | None) -> Message | None:
    """What a mistake is here, where the plan says whether a yes burdens or helps."""
    if yes_means == "burden":
        return Message("A mistake here is to be picked out although nothing is wrong.")
    if yes_means == "help":
        return Message("A mistake here is to be missed although one needs help.")
    return None


def headline(public: PublicResult, comparison: PublicComparison, language: str) -> Message:
    """The verdict on two groups in one line."""
    names = _names(public, comparison, language)
    if comparison.verdict is Verdict.DIFFERENCE:
        return Message("There is a difference between {group} and {reference}.", names)
    if comparison.because in _HEADLINES:
        return replace(_HEADLINES[comparison.because], values=names)
    if comparison.verdict is Verdict.NO_IMPORTANT_DIFFERENCE:
        return Message("There is no difference that matters between {group} and {reference}.", names)
    return Message("We cannot say anything about {group}.", {"group": names["group"]})


_HEADLINES: Mapping[Because | None, Message] = {
    Because.CERTAIN_GAP: Message(
        "There is a certain gap between {group} and {reference}, but it is smaller than was decided to matter."
    ),
    Because.MARGIN_TOO_WIDE: Message(
        "The margin is too wide to say whether {group} and {reference} differ in a way that matters."
    ),
    Because.NOT_SURELY_IMPORTANT: Message(
        "There is a gap between {group} and {reference}, but we cannot say whether it matters."
    ),
    Because.RATERS_DISAGREE: Message(
        "Those who judged the answers do not agree enough for a conclusion about {group} and {reference}."
    ),
    Because.AGREEMENT_UNKNOWN: Message(
        "Nobody knows whether others would have judged alike, so nothing is concluded about {group} and {reference}."
    ),
}


def finding(public: PublicResult, comparison: PublicComparison, language: str) -> tuple[Message, ...]:
    """The two rates, the gap with its interval, how many times as often, and what it means. Hidden figures are never
    shown.
    """
    names, of = _names(public, comparison, language), comparison.of
    figure = public.group(comparison.attribute, comparison.value).figure(comparison.metric)
    if comparison.hidden is not None or figure.per_100 is None or comparison.difference is None:
        return (Message("There were too few in the test for a figure to be shown."),)
    rate, other = whole_of(figure.per_100, of), whole_of(comparison.other or 0, of)
    return (
        rate_labels.rate_sentence(comparison.metric, public.yes_means, names["group"], rate, of),
        Message("Of {of} {reference}: {b}.", {"of": of, "reference": names["reference"], "b": other}),
        *(() if comparison.because in UNAGREED else (_gap(comparison),)),
        *((_ROUNDED_APART,) if rate - other != whole_of(comparison.difference, of) else ()),
        *_times(comparison, names, rate, other, language),
        *(() if comparison.because in UNAGREED else _meaning(public, comparison, language)),
        *_moved_by_the_unknown(public, comparison, names),
    )


_ROUNDED_APART = Message("The two figures are rounded so coarsely that the gap between them is not quite the same.")


def _moved_by_the_unknown(
    public: PublicResult, comparison: PublicComparison, names: Mapping[str, Name]
) -> Iterable[Message]:
    """How far the outcomes that nobody knows could move the two rates."""
    group = public.group(comparison.attribute, comparison.value)
    others = public.overall
    if comparison.against == "reference":
        others = public.group(comparison.attribute, comparison.reference)
    own, other = group.figure(comparison.metric), others.figure(comparison.metric)
    if own.lowest is None or own.highest is None or other.lowest is None or other.highest is None:
        return
    whom = names["reference"] if comparison.against == "reference" else Message("people in all")
    yield Message(
        "What is not known could make it anything from {lowest} to {highest} of 100 {group}, and from {least} to "
        "{most} of 100 {reference}.",
        {
            "lowest": own.lowest,
            "highest": own.highest,
            "group": names["group"],
            "least": other.lowest,
            "most": other.highest,
            "reference": whom,
        },
    )


def whole_of(per_100: float, of: int) -> int:
    """A printed figure of 100 as the whole number of 100, 1,000 or 10,000 that it is."""
    return math.floor(per_100 * of / 100 + 0.5)


def _times(
    comparison: PublicComparison, names: Mapping[str, Name], rate: int, other: int, language: str
) -> tuple[Message, ...]:
    """How many times as often, where a gap is certain and the printed figures are fine enough to divide."""
    is_certain = comparison.because in _CERTAIN and not (comparison.low or 0) < 0 < (comparison.high or 0)
    less, more = sorted((rate, other))
    if not is_certain or less < _FEWEST_TO_DIVIDE or more < _WORTH_A_RATIO * less:
        return ()
    times = f"{more / less:.2g}" if more < 10 * less else str(round(more / less))
    group = names["group"] if rate > other else names["reference"]
    written = times.replace(".", ",") if language == "sv" else times
    return (Message("It is about {times} times as common among {group}.", {"times": written, "group": group}),)


_CERTAIN = (
    Because.SURELY_IMPORTANT,
    Because.MAY_BE_SMALLER,
    Because.CERTAIN_GAP,
    Because.NOT_SURELY_IMPORTANT,
    Because.MARGIN_TOO_WIDE,
)
_FEWEST_TO_DIVIDE = 3  # a printed figure of 1 or 2 may be half of it, or twice
_WORTH_A_RATIO = 1.3


def _names(public: PublicResult, comparison: PublicComparison, language: str) -> dict[str, Name]:
    return {
        "group": group_name(public, comparison.attribute, comparison.value, language),
        "reference": others_name(public, comparison, language),
    }


def others_name(public: PublicResult, comparison: PublicComparison, language: str) -> Name:
    """Those whom a group is compared with, inside a sentence."""
    if comparison.against == "reference":
        return group_name(public, comparison.attribute, comparison.reference, language)
    return Message("others") if comparison.against == "rest" else Message("people in all")


def _gap(comparison: PublicComparison) -> Message:
    """The gap as a size without sign."""
    of = comparison.of
    gap, low, high = (whole_of(n or 0, of) for n in (comparison.difference, comparison.low, comparison.high))
    low, high = (low, high) if gap >= 0 else (-high, -low)
    values = {"gap": abs(gap), "low": abs(low), "high": high, "of": of}
    if low < 0:
        return Message(
            "The gap is {gap} of {of}. In truth it may lie anywhere from {low} of {of} the other way to {high} of "
            "{of}.",
            values,
        )
    if comparison.because is Because.TOO_FEW:
        return Message("In the test the gap was {gap} of {of}. With this many comparisons that may be chance.", values)
    return Message("The gap is {gap} of {of} and lies with great certainty between {low} and {high}.", values)


def margin(public: PublicResult, language: str) -> Message:
    """How large a difference had to be to matter."""
    if public.judged_by.is_ratio:
        return Message(
            "Before the test it was decided that a difference matters when what is counted is at most {lowest} or at "
            "least {highest} times as common as among those compared with.",
            _limits_of_margin(public, language),
        )
    return Message(
        "Before the test it was decided that {margin} of 100 is a difference that matters.",
        _limits_of_margin(public, language),
    )


def _limits_of_margin(public: PublicResult, language: str) -> dict[str, str]:
    decided = public.judged_by
    numbers = {"margin": public.margin, "lowest": f"{decided.lowest:f}", "highest": f"{decided.highest:f}"}
    return {name: text.replace(".", ",") if language == "sv" else text for name, text in numbers.items()}


def _meaning(public: PublicResult, comparison: PublicComparison, language: str) -> tuple[Message, ...]:
    because, decided = comparison.because, _limits_of_margin(public, language)
    if comparison.verdict is Verdict.DIFFERENCE:
        return margin(public, language), _IT_IS_LARGE if because is Because.SURELY_IMPORTANT else _MAY_BE_SMALLER
    if because is Because.MARGIN_TOO_WIDE:
        return (replace(_TOO_WIDE, values=decided),)
    if comparison.verdict is Verdict.NO_IMPORTANT_DIFFERENCE:
        return (replace(_SMALL_RATIO if public.judged_by.is_ratio else _SMALL_GAP, values=decided),)
    if because is Because.NOT_SURELY_IMPORTANT:
        return (replace(_UNSURE_RATIO if public.judged_by.is_ratio else _UNSURE_GAP, values=decided),)
    if comparison.smallest_visible is None:
        return (Message("There were too few in the test to tell."),)
    visible = {"visible": whole_of(comparison.smallest_visible, comparison.of), "of": comparison.of}
    return (
        Message(
            "There were too few in the test to tell. A gap smaller than {visible} of {of} would hardly have shown.",
            visible,
        ),
    )


_IT_IS_LARGE = Message("The gap is with great certainty at least that large.")
_MAY_BE_SMALLER = Message("In the test it was at least that large. In truth it may be smaller.")
_TOO_WIDE = Message(
    "The gap is with great certainty smaller than {margin} of 100, but that is more than half of the rate itself, so "
    "it does not tell what matters."
)
_SMALL_GAP = Message(
    "The gap is with great certainty smaller than {margin} of 100, which was decided before the test as a difference "
    "that matters."
)
_SMALL_RATIO = Message(
    "One is with great certainty between {lowest} and {highest} times as common as the other, which was decided before "
    "the test as no difference that matters."
)
_UNSURE_GAP = Message(
    "There is a gap, but it is not certain that it is as large as {margin} of 100, which was decided before the test "
    "as a difference that matters."
)
_UNSURE_RATIO = Message(
    "There is a gap, but it is not certain that it is as large as was decided before the test to matter: at most "
    "{lowest} or at least {highest} times as common."
)
