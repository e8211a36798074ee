"""Rows of imports: a list that waits, what was said of it, and what came of it. They never leave the package."""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from algorithms.tables import VersionRow


class ImportRow(Table, tablename="entry_import"):
    """One import. ``wrapped_key`` opens the file until it is read, then ``sealed``; both are gone when it has ended."""

    id = UUID(primary_key=True, null=False)
    state = Varchar(length=20, null=False, default=None, index=True)  # importing.progress
    revision = Integer(null=False, default=0)  # grows with each change
    file = UUID(null=False, default=None)  # the id under which the newest file lies until it is read
    file_name = Varchar(length=200, null=False, default="")
    file_bytes = BigInt(null=False, default=None)
    file_sha256 = Varchar(length=64, null=False, default=None)
    received_at = Timestamptz(null=False, default=None)
    wrapped_key = Bytea(null=True, default=None)  # opens the file, encrypted by the secret
    sealed = Bytea(null=True, default=None)  # its rows, encrypted
    matching = Text(null=True, default=None)  # which column is which field, as JSON
    allow_duplicates = Boolean(null=False, default=False)  # names that are there already are wanted all the same
    report = Text(null=True, default=None)  # how many cells of each column ended in which way, as JSON
    complaints = Text(null=True, default=None)  # what is wrong with the file, as JSON
    begun_by = UUID(null=False, default=None)
    begun_at = Timestamptz(null=False, default=None)
    requested_by = UUID(null=True, default=None)  # the person who pressed the button: the entries are theirs
    ended_at = Timestamptz(null=True, default=None)

    ended_cannot_be_opened = Check(ended_at.is_null() | (wrapped_key.is_null() & sealed.is_null()))


class ImportedRow(Table, tablename="imported_entry"):
    """A version that an import created or has proposed something for, and the row of the list that it came from."""

    id = Serial(primary_key=True)
    entry_import = ForeignKey(ImportRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    row = Integer(null=False, default=None)  # number of the row in the list
    kind = Varchar(length=20, null=False)  # importing.progress.CreatedKind
    revision = Integer(null=False, default=0)  # of the version when the import was done with it

    unique_import_version = Unique([entry_import, version])
