"""What the repository holds: no addresses, every dependency pinned, every sentence in Swedish."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from source import ROOT, named, tracked

import messages

BINARY = {".png", ".gz", ".ico", ".pdf"}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z, -]+\])?==([^ ;\\]+)")
ADDRESSES = re.compile(r"--(?:extra-)?index-url|--find-links|pythonhosted|pypi\.org/simple|registry\.npmjs")
MACHINE = re.compile(r"(?<![\w.:/}>-])/(?:work|opt|root|home|Users)/(?!homebrew)[a-z]")


def test_no_lock_file_that_records_addresses_is_kept() -> None:
    assert {"uv.lock", "pylock.toml", "poetry.lock", "package-lock.json"} & {file.name for file in tracked()} == set()


def test_nothing_of_others_is_kept_as_a_copy() -> None:
    """Packages come by name and hash; a wheel or an archive in the tree was left behind by somebody's tool."""
    archives = {".whl", ".gz", ".bz2", ".xz", ".zip", ".egg", ".tar"}
    assert [named(file) for file in tracked() if file.suffix in archives and "tests/data" not in named(file)] == []


def test_every_seeded_defect_can_still_be_planted() -> None:
    """Seeds are run in `make test-full PART=defects`; a change of the code they patch is seen at once."""
    seeds = sorted((ROOT / "tests/defects/seeds").glob("*.patch"))
    tried = {seed.stem: subprocess.run(["git", "apply", "--check", str(seed)], cwd=ROOT, check=False) for seed in seeds}
    assert [name for name, applied in tried.items() if applied.returncode] == []
    assert seeds


def test_no_file_names_a_machine_or_a_package_index() -> None:
    own = named(Path(__file__))
    assert [
        f"{named(file)}:{number}: {line.strip()[:120]}"
        for file in tracked()
        if file.suffix not in BINARY and named(file) != own
        for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), 1)
        if MACHINE.search(line) or ADDRESSES.search(line.replace("--no-emit", ""))
    ] == []


@pytest.mark.parametrize("name", ["run", "build", "dev"])
def test_every_requirement_is_pinned_with_hashes_and_without_addresses(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip()]

    assert entries
    assert [entry for entry in entries if not PINNED.match(entry) or "--hash=sha256:" not in entry] == []


def test_the_locks_are_in_step_with_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    required = {
        "run": project["project"]["dependencies"],
        "build": [*groups["build"], *project["build-system"]["requires"]],
        "dev": [line for line in groups["dev"] if isinstance(line, str)],
    }
    late = []
    for name, requirements in required.items():
        pins = _pins(name)
        for requirement in map(Requirement, requirements):
            pinned = pins.get(canonicalize_name(requirement.name))
            if pinned is None or pinned not in requirement.specifier:
                late.append(f"{name}.txt has {requirement.name} {pinned}, wanted {requirement}: run make lock")
    assert late == []


def test_tests_use_the_very_versions_that_cities_run() -> None:
    run, dev = _pins("run"), _pins("dev")
    assert {name: (version, dev.get(name)) for name, version in run.items() if dev.get(name) != version} == {}


def test_every_dependency_has_a_reason_on_its_line() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = re.findall(r'^  "[a-z][^"]*(?:>=|==)[^"]*",.*$', text, re.MULTILINE)
    assert len(listed) > 20
    assert [line for line in listed if "# " not in line] == []


def test_every_sentence_stands_where_it_is_used_so_that_a_translator_finds_it() -> None:
    assert messages.hidden() == []


@pytest.mark.parametrize("package", messages.PACKAGES)
def test_every_sentence_has_its_swedish(package: str) -> None:
    catalogue, used = messages.read(package), messages.collected()[package]
    missing = sorted({message.msgid for message in used if not _translated(catalogue.get(message.msgid))})
    assert missing == [], "run make messages and fill in what is empty"


@pytest.mark.parametrize("package", messages.PACKAGES)
def test_no_catalogue_keeps_sentences_that_nobody_says(package: str) -> None:
    used = {message.msgid for message in messages.collected()[package]}
    known = {_first(message.id) for message in messages.read(package) if message.id}
    assert known - used == set(), "run make messages"


@pytest.mark.parametrize("package", messages.PACKAGES)
def test_no_line_ends_within_a_number(package: str) -> None:
    translations = [_first(message.string) for message in messages.read(package) if message.id]
    assert [words for words in translations if re.search(r"\d \d{3}\b", words)] == [], "write a no-break space"


@pytest.mark.parametrize("package", messages.PACKAGES)
def test_a_translation_fills_in_the_same_places(package: str) -> None:
    wrong = []
    for message in messages.read(package):
        if message.id and _translated(message):
            ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
            strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
            if messages.places(ids[-1]) != messages.places(strings[-1]):
                wrong.append(ids[-1])
    assert wrong == []


def _translated(message) -> bool:
    if message is None or message.fuzzy:
        return False
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(strings) and all(strings)


def _first(msgid) -> str:
    return msgid[0] if isinstance(msgid, (tuple, list)) else msgid


def _pins(name: str) -> dict[str, str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    return {canonicalize_name(pin[1]): pin[2] for line in lines if (pin := PINNED.match(line))}
