"""Evaluation data of the demo city, made from a closed design and a seed: the same bytes on every machine.

How often each group is right or wrong is laid down in ``evaluation_design``; chance only mixes the order and the
columns that no test looks at.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import product
from random import Random

from register.demo.evaluation_design import DATASETS, JUDGED, Dataset, DesignColumn, JudgedDataset

Row = dict[str, str]
Case = tuple[tuple[str, ...], bool, bool]  # group values, outcome is yes, decision is yes


def rows(dataset: str, *, rows: int, seed: int) -> Iterator[Row]:
    """That many rows of the named dataset, column → value, all as text; an empty value is *missing*."""
    return _rows(dataset, rows, seed)


def _rows(dataset: str, total: int, seed: int) -> Iterator[Row]:
    chance = Random(seed)  # noqa: S311  # made-up data, nothing to protect
    return _judged(JUDGED[dataset], total, chance) if dataset in JUDGED else _made(DATASETS[dataset], total, chance)


def csv_bytes(dataset: str, *, rows: int, seed: int) -> bytes:
    """The same rows as a file, with the separator and encoding that this dataset comes in."""
    design = JUDGED[dataset] if dataset in JUDGED else DATASETS[dataset]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, design.columns, delimiter=design.delimiter, lineterminator=design.line_end)
    writer.writeheader()
    writer.writerows(_rows(dataset, rows, seed))
    return text.getvalue().encode(design.encoding)


def _judged(design: JudgedDataset, total: int, chance: Random) -> Iterator[Row]:
    """Answers with what each judge thought of them."""
    ((attribute, shares),) = design.groups.items()
    answers = [
        (value, number < round(total * share * design.good.among((value,))))
        for value, share in shares.items()
        for number in range(round(total * share))
    ]
    chance.shuffle(answers)
    for number, (value, is_good) in enumerate(answers, start=1):
        judgements = (is_good != (chance.random() < design.errs) for _ in design.judges)
        words = (design.yes if judged_good else design.no for judged_good in judgements)
        named = {design.id_column: f"{design.id_prefix}{number:05d}", attribute: value}
        yield named | dict(zip(design.judges, words, strict=True))


def _made(design: Dataset, total: int, chance: Random) -> Iterator[Row]:
    cases = [case for case, count in _counts(design, total) for _ in range(count)]
    chance.shuffle(cases)
    persons = _persons(design, cases)
    for number, (groups, outcome, decision) in enumerate(cases, start=1):
        is_known = not design.unknown or chance.random() >= design.unknown
        yield {
            design.id_column: f"{design.id_prefix}{number:05d}",
            **({design.person_column: f"{next(persons):05d}"} if design.person_column else {}),
            **{name: chance.choice(values) for name, values in design.other_columns.items()},
            **dict(zip(design.groups, groups, strict=True)),
            design.outcome.name: chance.choice(_words(design.outcome, outcome)) if is_known else "",
            design.decision.name: chance.choice(_words(design.decision, decision)),
        }


def _words(column: DesignColumn, is_yes: bool) -> tuple[str, ...]:
    return column.yes if is_yes else column.no


def _persons(design: Dataset, cases: Sequence[Case]) -> Iterator[int]:
    """For each case the number of a person: so many rows each, in the same groups and with the same outcome."""
    given: dict[object, int] = {}  # how many rows there are of this kind of people
    numbers: dict[object, int] = {}
    for groups, outcome, _ in cases:
        kind = groups, outcome
        person = kind, given.get(kind, 0) // design.rows_of_person
        given[kind] = given.get(kind, 0) + 1
        yield numbers.setdefault(person, len(numbers) + 1)


def _counts(design: Dataset, total: int) -> Iterator[tuple[Case, int]]:
    """How many rows of each kind. Fractions are carried on to the next kind, so that the sums are right to one row."""
    carried = {"cases": 0.0, "yes": 0.0, "found": 0.0, "false": 0.0}

    def whole(purse: str, expected: float, most: int) -> int:
        carried[purse] += expected
        count = max(0, min(most, round(carried[purse])))
        carried[purse] -= count
        return count

    for values in product(*design.groups.values()):
        cases = whole("cases", total * design.share(values), total)
        yes = whole("yes", cases * design.happens.among(values), cases)
        detected = whole("found", yes * design.detected.among(values), yes)
        false = whole("false", (cases - yes) * design.false.among(values), cases - yes)
        yield (values, True, True), detected
        yield (values, True, False), yes - detected
        yield (values, False, True), false
        yield (values, False, False), cases - yes - false
