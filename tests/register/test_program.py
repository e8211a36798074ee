"""The program as it is started and installed: it answers soon, it stops when asked to, and the wheel is enough."""

import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from algorithms.law.facts import FILES
from checking import check_page
from running import PROGRAM, Running

ROOT = Path(__file__).parents[2]


def _get(url: str):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.headers, answer.read()


def test_serve_answers_announces_ready_and_stops_on_request(sqlite_url: str, tmp_path: Path) -> None:
    with Running("serve", data_dir=tmp_path / "live", INSYN_DATABASE_URL=sqlite_url) as program:
        status, _, body = _get(f"{program.url}/healthz")

    assert (status, body) == (200, b"ok\n")
    assert "Traceback" not in program.log


def test_help_names_the_commands() -> None:
    output = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
    assert {"serve", "worker", "demo", "migrate", "user", "assess"} <= set(output.split())


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with the wheel in it and this one's libraries, but not the checkout."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    own = next((folder / "lib").glob("python*")) / "site-packages"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(own)
    libraries = [path for path in map(Path, sys.path) if path.name == "site-packages"]
    # Plain lines, so that the .pth file of the checkout's own editable install is not followed.
    (own / "libraries.pth").write_text("".join(f"{path}\n" for path in libraries))
    (folder / "bin" / "insyn").write_text(f"#!{folder}/bin/python\nfrom register.shell.cli import main\nmain()\n")
    (folder / "bin" / "insyn").chmod(0o755)
    return folder


def test_the_wheel_carries_templates_static_files_and_words_but_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()

    assert {"register/templates/layouts/page.html", "register/locale/sv.po"} <= set(names)
    assert {"register/static/style/tokens.css", "register/static/style/components/form.css"} <= set(names)
    assert {f"algorithms/law/facts/{file}" for file in (*FILES, "sources.toml")} <= set(names)
    lessons = {"write-plainly.sv.md", "quiz.toml"}
    assert {f"register/public/learning/texts/{file}" for file in lessons} <= set(names)
    assert "register/web/glossary.toml" in names
    assert {f"algorithms/plain_language/{file}.toml" for file in ("words", "passive")} <= set(names)
    assert {name.partition("/")[0] for name in names} <= {"register", "algorithms", "assessments", _info(names)}


def _info(names: list[str]) -> str:
    return next(name.partition("/")[0] for name in names if ".dist-info/" in name)


def test_an_installed_wheel_shows_pages_from_any_folder(installed: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("running.PROGRAM", installed / "bin" / "insyn")
    where = "import register; print(register.__file__)"
    process = subprocess.run(
        [installed / "bin" / "python", "-c", where], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert process.stdout.startswith(str(installed))

    with Running("serve", data_dir=tmp_path / "live") as program:
        status, headers, body = _get(f"{program.url}/sv/")

    check_page(body, headers, status=status, url=f"{program.url}/sv/")
