"""Which pages fit the words, and in which order: our own weights, whole numbers only, else the alphabet. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import compress

from algorithms.search.index import packed

_WHOLE_WORD = 1 << 26  # where not all words are found, more words come before more weight


@dataclass(frozen=True, slots=True)
class Scored:
    """What a word, or all words, add to each page, in lanes; and marks of the pages where they stand."""

    scores: int
    marks: int

    def stands_at(self, place: int) -> bool:
        return packed.stands_at(self.marks, place)

    def plus(self, other: "Scored", times: int) -> "Scored":
        return Scored(self.scores + times * other.scores, self.marks | other.marks)


NOTHING = Scored(0, 0)


def scored(pairs: Iterable[tuple[int, int]], size: int) -> Scored:
    """From places of pages and weights."""
    listed = list(pairs)
    return Scored(packed.laid(listed, size), packed.marked((place for place, _ in listed), size))


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The order of names in one language; no two pages share a number."""

    places: tuple[int, ...]  # of pages, in this order
    numbers: tuple[int, ...]  # by place
    left: int  # how many come after it, one more for itself, in lanes

    @classmethod
    def of(cls, names: Sequence[str]) -> "Alphabet":
        """``names`` by place. Sorted here, for each database sorts text in its own way."""
        places, size = tuple(sorted(range(len(names)), key=names.__getitem__)), len(names)
        numbers = [0] * size
        for number, place in enumerate(places):
            numbers[place] = number
        return cls(
            places, tuple(numbers), packed.laid(((place, size - number) for number, place in enumerate(places)), size)
        )


@dataclass(frozen=True, slots=True)
class Ranked:
    """Scores exist for the marked pages only. ``some``: none has all the words, and these have at least one."""

    scores: int
    marks: int
    some: bool = False


def ranked(words: Sequence[Scored], pages: int) -> Ranked:
    """Pages with all the words; where there are none, those with some. A rare word weighs more than a common one."""
    if not words:
        return Ranked(0, 0)
    total = sum(rarity(word.marks.bit_count(), pages) * word.scores for word in words)
    both = either = words[0].marks
    for other in words[1:]:
        both, either = both & other.marks, either | other.marks
    if both or not either:
        return Ranked(total, both)
    return Ranked(total + _WHOLE_WORD * packed.counted((word.marks for word in words), pages), either, some=True)


def rarity(frequency: int, pages: int) -> int:
    """1 for a word that stands everywhere, and one more each time that it is half as common."""
    return (pages // frequency).bit_length() if frequency else 1


def ordered(scores: int, marks: int, alphabet: Alphabet, most: int) -> list[int]:
    """The first marked pages: highest score first; where equal, by their place in the alphabet."""
    size = len(alphabet.places)
    keys = packed.read((scores << packed.HALF) + alphabet.left, size)
    best = nlargest(most, compress(keys, packed.selected(marks, size)))
    return [alphabet.places[size - (key & packed.MOST)] for key in best]
