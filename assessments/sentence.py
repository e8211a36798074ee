"""A sentence to be said later, in the reader's language: the lower layers choose words, the web translates them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English message with named places, ``Sentence("{n} of 100", {"n": 7})``.

    A value may be text, an integer (written with the reader's grouping), a date, or another sentence.
    With ``plural``, ``count`` chooses between the two messages and may be used as ``{count}``.
    """

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None
