"""Which pages fit the words, and in which order: our own weights, whole numbers only, else the alphabet. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest

from algorithms.finding import lanes

_WHOLE_WORD = 1 << 26  # where not all words are found, more words come before more weight


@dataclass(frozen=True, slots=True)
class Scored:
    """Lanes of all pages: what a word, or all words, add to each, and a mark where they stand."""

    scores: int
    marks: int

    def plus(self, other: "Scored", times: int) -> "Scored":
        return Scored(self.scores + times * other.scores, self.marks | other.marks)


NOTHING = Scored(0, 0)


def scored(pairs: Iterable[tuple[int, int]], size: int) -> Scored:
    """From places of pages and weights."""
    listed = list(pairs)
    return Scored(lanes.laid(listed, size), lanes.marked((place for place, _ in listed), size))


@dataclass(frozen=True, slots=True)
class Ranked:
    """``some`` says that no page has all the words, and the marked ones have at least one of them."""

    scores: int
    marks: int
    some: bool = False


def ranked(words: Sequence[Scored], pages: int) -> Ranked:
    """Pages with all the words; where there are none, those with some. A rare word weighs more than a common one."""
    if not words:
        return Ranked(0, 0)
    total = sum(rarity(one.marks.bit_count(), pages) * one.scores for one in words)
    both = either = words[0].marks
    for one in words[1:]:
        both, either = both & one.marks, either | one.marks
    if both or not either:
        return Ranked(lanes.only(total, both), both)
    return Ranked(total + _WHOLE_WORD * sum(one.marks for one in words), either, some=True)


def rarity(found: int, pages: int) -> int:
    """1 for a word that stands everywhere, and one more each time that it is half as common."""
    return (pages // found).bit_length() if found else 1


def ordered(scores: int, marks: int, alphabet: Sequence[int], most: int) -> list[int]:
    """The first marked pages: highest score first; where equal, by their place in the alphabet, which none shares."""
    size = len(alphabet)
    each = zip(lanes.read(scores, size), lanes.read(marks, size), alphabet, range(size), strict=True)
    keys = [(score * size - letter) * size + place for score, marked, letter, place in each if marked]
    best = nlargest(most, keys) if most < len(keys) // 4 else sorted(keys, reverse=True)[:most]
    return [key % size for key in best]
