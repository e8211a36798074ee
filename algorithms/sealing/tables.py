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
    subject = Varchar(length=40, null=False, default=None, index=True)  # version/ or entry/ with its id in 32 digits
    name = Varchar(length=100, null=False, default=None)  # of the part: sealing.parts
    salt = Varchar(length=32, null=True, default=None)  # random, where somebody wrote the words
    hash = Varchar(length=64, null=False, default=None)  # of the part
    code = Varchar(length=64, null=False, default=None)  # HMAC of the hash, which only the secret can make
    erased = Integer(null=True, default=None)  # line of the log by which it was erased

    unique_subject_name = Unique([subject, name])
