"""The traits by which the list is narrowed, and how many each would leave under the others that are chosen. Pure.

Pages with a trait are marks in lanes; so are those that were found.
"""

from collections.abc import Mapping

Marks = Mapping[str, Mapping[str, int]]  # filter → value → which pages have it: published.filters
Chosen = Mapping[str, str]  # filter → value; what is empty or left out is not chosen


def fitting(pages: int, traits: Marks, chosen: Chosen, but: str = "") -> int:
    """Which of those found have all that is chosen; ``but`` names a kind that does not count."""
    for kind, value in chosen.items():
        if value and kind != but:
            pages &= traits[kind].get(value, 0)
    return pages


def counted(pages: int, traits: Marks, chosen: Chosen) -> dict[str, dict[str, int]]:
    """How many pages each value would leave."""
    return {
        kind: {value: (left & marks).bit_count() for value, marks in values.items()}
        for kind, values in traits.items()
        for left in (fitting(pages, traits, chosen, kind),)
    }
