"""The files of open data: made by the worker when something public has changed, and stored under their hash.

A stored file is only given out while nothing public has changed since then; else it is made again for the reader.
"""

import asyncio
import json
import logging
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from weakref import WeakKeyDictionary

from algorithms.log import queries as log_queries
from algorithms.records import queries as record_queries
from algorithms.records.queries import PublicVersion
from algorithms.records.record_fields import Column
from algorithms.search.query import memory_index, searching
from register.opendata.datasets import DATASETS, OpenDataset, Row, Scope
from register.opendata.files import Format, Written, write
from register.opendata.parameters import Selection
from register.settings import Settings

FOLDER = "open-data"
_INDEX = "index.json"
_KINDS = ("seal", "question", "department", "entry")  # lines of the log after which something else may be public
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
    """Another one after every change of what is public; it costs two small questions."""
    return f"{await memory_index.stamp()}/{await log_queries.last_line_of(_KINDS)}"


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
    return Scope(settings=settings, versions=versions, fits=chosen.fits, at=at)


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
            everything = await scope_of(self.settings, dataset, Selection(), None)
            files += [await self._file(dataset, made, everything, before) for made in Format]
        if now != await state():
            return  # something has changed meanwhile: the next round makes them of that
        draft = home / f"{_INDEX}.part"
        draft.write_text(json.dumps({"state": now, "files": [asdict(file) for file in files]}), "utf-8")
        draft.replace(home / _INDEX)
        current = {_INDEX, *(place(self.settings, file).name for file in files)}
        for old in home.iterdir():
            if old.name not in current:
                old.unlink(missing_ok=True)
        log.info("the files of open data are made")

    async def _file(self, dataset: OpenDataset, made: Format, everything: Scope, before: Index | None) -> StoredFile:
        draft = folder(self.settings) / f"{dataset.name}.{made}.part"
        written = await write(draft, made, dataset.columns, dataset.rows(everything))
        old = before.file(f"{dataset.name}.{made}") if before else None
        same = old is not None and old.sha256 == written.sha256
        file = StoredFile(
            dataset=dataset.name,
            format=made,
            sha256=written.sha256,
            size=written.size,
            rows=written.rows,
            changed=old.changed if same and old else f"{self.clock():%Y-%m-%dT%H:%M:%SZ}",
        )
        draft.replace(place(self.settings, file))
        return file
