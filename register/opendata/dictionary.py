"""The data dictionary: every column of every file, what it means in each language, and what others call it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from algorithms.entries.entry import LANGUAGES
from algorithms.records.documents import DICTIONARY
from algorithms.records.record_fields import Column, Shape
from algorithms.records.terms import iri
from assessments.text.message import Message, labelled
from register.language import Language, translate
from register.opendata.datasets import DATASETS, OpenDataset
from register.opendata.files import csv_line
from register.web.labels import OPINIONS, TOPICS

SHAPES = labelled(
    Shape,
    {
        Shape.WORDS: Message("text, in each language a column"),
        Shape.TEXT: Message("text"),
        Shape.RECORDS: Message("list of records, each with its parts; in files what names each of them"),
        Shape.LINK: Message("address on the web"),
        Shape.CODE: Message("one of the codes"),
        Shape.CODES: Message("codes separated by spaces"),
        Shape.FLAG: Message("true or false"),
        Shape.NUMBER: Message("number"),
        Shape.MONTH: Message("month, 2026-03"),
        Shape.DATE: Message("day, 2026-03-01"),
        Shape.TIME: Message("time in UTC, 2026-03-01T09:00:00Z"),
        Shape.ADDRESS: Message("address"),
        Shape.ADDRESSES: Message("address, for each language a column"),
    },
)
_ELSEWHERE = {  # words for codes that the web has
    "topic": {key.value: words for key, words in TOPICS.items()},
    "opinion_kind": {key.value: words for key, words in OPINIONS.items()},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A line of the dictionary. ``term`` is the whole address of what others call it; empty where nobody does."""

    name: str
    columns: tuple[str, ...]
    label: Message
    shape: Message
    term: str
    limit: int | None
    codes: tuple[tuple[str, Message | None], ...]


def described(dataset: OpenDataset, base: str) -> tuple[Described, ...]:
    return tuple(_described(column, base) for column in dataset.columns)


def _described(column: Column, base: str) -> Described:
    elsewhere = _ELSEWHERE.get(column.name, {})
    return Described(
        name=column.name,
        columns=column.columns,
        label=column.label,
        shape=SHAPES[column.shape],
        term=iri(column.term, base + DICTIONARY) if column.term else "",
        limit=column.limit,
        codes=tuple((code, words or elsewhere.get(code)) for code, words in column.codes.items()),
    )


def as_csv(base: str) -> str:
    """All of it as a file: what a column means stands in it in every language."""
    head = ("dataset", "column", *(f"meaning_{language}" for language in LANGUAGES), "holds", "codes", "term")
    return csv_line(head) + "".join(csv_line(row) for dataset in DATASETS.values() for row in _rows(dataset, base))


def _rows(dataset: OpenDataset, base: str) -> Iterator[tuple[str, ...]]:
    for line in described(dataset, base):
        for column in line.columns:
            yield (
                dataset.name,
                column,
                *(translate(line.label, Language(language)) for language in LANGUAGES),
                line.shape.msgid,
                " ".join(code for code, _ in line.codes),
                line.term,
            )
