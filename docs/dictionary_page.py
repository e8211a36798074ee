"""The generated data dictionary: tables with their columns, actions of the log, fields of an entry. Decides nothing."""

import ast
import inspect
import os
import re
import textwrap
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from piccolo.columns import ForeignKey
from piccolo.table import Table
from writing import page, table

import algorithms.piccolo_app
import assessments.piccolo_app
import register.piccolo_app
from algorithms.entries.field import Field
from algorithms.entries.fields import FIELDS, PUBLIC_FIELDS
from algorithms.records.documents import RECORD
from algorithms.records.terms import PREFIXES
from register.opendata.datasets import DATASETS
from register.opendata.dictionary import described
from register.web.event_labels import ACCOUNT_EVENTS, EVENTS, LOG_ACTIONS, LOG_KINDS

_APPS = (register.piccolo_app, algorithms.piccolo_app, assessments.piccolo_app)
_TYPES = {
    "Varchar": "text of at most {length}",
    "Text": "text",
    "UUID": "UUID",
    "Timestamptz": "time",
    "ForeignKey": "id",
}
os.environ.setdefault("PICCOLO_CONF", "register.piccolo_conf")  # what references between packages are resolved by
_USUAL = {
    "id": "of the row",
    "seq": "order in which rows were added",
    "language": "tag, such as sv",
    "words": "what was written",
    "person": "whom it is about",
    "slug": "of the entry, in addresses",
    "file_name": "as it was called when it was uploaded",
    "file_bytes": "size of the file",
    "file_sha256": "of the file",
    "plan_hash": "of the test plan",
    "owner": "the worker that holds it",
    "lease_until": "when another worker may take it",
}
_TRAILING = re.compile(r"[,)]  # (.+)$")


def dictionary() -> str:
    return page(
        "The data dictionary",
        "the modules `tables` and algorithms/entries/fields.py",
        "What is stored, and what each word of it means. Both databases have the same tables; what they refuse by a "
        "trigger or a partial index stands in the migrations.",
        "\n".join(["## Tables\n", *map(_table, tables()), *_actions(), _fields()]),
    )


def tables() -> list[type[Table]]:
    rows = {row for app in _APPS for row in app.APP_CONFIG.table_classes}
    return sorted(rows, key=lambda row: row._meta.tablename)


def meanings(row: type[Table]) -> dict[str, str]:
    """What the comments in the source say of each column: behind it, or on the lines above it."""
    lines = textwrap.dedent(inspect.getsource(row)).splitlines()
    (body,) = ast.parse("\n".join(lines)).body
    assert isinstance(body, ast.ClassDef)
    return {
        target.id: _comment(lines, statement)
        for statement in body.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        if isinstance(target, ast.Name)
    }


def meaning(row: type[Table], column: Any) -> str:
    """What a column holds: as its comment says, as in every table, or as the field of an entry is asked."""
    name = column._meta.name
    return meanings(row).get(name) or usual(name) or column._meta.help_text or ""


def usual(column: str) -> str:
    """What a column of that name means in every table; empty where each table has to say it."""
    if column.endswith("_by"):
        return "id of the person"
    return "when" if column.endswith("_at") else _USUAL.get(column, "")


def _comment(lines: list[str], statement: ast.stmt) -> str:
    behind = _TRAILING.search(lines[(statement.end_lineno or 0) - 1])
    if behind:
        return behind[1]
    above = takewhile(lambda line: line.lstrip().startswith("# "), reversed(lines[: statement.lineno - 1]))
    return " ".join(line.strip().removeprefix("# ") for line in reversed([*above]))


def _table(row: type[Table]) -> str:
    columns = [
        (
            f"`{column._meta.name}`",
            _type(column),
            "may be empty" if column._meta.null else "",
            _default(column),
            _reference(column),
            meaning(row, column),
        )
        for column in row._meta.columns
    ]
    rules = [f"- {_rule(name, rule)}" for name, rule in _rules(row)]
    parts = [f"### `{row._meta.tablename}`\n", f"{_about(row)}\n"]
    parts.append(table(("column", "type", "empty", "default", "reference and index", "meaning"), columns))
    return "\n".join([*parts, *([*rules, ""] if rules else [])])


