"""What a word is: where words begin and end in a text, how they are compared, and which say nothing alone. Pure."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_WORD, MOST_WORDS = 60, 10  # letters that are compared; words of a search that are looked at
_WORD = re.compile(r"[^\W_]+")
_STOP_WORDS = {
    "sv": "alla att av blev blir blivit bli de dem den det detta dig din ditt du då där en ett efter eller er era "
    "fick från för få får ha hade har hos hur här i in inga ingen inget inte jag kan kommer man med men mig "
    "min mina mitt mot nu när nån något och om oss på ska som så till upp ut vad var vi vid vill vilka vilken "
    "vår är åt över",
    "en": "a about all an and are as at be by can city do does for from get have how i if in into is it its me my of "
    "on or our s so that the their them there they this to up use uses was we what when which who will with you your",
}

_WEAK_WORDS = {  # what people write around the word that they mean
    "sv": "ansök ansöka ansökan ansökningar bo boka behöver betala bra brev börja börjar fel finns fråga frågor få gå "
    "gör göra hitta hjälp hur hämta info information jobbar kontakt kontakta köpa kö kön kommun kommunen kostar lista "
    "ny nya nytt min mitt ringa söka söker staden stadens stad system systemet tid tider tjänst vem vill år ärende",
    "en": "application applications apply applying book call change city contact cost council find form help "
    "information info list look long made make much my need new number pay people please queue service services "
    "start status system take time want where who write year you",
}


def lowered(text: str) -> str:
    """Small letters, each in the place of the letter it came from."""
    small = text.lower()
    return (
        small
        if len(small) == len(text)
        else "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    )


def places(text: str) -> Iterator[tuple[int, int]]:
    """Where each word begins and ends."""
    return (match.span() for match in _WORD.finditer(text))


def words(text: str) -> list[str]:
    """The words in small letters, with their accents."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(lowered(composed(text)))]


def composed(text: str) -> str:
    """Each letter with its accent as one sign."""
    return unicodedata.normalize("NFC", text)


def folded(word: str) -> str:
    """Without accents: *förskola* and *forskola* are one word."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))[:LONGEST_WORD]


def agree(typed: str, known: str) -> bool:
    """Whether they may be forms of one word: who types accents means them, so *råttor* are no *rätter*."""
    if typed.isascii():
        return True
    for letter, sign in zip(typed, known, strict=False):
        if folded(letter) != folded(sign):
            return True
        if letter != sign and not letter.isascii():
            return False
    return True


_NOTHING = frozenset(folded(word) for listed in _STOP_WORDS.values() for word in listed.split())


def significant(text: str) -> Iterator[str]:
    """The words that say something, folded."""
    return (plain for word in words(text) if (plain := folded(word)) not in _NOTHING)


_WEAK = frozenset(folded(word) for listed in _WEAK_WORDS.values() for word in listed.split())
_NUMBER = re.compile(r"(?=.*\d.*\d).*\d[\s/:.-]+\d|[^\W\d]{2,}[\s/:.-]*\d.*\d")


def is_weak(word: str) -> bool:
    """Whether it leads nowhere among other words."""
    return folded(word) in _WEAK


def is_number(text: str) -> bool:
    """Whether it is written as case numbers are: *UBN 2023-418*."""
    return len(text) <= LONGEST_WORD and bool(_NUMBER.search(text))


def search_terms(text: str) -> tuple[str, ...]:
    """The words that are searched for, in their order. Small words count only where there are no others."""
    terms = list(dict.fromkeys(words(text)))
    significant = [word for word in terms if folded(word) not in _NOTHING]
    return tuple((significant or terms)[:MOST_WORDS])
