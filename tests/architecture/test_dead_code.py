"""Nothing is kept that the program does not use: every function, class and name of a module is read somewhere."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from source import PACKAGES, ROOT, TEMPLATES, migrations, modules, named, tree

_WORD = re.compile(r"[A-Za-z_]\w*")
_ADDRESS = re.compile(r"[A-Za-z_][\w.:]*")  # of what is imported by its name: register.shell.cli:main
_READ_BY_LIBRARIES = frozenset(
    {
        "_get_default_plugins",  # litestar
        "_run_in_pool",  # Piccolo, as the next three
        "check_version",
        "prep_database",
        "APP_REGISTRY",
        "_repr_html_",  # notebooks
    }
)
_FOR_TESTS = frozenset(
    {
        "given_away",  # what an attacker works out of all publications together
        "of_column",  # what became of the cells of one column of a standard
        "origin_row",  # as an import writes where an entry comes from
        "touches",  # which addresses a change of what is public concerns
        "with_semicolons",  # for the next list of records that has no way of writing of its own
    }
)
_IN_PLACE = frozenset({"property", "staticmethod", "classmethod", "cache", "override", "contextmanager"})


def test_every_function_class_and_name_is_used() -> None:
    assert [f"{named(file)}:{line} {name}" for file, line, name in _defined() if name not in _used()] == []


def _defined() -> Iterator[tuple]:
    for file in sorted({*modules(*PACKAGES)} - {*migrations()}):
        module = tree(file)
        for name, line in (*_of_module(module), *_functions(module)):
            if not name.startswith("__") and name not in _READ_BY_LIBRARIES | _FOR_TESTS:
                yield file, line, name


def _of_module(module: ast.Module) -> Iterator[tuple[str, int]]:
    for statement in module.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        yield from ((target.id, target.lineno) for target in targets if isinstance(target, ast.Name))


def _functions(module: ast.Module) -> Iterator[tuple[str, int]]:
    """And classes; but for functions that a decorator hands to somebody: routes, commands."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            decorators = {ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list}
            if isinstance(node, ast.ClassDef) or decorators <= _IN_PLACE:
                yield node.name, node.lineno


@cache
def _used() -> frozenset[str]:
    words = {word for file in TEMPLATES for word in _WORD.findall(file.read_text("utf-8"))}
    words |= set(_WORD.findall((ROOT / "pyproject.toml").read_text("utf-8")))
    return frozenset(words.union(*(_read_in(tree(file)) for file in modules(*PACKAGES, "docs"))))


def _read_in(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _ADDRESS.fullmatch(node.value):
            yield from _WORD.findall(node.value)
