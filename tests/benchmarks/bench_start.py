"""How soon `insyn serve` answers on an existing database, compared with importing Litestar alone. Judges no time."""

import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from running import Running

TURNS = 5


def test_from_start_to_the_first_answer(sqlite_url: str, tmp_path: Path) -> None:
    starts, bare = [], []
    for turn in range(TURNS):
        before = time.perf_counter()
        with Running("serve", "--no-worker", data_dir=tmp_path / str(turn), INSYN_DATABASE_URL=sqlite_url) as program:
            with urllib.request.urlopen(f"{program.url}/healthz", timeout=10) as answer:
                assert answer.status == 200
            starts.append(time.perf_counter() - before)
        before = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import litestar"], check=True)
        bare.append(time.perf_counter() - before)

    print(f"\nfirst answer after {min(starts):.2f} s (promised: 1.5); import litestar {min(bare):.2f} s")
