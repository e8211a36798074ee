"""Rows of the log, its heads, and how often strangers were refused. They never leave the package.

Migrations add: a log that the database refuses to change, and a head that never goes back.
"""

from piccolo.columns import Integer, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table


class LogRow(Table, tablename="log"):
    """All text is kept as it was hashed, so that every engine gives back the same letters."""

    seq = Integer(primary_key=True, null=False, default=None)
    at = Varchar(length=32, null=False, default=None)
    by = Varchar(length=36, null=True, default=None, index=True)
    role = Varchar(length=40, null=True, default=None)
    action = Varchar(length=30, null=False, default=None)
    kind = Varchar(length=20, null=False, default=None, index=True)
    object = Text(null=False, default=None)
    status = Integer(null=True, default=None)
    record = Varchar(length=40, null=True, default=None, index=True)
    before = Varchar(length=64, null=True, default=None)
    after = Varchar(length=64, null=True, default=None)
    signature = Varchar(length=100, null=True, default=None)
    previous = Varchar(length=64, null=False, default=None)
    hash = Varchar(length=64, null=False, default=None, unique=True)
    code = Varchar(length=64, null=False, default=None)

    positive_number = Check("seq > 0")
    refusal_has_status = Check("(status IS NOT NULL) = (action = 'refused')")


class LogHeadRow(Table, tablename="log_head"):
    """The number and the hash of the last line: one row, which whoever writes a line holds until they are done."""

    id = Integer(primary_key=True, null=False, default=None)
    seq = Integer(null=False, default=None)
    hash = Varchar(length=64, null=False, default=None)

    single_row = Check("id = 1")


class RefusedHourRow(Table, tablename="refused_hour"):
    """How many requests of people who were not signed in were refused in an hour. Not who, and not from where."""

    id = Serial(primary_key=True)
    hour = Timestamptz(null=False, default=None)
    kind = Varchar(length=20, null=False, default=None)
    times = Integer(null=False, default=None)

    unique_hour_kind = Unique([hour, kind])


class PublishedHeadRow(Table, tablename="published_head"):
    """A head that was published at a full hour: where the log and the tree over what is public ended then, signed."""

    seq = Integer(primary_key=True, null=False, default=None)
    hash = Varchar(length=64, null=False, default=None)
    at = Varchar(length=32, null=False, default=None, unique=True)
    size = Integer(null=False, default=None)
    root = Varchar(length=64, null=False, default=None)
    signature = Varchar(length=100, null=False, default=None)
