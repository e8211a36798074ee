"""What a yes is, who should have had it and what a mistake is, as parts of sentences; and which rate is made of which.

The words of the citation where somebody has written them, else the usual ones for a burden, a help, or neither. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.gate.public_result import PublicResult
from assessments.plan.names.finding_words import PHRASES
from assessments.plan.plan import YesMeans
from assessments.text.message import Message

Words = str | Message


@dataclass(frozen=True, slots=True)
class RateForm:
    """Of whom a rate is (``condition``) and what of them is counted (``counts``), as names of phrases.

    ``yes`` is 1 where more of it means a yes more often, -1 where less often, 0 where it is about no yes.
    """

    condition: str
    counts: str
    yes: int = 0


FORMS: Mapping[str, RateForm] = {
    "selection_rate": RateForm("", "yes", 1),
    "true_positive_rate": RateForm("should", "yes", 1),
    "false_positive_rate": RateForm("should_not", "yes_anyway", 1),
    "true_negative_rate": RateForm("should_not", "no", -1),
    "false_negative_rate": RateForm("should", "no", -1),
    "precision": RateForm("who_yes", "should"),
    "false_discovery_rate": RateForm("who_yes", "should_not"),
    "false_omission_rate": RateForm("who_no", "should"),
    "negative_predictive_value": RateForm("who_no", "should_not"),
    "prevalence": RateForm("", "should"),
    "false_positive_share": RateForm("", "should_not_who_yes"),
    "misclassification_rate": RateForm("", "wrong_class", 1),
    "outside_tolerance_rate": RateForm("", "wrong_amount", 1),
    "top_share": RateForm("", "first", 1),
    "good_share": RateForm("", "good", 1),
}
AMONG = frozenset(
    {
        "precision",
        "false_discovery_rate",
        "false_omission_rate",
        "negative_predictive_value",
        "prevalence",
        "false_positive_share",
    }
)  # what they count is no verb, but a kind of people: "there were 4 who needed help"

_USUAL: Mapping[tuple[str, YesMeans | None], Message] = {
    ("yes", "burden"): Message("were picked out"),
    ("yes", "help"): Message("were chosen for help"),
    ("yes", None): Message("got a yes"),
    ("no", "burden"): Message("were not picked out"),
    ("no", "help"): Message("were not chosen for help"),
    ("no", None): Message("got a no"),
    ("who_no", "burden"): Message("who were not picked out"),
    ("who_no", "help"): Message("who were not chosen for help"),
    ("who_no", None): Message("who got a no"),
    ("should", "burden"): Message("with something wrong"),
    ("should", "help"): Message("who needed help"),
    ("should", None): Message("who should have had a yes"),
    ("should_not", "burden"): Message("with nothing wrong"),
    ("should_not", "help"): Message("who did not need help"),
    ("should_not", None): Message("who should have had a no"),
    ("counted", None): Message("people"),
    ("wrong_class", None): Message("were put in the wrong class"),
    ("wrong_amount", None): Message("got an amount that was too far from the right one"),
    ("good", None): Message("were judged good"),
    ("first", None): Message("were among the first"),
}
_WRITTEN_AS = {"wrong_class": "mistake", "wrong_amount": "mistake", "first": "yes", "good": "yes"}
# Whether more of it is worse (1) or better (-1) for a group; what is in neither list has no direction.
_WORSE: Mapping[tuple[str, YesMeans | None], int] = {
    ("selection_rate", "burden"): 1,
    ("selection_rate", "help"): -1,
    ("top_share", "help"): -1,
    ("top_share", "burden"): 1,
    ("true_positive_rate", "help"): -1,
    ("false_negative_rate", "help"): 1,
    ("false_positive_rate", "burden"): 1,
    ("true_negative_rate", "burden"): -1,
    ("false_positive_share", "burden"): 1,
    ("false_discovery_rate", "burden"): 1,
    ("precision", "burden"): -1,
    ("false_omission_rate", "help"): 1,
    ("negative_predictive_value", "help"): -1,
}
_WORSE_ALWAYS = {"misclassification_rate": 1, "outside_tolerance_rate": 1, "accuracy": -1, "good_share": -1}
_NEGATIONS = {
    "sv": frozenset({"inte", "ej", "aldrig", "ingen", "inget", "inga", "utan"}),
    "en": frozenset({"not", "never", "no", "without", "didn’t", "didn't", "nothing", "nobody"}),
}


def worse(metric: str, yes_means: YesMeans | None) -> int:
    """1 where more of it is worse for a group, -1 where it is better, 0 where it is neither."""
    return _WORSE.get((metric, yes_means), _WORSE_ALWAYS.get(metric, 0))


def phrase(public: PublicResult, name: str, language: str) -> Words:
    """One part of a sentence about this result: as it was written for the citation, else in the usual words."""
    if name == "yes_anyway":
        return Message("{yes} anyway", {"yes": phrase(public, "yes", language)})
    if name == "should_not_who_yes":
        parts = {"should_not": phrase(public, "should_not", language), "who_yes": phrase(public, "who_yes", language)}
        return Message("{should_not} {who_yes} anyway", parts)
    if written := public.words.phrase(_WRITTEN_AS.get(name, name.removeprefix("who_")), language):
        return _who(public, written, language) if name.startswith("who_") else written
    if name == "who_yes":
        return _who(public, phrase(public, "yes", language), language)
    usual = _USUAL.get((name, public.yes_means))
    return _USUAL[name, None] if usual is None else usual


def counts(public: PublicResult, metric: str, language: str) -> Words:
    """What a rate counts. Where it is the mistake itself, in the words that were written for the mistake."""
    form = FORMS[metric]
    mistake = public.words.phrase("mistake", language) if (metric, public.yes_means) in _MISTAKES else ""
    return mistake or phrase(public, form.counts, language)


_MISTAKES = (("false_positive_rate", "burden"), ("false_negative_rate", "help"))


def phrases_needed(public: PublicResult) -> tuple[str, ...]:
    """Names of the phrases that the rates of this result are made of, in the order in which they are asked."""
    parts = {part for figure in public.overall.figures if (form := FORMS.get(figure.metric)) for part in _parts(form)}
    classes = any(figure.metric in _WRITTEN_AS_MISTAKE for figure in public.overall.figures)
    plain = {_WRITTEN_AS.get(part, part) for part in parts} | ({"mistake"} if classes or public.yes_means else set())
    return tuple(name for name in PHRASES if name == "counted" or name in plain)


_WRITTEN_AS_MISTAKE = ("misclassification_rate", "outside_tolerance_rate")


def _parts(form: RateForm) -> set[str]:
    names = {form.condition.removeprefix("who_"), form.counts}
    names |= {"yes"} if "yes_anyway" in names else set()
    return names | ({"should_not", "yes"} if "should_not_who_yes" in names else set())


def is_written(public: PublicResult, metric: str, language: str) -> bool:
    """Whether any word of this rate is the citation's own."""
    form = FORMS.get(metric)
    if form is None:
        return False
    names = {"counted", *(_WRITTEN_AS.get(part, part) for part in (form.condition, form.counts))}
    plain = {name.removeprefix("who_") for name in names}
    plain |= {"yes"} if "yes_anyway" in plain else set()
    plain |= {"should_not", "yes"} if "should_not_who_yes" in plain else set()
    plain |= {"mistake"} if (metric, public.yes_means) in _MISTAKES else set()
    return any(public.words.phrase(name, language) for name in plain)


def denies(words: Words, language: str) -> bool:
    """Whether *more often* behind these words could be misread: "did not get it more often" may mean its opposite."""
    return isinstance(words, str) and not _NEGATIONS.get(language, frozenset()).isdisjoint(words.lower().split())


def after_who(words: str, language: str) -> str:
    """The same words as they stand behind *who*: in Swedish "fick inte plats" becomes "inte fick plats"."""
    first, _, rest = words.partition(" ")
    second, _, others = rest.partition(" ")
    return f"{second} {first} {others}".strip() if language == "sv" and second in {"inte", "aldrig", "ändå"} else words


def _who(public: PublicResult, words: Words, language: str) -> Message:
    verb = after_who(words, language) if isinstance(words, str) else words
    return Message("that {verb}", {"verb": verb}) if public.words.things else Message("who {verb}", {"verb": verb})
