"""The twelve core tasks are what docs/core-tasks.md says: each walked by keyboard alone and without JavaScript."""

import importlib.util
import re
from functools import cache
from types import ModuleType

import pytest
from source import ROOT

from walking import WAYS, InEnglish, KeyboardOnly, WithoutScript

ROW = re.compile(r"^\| (?P<task>[^|]+) \| [^|]+ \| [^|]+\. \| `(?P<file>[^:`]+)::(?P<test>\w+)` \|$", re.MULTILINE)
PAGE = (ROOT / "docs" / "core-tasks.md").read_text("utf-8")
TASKS = [match.groupdict() for match in ROW.finditer(PAGE)]


def test_there_are_twelve_and_each_has_a_test_of_its_own() -> None:
    assert len([line for line in PAGE.splitlines() if line.startswith("| ")]) == 1 + 12  # the heading, and every row
    assert len({task["task"] for task in TASKS}) == len({task_row["test"] for task_row in TASKS}) == 12


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["task"])
def test_a_core_task_is_walked_by_keyboard_without_a_script_and_in_english(task: dict[str, str]) -> None:
    walk = getattr(_module(task["file"]), task["test"], None)
    assert walk is not None, f"{task['file']} has no {task['test']}"
    marks = [mark for mark in getattr(walk, "pytestmark", []) if mark.name == "parametrize" and mark.args[0] == "way"]
    assert marks == [WAYS.mark]
    assert {getattr(way, "values", [way])[0] for way in marks[0].args[1]} == {KeyboardOnly, WithoutScript, InEnglish}


@cache
def _module(file: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.rpartition("/")[2].removesuffix(".py"), ROOT / file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
