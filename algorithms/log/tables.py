"""Rows of the log, its heads, and how often strangers were refused. They never leave the package.

Migrations add: a log that the database refuses to change, and a head that never goes back.
"""

from piccolo.columns import Integer, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table


class LogRow(Table, tablename="log"):
    """All text is kept as it was hashed, so that every engine gives back the same letters."""

    seq = Integer(primary_key=True, null=False, default=None)  # 1, 2, 3 … without a gap
    at = Varchar(length=32, null=False, default=None)  # UTC with microseconds
    by = Varchar(length=36, null=True, default=None, index=True)  # id of the person, empty for the program itself
    role = Varchar(length=40, null=True, default=None)  # in which it was done
    action = Varchar(length=30, null=False, default=None)  # listed under Actions
    kind = Varchar(length=20, null=False, default=None, index=True)  # of the object, listed under Actions
    object = Text(null=False, default=None)  # what it was done to, by its id
    status = Integer(null=True, default=None)  # HTTP status of a refusal
    record = Varchar(length=60, null=True, default=None, index=True)  # the row that holds more, such as event/17
    before = Varchar(length=64, null=True, default=None)  # digest of what stood there before
    after = Varchar(length=64, null=True, default=None)  # digest of that row
    signature = Varchar(length=100, null=True, default=None)  # what the city signed in this act
    previous = Varchar(length=64, null=False, default=None)  # hash of the line before
    hash = Varchar(length=64, null=False, default=None, unique=True)  # SHA-256 of this line
    code = Varchar(length=64, null=False, default=None)  # HMAC of the hash, which only the secret can make

    positive_number = Check("seq > 0")
    refusal_has_status = Check("(status IS NOT NULL) = (action = 'refused')")


class LogHeadRow(Table, tablename="log_head"):
    """The number and the hash of the last line: one row, locked by each writer until its transaction ends."""

    id = Integer(primary_key=True, null=False, default=None)
    seq = Integer(null=False, default=None)  # of the last line
    hash = Varchar(length=64, null=False, default=None)  # of the last line

    single_row = Check("id = 1")


class RefusedHourRow(Table, tablename="refused_hour"):
    """How many requests of people who were not signed in were refused in an hour. Not who, and not from where."""

    id = Serial(primary_key=True)
    hour = Timestamptz(null=False, default=None)  # its beginning
    kind = Varchar(length=20, null=False, default=None)  # listed under Actions
    times = Integer(null=False, default=None)  # how often

    unique_hour_kind = Unique([hour, kind])


class PublishedHeadRow(Table, tablename="published_head"):
    """A head that was published at a full hour: where the log and the tree over what is public ended then, signed."""

    seq = Integer(primary_key=True, null=False, default=None)  # of the last line then
    hash = Varchar(length=64, null=False, default=None)  # of the last line then
    at = Varchar(length=32, null=False, default=None, unique=True)  # UTC, the full hour
    size = Integer(null=False, default=None)  # leaves of the tree
    root = Varchar(length=64, null=False, default=None)  # of the tree
    signature = Varchar(length=100, null=False, default=None)  # Ed25519, over all of these
