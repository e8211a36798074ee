"""What it means that a process that read a file ended without an answer: whether the file is to blame, and for what."""

import signal
from dataclasses import replace

from assessments.text.complaints import ChildDiedError, ChildStoppedError, EvaluationDataError, OutOfReachError
from assessments.text.message import Message

_STOPPED = frozenset({-signal.SIGHUP, -signal.SIGINT, -signal.SIGQUIT, -signal.SIGTERM})  # by a person or the system
_TOO_LONG, _TOO_MUCH_MEMORY = -signal.SIGXCPU, -signal.SIGABRT  # libraries abort when memory is refused


def reason_of_end(code: int, failed: str | None, kind: str) -> EvaluationDataError | ChildStoppedError:
    """Only what the child says of the file is a complaint about it; a death by another hand proves nothing."""
    if failed in _OUT_OF_REACH:
        return OutOfReachError(_OUT_OF_REACH[failed])
    if failed in ("damaged", "fault"):
        return EvaluationDataError(_DAMAGED if failed == "damaged" else replace(_FAULT, values={"kind": kind}))
    if code in _STOPPED:
        return ChildStoppedError()
    if failed == "memory" or code in (_TOO_LONG, _TOO_MUCH_MEMORY):
        return EvaluationDataError(TOO_SLOW if code == _TOO_LONG else _TOO_LARGE)
    return ChildDiedError(_TOO_LARGE)


_OUT_OF_REACH = {
    "gone": Message("The file is no longer there. Upload it again."),
    "out-of-reach": Message("The file could not be read on this computer, through no fault of its own."),
}
_DAMAGED = Message("The stored file is damaged and cannot be read. Upload it again.")
_FAULT = Message("The data in the file could not be computed because of a fault in Insyn ({kind}). Report it.")


_TOO_LARGE = Message(
    "The file needed more memory than it may use. Keep only the columns that are needed, and try again."
)
TOO_SLOW = Message("The file took too long to read. Keep only the columns that are needed, or split it.")
