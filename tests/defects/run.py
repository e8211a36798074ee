"""Plants each defect in a copy of the project and asks the tests that should see it: ``make defects``.

A seed is a patch whose first lines name its tests (``# test: …``). One that is not seen, or no longer applies, is a
failure: a rule without a test that misses it is a rule on paper.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((Path(__file__).parent / "seeds").glob("*.patch"))
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache")
_FAILED = 1  # pytest's exit code where tests ran and one failed


def main(wanted: list[str]) -> int:
    unseen = [seed.stem for seed in SEEDS if (not wanted or seed.stem in wanted) and not _is_seen(seed)]
    chosen = len(wanted) or len(SEEDS)
    print(f"{chosen - len(unseen)} of {chosen} defects are seen" + (f"; not: {', '.join(unseen)}" if unseen else ""))
    return bool(unseen)


def _is_seen(seed: Path) -> bool:
    tests = [line.removeprefix("# test:").strip() for line in seed.read_text("utf-8").splitlines() if "# test:" in line]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
        applied = subprocess.run(["git", "apply", str(seed)], cwd=copy, capture_output=True, text=True, check=False)
        if applied.returncode:
            print(f"{seed.stem}: no longer applies: {applied.stderr.strip()}")
            return False
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *tests],
            cwd=copy,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    print(f"{seed.stem}: {'seen' if ran.returncode == _FAILED else 'NOT seen'}")
    return ran.returncode == _FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
