"""The whole assessment in one call, for a notebook or a script: ``from assessments import Plan, assess``.

Reads, counts, checks and judges in this process, without the limits of a child: for a person's own machine.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from html import escape
from pathlib import Path
from typing import Any

from assessments.data.inventory import Inventory, together
from assessments.engines.lazy_frames import lazy_frame, survey
from assessments.gate.public_result import Policy, PublicResult
from assessments.plan.completing import complete
from assessments.plan.objections import complaints, whatever_the_data
from assessments.plan.plan import TestPlan
from assessments.plan.plan_file import read_plan, write_plan
from assessments.plan.reading_table import tabulation_spec
from assessments.plan.table_inventory import as_written, with_replaced
from assessments.plan.tabulation import CountTable
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.report.public_report import PublicFinding, Report, report
from assessments.results.counts_file import CountedFile, write_counts
from assessments.results.result import Data, Result
from assessments.results.wide_margin import wide_margin
from assessments.runs.evaluate import conclude, public_result
from assessments.text.complaints import EvaluationDataError, in_english


@dataclass(frozen=True, slots=True)
class Assessment:
    """``result`` has exact counts and stays in the house; ``public`` is what may be shown, and what a notebook does."""

    result: Result
    public: PublicResult

    @property
    def report(self) -> Report:
        """Sentences and charts in English."""
        return report(self.public, "en")

    def __str__(self) -> str:
        return "\n".join(_lines(self.report))

    def _repr_html_(self) -> str:
        public_report = self.report
        findings = "".join(
            f"<li><b>{escape(h)}</b> {escape(rest)}</li>" for h, rest in map(_finding, _all(public_report))
        )
        return f"<p>{escape(_paragraph(public_report.intro))}</p><ul>{findings}</ul>{''.join(_tables(public_report))}"


def assess(
    data: Any, plan: TestPlan | str | Path | None = None, *, groups: Any = None, policy: Policy | None = None
) -> Assessment:
    """The assessment of a file, of several, or of a data frame: pandas, Polars, PyArrow, DuckDB, Spark.

    ``data`` is a path, a pattern such as "2026-*.csv", a list of paths that are added up, or a frame that Narwhals
    knows; ``groups`` is a second one whose rows are found by the plan's key. Lazy frames are counted where they lie.
    ``plan`` may be a saved one; a file with counts brings its own. EvaluationDataError, whose text says what to do,
    where the data or the plan cannot be used.
    """
    counted = count(data, plan, groups=groups)
    result = conclude(counted.plan, counted.table, counted.data)
    if result.checked_by is None or not result.checked_by.agrees:
        raise ArithmeticError("fairlearn and scikit-learn came to other figures: a fault in Insyn, report it")
    if (objection := wide_margin(result)) is not None:
        raise EvaluationDataError(objection)
    return Assessment(result, public_result(result, policy or Policy(), []))


def count(data: Any, plan: TestPlan | str | Path | None = None, *, groups: Any = None) -> CountedFile:
    """The counts alone, and the plan completed: ``save("counts.json", counts)`` is what may be handed over."""
    given = load_plan(plan) if isinstance(plan, str | Path) else plan
    frame = lazy_frame(data)
    if frame is None:
        return _count_files(list(_readings(data)), given, groups)
    if given is None:
        raise TypeError("count() and assess() need a plan for a frame")
    return _count_in_place(frame, given, None if groups is None else lazy_frame(groups))


def load_plan(path: str | Path) -> TestPlan:
    """A saved plan. EvaluationDataError names each field that is wrong."""
    return read_plan(Path(path).read_bytes())


def save(path: str | Path, saved: CountedFile | TestPlan) -> None:
    """Writes counts, or a plan, as the file that web and command take."""
    Path(path).write_bytes(write_plan(saved) if isinstance(saved, TestPlan) else write_counts(saved))


def _count_in_place(frame: Any, plan: TestPlan, groups: Any) -> CountedFile:
    if wrong := whatever_the_data(plan):
        raise EvaluationDataError(*wrong)
    there = list(frame.collect_schema())
    joined = () if groups is None else tuple(name for name in plan.groups if name not in there)
    plan = replace(plan, joined_columns=joined)
    listed, values_counted = survey(frame, as_written(tabulation_spec(plan)), groups)
    plan = _completed(plan, listed)
    counted = with_replaced(values_counted, tabulation_spec(plan))
    return CountedFile(plan, counted, Data(listed.sha256, listed.rows))


def _count_files(readings: Sequence[ByteSource], plan: TestPlan | None, groups: Any) -> CountedFile:
    sheet, encoding = ("", "") if plan is None else (plan.sheet, plan.encoding)
    cases = combined = reduce(Inventory.add, (inventory(reading, encoding).of_sheet(sheet) for reading in readings))
    if plan is None:
        if cases.counted_by is None:
            raise TypeError("count() and assess() need a plan for data that are not counted yet")
        plan = TestPlan.from_dict(cases.counted_by)
        return CountedFile(plan, *_counted(readings, plan, None))
    second = None if groups is None else next(_readings(groups))
    if second is not None:
        combined = cases.join(inventory(second))
        plan = replace(plan, joined_columns=tuple(name for name in plan.groups if cases.column(name) is None))
    plan = _completed(plan, combined)
    return CountedFile(plan, *_counted(readings, plan, second))


def _completed(plan: TestPlan, inventory: Inventory) -> TestPlan:
    plan = complete(plan, inventory)
    if wrong := complaints(plan, inventory):
        raise EvaluationDataError(*wrong)
    return plan


def _counted(readings: Sequence[ByteSource], plan: TestPlan, second: ByteSource | None) -> tuple[CountTable, Data]:
    counted = [table(reading, tabulation_spec(plan), second) for reading in readings]
    files = [data for _, data in counted]
    facts = Data(together(*(file.sha256 for file in files)), sum(file.rows for file in files))
    return reduce(CountTable.add, (count_table for count_table, _ in counted)), facts


def _readings(data: Any) -> Iterator[ByteSource]:
    if isinstance(data, str | Path):
        path = Path(data)
        paths = [path] if path.is_file() else sorted(Path(path.anchor or ".").glob(str(path.relative_to(path.anchor))))
        if not paths:
            raise FileNotFoundError(f"There is no file {data}.")
        yield from map(ByteSource.of_file, paths)
    elif isinstance(data, list | tuple):
        yield from (reading for source in data for reading in _readings(source))
    else:
        yield _frame(data)


def _frame(frame: Any) -> ByteSource:
    """A data frame as the CSV file that it would be, without columns that hold lists or tables.

    Whole numbers with gaps are whole numbers all the same.
    """
    import narwhals as nw

    known = nw.from_native(frame, eager_only=True)
    known = known.drop([name for name, kind in known.schema.items() if kind.is_nested()])
    floats = (column for column in known.iter_columns() if column.dtype.is_float())
    wholes = [column for column in floats if (column.drop_nulls() % 1 == 0).all()]
    texts = {whole.name: [_whole(value) for value in whole.to_list()] for whole in wholes}
    backend = known.implementation
    series = [nw.new_series(name, values, nw.String, backend=backend) for name, values in texts.items()]
    content = known.with_columns(*series).write_csv().encode()
    return ByteSource(open_blocks=lambda: iter([content]), size=len(content))


def _whole(value: float | None) -> str:
    return "" if value is None or math.isnan(value) else str(int(value))


def _lines(public_report: Report) -> Iterator[str]:
    yield _paragraph(public_report.intro)
    yield from (f"- {headline} {rest}" for headline, rest in map(_finding, _all(public_report)))


def _all(public_report: Report) -> Iterable[PublicFinding]:
    return (*public_report.shown, *public_report.folded)


def _finding(finding: PublicFinding) -> tuple[str, str]:
    return f"{in_english(finding.title)}: {in_english(finding.headline)}", _paragraph(finding.sentences)


def _paragraph(sentences: Iterable[Any]) -> str:
    return " ".join(in_english(sentence) for sentence in sentences)


def _tables(public_report: Report) -> Iterator[str]:
    for chart in public_report.primary:
        rows = "".join(_row(row) for row in chart.rows)
        head = "<tr><th>Group</th><th>In the test</th><th>Per 100</th><th>Probably between</th></tr>"
        yield f"<table><caption>{escape(in_english(chart.caption))}</caption>{head}{rows}</table>"


def _row(row: Any) -> str:
    label = row.label if isinstance(row.label, str) else in_english(row.label)
    figures = ("too few to show", "") if row.hidden else (f"{row.per_100:g}", f"{row.low:g}–{row.high:g}")
    cells = (label, "few" if row.size is None else f"{row.size:,}", *figures)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
