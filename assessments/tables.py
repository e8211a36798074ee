"""Rows of runs and their findings. They never leave the package; queries turn them into values."""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.table import Table


class RunRow(Table, tablename="run"):
    """One assessment: a file, its inventory, a test plan, and what came of it.

    The file lies encrypted elsewhere; ``wrapped_key`` opens it and is gone once the run has ended.
    """

    id = UUID(primary_key=True, null=False)
    state = Varchar(length=20, null=False, index=True)  # runs.run.RunState
    title = Text(null=False, default="")  # by language, as assessments.text.localized writes it
    file_name = Varchar(length=200, null=False, default="")
    file_bytes = BigInt(null=True, default=None)
    file_sha256 = Varchar(length=64, null=True, default=None)
    wrapped_key = Bytea(null=True, default=None)  # opens the file, encrypted by the secret
    stored_as = UUID(null=True, default=None)  # the id under which the file lies, where it was uploaded again
    destroyed_at = Timestamptz(null=True, default=None)
    inventory = Text(null=True, default=None)  # columns and values, as JSON
    plan = Text(null=True, default=None)  # the test plan, as JSON
    plan_hash = Varchar(length=64, null=True, default=None)  # what an opinion is bound to
    result = Text(null=True, default=None)  # the full result, as JSON: never published
    public_result = Text(null=True, default=None)  # what passed the gate, as JSON
    signed_content = Text(null=True, default=None)  # what the city signed when it was concluded, as canonical JSON
    signed_words = Text(null=True, default=None)  # by hash: the words that it holds the hashes of, with their salts
    signature = Varchar(length=100, null=True, default=None)  # Ed25519, over signed_content
    complaints = Text(null=True, default=None)  # why it failed, as JSON
    received_by = UUID(null=False, default=None)
    received_at = Timestamptz(null=False, default=None)
    planned_by = UUID(null=True, default=None)
    planned_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)


class SecondFileRow(Table, tablename="second_file"):
    """A second file, with groups, in which the run's cases are found by a key. Another one takes its place.

    It lies encrypted under its own id; ``wrapped_key`` opens it and is gone once it has been destroyed.
    """

    id = UUID(primary_key=True, null=False)
    run = ForeignKey(RunRow, on_delete=OnDelete.cascade, null=False, default=None, unique=True)
    file_name = Varchar(length=200, null=False, default="")
    file_bytes = BigInt(null=False, default=None)
    file_sha256 = Varchar(length=64, null=False, default=None)
    wrapped_key = Bytea(null=True, default=None)  # opens the file, encrypted by the secret
    inventory = Text(null=True, default=None)  # columns and values, as JSON
    complaints = Text(null=True, default=None)  # what is wrong with it, as JSON
    received_by = UUID(null=False, default=None)
    received_at = Timestamptz(null=False, default=None)
    read_at = Timestamptz(null=True, default=None)
    destroyed_at = Timestamptz(null=True, default=None)

    destroyed_cannot_be_opened = Check(destroyed_at.is_null() | wrapped_key.is_null())


class FindingRow(Table, tablename="finding"):
    """One primary finding of a finished run: what was compared and the verdict, for lists and reports."""

    id = UUID(primary_key=True, null=False)
    run = ForeignKey(RunRow, on_delete=OnDelete.cascade, null=False, default=None, index_method=IndexMethod.btree)
    attribute = Varchar(length=200, null=False)  # column of the groups
    value = Varchar(length=500, null=True, default=None)  # the group
    metric = Varchar(length=40, null=False)  # docs/generated/metrics.md
    verdict = Varchar(length=30, null=False)  # statistics.verdict
    primary = Boolean(null=False, default=True)  # named in the test plan beforehand
