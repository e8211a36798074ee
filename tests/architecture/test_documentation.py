"""What is written about the program is what the program is."""

import importlib.util
import re
import sys
import tomllib
from importlib import metadata

import pytest
import yaml
from piccolo.columns import ForeignKey
from source import ROOT, tracked

from algorithms.entries.entry import LANGUAGES
from register.language import Language

SPEC = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
generate = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generate)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
STATUS = re.compile(r"^\*(Accepted \d{4}-\d\d-\d\d(?:, replaced by .+)?)\.\* Alternatives: \S", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("name", generate.PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    assert (ROOT / "docs" / "generated" / name).read_text("utf-8") == generate.PAGES[name](), "run make docs"


@pytest.mark.slow
def test_the_data_dictionary_says_what_every_table_and_column_holds() -> None:
    dictionary = sys.modules["dictionary_page"]
    tables = dictionary.tables()
    assert [table.__name__ for table in tables if not table.__doc__] == []
    assert [
        f"{table.__name__}.{column._meta.name} has no comment in the source"
        for table in tables
        for column in table._meta.columns
        if not isinstance(column, ForeignKey) and not dictionary.meaning(table, column)
    ] == []


@pytest.mark.parametrize("file", [file for file in tracked() if file.suffix == ".md"], ids=lambda file: file.name)
def test_links_between_our_own_pages_lead_somewhere(file) -> None:
    in_the_tree = (link for link in LINK.findall(file.read_text("utf-8")) if not link.startswith(("/sv/", "/en/")))
    assert [link for link in in_the_tree if not (file.parent / link).exists()] == []  # those of lessons: test_learning


def test_a_page_that_is_generated_can_be_found_from_one_that_is_written() -> None:
    written = [file for file in tracked() if file.suffix == ".md" and "generated" not in file.parts]
    links = {(file.parent / link).resolve() for file in written for link in LINK.findall(file.read_text("utf-8"))}
    assert [name for name in generate.PAGES if (ROOT / "docs" / "generated" / name).resolve() not in links] == []


def test_decisions_are_numbered_one_by_one() -> None:
    numbers = [
        (int(file.name[:4]), int(file.read_text("utf-8").split(".")[0].removeprefix("# "))) for file in DECISIONS
    ]
    assert numbers == [(number, number) for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.name)
def test_decision_has_a_status_alternatives_and_consequences_on_one_page(file) -> None:
    text = file.read_text("utf-8")
    assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert STATUS.match(text.split("\n\n")[1]), "write *Accepted 2026-11-30.* Alternatives: …"
    assert len(text.splitlines()) <= 60


def test_the_index_of_decisions_has_each_with_its_title_and_status() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    rows = [line for line in index.splitlines() if line.startswith("| [")]
    assert rows == [
        f"| [{int(file.name[:4])}]({file.name}) | {title} | {STATUS.search(text)[1].lower()} |"
        for file in DECISIONS
        for text in [file.read_text("utf-8")]
        for title in [text.splitlines()[0].split(". ", 1)[1]]
    ]


def test_make_help_lists_every_target_that_people_call() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    assert phony == set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def test_publiccode_says_of_the_software_what_the_project_does() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    python = next(part for part in public["dependsOn"]["open"] if part["name"] == "Python")

    assert public["softwareVersion"] == project["version"] == metadata.version("insyn")
    assert public["legal"]["license"] == project["license"]
    assert f">={python['versionMin']}" == project["requires-python"]
    assert public["localisation"]["availableLanguages"] == [language.value for language in Language] == [*LANGUAGES]


def test_publiccode_describes_the_software_in_each_language_within_the_limits_of_the_standard() -> None:
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))["description"]
    assert sorted(described) == sorted(Language)
    assert len({len(words["features"]) for words in described.values()}) == 1
    assert all(len(words["shortDescription"]) <= 150 for words in described.values())
    assert all(150 <= len(words["longDescription"]) <= 10_000 for words in described.values())
