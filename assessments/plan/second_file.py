"""Two files that belong together: the cases, and a second file with groups in which each case is found by a key.

Says which columns stand where and what does not go together. Reads and counts nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assessments.data.encodings import read_as
from assessments.data.inventory import ColumnInventory, Inventory
from assessments.plan.plan import TestPlan
from assessments.text.complaints import quoted
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class Files:
    """What was read of the file with cases and, where there is one, of the second file with groups."""

    cases: Inventory
    groups: Inventory | None = None

    def of_sheet(self, name: str) -> "Files":
        """The same with the chosen sheet of the file with cases."""
        return replace(self, cases=self.cases.of_sheet(name))

    def read_as(self, encoding: str) -> "Files":
        """The same with the letters of the file with cases as this encoding has them, where it has any."""
        return replace(self, cases=read_as(self.cases, encoding) or self.cases)

    def counted_rows(self, totals: str) -> "Files":
        """The same without the rows that look like totals, where a person has said that they are left out."""
        return replace(self, cases=self.cases.without_totals()) if totals == "out" else self

    @property
    def inventory(self) -> Inventory:
        """Every column that a plan may name; what both files have is that of the cases."""
        return self.cases if self.groups is None else self.cases.join(self.groups)

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that both files have: a case can be found by them."""
        return () if self.groups is None else tuple(name for name in self.cases.names if self.groups.column(name))

    @property
    def joined_columns(self) -> tuple[ColumnInventory, ...]:
        """Columns that only the second file has."""
        return () if self.groups is None else tuple(c for c in self.groups.columns if self.cases.column(c.name) is None)

    def placed(self, plan: TestPlan) -> TestPlan:
        """The plan with those of its groups named that stand in the second file; without one there is no key."""
        there = {column.name for column in self.joined_columns}
        joined = tuple(name for name in plan.groups if name in there)
        return replace(plan, joined_columns=joined, key=None if self.groups is None else plan.key)

    def unfit(self) -> tuple[Message, ...]:
        """Why no plan at all could use the second file; empty where one can."""
        if self.groups is None:
            return ()
        if not self.keys:
            return (_nothing_in_common(self.cases, self.groups),)
        return (
            ()
            if self.joined_columns
            else (Message("The second file has no column that the first does not have already."),)
        )

    def complaints(self, plan: TestPlan) -> tuple[Message, ...]:
        """What the plan asks of the wrong file, and whether its key can find anything."""
        return (*self.misplaced(plan), *self.wrong_key(plan))

    def misplaced(self, plan: TestPlan) -> Iterable[Message]:
        """Columns in the wrong file, and groups of which nobody can tell which file's are meant."""
        there = {column.name for column in self.joined_columns}
        for name in (plan.decision, plan.outcome, plan.stratum, plan.count, plan.weight):
            if name in there:
                yield Message("Column “{column}” is in the second file. Only groups may be there.", {"column": name})
        for name in plan.groups:
            if name in self.keys and name != plan.key:
                yield Message(
                    "Both files have a column “{column}”. Give it another name in one of them, so that it is clear "
                    "which is meant.",
                    {"column": name},
                )

    def wrong_key(self, plan: TestPlan) -> Iterable[Message]:
        """Why no case would be found by the key."""
        if self.groups is None or (plan.key is None and not plan.joined_columns):
            return
        if not plan.joined_columns:
            yield Message("None of the groups is in the second file. Choose one that is, or leave the key out.")
        elif plan.key is None:
            yield Message("Choose the column that finds each case in the second file. Both files have it.")
        elif plan.key not in self.keys:
            yield Message(
                "Column “{column}” is not in both files, so no case can be found by it. Both have {columns}.",
                {"column": plan.key, "columns": quoted(self.keys, most=50)},
            )
        elif (column := self.groups.column(plan.key)) and (twice := [value for value, n in column.values if n > 1]):
            yield same_key_twice(plan.key, twice)


def same_key_twice(column: str, values: Sequence[str]) -> Message:
    return Message(
        "In the file with groups, “{column}” has the same value in several rows, for example {values}. Keep one row "
        "for each.",
        {"column": column, "values": quoted(tuple(values[:3]))},
    )


def _nothing_in_common(cases: Inventory, groups: Inventory) -> Message:
    return Message(
        "The two files have no column in common, so no case can be found in the second. The first has {first}; the "
        "second has {second}. Give the key the same name in both.",
        {"first": quoted(cases.names, most=50), "second": quoted(groups.names, most=50)},
    )
