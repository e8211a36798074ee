"""Plants each defect in a copy of the project and asks the tests that should see it: ``make test-full PART=defects``.

A seed is a patch whose first lines name its tests (``# test: …``). One that is not seen, or no longer applies, is a
failure: a rule without a test that misses it is a rule on paper.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from planting import AT_ONCE, SEEN, copied, tested

SEEDS = Path(__file__).parent / "seeds"


def main(names: Sequence[str]) -> int:
    seeds = [SEEDS / f"{name}.patch" for name in names] or sorted(SEEDS.glob("*.patch"))
    tests = {seed: _tests(seed) for seed in seeds}
    if nameless := [seed.stem for seed in seeds if not tests[seed]]:
        print(f"no line “# test: …” in: {', '.join(nameless)}")
        return 1
    if broken := _without_defect(sorted({test for named in tests.values() for test in named})):
        print(f"without any defect these tests do not pass, so they see none:\n{broken}")
        return 1
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {pool.submit(_outcome, seed, tests[seed]): seed.stem for seed in seeds}
        unseen = []
        for done in as_completed(futures):
            name, outcome = futures[done], done.result()
            print(f"{name}: {outcome or 'seen'}", flush=True)
            unseen += [name] if outcome else []
    print(
        f"{len(seeds) - len(unseen)} of {len(seeds)} defects are seen"
        + (f"; not: {', '.join(unseen)}" if unseen else "")
    )
    return bool(unseen)


def _tests(seed: Path) -> list[str]:
    return [line.removeprefix("# test:").strip() for line in seed.read_text("utf-8").splitlines() if "# test:" in line]


def _without_defect(tests: list[str]) -> str:
    """What pytest says where one of them fails, or is not there."""
    with tempfile.TemporaryDirectory() as folder:
        ran = tested(copied(Path(folder)), [*tests, "-n", str(AT_ONCE)])
    return ran.stdout[-4_000:] + ran.stderr[-2_000:] if ran.returncode else ""


def _outcome(seed: Path, tests: Sequence[str]) -> str:
    """Empty where a test has seen it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        applied = subprocess.run(["git", "apply", str(seed)], cwd=copy, capture_output=True, text=True, check=False)
        if applied.returncode:
            return f"no longer applies: {applied.stderr.strip()}"
        try:
            ran = tested(copy, ["-x", "-n", "0", *tests])
        except subprocess.TimeoutExpired:
            return "NOT seen (pytest never ended)"
    return "" if ran.returncode == SEEN else f"NOT seen (pytest ended with {ran.returncode})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
