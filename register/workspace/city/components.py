"""The look of Insyn on one page: every token and every part that pages are made of, in the city's own colours.

It is made of the very macros that pages use, so it cannot fall behind them. The examples are made up, and say so.
"""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get

from assessments.report.charts import Chart, ChartRow
from assessments.text.message import Message
from register.guard.access import SIGNED_IN
from register.web.forms import Errors, errors_at
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class Example:
    """One row of the chart of bars."""

    words: Message
    count: int
    percent: float
    address: str = ""


def _row(words: Message, size: int, at: float, half: float, *, is_reference: bool = False) -> ChartRow:
    """``at`` of 100 on a scale from 0 to 16, with an interval of ``half`` to both sides."""
    middle, start, end = (round(100 * point / 16, 1) for point in (at, at - half, at + half))
    return ChartRow(
        label=words,
        value="",
        size=size,
        per_100=at,
        low=at - half,
        high=at + half,
        at=middle,
        start=start,
        end=end,
        is_reference=is_reference,
        hidden=None,
    )


_NAMES = (Message("Under 30"), Message("30 to 64"), Message("65 and older"))
_CHART = Chart(
    attribute="age",
    metric="false_positive_rate",
    caption=Message("Checked for no reason, per 100 people"),
    ticks=(0, 4, 8, 12, 16),
    rows=(
        _row(_NAMES[0], 2_480, 8, 1),
        _row(_NAMES[1], 9_730, 5, 1, is_reference=True),
        ChartRow(
            label=_NAMES[2],
            value="",
            size=None,
            per_100=None,
            low=None,
            high=None,
            at=None,
            start=None,
            end=None,
            is_reference=False,
            hidden="too_few",
        ),
    ),
    threshold=10,
    notes=(),
)
_BARS = tuple(
    Example(words=words, count=n, percent=round(n / 0.12, 1)) for words, n in zip(_NAMES, (12, 7, 0), strict=True)
)
_MONTH = Message("Write year and month with a hyphen, for example 2026-03.")


@dataclass(frozen=True, slots=True)
class ComponentsPage:
    colours: tuple[tuple[str, str, str], ...]  # token, light, dark
    chart: Chart = _CHART
    bars: tuple[Example, ...] = _BARS
    choices: tuple[tuple[str, Message], ...] = (("yes", Message("Yes")), ("no", Message("No")))

    @property
    def errors(self) -> Errors:
        """What a form that was refused shows."""
        return errors_at("month", _MONTH)


@get("/workspace/components", access=SIGNED_IN)
async def components(request: Request[Any, Any, Any]) -> PageResponse:
    colours = request.app.state.theme.colours.items()
    return page(
        "workspace/city/components.html", ComponentsPage(colours=tuple((name, *pair) for name, pair in colours))
    )


routes = [components]
