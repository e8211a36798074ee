"""Who may read what lies in the data folder: the account that runs Insyn, and nobody else on the machine."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from register.settings import Settings
from register.storage.engines import sqlite_path

log = logging.getLogger("insyn")
OTHERS = stat.S_IRWXG | stat.S_IRWXO  # as a mask of the process and as what is taken away from a file


def close_to_others(settings: Settings) -> None:
    """Take the rights of others away where the file is ours, and say so; warn where it is somebody else's."""
    for path in _stored_paths(settings):
        file_stat = path.stat()
        if not file_stat.st_mode & OTHERS:
            continue
        try:
            if _is_shared(path, file_stat):
                raise PermissionError
            path.chmod(stat.S_IMODE(file_stat.st_mode) & ~OTHERS)
        except OSError:
            log.warning("%s can be read or changed by other accounts of this machine, and could not be closed", path)
        else:
            log.warning("%s could be read or changed by other accounts of this machine, and has been closed", path)


def _stored_paths(settings: Settings) -> Iterator[Path]:
    """The folder and what is written to it; a database or a secret may lie elsewhere."""
    folder = settings.data_dir
    named = [folder, settings.secret_file, *(folder / name for name in ("uploads", "papers", "handing-out"))]
    if settings.database_url.startswith("sqlite:"):
        database = sqlite_path(settings.database_url)
        named += [database.with_name(database.name + end) for end in ("", "-wal", "-shm", "-journal")]
    inside = [file for name in ("uploads", "papers", "handing-out") for file in sorted((folder / name).glob("*"))]
    return (path for path in (*named, *inside) if path.exists() and not path.is_symlink())


def _is_shared(path: Path, file_stat: os.stat_result) -> bool:
    """Folders that are not Insyn's alone, such as /tmp or somebody's home, are nobody's to close."""
    return bool(file_stat.st_mode & stat.S_ISVTX) or path.resolve() in {Path("/"), Path.home()}
