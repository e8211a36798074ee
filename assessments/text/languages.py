"""The languages that Insyn speaks, one line each. With its catalogues, a line is all that a language must have.

What is not translated is shown in the first. Content files may be missing in all others.
"""

from enum import StrEnum


class Language(StrEnum):
    """The tag in addresses, what its speakers call it, and as where its numbers and dates are written."""

    SWEDISH = "sv", "Svenska", "sv_SE"
    ENGLISH = "en", "English", "en_GB"

    own_name: str
    locale_name: str

    def __new__(cls, tag: str, own_name: str = "", locale_name: str = "") -> "Language":
        language = str.__new__(cls, tag)
        language._value_, language.own_name, language.locale_name = tag, own_name, locale_name
        return language

    @property
    def others(self) -> tuple["Language", ...]:
        return tuple(language for language in Language if language is not self)


FIRST = next(iter(Language))
SOURCE = Language.ENGLISH  # what the program is written in: it needs no catalogue
