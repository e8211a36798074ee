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


def sentences(said: object) -> Iterator[Message]:
    """Every sentence in a value, and in the values of sentences."""
    if isinstance(said, Message):
        yield said
        yield from sentences(said.values)
    elif isinstance(said, Mapping):
        yield from (one for value in said.values() for one in sentences(value))
    elif isinstance(said, list | tuple):
        yield from (one for value in said for one in sentences(value))
    elif is_dataclass(said):
        yield from (one for each in fields(said) for one in sentences(getattr(said, each.name)))


def told() -> Iterator[object]:
    """What `threshold` says of every number of criteria, with and without a case."""
    for yes, case, personal in product(range(len(NINE) + 1), (True, False), (True, False)):
        answers = {one.key: False for one in CRITERIA} | {one.key: True for one in NINE[:yes]}
        yield threshold(personal, answers | {CRITERIA[0].key: case})


@pytest.mark.parametrize(
    "said",
    [QUESTIONS, TABLE, CRITERIA, PARTS, list(told()), list(classified().values())[::31]],
    ids=["questions", "obligations", "criteria", "parts", "thresholds", "classifications"],
)
def test_every_word_is_said_in_swedish(said) -> None:
    catalogue = messages.read("algorithms")
    found = list(sentences(said))

    assert len(found) > 10
    assert {one.msgid for one in found if not (known := catalogue.get(one.msgid)) or not known.string} == set()
