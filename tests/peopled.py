"""A database with the people of a test's city in it: made once in a process by the real commands, then copied.

What is copied is closed, and its secret with it: lines of the log carry codes that are made of the secret.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from register.settings import Settings


@dataclass(frozen=True, slots=True)
class Stage:
    database: bytes
    secret: bytes


class Template:
    """A migrated SQLite file without rows, and what ``fill`` makes of a copy of it."""

    def __init__(self, empty: Path) -> None:
        self._empty, self._bytes = empty, empty.read_bytes()
        self._stage: Stage | None = None

    def laid_out(self, settings: Settings, fill: Callable[[Settings], None]) -> bool:
        """Whether this database was a copy of the empty one, and is the filled one now."""
        path = Path(settings.database_url.removeprefix("sqlite://"))
        if not settings.database_url.startswith("sqlite:") or path.with_name(f"{path.name}-wal").exists():
            return False
        if not path.exists() or path.read_bytes() != self._bytes:
            return False
        if self._stage is None:
            self._stage = self._made(settings, fill)
        path.write_bytes(self._stage.database)
        settings.secret_file.write_bytes(self._stage.secret)
        return True

    def _made(self, settings: Settings, fill: Callable[[Settings], None]) -> Stage:
        database = self._empty.with_name("peopled.sqlite")
        database.write_bytes(self._bytes)
        database.chmod(0o600)
        fill(replace(settings, database_url=f"sqlite://{database}"))
        return Stage(database.read_bytes(), settings.secret_file.read_bytes())


templates: list[Template] = []  # one or none: tests/conftest.py makes it
