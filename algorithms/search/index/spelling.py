"""How far two words are from each other, in letters that were missed, added, changed or swapped. Pure."""

from collections.abc import Iterable

LETTERS = 6  # of which one may be wrong: shorter words are not corrected
MOST = 2  # mistakes, however long a word is
_SURE = 10  # letters from which nearly no two words of a language differ in one letter alone
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")  # rows of the keyboard
_SOUNDS = ("ae", "eiy", "ckqsxz", "dt", "bp", "fvw", "gj", "mn", "ij")


def allowed(word: str) -> int:
    """How many mistakes a word of this length may have."""
    return min(len(word) // LETTERS, MOST)


def is_likely(word: str, other: str) -> bool:
    """Whether the one is the other misspelled, rather than another word: nobody misses its first letter.

    In short words only letters are taken for each other that sound alike or lie side by side; and a letter too many is
    one typed twice or with its neighbour on the keyboard: *vägrar* is not *vägar*, and *avslag* not *avslå*.
    """
    if word[:1] != other[:1] and sorted(word[:2]) != sorted(other[:2]):
        return False
    if len(word) >= _SURE:
        return True
    if len(word) == len(other) + 1:
        return any(_is_slip(word, place) for place in range(len(word)) if word[:place] + word[place + 1 :] == other)
    if len(word) != len(other):
        return True
    unlike = [(letter, sign) for letter, sign in zip(word, other, strict=True) if letter != sign]
    return len(unlike) != 1 or _are_confused(*unlike[0])


def _is_slip(word: str, place: int) -> bool:
    """Whether the letter at this place may have been typed with the one before or after it."""
    neighbours = word[max(place - 1, 0) : place] + word[place + 1 : place + 2]
    return any(other == word[place] or _are_neighbours(word[place], other) for other in neighbours)


def _are_neighbours(letter: str, sign: str) -> bool:
    return any(letter + sign in row or sign + letter in row for row in _KEYS)


def _are_confused(letter: str, sign: str) -> bool:
    return _are_neighbours(letter, sign) or any({letter, sign} <= set(sounds) for sounds in _SOUNDS)


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
            likely = (other for other in alike if is_likely(word, other))
            if nearest := [(most, other) for other in likely if distance(word, other, most) == most]:
                return nearest
        return []


def _ends(word: str) -> tuple[str, str]:
    return f"^{word[:2]}", f"{word[-2:]}$"
