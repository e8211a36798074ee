"""What each rate is called on a page, and how it is worded for a group: in words for a burden, a help, or neither.

Only words. Which rates there are: metrics.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessments.plan.plan import YesMeans
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class RateWords:
    """``title`` in a few words, ``caption`` says of which 100 people, ``sentence`` gives the rate of one group."""

    title: Message
    caption: Message
    sentence: Message


NAMES: Mapping[str, Message] = {
    "selection_rate": Message("How many are chosen (selection rate)"),
    "true_positive_rate": Message("How many are chosen where the truth is yes (true positive rate)"),
    "false_positive_rate": Message("How many are chosen although the truth is no (false positive rate)"),
    "true_negative_rate": Message("How many are not chosen where the truth is no (true negative rate)"),
    "false_negative_rate": Message("How many are missed although the truth is yes (false negative rate)"),
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
    return _words(metric, yes_means).title


def caption(metric: str, yes_means: YesMeans | None, of: int = 100) -> Message:
    """What the figures of a chart or table are: of which 100 people, or 1,000 or 10,000 where the rate is rare."""
    return replace(_words(metric, yes_means).caption, values={"of": of})


def rate_sentence(metric: str, yes_means: YesMeans | None, group: object, number: int, of: int = 100) -> Message:
    """The rate of one group as a sentence: so many of 100, or of 1,000 or 10,000."""
    sentence = _words(metric, yes_means).sentence
    if sentence.plural is None:
        return replace(sentence, values={"group": group, "b": number, "of": of})
    return replace(sentence, values={"group": group, "of": of}, count=number)


def _words(metric: str, yes_means: YesMeans | None) -> RateWords:
    words = _WORDS.get((metric, yes_means))
    return _WORDS[metric, None] if words is None else words


_WORDS: Mapping[tuple[str, YesMeans | None], RateWords] = {
    ("selection_rate", "burden"): RateWords(
        Message("Picked out"),
        Message("Picked out, of {of} people"),
        Message("Of {of} {group}, {count} was picked out.", plural="Of {of} {group}, {count} were picked out."),
    ),
    ("selection_rate", "help"): RateWords(
        Message("Chosen for help"),
        Message("Chosen for help, of {of} people"),
        Message(
            "Of {of} {group}, {count} was chosen for help.", plural="Of {of} {group}, {count} were chosen for help."
        ),
    ),
    ("selection_rate", None): RateWords(
        Message("Got a yes"),
        Message("Got a yes, of {of} people"),
        Message("Of {of} {group}, {b} got a yes."),
    ),
    ("true_positive_rate", "burden"): RateWords(
        Message("Picked out where something was wrong"),
        Message("Picked out, of {of} people where something was wrong"),
        Message(
            "Of {of} {group} where something was wrong, {count} was picked out.",
            plural="Of {of} {group} where something was wrong, {count} were picked out.",
        ),
    ),
    ("true_positive_rate", "help"): RateWords(
        Message("Chosen among those who needed help"),
        Message("Chosen, of {of} people who needed help"),
        Message(
            "Of {of} {group} who needed help, {count} was chosen.",
            plural="Of {of} {group} who needed help, {count} were chosen.",
        ),
    ),
    ("true_positive_rate", None): RateWords(
        Message("Got the yes that was right"),
        Message("Got a yes, of {of} people for whom yes would have been right"),
        Message("Of {of} {group} for whom yes would have been right, {b} got a yes."),
    ),
    ("false_positive_rate", "burden"): RateWords(
        Message("Picked out for no reason"),
        Message("Picked out for no reason, of {of} people with nothing wrong"),
        Message(
            "Of {of} {group} with nothing wrong, {count} was still picked out.",
            plural="Of {of} {group} with nothing wrong, {count} were still picked out.",
        ),
    ),
    ("false_positive_rate", "help"): RateWords(
        Message("Chosen without needing it"),
        Message("Chosen, of {of} people who did not need help"),
        Message(
            "Of {of} {group} who did not need help, {count} was chosen all the same.",
            plural="Of {of} {group} who did not need help, {count} were chosen all the same.",
        ),
    ),
    ("false_positive_rate", None): RateWords(
        Message("Got a yes that should have been a no"),
        Message("Got a yes, of {of} people for whom no would have been right"),
        Message("Of {of} {group} for whom no would have been right, {b} still got a yes."),
    ),
    ("true_negative_rate", "burden"): RateWords(
        Message("Left alone where nothing was wrong"),
        Message("Not picked out, of {of} people with nothing wrong"),
        Message(
            "Of {of} {group} with nothing wrong, {count} was left alone.",
            plural="Of {of} {group} with nothing wrong, {count} were left alone.",
        ),
    ),
    ("true_negative_rate", "help"): RateWords(
        Message("Not chosen among those who did not need help"),
        Message("Not chosen, of {of} people who did not need help"),
        Message(
            "Of {of} {group} who did not need help, {count} was not chosen.",
            plural="Of {of} {group} who did not need help, {count} were not chosen.",
        ),
    ),
    ("true_negative_rate", None): RateWords(
        Message("Got the no that was right"),
        Message("Got a no, of {of} people for whom no would have been right"),
        Message("Of {of} {group} for whom no would have been right, {b} got a no."),
    ),
    ("false_negative_rate", "burden"): RateWords(
        Message("Not picked out although something was wrong"),
        Message("Not picked out, of {of} people where something was wrong"),
        Message(
            "Of {of} {group} where something was wrong, {count} was not picked out.",
            plural="Of {of} {group} where something was wrong, {count} were not picked out.",
        ),
    ),
    ("false_negative_rate", "help"): RateWords(
        Message("Missed although they needed help"),
        Message("Missed, of {of} people who needed help"),
        Message("Of {of} {group} who needed help, the system missed {b}."),
    ),
    ("false_negative_rate", None): RateWords(
        Message("Got a no that should have been a yes"),
        Message("Got a no, of {of} people for whom yes would have been right"),
        Message("Of {of} {group} for whom yes would have been right, {b} still got a no."),
    ),
    ("precision", "burden"): RateWords(
        Message("Picked out with good reason"),
        Message("Where something was wrong, of {of} people picked out"),
        Message("Of {of} {group} who were picked out, something was wrong for {b}."),
    ),
    ("precision", "help"): RateWords(
        Message("Chosen and needed it"),
        Message("Needed help, of {of} people chosen"),
        Message("Of {of} {group} who were chosen, {b} needed help."),
    ),
    ("precision", None): RateWords(
        Message("Got a yes that was right"),
        Message("Where yes was right, of {of} people who got a yes"),
        Message("Of {of} {group} who got a yes, it was right for {b}."),
    ),
    ("false_discovery_rate", "burden"): RateWords(
        Message("Picked out, but nothing was wrong"),
        Message("Where nothing was wrong, of {of} people picked out"),
        Message("Of {of} {group} who were picked out, nothing was wrong for {b}."),
    ),
    ("false_discovery_rate", "help"): RateWords(
        Message("Chosen, but did not need it"),
        Message("Did not need help, of {of} people chosen"),
        Message("Of {of} {group} who were chosen, {b} did not need help."),
    ),
    ("false_discovery_rate", None): RateWords(
        Message("Got a yes that was wrong"),
        Message("Where yes was wrong, of {of} people who got a yes"),
        Message("Of {of} {group} who got a yes, it was wrong for {b}."),
    ),
    ("false_omission_rate", "burden"): RateWords(
        Message("Passed over, but something was wrong"),
        Message("Where something was wrong, of {of} people not picked out"),
        Message("Of {of} {group} who were not picked out, something was wrong for {b}."),
    ),
    ("false_omission_rate", "help"): RateWords(
        Message("Passed over, but needed help"),
        Message("Needed help, of {of} people not chosen"),
        Message("Of {of} {group} who were not chosen, {b} needed help."),
    ),
    ("false_omission_rate", None): RateWords(
        Message("Got a no that was wrong"),
        Message("Where no was wrong, of {of} people who got a no"),
        Message("Of {of} {group} who got a no, it was wrong for {b}."),
    ),
    ("negative_predictive_value", "burden"): RateWords(
        Message("Passed over, and nothing was wrong"),
        Message("Where nothing was wrong, of {of} people not picked out"),
        Message("Of {of} {group} who were not picked out, nothing was wrong for {b}."),
    ),
    ("negative_predictive_value", "help"): RateWords(
        Message("Passed over, and did not need help"),
        Message("Did not need help, of {of} people not chosen"),
        Message("Of {of} {group} who were not chosen, {b} did not need help."),
    ),
    ("negative_predictive_value", None): RateWords(
        Message("Got a no that was right"),
        Message("Where no was right, of {of} people who got a no"),
        Message("Of {of} {group} who got a no, it was right for {b}."),
    ),
    ("accuracy", None): RateWords(
        Message("Decided right"),
        Message("Decided right, of {of} people"),
        Message("Of {of} {group}, the system was right about {b}."),
    ),
    ("prevalence", "burden"): RateWords(
        Message("Something was wrong"),
        Message("Where something was wrong, of {of} people"),
        Message("Of {of} {group}, something was wrong for {b}, no matter who was picked out."),
    ),
    ("prevalence", "help"): RateWords(
        Message("Needed help"),
        Message("Needed help, of {of} people"),
        Message("Of {of} {group}, {b} needed help, no matter who was chosen."),
    ),
    ("prevalence", None): RateWords(
        Message("Yes would have been right"),
        Message("For whom yes would have been right, of {of} people"),
        Message("Of {of} {group}, yes would have been right for {b}, whatever was decided."),
    ),
    ("false_positive_share", "burden"): RateWords(
        Message("Picked out for no reason, of everybody"),
        Message("Picked out for no reason, of {of} people in the whole group"),
        Message(
            "Of {of} {group} in all, {count} was picked out for no reason.",
            plural="Of {of} {group} in all, {count} were picked out for no reason.",
        ),
    ),
    ("false_positive_share", "help"): RateWords(
        Message("Chosen without needing it, of everybody"),
        Message("Chosen without needing help, of {of} people in the whole group"),
        Message(
            "Of {of} {group} in all, {count} was chosen without needing help.",
            plural="Of {of} {group} in all, {count} were chosen without needing help.",
        ),
    ),
    ("false_positive_share", None): RateWords(
        Message("Got a wrong yes, of everybody"),
        Message("Got a yes that was wrong, of {of} people in the whole group"),
        Message("Of {of} {group} in all, {b} got a yes that was wrong."),
    ),
    ("misclassification_rate", None): RateWords(
        Message("Put in the wrong class"),
        Message("Put in the wrong class, of {of} people"),
        Message(
            "Of {of} {group}, {count} was put in the wrong class.",
            plural="Of {of} {group}, {count} were put in the wrong class.",
        ),
    ),
    ("outside_tolerance_rate", None): RateWords(
        Message("Amount that was too far off"),
        Message("Further off than was decided beforehand, of {of} people"),
        Message("Of {of} {group}, {b} got an amount that was too far off."),
    ),
    ("top_share", None): RateWords(
        Message("Among the first"),
        Message("Among the first places, of {of} people"),
        Message(
            "Of {of} {group}, {count} was among the first.",
            plural="Of {of} {group}, {count} were among the first.",
        ),
    ),
    ("good_share", None): RateWords(
        Message("Answers judged good"),
        Message("Judged good, of {of} answers"),
        Message("Of {of} {group}, {count} was judged good.", plural="Of {of} {group}, {count} were judged good."),
    ),
}
