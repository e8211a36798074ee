"""Counting ten million rows, compared with Polars reading the same columns; and everything after counting.

Ratios of medians in fresh processes, taken in turn. Judges no time; equal answers are asserted.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

ROWS, TURNS = 10_000_000, 5
COLUMNS = ["sex", "age", "district", "outcome", "decision"]
_PEAK = """
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
print(json.dumps([seconds, rows, peak]))
"""
_INSYN = """
import json, re, sys, time
from pathlib import Path
from assessments.runs.subprocess_main import limit
limit({"memory": 1 << 40})
from assessments.reading.evaluation_data import table
from assessments.reading.byte_source import ByteSource
from assessments.plan.tabulation import TabulationSpec
path = Path(sys.argv[1])
spec = TabulationSpec(tuple(sys.argv[2].split(",")))
before = time.perf_counter()
counted, data = table(ByteSource.of_file(path), spec)
seconds, rows = time.perf_counter() - before, sum(sums[0] for sums in counted.rows.values())
"""
_POLARS = """
import json, re, sys, time
import polars as pl
columns = sys.argv[2].split(",")
before = time.perf_counter()
READ
seconds, rows = time.perf_counter() - before, frame.height
"""
_TEXT = "frame = pl.read_csv(sys.argv[1], columns=columns, infer_schema=False)"
_DECODED = "frame = pl.read_parquet(sys.argv[1], columns=columns)"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Ten million rows, three attributes of 2, 5 and 10 values, as CSV and Parquet."""
    chance, folder = np.random.default_rng(1), tmp_path_factory.mktemp("bench")
    groups = {
        "sex": ["kvinna", "man"],
        "age": ["18-29", "30-44", "45-64", "65-79", "80-"],
        "district": [f"district {number}" for number in range(10)],
    }
    frame = pl.DataFrame(
        {
            "id": np.arange(ROWS),
            **{name: chance.choice(values, ROWS) for name, values in groups.items()},
            "outcome": chance.integers(0, 2, ROWS),
            "decision": chance.choice(["ja", "nej"], ROWS),
            "score": chance.random(ROWS).round(6),
            "amount": (chance.random(ROWS) * 1000).round(2),
        }
    )
    made = {"csv": folder / "rows.csv", "parquet": folder / "rows.parquet"}
    frame.write_csv(made["csv"])
    frame.write_parquet(made["parquet"])
    return made


def in_turn(path: Path, *programs: str) -> list[tuple[float, int]]:
    """Median seconds and largest peak in MiB of each program, run in turn in fresh processes."""
    measured: list[list[tuple[float, int]]] = [[] for _ in programs]
    for _ in range(TURNS):
        for place, program in enumerate(programs):
            command = [sys.executable, "-c", program + _PEAK, str(path), ",".join(COLUMNS)]
            answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            seconds, rows, peak = json.loads(answer)
            assert rows == ROWS
            measured[place].append((seconds, peak))
    return [(statistics.median(s for s, _ in runs), max(peak for _, peak in runs)) for runs in measured]


@pytest.mark.parametrize(("kind", "read", "promised"), [("csv", _TEXT, 1.0), ("parquet", _DECODED, 2.0)])
def test_counting_is_timed_against_reading_alone(files: dict[str, Path], kind: str, read: str, promised: float) -> None:
    (insyn_time, peak), (polars_time, _) = in_turn(files[kind], _INSYN, _POLARS.replace("READ", read))
    print(f"\n{kind}: {ROWS:,} rows counted in {insyn_time:.2f} s, peak {peak} MiB (promised 450); Polars only reading")
    print(f"  {polars_time:.2f} s; ratio {insyn_time / polars_time:.2f} (promised {promised})")


def test_everything_after_counting() -> None:
    """1,000 cells, all subsets of three attributes, seven primary rates with intervals, comparisons and 2,000 draws."""
    from assessments.plan.plan import TestPlan
    from assessments.results.assessment import assess
    from assessments.results.bootstrap import spreads
    from assessments.results.result import Data
    from assessments.statistics.counts import Counts

    chance = np.random.default_rng(2)
    values = [[f"{letter}{number}" for number in range(size)] for letter, size in (("a", 5), ("b", 5), ("c", 10))]
    cells = {
        ((a, b, c), outcome, decision): int(chance.integers(10, 20_000))
        for a in values[0]
        for b in values[1]
        for c in values[2]
        for outcome in (True, False)
        for decision in (True, False)
    }
    assert len(cells) == 1_000
    rates = ("selection_rate", "true_positive_rate", "false_positive_rate", "precision", "false_omission_rate")
    plan = TestPlan(
        outcome="y",
        decision="d",
        groups=("a", "b", "c"),
        reference=(("a", "a0"), ("b", "b0"), ("c", "c0")),
        primary=(*rates, "accuracy", "prevalence"),
    )
    times = []
    for _ in range(TURNS):
        before = time.perf_counter()
        counts = Counts(("a", "b", "c"), cells)
        result = assess(counts, plan, data=Data("0" * 64, 0))
        widest = spreads(counts, result)
        times.append(time.perf_counter() - before)
    made = len(result.comparisons) + len(result.further)
    print(f"\nafter counting: {statistics.median(times):.2f} s for {made} comparisons and {len(widest)} widest gaps of")
    print("  2,000 draws each (promised 0.5)")


def test_the_second_opinion_costs_the_same_at_any_number_of_rows() -> None:
    """In the child it runs in, its imports included."""
    program = """
import sys, time
before = time.perf_counter()
from assessments.results.assessment import assess
from assessments.statistics.counts import Counts
from assessments.plan.plan import TestPlan
from assessments.results.result import Data
from assessments.results.cross_check import second_opinion
times, groups = int(sys.argv[1]), [(a, b) for a in "km" for b in "12345"]
cells = {(g, y, d): times * (7 + len(g[1])) for g in groups for y in (True, False) for d in (True, False)}
counts, plan = Counts(("a", "b"), cells), TestPlan("y", "d", ("a", "b"), reference=(("a", "k"), ("b", "1")))
opinion = second_opinion(counts, assess(counts, plan, data=Data("0" * 64, 0)))
assert opinion.agrees
print(time.perf_counter() - before)
"""
    seconds = {
        times: statistics.median(
            float(subprocess.run([sys.executable, "-c", program, str(times)], capture_output=True, check=True).stdout)
            for _ in range(3)
        )
        for times in (1, 10**6)
    }
    summary = ", ".join(f"{40 * 8 * times:,} rows: {taken:.1f} s" for times, taken in seconds.items())
    print(f"\nsecond opinion, with the imports of its own child: {summary}")


def test_a_hundred_million_rows_need_no_more_memory(files: dict[str, Path], tmp_path: Path) -> None:
    """Parquet made in chunks: the file of ten million rows, ten times over."""
    big = tmp_path / "big.parquet"
    pl.concat([pl.scan_parquet(files["parquet"])] * 10).sink_parquet(big)
    peaks = {}
    for path, rows in ((files["parquet"], ROWS), (big, 10 * ROWS)):
        command = [sys.executable, "-c", _INSYN + _PEAK, str(path), ",".join(COLUMNS)]
        seconds, counted, peaks[rows] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        assert counted == rows
        print(f"\n{rows:,} rows of Parquet: {seconds:.1f} s, peak {peaks[rows]} MiB")
    print(f"  peak {peaks[10 * ROWS] / peaks[ROWS]:.2f} times (promised 1.2)")
