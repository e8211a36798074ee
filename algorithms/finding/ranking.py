"""Which pages fit the words, and in which order: our own weights, whole numbers only, else the alphabet. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from algorithms.finding.postings import Postings

_WHOLE_WORD = 1 << 40  # where not all words are found, more words come before more weight


@dataclass(frozen=True, slots=True)
class Ranked:
    """Scores by page. ``some`` says that no page has all the words, and these have at least one of them."""

    scores: Mapping[int, int]
    some: bool = False


def added(forms: Iterable[tuple[Postings, int]]) -> dict[int, int]:
    """For one word that was typed: what each of its forms adds to each page."""
    total: dict[int, int] = {}
    for postings, counts in sorted(forms, key=lambda one: -len(one[0].pages)):
        weighed = zip(postings.pages, map(counts.__mul__, postings.weights), strict=True)
        if not total:
            total = dict(weighed)
            continue
        known = total.get
        for page, weight in weighed:
            total[page] = known(page, 0) + weight
    return total


def ranked(by_word: Sequence[Mapping[int, int]], pages: int) -> Ranked:
    """Pages with all the words; where there are none, those with some. A rare word weighs more than a common one."""
    if not by_word:
        return Ranked({})
    rare = [rarity(len(found), pages) for found in by_word]
    both = set(by_word[0]).intersection(*by_word[1:])
    if both or len(by_word) == 1:
        return Ranked({one: sum(r * f[one] for r, f in zip(rare, by_word, strict=True)) for one in both})
    scores: dict[int, int] = {}
    for weight, found in zip(rare, by_word, strict=True):
        for page, score in found.items():
            scores[page] = scores.get(page, 0) + _WHOLE_WORD + weight * score
    return Ranked(scores, some=bool(scores))


def rarity(found: int, pages: int) -> int:
    """1 for a word that stands everywhere, and one more each time that it is half as common."""
    return (pages // found).bit_length() if found else 1


def ordered(scores: Mapping[int, int], pages: Iterable[int], places: Mapping[int, int]) -> list[int]:
    """Highest score first; where equal, by the place in the alphabet, which no two pages share."""
    return sorted(pages, key=lambda page: (-scores.get(page, 0), places[page]))
