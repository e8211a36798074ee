"""Words that are erased for good by a decision on records: which, and what is read in their place. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from algorithms.entries.entry import LANGUAGES, PUBLIC, Version
from algorithms.entries.texts import Text
from assessments.text.message import Message

LONGEST_DECISION = 200  # characters
_INSTEAD: Mapping[str, str] = {"sv": "(Raderat: {decision})", "en": "(Erased: {decision})"}


@dataclass(frozen=True, slots=True)
class ErasableText:
    """A text of a version that is or was public, in one language."""

    version: int
    text: Text
    language: str

    @property
    def key(self) -> str:
        """How a form and the command call it."""
        return f"{self.version}/{self.part}"

    @property
    def part(self) -> str:
        """How the seal calls it."""
        return f"text/{self.text.value}/{self.language}"


def erasable(versions: Iterable[Version]) -> Iterator[ErasableText]:
    """Every text of a public version, oldest version first, in the order of the form."""
    for version in versions:
        if version.state in PUBLIC:
            for text in Text:
                yield from (
                    ErasableText(version.number, text, language)
                    for language in LANGUAGES
                    if version.text(text, language)
                )


def objections(erased: object, decision: str) -> dict[str, Message]:
    """What stands in the way, by what was asked."""
    wrong: dict[str, Message] = {}
    if erased is None:
        wrong["text"] = Message("Choose the text that is erased.")
    if not 0 < len(tidy(decision)) <= LONGEST_DECISION:
        most = {"most": LONGEST_DECISION}
        wrong["decision"] = Message("Write by which decision it is erased, in at most {most} characters.", most)
    return wrong


def instead(decision: str, language: str) -> str:
    """What stands where the words stood."""
    return _INSTEAD.get(language, _INSTEAD[LANGUAGES[0]]).format(decision=tidy(decision))


def tidy(decision: str) -> str:
    return " ".join(decision.split())
