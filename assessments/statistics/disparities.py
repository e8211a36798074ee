"""The widest gap among the groups of an attribute, and rules of thumb: what they say, and how often chance says it too.

Never a verdict: a perfectly fair system has a widest gap as well. Values and rules only; the draws: simulation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assessments.statistics.counts import Groups
from assessments.text.message import Message


@dataclass(frozen=True, slots=True)
class Spread:
    """``gap`` is the highest minus the lowest rate, ``metric`` a rate or "equalized_odds", the wider of two gaps.

    ``low`` and ``high`` are the ends of an interval that holds the true widest gap; ``by_chance`` is the gap that a
    perfectly fair system would show on average, with groups as large as these.
    """

    attributes: tuple[str, ...]
    metric: str
    lowest: Groups
    highest: Groups
    gap: float
    low: float
    high: float
    by_chance: float

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "Spread":
        lists = {name: tuple(written[name]) for name in ("attributes", "lowest", "highest")}
        return cls(**{**written, **lists})


@dataclass(frozen=True, slots=True)
class Preset:
    """A rule of thumb on ratios: each group's rate through the highest, or through the reference group's.

    Outside ``lowest`` to ``highest`` it says that something is wrong; without both it only shows ratios. Groups with a
    smaller share of all cases than ``least_share`` are left out.
    """

    name: str
    title: Message
    of_highest: bool
    lowest: float | None
    highest: float | None
    source: str
    metrics: tuple[str, ...] = ()  # none: the rates that the plan rests on
    least_share: float = 0.0

    def trips(self, ratio: float) -> bool:
        below = self.lowest is not None and ratio < self.lowest
        return below or (self.highest is not None and ratio > self.highest)


_SELECTION = ("selection_rate", "top_share")
PRESETS: Mapping[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            name="four_fifths",
            title=Message("Four fifths: no group below 80 % of the highest rate (US employment law)"),
            of_highest=True,
            lowest=0.8,
            highest=None,
            source="Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D), EEOC 1978",
            metrics=_SELECTION,
        ),
        Preset(
            name="nyc_ll144",
            title=Message("Impact ratios as New York asks for them (Local Law 144)"),
            of_highest=True,
            lowest=None,
            highest=None,
            source="New York City Local Law 144 of 2021, 6 RCNY § 5-301",
            metrics=_SELECTION,
            least_share=0.02,
        ),
        Preset(
            name="relative_20",
            title=Message("At most 20 % more or less than the group compared with (Amsterdam)"),
            of_highest=False,
            lowest=0.8,
            highest=1.2,
            source="Gemeente Amsterdam, evaluation of Slimme Check (2024)",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What a rule of thumb says of one rate. ``by_chance`` is how often it would trip on a perfectly fair system."""

    preset: str
    attribute: str
    metric: str
    ratios: tuple[tuple[str, float], ...]  # group → ratio, without the one they are compared with
    tripped: tuple[str, ...]  # groups
    by_chance: float | None  # None for a rule that only shows ratios

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ratios": dict(self.ratios)}

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> "RuleOutcome":
        return cls(**{**written, "ratios": tuple(written["ratios"].items()), "tripped": tuple(written["tripped"])})


def ratios(preset: Preset, rates: Sequence[tuple[str, float, float]], reference: str | None) -> dict[str, float]:
    """Each group's ratio; none where there is nothing to divide by. ``rates`` are group, rate, share of all cases."""
    enough = [(group, rate) for group, rate, share in rates if share >= preset.least_share]
    if preset.of_highest:
        base = max(enough, key=lambda pair: pair[1], default=("", 0.0))
    else:
        base = next((share for share in enough if share[0] == reference), ("", 0.0))
    if base[1] == 0:
        return {}
    return {group: rate / base[1] for group, rate in enough if group != base[0]}
