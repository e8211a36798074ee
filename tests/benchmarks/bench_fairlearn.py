"""A CSV file to every rate of every subset of three attributes, compared with fairlearn by row. Equal digits asserted.

Ratios of medians in fresh processes, taken in turn, imports apart. Judges no time.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

METRICS = ("selection_rate", "true_positive_rate", "false_positive_rate", "true_negative_rate", "false_negative_rate")
_INSYN = """
import json, sys, time
from pathlib import Path
from assessments.results.assessment import assess
from assessments.plan.plan import TestPlan
from assessments.reading.evaluation_data import table
from assessments.reading.byte_source import ByteSource
from assessments.plan.reading_table import counts, tabulation_spec
path = Path(sys.argv[1])
plan = TestPlan("y", "d", ("sex", "age", "district"), ("1",), ("0",), ("1",), ("0",), primary=sys.argv[2].split(","))
before = time.perf_counter()
data = path.read_bytes()
read, about = table(ByteSource(lambda: iter([data]), len(data), path=path), tabulation_spec(plan))
result = assess(counts(plan, read), plan, data=about)
seconds = time.perf_counter() - before
groups = [*result.groups, *result.intersections]
found = {
    f"{metric} {' '.join(value for _, value in group.attributes)}": figure.value
    for group in groups for figure in group.figures for metric in [figure.metric]
}
print(json.dumps([seconds, found]))
"""
_FAIRLEARN = """
import json, sys, time
from itertools import combinations
import pandas as pd
from fairlearn import metrics as m
from fairlearn.metrics import MetricFrame
names = sys.argv[2].split(",")
before = time.perf_counter()
data = pd.read_csv(sys.argv[1], dtype={"sex": str, "age": str, "district": str})
found = {}
for size in (1, 2, 3):
    for subset in combinations(("sex", "age", "district"), size):
        frame = MetricFrame(
            metrics={name: getattr(m, name) for name in names},
            y_true=data.y, y_pred=data.d, sensitive_features=data[list(subset)],
        )
        for index, row in frame.by_group.iterrows():
            key = " ".join(index) if isinstance(index, tuple) else index
            found |= {f"{name} {key}": row[name] for name in names}
print(json.dumps([time.perf_counter() - before, found]))
"""


def write_rows(path: Path, rows: int) -> None:
    chance = np.random.default_rng(3)
    frame = {
        "sex": chance.choice(["k", "m"], rows),
        "age": chance.choice(["18-29", "30-44", "45-64", "65-79", "80-"], rows),
        "district": chance.choice([f"d{number}" for number in range(10)], rows),
        "y": chance.integers(0, 2, rows),
        "d": chance.integers(0, 2, rows),
    }
    pl.DataFrame(frame).write_csv(path)


def run(program: str, path: Path, turns: int) -> tuple[float, dict[str, float]]:
    runs = []
    for _ in range(turns):
        command = [sys.executable, "-c", program, str(path), ",".join(METRICS)]
        runs.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    return statistics.median(seconds for seconds, _ in runs), runs[0][1]


@pytest.mark.parametrize(("rows", "turns", "promised"), [(100_000, 3, 100), (1_000_000, 1, 300)])
def test_csv_to_all_rates_equals_fairlearn_and_is_timed_against_it(
    tmp_path: Path, rows: int, turns: int, promised: int
) -> None:
    write_rows(tmp_path / "rows.csv", rows)
    insyn_time, rates = run(_INSYN, tmp_path / "rows.csv", 5)
    fairlearn_time, expected = run(_FAIRLEARN, tmp_path / "rows.csv", turns)
    assert len(expected) == len(METRICS) * (17 + 80 + 100)
    assert {name: rates[name] for name in expected} == expected  # to the last digit
    print(
        f"\n{rows:,} rows of CSV to {len(rates):,} rates with intervals and comparisons: {insyn_time:.2f} s; fairlearn"
    )
    ratio = f"ratio {fairlearn_time / insyn_time:.0f} (promised {promised})"
    print(f"  {fairlearn_time:.1f} s for {len(expected):,} of them, all equal; {ratio}")
