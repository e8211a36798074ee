"""Who may know whom: import-linter's contracts, and what the web process never loads."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from source import ROOT

HEAVY = {"fairlearn", "sklearn", "pandas", "polars", "fastexcel", "duckdb", "narwhals", "scipy", "numpy"}


def test_the_layers_are_those_of_the_architecture() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    linted = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout


def test_what_shows_public_entries_never_meets_a_version_itself() -> None:
    """A version has inner fields, and who did what; what is public of one is its published entry."""
    readers = ("register/public", "register/papers", "algorithms/cards", "algorithms/search")
    files = [file for folder in readers for file in sorted((ROOT / folder).rglob("*.py"))]
    assert len(files) > 30
    assert [str(file.relative_to(ROOT)) for file in files if "Version" in _names_imported(file)] == []


def _names_imported(file: Path) -> set[str]:
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


@pytest.mark.parametrize("module", ["register.app", "register.asgi", "register.shell.cli", "assessments", "algorithms"])
@pytest.mark.slow
def test_the_web_process_never_loads_the_libraries_that_take_seconds_and_memory(module: str) -> None:
    assert _loaded_by(f"import {module}") & HEAVY == set()


@pytest.mark.slow
def test_a_whole_application_is_made_without_them(tmp_path: Path) -> None:
    making = (
        "from pathlib import Path; from register.app import create_app; from register.settings import Settings; "
        f"create_app(Settings.from_environment({{'INSYN_DATA_DIR': {str(tmp_path)!r}}}))"
    )
    assert _loaded_by(making) & HEAVY == set()


@pytest.mark.slow
def test_what_only_single_sign_on_and_one_time_codes_need_is_loaded_when_somebody_uses_them(tmp_path: Path) -> None:
    environment = {
        "INSYN_DATA_DIR": str(tmp_path),
        "INSYN_OIDC_ISSUER": "https://login.staden.example",
        "INSYN_OIDC_CLIENT_ID": "insyn",
    }
    making = (
        "from register.app import create_app; from register.settings import Settings; "
        f"create_app(Settings.from_environment({environment!r}))"
    )
    assert _loaded_by(making) & {"authlib", "joserfc", "httpx2", "pyotp", "segno"} == set()


def _loaded_by(statements: str) -> set[str]:
    """Top-level names of what a fresh process has loaded after these statements."""
    code = f"import json, sys\n{statements}\nprint(json.dumps([*{{name.partition('.')[0] for name in sys.modules}}]))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return set(json.loads(answer.stdout.splitlines()[-1]))
