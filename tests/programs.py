"""Programs that tests need, where they are and how they get there: PostgreSQL, Chromium, Pango, a provider of sign-on.

Starts none of them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from ctypes.util import find_library
from pathlib import Path

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
PART = os.environ.get("INSYN_TEST", "")  # which tests: `make test`, "both" (test-both) or "full" (test-full)
FULL = PART == "full"  # everything that is tried, not some of each kind
WIDER = PART in {"both", "full"}  # more than one of each kind
_POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Fedora, RHEL
    "/opt/homebrew/opt/postgresql*/bin",  # Homebrew
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/latest/bin",
)
_POSTGRES_PROGRAMS = ("initdb", "pg_ctl", "postgres")
PANGO = "libpangoft2-1.0-0"  # Debian's name; WeasyPrint sets text with it
NODE_PACKAGES = Path(__file__).parent.parent / ".venv" / "node"
PROVIDER = "oidc-provider"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def postgres_folder() -> Path | None:
    """The folder that holds initdb, pg_ctl and postgres; the newest where there are several."""
    installed = [path for pattern in _POSTGRES_FOLDERS for path in Path("/").glob(pattern.lstrip("/"))]
    on_path = [Path(folder) for folder in os.get_exec_path()]
    folders = {(folder / "initdb").resolve().parent for folder in [*on_path, *installed]}
    complete = [folder for folder in folders if all((folder / name).exists() for name in _POSTGRES_PROGRAMS)]
    return max(complete, key=_version, default=None)


def chromium() -> Path | None:
    """A Chromium: the one Playwright downloaded, else the machine's own."""
    own = _playwright_browser()
    if own is not None and own.exists():
        return own
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    return Path(program) if program else None


def provider() -> Path | None:
    """The folder of the provider, where there is a node to run it."""
    folder = NODE_PACKAGES / "node_modules" / PROVIDER
    return folder if shutil.which("node") and folder.is_dir() else None


def missing() -> list[str]:
    places = {
        "postgresql": postgres_folder(),
        "chromium": chromium(),
        PANGO: find_library("pangoft2-1.0"),
        PROVIDER: provider(),
    }
    return [name for name, place in places.items() if place is None]


def install() -> int:
    """Install what is missing, where that can be done without asking; 0 if the tests can run in full afterwards."""
    if not missing():
        return 0
    print(f"Installing programs for the tests: {', '.join(missing())} …", flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        _run(["apt-get", "update", "-q"])
        for name in missing():  # one by one: not every distribution has all under these names
            programs = [name] if name != PROVIDER else [program for program in ("nodejs", "npm") if not _has(program)]
            if programs:
                _run(["apt-get", "install", "-q", "--yes", "--no-install-recommends", *programs])
    if "chromium" in missing():
        _run([sys.executable, "-m", "playwright", "install", "chromium"])
    _install_provider()
    for name in missing():
        print(f"{name} is missing and could not be installed. {_ADVICE[name]}", file=sys.stderr)
    if missing() and not IN_CI:
        print("The tests that need it will be skipped.", file=sys.stderr)
    return 1 if missing() and IN_CI else 0


_ADVICE = {
    "postgresql": "Debian and Ubuntu: sudo apt-get install postgresql · macOS: brew install postgresql",
    PANGO: "Debian and Ubuntu: sudo apt-get install libpangoft2-1.0-0 · macOS: brew install pango",
    PROVIDER: "Install Node.js 20 or newer with npm, then call make setup-test again",
    "chromium": "Debian: sudo apt-get install chromium · elsewhere: .venv/bin/playwright install --with-deps chromium",
}


def _install_provider() -> None:
    if PROVIDER in missing() and shutil.which("npm"):
        here = ["--prefix", str(NODE_PACKAGES), "--no-save", "--no-package-lock", "--no-audit", "--no-fund"]
        _run(["npm", "install", "--silent", *here, f"{PROVIDER}@9"])


def _has(package: str) -> bool:
    return shutil.which({"nodejs": "node"}.get(package, package)) is not None


def _version(folder: Path) -> tuple[int, ...]:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    digits = answer.split("(")[0].split()[-1] if answer.strip() else "0"
    return tuple(int(part) for part in digits.split(".") if part.isdigit())


def _playwright_browser() -> Path | None:
    """Where Playwright would have put its browser; asks it in a process of its own, for it leaves an event loop."""
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return Path(answer.stdout.strip()) if answer.returncode == 0 and answer.stdout.strip() else None


def _run(command: Sequence[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, check=False, stdout=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:] != ["install"]:
        sys.exit("Usage: python tests/programs.py install")
    sys.exit(install())
