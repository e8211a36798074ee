"""The style: layers, one scale of distances, named widths of the window, and classes that templates and style share."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from source import ROOT, TEMPLATES, named

STYLE = ROOT / "register" / "static" / "style"
SHEETS = {file.relative_to(STYLE).as_posix(): file.read_text("utf-8") for file in sorted(STYLE.rglob("*.css"))}
RULES = {name: re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL) for name, text in SHEETS.items()}
MOST_FILES, WIDTH = 14, 120
HOOKS = {"error-summary--example"}  # tests/behaviour.py asks no focus of it; it looks like any other
SPACING = re.compile(
    r"(?<![\w-])((?:margin|padding|gap|row-gap|column-gap|inset|scroll-padding)(?:-[a-z]+)*): *([^;}]+)"
)
RAW = re.compile(r"\d(?:rem|px|vw|vh|ch)\b")
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|light-dark)\(|(?:white|black|gr[ae]y|red)\b(?!-)", re.IGNORECASE
)
ATTRIBUTE = re.compile(r'\sclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', re.DOTALL)
JINJA = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
COMPARED = re.compile(r'(?:[=!]=|\bin)\s*"[^"]*"|\("[^"]*"')


def test_a_folder_of_templates_or_of_style_holds_at_most_14_files() -> None:
    files = [*TEMPLATES, *STYLE.rglob("*.css")]
    assert {named(folder): n for folder, n in Counter(file.parent for file in files).items() if n > MOST_FILES} == {}


def test_each_layer_is_a_folder_and_each_folder_a_layer() -> None:
    ordered = re.findall(r"[a-z]+", RULES["layers.css"].partition("@layer")[2])
    assert sorted(ordered) == sorted(part.name for part in STYLE.iterdir() if part.is_dir())
    assert [name for name, text in RULES.items() if "@layer" in text] == ["layers.css"]


def test_every_class_of_a_template_has_a_style_and_every_style_a_template() -> None:
    used, begun = set[str](), set[str]()
    for file in TEMPLATES:
        for whole, beginning in _classes(file):
            (begun if beginning else used).add(whole)
    styled = {part for text in RULES.values() for part in _styled(text)}
    assert sorted(used - styled - HOOKS) == []
    assert sorted(part for part in styled - used if not part.startswith(tuple(begun))) == []
    assert [part for part in begun if not any(name.startswith(part) for name in styled)] == []


def test_a_part_or_a_kind_of_a_component_stands_in_the_file_of_its_component() -> None:
    styled = {name: set(_styled(text)) for name, text in RULES.items()}
    assert [
        f"{name}: {css_class}"
        for name, classes in styled.items()
        if not name.startswith("modes/")
        for css_class in classes
        if (block := re.split("__|--", css_class)[0]) != css_class and block not in classes
    ] == []


def test_distances_are_steps_of_one_scale() -> None:
    assert [
        f"{name}: {part[0]}"
        for name, text in RULES.items()
        if name != "tokens.css"
        for part in SPACING.finditer(text)
        if RAW.search(part[2])
    ] == []


def test_a_page_asks_only_for_widths_that_have_a_name() -> None:
    known = set(re.findall(r"@custom-media (--[a-z]+)", RULES["tokens.css"]))
    queries = [
        (name, part) for name, text in RULES.items() for part in re.findall(r"@(?:media|container) ([^{]+)", text)
    ]
    assert [(name, part) for name, part in queries if re.search(r"width|height|color-scheme|@container", part)] == []
    assert {name for _, part in queries for name in re.findall(r"--[a-z-]+", part)} == known
    assert [name for name, text in RULES.items() if "@custom-media" in text] == ["tokens.css"]


def test_colours_are_tokens_and_nothing_is_important() -> None:
    assert [
        f"{name}: {line.strip()}"
        for name, text in RULES.items()
        for line in text.splitlines()
        if (name != "tokens.css" and COLOUR.search(line)) or "!important" in line
    ] == []


def test_every_token_is_used_and_no_other() -> None:
    written = "".join((*RULES.values(), *(file.read_text("utf-8") for file in TEMPLATES)))
    known = set(re.findall(r"^\s*(--[a-z0-9-]+):", written, re.MULTILINE))
    queries = set(re.findall(r"var\((--[a-z0-9-]+)\)", written))
    assert (sorted(known - queries), sorted(queries - known)) == ([], [])


def test_a_style_sheet_opens_with_what_it_is_for_and_has_lines_of_at_most_120_characters() -> None:
    assert [name for name, text in SHEETS.items() if not text.startswith("/* ")] == []
    assert [
        f"{name}:{number}"
        for name, text in SHEETS.items()
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > WIDTH
    ] == []


def _styled(text: str) -> Iterator[str]:
    for selector in re.findall(r"([^{};]+)\{", text):
        if not selector.lstrip().startswith("@"):
            yield from re.findall(r"\.([a-z][\w-]*)", selector)


def _classes(file: Path) -> Iterator[tuple[str, bool]]:
    """Each class that a template may write; with ``True`` the beginning of one, where the end is computed."""
    for attribute in ATTRIBUTE.findall(file.read_text("utf-8")):
        parts = JINJA.split(attribute)
        for part, after in zip(parts, [*parts[1:], ""], strict=True):
            words = part.split()
            if part.startswith("{"):
                words = " ".join(re.findall(r'"([^"]*)"', COMPARED.sub("", part))).split()
            for word in words:
                yield word, word.endswith("--") and after.startswith("{")
