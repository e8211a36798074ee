"""Which of our questions a column of somebody's list may answer, and what is guessed from its name. Reads no rows."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from algorithms.entries.dates import is_unclear, order_of
from algorithms.entries.entry import LANGUAGES
from algorithms.entries.field import Field, Required
from algorithms.entries.kinds import Kind
from algorithms.entries.sections import SECTIONS
from algorithms.standards.reading import STANDARDS, unclear_dates
from algorithms.standards.targets import chosen
from assessments.data.spreadsheet import Sheet
from assessments.text.message import Message

MOST_ROWS = 10_000
MOST_COLUMNS = 100
NAME, DEPARTMENT, TOPIC, CASE_NUMBER = "name-sv", "department", "topic", "case_number"
DAY_ORDER = "day-order"  # stands for all unclear dates of a column: which of their numbers is the day
MOST_WORDS = 90  # distinct values of one column that a person is asked about


@dataclass(frozen=True, slots=True)
class ImportField:
    """One of our questions, in one language where it is answered in both."""

    name: str
    label: Message
    group: Message
    hint: Message | None = None
    kind: Kind = Kind.LINE
    aliases: tuple[str, ...] = ()  # what such a column is called in lists from other systems
    options: tuple[tuple[str, Message], ...] = ()  # answers with their words; those of department and topic come later
    likely: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # answer → what other lists may call it


_ENTRY = Message("The entry itself")


def _with_language(question: Message, language: str) -> Message:
    if language in _WITH_LANGUAGE:
        return replace(_WITH_LANGUAGE[language], values={"question": question})
    return Message("{question} ({language})", {"question": question, "language": language})


_WITH_LANGUAGE: Mapping[str, Message] = {
    "sv": Message("{question} (in Swedish)"),
    "en": Message("{question} (in English)"),
}


def _targets(entry_field: Field, group: Message) -> Iterable[ImportField]:
    shared: dict[str, Any] = {"group": group, "hint": entry_field.hint, "kind": entry_field.kind}
    if entry_field.text is None:
        yield ImportField(
            name=entry_field.name,
            label=entry_field.label,
            aliases=entry_field.aliases,
            options=entry_field.options,
            likely=entry_field.likely,
            **shared,
        )
    elif entry_field.required is not Required.FROM_SECOND_VERSION:  # nothing can be new in a first version
        for language in LANGUAGES:
            yield ImportField(
                name=f"{entry_field.name}-{language}",
                label=_with_language(entry_field.label, language),
                aliases=entry_field.aliases if language == LANGUAGES[0] else (),
                **shared,
            )


TARGETS: Mapping[str, ImportField] = {
    target.name: target
    for target in (
        ImportField(
            name=DEPARTMENT,
            label=Message("Department that owns it"),
            group=_ENTRY,
            kind=Kind.CHOICE,
            aliases=("förvaltning", "department", "verksamhet", "organisation", "nämnd", "bolag"),
        ),
        ImportField(
            name=TOPIC,
            label=Message("Topic it belongs to"),
            group=_ENTRY,
            kind=Kind.CHOICE,
            aliases=("område", "ämne", "topic", "verksamhetsområde"),
        ),
        ImportField(
            name=CASE_NUMBER,
            label=Message("Case number"),
            group=_ENTRY,
            aliases=("diarienummer", "dnr", "ärendenummer", "case number"),
        ),
        *(
            target
            for section in SECTIONS
            for entry_field in section.fields
            for target in _targets(entry_field, section.title)
        ),
    )
}
CHOSEN = tuple(name for name, target in TARGETS.items() if target.kind in (Kind.CHOICE, Kind.YES_NO))


@dataclass(frozen=True, slots=True)
class ImportVocabulary:
    """Our words as people write them, in every language, each folded by ``plainly``."""

    columns: Mapping[str, str]  # what a column may be called → our question
    answers: Mapping[str, Mapping[str, str]]  # question → its words → the answer
    likely: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # the same, to be proposed and never taken
    explained: frozenset[str] = frozenset()  # what the template's second row says

    def answer(self, target: str, cell: str) -> str | None:
        return self.answers.get(target, {}).get(plainly(cell))


@dataclass(frozen=True, slots=True)
class Matching:
    """What a person has said their columns and words mean; a column or word that stands for "" is left out."""

    columns: Mapping[str, str] = field(default_factory=dict)  # their column → our question
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # our question → their word → our answer
    department: str = ""  # of rows that name none
    topic: str = ""
    standard: str = ""  # by which another register has written it: then ``columns`` are targets of that
    language: str = ""  # of its texts
    title: str = ""  # what people call these meanings, to find them for the next list; empty until somebody has chosen


def plainly(text: str) -> str:
    """What counts when words are compared: no case, no signs around them, one blank for blanks and hyphens."""
    loose = unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("-", " ")
    return " ".join(loose.split()).strip(" :*?.")


def guess(names: Iterable[str], words: ImportVocabulary, earlier: Mapping[str, str] | None = None) -> dict[str, str]:
    """For each column the question that its name suggests, each question once; what was said earlier goes first."""
    columns, earlier_targets = list(names), earlier or {}
    targets = {name: earlier_targets[name] for name in columns if name in earlier_targets}
    for name in (column for column in columns if column not in targets):
        target = words.columns.get(plainly(name), "")
        targets[name] = target if target not in targets.values() else ""
    return {name: targets[name] for name in columns}


def as_before(names: Sequence[str], standard: str, earlier: Iterable[Matching]) -> Matching | None:
    """Of what people have chosen for earlier lists, newest first, that for the list most like this one.

    At least half of the columns have the same names. What was meant by words goes with it.
    """
    of_standard = (matching for matching in earlier if matching.standard == standard)
    fitting = ((len(set(names) & set(matching.columns)), matching) for matching in of_standard)
    shared, best = max(fitting, key=lambda pair: pair[0], default=(0, None))
    return best if names and 2 * shared >= len(names) else None


def complaints(matching: Matching, sheet: Sheet) -> dict[str, Message]:
    """What has to be chosen before any row can be read, by the name of the control."""
    messages: dict[str, Message] = {}
    if matching.standard:
        return _lacking(matching)
    answered = [target for name in sheet.names if (target := matching.columns.get(name, ""))]
    for place, name in enumerate(sheet.names):
        target = matching.columns.get(name, "")
        if target and target in [matching.columns.get(earlier, "") for earlier in sheet.names[:place]]:
            messages[f"column-{place}"] = Message(
                "Two columns stand for “{question}”. Leave out “{column}”, or choose something else for it.",
                {"question": TARGETS[target].label, "column": name},
            )
    if NAME not in answered:
        messages["columns"] = Message("Choose which column is the name in Swedish. An entry cannot begin without one.")
    lacking = _lacking(matching)
    return messages | {name: message for name, message in lacking.items() if name not in answered}


def _lacking(matching: Matching) -> dict[str, Message]:
    """Of what is the same for all rows that do not say it."""
    messages: dict[str, Message] = {}
    if not matching.department:
        messages[DEPARTMENT] = Message("Choose the department of all rows, or the column that shows it.")
    if not matching.topic:
        messages[TOPIC] = Message("Choose one topic for all rows, or the column that gives it.")
    return messages


def unknown(sheet: Sheet, matching: Matching, words: ImportVocabulary) -> dict[str, tuple[str, ...]]:
    """Per question the words of the file that are none of ours, as they are first written, in the file's order.

    Of dates in which either number may be the day, and whose column does not show it, the first one.
    """
    if matching.standard:  # other words that are unclear are kept, and the draft says so
        unclear = unclear_dates(sheet, chosen(STANDARDS[matching.standard], matching.columns))
        return {target: (written,) for target, written in unclear.items()}
    unknown_words: dict[str, dict[str, str]] = {}
    for place, name in enumerate(sheet.names):
        target = matching.columns.get(name, "")
        if target in CHOSEN:
            for _, cells in sheet.rows:
                cell = cells[place]
                if cell and words.answer(target, cell) is None and plainly(cell) not in words.explained:
                    unknown_words.setdefault(target, {}).setdefault(plainly(cell), cell)
        elif target and TARGETS[target].kind is Kind.MONTH and (written := _unclear_date(sheet, place)):
            unknown_words[target] = {DAY_ORDER: written}
    return {target: tuple(written.values()) for target, written in unknown_words.items()}


def _unclear_date(sheet: Sheet, place: int) -> str | None:
    written = [cells[place] for _, cells in sheet.rows]
    return next(filter(is_unclear, written), None) if order_of(written) is None else None


def word_key(target: str, word: str) -> str:
    """Under what the meaning of a word is kept; all dates of a column have one."""
    return DAY_ORDER if TARGETS[target].kind is Kind.MONTH else plainly(word)


def unanswered(sheet: Sheet, matching: Matching, words: ImportVocabulary) -> int:
    """How many of those words nobody has given a meaning yet."""
    return sum(
        word_key(target, word) not in matching.answers.get(target, {})
        for target, unknown_words in unknown(sheet, matching, words).items()
        for word in unknown_words[:MOST_WORDS]
    )
