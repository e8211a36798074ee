"""Columns that tell who somebody is: identity numbers, names, addresses. They have no place in a test, and are refused.

Looks at names of columns and at some of their values; keeps none. Names and home addresses are known by what the column
is called alone, mail and telephone by their values alone: a column called "mail" may number letters.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from assessments.text.message import Message

FEWEST = 3  # values that look alike, before a column is refused for them
SHARE = 0.2  # of the values looked at

_IDENTITY = Message("identity numbers of people")
_NAMES = Message("names of people")
_MAIL = Message("e-mail addresses")
_PHONE = Message("telephone numbers")
_HOMES = Message("home addresses")
_CALLED: dict[str, Message] = {
    **dict.fromkeys(("personnummer", "personnr", "pnr", "samordningsnummer", "personid", "ssn"), _IDENTITY),
    **dict.fromkeys(("namn", "förnamn", "efternamn", "fullnamn", "name", "firstname", "lastname", "surname"), _NAMES),
    **dict.fromkeys(("fullname", "givenname", "familyname"), _NAMES),
    **dict.fromkeys(("adress", "gatuadress", "bostadsadress", "address", "streetaddress"), _HOMES),
}
_WHO_JUDGED = re.compile(
    r"(vem[ _](som[ _])?(bed[öo]mde|granskade)|bed[öo]mare|granskare|kodare|rater|judge|annotator|reviewer|assessor|"
    r"evaluator|coder|(judged|rated|reviewed)[ _]by)[ _-]?(id|nr|nummer|no|kod|code)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:19|20)?(\d{2})(\d{2})(\d{2})[-+]?(\d{4})")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_TELEPHONE = re.compile(r"(?:\+46|0046|0)[\s-]?7\d(?:[\s-]?\d){7}")


def refused(columns: Iterable[tuple[str, Sequence[str]]]) -> tuple[Message, ...]:
    """A complaint for each column, given with some of its values, that seems to tell who somebody is."""
    guesses = ((name, _identifier_kind(name, values)) for name, values in columns)
    return tuple(
        Message(
            "Column “{column}” looks like {what}. A test needs no such thing: leave the column out and upload the file "
            "again. If it is something else, give it another name.",
            {"column": name, "what": what},
        )
        for name, what in guesses
        if what is not None
    )


def _identifier_kind(name: str, values: Sequence[str]) -> Message | None:
    if (kind := _CALLED.get(re.sub(r"[^a-zåäö]", "", name.casefold()))) is not None:
        return kind
    filled = [value.strip() for value in values if value.strip()]
    enough = max(FEWEST, SHARE * len(filled))
    return next((what for looks, what in _KINDS if sum(map(looks, filled)) >= enough), None)


def names_raters(column: str) -> bool:
    """Whether a column, by its name, holds who judged an answer. Its values are nobody's business."""
    return _WHO_JUDGED.fullmatch(column.strip()) is not None


def is_identity_number(value: str) -> bool:
    """A Swedish personal identity or coordination number with its right check digit, however it is written.

    The check digit is Luhn's over ten digits; a coordination number has 60 added to the day.
    """
    match = _NUMBER.fullmatch(value)
    if match is None:
        return False
    month, day = int(match[2]), int(match[3])
    digits = [int(digit) for digit in "".join(match.groups())]
    doubled = (digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(digits))
    sums_up = sum(digit // 10 + digit % 10 for digit in doubled) % 10 == 0
    return sums_up and 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)


_KINDS: tuple[tuple[Callable[[str], bool], Message], ...] = (
    (is_identity_number, _IDENTITY),
    (lambda value: _ADDRESS.fullmatch(value) is not None, _MAIL),
    (lambda value: _TELEPHONE.fullmatch(value) is not None, _PHONE),
)
