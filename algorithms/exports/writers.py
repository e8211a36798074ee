"""How answers are made that several standards ask for: texts within a limit, links of a kind, months and days. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from algorithms.entries.entry import Topic
from algorithms.entries.links import Link, LinkKind, links
from algorithms.entries.texts import Text
from algorithms.exports.values import AnswerState, ExportField, ExportSubject, FieldAnswer
from algorithms.records.record_fields import record_name
from assessments.text.message import Message

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_SHORTENED = Message("Shortened to what the standard has room for.")
_TOGETHER = Message("Written together with other answers.")
_ELSEWHERE = Message("It is not written in this language yet.")
_CHOSEN = Message("In a word of the standard.")
Answering = Callable[[ExportSubject], FieldAnswer]


def text(*names: Text, limit: int | None = None) -> Answering:
    """These texts as paragraphs; the first stands without a heading, as it answers what is asked."""

    def answer(subject: ExportSubject) -> FieldAnswer:
        written = [words for name in names if (words := subject.text(name))]
        if not written:
            return FieldAnswer("", note=_ELSEWHERE if subject.in_other_languages(names) else None)
        together = "\n\n".join(written)
        if limit is not None and len(together) > limit:
            return FieldAnswer(shortened(together, limit), note=_SHORTENED)
        return FieldAnswer(together, note=_TOGETHER if len(written) > 1 else None)

    return answer


def shortened(words: str, room: int) -> str:
    """To the end of a sentence where one lies in the second half, else of a word."""
    if len(words) <= room:
        return words
    ends = [match.end() for match in _SENTENCE_END.finditer(words) if match.end() <= room]
    if ends and ends[-1] > room // 2:
        return words[: ends[-1]]
    return f"{words[: room - 1].rsplit(None, 1)[0]}…"


def typed(name: str) -> Answering:
    """A typed answer as it is."""
    return lambda subject: FieldAnswer(subject.entry.answer(name) or "")


def chosen(name: str, words: Mapping[Any, str]) -> Answering:
    """A typed answer as the standard's word for it."""

    def answer(subject: ExportSubject) -> FieldAnswer:
        word = words.get(subject.entry.answer(name), "")
        return FieldAnswer(word, note=_CHOSEN if word else None)

    return answer


def topic(words: Mapping[Topic, str], note: Message) -> Answering:
    """Their themes are finer than ours, so a person looks."""
    return lambda subject: FieldAnswer(words[subject.entry.topic], AnswerState.CHECK, note)


def address(*kinds: LinkKind) -> Answering:
    """The first link of these kinds."""

    def answer(subject: ExportSubject) -> FieldAnswer:
        return FieldAnswer(next((link.address for link in links_of(subject, *kinds)), ""))

    return answer


def links_of(subject: ExportSubject, *kinds: LinkKind) -> tuple[Link, ...]:
    """In the language of the export first, each address once."""
    texts = subject.entry.localized(Text.LINKS)
    ordered = [texts[subject.language], *(words for language, words in texts.items() if language != subject.language)]
    by_address = {
        link.address: link for words in reversed(ordered) for link in reversed(links(words)) if link.kind in kinds
    }
    return tuple(reversed(by_address.values()))


def listed_links(*kinds: LinkKind) -> Answering:
    """Each as a line with its title."""

    def answer(subject: ExportSubject) -> FieldAnswer:
        lines = (f"{link.title} {link.address}".strip() for link in links_of(subject, *kinds))
        return FieldAnswer("\n".join(lines))

    return answer


def source_code(subject: ExportSubject) -> FieldAnswer:
    """The link of that kind, else the answer where it is an address."""
    linked = address(LinkKind.SOURCE_CODE)(subject)
    if linked.is_written:
        return linked
    return FieldAnswer(next((link.address for link in links(subject.text(Text.SOURCE_CODE))), ""))


def constant(value: str) -> Answering:
    return lambda _: FieldAnswer(value)


def nothing(note: Message | None = None) -> Answering:
    """Of what we have no field for."""
    return lambda _: FieldAnswer("", note=note)


def export_field(name: str, answer: Answering, *source_fields: str, required: bool = False) -> ExportField:
    return ExportField(
        name=name, required=required, source_fields=tuple(map(record_name, source_fields)), answer=answer
    )
