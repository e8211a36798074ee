"""Staff, too, read what a test found wherever it is mentioned, and never only that there was one."""

import csv
import io
import re

import pytest

from algorithms.people import Role
from algorithms.published.findings import ENTRY_FINDINGS, EntryFinding
from assessments.text.languages import FIRST
from city import City
from conftest import settings_for
from register.language import translate
from sealed import a_draft, publish_with_run

NAME = "Urval"


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("findings")
    (folder / "insyn.sqlite").write_bytes(sqlite_template.read_bytes())
    settings = settings_for(f"sqlite://{folder / 'insyn.sqlite'}", folder)
    with City(settings) as running:
        running.version = running.call(a_draft, NAME)
        running.call(publish_with_run, settings, running.version)
        yield running


def finding_in_table(city: City) -> EntryFinding:
    """What the downloaded table says."""
    table = city.client.get("/workspace/entries.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table), delimiter=";")
    return EntryFinding(row["test_finding"])


def test_list_version_preview_report_and_statistics_say_what_the_test_found(city: City) -> None:
    client = city.as_(Role.COORDINATOR)
    finding = finding_in_table(city)
    words = translate(ENTRY_FINDINGS[finding], FIRST)
    assert finding is not EntryFinding.NOT_TESTED
    version = f"/workspace/versions/{city.version}"
    for address in ("/workspace/entries", version, f"{version}/preview"):
        assert 'class="verdict-mark' in client.get(address).text, address
        assert words in client.page.text, address
    for address in ("/workspace/report", "/sv/statistics"):
        client.get(address)
        assert re.search(rf"{words} ?1", client.page.text), address


@pytest.mark.parametrize("filtered", EntryFinding)
def test_the_list_of_staff_is_narrowed_by_what_tests_found(city: City, filtered: EntryFinding) -> None:
    client = city.as_(Role.COORDINATOR)
    finding = finding_in_table(city)
    for address in ("/workspace/entries", "/workspace/entries/together"):
        client.get(f"{address}?test={filtered}")
        assert (NAME in client.page.text) == (filtered is finding), address
