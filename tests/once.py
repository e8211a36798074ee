"""What is made once for all workers of a test run: the first that asks makes it, the others wait and take it."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, filled by ``make`` the first time that any worker of this run asks for it."""
    folder = _of_the_run(factory) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


def _of_the_run(factory: pytest.TempPathFactory) -> Path:
    """pytest-xdist gives each worker a folder of its own inside the run's."""
    folder = factory.getbasetemp()
    return folder.parent if folder.name.startswith("popen-") else folder
