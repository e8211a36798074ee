"""The log: one chain of lines, each sealed with the hash of the one before, and how a break in it is found.

Ids, roles and hashes only: names stand in accounts and can be erased. How lines are stored: tables, commands.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from algorithms.people import NOBODY, Role
from assessments.sentence import Sentence

REFUSED = "refused"  # the action of a line that tells what somebody was not let do


@dataclass(frozen=True, slots=True)
class Act:
    """What was done: by whom (nobody: the program itself), in which role, to what; or with a status what was refused.

    ``record`` names the row that tells more, such as ``event/17``; ``after`` is then the digest of that row.
    """

    action: str
    kind: str
    object: str
    at: datetime
    by: UUID | None = None
    role: Role | None = None
    record: str | None = None
    before: str | None = None
    after: str | None = None
    status: int | None = None

    @property
    def refused(self) -> bool:
        return self.status is not None


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends. Whoever has noted one can tell later whether the past was rewritten."""

    seq: int
    hash: str


START = Head(0, "0" * 64)


@dataclass(frozen=True, slots=True)
class Line:
    """An act as it was written, to the letter: what is hashed is what is stored."""

    seq: int
    at: str  # UTC with microseconds
    by: str | None
    role: str | None
    action: str
    kind: str
    object: str
    status: int | None
    record: str | None
    before: str | None
    after: str | None
    previous: str
    hash: str

    @property
    def sealed(self) -> str:
        """The hash that these words must have: SHA-256 of their canonical JSON, the line before included."""
        return digest({name: getattr(self, name) for name in self.__slots__ if name != "hash"})

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def person(self) -> UUID | None:
        return UUID(self.by) if self.by else None


def written(act: Act, after: Head) -> Line:
    """The line of this act, chained to the end of the log."""
    words = {
        "seq": after.seq + 1,
        "at": plain(act.at),
        "by": str(act.by) if act.by and act.by != NOBODY else None,
        "role": act.role.value if act.role else None,
        "action": act.action,
        "kind": act.kind,
        "object": act.object,
        "status": act.status,
        "record": act.record,
        "before": act.before,
        "after": act.after,
        "previous": after.hash,
    }
    return Line(**words, hash=digest(words))  # type: ignore[arg-type]  # by name, each of its own type


def digest(values: Mapping[str, object]) -> str:
    """SHA-256 of a row in one agreed way of writing it, the same on every database.

    What is NULL is left out, so that a column which is added later (NULL in older rows) changes no older digest.
    """
    plainly = {name: plain(value) for name, value in values.items() if value is not None}
    return hashlib.sha256(
        json.dumps(plainly, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=repr).encode()
    ).hexdigest()


def plain(value: object) -> object:
    """Times in UTC with microseconds, ids as text, the rest as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the log, or a row that it speaks of, is not what was written."""

    place: str  # the number of a line, or the name of a row
    said: Sentence


def follow(lines: Iterable[Line], start: Head = START) -> Head | Fault:
    """Where these lines lead, in the order of their numbers; or the first that breaks the chain."""
    reached = start
    for line in lines:
        number = str(reached.seq + 1)
        if line.seq != reached.seq + 1:
            return Fault(number, Sentence("Line {number} of the log is missing.", {"number": number}))
        if line.previous != reached.hash:
            broken = Sentence("Line {number} of the log does not continue the line before it.", {"number": number})
            return Fault(number, broken)
        if line.hash != line.sealed:
            changed = Sentence("Line {number} of the log is not what was written: it was changed.", {"number": number})
            return Fault(number, changed)
        reached = Head(line.seq, line.hash)
    return reached


def verify(lines: Iterable[Line], head: Head, start: Head = START) -> Fault | None:
    """The first fault of a whole log, or None. A chain that ends elsewhere than its head says has lost its end."""
    reached = follow(lines, start)
    if isinstance(reached, Fault) or reached == head:
        return reached if isinstance(reached, Fault) else None
    ends = {"last": str(reached.seq), "number": str(head.seq)}
    return Fault(str(reached.seq), Sentence("The log ends with line {last}; its head tells of line {number}.", ends))


def kept(noted: Head, found: str | None) -> Fault | None:
    """Whether the line that was once the last is still there; ``found`` is the hash of that line today."""
    if found == noted.hash:
        return None
    number = {"number": str(noted.seq)}
    if found is None:
        gone = Sentence("Line {number} was in the log when the head was noted, and is gone.", number)
        return Fault(str(noted.seq), gone)
    other = Sentence("Line {number} is another than when the head was noted: the log was rewritten.", number)
    return Fault(str(noted.seq), other)


def unlike(told: Mapping[str, tuple[int, str]], rows: Mapping[str, str]) -> Fault | None:
    """The first row that is not as its line tells. ``told``: row → line and digest; ``rows``: row → digest today."""
    for name, (line, sealed) in told.items():
        where = {"row": name, "line": str(line)}
        if name not in rows:
            return Fault(name, Sentence("The row {row}, of which line {line} tells, is gone.", where))
        if rows[name] != sealed:
            changed = Sentence("The row {row} is not what it was when line {line} was written: it was changed.", where)
            return Fault(name, changed)
    if strange := next((name for name in rows if name not in told), None):
        unknown = Sentence("The row {row} stands in no line of the log: it was not written by Insyn.", {"row": strange})
        return Fault(strange, unknown)
    return None
