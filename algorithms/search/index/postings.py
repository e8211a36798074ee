"""On which pages a word stands, and how much it weighs there: two rows of numbers, kept as bytes. Pure."""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Postings:
    """``pages`` rise, and ``weights`` has the weight of each, 1 to 255."""

    pages: "array[int]" = field(default_factory=lambda: array("I"))
    weights: bytearray = field(default_factory=bytearray)

    @classmethod
    def read(cls, pages: bytes, weights: bytes) -> "Postings":
        numbers = array("I", pages)
        if sys.byteorder == "big":
            numbers.byteswap()
        return cls(numbers, bytearray(weights))

    def written(self) -> tuple[bytes, bytes]:
        numbers = self.pages[:]
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tobytes(), bytes(self.weights)

    def put(self, page: int, weight: int) -> None:
        """``page`` is a new one: its number is higher than all before."""
        self.pages.append(page)
        self.weights.append(weight)

    def drop(self, pages: Iterable[int]) -> None:
        for page in pages:
            place = bisect_left(self.pages, page)
            if place < len(self.pages) and self.pages[place] == page:
                del self.pages[place], self.weights[place]

    def weight(self, page: int) -> int:
        """0 where the word does not stand on the page."""
        place = bisect_left(self.pages, page)
        return self.weights[place] if place < len(self.pages) and self.pages[place] == page else 0
