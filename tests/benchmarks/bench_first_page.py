"""The first page after sign-in at 100 and at 2,000 entries, as ratios: of the whole, and of each line that it shows."""

import statistics
import time

import pytest

import many
from algorithms.entries.entry import VersionState
from algorithms.people import Role
from city import City
from conftest import settings_for

FEW, MANY, TIMES = 100, 2_000, 5


@pytest.mark.parametrize("state", [VersionState.PUBLISHED, VersionState.DRAFT])
def test_the_first_page(sqlite_url, tmp_path, state) -> None:
    with City(settings_for(sqlite_url, tmp_path)) as city:
        measured = {}
        for before, number in ((0, FEW), (FEW, MANY)):
            city.call(many.fill, city.department.id, number - before, state, lambda place: f"{state} {place}", before)
            measured[number] = {role: _page(city, role) for role in Role}
    for role in Role:
        (few, lines_few), (more, lines_more) = measured[FEW][role], measured[MANY][role]
        by_line = (more / max(lines_more, 1)) / (few / max(lines_few, 1))
        print(f"\n{MANY} {state} entries beside {FEW}, {role}: {more / few:.1f} times, a line {by_line:.2f} times")


def _page(city: City, role: Role) -> tuple[float, int]:
    city.as_(role)
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = city.client._client.get("/workspace")  # not parsed: that is the test's own work
        times.append(time.perf_counter() - begun)
    return statistics.median(times), answer.text.count("/workspace/versions/")
