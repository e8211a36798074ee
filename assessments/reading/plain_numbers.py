"""Numbers as people and spreadsheets write them become plain ones: 86 726,00 kr, 84,2 %, −5, and ages such as 65+.

Only where a plain reading fails, for it takes time. What is no number in any of these ways stays as it is.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

import polars as pl

from assessments.plan.tabulation import Bands
from assessments.plan.unknown_words import MISSING, usually_means_unknown

_MOST_SPELLINGS = 1_000  # different values that are looked at one by one
_BLANKS = "[\u0020\u00a0\u2007\u2009\u202f]"
_MINUS = "[\u2212\u2012\u2013\u2014\ufe63\uff0d]"
_CURRENCY = r"(?i)^([-+(]?) ?(?:kr\.?|sek|eur|€) ?([-+]? ?\d)"
_UNIT = r"(?i) *(kronor|kr\.?|sek|eur|€|:-)(\)?)$"
_MANY = ((r"(?i) *(tkr|ksek|teur)\.?$", 1_000), (r"(?i) *(mkr|mnkr|mn kr|msek|meur|miljoner kr(onor)?)\.?$", 1_000_000))
_NEGATIVE = r"^(?:\((.*\d.*)\)|(\d.*[^,])-)$"  # as bookkeepers write it
_GROUPED = r"^[-+]?\d{1,3}(['’ ]\d{3})+([.,]\d+)?$"
_DOT_GROUPED, _COMMA_GROUPED = r"^[-+]?\d{1,3}(\.\d{3})+,\d+$", r"^[-+]?\d{1,3}(,\d{3})+\.\d+$"
_DOTS, _COMMAS = r"^[-+]?\d{1,3}(\.\d{3}){2,}$", r"^[-+]?\d{1,3}(,\d{3}){2,}$"
_SINGLE_DOT, _SINGLE_COMMA = r"^[-+]?\d{1,3}\.\d{3}$", r"^[-+]?\d{1,3},\d{3}$"
_PERCENT = r"(?i) *(%|procent|per ?cent|pct)$"
_NUMBER = r"\d+(?:[.,]\d+)?"
_YEARS = r"(?: *(?:år|years?))?"
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})?\s*(?:--?|[‐‑–—]|\.\.|till och med|t\.? ?o\.? ?m\.?|till?|to|bis)\s*"
    rf"(?P<high>{_NUMBER}){_YEARS}"
)
_NUMBER_OF_YEARS = re.compile(rf"(?P<years>{_NUMBER})(?: *(?:år|years?))")
_FROM = re.compile(
    rf"(?:(?:≥|>=|från|from) *(?P<low>{_NUMBER}){_YEARS})|(?P<open>{_NUMBER}){_YEARS} *(?:\+|plus|-|–|[-–]w|"
    rf"(?:och|eller|and|or) (?:äldre|över|uppåt|mer|over|older|above|more)){_YEARS}"
)
_ABOVE = re.compile(
    rf"(?:>|över|äldre än|mer än|over|above|older than|more than) *(?P<low>{_NUMBER}){_YEARS}(?P<open>)"
)
_UP_TO = re.compile(
    rf"(?:(?:≤|<=|upp till|till och med|t\.?o\.?m\.?|up to) *(?P<high>{_NUMBER}){_YEARS})|(?P<open>{_NUMBER}){_YEARS} *"
    r"(?:och|eller|and|or) (?:yngre|under|lägre|younger|below|less)"
)
_BELOW = re.compile(
    rf"(?:<|under|yngre än|mindre än|below|younger than|less than) *(?P<high>{_NUMBER}){_YEARS}(?P<open>)"
)


def plain(column: str, *, percent_is_share: bool = False, may_be_range: bool = False) -> pl.Expr:
    """A column of text with its numbers written plainly; usual words for unknown are missing.

    Among ranges 65- is 65 and older, elsewhere it is -65.
    """
    text = pl.col(column).cast(pl.String).str.replace_all(_BLANKS, " ").str.strip_chars().str.replace_all(_MINUS, "-")
    is_missing = text.str.to_lowercase().is_in(sorted({*MISSING, "nat"})) | text.str.contains(r"^[-.…?*]+$")
    text = text.str.replace(_CURRENCY, "$1$2")
    times = pl.lit(1)
    for unit, factor in _MANY:
        times = pl.when(text.str.contains(unit)).then(factor).otherwise(times)
        text = text.str.replace(unit, "")
    text = text.str.replace(_UNIT, "$2").str.replace(r"(\d),-$", "$1")
    text = text if may_be_range else text.str.replace(_NEGATIVE, "-$1$2")
    text = text.str.replace(r"^- +", "-").str.strip_chars()
    has_percent = text.str.contains(_PERCENT)
    text = _without_groups(text.str.replace(_PERCENT, ""))
    number = text.str.replace_all(",", ".", literal=True).cast(pl.Float64, strict=False) * times
    text = pl.when((times != 1) & number.is_not_null()).then(number.round(6).cast(pl.String)).otherwise(text)
    if percent_is_share:
        share = text.str.replace_all(",", ".", literal=True).cast(pl.Float64, strict=False) / 100
        text = pl.when(has_percent & share.is_not_null()).then(share.round(12).cast(pl.String)).otherwise(text)
    return pl.when(~is_missing).then(text).alias(column)


def _without_groups(text: pl.Expr) -> pl.Expr:
    """Without what parts thousands. 86.726 is such a number only where others of the column leave no doubt."""
    by_dots = text.str.contains(f"{_DOT_GROUPED}|{_DOTS}")
    by_commas = text.str.contains(f"{_COMMA_GROUPED}|{_COMMAS}")
    by_dots = by_dots | (by_dots.any() & text.str.contains(_SINGLE_DOT))
    by_commas = by_commas | (by_commas.any() & text.str.contains(_SINGLE_COMMA))
    return (
        pl.when(text.str.contains(_GROUPED))
        .then(text.str.replace_all("['’ ]", ""))
        .when(by_dots)
        .then(text.str.replace_all(".", "", literal=True))
        .when(by_commas)
        .then(text.str.replace_all(",", "", literal=True))
        .otherwise(text)
    )


def thousands_or_decimals(texts: Iterable[str]) -> str | None:
    """A number such as 86.726, where nothing in its column tells whether it has decimals or is a thousand times more.

    Another number of decimals, a leading nought, or a long number without any mark would tell.
    """
    unclear = set()
    for text in texts:
        if re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", text):
            unclear.add(text)
        elif re.fullmatch(r"[-+]?(\d{4,}|\d+[.,]\d+)", text) or re.search(r"[.,].*[.,]", text):
            return None
    return min(unclear) if len(unclear) >= _ENOUGH_UNCLEAR else None


_ENOUGH_UNCLEAR = 3


def within_bands(frame: pl.LazyFrame, column: str, bands: Bands) -> pl.LazyFrame:
    """Values that say a range, such as 65+ or 0–17, as a number of the band that the whole range lies in."""
    text, number = pl.col(column), pl.col(column).str.replace_all(",", ".", literal=True).cast(pl.Float64, strict=False)
    others = frame.filter(text.is_not_null() & (text != "")).select(text, number.alias("number")).unique()
    spellings = others.head(_MOST_SPELLINGS).collect()
    values = spellings.get_column(column).to_list()
    if len(values) == _MOST_SPELLINGS or not any(map(_is_range, values)):
        return frame
    replaced = {value: place for value in values if (place := number_in_band(value, bands)) is not None}
    unknown = {value: None for value in values if usually_means_unknown(value)}
    together = {**replaced, **unknown}
    return frame.with_columns(text.replace(list(together), list(together.values())).alias(column))


Ends = tuple[Decimal | None, Decimal | None]


def _ends(value: str) -> Ends | None:
    """The lowest and the highest number of a range, None where it is open; None for what is no range.

    Beyond a whole number is the next: more than 64 is 65 and older.
    """
    word = " ".join(value.split()).casefold()
    if match := _NUMBER_OF_YEARS.fullmatch(word):
        return _number(match["years"]), _number(match["years"])
    if match := _RANGE.fullmatch(word):
        return None if match["low"] is None else _number(match["low"]), _number(match["high"])
    if match := _FROM.fullmatch(word) or _ABOVE.fullmatch(word):
        lowest = match["low"] or match["open"]
        return _number(lowest) + (_step(lowest) if match.re is _ABOVE else 0), None
    if match := _UP_TO.fullmatch(word) or _BELOW.fullmatch(word):
        highest = match["high"] or match["open"]
        return None, _number(highest) - (_step(highest) if match.re is _BELOW else 0)
    return None


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _step(text: str) -> Decimal:
    return Decimal(1).scaleb(int(_number(text).as_tuple().exponent))


def _is_range(value: str) -> bool:
    return _ends(value) is not None


def number_in_band(value: str, bands: Bands) -> str | None:
    """A number of the one band that holds the whole range; None where it is no range, or lies in several bands."""
    if (ends := _ends(value)) is None:
        return None
    low, high = ends
    first = bands.names()[0] if low is None else bands.name_of(str(low))
    last = bands.names()[-1] if high is None else bands.name_of(str(high))
    return str(low if high is None else high) if first == last else None


def ranges_across(values: Iterable[str], bands: Bands) -> list[str]:
    """Ranges that lie in several bands, so that nobody can tell which."""
    return [value for value in values if _is_range(value) and number_in_band(value, bands) is None]
