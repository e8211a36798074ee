"""Whatever the tables of the law say to people, they say in Swedish as well, also where a helper made the sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import product

import pytest

import messages
from algorithms.law.dpia import CRITERIA, NINE, threshold
from algorithms.law.fundamental_rights import PARTS
from algorithms.law.obligations import TABLE
from algorithms.law.risk import QUESTIONS
from assessments.text.message import Message
from risk_paths import classified


def sentences(source: object) -> Iterator[Message]:
    """Every sentence in a value, and in the values of sentences."""
    if isinstance(source, Message):
        yield source
        yield from sentences(source.values)
    elif isinstance(source, Mapping):
        yield from (sentence for value in source.values() for sentence in sentences(value))
    elif isinstance(source, list | tuple):
        yield from (sentence for value in source for sentence in sentences(value))
    elif is_dataclass(source):
        yield from (sentence for attribute in fields(source) for sentence in sentences(getattr(source, attribute.name)))


def thresholds() -> Iterator[object]:
    """What `threshold` says of every number of criteria, with and without a case."""
    for yes, case, personal in product(range(len(NINE) + 1), (True, False), (True, False)):
        answers = {criterion.key: False for criterion in CRITERIA} | {criterion.key: True for criterion in NINE[:yes]}
        yield threshold(personal, answers | {CRITERIA[0].key: case})


@pytest.mark.parametrize(
    "source",
    [QUESTIONS, TABLE, CRITERIA, PARTS, list(thresholds()), lambda: list(classified().values())[::31]],
    ids=["questions", "obligations", "criteria", "parts", "thresholds", "classifications"],
)
def test_every_sentence_is_translated_to_swedish(source) -> None:
    catalogue = messages.read("algorithms")
    collected = list(sentences(source() if callable(source) else source))

    assert len(collected) > 10
    assert {
        message.msgid for message in collected if not (known := catalogue.get(message.msgid)) or not known.string
    } == set()
