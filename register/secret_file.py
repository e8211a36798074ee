"""The file with the secret of an installation: made once, read at each start, and what keys are derived from it."""

import hmac
import os
import secrets
from pathlib import Path

from register.settings import Settings, wrong_setting

SECRET_BYTES = 32


def make_secret(settings: Settings) -> None:
    """Once, readable by its owner only; only for a database in which nothing has been done: storage.secret asks."""
    path = settings.secret_file
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_bytes(SECRET_BYTES))


def read_secret(settings: Settings) -> bytes:
    """The secret that tokens are signed with and keys are made of. Never made here: another one would open nothing."""
    path = settings.secret_file
    try:
        secret = path.read_bytes()
    except OSError as error:
        raise wrong_setting(
            "INSYN_SECRET_FILE: {path} cannot be read ({reason}). Put it back from the backup.",
            {"path": str(path), "reason": error.strerror},
        ) from None
    if len(secret) < SECRET_BYTES:
        raise wrong_setting(
            "INSYN_SECRET_FILE: {path} is shorter than {least} bytes. Put it back from the backup.",
            {"path": str(path), "least": SECRET_BYTES},
        )
    return secret


def master_key(secret: bytes) -> bytes:
    """The key that wraps the keys of uploads, derived from the secret, so that the two uses never meet."""
    return hmac.digest(secret, b"insyn: keys of uploads", "sha256")


def log_key(secret: bytes) -> bytes:
    """The key that the codes of the log are made with, derived likewise."""
    return hmac.digest(secret, b"insyn: codes of the log", "sha256")


def _write_once(path: Path, content: bytes) -> None:
    """Whole or not at all, also when two processes start together: the first one's secret stands."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first
    finally:
        draft.unlink()
