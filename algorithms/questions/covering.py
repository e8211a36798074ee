"""What everybody reads of a question: the text itself, where passages may be covered and nothing else changed. Pure."""

import re
import textwrap
from collections.abc import Mapping

from algorithms.questions.pii import find_personal_data

INSTEAD: Mapping[str, str] = {"sv": "[maskerat]", "en": "[masked]"}
_COVER = re.compile("|".join(re.escape(cover) for cover in INSTEAD.values()))


def proposed(text: str, language: str) -> str:
    """The text with what seems to tell who somebody is covered: where a person who decides begins."""
    for match in reversed(find_personal_data(text)):
        text = text[: match.start] + INSTEAD.get(language, INSTEAD["sv"]) + text[match.end :]
    return text


def begun(text: str, language: str) -> str:
    """Its first words, for a list: in a list nobody needs to see whose number it is."""
    return textwrap.shorten(proposed(text, language), 90, placeholder=" …")


def only_covers(original: str, public: str) -> bool:
    """Whether this is the original, word for word, with some passages covered."""
    parts = _COVER.split(public)
    if len(parts) == 1:
        return public == original
    first, *between, last = parts
    if not (original.startswith(first) and original.endswith(last)):
        return False
    at, end = len(first), len(original) - len(last)
    for part in between:
        position = original.find(part, at, max(at, end))
        if position < 0:
            return False
        at = position + len(part)
    return at <= end
