"""Published counts as fixtures: expanded to rows they must give the published figures."""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assessments.plan.plan import TestPlan
from assessments.results.assessment import assess
from assessments.results.result import Data, Result
from assessments.statistics.counts import Counts

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Compas:
    """ProPublica's table: race × two-year recidivism × score, 7,214 people."""

    cells: list[tuple[str, str, str, int]]
    plan: TestPlan
    counts: Counts
    expected: dict[str, Any]

    def rows(self, *, seed: int | None = None) -> list[tuple[str, str, str]]:
        rows = [(race, score, outcome) for race, outcome, score, number in self.cells for _ in range(number)]
        if seed is not None:
            random.Random(seed).shuffle(rows)
        return rows

    def csv(self, *, seed: int | None = None) -> str:
        lines = [f"{race},{score},{outcome}" for race, score, outcome in self.rows(seed=seed)]
        return "\n".join(["race,score_text,two_year_recid", *lines]) + "\n"

    def result(self) -> Result:
        return assess(self.counts, self.plan, data=Data("0" * 64, 7214))


@pytest.fixture(scope="session")
def compas() -> Compas:
    cells = json.loads((DATA / "compas_counts.json").read_text())["cells"]
    plan = TestPlan(
        outcome="two_year_recid",
        decision="score_text",
        groups=("race",),
        outcome_yes=("1",),
        outcome_no=("0",),
        decision_yes=("High", "Medium"),
        decision_no=("Low",),
        reference=(("race", "Caucasian"),),
        yes_means="burden",
    )
    written = [[[race], outcome == "1", score != "Low", number] for race, outcome, score, number in cells]
    counts = Counts.from_dict({"attributes": ["race"], "cells": written})
    expected = json.loads((DATA / "compas_expected.json").read_text())
    return Compas(cells=[tuple(cell) for cell in cells], plan=plan, counts=counts, expected=expected)
