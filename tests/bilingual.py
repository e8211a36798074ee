"""The same words in English, found through the Swedish catalogues: so that one walk can be taken in both languages."""

import re
from functools import cache

import messages

_PLACE = re.compile(r"%\((\w+)\)[sd]")


def in_english(swedish: str) -> str:
    """What the English page says where the Swedish one says this; words that are nobody's sentence stay as they are."""
    plain, with_places = _known()
    if swedish in plain:
        return plain[swedish]
    for pattern, english in with_places:
        if found := pattern.fullmatch(swedish):
            return _PLACE.sub(lambda place: found[place[1]], english)
    return swedish


@cache
def _known() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    plain: dict[str, str] = {}
    with_places = []
    for package in messages.PACKAGES:
        for message in messages.read(package):
            has_plural = isinstance(message.id, tuple)
            forms = zip(message.id, message.string, strict=True) if has_plural else [(message.id, message.string)]
            for english, swedish in forms:
                if english and swedish:
                    plain.setdefault(swedish, english)
                    if _PLACE.search(swedish):
                        escaped = re.escape(swedish).replace(r"%\(", "%(").replace(r"\)", ")")
                        with_places.append((re.compile(_PLACE.sub(r"(?P<\1>.+)", escaped)), english))
    return plain, with_places
