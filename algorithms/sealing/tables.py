"""The row of a sealed part. It never leaves the package."""

from piccolo.columns import Integer, Serial, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table


class SealedPartRow(Table, tablename="sealed_part"):
    """One part of what is public of its subject, a version or an entry, as it was when it was sealed last.

    ``salt`` is there where somebody wrote the words. One that was erased has none, and ``erased`` is the line of the
    log that says so.
    """

    id = Serial(primary_key=True)
    subject = Varchar(length=40, null=False, default=None, index=True)
    name = Varchar(length=100, null=False, default=None)
    salt = Varchar(length=32, null=True, default=None)
    hash = Varchar(length=64, null=False, default=None)
    code = Varchar(length=64, null=False, default=None)
    erased = Integer(null=True, default=None)

    unique_subject_name = Unique([subject, name])
