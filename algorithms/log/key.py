"""The key that the codes of the log are made with: bound together with the database, never stored in it."""

from collections.abc import Callable

_bound: list[Callable[[], bytes]] = []  # one or none, as with the database itself


class NoKeyError(RuntimeError):
    """A line was to be written, or checked, without the key: the database was not opened as it has to be."""


def bind(read: Callable[[], bytes]) -> None:
    """From now on this process writes and checks lines with the key that ``read`` gives."""
    _bound[:] = [read]


def bound() -> bytes:
    """The key. There is no log without one, so its absence is an error."""
    if not _bound:
        raise NoKeyError("no key for the log: open the database with its settings")
    return _bound[0]()
