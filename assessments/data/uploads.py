"""Where an uploaded file lies: encrypted under a key of its own, from the first byte until it is destroyed.

Knows no database and no clock. A name that a person gave a file never reaches the file system.
"""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import AsyncIterable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message

MAGIC = b"insyn upload 1\n"
CHUNK = 1024 * 1024  # bytes of plain text in every chunk but the last
_TAG = 16
_PART = ".part"


class UploadDamagedError(Exception):
    """The stored file is not what was stored: changed, cut short, another upload's, or opened with another key."""


class WrongKeyError(UploadDamagedError):
    """The key of the stored file does not open with this secret: the installation is wrong, not the file."""


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A file that lies encrypted. The key is to be wrapped at once and kept apart from the file."""

    upload_id: UUID
    path: Path
    key: bytes
    sha256: str  # of the plain text
    size: int  # bytes of plain text


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was destroyed, and when."""

    sha256: str
    size: int
    destroyed_at: datetime


def folder(data_dir: Path) -> Path:
    return data_dir / "uploads"


class Receiver:
    """Takes a file in pieces as they arrive and stores it encrypted; a file that is refused leaves nothing behind."""

    def __init__(self, data_dir: Path, upload_id: UUID, *, max_bytes: int) -> None:
        self._folder = folder(data_dir)
        self._upload_id = upload_id
        self._max_bytes = max_bytes

    async def receive(self, pieces: AsyncIterable[bytes]) -> StoredUpload:
        """EvaluationDataError where the file is too large. Written under a temporary name, synced, then renamed."""
        path = self._folder / str(self._upload_id)
        part = path.with_name(path.name + _PART)
        writer = await asyncio.to_thread(_Writer, part, self._upload_id, self._max_bytes)
        try:
            async for piece in pieces:
                await asyncio.to_thread(writer.add, piece)
            await asyncio.to_thread(writer.finish, path)
        except BaseException:
            await asyncio.to_thread(writer.give_up)
            raise
        return StoredUpload(
            upload_id=self._upload_id, path=path, key=writer.key, sha256=writer.sha256, size=writer.size
        )


class _Writer:
    """Cuts, encrypts and writes. Nonces are a counter, which is safe because no key is used for two files."""

    def __init__(self, part: Path, upload_id: UUID, max_bytes: int) -> None:
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.key = AESGCM.generate_key(bit_length=256)
        self.size = 0
        self._part, self._upload_id, self._max_bytes = part, upload_id, max_bytes
        self._cipher = AESGCM(self.key)
        self._hash, self._waiting, self._index = hashlib.sha256(), bytearray(), 0
        self._file: BinaryIO = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._file.write(MAGIC)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._max_bytes:
            raise EvaluationDataError(_too_large(self._max_bytes))
        self._hash.update(piece)
        self._waiting += piece
        while len(self._waiting) > CHUNK:  # the last chunk is kept back, for it is sealed as the last
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]

    def finish(self, path: Path) -> None:
        self._seal(bytes(self._waiting), is_last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(path)
        _sync_folder(path.parent)

    def give_up(self) -> None:
        """Closing writes what was held back, which a full disk refuses: the file must not stay and keep it full."""
        try:
            with contextlib.suppress(OSError):
                self._file.close()
        finally:
            self._part.unlink(missing_ok=True)

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        bound_to = _bound_to(self._upload_id, self._index, is_last=is_last)
        self._file.write(self._cipher.encrypt(_nonce(self._index), plain, bound_to))
        self._index += 1


def plain_size(path: Path) -> int:
    """Bytes of plain text in a stored file, from its length alone."""
    sealed = path.stat().st_size - len(MAGIC)
    return sealed - _TAG * max(1, -(-sealed // (CHUNK + _TAG)))


def plain_pieces(path: Path, key: bytes, upload_id: UUID) -> Iterator[bytes]:
    """The plain text in pieces of up to a mebibyte, each checked before it is given; UploadDamagedError."""
    cipher = AESGCM(key)
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise UploadDamagedError(str(upload_id))
        index, sealed = 0, file.read(CHUNK + _TAG)
        while True:
            following = file.read(CHUNK + _TAG)
            bound_to = _bound_to(upload_id, index, is_last=not following)
            try:
                plain = cipher.decrypt(_nonce(index), sealed, bound_to)
            except (InvalidTag, ValueError) as error:
                raise UploadDamagedError(str(upload_id)) from error
            yield plain
            if not following:
                return
            index, sealed = index + 1, following


def seal(plain: bytes, upload_id: UUID) -> tuple[bytes, bytes]:
    """What was read of an upload, encrypted under a new key of its own: that key, and the rest."""
    key, nonce = AESGCM.generate_key(bit_length=256), os.urandom(12)
    return key, nonce + AESGCM(key).encrypt(nonce, plain, b"insyn read" + upload_id.bytes)


def unseal(sealed: bytes, key: bytes, upload_id: UUID) -> bytes:
    """UploadDamagedError for what was changed, another upload's, or opened with another key."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], b"insyn read" + upload_id.bytes)
    except (InvalidTag, ValueError) as error:
        raise UploadDamagedError(str(upload_id)) from error


def wrap_key(key: bytes, master: bytes, upload_id: UUID) -> bytes:
    """The upload's key sealed under the master key (32 bytes), bound to the upload."""
    nonce = os.urandom(12)
    return nonce + AESGCM(master).encrypt(nonce, key, b"insyn key" + upload_id.bytes)


def unwrap_key(wrapped: bytes, master: bytes, upload_id: UUID) -> bytes:
    """WrongKeyError for another upload, another master key, or a changed wrapping."""
    try:
        return AESGCM(master).decrypt(wrapped[:12], wrapped[12:], b"insyn key" + upload_id.bytes)
    except (InvalidTag, ValueError) as error:
        raise WrongKeyError(str(upload_id)) from error


def remove(data_dir: Path, upload_id: UUID) -> None:
    """Removes the stored file; removing it twice is no error. Its key was forgotten before, which made it unreadable.

    In this order: a file without a key can be removed at any time, a key without its file has lost somebody's work.
    """
    path = folder(data_dir) / str(upload_id)
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        _sync_folder(path.parent)


def stored_ids(data_dir: Path) -> set[UUID]:
    """Under which ids whole files lie here."""
    ids = set()
    for path in folder(data_dir).glob("*"):
        with contextlib.suppress(ValueError):
            ids.add(UUID(path.name))
    return ids


def sweep(data_dir: Path, *, keep: Collection[UUID], before: datetime) -> int:
    """Removes what interrupted uploads left behind: files of no run that were last written before this moment.

    Nobody can read them: a key that was not stored in time is gone. How many there were.
    """
    names = {str(upload_id) for upload_id in keep}
    stray = [
        path
        for path in folder(data_dir).glob("*")
        if path.name not in names and path.stat().st_mtime < before.timestamp()
    ]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)


def _bound_to(upload_id: UUID, index: int, *, is_last: bool) -> bytes:
    return upload_id.bytes + index.to_bytes(8, "big") + bytes([is_last])


def _nonce(index: int) -> bytes:
    return index.to_bytes(12, "big")


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _too_large(max_bytes: int) -> Message:
    return Message(
        "The file is larger than {megabytes} megabytes. Keep only the columns that are needed, or split it.",
        {"megabytes": max(1, max_bytes // 1_000_000)},
    )
