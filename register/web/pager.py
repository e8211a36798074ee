"""Lists in pages: which page an address asks for, and the addresses of those before and after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

LINES = 50  # on one page, if a list says nothing else


@dataclass(frozen=True, slots=True)
class Pager:
    """Page ``number`` of ``numbers``, of a list of ``count`` lines; an empty address where there is no such page."""

    count: int
    number: int
    numbers: int
    most: int  # lines on one page
    before: str
    after: str

    @property
    def first(self) -> int:
        """How many lines stand on the pages before this one."""
        return (self.number - 1) * self.most

    @property
    def shown(self) -> int:
        """How many lines stand on this page."""
        return max(0, min(self.most, self.count - self.first))


def pager(address: str, query: Mapping[str, str], count: int, most: int = LINES, name: str = "page") -> Pager:
    """All else that the address asks for is kept. A page that does not exist is the nearest one that does."""
    requested, numbers = query.get(name, ""), max(1, -(-count // most))
    requested_number = int(requested[:9]) if requested.isascii() and requested.isdigit() else 1
    number = min(max(1, requested_number), numbers)
    remaining = {key: value for key, value in query.items() if key != name and value}

    def to(page: int) -> str:
        if not 1 <= page <= numbers:
            return ""
        asking = urlencode({**remaining, name: page} if page > 1 else remaining)
        return f"{address}?{asking}" if asking else address

    return Pager(count=count, number=number, numbers=numbers, most=most, before=to(number - 1), after=to(number + 1))
