"""Names, docstrings and comments use the field's standard words, and none of the private words the code once had."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes
from source import PACKAGES, ROOT, modules, named, tree

_IN_SENTENCES = "told tells said whoever beside anew mend mends mended askew lying double doubles"
_ELSEWHERE = """tell telling says say saying found kept one ones each asked asks wanted wants meant lies
    theirs ours mine standing"""  # a test's name is a sentence, where such words are plain English
IN_SENTENCES = frozenset(_IN_SENTENCES.split())
PRIVATE = IN_SENTENCES | frozenset(_ELSEWHERE.split())
STANDARD = frozenset({"NotFoundError"})  # HTTP's own word
_PRIVATE_IN_TEXT = re.compile(
    r"\b(?:anew|who(?:m)?ever|beside|told|mend(?:s|ed)?|askew|(?:sees?|saw|seen) to|doubles?)\b", re.IGNORECASE
)
TEMPLATES = ROOT / "templates"
READER = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
Binding = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def test_no_name_is_a_private_word_where_the_field_has_one() -> None:
    assert [
        f"{named(file)}:{line} {name}"
        for file in modules(*PACKAGES, "tests", "docs")
        for line, name in _bound(file)
        if name not in STANDARD and _words(name) & (IN_SENTENCES if name.startswith("test_") else PRIVATE)
    ] == []


def test_private_words_are_seen_in_every_kind_of_name() -> None:
    source = "def told(asked): pass\nclass Found: said = 1\nkept = [one for one in ()]\nf = lambda each: each\n"
    bound = {name for _, name in _names(ast.parse(source))}
    assert {"told", "asked", "Found", "said", "kept", "one", "each"} <= bound
    assert _words("TellsNothing") & PRIVATE == {"tells"}
    assert not _words("standard_onset") & PRIVATE


def test_no_name_of_a_template_is_a_private_word() -> None:
    assert [
        f"{file.name} {name}"
        for file in sorted(TEMPLATES.rglob("*.html"))
        for name in _template_names(READER.parse(file.read_text("utf-8")))
        if _words(name) & PRIVATE
    ] == []


def test_private_words_are_seen_in_loops_macros_and_settings_of_templates() -> None:
    source = "{% macro told(said) %}{% set found = 1 %}{% for one, each in x %}{{ asked }}{% endfor %}{% endmacro %}"
    assert set(_template_names(READER.parse(source))) == {"told", "said", "found", "one", "each"}


def _template_names(template: nodes.Template) -> Iterator[str]:
    yield from (macro.name for macro in template.find_all(nodes.Macro))
    yield from (name.name for name in template.find_all(nodes.Name) if name.ctx in ("store", "param"))


def test_no_docstring_or_comment_uses_a_private_word() -> None:
    assert [
        f"{named(file)}:{line} {text}"
        for file in modules(*PACKAGES, "tests", "docs")
        for line, text in _texts(file.read_text("utf-8"))
        if _PRIVATE_IN_TEXT.search(text)
    ] == []


def test_private_words_are_seen_in_docstrings_and_comments() -> None:
    source = 'def f():\n    """One line.\n\n    Whoever asks is told."""\n    g = "anew"  # as seen to above\n'
    assert [line for line, text in _texts(source) if _PRIVATE_IN_TEXT.search(text)] == [4, 5]


def _texts(source: str) -> Iterator[tuple[int, str]]:
    """Each line of the docstrings and comments of a module, with its number."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | Binding) and ast.get_docstring(node, clean=False) is not None:
            docstring = node.body[0]
            yield from enumerate(ast.get_docstring(node, clean=False).splitlines(), docstring.lineno)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _bound(file: Path) -> Iterator[tuple[int, str]]:
    return _names(tree(file))


def _names(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that a module gives: functions, classes, parameters, fields, constants, locals, loops, aliases."""
    for part in ast.walk(node):
        if isinstance(part, Binding):
            yield part.lineno, part.name
        elif isinstance(part, ast.arg):
            yield part.lineno, part.arg
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.lineno, part.id
        elif isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
            yield part.lineno, part.attr
        elif isinstance(part, ast.alias) and part.asname:
            yield part.lineno, part.asname


def _words(name: str) -> frozenset[str]:
    parts = _CAPITAL.sub("_", name) if not name.isupper() and "_" not in name.strip("_") else name
    return frozenset(parts.lower().strip("_").split("_"))
