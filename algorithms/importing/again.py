"""The same list once more: which entry a row came to before, and what is different now. No I/O."""

from collections.abc import Iterable, Mapping, Sequence
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


def has_same_cells(before: Origin, now: Origin) -> bool:
    return dict(before.cells) == dict(now.cells)


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

    def entries_of(self, origins: Sequence[Origin]) -> list[Brought | None]:
        """For each row the entry that it came to, None where it is new. Rows that say the same as before go first:

        where several have one id or name, a changed row must not take the entry of one that has not changed.
        """
        same = [
            self._given_once(known for known in self._likely(row) if has_same_cells(known.origin, row))
            for row in origins
        ]
        return [known or self._given_once(self._likely(row)) for known, row in zip(same, origins, strict=True)]

    def _given_once(self, likely: Iterable[Brought]) -> Brought | None:
        known = next((candidate for candidate in likely if candidate.entry not in self._given), None)
        if known is not None:
            self._given.add(known.entry)
        return known

    def _likely(self, origin: Origin) -> Sequence[Brought]:
        candidates = self._by_id.get(_id(origin), []) if origin.identifier else []
        same = [known for known in candidates if _whose(known.origin) == _whose(origin)]
        candidates = same or (candidates if len(candidates) == 1 else [])
        named = self._by_name.get(_name(origin), [])
        return candidates or [known for known in named if not (known.origin.identifier and origin.identifier)]


def _id(origin: Origin) -> tuple[str, str]:
    return origin.standard, origin.identifier


def _whose(origin: Origin) -> str:
    return fold(origin.organisation)


def _name(origin: Origin) -> tuple[str, str, str]:
    return origin.standard, _whose(origin), fold(origin.name)
