"""A file that is read: where its bytes come from, how far the reading has come, and what its bytes are (SHA-256).

Knows no formats.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

PIECE = 16 * 1024 * 1024  # bytes
_RECORD = 64 * 1024  # bytes after a block in which its last record ends, as a rule
MOST_AT_ONCE = 200 * 1024 * 1024  # bytes of a file that has to be in memory as a whole


@dataclass(frozen=True, slots=True)
class ByteSource:
    """A file that can be opened again, its length in bytes, and who wants to know how far the reading has come.

    ``path`` is there when the file lies unencrypted, so that a library may read it by itself.
    """

    open_blocks: Callable[[], Iterable[bytes]]
    size: int
    on_progress: Callable[[float], None] = lambda _: None
    piece_size: int = PIECE
    path: Path | None = None

    @classmethod
    def of_file(
        cls, path: Path, on_progress: Callable[[float], None] = lambda _: None, piece_size: int = PIECE
    ) -> "ByteSource":
        """A file that lies unencrypted."""
        return cls(
            open_blocks=lambda: _blocks(path, piece_size),
            size=path.stat().st_size,
            on_progress=on_progress,
            piece_size=piece_size,
            path=path,
        )

    def sample(self, size: int) -> bytes:
        """The first bytes."""
        taken = b""
        for block in self.open_blocks():
            taken += block
            if len(taken) >= size:
                break
        return taken[:size]


@dataclass(slots=True)
class Watched:
    """The blocks of one reading as they pass: hashed, and reported as progress."""

    reading: ByteSource
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def blocks(self) -> Iterator[bytes]:
        done = 0
        for block in self.reading.open_blocks():
            self._digest.update(block)
            yield from self._pieces(block)
            done += len(block)
            self.reading.on_progress(min(1.0, done / max(1, self.reading.size)))

    def _pieces(self, block: bytes) -> Iterator[bytes]:
        most = self.reading.piece_size
        if len(block) <= most + _RECORD:
            yield block
        else:
            yield from (block[start : start + most] for start in range(0, len(block), most))

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def whole(self) -> bytes:
        """All bytes. EvaluationDataError where they are too many to be in memory at once."""
        if self.reading.size > MOST_AT_ONCE:
            raise EvaluationDataError(
                Message(
                    "The file is larger than {megabytes} megabytes, which is the most for Excel, counts and encrypted "
                    "Parquet. Save it as CSV, or split it.",
                    {"megabytes": MOST_AT_ONCE // 1_000_000},
                )
            )
        return b"".join(self.blocks())

    def rest(self) -> None:
        """Sees the bytes that nobody asked for, so that the hash is of the whole file."""
        if self._digest.digest() == hashlib.sha256().digest():
            for _ in self.blocks():
                pass


def _blocks(path: Path, size: int) -> Iterator[bytes]:
    """Blocks that end where a line does, if one ends nearby: they need not be put together again."""
    with path.open("rb") as file:
        start = 0
        while block := os.pread(file.fileno(), size + _to_line_end(file.fileno(), start + size), start):
            yield block
            start += len(block)


def _to_line_end(file: int, place: int) -> int:
    return os.pread(file, _RECORD, place).find(b"\n") + 1
