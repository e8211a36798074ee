"""What people may write in a list that is imported: our words in every language, and a template that shows them."""

from collections.abc import Mapping, Sequence
from functools import cache

from algorithms.entries.dates import DayOrder
from algorithms.entries.entry import Department
from algorithms.importing.columns import (
    CALLED,
    DEPARTMENT,
    NAME,
    TARGETS,
    TOPIC,
    ImportField,
    ImportVocabulary,
    plainly,
)
from algorithms.importing.progress import ImportState
from algorithms.questionnaire.sections import HUMAN_ROLE_WORDS, STATUS_WORDS, QuestionKind
from assessments.text.message import Message, labelled
from register.language import Language, translate
from register.spreadsheets.workbook import workbook
from register.web.labels import TOPICS

YES_NO: Mapping[str, Message] = {"yes": Message("Yes"), "no": Message("No")}
ANSWERS: Mapping[str, Mapping[str, Message]] = {
    "operational_status": {key.value: words for key, words in STATUS_WORDS.items()},
    "human_role": {key.value: words for key, words in HUMAN_ROLE_WORDS.items()},
    "personal_data": YES_NO,
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
MARKS = Message("What to mend")  # the column of the file that is handed back
# What lists from elsewhere often say. Proposed, never taken: a person decides what a word means.
_LIKELY: Mapping[str, Mapping[str, str]] = {
    "operational_status": {
        **dict.fromkeys(
            ("i drift", "drift", "produktion", "i produktion", "aktiv", "active", "live", "används"), "in-use"
        ),
        **dict.fromkeys(("pilot", "på prov", "test", "testas", "pilotdrift", "trial"), "pilot"),
        **dict.fromkeys(("planeras", "planering", "under införande", "utveckling", "idé", "upphandling"), "planned"),
        **dict.fromkeys(("avvecklad", "avvecklat", "avslutad", "ur drift", "nedlagd", "retired"), "ended"),
    },
    "personal_data": {
        **dict.fromkeys(("j", "y", "x", "true", "sant", "1"), "yes"),
        **dict.fromkeys(("n", "false", "falskt", "0"), "no"),
    },
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
        return [(str(department.id), department.names[language]) for department in departments]
    if TARGETS[target].kind is QuestionKind.MONTH:
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
    for target, names in CALLED.items():
        for name in names:
            by_name.setdefault(plainly(name), target)
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
    if target.kind is QuestionKind.EMAIL:
        return Message("The address of a shared mailbox.")
    return target.hint or Message("Where the city keeps the records of it.")


def _listed(words: Sequence[Message]) -> Message:
    """Some words with commas between, in whatever language they are said."""
    first, *rest = words
    return Message("{first}, {rest}", {"first": first, "rest": _listed(rest)}) if rest else first
