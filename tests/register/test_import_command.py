"""insyn import: every filled cell of another register's list is in the report; drafts are made without --dry-run."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from algorithms.entries.texts import Text
from algorithms.people import Role
from algorithms.storage import rows_to_values
from algorithms.tables import VersionRow
from city import City
from listed import entries
from register.settings import Settings
from register.shell.check import examine
from register.shell.cli import main

HEAD = "name,organization,description_short,standard_version,human_intervention,contact_email,begin_date,extra\n"
ROW = '"<p>Druktemeting</p>",Gemeente,Telt mensen.,1.0.0,Ja.,https://stad.example,05-2023,iets\n'


def imported(tmp_path: Path, text: str, *options: str) -> Result:
    path = tmp_path / "lijst.csv"
    path.write_text(text, encoding="utf-8-sig")
    return CliRunner().invoke(main, ["import", "nl-csv", str(path), *options])


def test_the_report_accounts_for_every_filled_cell(tmp_path: Path) -> None:
    report = tmp_path / "out.json"
    result = imported(tmp_path, HEAD + ROW, "--dry-run", "--report", str(report))
    assert (result.exit_code, result.output.split(":")[0]) == (0, "1 rows with 8 filled cells"), result.output
    written = json.loads(report.read_text())
    assert (written["filled"], sum(written["fates"].values())) == (8, 8)
    assert written["fates"] == {"taken": 4, "turned": 3, "kept": 1, "refused": 0}
    assert written["cells"][-1] == {
        "row": 2,
        "column": "extra",
        "fate": "kept",
        "field": "",
        "reason": "There is no field for it.",
    }


def test_what_is_no_list_of_the_standard_is_refused_in_a_sentence(tmp_path: Path) -> None:
    result = imported(tmp_path, "namn,enhet\na,b\n", "--dry-run")
    assert result.exit_code == 1
    assert "it lacks contact_email, description_short" in result.output


def test_without_a_person_department_and_topic_nothing_is_created(tmp_path: Path) -> None:
    assert imported(tmp_path, HEAD + ROW).exit_code == 2


def test_unclear_dates_are_asked_about_once_and_one_word_answers(tmp_path: Path) -> None:
    rows = "".join(ROW.replace("05-2023", f"{day}/1/2023") for day in (3, 4, 5))
    unanswered = imported(tmp_path, HEAD + rows, "--dry-run")
    assert unanswered.output.count("Say --day first or --day second.") == 1
    answered = imported(tmp_path, HEAD + rows, "--dry-run", "--day", "first")
    assert "kept in the origin" in answered.output
    assert "Say --day" not in answered.output


@pytest.mark.storage
def test_without_dry_run_the_register_has_drafts_and_the_list_again_changes_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSYN_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("INSYN_DATA_DIR", str(settings.data_dir))
    rows = ROW.replace("05-2023", "3/1/2023") + ROW.replace("Druktemeting", "Chatbot")
    changed_rows = rows.replace("Telt mensen.", "Telt.", 1)
    with City(settings) as city:
        options = ("--by", city.address(Role.EDITOR), "--department", "social", "--topic", "city-operations")
        options += ("--day", "second", "--language", "nl")
        first, again, changed = (imported(tmp_path, HEAD + text, *options) for text in (rows, rows, changed_rows))
        assert (first.exit_code, again.exit_code, changed.exit_code) == (0, 0, 0), first.output + again.output
        assert "2 new drafts, 0 changes proposed, 0 rows as before" in first.output
        assert "0 new drafts, 0 changes proposed, 2 rows as before" in again.output
        assert "0 new drafts, 1 changes proposed, 1 rows as before" in changed.output

        assert entries(city) == ["Chatbot", "Druktemeting"]
        drafts = city.call(rows_to_values.load, VersionRow.number == 1)
        assert {draft.answers.in_use_since for draft in drafts} == {"2023-03", "2023-05"}
        assert {draft.texts[Text.SUMMARY, "nl"] for draft in drafts} == {"Telt mensen."}  # nothing is written over
        assert sorted(len(draft.comments) for draft in drafts) == [0, 1]
        assert city.call(examine, None).fault is None
