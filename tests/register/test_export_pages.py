"""A version by other standards: staff read it, see what is missing, and take it along; the command writes all."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from algorithms.editing.entry_commands import withhold
from algorithms.entries.texts import Text
from algorithms.exports.listing import EXPORTS
from algorithms.people import Role
from algorithms.redaction.withholding import GROUNDS
from builders import NOW
from city import City
from conftest import settings_for
from publishing import publish
from register.shell.cli import main
from sealed import COORDINATOR, a_draft, mask
from sealed import publish as publish_version
from steps import page_of

MASKED = "utan anledning"


@pytest.fixture
def city(sqlite_url, tmp_path):
    with City(settings_for(sqlite_url, tmp_path)) as running:
        yield running


@pytest.mark.parametrize("standard", EXPORTS)
def test_staff_read_what_is_missing_and_take_a_version_along_by_each_standard(city: City, standard: str) -> None:
    version = city.call(a_draft, "Urval")
    client = city.as_(Role.EDITOR)
    client.get(page_of(version))
    client.click("För andra register")
    client.get(f"{page_of(version)}/exports/{standard}/sv")
    for file in ("entry.json", "entry.csv", "report.json"):
        answer = client.get(f"{page_of(version)}/exports/{standard}/en/{file}")
        assert (answer.status_code, answer.headers["content-disposition"].startswith("attachment")) == (200, True)
    report = json.loads(answer.content)[0]
    assert sum(report["our_fields"].values()) == len(report["fields"])


def test_what_there_is_not_is_not_found(city: City) -> None:
    version, client = city.call(a_draft, "Urval"), city.as_(Role.EDITOR)
    for path in ("nothing/sv", "nl-1.0/xx", "nl-1.0/sv/entry.txt", "nl-1.0/sv/entry"):
        assert client.get(f"{page_of(version)}/exports/{path}").status_code == 404, path


def test_the_command_writes_every_published_entry_and_nothing_masked_withheld_or_in_a_draft(
    city: City, tmp_path: Path, monkeypatch
) -> None:
    shown = city.call(a_draft, "Urval")
    city.call(publish_version, shown)
    city.call(mask, shown, MASKED)
    publish(city, "Planerar snöröjning", more={(Text.RISKS, "sv"): "Vägar kan bli stående oplogade."})
    hidden = publish(city, "Letar efter läckor")
    city.call(withhold, hidden, GROUNDS[0].key, "Sårbart.", by=COORDINATOR, at=NOW)
    city.call(a_draft, "Bara ett utkast")
    monkeypatch.setenv("INSYN_DATABASE_URL", city.settings.database_url)
    monkeypatch.setenv("INSYN_DATA_DIR", str(city.settings.data_dir))
    for standard, known in EXPORTS.items():
        result = CliRunner().invoke(main, ["export", standard, str(tmp_path / "out")])
        written = b"".join(path.read_bytes() for path in (tmp_path / "out").glob(f"{standard}*"))
        hidden_words = (MASKED, "Bara ett utkast", "Letar efter läckor")
        assert [words for words in hidden_words if words.encode() in written] == [], standard
        if known.key == "eu-annex-viii":
            assert result.exit_code == 1, result.output
            continue
        assert result.exit_code == 0, result.output
        names = {entry["name"] for entry in json.loads((tmp_path / f"out/{standard}-sv.json").read_text())}
        assert names == {"Urval", "Planerar snöröjning"}
        rows = list(csv.DictReader(io.StringIO((tmp_path / f"out/{standard}-sv.csv").read_text())))
        assert {row["name"] for row in rows} == names


def test_what_a_spreadsheet_would_run_is_only_text_in_csv(city: City) -> None:
    version = publish(city, "Urval", summary="=1+1 är två")
    client = city.as_(Role.EDITOR)
    rows = client.get(f"{page_of(version)}/exports/nl-1.0/sv/entry.csv").text
    assert "'=1+1 är två" in rows
