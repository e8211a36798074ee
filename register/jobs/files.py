"""Stored files as a worker meets them: opened, or found wanting. Tells faults of a file from those of a machine."""

from uuid import UUID

from assessments.data import uploads
from assessments.data.uploads import WrongKeyError
from assessments.runs.subprocess_client import EncryptedUpload
from assessments.text.complaints import ChildDiedError, EvaluationDataError, OutOfReachError
from assessments.text.message import Message
from register.jobs.worker import PostponedError, Task
from register.secret_file import master_key, read_secret
from register.settings import Settings

NOT_HERE = Message(
    "The stored file could not be read on this computer. Nothing is wrong with it: the people who run Insyn must make "
    "sure that the web and all workers use the same data folder. It is tried again automatically."
)
NOT_OPENED = Message(
    "The stored file cannot be opened with the secret of this installation. Nothing is wrong with it: the people who "
    "run Insyn must put the right file with the secret back. It is tried again automatically."
)


def opened(settings: Settings, upload: UUID, wrapped: bytes) -> EncryptedUpload:
    """PostponedError for a file that this machine does not have, or whose key this secret does not open."""
    path = uploads.folder(settings.data_dir) / str(upload)
    if not path.is_file():
        raise PostponedError(NOT_HERE)
    try:
        key = uploads.unwrap_key(wrapped, master_key(read_secret(settings)), upload)
    except WrongKeyError:
        raise PostponedError(NOT_OPENED) from None
    return EncryptedUpload(path, key, upload)


def raise_unless_about_the_file(error: EvaluationDataError, task: Task) -> None:
    """A death of the child is reported as the file's fault only when it happened each time; a machine's fault never."""
    if isinstance(error, OutOfReachError):
        raise PostponedError(NOT_HERE) from error
    if isinstance(error, ChildDiedError) and not task.is_last_attempt:
        raise error
