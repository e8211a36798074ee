"""Words that are erased for good by a decision on records: which, and what is read in their place. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from algorithms.entries.entry import LANGUAGES, PUBLIC, Version
from algorithms.entries.fields import BY_NAME
from algorithms.entries.texts import Text
from assessments.text.message import Message

LONGEST_DECISION = 200  # characters
_INSTEAD: Mapping[str, str] = {"sv": "(Raderat: {decision})", "en": "(Erased: {decision})"}
_MEASURE: Mapping[str, Message] = {
    "what": Message("what is done about a difference"),
    "who": Message("who carries the measure out"),
    "accepted": Message("why a difference is accepted"),
}
_TITLE = Message("title of a test")
_FINDING_WORDS = Message("what a finding, a mistake and the groups of a test are called")
_OPINION: Mapping[str, Message] = {
    "text": Message("the data protection officer’s opinion"),
    "answer": Message("the answer to the opinion"),
}


@dataclass(frozen=True, slots=True)
class Erasable:
    """Words of a version that is or was public: a text in one language; of an opinion or a measure, in all of them."""

    version: int
    name: str  # text/risks, opinion/answer, measure/2/what, evidence/2/words
    label: Message
    language: str = ""

    @property
    def key(self) -> str:
        """How a form and the command call it."""
        return "/".join(filter(None, (str(self.version), self.name, self.language)))


def erasable(versions: Iterable[Version]) -> Iterator[Erasable]:
    """All that can be erased of public versions, the oldest version first."""
    for version in versions:
        if version.state in PUBLIC:
            yield from _texts(version)
            yield from _opinion(version)
            yield from _measures(version)
            yield from _titles(version)
            yield from _finding_words(version)


def _texts(version: Version) -> Iterator[Erasable]:
    for text in Text:
        for language in LANGUAGES:
            if version.text(text, language):
                yield Erasable(
                    version=version.number,
                    name=f"text/{text.value}",
                    label=BY_NAME[text.value].label,
                    language=language,
                )


def _opinion(version: Version) -> Iterator[Erasable]:
    if (opinion := version.opinion) is not None:
        for column, words in (("text", opinion.texts), ("answer", opinion.answer)):
            if any(words.values()):
                yield Erasable(version=version.number, name=f"opinion/{column}", label=_OPINION[column])


def _measures(version: Version) -> Iterator[Erasable]:
    for evidence in version.evidence:
        for column, label in _MEASURE.items():
            if evidence.measure is not None and any(getattr(evidence.measure, column).values()):
                yield Erasable(version=version.number, name=f"measure/{evidence.number}/{column}", label=label)


def _titles(version: Version) -> Iterator[Erasable]:
    for evidence in version.evidence:
        for language, words in evidence.titles.items():
            if words and evidence.cited:
                yield Erasable(version=version.number, name=f"title/{evidence.number}", label=_TITLE, language=language)


def _finding_words(version: Version) -> Iterator[Erasable]:
    for evidence in version.evidence:
        if any(evidence.words.in_short.values()):
            yield Erasable(version=version.number, name=f"evidence/{evidence.number}/words", label=_FINDING_WORDS)


def objections(erased: object, decision: str) -> dict[str, Message]:
    """What stands in the way, by what was asked."""
    wrong: dict[str, Message] = {}
    if erased is None:
        wrong["text"] = Message("Choose the text that is erased.")
    if not 0 < len(tidy(decision)) <= LONGEST_DECISION:
        most = {"most": LONGEST_DECISION}
        wrong["decision"] = Message("Write the decision under which it is erased, in at most {most} characters.", most)
    return wrong


def instead(decision: str, language: str) -> str:
    """What stands where the words stood."""
    return _INSTEAD.get(language, _INSTEAD[LANGUAGES[0]]).format(decision=tidy(decision))


def instead_of(words: Mapping[str, str], decision: str) -> dict[str, str]:
    """The same in each language in which something was said."""
    return {language: instead(decision, language) for language, text in words.items() if text}


def tidy(decision: str) -> str:
    return " ".join(decision.split())
