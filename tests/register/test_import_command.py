"""insyn import: every filled cell of another register's list is in the report, and nothing is created."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

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
