"""A file that a form sends: taken in encrypted, under an id and a key of its own. What it is for, the pages know."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Request

from algorithms.evidence.commands import ReceivedFile
from assessments.data import uploads
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message
from register.request.uploads import Upload
from register.secret_file import master_key
from register.settings import Settings

_NO_FILE = Message("Choose a file. It was empty, or none was chosen.")


async def received(request: Request[Any, Any, Any], upload: Upload, most: int | None = None) -> ReceivedFile:
    """EvaluationDataError for a file that is too large, empty or not there; nothing of it is left then."""
    settings: Settings = request.app.state.settings
    max_bytes = min(most or settings.max_upload_bytes, settings.max_upload_bytes)
    receiver = uploads.Receiver(settings.data_dir, upload_id := uuid4(), max_bytes=max_bytes)
    stored = await receiver.receive(upload.file())
    if not stored.size:
        stored.path.unlink()
        raise EvaluationDataError(_NO_FILE)
    key = uploads.wrap_key(stored.key, master_key(request.app.state.secret), upload_id)
    return ReceivedFile(id=upload_id, name=upload.file_name, size=stored.size, sha256=stored.sha256, wrapped_key=key)


def take_away(request: Request[Any, Any, Any], upload_id: UUID | None) -> None:
    """The file whose key is forgotten already; whatever is left after an interruption, the sweep takes."""
    settings: Settings = request.app.state.settings
    if upload_id is not None:
        uploads.remove(settings.data_dir, upload_id)
