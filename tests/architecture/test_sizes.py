"""It stays readable: files, functions, handlers and templates of a size that one takes in at a glance."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from source import PACKAGES, ROOT, TEMPLATES, functions, modules, named, tracked, tree

FILE, FUNCTION, HANDLER, TEMPLATE, WIDTH = 400, 40, 20, 180, 120  # a value built by name takes a line for each field
MODULES = 14  # in one folder
JOURNEY = 60  # a test may tell a whole day in one piece
EXCEPTIONS = 25  # most are for libraries without types; to be lowered, not raised
ROUTES = {"get", "post", "put", "patch", "delete", "head", "route"}
SET_ASIDE = re.compile(r"# (?:noqa|type: ignore)")
REASON = re.compile(r"noqa: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)*[ #:(-]+\w.{4,}")


def test_a_file_is_about_300_lines_and_at_most_400() -> None:
    assert _longer_than(FILE, modules(*PACKAGES, "tests", "docs")) == []


def test_a_function_is_about_30_lines_and_at_most_40() -> None:
    assert [
        f"{named(file)}:{function.lineno} {function.name} has {length} lines"
        for file in modules(*PACKAGES, "tests", "docs")
        for function in functions(tree(file))
        if (length := (function.end_lineno or 0) - function.lineno + 1) > (JOURNEY if _is_test(file) else FUNCTION)
    ] == []


def test_a_handler_reads_calls_and_answers_in_at_most_20_lines() -> None:
    assert [
        f"{named(file)}:{function.lineno} {function.name} has {length} lines"
        for file in modules("register")
        for function in functions(tree(file))
        if any(_decorator(decorator) in ROUTES for decorator in function.decorator_list)
        and (length := _body(function)) > HANDLER
    ] == []


def test_a_template_is_at_most_180_lines_of_at_most_120_characters() -> None:
    assert _longer_than(TEMPLATE, TEMPLATES) == []
    assert [
        f"{named(file)}:{number}"
        for file in TEMPLATES
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if len(line) > WIDTH
    ] == []


def test_every_module_says_in_one_to_three_lines_what_it_is_responsible_for() -> None:
    wordless = []
    for file in modules(*PACKAGES, "tests", "docs"):
        docstring = ast.get_docstring(tree(file)) or ""
        lines = [line for line in docstring.splitlines() if line.strip()]
        if not 1 <= len(lines) <= 4 or not lines[0].rstrip().endswith((".", ":", "?", ";", ",")):
            wordless.append(f"{named(file)}: {len(lines)} lines")
    assert wordless == []


def test_lint_rules_are_set_aside_seldom_and_each_time_with_a_reason() -> None:
    lines = [
        (f"{named(file)}:{number}", line)
        for file in modules(*PACKAGES)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if SET_ASIDE.search(line)
    ]
    assert [place for place, line in lines if "noqa" in line and not REASON.search(line)] == []
    assert [place for place, line in lines if "type: ignore" in line and "type: ignore[" not in line] == []
    assert len(lines) <= EXCEPTIONS


def test_tests_are_no_package_for_piccolos_wheel_has_one_of_that_name() -> None:
    assert [named(file) for file in tracked() if file.name == "__init__.py" and (ROOT / "tests") in file.parents] == []


def _longer_than(most: int, files: Iterable[Path]) -> list[str]:
    lines = {named(file): len(file.read_text("utf-8").splitlines()) for file in files}
    return [f"{name} has {count} lines" for name, count in lines.items() if count > most]


def _is_test(file: Path) -> bool:
    return (ROOT / "tests") in file.parents


def _decorator(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def _body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    statements = function.body[1:] if ast.get_docstring(function) else function.body
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1 if statements else 0


def test_a_folder_is_taken_in_at_a_glance() -> None:
    folders = {file.parent for file in modules(*PACKAGES) if "migrations" not in file.parts}
    assert {
        named(folder): many
        for folder in folders
        if (many := sum(file.stem != "__init__" for file in folder.glob("*.py"))) > MODULES
    } == {}


def test_a_class_has_a_name_of_its_own() -> None:
    files = defaultdict(set)
    for file in modules(*PACKAGES):
        if "migrations" not in file.parts:
            for definition in (node for node in ast.walk(tree(file)) if isinstance(node, ast.ClassDef)):
                files[definition.name].add(named(file))
    assert {name: sorted(where) for name, where in files.items() if len(where) > 1} == {}
