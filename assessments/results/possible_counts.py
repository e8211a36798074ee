"""Whether rows could have given a table of counts: what must hold between its keys and sums. Pure; reads no files."""

import unicodedata
from collections.abc import Iterator, Mapping

from assessments.data.inventory import MAX_LEVELS
from assessments.judgements.patterns import is_pattern
from assessments.plan.tabulation import EXPOSURE_SCALE, CountTable, Key, TabulationSpec
from assessments.text.message import Message

MOST_CASES = 10**13
Totals = Mapping[str, int]


def impossible_row(spec: TabulationSpec, key: Key, totals: Totals) -> Message | None:
    """Why no rows can have given this combination with these sums; None where they can."""
    if len(key) != spec.keys or not all(_is_text(spec, place, key[place]) for place in range(len(spec.texts))):
        return Message("the values are not such as the plan counts")
    if not all(_is_number(spec, place, value) for place, value in enumerate(key[len(spec.texts) :])):
        return Message("the values are not such as the plan counts")
    least = 0 if spec.count else 1
    if not least <= totals["n"] <= MOST_CASES or totals["n"] + totals.get("hidden", 0) < 0:
        return Message("the number of cases is none")
    if not all(_hold(spec, totals)):
        return Message("the sums do not fit together")
    return None


def _is_text(spec: TabulationSpec, place: int, value: str | int | None) -> bool:
    """A value as counting leaves it: trimmed, with letters as single signs, and as what the plan says it counts as."""
    if spec.texts[place] == spec.pattern:
        return isinstance(value, str) and len(value) <= 10_000 and is_pattern(value)
    if value is None:
        return True
    if not isinstance(value, str) or not value or len(value) > 10_000:
        return False
    column = spec.texts[place]
    if column in (spec.bands or {}):
        return value in (spec.bands or {})[column].names()
    replaced = spec.replaced.get(column, {})
    is_clean = value == unicodedata.normalize("NFC", value).strip() and "\0" not in value
    return is_clean and not _is_surrogate(value) and replaced.get(value, value) == value


def _is_surrogate(value: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in value)


def _is_number(spec: TabulationSpec, place: int, value: str | int | None) -> bool:
    """The values of a key after its texts: threshold reached or not, score, among the first or not."""
    kinds = [kind for kind in ("flag" if spec.threshold is not None else "", "score" if spec.score else "") if kind]
    kinds += ["flag"] if spec.ranks else []
    if value is None:
        return True
    if not isinstance(value, int):
        return False
    return value in (0, 1) if kinds[place] == "flag" else abs(value) <= 2**32 * 10**6


def _hold(spec: TabulationSpec, totals: Totals) -> Iterator[bool]:
    cases = totals["n"]
    if spec.count:
        yield 0 <= totals["hidden"] <= MOST_CASES
    if spec.weight:
        yield totals["weight"] >= 0
        yield _squares(totals["weight"], totals["weight_squared"], cases)
    if spec.ranks:
        ranked, exposure = totals["ranked"], totals["exposure"]
        yield 0 <= ranked <= cases
        yield 0 <= totals["exposure_cubed"] <= totals["exposure_squared"] <= exposure <= ranked * EXPOSURE_SCALE
    if spec.errors:
        yield from _errors_hold(spec, totals)


def _errors_hold(spec: TabulationSpec, totals: Totals) -> Iterator[bool]:
    assert spec.errors is not None
    known, size, outside = totals["known"], totals["absolute_error"], totals["over"] + totals["under"]
    yield 0 <= known <= totals["n"]
    yield totals["over"] >= 0 and totals["under"] >= 0 and outside <= known
    yield abs(totals["error"]) <= size and (size - totals["error"]) % 2 == 0
    yield size >= outside * (spec.errors.tolerance + 1)
    yield _squares(size, totals["squared_error"], known)
    yield abs(totals["cubed_error"]) <= totals["cubed_absolute_error"]
    yield totals["squared_error"] <= totals["cubed_absolute_error"] <= totals["squared_error"] * max(1, size)


def _squares(total: int, squares: int, numbers: int) -> bool:
    """Of so many whole numbers from 0 up the sum and the sum of squares (Cauchy and Schwarz)."""
    return total <= squares <= total * total <= numbers * squares


def impossible_total(spec: TabulationSpec, table: CountTable, rows: int) -> Message | None:
    """Why the whole table cannot be of so many rows; None where it can."""
    cases = sum(sums[0] for sums in table.rows.values())
    if not table.rows or (spec.count is None and cases != rows):
        return Message("their sum is not the number of rows")
    if spec.count is not None:
        hidden = table.sums.index("hidden")
        if sum(sums[hidden] for sums in table.rows.values()) > rows or len(table.rows) > rows:
            return Message("their sum is not the number of rows")
    for place, _ in enumerate(spec.grouping_texts):
        if len({key[place] for key in table.rows} - {None}) > MAX_LEVELS:
            return Message("there are more groups than can be compared")
    return None


def impossible_pairs(spec: TabulationSpec, table: CountTable) -> bool:
    """Whether the sums over persons of n(key)·n(other key) cannot be of these counts."""
    if spec.person is None:
        return bool(table.persons)
    cases = _by_person_key(spec, table)
    for (first, second), total in table.persons.items():
        if first not in cases or second not in cases or table.persons.get((second, first)) != total:
            return True
        own = table.persons.get((first, first), 0), table.persons.get((second, second), 0)
        if not 0 < total <= cases[first] * cases[second] or total * total > own[0] * own[1]:
            return True
    return any(not _can_be_alone(number, table.persons.get((key, key), 0)) for key, number in cases.items())


def _can_be_alone(cases: int, squares: int) -> bool:
    """Σn² over persons is at least Σn, and odd where that is odd."""
    return cases <= squares and (squares - cases) % 2 == 0


def _by_person_key(spec: TabulationSpec, table: CountTable) -> Mapping[Key, int]:
    """How many cases are in each cell that persons are counted by: without scores, amounts by whether far off."""
    cases: dict[Key, int] = {}
    for key, sums in table.rows.items():
        totals = dict(zip(table.sums, sums, strict=True))
        parts: list[tuple[Key, int]] = [(key, totals["n"])]
        if spec.score is not None:
            texts = len(spec.texts) + (spec.threshold is not None)
            parts = [((*key[:texts], *key[texts + 1 :]), totals["n"])]
        if spec.errors is not None:
            outside = totals["over"] + totals["under"]
            sizes = {1: outside, 0: totals["known"] - outside, None: totals["n"] - totals["known"]}
            parts = [((*key, flag), number) for flag, number in sizes.items() if number]
        for cell, number in parts:
            cases[cell] = cases.get(cell, 0) + number
    return cases
