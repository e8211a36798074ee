"""What people may write in a list that is imported: our words in every language, and a template that shows them."""

from collections.abc import Mapping, Sequence
from functools import cache

from algorithms.entries.dates import DayOrder
from algorithms.entries.entry import Department
from algorithms.entries.kinds import Kind
from algorithms.importing.columns import (
    DEPARTMENT,
    NAME,
    TARGETS,
    TOPIC,
    ImportField,
    ImportVocabulary,
    plainly,
)
from algorithms.importing.progress import ImportState
from assessments.text.localized import in_language
from assessments.text.message import Message, labelled
from register.language import Language, translate
from register.spreadsheets.workbook import workbook
from register.web.labels import TOPICS

ANSWERS: Mapping[str, Mapping[str, Message]] = {
    **{name: dict(target.options) for name, target in TARGETS.items() if target.options},
    TOPIC: {key.value: words for key, words in TOPICS.items()},
}
DAY_ORDERS: Mapping[DayOrder, Message] = labelled(
    DayOrder,
    {
        DayOrder.FIRST: Message("A date in which the first number is the day"),
        DayOrder.SECOND: Message("A date in which the second number is the day"),
    },
)
STATES: Mapping[ImportState, Message] = labelled(
    ImportState,
    {
        ImportState.RECEIVED: Message("The file is being read"),
        ImportState.UNREADABLE: Message("Could not be read"),
        ImportState.READ: Message("Not imported yet"),
        ImportState.QUEUED: Message("The entries are being created"),
        ImportState.DONE: Message("Imported"),
        ImportState.UNDONE: Message("Undone"),
        ImportState.CANCELLED: Message("Cancelled"),
        ImportState.EXPIRED: Message("Not finished in time"),
    },
)
MARKS = Message("What to fix")  # the column of the file that is handed back
# What lists from elsewhere often say. Proposed, never taken: a person decides what a word means.
_LIKELY: Mapping[str, Mapping[str, str]] = {
    name: {word: answer for answer, words in target.likely.items() for word in words}
    for name, target in TARGETS.items()
    if target.likely
}


def vocabulary(departments: Sequence[Department]) -> ImportVocabulary:
    """All of our words, with the names, boards and addresses of these departments."""
    owners = {
        plainly(name): str(department.id)
        for department in departments
        for name in (department.slug, *department.boards.values(), *department.names.values())
    }
    return ImportVocabulary(
        columns=_columns(), answers={**_answers(), DEPARTMENT: owners}, likely=_LIKELY, explained=_explained()
    )


def choices(target: str, departments: Sequence[Department], language: Language) -> list[tuple[str, Message | str]]:
    """The answers that a word may stand for."""
    if target == DEPARTMENT:
        return [(str(department.id), in_language(department.names, language)) for department in departments]
    if TARGETS[target].kind is Kind.MONTH:
        return [(order.value, words) for order, words in DAY_ORDERS.items()]
    return list(ANSWERS[target].items())


def template(language: Language) -> bytes:
    """An empty list: the names of all columns, and a row that explains them and is not imported."""
    shown = tuple(TARGETS.values())
    rows = [
        [translate(import_field.label, language) for import_field in shown],
        [translate(_explanation(import_field), language) for import_field in shown],
    ]
    return workbook(rows, heads=1, width=28)


@cache
def _columns() -> dict[str, str]:
    """What a column may be called: by our own name for it, by its question, and as elsewhere."""
    by_name = {plainly(import_field.name): import_field.name for import_field in TARGETS.values()}
    for language in Language:
        by_name |= {
            plainly(translate(import_field.label, language)): import_field.name for import_field in TARGETS.values()
        }
        for import_field in TARGETS.values():
            if import_field.name.endswith("-sv"):  # the question alone means Swedish
                by_name.setdefault(plainly(translate(_question(import_field), language)), import_field.name)
        by_name[plainly(translate(MARKS, language))] = ""
    for import_field in TARGETS.values():
        for name in import_field.aliases:
            by_name.setdefault(plainly(name), import_field.name)
    return by_name


@cache
def _answers() -> dict[str, dict[str, str]]:
    return {
        target: {
            plainly(word): key
            for key, words in answers.items()
            for word in (key, *(translate(words, language) for language in Language))
        }
        for target, answers in ANSWERS.items()
    }


@cache
def _explained() -> frozenset[str]:
    return frozenset(
        plainly(translate(_explanation(import_field), language))
        for language in Language
        for import_field in TARGETS.values()
    )


def _question(target: ImportField) -> Message:
    inner = target.label.values.get("question")
    return inner if isinstance(inner, Message) else target.label


def _explanation(target: ImportField) -> Message:
    """What is to be written in a column; its words where it takes one of a few."""
    if target.name == DEPARTMENT:
        return Message("The name of the department. Empty means the one you choose for all rows.")
    if target.name in ANSWERS:
        return Message("One of these: {words}.", {"words": _listed(list(ANSWERS[target.name].values()))})
    if target.name == NAME:
        return Message("Must be filled in. {hint}", {"hint": target.hint})
    if target.kind is Kind.EMAIL:
        return Message("The address of a shared mailbox.")
    return target.hint or Message("Where the city keeps the records of it.")


def _listed(words: Sequence[Message]) -> Message:
    """Some words with commas between, in whatever language they are said."""
    first, *rest = words
    return Message("{first}, {rest}", {"first": first, "rest": _listed(rest)}) if rest else first
