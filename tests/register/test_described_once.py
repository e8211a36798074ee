"""A field that is added to the description is in every place that shows fields, and no other file has to say so."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIELDS, MIGRATION = "entries/fields.py", "migrations/algorithms_0001_entries.py"
Edits = Mapping[str, tuple[str, str]]  # file → what is found, and what is put before it

HOSTING = """class Hosting(StrEnum):
    CITY = "city"
    SUPPLIER = "supplier"


HOSTING_WORDS: Mapping[Hosting, Message] = labelled(
    Hosting, {Hosting.CITY: Message("city-runs-it"), Hosting.SUPPLIER: Message("supplier-runs-it")}
)
"""
ATTRIBUTES = """    hosting: choices.Hosting | None = None
    bought_in: str | None = None
    open_source: bool | None = None
    yearly_cost: int | None = None
    home_page: str | None = None
"""
ROWS = """    Field(
        name="hosting",
        kind=Kind.CHOICE,
        section="workings",
        label=Message("Who runs it?"),
        choices=choices.HOSTING_WORDS,
        place=Place.WORKINGS,
        filter_name="hosting",
    ),
    Field(
        name="bought_in",
        kind=Kind.MONTH,
        section="workings",
        label=Message("Bought in"),
        place=Place.TECHNICAL,
        filter_name="bought",
    ),
    Field(
        name="open_source",
        kind=Kind.YES_NO,
        section="workings",
        label=Message("Is it open source?"),
        place=Place.HEAD,
        filter_name="open-source",
    ),
    Field(
        name="yearly_cost",
        kind=Kind.NUMBER,
        section="workings",
        label=Message("What it costs in a year"),
        place=Place.PURCHASE,
    ),
    Field(
        name="home_page",
        kind=Kind.ADDRESS,
        section="workings",
        label=Message("Page of the supplier"),
        place=Place.HEAD,
    ),
    Field(
        name=Text.TECHNOLOGIES,
        kind=Kind.RECORDS,
        section="workings",
        label=Message("Technologies"),
        place=Place.PASSAGES,
        records=with_semicolons(
            RecordPart(name="called", label=Message("What it is called")),
            RecordPart(name="since", label=Message("Since"), kind=Kind.MONTH),
            RecordPart(name="page", label=Message("Its page"), kind=Kind.ADDRESS),
        ),
    ),
"""
IMPORTS = """from algorithms.entries import choices
from algorithms.entries.record_list import RecordPart, with_semicolons
"""
COLUMNS = """    hosting = Varchar(length=40, null=True, default=None)
    bought_in = Varchar(length=7, null=True, default=None)
    open_source = Boolean(null=True, default=None)
"""
EDITS: tuple[tuple[str, str, str], ...] = (  # file, what stands there, what is put before it
    ("entries/choices.py", "STATUS_WORDS: Mapping", HOSTING),
    ("entries/texts.py", '    EXIT = "exit"', '    TECHNOLOGIES = "technologies"\n'),
    (FIELDS, "    next_review: str", ATTRIBUTES),
    (FIELDS, "    Field(\n        name=Text.CHANGE_NOTE", ROWS),
    (FIELDS, "from assessments.text", IMPORTS),
    (MIGRATION, "    review_month = ", COLUMNS),
)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the places say, in a program of its own with the fields added."""
    folder = tmp_path_factory.mktemp("described")
    added = folder / "algorithms"
    shutil.copytree(ROOT / "algorithms", added, ignore=shutil.ignore_patterns("__pycache__"))
    for name, before, words in EDITS:
        source = (added / name).read_text("utf-8")
        assert source.count(before) == 1, f"{name} has no such line: {before}"
        (added / name).write_text(source.replace(before, words + before), "utf-8")
    path = os.pathsep.join(map(str, (folder, ROOT, ROOT / "tests")))
    command = [sys.executable, str(ROOT / "tests" / "added_fields.py"), str(folder)]
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-3000:]
    shown: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return shown


def test_a_text_takes_two_files_and_a_filtered_answer_three() -> None:
    assert {name for name, _, _ in EDITS} - {"entries/choices.py", MIGRATION} == {"entries/texts.py", FIELDS}
    assert {name for name, _, _ in EDITS} - {"entries/texts.py"} == {"entries/choices.py", FIELDS, MIGRATION}


def test_form_and_answers_have_the_added_fields(places: dict[str, object]) -> None:
    assert places["refused"] == [422, [], [True, True, True]]
    assert (places["saved"], places["answers"]) == (200, [])


def test_seal_difference_history_import_and_demo_have_them(places: dict[str, object]) -> None:
    assert places["seal"] == places["import"] == places["demo"] == places["history"] == []
    assert places["difference"] == [
        "bought_in", "home_page", "hosting", "open_source", "technologies", "yearly_cost",
    ]  # fmt: skip


def test_staff_narrow_their_list_by_them_and_read_them_in_the_table(places: dict[str, object]) -> None:
    assert places["staff filters"] == []
    assert places["staff list"] == {
        "hosting=supplier": True, "hosting=city": False,
        "bought=2025": True, "bought=2024": False, "open-source=no": True,
    }  # fmt: skip
    assert places["staff table"] == ["supplier", "2025-09", "no", "48213", "https://leverantor.example/system"]


def test_everybody_narrows_the_list_the_interface_and_the_download_by_them(places: dict[str, object]) -> None:
    assert (places["public filters"], places["public list"], places["years"]) == ([], [True, False], True)
    assert places["interface"] == {
        "hosting=supplier": 1, "hosting=city": 0, "bought=2025": 1, "bought=2024": 0,
        "open-source=no": 1, "open-source=yes": 0,
    }  # fmt: skip
    assert (places["refused filter"], places["openapi"]) == (400, [])
    assert places["selection"] == ["hosting=supplier&lang=sv", 1]


def test_card_search_data_and_dictionary_have_them(places: dict[str, object]) -> None:
    assert (places["card"], places["search"], places["dictionary"]) == ([], True, [])
    assert places["data"] == {
        "hosting": "supplier",
        "bought_in": "2025-09",
        "open_source": False,
        "yearly_cost": 48_213,
        "home_page": "https://leverantor.example/system",
        "technologies": [
            {"called": "Scikit-learn", "since": "2025-09", "page": "https://scikit-learn.example"},
            {"called": "PostgreSQL", "since": None, "page": None},
        ],
    }
