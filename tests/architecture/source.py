"""The files of the project, as the architecture tests look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("register", "algorithms", "assessments")
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))


def tracked() -> list[Path]:
    """What is in the repository, and what is about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def modules(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]


def migrations() -> list[Path]:
    return [file for file in modules(*PACKAGES) if "migrations" in file.parts and file.stem != "__init__"]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def functions(within: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(within) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
