"""An upload lies encrypted from its first byte; changing, cutting or swapping it is detected."""

import asyncio
import hashlib
import os
import random
from datetime import UTC, datetime
from uuid import UUID

import pytest

from assessments.data.uploads import (
    CHUNK,
    Receiver,
    UploadDamagedError,
    folder,
    plain_pieces,
    plain_size,
    remove,
    seal,
    stored_ids,
    sweep,
    unseal,
    unwrap_key,
    wrap_key,
)
from assessments.text.complaints import EvaluationDataError
from builders import damaged

FIRST, OTHER = UUID(int=1), UUID(int=2)


async def in_pieces(data: bytes, size: int = 100_000):
    for start in range(0, len(data), size):
        yield data[start : start + size]


def received(tmp_path, data: bytes, *, upload_id=FIRST, max_bytes=10**9):
    return asyncio.run(Receiver(tmp_path, upload_id, max_bytes=max_bytes).receive(in_pieces(data)))


def opened(upload, path=None, *, key=None, upload_id=FIRST) -> bytes:
    return b"".join(plain_pieces(path or upload.path, key or upload.key, upload_id))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_what_was_stored_comes_back_with_its_size_and_hash(tmp_path, size) -> None:
    data = random.Random(size).randbytes(size)
    upload = received(tmp_path, data)
    assert opened(upload) == data
    assert (upload.size, plain_size(upload.path)) == (size, size)
    assert upload.sha256 == hashlib.sha256(data).hexdigest()
    assert [path.name for path in folder(tmp_path).iterdir()] == [str(FIRST)]


def test_no_plain_text_lies_on_the_disk_and_nobody_else_may_read_it(tmp_path) -> None:
    upload = received(tmp_path, b"personnummer 19121212-1212;" * 60_000)
    assert b"1212" not in upload.path.read_bytes()
    assert upload.path.stat().st_mode & 0o077 == 0


def test_the_same_file_twice_looks_different_each_time(tmp_path) -> None:
    first, second = received(tmp_path, b"x" * 100), received(tmp_path, b"x" * 100, upload_id=OTHER)
    assert first.key != second.key
    assert first.path.read_bytes()[20:] != second.path.read_bytes()[20:]


def test_every_changed_bit_is_refused(tmp_path) -> None:
    upload = received(tmp_path, b"a,b\n1,2\n" * 40)
    sealed, changed = upload.path.read_bytes(), tmp_path / "changed"
    for place in random.Random(1).sample(range(len(sealed)), 200):
        wrong = bytearray(sealed)
        wrong[place] ^= 1 << (place % 8)
        changed.write_bytes(wrong)
        with pytest.raises(UploadDamagedError):
            opened(upload, changed)


def test_truncated_lengthened_or_recombined_file_is_refused(tmp_path) -> None:
    upload = received(tmp_path, random.Random(2).randbytes(3 * CHUNK))
    sealed, changed = upload.path.read_bytes(), tmp_path / "changed"
    start, chunk = 15, CHUNK + 16
    first, second, third = (sealed[start + n * chunk : start + (n + 1) * chunk] for n in range(3))
    for wrong in (first, first + second, second + first + third, first + third, first + second + third + third, b""):
        changed.write_bytes(sealed[:start] + wrong)
        with pytest.raises(UploadDamagedError):
            opened(upload, changed)
    for length in (0, 10, len(sealed) - 1):
        changed.write_bytes(sealed[:length])
        with pytest.raises(UploadDamagedError):
            opened(upload, changed)


def test_another_key_or_another_uploads_name_does_not_open_it(tmp_path) -> None:
    upload = received(tmp_path, b"hello")
    with pytest.raises(UploadDamagedError):
        opened(upload, key=os.urandom(32))
    with pytest.raises(UploadDamagedError):
        opened(upload, upload_id=OTHER)


def test_a_file_too_large_is_refused_and_leaves_nothing(tmp_path) -> None:
    with pytest.raises(EvaluationDataError, match="larger than 2 megabytes"):
        received(tmp_path, b"x" * 2_000_001, max_bytes=2_000_000)
    assert list(folder(tmp_path).iterdir()) == []


def test_an_upload_broken_off_leaves_nothing(tmp_path) -> None:
    async def broken():
        yield b"x" * CHUNK * 2
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(Receiver(tmp_path, FIRST, max_bytes=10**9).receive(broken()))
    assert list(folder(tmp_path).iterdir()) == []


def test_what_a_killed_process_left_is_swept_and_whole_uploads_stay(tmp_path) -> None:
    received(tmp_path, b"whole")
    (folder(tmp_path) / f"{OTHER}.part").write_bytes(b"half")
    assert sweep(tmp_path, keep={FIRST}, before=datetime(2100, 1, 1, tzinfo=UTC)) == 1
    assert [path.name for path in folder(tmp_path).iterdir()] == [str(FIRST)]


def test_a_wrapped_key_opens_with_its_master_for_its_upload_alone() -> None:
    key, master = os.urandom(32), os.urandom(32)
    wrapped = wrap_key(key, master, FIRST)
    assert key not in wrapped
    assert unwrap_key(wrapped, master, FIRST) == key
    for wrong in (
        (wrapped, os.urandom(32), FIRST),
        (wrapped, master, OTHER),
        (wrapped[:-1], master, FIRST),
        (b"", master, FIRST),
    ):
        with pytest.raises(UploadDamagedError):
            unwrap_key(*wrong)


def test_removal_may_be_repeated_and_an_unfinished_upload_is_not_listed(tmp_path) -> None:
    upload = received(tmp_path, b"hello")
    (folder(tmp_path) / f"{OTHER}.part").touch()
    assert stored_ids(tmp_path) == {upload.upload_id}
    for _ in range(2):
        remove(tmp_path, upload.upload_id)
        assert stored_ids(tmp_path) == set()


def test_what_was_read_is_opened_by_its_own_key_and_as_nothing_else() -> None:
    key, sealed = seal(b"rader", FIRST)
    assert unseal(sealed, key, FIRST) == b"rader"
    for wrong in ((sealed, key, OTHER), (sealed, bytes(32), FIRST), (damaged(sealed), key, FIRST), (b"", key, FIRST)):
        with pytest.raises(UploadDamagedError):
            unseal(*wrong)
