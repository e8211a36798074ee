"""How far two words are from each other, in letters that were missed, added, changed or swapped. Pure."""

from collections.abc import Iterable

SHORTEST, LONG = 4, 7  # letters: shorter words are not corrected, from LONG on two mistakes are forgiven


def allowed(word: str) -> int:
    """How many mistakes a word of this length may have."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


def distance(word: str, other: str, most: int) -> int:
    """Damerau and Levenshtein's, of neighbouring letters; ``most + 1`` stands for all that is farther."""
    if abs(len(word) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        line = [row]
        for place, sign in enumerate(other, 1):
            cost = min(last[place] + 1, line[-1] + 1, last[place - 1] + (letter != sign))
            if row > 1 and place > 1 and letter == other[place - 2] and word[row - 2] == sign:
                cost = min(cost, before[place - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return min(last[-1], most + 1)


def letters(word: str) -> int:
    """Which letters it has, as bits: two words k mistakes apart differ in 2k bits at most."""
    bits = 0
    for sign in word:
        bits |= 1 << (ord(sign) & 63)
    return bits


class SpellingIndex:
    """Words in which the nearest are looked for, by how they begin and end: nearly always one of both is right."""

    def __init__(self, words: Iterable[str]) -> None:
        self._ends: dict[str, list[str]] = {}
        for word in words:
            for end in _ends(word):
                self._ends.setdefault(end, []).append(word)

    def near(self, word: str) -> list[tuple[int, str]]:
        """The nearest of those within reach, as distance and word: all that are equally near."""
        bits, begun = letters(word), dict.fromkeys(other for end in _ends(word) for other in self._ends.get(end, ()))
        for most in range(1, allowed(word) + 1):
            close = (other for other in begun if abs(len(other) - len(word)) <= most)
            alike = (other for other in close if (bits ^ letters(other)).bit_count() <= 2 * most)
            if nearest := [(most, other) for other in alike if distance(word, other, most) == most]:
                return nearest
        return []


def _ends(word: str) -> tuple[str, str]:
    return f"^{word[:2]}", f"{word[-2:]}$"
