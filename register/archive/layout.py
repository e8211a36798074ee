"""What an archive copy is: a file of JSON lines for each table, others by their hash, and what is left out. Pure."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

FORMAT = "insyn-archive/1"
INDEX, SUMS, ROWS, FILES = "archive.json", "SHA256SUMS", "tables", "files"
NOT_CARRIED: Mapping[str, str] = {
    "session": "Everybody signs in again.",
    "password_link": "Links in letters are asked for again.",
    "known_place": "Places are known again once somebody has signed in there.",
    "daily_salt": "It is gone at the end of its day.",
    "request_count": "It is forgotten when its window ends.",
    "installation": "It tells which secret belongs to the register, as archive.json does.",
    "search_index": "The search is made of what is published.",
    "search_page": "The search is made of what is published.",
    "search_text": "The search is made of what is published.",
    "search_word": "The search is made of what is published.",
}
SECRET_TABLES: Mapping[str, str] = {
    "one_time_codes": "What one-time codes are made with.",
    "recovery_code": "Hashes of recovery codes.",
}
SECRET_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "person": {"password_hash": "Hashes of passwords."},
    "letter": {"sealed": "Links of letters that open an account."},
    "run": {"wrapped_key": "Keys of uploaded files."},
    "second_file": {"wrapped_key": "Keys of uploaded files."},
}
PUBLIC_FOLDERS, SECRET_FOLDERS = ("papers", "open-data"), ("uploads",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFile:
    """A file of the data folder: under its hash in the copy, with its name and when it was made."""

    path: str
    sha256: str
    size: int
    modified: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveIndex:
    """What is in the copy, and what it takes to restore it."""

    format: str
    made: str
    city: str
    register: str
    migrations: tuple[str, ...]
    secret_fingerprint: str
    log: Mapping[str, Any]  # its last line: seq and hash
    has_secrets: bool
    tables: Mapping[str, int]  # name → rows, in the order in which they are restored
    left_out: Mapping[str, str]  # what is not in the copy, and why
    files: tuple[ArchivedFile, ...]

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, written: bytes) -> "ArchiveIndex":
        """ValueError, KeyError or TypeError for anything else."""
        fields = json.loads(written)
        files = tuple(ArchivedFile(**file) for file in fields.pop("files"))
        return cls(**{**fields, "migrations": tuple(fields["migrations"]), "files": files})


def left_out(*, has_secrets: bool) -> dict[str, str]:
    """Tables and columns, each with why."""
    reasons = dict(NOT_CARRIED)
    if not has_secrets:
        reasons |= SECRET_TABLES
        reasons |= {f"{table}.{name}": why for table, names in SECRET_COLUMNS.items() for name, why in names.items()}
    return reasons


def is_carried(table: str, *, has_secrets: bool) -> bool:
    return table not in NOT_CARRIED and (has_secrets or table not in SECRET_TABLES)


def line_of(table: str, row: Mapping[str, Any], *, has_secrets: bool) -> str:
    """A row as a line of JSON, in the order of its columns."""
    hidden = {} if has_secrets else SECRET_COLUMNS.get(table, {})
    written = {name: None if name in hidden else _plain(value) for name, value in row.items()}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode()
    return value


def value_of(kind: type, written: Any) -> Any:
    """The value of a column of this type: the other way round."""
    if written is None:
        return None
    if kind is datetime:
        return datetime.fromisoformat(written)
    if kind is date:
        return date.fromisoformat(written)
    if kind is UUID:
        return UUID(written)
    if kind in (bytes, bytearray):
        return base64.b64decode(written)
    return written


def sha256_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def sums_of(folder: Path) -> str:
    """A line for each file, as ``sha256sum --check`` reads it."""
    files = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file() and file.name != SUMS)
    return "".join(f"{sha256_of(folder / name)}  {name}\n" for name in files)
