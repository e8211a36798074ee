"""Which words of a search without a hit may be counted: none that may identify a person. Pure.

Rather too few than one too many: where anything in a search looks like a person, nothing of it is counted.
"""

import re

from algorithms.questions.pii import find_personal_data
from algorithms.search.index import tokens

SHORTEST, LONGEST = 3, 30  # letters
_DIGIT = re.compile(r"\d")
_STREET = re.compile(
    r"(?:gata|gatan|gatans|väg|vägen|gränd|gränden|torg|torget|stig|stigen|backe|backen|allé|allén|plan|platsen|street|"
    r"road|avenue|lane|square)$"
)
_SURNAME = re.compile(
    r"(?:sson|son|ström|berg|bergh|qvist|kvist|lund|gren|stedt|blom|dotter|mark|feldt|ovic|vić|ić|ski|sen|zadeh|oglu)$"
)
_NAMES = (
    "adam agneta ahmed alexander ali alice alva amanda amina anders andreas anette anita ann anna anneli annika "
    "astrid barbro bengt birgitta bo britt camilla carina carl caroline cecilia charles charlotte christer "
    "christina daniel david ebba elin elisabet elisabeth ella elsa emil emilia emma erik eva fatima filip fredrik "
    "frida george gun gunilla gunnar gustav göran hanna hans hassan helena henrik hugo hussein håkan ida inger "
    "ingrid isabella jakob james jan jenny jesper johan johanna johannes john jonas josef josefin julia karin "
    "karl katarina kerstin kjell klara kristina lars leif lena lennart leo liam linda linnea lisa lotta lucas "
    "ludvig magnus maja malin marcus margareta maria marianne marie martin mary matilda mats mattias michael "
    "mikael mohamed mohammed monica nils noah nora olivia olle omar oscar oskar ove patrik paul per peter pia "
    "pontus rasmus rebecka richard robert robin roger rolf sara sarah simon smith sofia sofie stefan sten stig "
    "stina susan susanne sven therese thomas tomas tommy torsten ulf ulla ulrika victor viktor viktoria william "
    "yusuf yvonne åke åsa "
)
_FIRST_NAMES = frozenset(_NAMES.split())


def countable(text: str) -> tuple[str, ...]:
    """In small letters, without those that say nothing alone."""
    if find_personal_data(text) or "@" in text or _DIGIT.search(text):
        return ()
    written = re.findall(r"[^\W\d_]+", tokens.composed(text))
    if any(_is_personal(word) for word in written):
        return ()
    terms = tokens.search_terms(text)
    return tuple(word for word in terms if SHORTEST <= len(word) <= LONGEST and not tokens.is_weak(word))


def _is_personal(word: str) -> bool:
    """A capital is how names begin; telephones write it for the first word of anything, which is not counted then."""
    small = word.lower()
    plain = small.removesuffix("s")
    is_name = plain in _FIRST_NAMES or small in _FIRST_NAMES or bool(_SURNAME.search(small) or _SURNAME.search(plain))
    return word != small or is_name or bool(_STREET.search(small))
