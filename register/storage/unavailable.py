"""What is raised when the database, the disk or the memory cannot be used just now: nobody's file is to blame."""

from register.storage.errors import UnavailableError

UNAVAILABLE: tuple[type[BaseException], ...] = (UnavailableError, OSError, MemoryError)
