"""The files of open data: made by the worker when something public has changed, and stored under their hash.

A stored file is only given out while nothing public has changed since then; else it is made again for the reader.
"""

import asyncio
import json
import logging
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Callable, Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO
from weakref import WeakKeyDictionary

from algorithms.records import queries as record_queries
from algorithms.records.queries import PublicVersion
from algorithms.records.record_fields import Column
from algorithms.search.query import memory_index, searching
from register.opendata.datasets import DATASETS, OpenDataset, Row, Scope
from register.opendata.files import Format, Written, write, write_all
from register.opendata.parameters import Selection
from register.publishing.changes import last_change
from register.settings import Settings

FOLDER = "open-data"
_INDEX = "index.json"
_ABANDONED = 3_600  # seconds after which nobody writes a draft any more
log = logging.getLogger("insyn.worker")
_CURRENT: deque[tuple[str, tuple[PublicVersion, ...]]] = deque(maxlen=1)
_MAKING: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file: its hash, and since when it says what it says."""

    dataset: str
    format: Format
    sha256: str
    size: int
    rows: int
    changed: str  # RFC 3339

    @property
    def name(self) -> str:
        return f"{self.dataset}.{self.format}"


@dataclass(frozen=True, slots=True)
class Index:
    """What has been made last, and of which state of the register."""

    state: str
    files: tuple[StoredFile, ...]

    def file(self, name: str) -> StoredFile | None:
        return next((stored for stored in self.files if stored.name == name), None)


async def state() -> str:
    """Another one after every change of what is public, in every database and every edition of the program."""
    return f"{metadata.version('insyn')}/{await memory_index.stamp()}/{await last_change()}"


def folder(settings: Settings) -> Path:
    return settings.data_dir / FOLDER


def place(settings: Settings, stored: StoredFile) -> Path:
    return folder(settings) / f"{stored.sha256}.{stored.format}"


def index(settings: Settings) -> Index | None:
    """What the worker has made last; None before that."""
    try:
        written: Mapping[str, Any] = json.loads((folder(settings) / _INDEX).read_bytes())
        files = tuple(StoredFile(**{**file, "format": Format(file["format"])}) for file in written["files"])
        return Index(written["state"], files)
    except (OSError, ValueError, KeyError, TypeError):
        return None


async def stored(settings: Settings, name: str) -> tuple[StoredFile, Path] | None:
    """The file with this name, if it says what is public now."""
    made = index(settings)
    file = made.file(name) if made else None
    if made is None or file is None or made.state != await state():
        return None
    path = place(settings, file)
    return (file, path) if path.exists() else None


async def made_now(
    settings: Settings, dataset: OpenDataset, made: Format, chosen: Selection, at: datetime | None
) -> tuple[BinaryIO, Written]:
    """The file of a selection, or of an earlier day. One is made at a time in each process."""
    async with _MAKING.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        scope = await scope_of(settings, dataset, chosen, at)
        return await made_of(made, dataset.columns, dataset.rows(scope))


async def made_of(made: Format, columns: Sequence[Column], rows: AsyncIterator[Row]) -> tuple[BinaryIO, Written]:
    """A file that is gone once it is closed."""
    with tempfile.TemporaryDirectory(prefix="insyn-") as away:
        path = Path(away) / "file"
        written = await write(path, made, columns, rows)
        return await asyncio.to_thread(path.open, "rb"), written


async def current_versions() -> tuple[PublicVersion, ...]:
    """Those that stand now, read again only when something public has changed."""
    now = await state()
    if not _CURRENT or _CURRENT[0][0] != now:
        _CURRENT.append((now, await record_queries.current_at()))
    return _CURRENT[0][1]


async def scope_of(settings: Settings, dataset: OpenDataset, chosen: Selection, at: datetime | None) -> Scope:
    every = dataset.every_version
    versions = await record_queries.versions() if every else await record_queries.current_at(at)
    if every and at is not None:
        versions = tuple(version for version in versions if version.first <= at)
    if chosen.search is not None:
        slugs = frozenset(await searching.slugs(chosen.search))
        versions = tuple(version for version in versions if version.slug in slugs)
    return Scope(settings=settings, versions=versions, fits=chosen.fits if chosen.chosen else None, at=at)


@dataclass(slots=True)
class DataPrinter:
    """A duty of the worker: every file says what is public."""

    settings: Settings
    clock: Callable[[], datetime]

    async def round(self) -> bool:
        """Whether anything was made."""
        now, before = await state(), index(self.settings)
        if before is not None and before.state == now and all(place(self.settings, f).exists() for f in before.files):
            return False
        await self._make(now, before)
        return True

    async def _make(self, now: str, before: Index | None) -> None:
        home, files = folder(self.settings), []
        home.mkdir(parents=True, exist_ok=True)
        for dataset in DATASETS.values():
            files += await self._files(dataset, before)
        if now != await state():
            return  # something has changed meanwhile: the next round makes them of that
        draft = self._draft(_INDEX)
        draft.write_text(json.dumps({"state": now, "files": [asdict(file) for file in files]}), "utf-8")
        draft.replace(home / _INDEX)
        self._clear({_INDEX, *(place(self.settings, file).name for file in files)})
        log.info("the files of open data are made")

    async def _files(self, dataset: OpenDataset, before: Index | None) -> list[StoredFile]:
        """All formats of a data set, read once."""
        scope = await scope_of(self.settings, dataset, Selection(), None)
        drafts = {made: self._draft(f"{dataset.name}.{made}") for made in Format}
        try:
            written = await write_all(drafts, dataset.columns, dataset.rows(scope))
            files = [self._file(dataset, made, written[made], before) for made in Format]
            for file in files:
                drafts[file.format].replace(place(self.settings, file))
            return files
        finally:
            for draft in drafts.values():
                draft.unlink(missing_ok=True)

    def _file(self, dataset: OpenDataset, made: Format, written: Written, before: Index | None) -> StoredFile:
        old = before.file(f"{dataset.name}.{made}") if before else None
        same = old is not None and old.sha256 == written.sha256
        return StoredFile(
            dataset=dataset.name,
            format=made,
            sha256=written.sha256,
            size=written.size,
            rows=written.rows,
            changed=old.changed if same and old else f"{self.clock():%Y-%m-%dT%H:%M:%SZ}",
        )

    def _draft(self, name: str) -> Path:
        """Of a name that no other worker has."""
        return folder(self.settings) / f"{name}.{token_hex(4)}.part"

    def _clear(self, current: Container[str]) -> None:
        """What no index names; a draft only when nobody can still be writing it."""
        long_ago = self.clock().timestamp() - _ABANDONED
        for old in folder(self.settings).iterdir():
            if old.name not in current and (old.suffix != ".part" or old.stat().st_mtime < long_ago):
                old.unlink(missing_ok=True)
