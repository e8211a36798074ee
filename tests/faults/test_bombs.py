"""Files made to harm: each ends in a sentence within the limits of its child process, and this process goes on."""

import asyncio
import io
import os
import pickle
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from assessments.runs.subprocess_client import Limits, PlainFile, inventory_of
from assessments.text.complaints import EvaluationDataError

ROWS = 30_000
LIMITS = Limits(cpu_seconds=30, wall_seconds=30, silent_seconds=30)
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def workbook() -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(50):
            sheet.write_row(row, 0, ["group", "outcome", "decision"] if row == 0 else [f"g{row % 3}", row % 2, 1])
    return written.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A good workbook with one part exchanged or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return written.getvalue()


def far_cell() -> bytes:
    near, far = '<row r="1"><c r="A1"><v>1</v></c></row>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_part("xl/worksheets/sheet1.xml", _SHEET.format(f"<sheetData>{near}{far}</sheetData>").encode())


def packed_thousandfold() -> bytes:
    return with_part("xl/sharedStrings.xml", b"<sst>" + b"<si><t>a</t></si>" * 45_000_000 + b"</sst>")


def many_parts() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for number in range(5_000):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", _SHEET.format(""))
    return written.getvalue()


def zip_in_zip() -> bytes:
    inner = workbook()
    for depth in range(20):
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as packed:
            packed.writestr(f"{depth}.zip", inner)
        inner = written.getvalue()
    return inner


def repeated_parquet() -> bytes:
    """A small file that unpacks to three gigabytes: one long text, again and again."""
    written = io.BytesIO()
    text = pl.Series("note", ["x" * 100_000]).new_from_index(0, ROWS)
    pl.DataFrame({"note": text, "group": pl.Series(["a"]).new_from_index(0, ROWS)}).write_parquet(written)
    return written.getvalue()


def corrupt_parquet() -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"group": ["a", "b"] * 1000}).write_parquet(written)
    good = written.getvalue()
    return good[: len(good) // 2] + os.urandom(64) + good[len(good) // 2 + 64 :]


BOMBS = {
    "a cell far away": far_cell,
    "packed a thousandfold": packed_thousandfold,
    "thousands of parts": many_parts,
    "zip in zip in zip": zip_in_zip,
    "a parquet with noise in it": corrupt_parquet,
    "a parquet cut off": lambda: corrupt_parquet()[:300],
    "one endless line": lambda: b"a" * 120_000_000,
    "a quotation mark never closed": lambda: b'a,b\n1,"' + b"2,3\n" * 20_000_000,
    "only quotation marks": lambda: b"a,b\n" + b'"' * 80_000_001,
    "thousands of columns": lambda: b",".join(b"c%d" % n for n in range(200_000)) + b"\n",
}


_LIKE_ANOTHER = {"only quotation marks"}  # as a quotation mark that is never closed


@pytest.mark.parametrize(
    "bomb", [pytest.param(bomb, marks=[pytest.mark.later] * (bomb in _LIKE_ANOTHER)) for bomb in BOMBS]
)
def test_a_bomb_ends_in_a_sentence(bomb, tmp_path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(BOMBS[bomb]())
    with pytest.raises(EvaluationDataError) as refused:
        asyncio.run(inventory_of(PlainFile(path), limits=LIMITS))
    message = str(refused.value)
    assert message.endswith(".")
    assert "fault in Insyn" not in message, message


def test_a_small_parquet_that_unpacks_to_gigabytes_is_read_in_its_stream(tmp_path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(repeated_parquet())
    assert path.stat().st_size < 5_000_000
    assert asyncio.run(inventory_of(PlainFile(path), limits=Limits(cpu_seconds=120))).rows == ROWS


def test_a_workbook_that_was_damaged_anywhere_ends_in_a_sentence_or_is_read(tmp_path) -> None:
    """Through the same reader as the child's, here in one process, for two hundred starts would take minutes."""
    path, good, chance = tmp_path / "damaged", workbook(), random.Random(1)
    damaged = []
    for _ in range(60):
        start, length = chance.randrange(len(good)), chance.randrange(1, 200)
        damaged.append(good[:start] + bytes(length) + good[start + length :])
        damaged.append(good[:start])
        damaged.append(good[:start] + bytes([good[start] ^ (1 << chance.randrange(8))]) + good[start + 1 :])
    program = (
        "import pickle, sys\n"
        "from assessments.text.complaints import EvaluationDataError\n"
        "from assessments.reading.evaluation_data import inventory\n"
        "from assessments.reading.byte_source import ByteSource\n"
        "for data in pickle.load(open(sys.argv[1], 'rb')):\n"
        "    try:\n"
        "        inventory(ByteSource(lambda: iter([data]), len(data)))\n"
        "    except EvaluationDataError as error:\n"
        "        assert str(error).endswith('.')\n"
        "print('all of them')\n"
    )
    path.write_bytes(pickle.dumps(damaged))
    process = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)
    assert process.stdout.strip() == "all of them", process.stderr[-2000:]


def test_an_honest_file_is_read_under_the_same_limits_with_sixty_four_pretended_cores(tmp_path) -> None:
    path = tmp_path / "honest.csv"
    path.write_text("group,outcome,decision\n" + "a,1,0\nb,0,1\n" * 500_000)
    program = (
        "import os, sys\nos.cpu_count = lambda: 64\n"
        "from assessments.runs import subprocess_main\nsys.exit(subprocess_main.main())\n"
    )
    request = f'{{"task": "inventory", "source": {{"path": "{path}"}}}}'
    root = str(Path(__file__).parent.parent.parent)
    process = subprocess.run(
        [sys.executable, "-c", program], input=request, capture_output=True, text=True, check=True, cwd=root
    )
    assert '"rows": 1000000' in process.stdout.splitlines()[-1]
