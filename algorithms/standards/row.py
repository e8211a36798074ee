"""One row of another register's list on its way: each filled cell is taken, turned, kept or refused. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from algorithms.entries.dates import DayOrder
from algorithms.entries.entry import Topic
from algorithms.entries.fields import BY_NAME
from algorithms.entries.kinds import Kind
from algorithms.entries.kinds import plain as written
from algorithms.entries.texts import Text
from algorithms.standards import cleaning
from algorithms.standards.fates import CellFate, Fate
from algorithms.standards.field_map import StandardColumn, Vocabulary, Way
from algorithms.standards.months import is_unclear_month, month
from assessments.text.message import Message, labelled

_FORMULA_ERROR = re.compile(r"#N/A|#[A-Z/0]{2,14}[!?]")
_SENTENCE_END = re.compile(r"[.!?](?=\s)")
_NO_PLACE = Message("There is no field for it.")
_SHORTENED = Message("Shortened, as it is too long. The whole text stays in the origin.")
_PARAGRAPH = Message("Written under a heading of its own, in a text with other answers.")
_CLEANED = Message("Written without tags and signs that a program had left in it.")
_WITHOUT_ADDRESS = Message("What has no address is no link. It stays in the origin.")
_FIRST_EMAIL = Message("The first of several addresses is taken. All of them stay in the origin.")
_UNCLEAR = Message("It may be either of two months. Say which number is the day, or write it as 2026-03.")
_SINCE = Message("More was written than one of our words for it. The whole stays in the origin.")
_NAMED = frozenset({"other_identifiers", "state"})
_LEAST = 80  # characters: less of a text than this says nothing


class _Fit(Enum):
    """How much of a cell a text had room for."""

    WHOLE = auto()
    BEGINNING = auto()
    NOTHING = auto()


@dataclass(slots=True)
class Row:
    number: int
    cells: Mapping[str, str]  # column → what it says; only the filled ones
    language: str
    vocabulary: Vocabulary
    orders: Mapping[str, DayOrder | None]
    texts: dict[Text, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    topic: Topic | None = None
    origin: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, Message] = field(default_factory=dict)  # column → why it stands in the origin
    fates: list[CellFate] = field(default_factory=list)

    def take(self, column: StandardColumn) -> None:
        """The cell of this column, once."""
        cell = self.cells[column.name]
        if _FORMULA_ERROR.fullmatch(cell.strip()):
            reason = Message("This is the error of a formula in the spreadsheet. Write the value itself.")
            self._end(column, Fate.REFUSED, reason)
        else:
            _WAYS[column.way](self, column, cleaning.readable(cell))

    def keep_the_rest(self) -> None:
        """Columns that the standard does not have, and a name where there is none."""
        ended = {fate.column for fate in self.fates}
        for name in self.cells:
            if name not in ended:
                self._keep(StandardColumn(name=name, way=Way.RETAINED), _NO_PLACE)
        if not self.texts.get(Text.NAME):
            words = cleaning.on_a_line(self.texts.get(Text.SUMMARY, "")) or self.origin.get("organisation", "")
            self.texts[Text.NAME] = _shortened(words, BY_NAME[Text.NAME].limit) if words else f"({self.number})"

    def text(self, column: StandardColumn, plain: str) -> None:
        """A paragraph of its text; what has no room is kept whole."""
        fit = self._add(column, plain)
        if fit is _Fit.NOTHING:
            self._keep(column, Message("The text has no room for it. Shorten the text, and add what is needed."))
        elif fit is _Fit.BEGINNING:
            self.reasons[column.name] = _SHORTENED
            self._end(column, Fate.TURNED, _SHORTENED)
        elif column.headings or self.texts[Text(column.target)] != self._as_written(column, plain):
            self._end(column, Fate.TURNED, _PARAGRAPH)
        else:
            self._taken_if_same(column, plain, _CLEANED)

    def search_words(self, column: StandardColumn, plain: str) -> None:
        """As many as there is room for."""
        written = list(filter(None, self.texts.get(Text.SEARCH_WORDS, "").split(", ")))
        fitting = written + [part for part in cleaning.parts(plain) if part not in written]
        limit = BY_NAME[Text.SEARCH_WORDS].limit
        is_whole = len(", ".join(fitting)) <= limit
        while len(", ".join(fitting)) > limit:
            fitting.pop()
        self.texts[Text.SEARCH_WORDS] = ", ".join(fitting)
        if len(fitting) == len(written) and not is_whole:
            self._keep(column, Message("There is no room for more search words."))
            return
        if not is_whole:
            self.reasons[column.name] = _SHORTENED
        reason = Message("As search words, with commas between.")
        self._taken_if_same(column, ", ".join(fitting), reason if is_whole else _SHORTENED)

    def theme(self, column: StandardColumn, plain: str) -> None:
        """The first theme that is known gives the topic."""
        known = self.vocabulary.topics
        topics = [known[part.casefold()] for part in cleaning.parts(plain) if part.casefold() in known]
        if topics and self.topic is None:
            self.topic = topics[0]
        before = len(self.fates)
        self.search_words(column, plain)
        if topics:
            del self.fates[before:]
            self._end(column, Fate.TURNED, Message("Gives the topic it belongs to, and search words."))

    def links(self, column: StandardColumn, plain: str) -> None:
        """A line for each address. Things without an address become words, so that none is lost."""
        listed = cleaning.items(plain)
        lines = [_line(column, item) for item in listed if item.address]
        titles = [item.title for item in listed if not item.address]
        if lines and not self._add_lines(lines):
            self._keep(column, Message("There is no room for more links. Choose those that people need."))
        elif lines:
            reason = Message("As a link.", plural="As {count} links.", count=len(lines))
            if titles:
                self.reasons[column.name] = _WITHOUT_ADDRESS
            if len(lines) == 1 and cleaning.is_address(plain):
                self._end(column, Fate.TAKEN, field_name=Text.LINKS)
            else:
                self._end(column, Fate.TURNED, reason, field_name=Text.LINKS)
        elif column.target and titles:
            self.text(column, "; ".join(titles))
        else:
            self._keep(column, Message("It is no address. Write one that begins with https://, or leave it out."))

    def email(self, column: StandardColumn, plain: str) -> None:
        """An address on the web in its place becomes a link."""
        addresses = cleaning.emails(plain)
        if addresses:
            self.answers[column.target] = addresses[0]
            if len(addresses) > 1:
                self.reasons[column.name] = _FIRST_EMAIL
            self._taken_if_same(column, addresses[0], _FIRST_EMAIL if len(addresses) > 1 else _CLEANED)
        elif cleaning.is_address(plain) and self._add_lines([_line(column, cleaning.Item("", plain))]):
            reason = Message("It is a web address, so it is kept among the links.")
            self._end(column, Fate.TURNED, reason, field_name=Text.LINKS)
        else:
            self._keep(column, Message("Write an address with an @, for example unit@city.example."))

    def month(self, column: StandardColumn, plain: str) -> None:
        answer = month(plain, self.orders.get(column.name))
        if answer is None:
            wrong = Message("Write year and month with a hyphen, for example 2026-03.")
            self._keep(column, _UNCLEAR if is_unclear_month(plain) else wrong)
            return
        self.answers[column.target] = answer
        self._taken_if_same(column, answer, Message("Read as {month}.", {"month": answer}))

    def status(self, column: StandardColumn, plain: str) -> None:
        """By its word; where a sentence begins with one, the whole stays in the origin."""
        status, words = plain.casefold().strip(" ."), self.vocabulary.status_words(self.language)
        word = next((known for known in words if status == known), None)
        since = [f"{known} {word}" for known in words for word in ("since ", "sinds ")] if word is None else []
        begun = next((start.rpartition(" s")[0] for start in since if status.startswith(start)), None)
        if word is None and begun is None:
            self._keep(column, Message("Choose whether it is planned, on trial, in use or ended."))
            return
        if begun:
            self.reasons[column.name] = _SINCE
        self.answers[column.target] = words[word or begun or ""].value
        self._end(column, Fate.TURNED, Message("Read as one of our words for it."))

    def yes_no(self, column: StandardColumn, plain: str) -> None:
        answer = self.vocabulary.yes_no.get(plain.casefold().strip(" ."))
        if answer is None:
            self._keep(column, Message("Choose yes or no."))
            return
        self.answers[column.target] = answer
        self._end(column, Fate.TURNED, Message("Read as one of our words for it."))

    def answer(self, column: StandardColumn, plain: str) -> None:
        """Any other field, where the cell is one of its answers."""
        answer, wrong = BY_NAME[column.target].read(plain)
        if answer is None:
            self._keep(column, wrong or _NO_PLACE)
            return
        self.answers[column.target] = written(answer)
        self._taken_if_same(column, plain, _CLEANED)

    def own(self, column: StandardColumn, plain: str) -> None:
        """What the origin has a field for; a sentence in place of an id or address is kept."""
        wrong = {"identifier": " " in plain, "address": not cleaning.is_address(plain)}.get(column.target, False)
        if wrong:
            self._keep(column, Message("It names no entry of theirs."))
            return
        words, target = cleaning.on_a_line(plain), column.target
        if target == "identifier" and "identifier" in self.origin:
            target = "other_identifiers"
        if target in _NAMED:  # several columns may say it
            words = f"{column.name}: {words}"
        self.origin[target] = "; ".join(filter(None, [self.origin.get(target, ""), words]))
        self._end(column, Fate.TAKEN)

    def retain(self, column: StandardColumn, _plain: str) -> None:
        self._keep(column, column.reason or _NO_PLACE)

    def _add(self, column: StandardColumn, plain: str) -> _Fit:
        """As much of it as there is room for."""
        name = Text(column.target)
        entry_field = BY_NAME[name]
        words = self._as_written(column, plain)
        before = self.texts.get(name, "")
        heading = column.headings.get(self.language, "") or (before and column.heading)
        start = f"{before}\n\n" if before else ""
        lead = f"{heading}: " if heading else ""
        room = entry_field.limit - len(start) - len(lead)
        if len(words) <= room:
            self.texts[name] = f"{start}{lead}{words}"
            return _Fit.WHOLE
        if room < _LEAST:
            return _Fit.NOTHING
        self.texts[name] = f"{start}{lead}{_shortened(words, room)}"
        return _Fit.BEGINNING

    def _as_written(self, column: StandardColumn, plain: str) -> str:
        return cleaning.on_a_line(plain) if BY_NAME[Text(column.target)].kind is Kind.LINE else plain

    def _add_lines(self, lines: Iterable[str]) -> bool:
        """None of them where one has no room: half of a list says something else."""
        written = self.texts.get(Text.LINKS, "").splitlines()
        together = "\n".join(written + [line for line in lines if line not in written])
        if len(together) > BY_NAME[Text.LINKS].limit:
            return False
        self.texts[Text.LINKS] = together
        return True

    def _taken_if_same(self, column: StandardColumn, now: str, otherwise: Message) -> None:
        is_same = _spaced(now) == _spaced(self.cells[column.name])
        self._end(column, Fate.TAKEN if is_same else Fate.TURNED, None if is_same else otherwise)

    def _keep(self, column: StandardColumn, reason: Message) -> None:
        self.reasons[column.name] = reason
        self.fates.append(CellFate(row=self.number, column=column.name, fate=Fate.RETAINED, reason=reason))

    def _end(self, column: StandardColumn, fate: Fate, reason: Message | None = None, *, field_name: str = "") -> None:
        entry_field = field_name or column.target
        self.fates.append(CellFate(row=self.number, column=column.name, fate=fate, field=entry_field, reason=reason))


def _line(column: StandardColumn, item: cleaning.Item) -> str:
    title = f"{item.title}, " if item.title else ""
    return f"{column.kind.value}: {title}{item.address}"


def _shortened(words: str, room: int) -> str:
    """To the end of a sentence where one lies in the second half, else of a word."""
    if len(words) <= room:
        return words
    cut = words[: room - 1]
    ends = [match.end() for match in _SENTENCE_END.finditer(words, 0, room)]
    if ends and ends[-1] > room // 2:
        return words[: ends[-1]]
    return f"{cut.rsplit(None, 1)[0] if ' ' in cut else cut}…"


def _spaced(text: str) -> str:
    return " ".join(text.split())


_WAYS: Mapping[Way, Callable[[Row, StandardColumn, str], None]] = labelled(
    Way,
    {
        Way.TEXT: Row.text,
        Way.WORDS: Row.search_words,
        Way.LINKS: Row.links,
        Way.EMAIL: Row.email,
        Way.MONTH: Row.month,
        Way.STATUS: Row.status,
        Way.YES_NO: Row.yes_no,
        Way.ANSWER: Row.answer,
        Way.THEME: Row.theme,
        Way.ORIGIN: Row.own,
        Way.RETAINED: Row.retain,
    },
)
