"""Numbers as people and spreadsheets write them become plain ones: 86 726,00 kr, 84,2 %, −5, and ages such as 65+.

Only where a plain reading fails, for it takes time. What is no number in any of these ways stays as it is.
"""

import re
from collections.abc import Iterable

import polars as pl

from assessments.plan.tabulation import Bands
from assessments.plan.unknown_words import MISSING, usually_means_unknown

_MOST_SPELLINGS = 1_000  # different values that are looked at one by one
_BLANKS = "[\u0020\u00a0\u2007\u2009\u202f]"
_UNIT = r"(?i)[\s\u00a0\u202f]*(kronor|kr\.?|sek|eur|€|:-)$"
_GROUPED = r"^[-+]?\d{1,3}(['’ ]\d{3})+([.,]\d+)?$"
_DOT_GROUPED, _COMMA_GROUPED = r"^[-+]?\d{1,3}(\.\d{3})+,\d+$", r"^[-+]?\d{1,3}(,\d{3})+\.\d+$"
_PERCENT = r"\s*%$"
_RANGE = re.compile(r"(?P<low>\d+(?:[.,]\d+)?)?\s*(?:-|–|—|till|to)\s*(?P<high>\d+(?:[.,]\d+)?)(?:\s*(?:år|years?))?")
_OPEN = re.compile(
    r"(?:(?P<over>≥|>=|över|over)\s*)?(?P<low>\d+(?:[.,]\d+)?)\s*"
    r"(?P<plus>\+|-|–|år och äldre|och äldre|och över|and over|and older)?"
)


def plain(column: str, *, percent_is_share: bool = False) -> pl.Expr:
    """A column of text with its numbers written plainly; usual words for unknown are missing."""
    text = pl.col(column).cast(pl.String).str.replace_all(_BLANKS, " ").str.strip_chars()
    text = text.str.replace_all("[\u2212\u2012\ufe63\uff0d]", "-").str.replace(_UNIT, "")
    has_percent = text.str.contains(_PERCENT)
    text = text.str.replace(_PERCENT, "")
    text = (
        pl.when(text.str.contains(_GROUPED))
        .then(text.str.replace_all("['’ ]", ""))
        .when(text.str.contains(_DOT_GROUPED))
        .then(text.str.replace_all(".", "", literal=True))
        .when(text.str.contains(_COMMA_GROUPED))
        .then(text.str.replace_all(",", "", literal=True))
        .otherwise(text)
    )
    if percent_is_share:
        share = text.str.replace_all(",", ".", literal=True).cast(pl.Float64, strict=False) / 100
        text = pl.when(has_percent & share.is_not_null()).then(share.round(12).cast(pl.String)).otherwise(text)
    is_missing = text.str.to_lowercase().is_in(sorted(MISSING)) | text.str.contains(r"^[-–—.…?*]+$")
    return pl.when(~is_missing).then(text).alias(column)


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


def _is_range(value: str) -> bool:
    match = _OPEN.fullmatch(value.strip().casefold())
    is_range = _RANGE.fullmatch(value.strip().casefold())
    return bool((match and (match["plus"] or match["over"])) or (is_range and is_range["low"]))


def number_in_band(value: str, bands: Bands) -> str | None:
    """A number of the one band that holds the whole range; None where it is no range, or lies in several bands."""
    word = value.strip().casefold()
    if match := _RANGE.fullmatch(word):
        low, high = match["low"], match["high"]
        ends = [bands.names()[0] if low is None else bands.name_of(low), bands.name_of(high)]
        return high.replace(",", ".") if ends[0] == ends[1] else None
    if (match := _OPEN.fullmatch(word)) and (match["plus"] or match["over"]):
        return match["low"].replace(",", ".") if bands.name_of(match["low"]) == bands.names()[-1] else None
    return None


def ranges_across(values: Iterable[str], bands: Bands) -> list[str]:
    """Ranges that lie in several bands, so that nobody can tell which."""
    return [value for value in values if _is_range(value) and number_in_band(value, bands) is None]
