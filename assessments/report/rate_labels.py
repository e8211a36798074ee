"""What each rate is called on a page: in the citation's own words, else in those for a burden, a help, or neither.

Only words. Which rates there are: metrics. Sentences of two groups: words.comparing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessments.gate.public_result import PublicResult
from assessments.plan.plan import YesMeans
from assessments.text.message import Message
from assessments.words.phrases import FORMS, Words, counts, is_written, phrase


@dataclass(frozen=True, slots=True)
class RateWords:
    """``title`` in a few words, ``caption`` says of which 100 people."""

    title: Message
    caption: Message


NAMES: Mapping[str, Message] = {
    "selection_rate": Message("How many are chosen (selection rate)"),
    "true_positive_rate": Message("How many are chosen where the truth is yes (true positive rate)"),
    "false_positive_rate": Message("How many are chosen although the truth is no (false positive rate)"),
    "true_negative_rate": Message("How many are not chosen where the truth is no (true negative rate)"),
    "false_negative_rate": Message("How many are missed who should have got a yes (false negative rate)"),
    "precision": Message("How often a choice is right (precision)"),
    "false_discovery_rate": Message("How often a choice is wrong (false discovery rate)"),
    "false_omission_rate": Message("How often it is wrong not to choose (false omission rate)"),
    "negative_predictive_value": Message("How often it is right not to choose (negative predictive value)"),
    "accuracy": Message("How often the decision is right (accuracy)"),
    "prevalence": Message("How often the truth is yes (prevalence, base rate)"),
    "false_positive_share": Message("How many of the whole group are chosen although the truth is no"),
    "misclassification_rate": Message("How many are put in the wrong class"),
    "outside_tolerance_rate": Message("How many get an amount that is too far off"),
    "top_share": Message("How many are among the first"),
    "good_share": Message("How many answers are judged good"),
}


def title(metric: str, yes_means: YesMeans | None) -> Message:
    """The usual words for a rate, where no citation has any of its own."""
    return _words(metric, yes_means).title


def caption(metric: str, yes_means: YesMeans | None, of: int = 100) -> Message:
    """What the figures of a chart or table are: of which 100 people, or 1,000 or 10,000 where the rate is rare."""
    return replace(_words(metric, yes_means).caption, values={"of": of})


def title_of(public: PublicResult, metric: str, language: str) -> Message | str:
    """The rate in a few words, those of the citation where somebody has written them."""
    if not is_written(public, metric, language):
        return title(metric, public.yes_means)
    return _composed(public, metric, language, None)


def caption_of(public: PublicResult, metric: str, language: str, of: int = 100) -> Message | str:
    """The same for ``caption``."""
    if not is_written(public, metric, language):
        return caption(metric, public.yes_means, of)
    return _composed(public, metric, language, of)


def _composed(public: PublicResult, metric: str, language: str, of: int | None) -> Message | str:
    """Of the citation's phrases: "Got their first choice, per 100 children"."""
    form = FORMS[metric]
    values: dict[str, object] = {"what": _heading(counts(public, metric, language))}
    values["counted"] = phrase(public, "counted", language)
    if form.condition:
        values["condition"] = phrase(public, form.condition, language)
    if of is None:
        if form.condition:
            return Message("{what}: {counted} {condition}", values)
        return Message("{what}", {"what": values["what"]})
    values["of"] = of
    return replace(_PER_SOME if form.condition else _PER_ALL, values=values)


_PER_ALL = Message("{what}, per {of} {counted}")
_PER_SOME = Message("{what}, per {of} {counted} {condition}")


def _heading(words: Words) -> Words:
    """A part of a sentence as a heading has it: "were marked as urgent" becomes "Marked as urgent"."""
    if isinstance(words, str):
        plain = words.removeprefix("were ")
        return plain[:1].upper() + plain[1:]
    if usual := _HEADINGS.get(words.msgid):
        return usual
    first = next(iter(words.values), None)  # these messages name the part that they begin with first
    return words if first is None else replace(words, values={**words.values, first: _heading_of(words.values[first])})


def _heading_of(part: object) -> object:
    return _heading(part) if isinstance(part, str | Message) else part


_HEADINGS: Mapping[str, Message] = {
    "were picked out": Message("Picked out"),
    "were chosen for help": Message("Chosen for help"),
    "got a yes": Message("Got a yes"),
    "were not picked out": Message("Not picked out"),
    "were not chosen for help": Message("Not chosen for help"),
    "got a no": Message("Got a no"),
    "were put in the wrong class": Message("Put in the wrong class"),
    "got an amount that was too far from the right one": Message("Got an amount that was too far off"),
    "were among the first": Message("Among the first"),
    "were judged good": Message("Judged good"),
    "with something wrong": Message("Something wrong"),
    "with nothing wrong": Message("Nothing wrong"),
    "who needed help": Message("Needed help"),
    "who did not need help": Message("Did not need help"),
    "who should have had a yes": Message("Should have had a yes"),
    "who should have had a no": Message("Should have had a no"),
}


def _words(metric: str, yes_means: YesMeans | None) -> RateWords:
    words = _WORDS.get((metric, yes_means))
    return _WORDS[metric, None] if words is None else words


