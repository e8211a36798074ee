"""The whole command ``insyn assess``, compared with a process that only reads the same file, or only imports fairlearn.

Ratios of medians in fresh processes, taken in turn, and the largest peak of memory of any of them. Judges no time.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

LARGE, SMALL, TURNS = 10_000_000, 1_000, 5
_COMMAND = "import sys; from register.shell.cli import main; sys.argv[0] = 'insyn'; main()"
_OPTIONS = ("--outcome", "outcome", "--decision", "decision", "--decision-yes", "ja", "--margin", "0.05")


def write_rows(path: Path, rows: int) -> None:
    chance = np.random.default_rng(1)
    groups = {
        "sex": ["kvinna", "man"],
        "age": ["18-29", "30-44", "45-64", "65-79", "80-"],
        "district": [f"district {number}" for number in range(10)],
    }
    frame = pl.DataFrame(
        {
            "id": np.arange(rows),
            **{name: chance.choice(values, rows) for name, values in groups.items()},
            "outcome": chance.integers(0, 2, rows),
            "decision": chance.choice(["ja", "nej"], rows),
            "score": chance.random(rows).round(6),
            "amount": (chance.random(rows) * 1000).round(2),
        }
    )
    frame.write_csv(path) if path.suffix == ".csv" else frame.write_parquet(path)


def measured(command: list[str]) -> tuple[float, int]:
    """Seconds, and the peak in MiB of the process or of any that it started."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = status
    assert status == 0
    return time.perf_counter() - before, used.ru_maxrss // 1024


def in_turn(*commands: list[str]) -> list[tuple[float, int]]:
    runs = [[measured(command) for command in commands] for _ in range(TURNS)]
    return [
        (statistics.median(run[place][0] for run in runs), max(run[place][1] for run in runs))
        for place, _ in enumerate(commands)
    ]


def insyn(path: Path, groups: str) -> list[str]:
    return [sys.executable, "-c", _COMMAND, "assess", str(path), *_OPTIONS, "--groups", groups]


@pytest.mark.parametrize(("kind", "promised"), [("csv", 2.5), ("parquet", 4.5)])
def test_a_large_file_is_timed_against_polars_reading_it(tmp_path: Path, kind: str, promised: float) -> None:
    path = tmp_path / f"rows.{kind}"
    write_rows(path, LARGE)
    read = [sys.executable, "-c", f"import polars as pl; pl.read_{kind}({str(path)!r})"]
    (own, peak), (polars, _) = in_turn(insyn(path, "sex,age,district"), read)
    print(f"\n{kind}: {LARGE:,} rows by insyn assess in {own:.1f} s, peak {peak} MiB (promised 350); Polars reads them")
    print(f"  in {polars:.1f} s; ratio {own / polars:.2f} (promised {promised})")


def test_a_small_file_is_timed_against_importing_fairlearn(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    write_rows(path, SMALL)
    (own, peak), (fairlearn, _) = in_turn(insyn(path, "sex"), [sys.executable, "-c", "import fairlearn.metrics"])
    print(
        f"\n{SMALL:,} rows by insyn assess in {own:.1f} s, peak {peak} MiB; import fairlearn.metrics {fairlearn:.1f} s"
    )
    print(f"  ratio {own / fairlearn:.2f} (promised 1.5)")
