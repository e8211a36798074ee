"""What a published head says, and the path from what is public to it: for checking without a database. Pure."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from algorithms.log.merkle import leaf

FORMAT = "insyn-head/1"


@dataclass(frozen=True, slots=True)
class PublishedHead:
    """Where the log and the tree over what is public ended at a full hour."""

    seq: int
    hash: str
    at: str
    size: int
    root: str
    signature: str = ""

    @property
    def content(self) -> dict[str, Any]:
        """What is signed."""
        fields = asdict(self)
        return {"format": FORMAT, **{name: fields[name] for name in ("seq", "hash", "at", "size", "root")}}


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The position of something public in the tree of a head, and the sibling hashes on the way to the root."""

    leaf: int
    path: list[str]


@dataclass(frozen=True, slots=True)
class Growth:
    """That the tree of a head begins with the one of an earlier head: the hashes that prove it."""

    seq: int  # of the earlier head
    size: int
    path: list[str]


def full_hour(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def next_hour(now: datetime) -> str:
    return (full_hour(now) + timedelta(hours=1)).isoformat()


def leaf_of(subject: str, hashed: str) -> str:
    """The leaf of what is public: what it is, and the hash of it."""
    canonical = json.dumps({"hash": hashed, "subject": subject}, sort_keys=True, separators=(",", ":"))
    return leaf(canonical.encode())
