"""Groups in a second file: each case finds its own by a key, and mismatches are reported before counting."""

import io
from dataclasses import replace

import polars as pl
import pytest

from assessments.data.inventory import together
from assessments.plan.plan import TestPlan
from assessments.plan.second_file import Files
from assessments.plan.tabulation import CountTable, TabulationSpec
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.text.complaints import EvaluationDataError, in_english

CASES = [{"case": number, "said": "yes" if number % 3 else "no"} for number in range(1, 41)]
GROUPS = [{"case": number, "sex": "woman" if number % 2 else "man", "area": number % 4} for number in range(1, 31)]
SPEC = TabulationSpec(texts=("sex", "area", "said"), key="case", joined_columns=("sex", "area"))
PLAN = TestPlan(outcome=None, decision="said", groups=("sex",), key="case")


def reading(content: bytes) -> ByteSource:
    return ByteSource(open_blocks=lambda: iter([content]), size=len(content))


def csv(rows: list[dict]) -> bytes:
    return pl.DataFrame(rows).write_csv().encode()


def parquet(rows: list[dict], **kinds: pl.DataType) -> bytes:
    written = io.BytesIO()
    pl.DataFrame(rows).cast(kinds).write_parquet(written)
    return written.getvalue()


def counted(cases: bytes, groups: bytes) -> CountTable:
    return table(reading(cases), SPEC, reading(groups))[0]


def files(cases: list[dict] = CASES, groups: list[dict] | None = GROUPS) -> Files:
    read = (inventory(reading(csv(rows))) for rows in (cases, groups) if rows)
    return Files(*read)


def complaint_text(files: Files, plan: TestPlan) -> str:
    return "\n".join(in_english(sentence) for sentence in (*files.unfit(), *files.complaints(files.placed(plan))))


def test_two_files_count_as_the_joined_one_does_and_who_is_not_in_the_second_has_no_known_group() -> None:
    by_case = {row["case"]: row for row in GROUPS}
    joined = [{**by_case.get(row["case"], {"sex": None, "area": None}), **row} for row in CASES]
    expected, _ = table(reading(csv(joined)), replace(SPEC, key=None, joined_columns=()))
    two, data = table(reading(csv(CASES)), SPEC, reading(csv(GROUPS)))
    assert two == expected
    assert sum(n for (sex, *_), (n,) in two.rows.items() if sex is None) == 10
    hashes = (inventory(reading(csv(rows))).sha256 for rows in (CASES, GROUPS))
    assert (data.sha256, data.rows) == (together(*hashes), 40)


def test_a_number_finds_its_case_and_its_group_whether_a_program_stored_it_as_17_or_17_0() -> None:
    expected = counted(csv(CASES), csv(GROUPS))
    as_numbers = {"case": pl.Float64(), "area": pl.Float64()}
    assert counted(csv(CASES), parquet(GROUPS, **as_numbers)) == expected
    assert counted(parquet(CASES, case=pl.Float64()), parquet(GROUPS)) == expected


def test_a_second_file_in_which_no_case_is_found_is_refused_and_not_counted_as_unknown() -> None:
    elsewhere = [{**row, "case": f"0{row['case']}"} for row in GROUPS]
    with pytest.raises(EvaluationDataError, match="No case was found in the second file"):
        counted(csv(CASES), csv(elsewhere))


def test_what_stands_in_the_second_file_alone_is_found_there_by_its_key() -> None:
    placed = files().placed(replace(PLAN, groups=("said", "area", "sex")))
    assert (placed.joined_columns, placed.key) == (("area", "sex"), "case")
    assert [column.name for column in files().joined_columns] == ["sex", "area"]
    assert files().keys == ("case",)
    assert complaint_text(files(), PLAN) == ""


@pytest.mark.parametrize(
    ("plan", "groups", "message"),
    [
        (replace(PLAN, key=None), GROUPS, "Choose the column that finds each case"),
        (replace(PLAN, groups=("said",)), GROUPS, "None of the groups is in the second file"),
        (replace(PLAN, key="said"), GROUPS, "“said” is not in both files"),
        (replace(PLAN, key="area"), GROUPS, "“area” is not in both files"),
        (replace(PLAN, decision="area"), GROUPS, "“area” is in the second file. Only groups"),
        (replace(PLAN, stratum="area"), GROUPS, "“area” is in the second file. Only groups"),
        (replace(PLAN, groups=("said", "sex")), [{**row, "said": "yes"} for row in GROUPS], "Both files have"),
        (PLAN, [*GROUPS, GROUPS[4]], "the same value in several rows, for example “5”"),
        (PLAN, [{"number": row["case"], "sex": row["sex"]} for row in GROUPS], "no column in common"),
        (PLAN, [{"case": row["case"]} for row in GROUPS], "no column that the first does not have"),
    ],
)
def test_mismatched_files_are_reported_before_anything_is_counted(plan, groups, message) -> None:
    assert message in complaint_text(files(groups=groups), plan)


def test_a_column_may_be_both_key_and_group() -> None:
    areas = [{"area": 1, "income": "low"}, {"area": 2, "income": "high"}]
    cases = [{**row, "area": row["case"] % 2 + 1} for row in CASES]
    assert complaint_text(files(cases, areas), replace(PLAN, key="area", groups=("area", "income"))) == ""
