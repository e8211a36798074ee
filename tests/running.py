"""The real program in a process of its own: started, waited for until it says “ready”, and stopped as a city would."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

PROGRAM = Path(sys.executable).with_name("insyn")
READY = re.compile(r"\bready (http://\S+)")
PATIENCE = 120.0  # seconds: making the demo city's first assessments takes the longest
GRACE = 15.0  # seconds to put down what it holds


class Running:
    """``with Running("serve", data_dir=folder) as program: … program.url``."""

    def __init__(self, command: str, *options: str, data_dir: Path, **settings: str) -> None:
        self._arguments = [command, "--port", str(free_port()), *options]
        own = {name: value for name, value in os.environ.items() if not name.startswith("INSYN_")}
        self._environment = {**own, **settings, "INSYN_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}
        self._log = data_dir.with_name(f"{data_dir.name}.log")
        self.data_dir = data_dir
        self.url = ""

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", errors="replace")

    def __enter__(self) -> Self:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [PROGRAM, *self._arguments],
                env=self._environment,
                cwd=self.data_dir,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self.url = self._wait()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """As a power cut would: no goodbye, its worker too."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _wait(self) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if match := READY.search(self.log):
                return match[1]
            if self._process.poll() is not None:
                raise RuntimeError(f"insyn ended with {self._process.returncode}:\n{self.log}")
            time.sleep(0.02)
        raise RuntimeError(f"insyn was not ready after {PATIENCE:.0f} seconds:\n{self.log}")

    def _stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
