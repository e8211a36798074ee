"""A copy of the project, and tests that are run in it: what seeds and mutants have in common."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2
PATIENCE = 900  # seconds
SEEN = 1  # pytest's exit code where tests ran and one failed; any other tells of something else
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", ".*_cache", ".hypothesis")


def copied(folder: Path, root: Path = ROOT) -> Path:
    copy = folder / "project"
    shutil.copytree(root, copy, ignore=_LEFT_OUT)
    (copy / ".venv").symlink_to(ROOT / ".venv")  # where tests look for programs; without one they would be skipped
    return copy


def tested(copy: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Pytest in the copy, on SQLite. Programs that a test starts are those of the copy too."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not postgresql", *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
