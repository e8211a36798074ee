"""What the migrations of all three packages share: tables that are written out in one become Piccolo's steps.

A migration imports no table that the program works with: those go on changing, and what it once created does not.
"""

import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, cast

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import Engine, engine_finder
from piccolo.table import Table

Statements = Callable[[bool], Iterable[str]]  # given whether the database is SQLite


def creating(app_name: str, module_name: str) -> MigrationManager:
    """Creates the tables that are written in this module: each column and constraint exactly as it says."""
    manager, module = _begun(app_name, module_name)
    for table in vars(module).values():
        if isinstance(table, type) and issubclass(table, Table) and table.__module__ == module_name:
            _create(manager, table)
    return manager


def running(app_name: str, module_name: str, forwards: Statements, backwards: Statements) -> MigrationManager:
    """Runs statements of SQL."""
    manager, _ = _begun(app_name, module_name)
    manager.add_raw(_running(forwards))
    manager.add_raw_backwards(_running(backwards))
    return manager


def _begun(app_name: str, module_name: str) -> tuple[MigrationManager, ModuleType]:
    module = sys.modules[module_name]
    about = (module.__doc__ or "").partition("\n")[0]
    return MigrationManager(migration_id=module.ID, app_name=app_name, description=about), module


def _create(manager: MigrationManager, table: type[Table]) -> None:
    name = {"table_class_name": table.__name__, "tablename": table._meta.tablename}
    manager.add_table(class_name=table.__name__, tablename=table._meta.tablename)
    for column in table._meta.columns:
        manager.add_column(**name, column_name=column._meta.name, column_class=type(column), params=column._meta.params)
    for constraint in table._meta.constraints:
        manager.add_constraint(
            **name,
            constraint_name=constraint._meta.name,
            constraint_class=type(constraint),
            params=constraint._meta.params,
        )


def _running(statements: Statements) -> Callable[[], Any]:
    async def run() -> None:
        engine = cast(Engine[Any], engine_finder())
        for statement in statements(engine.engine_type == "sqlite"):
            await engine.run_ddl(statement)

    return run
