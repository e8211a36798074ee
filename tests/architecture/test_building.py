"""A dataclass of more than three fields is built by name: nobody counts places to see what a value is."""

import ast
from collections.abc import Iterator, Mapping

from source import PACKAGES, modules, named, tree

MOST_FIELDS = 3
# A message is its text and its values, as ``gettext`` has it everywhere.
FIRST_BY_PLACE: Mapping[str, int] = {"Message": 2}


def test_larger_dataclasses_are_built_by_name() -> None:
    larger = _larger([tree(file) for file in modules(*PACKAGES)])
    assert [
        f"{named(file)}:{call.lineno} {name}"
        for file in modules(*PACKAGES)
        for name, call in _built_by_place(tree(file), larger)
    ] == []


def test_places_and_stars_are_seen() -> None:
    source = ast.parse(
        "@dataclass(frozen=True)\nclass Base:\n    a: int\n    b: int\n"
        "@dataclass\nclass Wide(Base):\n    c: int\n    d: int\n"
        "Wide(1, 2)\nWide(*parts)\nmodule.Wide(1, b=2)\nWide(a=1)\nWide(1)\nBase(1, 2)\n"
    )
    assert [call.lineno for _, call in _built_by_place(source, _larger([source]))] == [9, 10]


def _larger(sources: list[ast.Module]) -> frozenset[str]:
    """The names of dataclasses with more than so many fields, inherited ones among them."""
    classes = {
        node.name: node
        for source in sources
        for node in ast.walk(source)
        if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(mark) for mark in node.decorator_list)
    }

    def fields(name: str) -> int:
        own = sum(isinstance(line, ast.AnnAssign) for line in classes[name].body)
        return own + sum(
            fields(base.id) for base in classes[name].bases if isinstance(base, ast.Name) and base.id in classes
        )

    return frozenset(name for name in classes if fields(name) > MOST_FIELDS)


def _built_by_place(source: ast.Module, larger: frozenset[str]) -> Iterator[tuple[str, ast.Call]]:
    for call in ast.walk(source):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            starred = any(isinstance(argument, ast.Starred) for argument in call.args)
            if name in larger and (starred or len(call.args) > FIRST_BY_PLACE.get(name, 1)):
                yield name, call
