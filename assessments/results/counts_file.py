"""Counts as a file, so that rows need not leave the department: ``"format": "insyn-counts/1"``, plan, whole numbers.

Pure. Believes nothing that it reads: what no rows could have given is refused with a sentence.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from typing import Any

from assessments.data.file_types import own_format
from assessments.data.identifiers import refused
from assessments.data.inventory import MAX_CELLS, Inventory, together
from assessments.data.json_fields import parsed
from assessments.plan.objections import complaints, other_plan, whatever_the_data
from assessments.plan.plan import TestPlan
from assessments.plan.plan_file import plan_of, write_plan
from assessments.plan.reading_table import counts, tabulation_spec
from assessments.plan.table_inventory import columns_of
from assessments.plan.tabulation import MOST_PAIRS, CountTable, Key
from assessments.results.possible_counts import impossible_pairs, impossible_row, impossible_total
from assessments.results.result import Data
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

FORMAT = "insyn-counts/1"
LARGEST = 256 * 1024 * 1024  # bytes
_FIELDS = ("data", "plan", "plan_sha256", "rows", "sums")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class CountedFile:
    """What was counted of a file by a plan, before anything has been made of it."""

    plan: TestPlan
    table: CountTable
    data: Data

    def to_dict(self) -> dict[str, Any]:
        return {"plan": self.plan.to_dict(), "table": self.table.to_dict(), "data": asdict(self.data)}

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "CountedFile":
        return cls(TestPlan.from_dict(written["plan"]), CountTable.from_dict(written["table"]), Data(**written["data"]))


def write_counts(counted: CountedFile) -> bytes:
    """The same counts give the same bytes, in whatever order an engine counted. A line for each combination."""
    plan = json.loads(write_plan(counted.plan))
    del plan["format"]
    head = {
        "format": FORMAT,
        "plan": plan,
        "plan_sha256": counted.plan.hash,
        "data": {"sha256": counted.data.sha256, "rows": counted.data.rows},
        "sums": list(counted.table.sums),
    }
    rows = [_line([list(key), list(sums)]) for key, sums in counted.table.rows.items()]
    pairs = [_line([list(a), list(b), total]) for (a, b), total in counted.table.persons.items()]
    parts = [json.dumps(head, ensure_ascii=False, indent=1)[:-2], _listed("rows", rows)]
    parts += [_listed("persons", pairs)] if pairs else []
    return (",\n ".join(parts) + "\n}\n").encode()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _listed(name: str, lines: Sequence[str]) -> str:
    return f'"{name}": [\n' + ",\n".join(sorted(lines)) + "\n ]"


def read_counts(content: bytes) -> CountedFile:
    """The counts in this file. EvaluationDataError where they are damaged, or no rows could have given them."""
    head = own_format(content[:1_000])
    if head != FORMAT:
        raise EvaluationDataError(wrong_head(head))
    fields = parsed(content)
    del fields["format"]
    persons = fields.pop("persons", [])
    if tuple(sorted(fields)) != _FIELDS or not isinstance(fields["plan"], dict):
        raise EvaluationDataError(_damaged())
    plan = plan_of(fields["plan"])
    if plan.hash != fields["plan_sha256"]:
        raise EvaluationDataError(
            Message(
                "The plan in the file is not the one that the counts were made by: it has been changed since. Count "
                "again with insyn count."
            )
        )
    counted = CountedFile(plan, _table(plan, fields, persons), _data(fields["data"]))
    if wrong := tuple(_objections(counted)):
        raise EvaluationDataError(*wrong)
    return counted


def _data(written: Any) -> Data:
    if not isinstance(written, dict) or set(written) != {"sha256", "rows"} or not _is_whole(written["rows"]):
        raise EvaluationDataError(_damaged())
    if not isinstance(written["sha256"], str) or not _SHA256.fullmatch(written["sha256"]):
        raise EvaluationDataError(_damaged())
    return Data(written["sha256"], written["rows"])


def _table(plan: TestPlan, fields: Mapping[str, Any], persons: Any) -> CountTable:
    """The table as far as its form goes: keys and sums of the right kind, none of them twice."""
    if wrong := whatever_the_data(plan):
        raise EvaluationDataError(*wrong)
    spec = tabulation_spec(plan)
    if fields["sums"] != list(spec.sums) or not isinstance(fields["rows"], list) or not isinstance(persons, list):
        raise EvaluationDataError(other_plan())
    if len(fields["rows"]) > MAX_CELLS or len(persons) > 2 * MOST_PAIRS:
        raise EvaluationDataError(_damaged())
    rows: dict[Key, tuple[int, ...]] = {}
    for number, row in enumerate(fields["rows"], start=1):
        key, sums = _row(row, number, len(spec.sums))
        if key in rows:
            raise EvaluationDataError(_wrong_row(number, Message("the same combination is there twice")))
        rows[key] = sums
    pairs: dict[tuple[Key, Key], int] = {}
    for pair in persons:
        first, second, total = _pair(pair)
        if (first, second) in pairs:
            raise EvaluationDataError(_wrong_persons())
        pairs[first, second] = total
    return CountTable(spec.sums, rows, pairs)


def _row(row: Any, number: int, sums: int) -> tuple[Key, tuple[int, ...]]:
    if not isinstance(row, list) or len(row) != 2 or not all(isinstance(part, list) for part in row):
        raise EvaluationDataError(_wrong_row(number, _NOT_A_ROW))
    if len(row[1]) != sums or not all(_is_integer(total) for total in row[1]):
        raise EvaluationDataError(_wrong_row(number, Message("its sums are not all whole numbers")))
    return _key(row[0], number), tuple(row[1])


_NOT_A_ROW = Message("it is not a list of values and a list of sums")


def _key(values: Sequence[Any], number: int) -> Key:
    if not all(value is None or isinstance(value, str) or _is_integer(value) for value in values):
        raise EvaluationDataError(_wrong_row(number, _NOT_A_ROW))
    return tuple(values)


def _pair(pair: Any) -> tuple[Key, Key, int]:
    if not isinstance(pair, list) or len(pair) != 3 or not all(isinstance(part, list) for part in pair[:2]):
        raise EvaluationDataError(_wrong_persons())
    if not _is_integer(pair[2]):
        raise EvaluationDataError(_wrong_persons())
    return _key(pair[0], 0), _key(pair[1], 0), pair[2]


def _is_integer(value: Any) -> bool:
    """A whole number that a sum of a thousand million cases can be: of third powers, so a large one."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**130


