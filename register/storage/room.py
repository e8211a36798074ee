"""Whether the data folder takes anything more. Asks the system, and writes nothing."""

import os
from pathlib import Path

LEAST = 50_000_000  # bytes


def trouble(folder: Path, least: int = LEAST) -> str | None:
    """Why nothing can be written there; None where there is room."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return "the data folder is not there"
    if disk.f_flag & os.ST_RDONLY or not os.access(folder, os.W_OK | os.X_OK):
        return "the data folder may only be read"
    return "the disk is full" if disk.f_bavail * disk.f_frsize < least else None
