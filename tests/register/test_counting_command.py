"""``insyn count``, and ``assess`` with --counts, --plan, --engine: the same bytes, wherever and however counted."""

import json
from pathlib import Path

import click
import polars as pl
import pytest
from click.testing import CliRunner, Result

from counted_plans import content
from register.shell.assessing.commands import assess, count

OPTIONS = ("--outcome", "y", "--decision", "d", "--groups", "g,h", "--yes-burdens", "--margin", "0.1")


def run(command: click.Command, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def result_of(folder: Path, *arguments: object) -> str:
    """The full result as it was written."""
    path = folder / "result.json"
    outcome = run(assess, *arguments, "--json", path)
    assert outcome.exit_code == 0, outcome.output
    return path.read_text()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cases as one file and as a folder of two, the plan that was saved, and the result of the first command."""
    made = tmp_path_factory.mktemp("counting")
    header, *rows = content().decode().splitlines()
    (made / "rows.csv").write_bytes(content())
    (made / "parts").mkdir()
    (made / "parts" / "_SUCCESS.csv").write_text("what an engine leaves behind")
    for part in range(2):
        (made / "parts" / f"{part}.csv").write_text("\n".join([header, *rows[part::2]]) + "\n")
    first = result_of(made, made / "rows.csv", *OPTIONS, "--save-plan", made / "plan.json")
    (made / "first.json").write_text(first)
    return made


def test_a_saved_plan_gives_the_result_of_the_options_byte_for_byte(folder) -> None:
    first = (folder / "first.json").read_text()
    assert result_of(folder, folder / "rows.csv", "--plan", folder / "plan.json") == first
    later = result_of(folder, folder / "rows.csv", "--plan", folder / "plan.json", "--period", "2026-01/2026-06")
    assert json.loads(later)["plan"]["period"] == "2026-01/2026-06"


def test_counts_give_the_result_of_the_rows_byte_for_byte_and_departments_add_up(folder) -> None:
    first = (folder / "first.json").read_text()
    counted = run(count, folder / "rows.csv", "--plan", folder / "plan.json")
    assert counted.exit_code == 0, counted.output
    (folder / "counts.json").write_bytes(counted.stdout_bytes)
    assert result_of(folder, "--counts", folder / "counts.json") == first
    for part in range(2):
        outcome = run(count, folder / "parts" / f"{part}.csv", "--plan", folder / "plan.json")
        (folder / f"counts-{part}.json").write_bytes(outcome.stdout_bytes)
    both = result_of(folder, *(word for part in range(2) for word in ("--counts", folder / f"counts-{part}.json")))
    assert json.loads(both)["groups"] == json.loads(first)["groups"]


def test_another_engine_gives_the_same_bytes_and_reads_folders(folder) -> None:
    first = (folder / "first.json").read_text()
    assert result_of(folder, folder / "rows.csv", *OPTIONS, "--engine", "duckdb") == first
    parts = result_of(folder, folder / "parts", "--plan", folder / "plan.json", "--engine", "duckdb")
    assert json.loads(parts)["groups"] == json.loads(first)["groups"]
    pl.read_csv(folder / "rows.csv", infer_schema=False).write_parquet(folder / "rows.parquet")
    columns = result_of(folder, folder / "rows.parquet", "--plan", folder / "plan.json", "--engine", "duckdb")
    assert json.loads(columns)["groups"] == json.loads(first)["groups"]


@pytest.fixture(scope="module")
def wrong(folder: Path) -> Path:
    """The same folder with plans, counts and data that something is wrong with."""
    plan = {"format": "insyn-plan/1", "decision": "d", "margn": "0.05"}
    (folder / "wrong.json").write_text(json.dumps(plan))
    elsewhere = {"format": "insyn-plan/1", "decision": "d", "groups": ["nowhere"]}
    (folder / "elsewhere.json").write_text(json.dumps(elsewhere))
    (folder / "broken.csv").write_bytes(b"\n".join(content().splitlines()[:3]) + b"\nno row at all\n" + b"a,b\n")
    counted = run(count, folder / "rows.csv", "--plan", folder / "plan.json")
    (folder / "counts.json").write_bytes(counted.stdout_bytes)
    fields = json.loads(counted.stdout_bytes)
    fields["rows"][0][1] = [-1]
    (folder / "hostile.json").write_text(json.dumps(fields))
    return folder


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["rows.csv", "--plan", "wrong.json"], ["“groups” is missing", "“margn”"]),
        (["rows.csv", "--plan", "plan.json", "--groups", "g"], ["says already what --groups says"]),
        (["rows.csv"], ["--groups", "--plan"]),
        (["--plan", "plan.json"], ["Name the file with data"]),
        (["rows.csv", "--counts", "counts.json"], ["come alone"]),
        (["--counts", "rows.csv"], ["holds no counts", "insyn count"]),
        (["--counts", "hostile.json"], ["number of cases"]),
        (["broken.csv", "--plan", "plan.json", "--engine", "duckdb"], ["DuckDB cannot read"]),
        (["rows.csv", "--plan", "elsewhere.json"], ["no column “nowhere”"]),
        (["broken.csv", "--plan", "plan.json"], ["Row 4 has one value alone"]),
    ],
)
def test_what_is_wrong_with_plan_or_counts_ends_in_a_sentence(wrong, arguments, parts) -> None:
    given = [wrong / word if word.endswith((".csv", ".json")) else word for word in arguments]
    outcome = run(assess, *given)
    assert outcome.exit_code == 2, outcome.output
    assert all(part in outcome.output for part in parts), outcome.output
