"""An enum that has words has them for every member: said where it is imported, not where a page misses one."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

import pytest
from source import PACKAGES, modules, named, tree

from assessments.text.message import labelled

PARTIAL = {  # on purpose: these have nothing to say of some members
    "MOVES", "ENDS", "_NEEDS", "_NEEDED", "_REASONS", "LIMITS", "BEFORE", "WORK", "_PARSERS", "WRONG",
    "FILTERED_BY", "_LONGEST",
}  # fmt: skip


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def test_a_member_without_a_label_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="blue"):
        labelled(Colour, {Colour.RED: "röd"})
    with pytest.raises(LookupError, match="no"):
        labelled(Literal["yes", "no"], {"yes": "ja"})
    assert labelled(Colour, dict.fromkeys(Colour, "färg"))[Colour.BLUE] == "färg"


def test_every_table_of_labels_is_checked_when_it_is_imported() -> None:
    assert sorted(_unchecked()) == []


def _unchecked() -> Iterator[str]:
    enums = {
        node.name
        for file in modules(*PACKAGES)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases)
    }
    for file in modules(*PACKAGES):
        for statement in tree(file).body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.value, ast.Dict):
                of, table = ast.unparse(statement.annotation), ast.unparse(statement.target)
                if any(of.startswith(f"Mapping[{enum},") for enum in enums) and table not in PARTIAL:
                    yield f"{named(file)}: {table}"
