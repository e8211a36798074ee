"""Changes one small thing in a pure rule, thirty times, and asks whether a test fails: ``make test-full PART=mutants``.

Which rules are pure, the import-linter says. The same seed draws the same changes of the same code; what survives is
printed with its line, for a person to read: a test is missing, or the change means the same.
"""

import argparse
import ast
import random
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from planting import AT_ONCE, ROOT, copied, tested

CONTRACT = "The rules are pure Python"
RULES = {"algorithms": ("tests/algorithms",), "assessments": ("tests/assessments", "tests/algorithms")}
AS_THERE = ("-o", "addopts=--import-mode=importlib")  # an older checkout may not know the marker
NOTHING_RAN = {0, 5}  # pytest's exit codes where all passed, or none was chosen
_OTHER = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
_NO_NUMBERS = (ast.JoinedStr, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp)


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """Text of a file between two places, and what stands there instead."""

    path: str
    line: int
    start: int  # bytes
    end: int
    old: str
    new: str

    def planted(self, source: bytes) -> bytes:
        return source[: self.start] + self.new.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {_short(self.old)}  →  {_short(self.new)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--root", type=Path, default=ROOT, help="another checkout, to compare")
    parser.add_argument(
        "--shared-with", type=Path, default=ROOT, help="draw only from files that this checkout has too"
    )
    parser.add_argument("--list", action="store_true", help="name them and run nothing")
    given = parser.parse_args()
    drawn = draw(given.root, given.shared_with, given.number, given.seed)
    if given.list:
        print(*drawn, sep="\n")
        return 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parser = {pool.submit(_caught_by, given.root, mutant): mutant for mutant in drawn}
        survivors = 0
        for done in as_completed(parser):
            by = done.result()
            print(f"{'caught' if by else 'SURVIVES'}  {parser[done]}{f'  ({by})' if by else ''}", flush=True)
            survivors += not by
    print(f"{len(drawn) - survivors} of {len(drawn)} mutants are caught (seed {given.seed})")
    return 0  # whether a survivor means something, a person decides


def draw(root: Path, shared_with: Path, number: int, seed: int) -> list[Mutant]:
    """At most one of a line, so that a long table is not all there is."""
    mutants: dict[tuple[str, int], list[Mutant]] = {}
    for path in pure_files(root, shared_with):
        for mutant in sorted(mutants_of(path, (root / path).read_bytes())):
            mutants.setdefault((mutant.path, mutant.line), []).append(mutant)
    chance = random.Random(seed)
    return [chance.choice(mutants[line]) for line in sorted(chance.sample(sorted(mutants), number))]


def pure_files(root: Path, shared_with: Path) -> list[str]:
    """The modules and packages of the contract, as files that are in both checkouts."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    names = next(contract["source_modules"] for contract in contracts if contract["name"] == CONTRACT)
    paths: set[str] = set()
    for name in names:
        place = root / name.replace(".", "/")
        files = place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]
        paths |= {file.relative_to(root).as_posix() for file in files}
    return sorted(path for path in paths if (root / path).is_file() and (shared_with / path).is_file())


def mutants_of(path: str, source: bytes) -> Iterator[Mutant]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node, new in _changes(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        yield Mutant(path=path, line=node.lineno, start=start, end=end, old=source[start:end].decode(), new=new)


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Expressions and what may stand in their place. Annotations and text that is put together are left alone."""
    yield from _other_operators(node)
    yield from _other_values(node)
    for name, value in ast.iter_fields(node):
        if name not in {"annotation", "returns", "type_comment"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                    yield from _changes(child)


def _other_operators(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    match node:
        case ast.Compare(left, [operator], [right]):
            for other in _OTHER.get(type(operator), ()):
                yield node, f"({ast.unparse(ast.Compare(left, [other()], [right]))})"
        case ast.BinOp(left, ast.Add() | ast.Sub() as operator, right) if not (_is_text(left) or _is_text(right)):
            yield node, f"({ast.unparse(ast.BinOp(left, _OTHER[type(operator)][0](), right))})"
        case ast.BoolOp(operator, values):
            yield node, f"({ast.unparse(ast.BoolOp(_OTHER[type(operator)][0](), values))})"


def _other_values(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    match node:
        case ast.Constant(int() as number) if not isinstance(number, bool):
            yield from ((node, str(number + step)) for step in (1, -1) if number + step >= 0)
        case ast.Return(ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield value, f"(not ({ast.unparse(value)}))" if _is_condition(value) else "None"
        case ast.If(test) | ast.While(test) | ast.IfExp(test) if not isinstance(test, ast.Compare):
            yield test, f"(not ({ast.unparse(test)}))"
        case ast.comprehension(ifs=[test, *_]) if not isinstance(test, ast.Compare):
            yield test, f"(not ({ast.unparse(test)}))"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, _NO_NUMBERS) or (isinstance(node, ast.Constant) and not isinstance(node.value, int | float))


def _is_condition(node: ast.expr) -> bool:
    negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    return negated or isinstance(node, ast.Compare) or (isinstance(node, ast.Constant) and isinstance(node.value, bool))


def _caught_by(root: Path, mutant: Mutant) -> str:
    """Which tests fail: those that speak of this module, then all of the rules. Empty where none does."""
    module = mutant.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder), root)
        file = copy / mutant.path
        file.write_bytes(mutant.planted(file.read_bytes()))
        rules = RULES[module.partition(".")[0]]
        for tests in (_speaking_of(module, copy, rules), rules):
            if tests and (failed := _failed(copy, tests)):
                return failed
    return ""


def _speaking_of(module: str, copy: Path, folders: Sequence[str]) -> list[str]:
    package, _, name = module.rpartition(".")
    words = (f"from {module} import", f"import {module}\n", f"from {package} import {name}\n")
    files = [file for folder in folders for file in sorted((copy / folder).rglob("test_*.py"))]
    texts = ((file, file.read_text("utf-8")) for file in files)
    return [str(file.relative_to(copy)) for file, text in texts if any(word in text for word in words)]


def _failed(copy: Path, tests: Sequence[str]) -> str:
    try:
        ran = tested(copy, ["-x", "-n", "0", "-m", "not slow", *AS_THERE, *tests])
    except subprocess.TimeoutExpired:
        return "never ends"
    if ran.returncode in NOTHING_RAN:
        return ""
    lines = ran.stdout.splitlines()
    return next((line.split(" - ")[0] for line in lines if line.startswith(("FAILED ", "ERROR "))), "pytest fails")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 90 else f"{flat[:87]}…"


if __name__ == "__main__":
    sys.exit(main())
