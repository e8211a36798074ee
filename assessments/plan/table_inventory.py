"""What a table of counts tells of the columns it was counted by: an inventory without another reading. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assessments.data.inventory import MAX_LEVELS, ColumnInventory
from assessments.judgements.patterns import pattern_of
from assessments.plan.tabulation import CountTable, Key, TabulationSpec, added


def columns_of(table: CountTable, spec: TabulationSpec) -> Iterator[ColumnInventory]:
    """Each column that was counted, with how many cases have each of its values; columns of numbers without values."""
    for place, name in enumerate(spec.texts):
        if name in (spec.bands or {}):
            continue
        if name == spec.pattern:
            yield from _judgements(table, spec)
            continue
        cases: dict[str | None, int] = {}
        for key, sums in table.rows.items():
            value = None if key[place] is None else str(key[place])
            cases[value] = cases.get(value, 0) + sums[0]
        yield of_values(name, cases)
    texts = [name for name in spec.texts if name not in (spec.bands or {})]
    numeric = (*(spec.bands or {}), *(name for name in spec.columns if name not in spec.texts))
    judged = () if spec.judged is None else spec.judged.columns
    yield from (of_many_values(name) for name in dict.fromkeys(numeric) if name not in (*texts, *judged))


def _judgements(table: CountTable, spec: TabulationSpec) -> Iterator[ColumnInventory]:
    """The columns with judgements, by the values in all patterns: nobody knows which of them stood in which."""
    assert spec.judged is not None
    rows_with: dict[str | None, int] = {}
    for key, (answers, *_) in table.rows.items():
        for value in pattern_of(str(key[len(spec.texts) - 1])):
            rows_with[value] = rows_with.get(value, 0) + answers
    yield from (of_values(name, rows_with) for name in spec.judged.columns)


def of_values(name: str, cases: Mapping[str | None, int]) -> ColumnInventory:
    """A column by the cases that have each value; those without any stand under None."""
    missing = cases.get(None, 0)
    values = tuple(sorted((value, number) for value, number in cases.items() if value is not None))
    if len(values) > MAX_LEVELS:
        return of_many_values(name, missing)
    return ColumnInventory(name=name, distinct=len(values), values=values, missing=missing)


def of_many_values(name: str, missing: int = 0) -> ColumnInventory:
    """A column whose values nobody has listed: numbers, and what tells persons or cases apart."""
    return ColumnInventory(name=name, distinct=MAX_LEVELS + 1, values=(), missing=missing)


def as_written(spec: TabulationSpec) -> TabulationSpec:
    """The same with each value as it is written: what it counts as is decided when all of them are known."""
    return replace(spec, replaced={}, left_out={})


def same_counts(spec: TabulationSpec, other: TabulationSpec) -> bool:
    """Whether a table that was counted for the first is what the second needs, but for what single values count as."""
    return _of_rows(spec) == _of_rows(other)


def _of_rows(spec: TabulationSpec) -> TabulationSpec:
    """What is counted, wherever the columns stood."""
    return replace(spec, replaced={}, key=None, joined_columns=(), sheet="", encoding="", left_out={})


def with_replaced(table: CountTable, spec: TabulationSpec) -> CountTable:
    """The same table after the spec has said what each value counts as: as if it had been counted so at once.

    Rows that it leaves out go as far as the columns of the table tell them.
    """
    replaced = [spec.replaced.get(name, {}) for name in spec.texts]

    def counted_as(key: Key) -> Key:
        texts = key[: len(replaced)]
        read = (v if v is None else known.get(str(v), v) for v, known in zip(texts, replaced, strict=True))
        return (*read, *key[len(replaced) :])

    left_out = [spec.left_out.get(name, ()) for name in spec.texts]

    def is_counted(key: Key) -> bool:
        return not any(value in values for value, values in zip(key, left_out, strict=False))

    rows = added((counted_as(key), sums) for key, sums in table.rows.items() if is_counted(key))
    persons: dict[tuple[Key, Key], int] = {}
    for (first, second), total in table.persons.items():
        if not (is_counted(first) and is_counted(second)):
            continue
        pair = counted_as(first), counted_as(second)
        persons[pair] = persons.get(pair, 0) + total
    return CountTable(table.sums, rows, persons)
