"""The margin of a plan: how large a gap must be to matter, as a share of people or as a ratio of two rates. Pure.

Reads and writes it, and says which one a rate can bear. Judges nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from fractions import Fraction

USUAL = "0.05"
OF_RARE_RATES = "0.8-1.25"
_WIDEST_SHARE = Decimal("0.5")
_LEAST_RATIO, _MOST_RATIO = Decimal("0.1"), Decimal(10)
_MOST_DIGITS = 30  # before and behind the decimal point: 1e999999999 would take a thousand million letters
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "/": "-"})


@dataclass(frozen=True, slots=True)
class Margin:
    """``share`` is the smallest gap that matters; of a ratio margin it is None, and the two ends matter from outside.

    A ratio margin from 0.8 to 1.25 says: a rate that is at most 0.8 or at least 1.25 times the other differs.
    """

    share: Decimal | None
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(0)

    @property
    def is_ratio(self) -> bool:
        return self.share is None

    @property
    def is_sound(self) -> bool:
        """A share above 0 and at most one half, or a ratio on both sides of 1."""
        if self.share is not None:
            return 0 < self.share <= _WIDEST_SHARE
        return _LEAST_RATIO <= self.lowest < 1 < self.highest <= _MOST_RATIO

    @property
    def text(self) -> str:
        """The same margin is always written alike: ``0.05``, ``0.8-1.25``."""
        if self.share is not None:
            return f"{self.share.normalize():f}"
        return f"{self.lowest.normalize():f}-{self.highest.normalize():f}"

    @property
    def printed(self) -> str:
        """A share of 100, ``5``; a ratio as it is."""
        return self.text if self.share is None else f"{(self.share * 100).normalize():f}"

    def gap_at(self, rate: float) -> float:
        """The smallest gap that matters for a rate, as a share."""
        return float(self.share) if self.share is not None else float(self.highest - 1) * rate

    def is_too_wide_for(self, rate: Fraction | float) -> bool:
        """Whether a share is more than half of a rate, or of its complement where that is rarer.

        Unit: none. A rate of 0 or 1 bears any margin: nobody differs in it. A ratio is never too wide for a rate.
        """
        rarer = min(Fraction(rate), 1 - Fraction(rate))
        return self.share is not None and rarer > 0 and Fraction(self.share) > rarer / 2


def margin_of(text: str) -> Margin | None:
    """What a person wrote: ``0.05``, ``0,05``, ``0.8-1.25``, ``0,8–1,25``. None for what is no margin."""
    parts = text.strip().translate(_DASHES).split("-")
    numbers = [_decimal(part) for part in parts]
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers) or len(known) > 2:
        return None
    return Margin(known[0]) if len(known) == 1 else Margin(None, *known)


def printed_margin(text: str) -> Margin:
    """The margin behind what is printed: a share of 100, or a ratio. ValueError for anything else."""
    margin = margin_of(text)
    if margin is None:
        raise ValueError(f"{text} is not a margin")
    return margin if margin.share is None else Margin(margin.share / 100)


def too_wide(margin: Margin, rates: Mapping[str, Fraction | float]) -> tuple[str, ...]:
    """Names of the rates that the margin is too wide for."""
    return tuple(name for name, rate in rates.items() if margin.is_too_wide_for(rate))


def proposed(rates: Iterable[Fraction | float]) -> str:
    """The margin that overall rates bear: 5 of 100; a ratio where one is rarer than 10 of 100.

    Where it is the complement that is rare, half of it, rounded down to one digit: a ratio of two rates near 1 says
    nothing.
    """
    known = [Fraction(rate) for rate in rates if 0 < rate < 1]
    usual = Margin(Decimal(USUAL))
    if not any(usual.is_too_wide_for(rate) for rate in known):
        return USUAL
    nearly_all = [1 - rate for rate in known if rate > Fraction(1, 2) and usual.is_too_wide_for(rate)]
    if not nearly_all:
        return OF_RARE_RATES
    half = Decimal(min(nearly_all).numerator) / Decimal(min(nearly_all).denominator) / 2
    return f"{half.quantize(Decimal(1).scaleb(half.adjusted()), rounding=ROUND_FLOOR).normalize():f}"


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS else None
