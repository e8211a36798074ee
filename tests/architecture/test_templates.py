"""Templates: each compiles, none carries script or style, and what is printed without escaping can be counted."""

import re

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta
from source import ROOT, TEMPLATES, named

SAFE = re.compile(r"\|\s*safe\b|\bMarkup\b|autoescape\s+false")
ALLOWED_SAFE = {  # how often, and why it is safe
    "templates/components/text/passage.html": 1,  # Markdown, made safe at save (algorithms/entries/markdown.py)
    "templates/public/lists/start.html": 1,  # one of our own sentences, with <mark> in it
}
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*(?:\bsrc=|type=.application/ld\+json))[^>]*>", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a timed refresh": re.compile(r"http-equiv=.?refresh", re.IGNORECASE),
    "another site's file": re.compile(r"<(?:script|link|img|iframe|use)\b[^>]*(?:src|href)=.https?:", re.IGNORECASE),
}
HTML = [file for file in TEMPLATES if file.suffix == ".html"]
READ_WITH = Environment(
    loader=FileSystemLoader(ROOT / "templates"),
    extensions=["jinja2.ext.i18n"],
    undefined=StrictUndefined,
    autoescape=True,
)
READ_WITH.filters |= dict.fromkeys(("say", "number", "date", "moment", "month", "pieces"), str)


def test_a_template_compiles_and_all_that_it_includes_exists() -> None:
    missing = []
    for file in TEMPLATES:
        source = file.read_text("utf-8")
        READ_WITH.compile(source, filename=named(file))
        others = meta.find_referenced_templates(READ_WITH.parse(source))
        missing += [
            (named(file), include)
            for include in others
            if include is None or not (ROOT / "templates" / include).is_file()
        ]
    assert missing == []


def test_a_template_has_no_script_style_or_foreign_file_inside() -> None:
    sources = {named(file): file.read_text("utf-8") for file in HTML}
    assert [
        f"{name} has {what}"
        for name, source in sources.items()
        for what, pattern in INLINE.items()
        if pattern.search(source)
    ] == []


def test_a_template_opens_with_one_comment_on_what_it_is() -> None:
    assert [named(file) for file in HTML if not file.read_text("utf-8").lstrip().startswith("{#")] == []


def test_nothing_is_printed_without_escaping_but_our_own_sanitised_markdown() -> None:
    counted = {named(file): len(SAFE.findall(file.read_text("utf-8"))) for file in TEMPLATES}
    assert {name: count for name, count in counted.items() if count} == ALLOWED_SAFE


def test_an_error_that_is_only_an_example_stands_on_the_page_of_examples_alone() -> None:
    """The checks of behaviour ask no focus of it, so nothing else may be spared like that."""
    example = re.compile(r"example\s*=\s*true|error-summary--example")
    shown = [named(file) for file in HTML if example.search(file.read_text("utf-8"))]
    assert sorted(shown) == ["templates/components/form/fields.html", "templates/workspace/city/components.html"]
