"""Findings in plain words: sentences about the public result, and about nothing else. No figures are made here.

Names of groups are those of the plan's labels in the reader's language, else the value as it stands in the data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assessments.gate.public_result import PublicComparison, PublicGroup, PublicResult
from assessments.judgements.public_agreement import public_words, who_judged
from assessments.plan.periods import in_words
from assessments.plan.plan import called
from assessments.statistics.verdict import UNAGREED, Because, Judgement, Verdict
from assessments.text.message import Message, labelled
from assessments.words.comparing import TwoGroups, numbers, who_differs, worse_first
from assessments.words.gaps import PrintedGap, gap_of, gap_sentence, whole_of
from assessments.words.phrases import worse

Name = str | Message

_REASON_WORDS: Mapping[Because | None, Message] = {
    Because.SURELY_IMPORTANT: Message("Difference, probably at least the margin"),
    Because.MAY_BE_SMALLER: Message("Difference, but it may be smaller than the margin"),
    Because.CERTAIN_GAP: Message("A difference, but smaller than the margin"),
    Because.MARGIN_TOO_WIDE: Message("The margin is too wide to tell"),
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
    return _REASON_WORDS.get(because, VERDICT_WORDS[judgement.verdict])


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
        yield Message("It is known for all of them what turned out to be true.")
        return
    if public.known_with_yes is not None:
        yield _KNOWN_YES.get(public.known_with_yes) or Message(
            "Of those with a yes, it is known for about {n} in 100 what turned out to be true.",
            {"n": public.known_with_yes},
        )
    if public.known_with_no is not None:
        yield _KNOWN_NO.get(public.known_with_no) or Message(
            "Of those with a no, it is known for about {n} in 100.", {"n": public.known_with_no}
        )
    if public.known_with_yes is None and public.known_with_no is None:
        yield Message("For some of them it is not known what turned out to be true.")
    if public.outcome_known == "flagged":
        yield Message("Nobody knows who was missed, so the test only looks at those with a yes.")


_KNOWN_YES = {
    0: Message("Of those with a yes, it is known for hardly anybody what turned out to be true."),
    100: Message("Of those with a yes, it is known for nearly everybody what turned out to be true."),
}
_KNOWN_NO = {
    0: Message("Of those with a no, it is known for hardly anybody."),
    100: Message("Of those with a no, it is known for nearly everybody."),
}


def _unknown(public: PublicResult, group: PublicGroup, attribute: str) -> Message:
    if group.size is None:
        values = {"n": public.policy.fewest, "attribute": attribute}
        return Message("For fewer than {n} of them we do not know the group ({attribute}).", values)
    values = {"n": group.size, "attribute": attribute}
    return Message("For about {n} of them we do not know the group ({attribute}).", values)


def headline(public: PublicResult, comparison: PublicComparison, language: str) -> Message:
    """The verdict on two groups in one line: who is worse off, where the two differ."""
    names = _names(public, comparison, language)
    if comparison.verdict is Verdict.NO_IMPORTANT_DIFFERENCE and comparison.because is None:
        return Message("There is no difference that matters between {group} and {reference}.", names)
    if comparison.because in UNAGREED:
        return replace(_WITHOUT_DIRECTION[_kind(comparison)], values=names)
    if comparison.because is Because.MARGIN_TOO_WIDE:
        return Message("We cannot say whether {group} and {reference} differ in a way that matters.", names)
    if comparison.verdict is Verdict.NOT_ENOUGH_DATA and comparison.because is not Because.NOT_SURELY_IMPORTANT:
        return Message("We cannot say whether {group} are treated differently from {reference}.", names)
    is_more = gap_of(comparison, public.judged_by).is_more
    if is_more is None:
        return replace(_WITHOUT_DIRECTION[_kind(comparison)], values=names)
    who = who_differs(public, _two_groups(public, comparison, language), is_more=is_more, language=language)
    return replace(_WITH_DIRECTION[_kind(comparison)], values={"who": who})


def _kind(comparison: PublicComparison) -> Because | Verdict:
    return Verdict.DIFFERENCE if comparison.verdict is Verdict.DIFFERENCE else comparison.because or Because.TOO_FEW


_WITH_DIRECTION: Mapping[Because | Verdict, Message] = {
    Verdict.DIFFERENCE: Message("{who}."),
    Because.CERTAIN_GAP: Message("{who}, but the difference is below the limit for what matters."),
    Because.NOT_SURELY_IMPORTANT: Message("{who}, but we cannot say whether the difference is large enough to matter."),
}
_WITHOUT_DIRECTION: Mapping[Because | Verdict, Message] = {
    Verdict.DIFFERENCE: Message("There is a difference between {group} and {reference}."),
    Because.CERTAIN_GAP: Message(
        "There is a difference between {group} and {reference}, but it is below the limit for what matters."
    ),
    Because.NOT_SURELY_IMPORTANT: Message(
        "There is a difference between {group} and {reference}, but we cannot say whether it matters."
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
    figure = public.group(comparison.attribute, comparison.value).figure(comparison.metric)
    if comparison.hidden is not None or figure.per_100 is None or comparison.difference is None:
        return (Message("There were too few in the test for a figure to be shown."),)
    two, gap = _two_groups(public, comparison, language), gap_of(comparison, public.judged_by)
    apart = two.rate - two.other != whole_of(comparison.difference, two.of) or gap.size_is_at_least
    opposite = gap.is_more is not None and (two.rate - two.other) * (1 if gap.is_more else -1) < 0
    return (
        numbers(public, two if gap.is_more is None else worse_first(public, two, is_more=gap.is_more), language),
        *(() if comparison.because in UNAGREED else (gap_sentence(gap, language),)),
        *((_OPPOSITE,) if opposite else (_ROUNDED_APART,) if apart or gap.size_is_under else ()),
        *_times(comparison, two, language),
        *(() if comparison.because in UNAGREED else _meaning(public, comparison, gap, language)),
        *_moved_by_the_unknown(public, comparison, two),
    )


def two_figures(public: PublicResult, comparison: PublicComparison, language: str) -> Iterable[tuple[int, int, Name]]:
    """How many of how many, of whom: the two sides of a comparison, the one that is worse off first."""
    if comparison.hidden is not None or comparison.difference is None:
        return
    two, gap = _two_groups(public, comparison, language), gap_of(comparison, public.judged_by)
    two = two if gap.is_more is None else worse_first(public, two, is_more=gap.is_more)
    yield two.rate, two.of, two.group
    yield two.other, two.of, two.reference


_OPPOSITE = Message("The two figures are rounded so coarsely that they seem to show the opposite.")
_ROUNDED_APART = Message("The two figures are rounded, so the difference between them is not exactly the same.")


def _moved_by_the_unknown(public: PublicResult, comparison: PublicComparison, two: TwoGroups) -> Iterable[Message]:
    """How far the outcomes that nobody knows could move the two rates."""
    if not public.has_missing:
        return
    group = public.group(comparison.attribute, comparison.value)
    others = public.overall
    if comparison.against == "reference":
        others = public.group(comparison.attribute, comparison.reference)
    own, other = group.figure(comparison.metric), others.figure(comparison.metric)
    if own.lowest is None or own.highest is None or other.lowest is None or other.highest is None:
        return
    yield Message(
        "For some people we do not know what turned out to be true. Depending on that, the figure may lie anywhere "
        "from {lowest} to {highest} in 100 for {group}, and from {least} to {most} in 100 for {reference}.",
        {
            "lowest": own.lowest,
            "highest": own.highest,
            "group": two.group,
            "least": other.lowest,
            "most": other.highest,
            "reference": two.reference if comparison.against == "reference" else Message("people in all"),
        },
    )


def _times(comparison: PublicComparison, two: TwoGroups, language: str) -> tuple[Message, ...]:
    """How many times as often, where a gap is certain and the printed figures are fine enough to divide."""
    is_certain = comparison.because in _CERTAIN and not (comparison.low or 0) < 0 < (comparison.high or 0)
    less, more = sorted((two.rate, two.other))
    if not is_certain or less < _FEWEST_TO_DIVIDE or more < _WORTH_A_RATIO * less:
        return ()
    times = f"{more / less:.2g}" if more < 10 * less else str(round(more / less))
    group = two.group if two.rate > two.other else two.reference
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


def _two_groups(public: PublicResult, comparison: PublicComparison, language: str) -> TwoGroups:
    figure = public.group(comparison.attribute, comparison.value).figure(comparison.metric)
    return TwoGroups(
        metric=comparison.metric,
        rate=whole_of(figure.per_100 or 0, comparison.of),
        other=whole_of(comparison.other or 0, comparison.of),
        of=comparison.of,
        **_names(public, comparison, language),
    )


def others_name(public: PublicResult, comparison: PublicComparison, language: str) -> Name:
    """Those whom a group is compared with, inside a sentence."""
    if comparison.against == "reference":
        return group_name(public, comparison.attribute, comparison.reference, language)
    return Message("others") if comparison.against == "rest" else Message("people in all")


def margin(public: PublicResult, language: str, of: int = 100) -> Message:
    """How large a difference had to be to matter, of as many people as the figures in the same text."""
    decided = public.judged_by
    if decided.share is None:
        limits = {
            "lowest": _decimal(f"{decided.lowest:f}", language),
            "highest": _decimal(f"{decided.highest:f}", language),
        }
        return replace(_RATIO_MATTERS, values=limits)
    return replace(_GAP_MATTERS, values={"margin": _decimal(f"{float(decided.share) * of:.10g}", language), "of": of})


_RATIO_MATTERS = Message(
    "Before the test, the city decided that a difference matters when something is at most {lowest} times or at least "
    "{highest} times as common in one group as in the other."
)
_GAP_MATTERS = Message("Before the test, the city decided that a difference of {margin} in {of} matters.")


def margin_of_chart(public: PublicResult, comparison: PublicComparison, language: str, of: int) -> Message:
    """What the band is, as the caption of a chart says it."""
    decided, others = public.judged_by, {"reference": others_name(public, comparison, language)}
    if decided.share is None:
        limits = {
            "lowest": _decimal(f"{decided.lowest:f}", language),
            "highest": _decimal(f"{decided.highest:f}", language),
        }
        return replace(_SHADED_RATIO, values={**others, **limits})
    size = _decimal(f"{float(decided.share) * of:.10g}", language)
    return replace(_SHADED, values={**others, "margin": size, "of": of})


def worse_side(public: PublicResult, metric: str) -> Message | None:
    """Towards which end of the scale a group is worse off; None where neither is."""
    side = worse(metric, public.yes_means)
    if side == 0:
        return None
    return Message("Further to the right is worse.") if side > 0 else Message("Further to the left is worse.")


_SHADED = Message(
    "Shaded: less than {margin} in {of} from {reference}. It was decided beforehand that so little does not matter."
)
_SHADED_RATIO = Message(
    "Shaded: between {lowest} and {highest} times as common as among {reference}. It was decided beforehand that so "
    "little does not matter."
)


def _decimal(number: str, language: str) -> str:
    return number.replace(".", ",") if language == "sv" else number


def _meaning(public: PublicResult, comparison: PublicComparison, gap: PrintedGap, language: str) -> tuple[Message, ...]:
    because, decided = comparison.because, margin(public, language, comparison.of)
    if because is Because.MARGIN_TOO_WIDE:
        return decided, _TOO_WIDE
    if comparison.verdict is Verdict.DIFFERENCE:
        return decided, _IS_LARGE if because is Because.SURELY_IMPORTANT else _may_be_smaller(public, gap)
    if comparison.verdict is Verdict.NO_IMPORTANT_DIFFERENCE:
        return decided, _IS_SMALLER
    if because is Because.NOT_SURELY_IMPORTANT:
        return decided, _MAY_BE_LARGE
    return (_why_unsure(public, comparison, gap),)


def _may_be_smaller(public: PublicResult, gap: PrintedGap) -> Message:
    if gap.limit and gap.low >= float(gap.limit):
        return Message(
            "In the test the difference was at least that large. The true difference may be smaller, because the test "
            "makes {n} comparisons at once.",
            {"n": public.family},
        )
    return _MAY_BE_SMALLER


def _why_unsure(public: PublicResult, comparison: PublicComparison, gap: PrintedGap) -> Message:
    """The true reason: many comparisons, few people, or a result that lies in between."""
    if gap.low > 0:
        return Message(
            "The test makes {n} comparisons at once. Then one of them may easily show a difference like this by "
            "chance.",
            {"n": public.family},
        )
    visible, other = comparison.smallest_visible, (comparison.other or 0) / 100
    if visible is None:
        return Message("There were too few in the test to say more.")
    if visible > 100 * public.judged_by.gap_at(other):
        values = {"visible": whole_of(visible, comparison.of), "of": comparison.of}
        return Message(
            "There were too few in the test. A difference smaller than {visible} in {of} would hardly have shown.",
            values,
        )
    return Message("What we measured may be due to chance. But a difference that matters cannot be ruled out either.")


def how_sure(comparison: PublicComparison) -> tuple[Message, ...]:
    """Of a difference, whether it is surely at least the margin, where the text has not said what matters."""
    return (_HOW_SURE[comparison.because],) if comparison.because in _HOW_SURE else ()


_HOW_SURE: Mapping[Because | None, Message] = {
    Because.SURELY_IMPORTANT: Message("The difference is probably at least as large as was decided to matter."),
    Because.MAY_BE_SMALLER: Message(
        "In the test the difference was as large as was decided to matter. The true difference may be smaller."
    ),
}
_IS_LARGE = Message("This difference is probably at least that large.")
_MAY_BE_SMALLER = Message("In the test the difference was at least that large. The true difference may be smaller.")
_IS_SMALLER = Message("This difference is probably smaller.")
_MAY_BE_LARGE = Message("Whether the true difference is that large, we cannot say.")
_TOO_WIDE = Message(
    "This difference is probably smaller. But the limit is too wide for a figure like this, so it does not show what "
    "matters."
)
