"""The traits by which the list is narrowed, and how many each would leave under the others that are chosen. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

KINDS = ("topic", "department", "class", "status", "tested")
Traits = tuple[str, ...]  # of one page, in the order of KINDS
Chosen = Mapping[str, str]  # kind → value; what is empty or left out is not chosen


def fits(traits: Traits, chosen: Chosen, but: str = "") -> bool:
    """Whether the page has all that is chosen; ``but`` names a kind that does not count."""
    return all(
        not chosen.get(kind) or chosen[kind] == value for kind, value in zip(KINDS, traits, strict=True) if kind != but
    )


def counted(found: Mapping[Traits, int], chosen: Chosen) -> dict[str, dict[str, int]]:
    """How many pages each value would leave. ``found`` says how many pages have which traits."""
    counts: dict[str, dict[str, int]] = {}
    for place, kind in enumerate(KINDS):
        left: Counter[str] = Counter()
        for traits, number in found.items():
            if fits(traits, chosen, kind):
                left[traits[place]] += number
        counts[kind] = dict(left)
    return counts


def tallied(pages: Iterable[int], traits: Mapping[int, Traits]) -> Mapping[Traits, int]:
    return Counter(map(traits.__getitem__, pages))
