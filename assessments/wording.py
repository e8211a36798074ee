"""Findings in plain words: sentences about the public result, and about nothing else. No figures are made here.

Names of groups are those of the plan's labels in the reader's language, else the value as it stands in the data.
"""

from collections.abc import Mapping

from assessments import rate_words
from assessments.disclosure import PublicComparison, PublicResult
from assessments.plan import YesMeans, called
from assessments.sentence import Sentence
from assessments.verdict import Because, Verdict

Name = str | Sentence

VERDICT_WORDS: Mapping[Verdict, Sentence] = {
    Verdict.DIFFERENCE: Sentence("Difference"),
    Verdict.NO_IMPORTANT_DIFFERENCE: Sentence("No important difference"),
    Verdict.NOT_ENOUGH_DATA: Sentence("Not enough data to say"),
}


def attribute_name(public: PublicResult, attribute: str, language: str) -> str:
    return called(public.labels, attribute, None, language) or attribute


def group_name(public: PublicResult, attribute: str, value: str, language: str) -> Name:
    """The group as it is called inside a sentence: "women", or "people in the group “F”"."""
    return called(public.labels, attribute, value, language) or Sentence(
        "people in the group “{value}”", {"value": value}
    )


def size(public: PublicResult, language: str) -> tuple[Sentence, ...]:
    """How many cases the test used, and for how many a group is unknown."""
    if public.size is None:
        return (Sentence("Fewer than 10 cases were in the test."),)
    unknown = (group for group in public.groups if group.value is None and group.attribute is not None)
    return (
        Sentence("The test used about {n} cases.", {"n": public.size}),
        *(_unknown(group.size, attribute_name(public, str(group.attribute), language)) for group in unknown),
    )


def _unknown(number: int | None, attribute: str) -> Sentence:
    if number is None:
        return Sentence("For fewer than 10 of them we do not know the group ({attribute}).", {"attribute": attribute})
    values = {"n": number, "attribute": attribute}
    return Sentence("For about {n} of them we do not know the group ({attribute}).", values)


def mistake(yes_means: YesMeans | None) -> Sentence | None:
    """What a mistake is here, where the plan says whether a yes burdens or helps."""
    if yes_means == "burden":
        return Sentence("A mistake here is to be picked out although nothing is wrong.")
    if yes_means == "help":
        return Sentence("A mistake here is to be missed although one needs help.")
    return None


def headline(public: PublicResult, comparison: PublicComparison, language: str) -> Sentence:
    """The verdict on two groups in one line."""
    names = _names(public, comparison, language)
    if comparison.verdict is Verdict.DIFFERENCE:
        return Sentence("There is a difference between {group} and {reference}.", names)
    if comparison.verdict is Verdict.NO_IMPORTANT_DIFFERENCE:
        return Sentence("There is no difference that matters between {group} and {reference}.", names)
    if comparison.because is Because.NOT_SURELY_IMPORTANT:
        return Sentence("There is a gap between {group} and {reference}, but we cannot say whether it matters.", names)
    return Sentence("We cannot say anything about {group}.", {"group": names["group"]})


def finding(public: PublicResult, comparison: PublicComparison, language: str) -> tuple[Sentence, ...]:
    """The two rates, the gap with its interval, and what that means. Hidden figures are never told."""
    names = _names(public, comparison, language)
    rate = public.group(comparison.attribute, comparison.value).figure(comparison.metric).per_100
    other = public.group(comparison.attribute, comparison.reference).figure(comparison.metric).per_100
    if comparison.hidden is not None or rate is None or other is None:
        return (Sentence("There were too few in the test for a figure to be shown."),)
    return (
        rate_words.told(comparison.metric, public.yes_means, names["group"], rate),
        Sentence("Of 100 {reference}: {b}.", {"reference": names["reference"], "b": other}),
        _gap(comparison),
        _meaning(public, comparison, language),
    )


def _names(public: PublicResult, comparison: PublicComparison, language: str) -> dict[str, Name]:
    return {
        "group": group_name(public, comparison.attribute, comparison.value, language),
        "reference": group_name(public, comparison.attribute, comparison.reference, language),
    }


def _gap(comparison: PublicComparison) -> Sentence:
    """The gap as a size without sign."""
    gap, ends = comparison.difference or 0, (comparison.low or 0, comparison.high or 0)
    low, high = ends if gap >= 0 else (-ends[1], -ends[0])
    values = {"gap": abs(gap), "low": abs(low), "high": high}
    if low < 0:
        return Sentence(
            "The gap is {gap} of 100. In truth it may lie anywhere from {low} of 100 the other way to {high} of 100.",
            values,
        )
    if comparison.because is Because.TOO_FEW:
        return Sentence("In the test the gap was {gap} of 100. With this many comparisons that may be chance.", values)
    return Sentence("The gap is {gap} of 100 and lies with great certainty between {low} and {high}.", values)


def _meaning(public: PublicResult, comparison: PublicComparison, language: str) -> Sentence:
    margin = {"margin": public.margin.replace(".", ",") if language == "sv" else public.margin}
    if comparison.verdict is Verdict.DIFFERENCE:
        return Sentence("Before the test it was decided that {margin} of 100 is a difference that matters.", margin)
    if comparison.verdict is Verdict.NO_IMPORTANT_DIFFERENCE:
        return Sentence(
            "The gap is with great certainty smaller than {margin} of 100, which was decided before the test as a "
            "difference that matters.",
            margin,
        )
    if comparison.because is Because.NOT_SURELY_IMPORTANT:
        return Sentence(
            "There is a gap, but it is not certain that it is as large as {margin} of 100, which was decided before "
            "the test as a difference that matters.",
            margin,
        )
    if comparison.smallest_visible is None:
        return Sentence("There were too few in the test to tell.")
    return Sentence(
        "There were too few in the test to tell. A gap smaller than {visible} of 100 would hardly have shown.",
        {"visible": comparison.smallest_visible},
    )


def limits(public: PublicResult) -> tuple[Sentence, ...]:
    """What the figures cannot show."""
    unjustified = Sentence("The figures cannot show whether it was right to pick anybody out in the first place.")
    return (
        *((unjustified,) if public.yes_means == "burden" else ()),
        Sentence(
            "The figures cannot show whether what the data call true is true, or how people outside the data fare."
        ),
        Sentence("The figures show that groups are treated alike or differently, not why."),
        Sentence("Rates are whole numbers of 100 and sizes are rounded, so that nobody can be recognised."),
    )


def chart_key() -> Sentence:
    """How to read a chart."""
    return Sentence(
        "The dot is what we measured, the line shows how sure we are. Hollow dot: the group we compare with."
    )
