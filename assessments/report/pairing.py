"""Two groups that a reader chooses to compare: from figures that are printed already, and nothing else. Pure.

It gives no verdict, for what is compared here was not decided before the test.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from assessments.gate.public_result import PublicResult
from assessments.report.charts import ChartRow, charts
from assessments.report.sentences import attribute_name, group_name
from assessments.text.message import Message
from assessments.words.comparing import TwoGroups, numbers
from assessments.words.gaps import PrintedGap, gap_sentence

FEWEST = 3  # groups with figures: of two, the test has said all there is


@dataclass(frozen=True, slots=True)
class Pairing:
    """The groups of one attribute to choose from, as value and name; what is shown of the chosen two, if any."""

    attribute: str
    name: str
    choices: tuple[tuple[str, Message | str], ...]
    first: str
    second: str
    sentences: tuple[Message, ...] = ()


_NOT_DECIDED = Message(
    "This is worked out from the rounded figures. Nobody decided before the test to compare these two, so it is a "
    "reason to look closer and no verdict."
)


def pairings(public: PublicResult, language: str, requested: Mapping[str, str]) -> tuple[Pairing, ...]:
    """One for each attribute with enough groups. ``asked`` has ``attribute``, ``group`` and ``with``, or nothing."""
    offered = []
    for attribute in public.attributes:
        drawn = [
            chart
            for chart in charts(public, language)
            if chart.attribute == attribute and chart.metric in public.primary
        ]
        rows = {chart.metric: _shown(chart.rows) for chart in drawn}
        values = [
            value for value in next(iter(rows.values()), {}) if all(value in by_value for by_value in rows.values())
        ]
        if len(values) < FEWEST:
            continue
        first, second = _chosen(attribute, values, requested)
        sentences = (
            _sentences(public, attribute, (first, second), rows, language)
            if requested.get("attribute") == attribute
            else ()
        )
        choices = tuple((value, group_name(public, attribute, value, language)) for value in values)
        offered.append(
            Pairing(
                attribute=attribute,
                name=attribute_name(public, attribute, language),
                choices=choices,
                first=first,
                second=second,
                sentences=sentences,
            )
        )
    return tuple(offered)


def _shown(rows: tuple[ChartRow, ...]) -> dict[str, ChartRow]:
    return {row.value: row for row in rows if row.value is not None and not row.hidden}


def _chosen(attribute: str, values: list[str], requested: Mapping[str, str]) -> tuple[str, str]:
    """What was asked for where it exists, else the first two."""
    requested_groups = (
        [requested.get(name, "") for name in ("group", "with")] if requested.get("attribute") == attribute else ["", ""]
    )
    first = requested_groups[0] if requested_groups[0] in values else values[0]
    others = [value for value in values if value != first]
    return first, requested_groups[1] if requested_groups[1] in others else others[0]


def _sentences(
    public: PublicResult,
    attribute: str,
    pair: tuple[str, str],
    rows: Mapping[str, Mapping[str, ChartRow]],
    language: str,
) -> tuple[Message, ...]:
    sentences: list[Message] = []
    for metric, by_value in rows.items():
        first, other = (by_value[value] for value in pair)
        two = TwoGroups(
            metric=metric,
            group=group_name(public, attribute, pair[0], language),
            reference=group_name(public, attribute, pair[1], language),
            rate=round(first.per_100 or 0),
            other=round(other.per_100 or 0),
            of=100,
        )
        sentences += [numbers(public, two, language), gap(first, other, language)]
    return (*sentences, _NOT_DECIDED)


def gap(first: ChartRow, other: ChartRow, language: str) -> Message:
    """The difference of two printed rates with its interval, as a size without sign, rounded outwards.

    Formula: Newcombe's hybrid (intervals.newcombe) with the printed ends in the place of Wilson's. Unit: of 100.
    """
    (p1, low1, high1), (p2, low2, high2) = (_figures(row) for row in sorted((first, other), key=_rate, reverse=True))
    low = math.floor(p1 - p2 - math.hypot(p1 - low1, high2 - p2))
    high = math.ceil(p1 - p2 + math.hypot(high1 - p1, p2 - low2))
    size = round(p1 - p2)
    return gap_sentence(
        PrintedGap(size=size, low=low, high=high, of=100, is_more=True if size else None, is_there=low > 0), language
    )


def _rate(row: ChartRow) -> float:
    return row.per_100 or 0


def _figures(row: ChartRow) -> tuple[float, float, float]:
    assert row.per_100 is not None  # rows without figures are not chosen from
    assert row.low is not None
    assert row.high is not None
    return row.per_100, row.low, row.high
