"""A sentence to be said later, in the reader's language: the lower layers choose words, the web translates them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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

    def to_dict(self) -> dict[str, object]:
        """For storage: JSON values only; a sentence inside a sentence is kept as one."""
        values = {key: value.to_dict() if isinstance(value, Sentence) else value for key, value in self.values.items()}
        return {"msgid": self.msgid, "values": values, "plural": self.plural, "count": self.count}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Sentence":
        values = {
            key: cls.from_dict(value) if isinstance(value, Mapping) and "msgid" in value else value
            for key, value in stored["values"].items()
        }
        return cls(stored["msgid"], values, stored["plural"], stored["count"])
