"""The counting step: the same whole numbers on Polars and DuckDB, in pieces of any size, from every format."""

import io
import random
from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

import duckdb
import narwhals as nw
import polars as pl
import pytest
import xlsxwriter

import programs
from assessments.plan.tabulation import Bands, CountTable, Errors, Fixed, Key, Ranks, TabulationSpec, added
from assessments.reading.byte_source import ByteSource
from assessments.reading.evaluation_data import inventory, table
from assessments.reading.group_count import count, rows_of
from assessments.text.complaints import EvaluationDataError

AGES = {"age": Bands(("18", "30", "65"))}
KINDS = {
    "texts": TabulationSpec(texts=("sex", "age", "said")),
    "bands": TabulationSpec(texts=("sex", "age"), bands=AGES),
    "scores": TabulationSpec(texts=("sex", "said"), score=Fixed("score", 2)),
    "weights": TabulationSpec(texts=("sex", "said"), weight="weight"),
    "counts": TabulationSpec(texts=("sex", "said"), count="place"),
    "ranks": TabulationSpec(texts=("sex",), ranks=Ranks("place", 100)),
    "errors": TabulationSpec(
        texts=("sex",), errors=Errors(predicted="guess", true="amount", decimals=2, tolerance=10_000)
    ),
}


def people(number: int, seed: int) -> dict[str, list[str]]:
    chance = random.Random(seed)
    return {
        "sex": [chance.choice(["woman", "man", "åäö", "01", ""]) for _ in range(number)],
        "age": [chance.choice(["17", "17,9", "18", "29.5", "64", "65", "90", ""]) for _ in range(number)],
        "said": [chance.choice(["yes", "no", ""]) for _ in range(number)],
        "score": [f"{chance.random():.6f}".replace(".", chance.choice(".,")) for _ in range(number)],
        "weight": [f"{chance.random() * 40:.6f}" for _ in range(number)],
        "place": [str(place) for place in chance.sample(range(1, number + 1), number)],
        "guess": [f"{chance.uniform(-500, 1000):.2f}" if chance.random() < 0.9 else "" for _ in range(number)],
        "amount": [f"{chance.uniform(-500, 1000):.2f}" if chance.random() < 0.9 else "" for _ in range(number)],
    }


def csv(rows: dict[str, list[str]]) -> bytes:
    lines = [";".join(rows), *(";".join(line) for line in zip(*rows.values(), strict=True))]
    return ("\n".join(lines) + "\n").encode()


def read(data: bytes, spec: TabulationSpec, *, piece: int = 1 << 24) -> CountTable:
    return table(ByteSource(open_blocks=lambda: iter([data]), size=len(data), piece_size=piece), spec)[0]


def summed(lines: Iterable[tuple], spec: TabulationSpec) -> dict[Key, tuple[int, ...]]:
    return added((key, sums) for _, key, sums in rows_of(lines, spec))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_polars_and_duckdb_count_the_same_to_the_last_unit(kind, seed, tmp_path) -> None:
    spec, path = KINDS[kind], tmp_path / "people.csv"
    path.write_bytes(csv(people(1_500, seed)))
    columns = {column: column for column in spec.columns}
    relation = duckdb.read_csv(str(path), sep=";", all_varchar=True)
    reference = count(nw.from_native(relation), spec, columns).to_native().fetchall()
    assert dict(read(path.read_bytes(), spec).rows) == summed(reference, spec)


if programs.FULL:

    @pytest.mark.parametrize("kind", KINDS)
    def test_spark_counts_the_same_to_the_last_unit(kind, tmp_path) -> None:
        from pyspark.sql import SparkSession

        spec, path = KINDS[kind], tmp_path / "people.csv"
        path.write_bytes(csv(people(1_500, 1)))
        spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
        frame = spark.read.csv(str(path), sep=";", header=True)
        reference = count(nw.from_native(frame), spec, {column: column for column in spec.columns})
        rows = [tuple(row) for row in reference.to_native().collect()]
        assert dict(read(path.read_bytes(), spec).rows) == summed(rows, spec)


@pytest.mark.parametrize("kind", KINDS)
def test_order_and_pieces_do_not_change_a_unit(kind) -> None:
    rows = people(800, 7)
    whole = read(csv(rows), KINDS[kind])
    order = random.Random(3).sample(range(800), 800)
    shuffled = {name: [values[place] for place in order] for name, values in rows.items()}
    for piece in (300, 5_000):
        assert read(csv(shuffled), KINDS[kind], piece=piece) == whole
    halves = [{name: values[part] for name, values in rows.items()} for part in (slice(0, 300), slice(300, None))]
    assert read(csv(halves[0]), KINDS[kind]).add(read(csv(halves[1]), KINDS[kind])) == whole