_WORDS: Mapping[tuple[str, YesMeans | None], RateWords] = {
    ("selection_rate", "burden"): RateWords(
        Message("Picked out"),
        Message("Picked out, per {of} people"),
    ),
    ("selection_rate", "help"): RateWords(
        Message("Chosen for help"),
        Message("Chosen for help, per {of} people"),
    ),
    ("selection_rate", None): RateWords(
        Message("Got a yes"),
        Message("Got a yes, per {of} people"),
    ),
    ("true_positive_rate", "burden"): RateWords(
        Message("Picked out where something was wrong"),
        Message("Picked out, per {of} people where something was wrong"),
    ),
    ("true_positive_rate", "help"): RateWords(
        Message("Chosen among those who needed help"),
        Message("Chosen, per {of} people who needed help"),
    ),
    ("true_positive_rate", None): RateWords(
        Message("Got the yes that was right"),
        Message("Got a yes, per {of} people for whom yes would have been right"),
    ),
    ("false_positive_rate", "burden"): RateWords(
        Message("Picked out for no reason"),
        Message("Picked out for no reason, per {of} people with nothing wrong"),
    ),
    ("false_positive_rate", "help"): RateWords(
        Message("Chosen without needing it"),
        Message("Chosen, per {of} people who did not need help"),
    ),
    ("false_positive_rate", None): RateWords(
        Message("Got a yes that should have been a no"),
        Message("Got a yes, per {of} people for whom no would have been right"),
    ),
    ("true_negative_rate", "burden"): RateWords(
        Message("Left alone where nothing was wrong"),
        Message("Not picked out, per {of} people with nothing wrong"),
    ),
    ("true_negative_rate", "help"): RateWords(
        Message("Not chosen among those who did not need help"),
        Message("Not chosen, per {of} people who did not need help"),
    ),
    ("true_negative_rate", None): RateWords(
        Message("Got the no that was right"),
        Message("Got a no, per {of} people for whom no would have been right"),
    ),
    ("false_negative_rate", "burden"): RateWords(
        Message("Not picked out although something was wrong"),
        Message("Not picked out, per {of} people where something was wrong"),
    ),
    ("false_negative_rate", "help"): RateWords(
        Message("Needed help but were missed"),
        Message("Missed, per {of} people who needed help"),
    ),
    ("false_negative_rate", None): RateWords(
        Message("Got a no that should have been a yes"),
        Message("Got a no, per {of} people for whom yes would have been right"),
    ),
    ("precision", "burden"): RateWords(
        Message("Picked out with good reason"),
        Message("Where something was wrong, per {of} people picked out"),
    ),
    ("precision", "help"): RateWords(
        Message("Chosen and needed it"),
        Message("Needed help, per {of} people chosen"),
    ),
    ("precision", None): RateWords(
        Message("Got a yes that was right"),
        Message("Where yes was right, per {of} people who got a yes"),
    ),
    ("false_discovery_rate", "burden"): RateWords(
        Message("Picked out, but nothing was wrong"),
        Message("Where nothing was wrong, per {of} people picked out"),
    ),
    ("false_discovery_rate", "help"): RateWords(
        Message("Chosen, but did not need it"),
        Message("Did not need help, per {of} people chosen"),
    ),
    ("false_discovery_rate", None): RateWords(
        Message("Got a yes that was wrong"),
        Message("Where yes was wrong, per {of} people who got a yes"),
    ),
    ("false_omission_rate", "burden"): RateWords(
        Message("Passed over, but something was wrong"),
        Message("Where something was wrong, per {of} people not picked out"),
    ),
    ("false_omission_rate", "help"): RateWords(
        Message("Passed over, but needed help"),
        Message("Needed help, per {of} people not chosen"),
    ),
    ("false_omission_rate", None): RateWords(
        Message("Got a no that was wrong"),
        Message("Where no was wrong, per {of} people who got a no"),
    ),
    ("negative_predictive_value", "burden"): RateWords(
        Message("Passed over, and nothing was wrong"),
        Message("Where nothing was wrong, per {of} people not picked out"),
    ),
    ("negative_predictive_value", "help"): RateWords(
        Message("Passed over, and did not need help"),
        Message("Did not need help, per {of} people not chosen"),
    ),
    ("negative_predictive_value", None): RateWords(
        Message("Got a no that was right"),
        Message("Where no was right, per {of} people who got a no"),
    ),
    ("accuracy", None): RateWords(
        Message("Correct decisions"),
        Message("Correct decisions, per {of} people"),
    ),
    ("prevalence", "burden"): RateWords(
        Message("Something was wrong"),
        Message("Where something was wrong, per {of} people"),
    ),
    ("prevalence", "help"): RateWords(
        Message("Needed help"),
        Message("Needed help, per {of} people"),
    ),
    ("prevalence", None): RateWords(
        Message("Yes would have been right"),
        Message("For whom yes would have been right, per {of} people"),
    ),
    ("false_positive_share", "burden"): RateWords(
        Message("Picked out for no reason, of everybody"),
        Message("Picked out for no reason, per {of} people in the whole group"),
    ),
    ("false_positive_share", "help"): RateWords(
        Message("Chosen without needing it, of everybody"),
        Message("Chosen without needing help, per {of} people in the whole group"),
    ),
    ("false_positive_share", None): RateWords(
        Message("Got a wrong yes, of everybody"),
        Message("Got a yes that was wrong, per {of} people in the whole group"),
    ),
    ("misclassification_rate", None): RateWords(
        Message("Put in the wrong class"),
        Message("Put in the wrong class, per {of} people"),
    ),
    ("outside_tolerance_rate", None): RateWords(
        Message("Amount that was too far off"),
        Message("Further off than was decided beforehand, per {of} people"),
    ),
    ("top_share", None): RateWords(
        Message("Among the first"),
        Message("Among the first places, per {of} people"),
    ),
    ("good_share", None): RateWords(
        Message("Answers judged good"),
        Message("Judged good, per {of} answers"),
    ),
}
