"""What several people said of one answer as one text without their names: answers are counted by it. Pure."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Pattern = tuple[str | None, ...]  # a place for everybody who judged in the file; None where somebody did not
Patterns = Mapping[Pattern, int]  # how many answers were judged so
AgreedBy = Literal["majority", "everyone"]
AGREED_BY: tuple[AgreedBy, ...] = ("majority", "everyone")
MOST_RATERS = 20


@dataclass(frozen=True, slots=True)
class JudgementColumns:
    """Where judgements stand: in one column, with another that tells the answer and one that tells who judged; or in
    several columns, one for each who judged, and a row for each answer.
    """

    columns: tuple[str, ...]
    answer: str | None = None
    rater: str | None = None


def text_of(values: Sequence[str | None]) -> str:
    """The pattern as a text. Of two people in their order, for Cohen's kappa asks how often each says what; of more
    sorted, so that nobody can be followed from answer to answer.
    """
    known = [value for value in values if value is not None]
    if len(values) != 2:
        values = [*sorted(known), *[None] * (len(values) - len(known))]
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def pattern_of(text: str) -> Pattern:
    """ValueError for a text that ``text_of`` would not have written."""
    values = json.loads(text)
    if not isinstance(values, list) or not 1 <= len(values) <= MOST_RATERS:
        raise ValueError(text[:100])
    if not all(value is None or (isinstance(value, str) and value) for value in values) or text_of(values) != text:
        raise ValueError(text[:100])
    return tuple(values)


def is_pattern(text: str) -> bool:
    try:
        pattern_of(text)
    except (ValueError, RecursionError):
        return False
    return True


def meanings_in(pattern: Pattern, meaning_of: Callable[[str], bool | None]) -> list[bool]:
    """What those who judged said, as good or not; without those who did not know."""
    meanings = (meaning_of(value) for value in pattern if value is not None)
    return [meaning for meaning in meanings if meaning is not None]


def decided(meanings: Sequence[bool], rule: AgreedBy) -> bool | None:
    """The one judgement that several become: what more than half said, or what all said. None where there is none: a
    tie is never broken.
    """
    good = sum(meanings)
    if rule == "everyone":
        return meanings[0] if meanings and good in (0, len(meanings)) else None
    return None if 2 * good == len(meanings) else 2 * good > len(meanings)
