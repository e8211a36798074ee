"""The sentences of the program, found in its source, and the Swedish catalogues brought in step (`make messages`)."""

import ast
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment

ROOT = Path(__file__).parent.parent
PACKAGES = ("assessments", "algorithms", "register")  # what a lower one says is not said again above it
_IN_TEMPLATES = ("_", "gettext", "ngettext", "say")
_SPOKEN_ARGUMENTS = {"detail"}  # of exceptions: the error page says it in the reader's language
_IN_HELP = {"help", "short_help", "metavar"}  # arguments of click's decorators
_SKIPPED = {"_winconsole", "shell_completion", "_termui_impl", "utils"}  # of click
_HEADERS = {
    "Language",
    "Plural-Forms",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}  # the rest is noise
_COMMENT = "# What Insyn says, in Swedish. `make messages` brings it in step with the source."


Helpers = dict[str, set[int | str]]


@dataclass(frozen=True, slots=True)
class Message:
    msgid: str
    plural: str
    file: str

    @property
    def key(self) -> str | tuple[str, str]:
        return (self.msgid, self.plural) if self.plural else self.msgid


def catalogue_file(package: str) -> Path:
    return ROOT / package / "locale" / "sv.po"


def read(package: str) -> Catalog:
    file = catalogue_file(package)
    if not file.exists():
        return Catalog(locale="sv", project="Insyn", charset="utf-8")
    with file.open("rb") as stream:
        return read_po(stream, locale="sv")


def places(message: str) -> set[str]:
    """What is filled in: ``{name}`` of sentences and ``%(name)s`` of templates."""
    named = {name for _, name, _, _ in string.Formatter().parse(message) if name} if "{" in message else set()
    return named | {part.split(")")[0] for part in message.split("%(")[1:]}


@cache
def collected() -> dict[str, list[Message]]:
    """By package; the sentences of the templates are the web's."""
    seen: set[str] = set()
    answer: dict[str, list[Message]] = {}
    everywhere = [tree for package in PACKAGES for _, tree in _sources(package)]
    helpers = {"Message": {0, "msgid"}, "_": {0}, **_helpers(everywhere, private=False)}
    for package in PACKAGES:
        messages = [*_in_python(package, helpers), *(_of_the_web() if package == "register" else ())]
        answer[package] = [message for message in messages if message.msgid not in seen]
        seen |= {message.msgid for message in messages}
    return answer


def update() -> None:
    for package, messages in collected().items():
        before, after = read(package), Catalog(locale="sv", charset="utf-8", fuzzy=False, header_comment=_COMMENT)
        for message in sorted(messages, key=lambda sentence: (sentence.file, sentence.msgid)):
            known = before.get(message.msgid)
            translation = (
                known.string if known and not known.fuzzy and bool(known.pluralizable) == bool(message.plural) else ""
            )
            after.add(message.key, translation or (("", "") if message.plural else ""), locations=[(message.file, 0)])
        catalogue_file(package).parent.mkdir(exist_ok=True)
        with catalogue_file(package).open("wb") as stream:
            write_po(stream, after, width=118, include_lineno=False, omit_header=False)
        _tidy(catalogue_file(package))
        empty = sum(not _is_translated(message.string) for message in after if message.id)
        print(f"{package}: {len(after)} sentences, {empty} without Swedish.")


def _is_translated(translation: Any) -> bool:
    return all(translation) if isinstance(translation, (tuple, list)) else bool(translation)


def _tidy(file: Path) -> None:
    """Without headers that say nothing, such as the minute of writing."""
    header, blank, sentences = file.read_text("utf-8").partition("\n\n")
    lines = header.splitlines(keepends=True)
    remaining = [line for line in lines if not re.match(r'"[A-Z][\w-]+: ', line) or line.split(":")[0][1:] in _HEADERS]
    file.write_text("".join(remaining).rstrip("\n") + blank + sentences, "utf-8")