def test_the_sums_are_exactly_those_of_decimal_arithmetic() -> None:
    rows = people(500, 11)

    def units(text: str, decimals: int) -> int:
        scaled = Decimal(text.replace(",", ".")) * 10**decimals
        return int((scaled + Decimal("0.5")).to_integral_value(ROUND_FLOOR))

    weights = [units(text, 6) for text in rows["weight"]]
    counts = read(csv(rows), TabulationSpec(texts=(), weight="weight"))
    assert counts.rows == {(): (500, sum(weights), sum(weight * weight for weight in weights))}
    pairs = [(g, a) for g, a in zip(rows["guess"], rows["amount"], strict=True) if g and a]
    errors = [units(guess, 2) - units(amount, 2) for guess, amount in pairs]
    (sums,) = read(
        csv(rows),
        TabulationSpec(texts=(), errors=Errors(predicted="guess", true="amount", decimals=2, tolerance=10_000)),
    ).rows.values()
    over, under = sum(error > 10_000 for error in errors), sum(error < -10_000 for error in errors)
    squares = sum(error * error for error in errors)
    cubes = sum(error**3 for error in errors), sum(abs(error) ** 3 for error in errors)
    assert sums == (500, len(errors), sum(errors), sum(map(abs, errors)), squares, *cubes, over, under)


def test_ages_fall_into_the_bands_of_the_plan() -> None:
    data = b'age\n17\n17,9\n18\n29.99\n30\n64\n65\n""\n101\n'
    assert read(data, TabulationSpec(texts=("age",), bands=AGES)).rows == {
        ("<18",): (2,),
        ("18–29",): (2,),
        ("30–64",): (2,),
        ("≥65",): (2,),
        (None,): (1,),
    }


@pytest.mark.parametrize(
    ("data", "spec", "parts"),
    [
        ("age\n17\nold\n", TabulationSpec(texts=("age",), bands=AGES), ["“age”", "“old”", "number"]),
        ("n\n1\n-1\n", TabulationSpec(texts=(), count="n"), ["“n”", "“-1”"]),
        ("n\n1\n1.5\n", TabulationSpec(texts=(), count="n"), ["“n”", "“1.5”"]),
        ("n\n1\n0\n", TabulationSpec(texts=(), ranks=Ranks("n", 5)), ["“n”", "“0”"]),
        ("w\n1\n1e99\n", TabulationSpec(texts=(), weight="w"), ["“w”", "“1e99”"]),
        ("w\n1\n12 34,5\n", TabulationSpec(texts=(), score=Fixed("w", 2)), ["“w”", "“12 34,5”"]),
    ],
)
def test_what_is_no_number_is_named_with_its_column(data, spec, parts) -> None:
    with pytest.raises(EvaluationDataError) as refused:
        read(data.encode(), spec)
    assert all(part in str(refused.value) for part in parts), str(refused.value)


def parquet(rows: dict[str, list]) -> bytes:
    written = io.BytesIO()
    pl.DataFrame(rows).write_parquet(written)
    return written.getvalue()


def workbook(rows: dict[str, list], *, sheets: int = 1) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            for place, (name, values) in enumerate(rows.items()):
                sheet.write(0, place, name)
                for row, value in enumerate(values, 1):
                    sheet.write_string(row, place, value) if isinstance(value, str) else sheet.write(row, place, value)
        book.add_worksheet("empty")
    return written.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("write", [parquet, workbook])
def test_excel_and_parquet_give_what_the_csv_gives(kind, write) -> None:
    rows = people(700, 5)
    assert read(write(rows), KINDS[kind]) == read(csv(rows), KINDS[kind])


@pytest.mark.parametrize("write", [parquet, workbook])
def test_values_read_alike_however_a_format_stores_them(write, tmp_path) -> None:
    rows = {"code": ["01", "02", ""], "yes": [1.0, 0.0, None], "flag": [True, False, None], "id": ["a", "b", "c"]}
    data = write(rows)
    listing = inventory(ByteSource(open_blocks=lambda: iter([data]), size=len(data)))
    assert [(column.name, column.levels, column.missing) for column in listing.columns] == [
        ("code", ("01", "02"), 1),
        ("yes", ("0", "1"), 1),
        ("flag", ("false", "true"), 1),
        ("id", ("a", "b", "c"), 0),
    ]
    path = tmp_path / "rows"
    path.write_bytes(data)
    on_disk = ByteSource(open_blocks=lambda: iter([data]), size=len(data), path=path)
    assert table(on_disk, TabulationSpec(texts=("code", "yes")))[0] == read(data, TabulationSpec(texts=("code", "yes")))


def test_a_workbook_with_two_full_sheets_is_asked_about() -> None:
    with pytest.raises(EvaluationDataError, match=r"several sheets: “Sheet1”, “Sheet2”"):
        read(workbook({"a": ["1"]}, sheets=2), TabulationSpec(texts=("a",)))
