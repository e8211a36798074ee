"""Two groups in one sentence: who is worse off, and how many of each. Rounded numbers come from outside. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessments.gate.public_result import PublicResult
from assessments.text.message import Message
from assessments.words.phrases import AMONG, FORMS, Words, after_who, counts, denies, phrase, worse


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """Names of a group and of those it is compared with, and their printed rates as whole numbers of ``of``."""

    metric: str
    group: Words
    reference: Words
    rate: int
    other: int
    of: int

    @property
    def values(self) -> Mapping[str, object]:
        return {
            "group": self.group,
            "reference": self.reference,
            "a": self.rate,
            "b": self.other,
            "of": self.of,
        }


def numbers(public: PublicResult, two: TwoGroups, language: str) -> Message:
    """The two rates in one sentence with a verb."""
    if two.metric not in FORMS:
        return Message("The system was right about {a} in {of} {group} and {b} in {of} {reference}.", two.values)
    form = FORMS[two.metric]
    values = {**two.values, "counts": counts(public, two.metric, language)}
    if form.condition:
        values["condition"] = phrase(public, form.condition, language)
    if two.metric in AMONG:
        return replace(_AMONG_SOME if form.condition else _AMONG_ALL, values=values)
    return replace(_SOME if form.condition else _ALL, values=values)


_ALL = Message("{a} in {of} {group} {counts}, compared with {b} in {of} {reference}.")
_SOME = Message("{a} in {of} {group} {condition} {counts}, compared with {b} in {of} {reference}.")
_AMONG_ALL = Message("Among {of} {group} there were {a} {counts}, compared with {b} among {of} {reference}.")
_AMONG_SOME = Message(
    "Among {of} {group} {condition}, there were {a} {counts}, compared with {b} among {of} {reference}."
)


def worse_first(public: PublicResult, two: TwoGroups, *, is_more: bool) -> TwoGroups:
    """The same two, with the one that is worse off first. ``is_more``: the group's rate is the higher one."""
    if worse(two.metric, public.yes_means) * (1 if is_more else -1) >= 0:
        return two
    return replace(two, group=two.reference, reference=two.group, rate=two.other, other=two.rate)


def who_differs(public: PublicResult, two: TwoGroups, *, is_more: bool, language: str) -> Message:
    """Who is worse off, without a full stop: "women with nothing wrong were picked out more often than men".

    Where neither side is worse off, the group itself comes first. ``is_more``: its rate is the higher one.
    """
    ordered = worse_first(public, two, is_more=is_more)
    first, second = ordered.group, ordered.reference
    more = is_more is (ordered is two)  # whether the one who comes first has the higher rate
    values: dict[str, object] = {"first": first, "second": second}
    if two.metric not in FORMS:
        return replace(_RIGHT_MORE if more else _RIGHT_LESS, values=values)
    form = FORMS[two.metric]
    if form.condition:
        values["condition"] = phrase(public, form.condition, language)
    if two.metric in AMONG:
        values["counts"] = counts(public, two.metric, language)
        return replace(_SHARES[bool(form.condition), more], values=values)
    own = counts(public, two.metric, language)
    if form.counts in ("no", "yes_anyway") and (own == phrase(public, form.counts, language) or denies(own, language)):
        own, more = phrase(public, "yes", language), more is (form.yes > 0)
    if denies(own, language):
        values["verb"] = after_who(str(own), language)
        return replace(_DENIED[bool(form.condition), more], values=values)
    values["first"] = capital(first)
    return replace(_OFTEN[bool(form.condition), more], values={**values, "verb": own})


def capital(words: Words) -> Words:
    """The words as a sentence begins with them."""
    if isinstance(words, str):
        return words[:1].upper() + words[1:]
    return replace(_CAPITALS[words.msgid], values=words.values) if words.msgid in _CAPITALS else words


_CAPITALS: Mapping[str, Message] = {
    "people in the group “{value}”": Message("People in the group “{value}”"),
    "answers in the group “{value}”": Message("Answers in the group “{value}”"),
    "others": Message("Others"),
    "people in all": Message("People in all"),
}


_RIGHT_MORE = Message("The system was right more often about {first} than about {second}")
_RIGHT_LESS = Message("The system was right less often about {first} than about {second}")
_OFTEN: Mapping[tuple[bool, bool], Message] = {
    (False, True): Message("{first} {verb} more often than {second}"),
    (False, False): Message("{first} {verb} less often than {second}"),
    (True, True): Message("{first} {condition} {verb} more often than {second}"),
    (True, False): Message("{first} {condition} {verb} less often than {second}"),
}
_DENIED: Mapping[tuple[bool, bool], Message] = {
    (False, True): Message("It was more common among {first} than among {second} that they {verb}"),
    (False, False): Message("It was less common among {first} than among {second} that they {verb}"),
    (True, True): Message("It was more common among {first} {condition} than among {second} that they {verb}"),
    (True, False): Message("It was less common among {first} {condition} than among {second} that they {verb}"),
}
_SHARES: Mapping[tuple[bool, bool], Message] = {
    (False, True): Message("Among {first} there was a larger share {counts} than among {second}"),
    (False, False): Message("Among {first} there was a smaller share {counts} than among {second}"),
    (True, True): Message("Among {first} {condition}, there was a larger share {counts} than among {second}"),
    (True, False): Message("Among {first} {condition}, there was a smaller share {counts} than among {second}"),
}
