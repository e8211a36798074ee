"""What is said of a chart or of a whole page: what chance makes, rules of thumb, what cannot be had, and the limits.

Findings on two groups: sentences. No figures are made here.
"""

from collections.abc import Mapping
from dataclasses import replace

from assessments.gate.public_result import PublicGroup, PublicResult
from assessments.gate.rounding import PEOPLE
from assessments.plan.plan import YesMeans, called
from assessments.report.sentences import attribute_name
from assessments.statistics.disparities import PRESETS
from assessments.text.message import Message
from assessments.words.gaps import whole_of


def widest(public: PublicResult, attribute: str, metric: str) -> tuple[Message, ...]:
    """The widest gap among the groups of an attribute and what chance alone makes of it, where that was asked."""
    return tuple(
        Message(
            "The largest difference between two groups is {gap} in {of}. With groups of this size, even a perfectly "
            "fair system would show about {by_chance} in {of}.",
            {
                "gap": whole_of(spread.gap, spread.of),
                "by_chance": whole_of(spread.by_chance, spread.of),
                "of": spread.of,
            },
        )
        for spread in public.spreads
        if (spread.attribute, spread.metric) == (attribute, metric)
    )


def moved(public: PublicResult, attribute: str, metric: str, language: str) -> tuple[Message, ...]:
    """For each printed rate what the outcomes that nobody knows could make of it."""
    if not public.has_missing:
        return ()
    ranges = []
    for group in public.groups_of(attribute):
        figure = group.figure(metric)
        if figure.per_100 is not None and figure.lowest is not None and figure.highest is not None and group.value:
            name = called(public.labels, attribute, group.value, language) or group.value
            ranges.append(f"{name} {figure.lowest}–{figure.highest}")
    if not ranges:
        return ()
    return (
        Message(
            "Depending on what we do not know, the figures may lie within: {ranges} in 100.",
            {"ranges": ", ".join(ranges)},
        ),
    )


def only_group(public: PublicResult, language: str) -> tuple[Message, ...]:
    """That nothing was compared, for each attribute of which everybody who is known has the same value."""
    alone = [
        attribute for attribute in public.attributes
        if sum(len(group.merged) or 1 for group in public.groups_of(attribute) if group.value is not None) < 2
    ]  # fmt: skip
    return tuple(
        Message(
            "Everybody whose group is known belongs to the same one ({attribute}), so nothing was compared.",
            {"attribute": attribute_name(public, attribute, language)},
        )
        for attribute in alone
    )


def tie(public: PublicResult) -> tuple[Message, ...]:
    """How the last places by score were given, where more people shared the last score than there were places for."""
    if public.tie is None:
        return ()
    first = Message("A yes went to those with the highest scores, as many as there were places.")
    if not public.tie.is_there:
        return first, Message("Nobody was left out with the same score as somebody who got in.")
    about = {"n": public.tie.about}
    few = Message("Fewer than 50 shared the last score that had places, and there were too few for all of them.")
    many = Message("About {n} shared the last score that had places, and there were too few for all of them.", about)
    decided = _TAKEN_IN if public.tie.taken_in else _LEFT_OUT
    return first, many if public.tie.about else few, decided, *((_TIE_MATTERS,) if public.tie.changes_verdict else ())


_TAKEN_IN = Message("In the test all of them got a yes, so that chance does not decide who does.")
_LEFT_OUT = Message("In the test none of them got a yes, so that chance does not decide who does.")
_TIE_MATTERS = Message("With the opposite choice a verdict here would have been another.")


def rules_of_thumb(public: PublicResult, attribute: str, metric: str, language: str) -> tuple[Message, ...]:
    """What common rules say of these rates, and how often they are wrong about a fair system."""
    sentences = []
    for rule in public.rules:
        if (rule.attribute, rule.metric) == (attribute, metric):
            names = ", ".join(called(public.labels, attribute, value, language) or value for value in rule.tripped)
            values = {"rule": PRESETS[rule.preset].title, "groups": names, "by_chance": rule.by_chance}
            sentences.append(replace(_GOES_OFF if rule.tripped else _IS_SILENT, values=values))
    return tuple(sentences)


_GOES_OFF = Message(
    "The rule of thumb “{rule}” is broken for {groups}. It would also be broken by {by_chance} in 100 perfectly fair "
    "systems with groups of this size."
)
_IS_SILENT = Message(
    "The rule of thumb “{rule}” is not broken. It would be broken by {by_chance} in 100 perfectly fair systems with "
    "groups of this size."
)


def tension(public: PublicResult) -> tuple[Message, ...]:
    """Why not everything can be equal, where the printed rates say that what is true is not as common in all groups.

    Formula: base rate = (s - f) / (1 - m - f) with selection rate s, false positive rate f and false negative rate m.
    Source: Chouldechova, Big Data 5 (2017) 153-163; Kleinberg, Mullainathan & Raghavan, ITCS 2017.
    """
    if not any(_base_rates_differ(public, attribute) for attribute in public.attributes):
        return ()
    return (
        _COMMON[public.yes_means],
        Message(
            "Then no system can be right equally often in every group and also make both kinds of mistake equally "
            "often in every group. One has to choose. What this test looks at first was chosen before the result was "
            "known."
        ),
    )