@cache
def _sources(package: str) -> tuple[tuple[str, ast.Module], ...]:
    files = [file for file in sorted((ROOT / package).rglob("*.py")) if "migrations" not in file.parts]
    return tuple((str(file.relative_to(ROOT)), ast.parse(file.read_text("utf-8"))) for file in files)


def _helpers(trees: Iterable[ast.Module], *, private: bool) -> Helpers:
    """Functions that make a sentence of what they are given, and which of their arguments that is."""
    helpers: Helpers = {}
    for function in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        if function.name.startswith("_") == private:
            names = [argument.arg for argument in function.args.args]
            spoken = {call.args[0].id for call in _sentences(function) if isinstance(call.args[0], ast.Name)}
            for name in spoken & set(names):
                helpers.setdefault(function.name, set()).update({names.index(name), name})
    return helpers


def hidden() -> list[str]:
    """Sentences whose words stand in a variable, where no translator would find them."""
    return [
        f"{file}:{call.lineno}"
        for package in PACKAGES
        for file, tree in _sources(package)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for call in _sentences(function)
        if isinstance(call.args[0], ast.Name)
        and call.args[0].id not in {argument.arg for argument in function.args.args}
    ]


def _sentences(within: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(within):
        if isinstance(node, ast.Call) and _name(node) == "Message" and node.args:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _in_python(package: str, helpers: Helpers) -> Iterator[Message]:
    for file, tree in _sources(package):
        known = {**helpers, **_helpers([tree], private=True)}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            spoken = known.get(_name(call), set())
            named = {keyword.arg: keyword.value for keyword in call.keywords}
            plural = _text(named.get("plural"))
            given = [*enumerate(call.args), *named.items()]
            for where, argument in given:
                if where in spoken or where in _SPOKEN_ARGUMENTS:
                    yield from (Message(text, plural, file) for text in _texts(argument))


def _text(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _texts(node: ast.AST) -> Iterator[str]:
    """A literal, or both branches of a choice between literals."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif text := _text(node):
        yield text


def _of_the_web() -> Iterator[Message]:
    yield from _in_templates()
    yield from _in_help()
    yield from _in_click()


def _in_help() -> Iterator[Message]:
    """What the command says of itself: click reads docstrings, and the arguments of its decorators."""
    for file, tree in _sources("register"):
        if not file.startswith("register/shell/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
                yield Message(ast.get_docstring(node) or "", "", file)
            elif isinstance(node, ast.Call):
                named = ((keyword.arg, keyword.value) for keyword in node.keywords)
                spoken = [value for name, value in named if name in _IN_HELP]
                about = node.args[1:2] if _name(node) in {"_written_to", "_in_every_language"} else []
                yield from (Message(text, "", file) for value in (*spoken, *about) for text in _texts(value))


def _is_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and _name(decorator) in {"command", "group"}


def _in_click() -> Iterator[Message]:
    """The sentences of click, which are said through our catalogues (register/shell/reader)."""
    yield Message("required", "", "click")  # which it says by a name
    for file in sorted(Path(click.__file__).parent.glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and _name(call) in {"_", "ngettext"} and file.stem not in _SKIPPED:
                plural = _text(call.args[1]) if _name(call) == "ngettext" else ""
                yield from (Message(text, plural, "click") for text in _texts(call.args[0]))


def _in_templates() -> Iterator[Message]:
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701  # reads templates, renders nothing
    for file in sorted((ROOT / "templates").rglob("*.*")):
        source = file.read_text("utf-8")
        for _, function, message in environment.extract_translations(source, _IN_TEMPLATES):  # type: ignore[attr-defined]
            texts = [text for text in (message if isinstance(message, tuple) else (message,)) if text]
            if texts:
                plural = texts[1] if function == "ngettext" else ""
                yield Message(texts[0], plural, str(file.relative_to(ROOT)))


if __name__ == "__main__":
    update()
