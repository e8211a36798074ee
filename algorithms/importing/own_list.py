"""An entry as a row that an import reads without a question: our own names of columns, and keys for words. Pure."""

from algorithms.entries.entry import LANGUAGES, Version
from algorithms.entries.kinds import plain
from algorithms.entries.texts import Text
from algorithms.importing.columns import CASE_NUMBER, DEPARTMENT, TARGETS, TOPIC
from assessments.data.spreadsheet import guarded

HEAD = tuple(TARGETS)
_TEXTS = {f"{text.value}-{language}": (text, language) for text in Text for language in LANGUAGES}


def row_of(version: Version, department: str) -> list[str]:
    """``department`` is the slug of its owner; texts are as they may be read."""
    entry_cells = {DEPARTMENT: department, TOPIC: version.entry.topic.value, CASE_NUMBER: version.entry.case_number}
    return [guarded(entry_cells[name] if name in entry_cells else _cell(version, name)) for name in HEAD]


def _cell(version: Version, name: str) -> str:
    if name in _TEXTS:
        return version.texts.get(_TEXTS[name], "")
    return plain(getattr(version.answers, name))
