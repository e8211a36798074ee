"""What one citation of a run calls its groups, its yes, and a mistake, by language. It belongs to no plan's hash. Pure.

A phrase that nobody has written is empty: then the usual words are used, which words.phrases has.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.plan.plan import Label
from assessments.text.languages import Language
from assessments.text.message import Message

PHRASES = ("counted", "yes", "no", "should", "should_not", "mistake")
LONGEST = 120  # letters of a phrase or of a group's name
Phrases = Mapping[str, Mapping[str, str]]  # name of the phrase → language → words


@dataclass(frozen=True, slots=True)
class FindingWords:
    """``things`` where applications or e-mails are counted, and not people: in English they are no *who*."""

    phrases: Phrases = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    things: bool = False
    erased: str = ""  # the decision by which words that stood here were erased

    def phrase(self, name: str, language: str) -> str:
        """The words in this language, without a full stop at the end; '' where nobody has written any."""
        return self.phrases.get(name, {}).get(language, "").strip().rstrip(".")

    def over(self, labels: Iterable[Label]) -> tuple[Label, ...]:
        """The names of groups with these in the place of those that the plan gave them."""
        named = {(label.attribute, label.value): label for label in (*labels, *self.labels)}
        return tuple(named.values())

    def objections(self) -> tuple[Message, ...]:
        """Why these words cannot be taken."""
        texts = [words for texts in self.phrases.values() for words in texts.values()]
        texts += [name for label in self.labels for name in (label.sv, label.en)]
        too_long = any(len(text) > LONGEST for text in texts)
        return (Message("Write at most {most} characters in each field.", {"most": LONGEST}),) if too_long else ()

    @property
    def in_short(self) -> dict[str, str]:
        """All of the words in one line for each language, for the history."""
        phrases = {name: self.phrases.get(name, {}) for name in PHRASES}
        lines = {}
        for language in Language:
            parts = [texts.get(language, "").strip() for texts in phrases.values()]
            parts += [label.sv if language == "sv" else label.en for label in self.labels]
            lines[str(language)] = "; ".join(part for part in parts if part)
        return lines

    @property
    def written(self) -> str:
        """For a column of the database; '' where all words are the usual ones."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True) if self.to_dict() else ""

    def to_dict(self) -> dict[str, Any]:
        phrases = {
            name: {language: words for language, words in texts.items() if words.strip()}
            for name, texts in self.phrases.items()
        }
        labels = [{"attribute": x.attribute, "value": x.value, "sv": x.sv, "en": x.en} for x in self.labels]
        return {
            **{name: texts for name, texts in phrases.items() if texts},
            **({"labels": labels} if labels else {}),
            **({"things": True} if self.things else {}),
            **({"erased": self.erased} if self.erased else {}),
        }

    @classmethod
    def read(cls, stored: str) -> "FindingWords":
        """What ``written`` made of it."""
        stored_words: dict[str, Any] = json.loads(stored) if stored else {}
        labels = (
            Label(attribute=x["attribute"], value=x["value"], sv=x["sv"], en=x["en"])
            for x in stored_words.get("labels", ())
        )
        return cls(
            phrases={name: stored_words[name] for name in PHRASES if name in stored_words},
            labels=tuple(labels),
            things=stored_words.get("things", False),
            erased=stored_words.get("erased", ""),
        )


USUAL_WORDS = FindingWords()


def proposed_names(groups: Iterable[tuple[str | None, str | None]]) -> tuple[Label, ...]:
    """What groups nobody has named are probably called, from their values: "18–29" as an age, "K" as a sex."""
    proposed = []
    for attribute, value in groups:
        if attribute is None or value is None:
            continue
        names = _of_sex(attribute, value) or _of_age(attribute, value)
        if names is not None:
            proposed.append(Label(attribute=attribute, value=value, sv=names[0], en=names[1]))
    return tuple(proposed)


_SEXES = {"kön", "kon", "sex", "gender", "juridiskt kön"}
_WOMEN, _MEN = {"k", "kvinna", "kvinnor", "f", "female", "woman", "women"}, {"m", "man", "män", "male", "men"}
_AGES = {"ålder", "alder", "åldersgrupp", "aldersgrupp", "age", "age group", "age_group"}


def _of_sex(attribute: str, value: str) -> tuple[str, str] | None:
    if attribute.lower() not in _SEXES:
        return None
    if value.lower() in _WOMEN:
        return "kvinnor", "women"
    return ("män", "men") if value.lower() in _MEN else None


def _of_age(attribute: str, value: str) -> tuple[str, str] | None:
    if attribute.lower() not in _AGES:
        return None
    if match := re.fullmatch(r"(\d+)\s*[–-]\s*(\d+)(?: år)?", value):
        low, high = match.groups()
        return f"personer mellan {low} och {high} år", f"people aged {low} to {high}"
    if match := re.fullmatch(r"<\s*(\d+)(?: år)?", value):
        return f"personer under {match[1]} år", f"people under {match[1]}"
    if match := re.fullmatch(r"≥\s*(\d+)|(\d+)\s*\+", value):
        age = match[1] or match[2]
        return f"personer som är {age} år eller äldre", f"people aged {age} and over"
    return None
