"""How often what is said of gaps is false, 2,000 made-up assessments each. Writes the second part of statistics.md."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from simulating import (
    MARK,
    PAGE,
    drawn_auc,
    fair_persons_shown_different,
    mean_of,
    pages_showing_a_trend,
    percent,
    reassured_at_the_margin,
    shown_at_smallest_visible_gap,
    table,
)

TIMES = 2_000
NOISE = 0.008  # what 2,000 draws may differ from their promise by chance alone, 1.6 standard errors
TEXT = Path(__file__).with_name("verdicts.md")

written: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def page() -> Iterable[None]:
    yield
    if len(written) == 6:
        first = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        PAGE.write_text(first + MARK + TEXT.read_text(encoding="utf-8").format(**written), encoding="utf-8")


def test_wrong_reassurance_at_the_margin() -> None:
    shares = {groups: reassured_at_the_margin(groups, times=TIMES, seed=21) for groups in (1, 5, 10, 20)}
    assert max(shares.values()) <= 0.05
    written["reassurance"] = table(("groups", "any is told that it does not matter"), _rows(shares))


def test_power_at_the_smallest_visible_difference() -> None:
    shares = {groups: shown_at_smallest_visible_gap(groups, times=TIMES, seed=22) for groups in (1, 5, 20)}
    assert min(shares.values()) >= 0.8 - 2 * NOISE
    written["power"] = table(("groups", "told a difference"), _rows(shares))


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
    rows, chance = [], np.random.default_rng(25)
    for sigma in (0.5, 1.0, 1.25, 1.5):
        covered = [_mean_covered(sigma, cases, chance) for cases in (30, 100, 300, 1_000)]
        assert all(0.93 - NOISE <= share <= 0.97 for share in covered), (sigma, covered)
        rows.append((sigma, *map(percent, covered)))
    written["means"] = table(("σ of lognormal amounts", "30 cases", "100", "300", "1,000"), rows)


def _mean_covered(sigma: float, cases: int, chance: np.random.Generator) -> float:
    true, held = np.exp(sigma**2 / 2), 0
    for _ in range(TIMES):
        estimate = mean_of(chance.lognormal(0, sigma, cases))
        held += estimate is not None and (estimate.low or 0) <= true <= (estimate.high or 0)
    return held / TIMES


def test_areas_under_curves_with_few_positives() -> None:
    rows = []
    for positives, negatives in ((20, 200), (20, 1_000), (50, 200), (100, 1_000)):
        covered = [drawn_auc(area, positives, negatives, times=TIMES, seed=26) for area in (0.6, 0.75, 0.9, 0.95)]
        assert all(0.93 <= share <= 0.98 for share in covered), (positives, covered)
        rows.append((positives, negatives, *map(percent, covered)))
    written["areas"] = table(("outcome yes", "outcome no", "true area .6", ".75", ".9", ".95"), rows)


def _rows(shares: dict[int, float]) -> list[tuple[int, str]]:
    return [(number, percent(share)) for number, share in shares.items()]