def _base_rates_differ(public: PublicResult, attribute: str) -> bool:
    groups = public.groups_of(attribute)
    base = next((rate for group in groups if group.is_reference for rate in [_base_rate(group)]), None)
    others = (rate for group in groups if group.value is not None for rate in [_base_rate(group)])
    return base is not None and any(
        rate is not None and abs(rate - base) >= public.judged_by.gap_at(base) for rate in others
    )


def _base_rate(group: PublicGroup) -> float | None:
    """Worked out from the printed rates; None where they are not all there."""
    rates = {figure.metric: figure.per_100 for figure in group.figures}
    names = ("selection_rate", "false_positive_rate", "false_negative_rate")
    selected, wrong, missed = (rates.get(name) for name in names)
    if selected is None or wrong is None or missed is None or 100 - missed - wrong < _LEAST_INFORMEDNESS:
        return None
    return (selected - wrong) / (100 - missed - wrong)


_LEAST_INFORMEDNESS = 10  # of 100; a system that hardly tells one from the other says nothing about how common each is
_COMMON: Mapping[YesMeans | None, Message] = {
    "burden": Message("How common it is that something is wrong seems to differ between the groups."),
    "help": Message("How common it is to need help seems to differ between the groups."),
    None: Message("How often yes is right seems to differ between the groups."),
}


def limits(public: PublicResult, language: str) -> tuple[Message, ...]:
    """What the figures cannot show."""
    unjustified = Message("The figures cannot show whether it was right to pick anybody out in the first place.")
    secret = Message("Some counts were kept secret by those who made the data. Their cases are in no figure.")
    return (
        *((unjustified,) if public.yes_means == "burden" else ()),
        _TRUE if public.agreement is None else _GOOD,
        Message("The figures show that groups are treated alike or differently, not why."),
        *tension(public),
        *_about_persons(public),
        *((secret,) if public.has_hidden else ()),
        *((_UNRELATED,) if public.outcome_known == "unrelated" else ()),
        *_retained(public, language),
        Message(
            "Every figure is rounded so coarsely that ten people more or less need not have changed it. The fewer "
            "people there are behind a figure, the coarser it is, and of fewer than 40 it is not shown."
        )
        if public.policy.people == PEOPLE
        else Message(
            "Every figure is rounded so coarsely that {n} people more or less need not have changed it. The fewer "
            "people there are behind a figure, the coarser it is, and of very few it is not shown.",
            {"n": public.policy.people},
        ),
        Message("New figures come when at least {n} people have changed.", {"n": public.policy.people}),
    )


_TRUE = Message(
    "The figures cannot show whether the data are correct, or what happens to people who are not in the data."
)
_GOOD = Message(
    "Good means that those who judged found the answer good. The figures cannot show whether others would have, or how "
    "answers outside the test were."
)


def _retained(public: PublicResult, language: str) -> tuple[Message, ...]:
    """Whose figures are earlier ones, and since when."""
    groups = [group for group in (public.overall, *public.groups) if group.stands_in]
    sentences = []
    for day in sorted({group.stands_from for group in groups}):
        named = [_name(public, group, language) for group in groups if group.stands_from == day]
        values = {"day": day, "n": public.policy.people, "groups": ", ".join(name for name in named if name)}
        sentences.append(replace(_STANDS if values["groups"] and day else _SOME_STAND, values=values))
    return tuple(sentences)


def _name(public: PublicResult, group: PublicGroup, language: str) -> str:
    pairs = group.crossed or ((group.attribute, group.value),)
    return ", ".join(
        called(public.labels, str(name), value, language) or value for name, value in pairs if value is not None
    )


_STANDS = Message(
    "Some figures are those of {day}, because fewer than {n} people have changed since. They are about: {groups}."
)
_SOME_STAND = Message("Some figures are earlier ones, because fewer than {n} people have changed since.")


_UNRELATED = Message(
    "The rates are those of people of whom it is known what turned out to be true. Those who made the test say that it "
    "is unknown of the others for reasons that have nothing to do with the decision."
)


def _about_persons(public: PublicResult) -> tuple[Message, ...]:
    """Whether the same person may be there several times, which makes figures less sure than as many people would."""
    if public.agreement is not None and public.repeated == "unknown":
        return (
            Message(
                "Whether several answers went to the same person is not known. If so, the figures are less sure than "
                "they look."
            ),
        )
    if public.repeated == "yes":
        return (
            Message("The same person may be in several cases. How sure the figures are counts persons, and not cases."),
        )
    if public.repeated == "pairs":
        return (
            Message(
                "Each case was tried once for each group, with only the group changed. A verdict compares every case "
                "with itself, so it can be surer than the two rates alone."
            ),
        )
    if public.repeated == "unknown":
        return (
            Message(
                "Whether the same person is in several cases is not known. If so, the figures are less sure than they "
                "look."
            ),
        )
    return ()


def chart_key() -> Message:
    """How to read a chart."""
    return Message(
        "The dot shows what we measured. The line shows how sure we are. The hollow dot is the group we compare with."
    )
