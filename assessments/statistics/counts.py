"""The small table of integers that evaluation data is reduced to: every figure comes from it, and counts add up.

Not responsible for reading files, nor for what the counts mean.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Groups = tuple[str | None, ...]  # one value per attribute; None is missing
Cell = tuple[Groups, bool | None, bool | None]  # groups, outcome, decision; None is missing

_ORDER = {None: 0, False: 1, True: 2}


@dataclass(frozen=True, slots=True)
class Tally:
    """What one group of cases holds. ``selected`` and ``passed_over`` count every known decision, outcome known or not.

    ``tp + fp + tn + fn`` are the cases whose outcome and decision are both known.
    """

    n: int = 0
    tp: int = 0
    fp: int = 0
    tn: int = 0
    fn: int = 0
    selected: int = 0
    passed_over: int = 0
    outcome_missing: int = 0
    decision_missing: int = 0

    @property
    def known(self) -> int:
        """Cases whose outcome and decision are both known."""
        return self.tp + self.fp + self.tn + self.fn

    def plus(self, other: "Tally") -> "Tally":
        """Both groups together, who share nobody."""
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__})

    def without(self, other: "Tally") -> "Tally":
        """The cases that are not among the other's, which must be some of these."""
        return Tally(**{name: getattr(self, name) - getattr(other, name) for name in self.__dataclass_fields__})

    @property
    def parts(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases there are of each combination of group values, outcome and decision."""

    attributes: tuple[str, ...]
    cells: Mapping[Cell, int]

    @property
    def n(self) -> int:
        return sum(self.cells.values())

    def add(self, other: "Counts") -> "Counts":
        """The counts of both together: months, pieces and departments add up. ValueError if attributes differ."""
        if self.attributes != other.attributes:
            raise ValueError(f"counts by {self.attributes} do not add to counts by {other.attributes}")
        return Counts(self.attributes, _summed([*self.cells.items(), *other.cells.items()]))

    def marginal(self, attributes: Iterable[str]) -> "Counts":
        """The same cases counted by these attributes alone, in this order."""
        names = tuple(attributes)
        places = [self.attributes.index(attribute) for attribute in names]
        cells = (((tuple(g[place] for place in places), o, d), n) for (g, o, d), n in self.cells.items())
        return Counts(names, _summed(cells))

    def tallies(self) -> dict[Groups, Tally]:
        """One tally per combination of group values, sorted by value with missing last."""
        sums: dict[Groups, dict[str, int]] = {}
        for (groups, outcome, decision), number in self.cells.items():
            into = sums.setdefault(groups, {})
            for name in _places(outcome, decision):
                into[name] = into.get(name, 0) + number
        return {groups: Tally(**sums[groups]) for groups in sorted(sums, key=groups_key)}

    def to_dict(self) -> dict[str, Any]:
        """Sorted, so that the same counts give the same bytes however they were made."""
        ordered = sorted(self.cells.items(), key=lambda item: _cell_key(item[0]))
        cells = [[list(groups), outcome, decision, number] for (groups, outcome, decision), number in ordered if number]
        return {"attributes": list(self.attributes), "cells": cells}

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Counts":
        cells = [((tuple(groups), outcome, decision), number) for groups, outcome, decision, number in written["cells"]]
        return cls(tuple(written["attributes"]), _summed(cells))

    def canonical_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()


def groups_key(groups: Groups) -> tuple[tuple[bool, str], ...]:
    """Sorts group values by text, missing last."""
    return tuple((value is None, value or "") for value in groups)


def _cell_key(cell: Cell) -> tuple[tuple[tuple[bool, str], ...], int, int]:
    groups, outcome, decision = cell
    return groups_key(groups), _ORDER[outcome], _ORDER[decision]


def _summed(items: Iterable[tuple[Cell, int]]) -> dict[Cell, int]:
    sums: dict[Cell, int] = {}
    for cell, number in items:
        sums[cell] = sums.get(cell, 0) + number
    return sums


def _places(outcome: bool | None, decision: bool | None) -> tuple[str, ...]:  # the two sides of a cell
    places = ["n"]
    if outcome is None:
        places.append("outcome_missing")
    if decision is None:
        return (*places, "decision_missing")
    places.append("selected" if decision else "passed_over")
    if outcome is not None:
        places.append(("t" if outcome == decision else "f") + ("p" if decision else "n"))
    return tuple(places)
