"""What a row of another register's list costs: in a list of 10,000 as much as in one of 1,000, at every step."""

import csv
import io
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from algorithms.people import Role
from city import City
from conftest import settings_for
from listed import Listed

WARM, FEW, MANY = 50, 1_000, 10_000
GROWTH, GROWTH_OF_UNDOING = 1.2, 1.5
IMPORT = ("reading", "trying", "making", "again", "neighbours")
HEAD = ("name", "organization", "description_short", "standard_version", "human_intervention", "contact_email")
HEAD += ("source_id", "status", "category", "goal", "risks", "lawful_basis")
_REST = ("In gebruik", "Verkeer")


def a_list(rows: int) -> bytes:
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(HEAD)
    for number in range(rows):
        texts = [f"Mäter {number} saker på gator. " * 8] * 3
        lines.writerow(
            [f"Mätning {number}", "Gemeente Aa", "Räknar.", "1.0", "Ja.", "a@b.example", str(number), *_REST, *texts]
        )
    return written.getvalue().encode()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def costs(template: Path, folder: Path, rows: int) -> dict[str, float]:
    """Seconds for each row, of each step that a person waits for."""
    folder.mkdir()
    database = Path(shutil.copy(template, folder / "insyn.sqlite"))
    database.chmod(0o600)
    with City(settings_for(f"sqlite://{database}", folder)) as city:
        city.as_(Role.EDITOR)
        content = a_list(rows)
        reading, listed = timed(lambda: Listed(city, content))
        trying, _ = timed(listed.columns)
        making, _ = timed(listed.carry_out)
        again, second = timed(lambda: Listed(city, content).columns())
        second.client.submit("Avbryt importen")
        city.as_(Role.COORDINATOR)
        other = Listed(city, content)
        city.client.get(f"{other.address}/reference")
        source = {"source": "Aa", "licence": "CC0", "address": "https://aa.example", "as-of": "2026-11-01"}
        neighbours, _ = timed(lambda: city.client.submit("Spara den", **source))
        city.as_(Role.EDITOR)
        undoing, _ = timed(lambda: (city.client.get(listed.address), city.client.submit("Ångra importen")))
    steps = {
        "reading": reading,
        "trying": trying,
        "making": making,
        "again": again,
        "neighbours": neighbours,
        "undoing": undoing,
    }
    return {step: seconds / rows for step, seconds in steps.items()}


def test_a_row_of_a_long_list_costs_what_one_of_a_short_list_does(sqlite_template: Path, tmp_path: Path) -> None:
    _, few, many = (costs(sqlite_template, tmp_path / str(rows), rows) for rows in (WARM, FEW, MANY))
    growth = {step: many[step] / few[step] for step in few}
    print("\n" + ", ".join(f"{step} {ratio:.2f} ({many[step] * MANY:.1f} s)" for step, ratio in growth.items()))
    assert max(growth[step] for step in IMPORT) <= GROWTH
    assert growth["undoing"] <= GROWTH_OF_UNDOING
