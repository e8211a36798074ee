"""Real children: limits hold, nothing leaks, and every way to die becomes a sentence. Also what the web never loads."""

import asyncio
import json
import os
import pkgutil
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

import assessments
from assessments.data.uploads import Receiver
from assessments.results.result import Comparison
from assessments.runs.subprocess_client import (
    EncryptedUpload,
    Limits,
    PlainFile,
    assess_source,
    counted,
    inventory_of,
)
from assessments.text.complaints import EvaluationDataError

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("fairlearn", "sklearn", "pandas", "polars", "narwhals", "scipy", "numpy", "pyarrow")
IN_A_CHILD = re.compile(
    r"assessments\.(reading|engines|gate\.(?!public_result)|notebook"
    r"|judgements\.resampling|results\.(bootstrap|cross_check|selective_labels)"
    r"|runs\.(evaluate|other_cuts|subprocess_main))"
)
STORED = re.compile(r"assessments\.(migrations|migration_steps|piccolo_app|runs\.(commands|queries)|storage|tables)")


@pytest.fixture
def csv(tmp_path, compas) -> Path:
    path = tmp_path / "compas.csv"
    path.write_text(compas.csv(seed=1))
    return path


async def pieces(data: bytes):
    yield data


def figures(comparison: Comparison) -> tuple[object, ...]:
    """What is measured of two groups. The verdict counts the metrics of the page as well, which the other lacks."""
    return comparison.group, comparison.metric, comparison.difference, comparison.ratio, comparison.p_value


def stored(tmp_path, data: bytes) -> EncryptedUpload:
    receiver = Receiver(tmp_path, UUID(int=7), max_bytes=10**9)
    upload = asyncio.run(receiver.receive(pieces(data)))
    return EncryptedUpload(upload.path, upload.key, upload.upload_id)


def test_an_encrypted_upload_gives_the_published_figures_checked_by_fairlearn(tmp_path, csv, compas) -> None:
    upload = stored(tmp_path, csv.read_bytes())
    progress: list[float] = []
    assessed = asyncio.run(assess_source(upload, compas.plan, progress.append))
    result = assessed.result
    assert result.groups == compas.result().groups
    assert list(map(figures, result.comparisons)) == list(map(figures, compas.result().comparisons))
    assert result.data.rows == 7214
    assert result.checked_by is not None
    assert (result.checked_by.agrees, result.checked_by.checked, result.checked_by.fairlearn[:2]) == (True, 91, "0.")
    assert progress[-1] == 1.0


def test_plain_and_encrypted_are_read_alike_with_any_threads_and_pieces(tmp_path, csv, compas) -> None:
    upload = stored(tmp_path, csv.read_bytes())
    plain = asyncio.run(inventory_of(PlainFile(csv)))
    assert asyncio.run(inventory_of(upload)) == plain
    assert plain.column("race").distinct == 6
    for limits in (Limits(threads=1, piece=5000), Limits(threads=2)):
        counts, _ = asyncio.run(counted(upload, compas.plan, limits=limits))
        assert counts.canonical_json() == compas.counts.canonical_json()


def test_complaints_come_back_from_the_child_unchanged(csv, compas) -> None:
    with pytest.raises(EvaluationDataError, match="no column “tace”"):
        asyncio.run(counted(PlainFile(csv), replace(compas.plan, groups=("tace",))))


@pytest.fixture(scope="module")
def long(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("long") / "long.csv"
    path.write_text("a,b\n" + "1,2\n" * 10_000_000)
    return path


def test_a_child_that_may_use_too_little_memory_ends_in_a_sentence(long) -> None:
    with pytest.raises(EvaluationDataError, match="more memory"):
        asyncio.run(inventory_of(PlainFile(long), limits=Limits(memory=450_000_000, piece=64 * 1024**2)))


def test_a_child_that_takes_too_long_or_falls_silent_ends_in_a_sentence(long) -> None:
    for limits in (Limits(wall_seconds=0.3), Limits(silent_seconds=0.01)):
        with pytest.raises(EvaluationDataError, match="too long to read"):
            asyncio.run(inventory_of(PlainFile(long), limits=limits))


def test_a_child_that_computes_too_long_is_ended_by_the_system(long) -> None:
    with pytest.raises(EvaluationDataError, match="too long to read"):
        asyncio.run(inventory_of(PlainFile(long), limits=Limits(cpu_seconds=1, piece=20_000)))


def test_a_file_that_is_gone_or_damaged_ends_in_a_sentence(tmp_path) -> None:
    with pytest.raises(EvaluationDataError, match="no longer there"):
        asyncio.run(inventory_of(PlainFile(tmp_path / "nothing.csv")))
    upload = stored(tmp_path, b"a,b\n1,2\n")
    with pytest.raises(EvaluationDataError, match="damaged"):
        asyncio.run(inventory_of(replace(upload, key=bytes(32))))


def test_a_cancelled_reading_ends_its_child(long) -> None:
    async def cancelled() -> None:
        begun = asyncio.Event()
        reading = asyncio.create_task(inventory_of(PlainFile(long), lambda _: begun.set(), limits=Limits(piece=50_000)))
        await begun.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading

    asyncio.run(cancelled())
    children = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args"], capture_output=True, text=True, check=False
    )
    assert "assessments.runs.subprocess_main" not in children.stdout


def test_no_module_that_a_web_process_may_use_loads_a_heavy_library() -> None:
    modules = (module.name for module in pkgutil.walk_packages(assessments.__path__, "assessments."))
    names = ", ".join(name for name in modules if not IN_A_CHILD.match(name) and not STORED.match(name))
    assert "assessments.report.sentences" in names
    code = f"import sys, json, {names}; from assessments import Plan; print(json.dumps(list(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {name.partition(".")[0] for name in json.loads(answer.stdout)}
    assert not loaded & {*HEAVY, "litestar", "piccolo"}


def test_a_child_that_is_warmed_has_loaded_what_conclusions_need() -> None:
    """While the file is read by another: else the second opinion's libraries are loaded after it."""
    lines = '{"task": "warm"}\n{"task": "loaded"}\n'
    program = (
        "import sys; from assessments.runs import subprocess_main as own\n"
        "own._TASKS = {'loaded': lambda _: sorted({'fairlearn', 'sklearn', 'scipy'} & sys.modules.keys())}\n"
        "own.main()"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], input=lines, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert json.loads(process.stdout) == {"result": ["fairlearn", "scipy", "sklearn"]}
