"""The written parts of a version: what they are called, how long they may be, and how words are compared and sorted."""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum


class Text(StrEnum):
    """The written parts of a version, each in Swedish and English."""

    NAME = "name"
    SUMMARY = "summary"
    PURPOSE = "purpose"
    DECIDES = "decides"
    SEARCH_WORDS = "search-words"
    CONSIDERATIONS = "considerations"
    CONCERNS = "concerns"
    HUMAN = "human"
    DATA = "data"
    NOTICE = "notice"
    USED_A_YEAR = "used-a-year"
    RECIPIENTS = "recipients"
    OBJECTION = "objection"
    CONTACT = "contact"
    LEGAL_BASIS = "legal-basis"
    RISKS = "risks"
    HOW_IT_WORKS = "how-it-works"
    MONITORING = "monitoring"
    LINKS = "links"
    SUPPLIER = "supplier"
    PRODUCT = "product"
    CHANGE_NOTE = "change-note"
    RIGHTS_USE = "rights-use"  # the six parts of the fundamental-rights assessment, art. 27(1) a to f of the AI Act
    RIGHTS_TIME = "rights-time"
    RIGHTS_PEOPLE = "rights-people"
    RIGHTS_HARM = "rights-harm"
    RIGHTS_OVERSIGHT = "rights-oversight"
    RIGHTS_REMEDY = "rights-remedy"
    CONTRACT = "contract"
    LICENCE = "licence"
    SOURCE_CODE = "source-code"
    CODE_OWNER = "code-owner"
    OPEN_STANDARDS = "open-standards"
    DATA_ACCESS = "data-access"
    EXIT = "exit"
    MODEL = "model"  # the technical depth of a model card, in addition to what is measured
    TRAINING_DATA = "training-data"
    OUT_OF_SCOPE = "out-of-scope"
    CAVEATS = "caveats"
    GROUNDS = "grounds"  # of the Discrimination Act: which were examined, and why not


LONGEST_CASE_NUMBER = 60  # characters: each city writes its case numbers in its own way
MOST_WORDS = 150  # in the first answers together: what a resident reads before anything else


def words_in(texts: Iterable[str]) -> int:
    """How many words they have together; a mark that stands alone, such as a dash, is none."""
    return sum(any(char.isalnum() for char in word) for text in texts for word in text.split())


def fold(text: str) -> str:
    """Lower case without accents, so that *omsorg* finds *Omsorg* and *forskola* finds *förskola*."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def sort_key(text: str) -> str:
    """Swedish alphabetical order on every database: å, ä and ö come after z."""
    return text.casefold().replace("å", "~1").replace("ä", "~2").replace("ö", "~3")
