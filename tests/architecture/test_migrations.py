"""Migrations: they create what the code speaks of, they are frozen, and one that was changed has another id."""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from piccolo.apps.migrations.auto.schema_snapshot import SchemaSnapshot
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.conf.apps import Finder
from piccolo.constraints import Constraint
from source import PACKAGES, migrations, named, tree

ID_LINE = re.compile(r"^ID = .*$", re.MULTILINE)
FROZEN = re.compile(r"assessments\.migration_steps|\w+\.migrations\.\w+")


@pytest.mark.anyio
@pytest.mark.parametrize("app", PACKAGES)
async def test_the_migrations_make_the_very_tables_that_the_code_speaks_of(app: str) -> None:
    config = Finder().get_app_config(app_name=app)
    missing = await AutoMigrationManager().get_alter_statements(app_config=config)
    assert [statement for group in missing for statement in group.statements] == []


@pytest.mark.anyio
@pytest.mark.parametrize("app", PACKAGES)
async def test_the_migrations_make_the_very_constraints_that_the_tables_have(app: str) -> None:
    """Piccolo compares no more of them than their names."""
    config = Finder().get_app_config(app_name=app)
    made = SchemaSnapshot(await BaseMigrationManager().get_migration_managers(config)).get_snapshot()
    expected = {line for table in config.table_classes for line in _sql(table.__name__, table._meta.constraints)}
    assert {line for table in made for line in _sql(table.class_name, table.constraints)} ^ expected == set()


def test_a_migration_is_frozen_and_imports_nothing_that_goes_on_changing() -> None:
    assert [
        f"{named(file)} imports {module}"
        for file in migrations()
        for module in _imported(file)
        if module.partition(".")[0] in PACKAGES and not FROZEN.fullmatch(module)
    ] == []


def test_a_changed_migration_has_another_id_so_that_a_database_made_before_is_refused_in_a_sentence() -> None:
    """Until the first release a change is written into the migrations that are there; then each has one of its own."""
    ids = {named(file): ID_LINE.findall(file.read_text("utf-8")) for file in migrations()}
    assert ids == {named(file): [f'ID = "{_id(file)}"'] for file in migrations()}


def _sql(table: str, constraints: Iterable[Constraint]) -> list[str]:
    return [f"{table}.{constraint._meta.name}: {constraint.ddl}" for constraint in constraints]


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ImportFrom):
            yield node.module or "something beside it"
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def _id(file: Path) -> str:
    """Its number, and a sum of all that it says."""
    text = ID_LINE.sub("", file.read_text("utf-8"))
    return f"{file.stem.split('_')[1]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
