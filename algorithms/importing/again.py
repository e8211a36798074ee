"""The same list once more: which entry a row came to before, and what is different now. No I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from algorithms.entries.texts import Text, fold
from algorithms.standards.origin import Origin


@dataclass(frozen=True, slots=True)
class Brought:
    """An entry that a list brought, and what the list said of it then."""

    entry: UUID
    department: UUID
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row that says something else than it did. ``texts`` and ``answers``: as the list has them now."""

    row: int
    entry: UUID
    department: UUID
    name: str
    texts: Mapping[tuple[Text, str], str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    origin: Origin

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*(name.value for name, _ in self.texts), *self.answers]))


class Earlier:
    """What lists have brought before: by id, else by organisation and name. Each is given once."""

    def __init__(self, brought: Iterable[Brought]) -> None:
        self._by_id: dict[tuple[str, str], list[Brought]] = {}
        self._by_name: dict[tuple[str, str, str], list[Brought]] = {}
        self._given: set[UUID] = set()
        for known in brought:
            if known.origin.identifier:
                self._by_id.setdefault(_id(known.origin), []).append(known)
            self._by_name.setdefault(_name(known.origin), []).append(known)

    def entry_of(self, origin: Origin) -> Brought | None:
        """The one that this row came to; None where it is new."""
        named = self._by_name.get(_name(origin), [])
        candidates = self._by_id.get(_id(origin), []) if origin.identifier else []
        same = [known for known in candidates if _whose(known.origin) == _whose(origin)]
        candidates = same or (candidates if len(candidates) == 1 else [])
        candidates = candidates or [known for known in named if not (known.origin.identifier and origin.identifier)]
        known = next((candidate for candidate in candidates if candidate.entry not in self._given), None)
        if known is not None:
            self._given.add(known.entry)
        return known


def _id(origin: Origin) -> tuple[str, str]:
    return origin.standard, origin.identifier


def _whose(origin: Origin) -> str:
    return fold(origin.organisation)


def _name(origin: Origin) -> tuple[str, str, str]:
    return origin.standard, _whose(origin), fold(origin.name)