def _is_whole(value: Any) -> bool:
    return _is_integer(value) and 0 < value < 10**13


def _objections(counted: CountedFile) -> Iterator[Message]:
    """What no rows could have given, then what the plan cannot be computed on."""
    plan, table, spec = counted.plan, counted.table, tabulation_spec(counted.plan)
    for number, (key, sums) in enumerate(table.rows.items(), start=1):
        if (why := impossible_row(spec, key, dict(zip(table.sums, sums, strict=True)))) is not None:
            yield _wrong_row(number, why)
            return
    if (why := impossible_total(spec, table, counted.data.rows)) is not None:
        yield _impossible(why)
        return
    if impossible_pairs(spec, table):
        yield _wrong_persons()
        return
    columns = tuple(columns_of(table, spec))
    if people := refused((column.name, column.levels) for column in columns):
        yield from people
        return
    known = Inventory(rows=counted.data.rows, sha256="", encoding="", separator="", columns=columns)
    objections = complaints(plan, known)
    yield from objections
    if not objections and plan.is_yes_or_no:
        counts(plan, table)  # EvaluationDataError for a value that nobody has said means yes or no


def inventory_of(counted: CountedFile, sha256: str) -> Inventory:
    """What counts tell of their columns; ``sha256`` is of the file that holds them."""
    columns = tuple(columns_of(counted.table, tabulation_spec(counted.plan)))
    plan = counted.plan.to_dict()
    return Inventory(rows=counted.data.rows, sha256=sha256, encoding="", separator="", columns=columns, counted_by=plan)


def combined(files: Sequence[CountedFile]) -> CountedFile:
    """Months and departments add up. EvaluationDataError where they were counted by different plans."""
    if len({file.plan.hash for file in files}) > 1:
        raise EvaluationDataError(
            Message(
                "The files with counts were made by different plans, so they cannot be added up. Count them by "
                "the same."
            )
        )
    table = reduce(CountTable.add, (file.table for file in files))
    data = Data(together(*(file.data.sha256 for file in files)), sum(file.data.rows for file in files))
    return CountedFile(files[0].plan, table, data)


def wrong_head(head: str | None) -> Message:
    """What is said of a file that holds no counts which can be read here."""
    if head is not None and head.startswith("insyn-counts/"):
        return Message(
            "The counts were written by another version of Insyn ({found}), and this one reads {known}. Count again "
            "with this version.",
            {"found": head, "known": FORMAT},
        )
    return Message(
        "The file holds no counts: such a file begins with {format}. Make one with insyn count.",
        {"format": f'{{"format": "{FORMAT}"'},
    )


def _damaged() -> Message:
    return Message("The file with counts is damaged: parts of it are missing or changed. Count again with insyn count.")


def _wrong_row(number: int, why: Message) -> Message:
    return Message(
        "The counts cannot be right: in combination {number}, {why}. Count again with insyn count.",
        {"number": number, "why": why},
    )


def _impossible(why: Message) -> Message:
    return Message("The counts cannot be right: {why}. Count again with insyn count.", {"why": why})


def _wrong_persons() -> Message:
    return Message(
        "The counts cannot be right: what they say of persons in several rows does not fit. Count again with insyn "
        "count."
    )
