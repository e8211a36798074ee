"""Verbs that are written as nouns with a weak verb: *utredning har skett* for *vi har utrett*. Guesses; a hint."""

import re
from collections.abc import Iterator, Mapping

_NOUN_SV = r"\w{3,}(?:ningar|ningen|ning|anden|andet|ande|enden|endet|ende|elsen|else|tionen|tion)"
_HELPS_SV = r"(?:har|hade|kommer att|ska|skall|kan|kunde|får|måste|bör)"
_WEAK_SV = (
    r"(?:sker|ske|skett|skedde|äger rum|äga rum|ägt rum|görs|göras|gjorts|företas|företagits|utförs|utföras|utförts)"
)
_DO_SV = r"(?:göra|gör|gjort|utföra|utför|utfört|företa|företar|vidta|vidtar)"
_NOUN_EN = r"\w{3,}(?:tion|sion|ment|ance|ence|sis|sal|view)s?"
_DO_EN = r"(?:carry|carries|carried) out|(?:conduct|perform|undertake|make|effect)(?:s|ed)?|(?:takes?|took|taken) place"
_PATTERNS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "sv": (
        re.compile(rf"\b{_NOUN_SV}(?: av \w+)? (?:{_HELPS_SV} )?(?:inte )?{_WEAK_SV}\b", re.IGNORECASE),
        re.compile(rf"\b{_DO_SV} en {_NOUN_SV} av\b", re.IGNORECASE),
    ),
    "en": (
        re.compile(rf"\b(?:{_DO_EN}) (?:an?|the) (?:\w+ )?{_NOUN_EN} of\b", re.IGNORECASE),
        re.compile(rf"\bthe {_NOUN_EN} of \w+ (?:takes?|took|has taken) place\b", re.IGNORECASE),
    ),
}
INSTEAD: Mapping[str, str] = {"sv": "ett verb: vem gör vad", "en": "a verb: who does what"}


def nouns_for_verbs(text: str, language: str) -> Iterator[str]:
    """Each phrase as it is written."""
    for pattern in _PATTERNS.get(language, ()):
        yield from (match[0] for match in pattern.finditer(text))
