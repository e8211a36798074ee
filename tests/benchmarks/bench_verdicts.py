"""How often what is said of gaps is false, 2,000 made-up assessments each. Writes the second part of statistics.md."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from simulating import (
    AMOUNTS,
    MARK,
    PAGE,
    SPREADS,
    AreaTests,
    drawn_areas,
    fair_means_shown_different,
    fair_persons_shown_different,
    mean_held,
    pages_showing_a_trend,
    percent,
    reassured_at_the_margin,
    shown_at_smallest_visible_gap,
    table,
)

TIMES = 2_000
MANY = 10_000  # where the promise is narrow, and a draw is cheap
NOISE = 0.008  # what 2,000 draws may differ from their promise by chance alone, 1.6 standard errors
TEXT = Path(__file__).with_name("verdicts.md")

written: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def page() -> Iterable[None]:
    yield
    if len(written) == 7:
        first = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        PAGE.write_text(
            first + MARK + TEXT.read_text(encoding="utf-8").format(**written, many=f"{MANY:,}"), encoding="utf-8"
        )


def test_wrong_reassurance_at_the_margin() -> None:
    shares = {groups: reassured_at_the_margin(groups, times=TIMES, seed=21) for groups in (1, 5, 10, 20)}
    assert max(shares.values()) <= 0.05
    written["reassurance"] = table(("groups", "any is told that it does not matter"), _rows(shares))


def test_power_at_the_smallest_visible_difference() -> None:
    rows = []
    for rate, cases in ((0.3, 300), (0.9, 300), (0.05, 60)):
        shares = [
            shown_at_smallest_visible_gap(groups, times=TIMES, seed=22, rate=rate, cases=cases) for groups in (1, 5, 20)
        ]
        assert min(shares) >= 0.8 - NOISE, (rate, shares)
        rows.append((f"{100 * rate:.0f} %", cases, *map(percent, shares)))
    written["power"] = table(("rate of the reference", "cases", "1 group", "5", "20"), rows)


def test_persons_in_several_rows() -> None:
    shares = {rows: fair_persons_shown_different(rows, times=TIMES, seed=23) for rows in (1, 2, 5, 10)}
    assert max(shares.values()) <= 0.05
    written["persons"] = table(("rows of each person", "any difference is told"), _rows(shares))


def test_trends_of_stable_systems() -> None:
    rows = []
    for groups in (4, 10):
        shares = pages_showing_a_trend(groups, (2, 3, 4, 5, 6), times=TIMES, seed=24)
        assert max(shares) <= 0.05
        rows.append((groups, *map(percent, shares)))
    written["trends"] = table(("groups", "2 periods", "3", "4", "5", "6"), rows)


def test_means_of_skewed_amounts() -> None:
    rows = []
    for amounts in AMOUNTS:
        held = [mean_held(amounts, cases, times=MANY, seed=25) for cases in (30, 50, 100, 1_000)]
        assert all(0.93 <= share <= 0.97 for share in held), (amounts, held)
        rows.append((amounts, *map(percent, held)))
    written["means"] = table(("amounts", "30 cases", "50", "100", "1,000"), rows)


def test_means_of_groups_that_are_alike() -> None:
    rows = []
    for amounts in AMOUNTS:
        shown = [
            fair_means_shown_different(amounts, groups, cases=cases, times=TIMES, seed=27)
            for groups, cases in ((1, 30), (5, 30), (20, 30), (20, 100))
        ]
        assert max(shown[1:]) <= 0.05 + NOISE, (amounts, shown)
        assert shown[0] <= 0.07, (amounts, shown)
        rows.append((amounts, *map(percent, shown)))
    written["alike"] = table(("amounts", "1 group of 30", "5 of 30", "20 of 30", "20 of 100"), rows)


def test_areas_under_curves_with_few_positives() -> None:
    rows = []
    for name, spread in SPREADS.items():
        for positives, negatives in ((20, 20), (20, 200), (20, 1_000), (50, 200), (100, 1_000)):
            cells = []
            for area in (0.5, 0.6, 0.75, 0.9, 0.95):
                drawn = drawn_areas(area, positives, negatives, times=TIMES, seed=26, spread=spread)
                assert drawn.wrong <= 0.07 + NOISE, (name, positives, negatives, area, drawn)
                if drawn.given > 0.98:
                    assert 0.93 - NOISE <= 1 - drawn.wrong / drawn.given <= 0.97 + NOISE, (name, positives, area, drawn)
                cells.append(f"{percent(1 - drawn.wrong / drawn.given)}" if drawn.given > 0.98 else _rarely(drawn))
            rows.append((name, positives, negatives, *cells))
    head = ("curves", "outcome yes", "outcome no", "true area .5", ".6", ".75", ".9", ".95")
    written["areas"] = table(head, rows)


def _rarely(drawn: AreaTests) -> str:
    return f"in {100 * drawn.given:.0f}, wrong in {100 * drawn.wrong:.1f}"


def _rows(shares: dict[int, float]) -> list[tuple[int, str]]:
    return [(number, percent(share)) for number, share in shares.items()]