def _about(row: type[Table]) -> str:
    return " ".join((row.__doc__ or "").split()).replace("``", "`")


def _type(column: Any) -> str:
    name = type(column).__name__
    return _TYPES.get(name, name.lower()).format(length=getattr(column, "length", ""))


def _default(column: Any) -> str:
    default = column._meta.params.get("default")
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"`{default}`" if isinstance(default, int) or (isinstance(default, str) and default) else ""


def _reference(column: Any) -> str:
    parts = ["primary key"] if column._meta.primary_key else []
    if isinstance(column, ForeignKey):
        to = column._foreign_key_meta
        other = to.resolved_references._meta.tablename
        parts.append(f"[`{other}`](#{other}), on delete {to.on_delete.value.lower()}")
    if column._meta.unique:
        parts.append("unique")
    return ", ".join([*parts, *(["indexed"] if column._meta.index else [])])


def _rules(row: type[Table]) -> Iterator[tuple[str, Any]]:
    for constraint in row._meta.constraints:
        yield constraint._meta.name, constraint


def _rule(name: str, rule: Any) -> str:
    return f"{name.replace('_', ' ')}: `{' '.join(rule.ddl.split())}`"


def _actions() -> Iterator[str]:
    yield "## Actions\n\nWhat `action` may be in the history of an entry (`event`), the history of an account "
    yield "(`account_event`) and the log (`log`), and what people read for it.\n"
    rows = [
        (f"`{action}`", words.msgid, _written_in(action), "the log") for action, words in sorted(LOG_ACTIONS.items())
    ]
    yield table(("action", "words", "history", "and"), rows)
    yield "What a line of the log is about, in its column `kind`:\n"
    yield table(("kind", "words"), [(f"`{kind}`", words.msgid) for kind, words in LOG_KINDS.items()])


def _written_in(action: str) -> str:
    places = [name for name, known in (("event", EVENTS), ("account_event", ACCOUNT_EVENTS)) if action in known]
    return ", ".join(f"`{place}`" for place in places)


def _fields() -> str:
    rows = [
        (
            f"`{item.name}`",
            item.label.msgid,
            _kind(item),
            item.required.value.replace("-", " "),
            item.audience.value,
            item.place.value if item.place else "",
            _stored(item),
            ", ".join(item.aliases),
        )
        for item in FIELDS
    ]
    head = ("field", "asked as", "kind", "required", "readers", "place on the card", "stored in", "names in lists")
    lead = "## Fields of an entry\n\nIn the order of the form. How to add one: [changing](../changing.md).\n\n"
    return lead + table(head, rows)


def open_fields() -> str:
    """What is given out of an entry: every field of a record, with its columns and its term."""
    rows = [
        (
            f"`{line.name}`",
            line.label.msgid,
            line.shape.msgid,
            str(line.limit or ""),
            " ".join(f"`{code}`" for code, _ in line.codes),
            column.term,
        )
        for column, line in zip(RECORD, described(DATASETS["entries"], ""), strict=True)
    ]
    inner = [f"`{item.name}`" for item in FIELDS if item not in PUBLIC_FIELDS]
    prefixes = [(f"`{prefix}`", address) for prefix, address in PREFIXES.items()]
    return page(
        "The fields of an entry as data",
        "algorithms/entries/fields.py and algorithms/records/record_fields.py",
        "What is public of an entry, in JSON, in files and in the interface. Not public: "
        + (", ".join(inner) or "none")
        + ".",
        table(("name", "meaning", "holds", "characters", "codes", "term"), rows)
        + "\nPrefixes of terms; `insyn` is what no public vocabulary has.\n\n"
        + table(("prefix", "vocabulary"), prefixes),
    )


def _kind(item: Field) -> str:
    if item.kind.is_text:
        return f"{item.kind.value}, at most {item.limit} characters" + (", Markdown" if item.markdown else "")
    answers = ", ".join(f"`{key}`" for key, _ in item.options)
    return f"{item.kind.value}: {answers}" if answers else item.kind.value


def _stored(item: Field) -> str:
    if item.kind.is_text:
        return "`version_text`, a row for each language"
    return f"`version`, column `{item.name}`" if item.has_column else "`version_answer`, a row"
