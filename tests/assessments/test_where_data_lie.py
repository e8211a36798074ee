"""The engine goes to the data: frames of DuckDB, of Polars not read yet and of Spark give what their file gives."""

from dataclasses import replace

import duckdb
import pandas as pd
import polars as pl
import pytest

import programs
from assessments import Plan, assess, count, save
from assessments.engines.larger_files import survey_files
from assessments.plan.reading_table import tabulation_spec
from assessments.plan.table_inventory import as_written, with_replaced
from assessments.reading.evaluation_data import survey, table
from assessments.results.counts_file import write_counts
from assessments.text.complaints import EvaluationDataError
from counted_plans import PLAN, PLANS, content, source

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("lie") / "rows.csv"
    path.write_bytes(content())
    return path


def frames(path, kind: str):
    if kind == "duckdb, as text":
        return duckdb.read_csv(str(path), all_varchar=True)
    if kind == "duckdb":
        return duckdb.read_csv(str(path))
    return pl.scan_csv(path, infer_schema=kind != "polars, as text")


WAYS = [(name, kind) for name in PLANS for kind in ("duckdb", "polars")]
WAYS += [(name, f"{kind}, as text") for name in ("bands", "score", "counts") for kind in ("duckdb", "polars")]


@pytest.mark.parametrize(("name", "kind"), WAYS)
def test_a_frame_is_counted_where_it_lies_as_its_file_is(name, kind, file) -> None:
    from_file, in_place = count(file, PLANS[name]), count(frames(file, kind), PLANS[name])
    assert in_place.table.rows == from_file.table.rows
    assert in_place.table.persons == from_file.table.persons
    assert (in_place.plan, in_place.data.rows) == (from_file.plan, from_file.data.rows)


@pytest.mark.parametrize("name", PLANS)
def test_one_reading_gives_columns_and_counts(name) -> None:
    plan, data = PLANS[name], content()
    listed, counted, facts = survey(source(data), as_written(tabulation_spec(plan)))
    twice, expected = table(source(data), tabulation_spec(plan))
    again = with_replaced(counted, tabulation_spec(plan))
    assert (again.rows, again.persons, facts) == (twice.rows, twice.persons, expected)
    assert (listed.rows, listed.sha256, len(listed.columns)) == (expected.rows, expected.sha256, 15)


def test_an_assessment_of_a_relation_and_of_the_counts_made_of_it_are_the_same(file, tmp_path) -> None:
    relation = duckdb.read_csv(str(file))
    assessed, counted = assess(relation, PLAN), count(relation, PLAN)
    save(tmp_path / "counts.json", counted)
    save(tmp_path / "plan.json", counted.plan)
    assert assess(tmp_path / "counts.json").result == assessed.result
    assert assess(relation, tmp_path / "plan.json").result == assessed.result
    assert assessed.result.groups == assess(file, PLAN).result.groups
    assert write_counts(counted) == write_counts(count(pl.scan_csv(file), PLAN))  # no engine's order is in it


@pytest.mark.parametrize(
    ("data", "plan", "parts"),
    [
        ({"g": ["a"], "y": [1]}, Plan("y", "d", "g"), ["no column “d”"]),
        ({"g": ["a", "b"], "d": ["0.1", "much"]}, replace(PLANS["score"], groups=("g",), outcome=None, decision="d"),
         ["“d”", "“much”"]),
        ({"g": ["a", "b"], "d": [1, 0], "n": [1.5, 2]}, Plan(None, "d", "g", count="n", reference={"g": "a"}),
         ["“n”", "“1.5”"]),
        ({"g": [f"g{n}" for n in range(60)], "d": [0, 1] * 30}, Plan(None, "d", "g"), ["more than 50"]),
        ({"namn": ["Eva"] * 9, "g": ["a"] * 9, "d": [1] * 9}, Plan(None, "d", "g"), ["“namn”", "names of people"]),
        ({"g": ["a"], "d": [1]}, Plan(None, "d", "g", primary="guess"), ["no rate called"]),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_where_it_lies_is_refused_in_words(data, plan, parts) -> None:
    frame = pd.DataFrame(data)
    for lazy in (pl.DataFrame(data).lazy(), duckdb.from_df(frame)):
        with pytest.raises(EvaluationDataError) as refused:
            assess(lazy, plan)
        assert all(part in str(refused.value) for part in parts), str(refused.value)


def test_groups_may_lie_in_a_second_relation() -> None:
    connection = duckdb.connect()
    cases = connection.sql("SELECT i AS id, i % 2 AS y, i % 4 != 0 AS d FROM range(400) t(i)")
    people = connection.sql("SELECT 2 * i AS id, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END AS g FROM range(200) t(i)")
    result = assess(cases, Plan("y", "d", ["g"], key="id"), groups=people).result
    assert {group.attributes[0][1]: group.tally.n for group in result.groups} == {"a": 100, "b": 100, None: 200}
    twice = people.union(people)
    with pytest.raises(EvaluationDataError, match="same value in several rows"):
        assess(cases, Plan("y", "d", ["g"], key="id"), groups=twice)


if programs.FULL:

    @pytest.fixture(scope="module")
    def spark():
        """A cluster of two workers on this computer, each a process of its own."""
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
        session = builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()
        yield session
        session.stop()

    @pytest.mark.parametrize("name", PLANS)
    def test_spark_counts_on_two_workers_what_the_file_gives(name, file, spark) -> None:
        frame = spark.read.csv(str(file), header=True).repartition(4)
        from_file, on_cluster = count(file, PLANS[name]), count(frame, PLANS[name])
        assert (on_cluster.table.rows, on_cluster.plan) == (from_file.table.rows, from_file.plan)
        assert on_cluster.table.persons == from_file.table.persons

    def test_spark_reads_files_of_both_kinds_by_itself(file, spark, tmp_path) -> None:
        spec = as_written(tabulation_spec(PLANS["score"]))
        expected = survey(source(content()), spec)
        listed, counted = survey_files("spark", [str(file)], spec)
        assert (counted.rows, listed.sha256) == (expected[1].rows, expected[0].sha256)
        pl.read_csv(file, infer_schema=False).write_parquet(tmp_path / "rows.parquet")
        assert survey_files("spark", [str(tmp_path / "rows.parquet")], spec)[1].rows == expected[1].rows
