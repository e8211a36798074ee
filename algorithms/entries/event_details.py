"""Details of an event besides words: a file, a day, a ground of law. The web names them; their values have no language.

The history keeps them in the column of the words, under names that no language can have.
"""

from collections.abc import Mapping
from enum import StrEnum

from assessments.text.localized import LocalizedText


class Particular(StrEnum):
    """Names of details. A value is plain: a day as 2026-11-07, a key of what the program knows, or what was typed."""

    BEFORE = "before"
    AFTER = "after"
    LAW = "law"  # a key of law.FACTS
    DUTY = "duty"  # a key of an obligation
    STATE = "state"
    LINK = "link"
    FILE = "file"
    ROW = "row"
    SHA256 = "sha256"
    PART = "part"  # of what is sealed
    HAPPENED_ON = "happened-on"
    PROVIDER_ON = "provider-on"  # the day on which they were informed, as the next two
    MARKET_SURVEILLANCE_ON = "market-surveillance-on"
    DATA_PROTECTION_ON = "data-protection-on"
    CASE_NUMBER = "case-number"
    DUPLICATE = "double"
    MERGED_INTO = "kept"


TYPED = {
    Particular.BEFORE,
    Particular.AFTER,
    Particular.LINK,
    Particular.FILE,
    Particular.CASE_NUMBER,
    Particular.DUPLICATE,
    Particular.MERGED_INTO,
}

_MARK = ":"  # no tag of a language has one


def together(words: Mapping[str, str], particulars: Mapping[Particular, str]) -> LocalizedText:
    """Words by language and details, combined as one column holds them."""
    return LocalizedText({**words, **{f"{_MARK}{name}": value for name, value in particulars.items()}})


def apart(stored: Mapping[str, str]) -> tuple[LocalizedText, dict[Particular, str]]:
    """The two that ``together`` made one."""
    words = LocalizedText({name: value for name, value in stored.items() if not name.startswith(_MARK)})
    particulars = {Particular(name[1:]): value for name, value in stored.items() if name.startswith(_MARK)}
    return words, {name: particulars[name] for name in Particular if name in particulars}
