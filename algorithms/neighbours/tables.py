"""Rows of what others say of their algorithms. They never leave the package."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from assessments.text.localized import LONGEST_TAG


class CollectionRow(Table, tablename="reference_collection"):
    """A list of somebody else's register, replaced as a whole. Nothing of it is ever published as ours."""

    id = UUID(primary_key=True, null=False)
    source = Varchar(length=200, null=False, unique=True)  # whose list it is
    licence = Varchar(length=200, null=False)  # under which it may be used
    address = Varchar(length=200, null=False, default="")  # where it was fetched
    as_of = Date(null=False, default=None)  # day
    entries = Integer(null=False, default=0)  # how many it has
    stored_by = UUID(null=False, default=None)
    stored_at = Timestamptz(null=False, default=None)


class NeighbourRow(Table, tablename="neighbour"):
    """One entry of such a list."""

    id = Serial(primary_key=True)
    collection = ForeignKey(CollectionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    title = Text(null=False)  # as it is called there
    title_key = Text(null=False, default="", index=True)  # by which names are compared
    product = Text(null=False, default="")  # as it is called there
    product_key = Text(null=False, default="", index=True)  # by which names are compared
    supplier = Text(null=False, default="")  # as it is called there
    organisation = Text(null=False, default="")  # who uses it
    identifier = Text(null=False, default="")  # in that register
    address = Text(null=False, default="")  # in that register
    language = Varchar(length=LONGEST_TAG, null=False)  # of its texts
    texts = Text(null=False)  # by name, as JSON
    risk_class = Varchar(length=30, null=True, default=None)  # as that register says
