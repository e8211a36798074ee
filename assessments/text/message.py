"""A sentence to be said later, in the reader's language: the lower layers choose words, the web translates them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import EnumType
from typing import Any, TypeVar, get_args

_Member = TypeVar("_Member")
_Label = TypeVar("_Label")


@dataclass(frozen=True, slots=True)
class Message:
    """An English message with named places, ``Message("{n} of 100", {"n": 7})``.

    A value may be text, an integer (written with the reader's grouping), a date, or another sentence.
    With ``plural``, ``count`` chooses between the two messages and may be used as ``{count}``.
    """

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None

    def to_dict(self) -> dict[str, object]:
        """For storage: JSON values only; a sentence inside a sentence is kept as one."""
        values = {key: value.to_dict() if isinstance(value, Message) else value for key, value in self.values.items()}
        return {"msgid": self.msgid, "values": values, "plural": self.plural, "count": self.count}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Message":
        values = {
            key: cls.from_dict(value) if isinstance(value, Mapping) and "msgid" in value else value
            for key, value in stored["values"].items()
        }
        return cls(msgid=stored["msgid"], values=values, plural=stored["plural"], count=stored["count"])


def labelled(members: Any, labels: Mapping[_Member, _Label]) -> Mapping[_Member, _Label]:
    """The same labels; LookupError, when the module is imported, where a member of the enum or literal has none."""
    every = set(members) if isinstance(members, EnumType) else set(get_args(members))
    if lacking := every - set(labels):
        raise LookupError(f"{', '.join(sorted(map(str, lacking)))} of {members} has no label")
    return labels
