"""Runs, their second files and their findings."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, BigInt, Boolean, Bytea, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.table import Table

from assessments.migration_steps import creating

ID = "0001-8e9a6546"


class RunRow(Table, tablename="run"):
    id = UUID(primary_key=True, null=False)
    state = Varchar(length=20, null=False, index=True)
    title = Text(null=False, default="")
    file_name = Varchar(length=200, null=False, default="")
    file_bytes = BigInt(null=True, default=None)
    file_sha256 = Varchar(length=64, null=True, default=None)
    wrapped_key = Bytea(null=True, default=None)
    stored_as = UUID(null=True, default=None)
    destroyed_at = Timestamptz(null=True, default=None)
    inventory = Text(null=True, default=None)
    plan = Text(null=True, default=None)
    plan_hash = Varchar(length=64, null=True, default=None)
    result = Text(null=True, default=None)
    public_result = Text(null=True, default=None)
    signed_content = Text(null=True, default=None)
    signed_words = Text(null=True, default=None)
    signature = Varchar(length=100, null=True, default=None)
    complaints = Text(null=True, default=None)
    received_by = UUID(null=False, default=None)
    received_at = Timestamptz(null=False, default=None)
    planned_by = UUID(null=True, default=None)
    planned_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)


class SecondFileRow(Table, tablename="second_file"):
    id = UUID(primary_key=True, null=False)
    run = ForeignKey(RunRow, on_delete=OnDelete.cascade, null=False, default=None, unique=True)
    file_name = Varchar(length=200, null=False, default="")
    file_bytes = BigInt(null=False, default=None)
    file_sha256 = Varchar(length=64, null=False, default=None)
    wrapped_key = Bytea(null=True, default=None)
    inventory = Text(null=True, default=None)
    complaints = Text(null=True, default=None)
    received_by = UUID(null=False, default=None)
    received_at = Timestamptz(null=False, default=None)
    read_at = Timestamptz(null=True, default=None)
    destroyed_at = Timestamptz(null=True, default=None)

    destroyed_cannot_be_opened = Check(destroyed_at.is_null() | wrapped_key.is_null())


class FindingRow(Table, tablename="finding"):
    id = UUID(primary_key=True, null=False)
    run = ForeignKey(RunRow, on_delete=OnDelete.cascade, null=False, default=None, index_method=IndexMethod.btree)
    attribute = Varchar(length=200, null=False)
    value = Varchar(length=500, null=True, default=None)
    metric = Varchar(length=40, null=False)
    verdict = Varchar(length=30, null=False)
    primary = Boolean(null=False, default=True)


async def forwards() -> MigrationManager:
    return creating("assessments", __name__)
