"""What became of the cells of another register's list: as a table by column, as a file for people, and as JSON."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from algorithms.entries.fields import BY_NAME
from algorithms.importing.columns import TARGETS, TOPIC, Matching
from algorithms.standards.fates import FATE_WORDS, CellFate, Fate, LossReport
from algorithms.standards.reading import STANDARDS
from algorithms.standards.targets import ORIGIN_TARGETS
from assessments.data.spreadsheet import guarded
from assessments.text.languages import SOURCE
from assessments.text.message import Message
from register.language import Language, translate

_HEAD = (
    Message("Row"),
    Message("Column"),
    Message("What became of it"),
    Message("Our field"),
    Message("Why, and what to do"),
)


@dataclass(frozen=True, slots=True)
class ColumnLoss:
    column: str
    target: Message | None
    counts: tuple[int, ...]  # in the order of the fates


@dataclass(frozen=True, slots=True)
class LossPage:
    """``counts`` add up to all filled cells."""

    cells: int
    fates: tuple[Message, ...]
    counts: tuple[int, ...]
    columns: tuple[ColumnLoss, ...]


def loss_of(by_column: Mapping[str, Mapping[Any, int]], matching: Matching | None) -> LossPage | None:
    """None where the list is none of another register's."""
    if not by_column:
        return None
    standard = STANDARDS.get(matching.standard) if matching else None
    targets = matching.columns if matching else {}
    chosen = {standard.named(name) if standard else name: target for name, target in targets.items()}
    columns = tuple(
        ColumnLoss(column, _label(chosen.get(column, "")), tuple(counts[fate] for fate in Fate))
        for column, counts in by_column.items()
    )
    counts = tuple(map(sum, zip(*(column.counts for column in columns), strict=True)))
    return LossPage(cells=sum(counts), fates=tuple(FATE_WORDS.values()), counts=counts, columns=columns)


def _label(target: str) -> Message | None:
    if target in BY_NAME:
        return BY_NAME[target].label
    return TARGETS[TOPIC].label if target == TOPIC else ORIGIN_TARGETS.get(target)


def as_csv(report: LossReport, language: Language) -> str:
    """A line for every filled cell, as people read it."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([translate(head, language) for head in _HEAD])
    fate_words = {fate: translate(words, language) for fate, words in FATE_WORDS.items()}
    for cell in report.cells:
        reason = translate(cell.reason, language) if cell.reason else ""
        field = translate(BY_NAME[cell.field].label, language) if cell.field in BY_NAME else cell.field
        lines.writerow([cell.row, guarded(cell.column), fate_words[cell.fate], field, guarded(reason)])
    return "\ufeff" + written.getvalue()


def as_json(standard: str, rows: int, report: LossReport) -> Mapping[str, Any]:
    """In English, as all that programs read."""
    return {
        "standard": standard,
        "rows": rows,
        "filled": len(report.cells),
        "fates": _counts(report.counts),
        "columns": {column: _counts(counts) for column, counts in report.by_column.items()},
        "cells": [_cell(cell) for cell in report.cells],
    }


def _counts(counts: Mapping[Fate, int]) -> dict[str, int]:
    return {fate.value: number for fate, number in counts.items()}


def _cell(cell: CellFate) -> dict[str, Any]:
    reason = translate(cell.reason, SOURCE) if cell.reason else ""
    return {"row": cell.row, "column": cell.column, "fate": cell.fate.value, "field": cell.field, "reason": reason}
