"""An import on its way: what it is at, who may see it, and how long it is kept. Its rows: rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from algorithms.entries.entry import Version
from algorithms.importing.columns import Matching
from algorithms.people import Actor, Permission
from assessments.text.message import Message

RETENTION = timedelta(hours=24)  # what was uploaded is not kept longer than this


class ImportJob(StrEnum):
    """What a worker does for an import."""

    FILE = "import-file"
    ENTRIES = "import-entries"


class ImportState(StrEnum):
    RECEIVED = "received"  # the file waits to be read
    UNREADABLE = "unreadable"  # the file was refused and destroyed; another one may be uploaded
    READ = "read"  # its rows are matched and tried
    QUEUED = "queued"  # somebody has asked for the entries
    DONE = "done"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class CreatedKind(StrEnum):
    """What an import has made of a row."""

    ENTRY = "entry"  # a new entry with its first draft
    VERSION = "version"  # the next version of an entry that a list brought before, as a proposal
    COMMENTS = "comments"  # the same in comments, on a version that somebody is at work on


# In which states a worker has something to do for an import, and what.
WORK: Mapping[ImportState, ImportJob] = {
    ImportState.RECEIVED: ImportJob.FILE,
    ImportState.QUEUED: ImportJob.ENTRIES,
}
TAKES_FILE = frozenset({ImportState.READ, ImportState.UNREADABLE})
UNFINISHED = TAKES_FILE | {ImportState.RECEIVED}  # may be cancelled, and ends by itself


class ImportStateError(Exception):
    """The import has come further, or has been changed, since the page was shown."""


@dataclass(frozen=True, slots=True)
class Import:
    """One list that somebody wants entries from."""

    id: UUID
    state: ImportState
    revision: int
    file: UUID
    file_name: str
    file_bytes: int
    file_sha256: str
    received_at: datetime
    matching: Matching | None
    allow_duplicates: bool
    complaints: tuple[Message, ...]
    begun_by: UUID
    begun_at: datetime
    requested_by: UUID | None
    ended_at: datetime | None
    report: Mapping[str, Mapping[str, int]]  # column → fate → how many cells, once it is carried out


@dataclass(frozen=True, slots=True)
class Created:
    """An entry that came of an import, and whether anything has happened to it since."""

    version: Version
    row: int
    kind: CreatedKind
    is_changed: bool
    is_gone: bool


def may_see(entry_import: Import, actor: Actor) -> bool:
    """The person who began it, while they may still write somewhere, and the coordinator."""
    began_it = entry_import.begun_by == actor.id and actor.may(Permission.WRITE)
    return began_it or actor.may(Permission.KEEP_REGISTER)
