"""Which pages fit the words, and in which order: our own weights, whole numbers only, else the alphabet. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

from algorithms.finding import lanes

_WHOLE_WORD = 1 << 26  # where not all words are found, more words come before more weight


@dataclass(frozen=True, slots=True)
class Scored:
    """Lanes of all pages: what a word, or all words, add to each, and a mark where they stand."""

    scores: int
    marks: int

    def stands_at(self, place: int) -> bool:
        return lanes.at(self.marks, place) > 0

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
    points, on = lanes.read(lanes.only(scores, marks), len(alphabet)), lanes.read(marks, len(alphabet))
    places = list(compress(range(len(alphabet)), on))
    if most < len(places):
        least = sorted(compress(points, on), reverse=True)[most - 1]
        places = [place for place in places if points[place] >= least]
    places.sort(key=alphabet.__getitem__)
    places.sort(key=points.__getitem__, reverse=True)  # leaves those that are equal in their order
    return places[:most]
