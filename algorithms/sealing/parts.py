"""Parts of what is public: each with a hash of its own, words with a salt of their own, and one root over them all.

Facts are codes, dates, numbers and ids. Words are what a person wrote: their hash tells nobody what they say, so they
can be erased by a decision while all other parts still prove what they proved. Pure.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from algorithms.log.chain import ChainFault, code_of, plain
from assessments.text.message import Message

DOMAIN = "insyn-part/1"


@dataclass(frozen=True, slots=True)
class SealedPart:
    """What stands in the rows today under this name: facts by name, or words as a list."""

    name: str
    value: Mapping[str, object] | tuple[str, ...]

    @property
    def is_words(self) -> bool:
        return isinstance(self.value, tuple)

    def hash(self, salt: str | None) -> str:
        value = list(self.value) if isinstance(self.value, tuple) else {k: plain(v) for k, v in self.value.items()}
        return _sha256([DOMAIN, self.name, salt or "", value])


@dataclass(frozen=True, slots=True)
class Sealed:
    """A part as it was sealed last; ``erased`` is the line of the log by which its words were erased."""

    name: str
    salt: str | None
    hash: str
    code: str
    erased: int | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """What a line of the log tells of words that were erased: which, by which decision, and the hashes of both."""

    line: int
    subject: str
    part: str
    decision: str
    before: str | None  # the hash of the words
    after: str  # the hash of what stands in their place

    def accounts_for(self, sealed: Sealed) -> bool:
        return (self.line, self.part, self.before) == (sealed.erased, sealed.name, sealed.hash)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is sealed, as lines of the log call it, and as people do: an entry, or a version of it by its number."""

    name: str  # version/… or entry/…
    entry: str
    number: int | None = None

    @property
    def called(self) -> str:
        return self.entry if self.number is None else f"{self.entry}/{self.number}"

    def fault(self, message: Message, part: str = "") -> ChainFault:
        """A fault of this subject, or of a part of it."""
        of = {"of": self.called, **({"part": part} if part else {})}
        return ChainFault(
            f"{self.name}/{part}" if part else self.name, Message(message.msgid, {**message.values, **of})
        )


_CHANGED = Message("The part {part} of {of} was changed.")
_GONE = Message("The part {part} of {of} is gone.")
_ADDED = Message("The part {part} of {of} was added.")
_FORGED = Message("The seal of the part {part} of {of} was not made by Insyn.")
_UNTOLD = Message("The part {part} of {of} was erased, and no line of the log says so.")
_NEVER = Message("{of} is public and was never sealed.")


def sealed(subject: str, part: SealedPart, salt: str | None, key: bytes) -> Sealed:
    hashed = part.hash(salt)
    return Sealed(name=part.name, salt=salt, hash=hashed, code=part_code(key, subject, part.name, hashed))


def part_code(key: bytes, subject: str, name: str, hashed: str, erased: int | None = None) -> str:
    return code_of(key, "part", subject, name, hashed, str(erased or ""))


def root(parts: Iterable[Sealed]) -> str:
    """One hash of all parts, in the order of their names."""
    return _sha256(sorted([sealed_part.name, sealed_part.hash] for sealed_part in parts))


def faults(
    subject: Subject,
    now: Iterable[SealedPart],
    sealed_parts: Iterable[Sealed],
    last_seal: tuple[int, str | None] | None,
    key: bytes,
    erasures: Iterable[Erasure] = (),
) -> list[ChainFault]:
    """What is wrong with this subject, part by part. ``last_seal``: the line that sealed it last, and the root."""
    today, before = {part.name: part for part in now}, {sealed_part.name: sealed_part for sealed_part in sealed_parts}
    by_part = {erasure.part: erasure for erasure in erasures if erasure.subject == subject.name}
    wrong = [
        fault
        for sealed in before.values()
        for fault in _of_part(subject, today.get(sealed.name), sealed, key, by_part.get(sealed.name))
    ]
    wrong += [subject.fault(_ADDED, name) for name in sorted(today.keys() - before.keys())]
    if wrong:
        return wrong
    if last_seal is None:
        return [subject.fault(_NEVER)]
    line, sealed_root = last_seal
    if sealed_root != root(before.values()):
        other = Message("The parts of {of} are not together what line {line} sealed.", {"line": str(line)})
        return [subject.fault(other)]
    return []


def _of_part(
    subject: Subject, today: SealedPart | None, before: Sealed, key: bytes, erasure: Erasure | None
) -> list[ChainFault]:
    if before.code != part_code(key, subject.name, before.name, before.hash, before.erased):
        return [subject.fault(_FORGED, before.name)]
    if before.erased is not None and (erasure is None or not erasure.accounts_for(before)):
        return [subject.fault(_UNTOLD, before.name)]
    if today is None:
        return [subject.fault(_GONE, before.name)]
    due = before.hash if before.erased is None or erasure is None else erasure.after
    return [] if today.hash(before.salt) == due else [subject.fault(_CHANGED, before.name)]


def _sha256(value: object) -> str:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
