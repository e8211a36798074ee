"""How long a million rows take to become counts, beside Polars alone grouping the same columns. Judges no time."""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assessments.evaluation_data import Reading, counts
from assessments.plan import TestPlan

ROWS, TURNS = 1_000_000, 3
PLAN = TestPlan(
    outcome="outcome",
    decision="decision",
    groups=("sex", "district"),
    outcome_yes=("1",),
    outcome_no=("0",),
    decision_yes=("ja",),
    decision_no=("nej",),
    reference=(("sex", "kvinna"), ("district", "district 0")),
)
COLUMNS = ["sex", "district", "outcome", "decision"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance, path = random.Random(1), tmp_path_factory.mktemp("bench") / "rows.csv"
    one = chance.random
    with path.open("w", encoding="utf-8") as rows:
        rows.write("id,sex,district,income,outcome,decision\n")
        for number in range(ROWS):
            sex, decided = ("kvinna" if one() < 0.5 else "man"), ("ja" if one() < 0.3 else "nej")
            rows.write(f"{number},{sex},district {int(one() * 12)},{one() * 9e5:.2f},{int(one() < 0.2)},{decided}\n")
    return path


def test_counting_a_million_rows(file: Path) -> None:
    size = file.stat().st_size
    ours, (counted, data) = best_of(lambda: counts(Reading(lambda: blocks(file), size), PLAN))
    bare, grouped = best_of(lambda: grouped_by_polars(file))

    assert data.rows == ROWS
    assert sum(counted.cells.values()) == grouped["len"].sum() == ROWS
    print(f"\n{ROWS:,} rows ({size / 1e6:.0f} MB): {ours:.2f} s; Polars alone {bare:.2f} s; ratio {ours / bare:.1f}")


def blocks(file: Path) -> Any:
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            yield block


def grouped_by_polars(file: Path) -> pl.DataFrame:
    return pl.scan_csv(file, infer_schema=False).group_by(COLUMNS).len().collect(engine="streaming")


def best_of(work: Callable[[], Any]) -> tuple[float, Any]:
    times, answer = [], None
    for _ in range(TURNS):
        before = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - before)
    return min(times), answer
