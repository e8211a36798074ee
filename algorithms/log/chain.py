"""The log: one chain of lines, each with the hash of the one before and a code that only the city's secret makes.

Ids, roles and hashes only: names stand in accounts and can be erased. How lines are stored: tables, commands.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from algorithms.people import NOBODY, Role
from assessments.text.message import Message

ERASE_NOTE = "erase-note"  # the action of a line that tells of words of an event that were erased
REFUSED = "refused"  # the action of a line that tells what somebody was not let do


@dataclass(frozen=True, slots=True)
class Act:
    """What was done: by whom (nobody: the program itself), in which role, to what; or with a status what was refused.

    ``record`` names the row that tells more, such as ``event/17``; ``after`` is then the digest of that row.
    ``signature`` is what the city signed in this act, if it signed anything.
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
    signature: str | None = None

    @property
    def refused(self) -> bool:
        return self.status is not None


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends. A copy noted elsewhere shows later whether the past was rewritten."""

    seq: int
    hash: str


LARGEST = 2**31 - 1  # number that a line of the log can have
START = Head(0, "0" * 64)


@dataclass(frozen=True, slots=True)
class ChainLine:
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
    signature: str | None
    previous: str
    hash: str
    code: str

    @property
    def sealed(self) -> str:
        """The hash that these words must have: SHA-256 of their canonical JSON, the line before included."""
        return digest({name: getattr(self, name) for name in self.__slots__ if name not in {"hash", "code"}})

    def is_true(self, key: bytes) -> bool:
        """Whether hash and code are those of exactly these words."""
        return self.hash == self.sealed and hmac.compare_digest(self.code.encode(), code_of(key, self.hash).encode())

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def person(self) -> UUID | None:
        return UUID(self.by) if self.by else None


def code_of(key: bytes, *sealed: str) -> str:
    """What nobody can make who has the database and not the secret: HMAC-SHA256 over what has been hashed."""
    return hmac.new(key, "|".join(sealed).encode(), "sha256").hexdigest()


def written(act: Act, after: Head, key: bytes) -> ChainLine:
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
        "signature": act.signature,
        "previous": after.hash,
    }
    sealed = digest(words)
    return ChainLine(**words, hash=sealed, code=code_of(key, sealed))  # type: ignore[arg-type]  # by name, each of its own type


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
class ChainFault:
    """Where the log, or a row that it speaks of, is not what was written."""

    place: str  # the number of a line, or the name of a row
    message: Message


def follow(lines: Iterable[ChainLine], key: bytes, start: Head = START) -> tuple[Head, list[ChainFault]]:
    """Where these lines lead, in the order of their numbers, and what is wrong with each of them."""
    reached = start
    faults: list[ChainFault] = []
    for line in lines:
        faults += _faults_of(line, reached, key)
        reached = Head(line.seq, line.hash) if line.seq > reached.seq else reached
    return reached, faults


def _faults_of(line: ChainLine, before: Head, key: bytes) -> Iterator[ChainFault]:
    number, due = str(line.seq), before.seq + 1
    if line.seq > due:
        yield missing(due, line.seq - 1)
    elif line.seq < due:
        yield ChainFault(
            number, Message("Line {number} of the log was added: the first line is 1.", {"number": number})
        )
    elif line.previous != before.hash:
        broken = Message("Line {number} of the log does not continue the line before it.", {"number": number})
        yield ChainFault(number, broken)
    if not line.is_true(key):
        changed = Message("Line {number} of the log is not what was written: it was changed.", {"number": number})
        yield ChainFault(number, changed)


def missing(first: int, last: int) -> ChainFault:
    """Lines of the log that are not there."""
    numbers = {"number": str(first), "last": str(last)}
    if first == last:
        return ChainFault(str(first), Message("Line {number} of the log is missing.", {"number": str(first)}))
    return ChainFault(str(first), Message("Lines {number} to {last} of the log are missing.", numbers))


def ending(reached: Head, head: Head) -> list[ChainFault]:
    """Whether a chain ends where its head says; one that does not has lost its end, or its head."""
    if reached == head:
        return []
    ends = {"last": str(reached.seq), "number": str(head.seq)}
    message = Message("The log ends with line {last}; its head refers to line {number}.", ends)
    return [ChainFault(str(reached.seq), message)]


def noted_faults(noted: Iterable[tuple[Head, str | None]], last: int) -> list[ChainFault]:
    """The first of these heads, which somebody kept, whose line is not what it was; each with the hash of it today.

    ``last``: the last line that there is. The lines up to the head before are what they were.
    """
    first = 1
    for head, current in sorted(noted, key=lambda pair: pair[0].seq):
        if current != head.hash:
            return [_noted_fault(head, current, first, last)]
        first = head.seq + 1
    return []


def _noted_fault(head: Head, current: str | None, first: int, last: int) -> ChainFault:
    number = str(head.seq)
    until = head.seq if current else max(first, min(head.seq, last + 1))
    where = {"number": number, "first": str(first), "until": str(until)}
    if current is None:
        gone = Message(
            "Line {number} was in the log when the head was noted, and is gone. The first line that differs is one of "
            "{first} to {until}.",
            where,
        )
        return ChainFault(number, gone)
    other = Message(
        "Line {number} is another than when the head was noted: the log was rewritten. The first line that differs is "
        "one of {first} to {until}.",
        where,
    )
    return ChainFault(number, other)


def unlike(recorded: Mapping[str, tuple[int, str | None]], rows: Mapping[str, str]) -> list[ChainFault]:
    """Every row that differs from its line. ``recorded``: row → line and digest; ``rows``: row → digest today."""
    faults = []
    for name, (line, sealed) in recorded.items():
        where = {"row": name, "line": str(line)}
        if name not in rows and sealed is not None:
            gone = Message("The row {row}, which line {line} refers to, is gone.", where)
            faults.append(ChainFault(name, gone))
        elif name in rows and rows[name] != sealed:
            changed = Message("The row {row} is not what it was when line {line} was written: it was changed.", where)
            faults.append(ChainFault(name, changed))
    for name in rows.keys() - recorded.keys():
        unknown = Message("No line of the log has the row {row}: it was not written by Insyn.", {"row": name})
        faults.append(ChainFault(name, unknown))
    return faults
