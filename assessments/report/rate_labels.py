"""What each rate is called on a page, and how it is told of a group: in words for a burden, a help, or neither.

Only words. Which rates there are: metrics.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessments.plan.plan import YesMeans
from assessments.text.message import Sentence


@dataclass(frozen=True, slots=True)
class RateWords:
    """``title`` in a few words, ``caption`` says of which 100 people, ``told`` says it of one group."""

    title: Sentence
    caption: Sentence
    told: Sentence


def title(metric: str, yes_means: YesMeans | None) -> Sentence:
    return _words(metric, yes_means).title


def caption(metric: str, yes_means: YesMeans | None) -> Sentence:
    """What the figures of a chart or table are: of which 100 people."""
    return _words(metric, yes_means).caption


def told(metric: str, yes_means: YesMeans | None, group: object, of_100: int) -> Sentence:
    """The rate of one group as a sentence."""
    sentence = _words(metric, yes_means).told
    if sentence.plural is None:
        return replace(sentence, values={"group": group, "b": of_100})
    return replace(sentence, values={"group": group}, count=of_100)


def _words(metric: str, yes_means: YesMeans | None) -> RateWords:
    found = _WORDS.get((metric, yes_means))
    return _WORDS[metric, None] if found is None else found


_WORDS: Mapping[tuple[str, YesMeans | None], RateWords] = {
    ("selection_rate", "burden"): RateWords(
        Sentence("Picked out"),
        Sentence("Picked out, of 100 people"),
        Sentence("Of 100 {group}, {count} was picked out.", plural="Of 100 {group}, {count} were picked out."),
    ),
    ("selection_rate", "help"): RateWords(
        Sentence("Chosen for help"),
        Sentence("Chosen for help, of 100 people"),
        Sentence(
            "Of 100 {group}, {count} was chosen for help.", plural="Of 100 {group}, {count} were chosen for help."
        ),
    ),
    ("selection_rate", None): RateWords(
        Sentence("Got a yes"),
        Sentence("Got a yes, of 100 people"),
        Sentence("Of 100 {group}, {b} got a yes."),
    ),
    ("true_positive_rate", "burden"): RateWords(
        Sentence("Picked out where something was wrong"),
        Sentence("Picked out, of 100 people where something was wrong"),
        Sentence(
            "Of 100 {group} where something was wrong, {count} was picked out.",
            plural="Of 100 {group} where something was wrong, {count} were picked out.",
        ),
    ),
    ("true_positive_rate", "help"): RateWords(
        Sentence("Chosen among those who needed help"),
        Sentence("Chosen, of 100 people who needed help"),
        Sentence(
            "Of 100 {group} who needed help, {count} was chosen.",
            plural="Of 100 {group} who needed help, {count} were chosen.",
        ),
    ),
    ("true_positive_rate", None): RateWords(
        Sentence("Got the yes that was right"),
        Sentence("Got a yes, of 100 people for whom yes would have been right"),
        Sentence("Of 100 {group} for whom yes would have been right, {b} got a yes."),
    ),
    ("false_positive_rate", "burden"): RateWords(
        Sentence("Picked out for no reason"),
        Sentence("Picked out for no reason, of 100 people with nothing wrong"),
        Sentence(
            "Of 100 {group} with nothing wrong, {count} was still picked out.",
            plural="Of 100 {group} with nothing wrong, {count} were still picked out.",
        ),
    ),
    ("false_positive_rate", "help"): RateWords(
        Sentence("Chosen without needing it"),
        Sentence("Chosen, of 100 people who did not need help"),
        Sentence(
            "Of 100 {group} who did not need help, {count} was chosen all the same.",
            plural="Of 100 {group} who did not need help, {count} were chosen all the same.",
        ),
    ),
    ("false_positive_rate", None): RateWords(
        Sentence("Got a yes that should have been a no"),
        Sentence("Got a yes, of 100 people for whom no would have been right"),
        Sentence("Of 100 {group} for whom no would have been right, {b} still got a yes."),
    ),
    ("true_negative_rate", "burden"): RateWords(
        Sentence("Left alone where nothing was wrong"),
        Sentence("Not picked out, of 100 people with nothing wrong"),
        Sentence(
            "Of 100 {group} with nothing wrong, {count} was left alone.",
            plural="Of 100 {group} with nothing wrong, {count} were left alone.",
        ),
    ),
    ("true_negative_rate", "help"): RateWords(
        Sentence("Not chosen among those who did not need help"),
        Sentence("Not chosen, of 100 people who did not need help"),
        Sentence(
            "Of 100 {group} who did not need help, {count} was not chosen.",
            plural="Of 100 {group} who did not need help, {count} were not chosen.",
        ),
    ),
    ("true_negative_rate", None): RateWords(
        Sentence("Got the no that was right"),
        Sentence("Got a no, of 100 people for whom no would have been right"),
        Sentence("Of 100 {group} for whom no would have been right, {b} got a no."),
    ),
    ("false_negative_rate", "burden"): RateWords(
        Sentence("Not picked out although something was wrong"),
        Sentence("Not picked out, of 100 people where something was wrong"),
        Sentence(
            "Of 100 {group} where something was wrong, {count} was not picked out.",
            plural="Of 100 {group} where something was wrong, {count} were not picked out.",
        ),
    ),
    ("false_negative_rate", "help"): RateWords(
        Sentence("Missed although they needed help"),
        Sentence("Missed, of 100 people who needed help"),
        Sentence("Of 100 {group} who needed help, the system missed {b}."),
    ),
    ("false_negative_rate", None): RateWords(
        Sentence("Got a no that should have been a yes"),
        Sentence("Got a no, of 100 people for whom yes would have been right"),
        Sentence("Of 100 {group} for whom yes would have been right, {b} still got a no."),
    ),
    ("precision", "burden"): RateWords(
        Sentence("Picked out with good reason"),
        Sentence("Where something was wrong, of 100 people picked out"),
        Sentence("Of 100 {group} who were picked out, something was wrong for {b}."),
    ),
    ("precision", "help"): RateWords(
        Sentence("Chosen and needed it"),
        Sentence("Needed help, of 100 people chosen"),
        Sentence("Of 100 {group} who were chosen, {b} needed help."),
    ),
    ("precision", None): RateWords(
        Sentence("Got a yes that was right"),
        Sentence("Where yes was right, of 100 people who got a yes"),
        Sentence("Of 100 {group} who got a yes, it was right for {b}."),
    ),
    ("false_discovery_rate", "burden"): RateWords(
        Sentence("Picked out, but nothing was wrong"),
        Sentence("Where nothing was wrong, of 100 people picked out"),
        Sentence("Of 100 {group} who were picked out, nothing was wrong for {b}."),
    ),
    ("false_discovery_rate", "help"): RateWords(
        Sentence("Chosen, but did not need it"),
        Sentence("Did not need help, of 100 people chosen"),
        Sentence("Of 100 {group} who were chosen, {b} did not need help."),
    ),
    ("false_discovery_rate", None): RateWords(
        Sentence("Got a yes that was wrong"),
        Sentence("Where yes was wrong, of 100 people who got a yes"),
        Sentence("Of 100 {group} who got a yes, it was wrong for {b}."),
    ),
    ("false_omission_rate", "burden"): RateWords(
        Sentence("Passed over, but something was wrong"),
        Sentence("Where something was wrong, of 100 people not picked out"),
        Sentence("Of 100 {group} who were not picked out, something was wrong for {b}."),
    ),
    ("false_omission_rate", "help"): RateWords(
        Sentence("Passed over, but needed help"),
        Sentence("Needed help, of 100 people not chosen"),
        Sentence("Of 100 {group} who were not chosen, {b} needed help."),
    ),
    ("false_omission_rate", None): RateWords(
        Sentence("Got a no that was wrong"),
        Sentence("Where no was wrong, of 100 people who got a no"),
        Sentence("Of 100 {group} who got a no, it was wrong for {b}."),
    ),
    ("negative_predictive_value", "burden"): RateWords(
        Sentence("Passed over, and nothing was wrong"),
        Sentence("Where nothing was wrong, of 100 people not picked out"),
        Sentence("Of 100 {group} who were not picked out, nothing was wrong for {b}."),
    ),
    ("negative_predictive_value", "help"): RateWords(
        Sentence("Passed over, and did not need help"),
        Sentence("Did not need help, of 100 people not chosen"),
        Sentence("Of 100 {group} who were not chosen, {b} did not need help."),
    ),
    ("negative_predictive_value", None): RateWords(
        Sentence("Got a no that was right"),
        Sentence("Where no was right, of 100 people who got a no"),
        Sentence("Of 100 {group} who got a no, it was right for {b}."),
    ),
    ("accuracy", None): RateWords(
        Sentence("Decided right"),
        Sentence("Decided right, of 100 people"),
        Sentence("Of 100 {group}, the system was right about {b}."),
    ),
    ("prevalence", "burden"): RateWords(
        Sentence("Something was wrong"),
        Sentence("Where something was wrong, of 100 people"),
        Sentence("Of 100 {group}, something was wrong for {b}, whoever was picked out."),
    ),
    ("prevalence", "help"): RateWords(
        Sentence("Needed help"),
        Sentence("Needed help, of 100 people"),
        Sentence("Of 100 {group}, {b} needed help, whoever was chosen."),
    ),
    ("prevalence", None): RateWords(
        Sentence("Yes would have been right"),
        Sentence("For whom yes would have been right, of 100 people"),
        Sentence("Of 100 {group}, yes would have been right for {b}, whatever was decided."),
    ),
    ("false_positive_share", "burden"): RateWords(
        Sentence("Picked out for no reason, of everybody"),
        Sentence("Picked out for no reason, of 100 people in the whole group"),
        Sentence(
            "Of 100 {group} in all, {count} was picked out for no reason.",
            plural="Of 100 {group} in all, {count} were picked out for no reason.",
        ),
    ),
    ("false_positive_share", "help"): RateWords(
        Sentence("Chosen without needing it, of everybody"),
        Sentence("Chosen without needing help, of 100 people in the whole group"),
        Sentence(
            "Of 100 {group} in all, {count} was chosen without needing help.",
            plural="Of 100 {group} in all, {count} were chosen without needing help.",
        ),
    ),
    ("false_positive_share", None): RateWords(
        Sentence("Got a wrong yes, of everybody"),
        Sentence("Got a yes that was wrong, of 100 people in the whole group"),
        Sentence("Of 100 {group} in all, {b} got a yes that was wrong."),
    ),
    ("misclassification_rate", None): RateWords(
        Sentence("Put in the wrong class"),
        Sentence("Put in the wrong class, of 100 people"),
        Sentence(
            "Of 100 {group}, {count} was put in the wrong class.",
            plural="Of 100 {group}, {count} were put in the wrong class.",
        ),
    ),
    ("outside_tolerance_rate", None): RateWords(
        Sentence("Amount that was too far off"),
        Sentence("Further off than was decided beforehand, of 100 people"),
        Sentence("Of 100 {group}, {b} got an amount that was too far off."),
    ),
    ("top_share", None): RateWords(
        Sentence("Among the first"),
        Sentence("Among the first places, of 100 people"),
        Sentence(
            "Of 100 {group}, {count} was among the first.",
            plural="Of 100 {group}, {count} were among the first.",
        ),
    ),
}
