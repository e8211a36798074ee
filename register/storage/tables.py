"""The row that says which secret this database was begun with. It never leaves the package."""

from piccolo.columns import Integer, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class InstallationRow(Table, tablename="installation"):
    """One row, from the first start on. ``secret_fingerprint`` tells one secret from another, and gives none away."""

    id = Integer(primary_key=True, null=False, default=None)
    secret_fingerprint = Varchar(length=64, null=False, default=None)  # hash of the file secret

    single_row = Check("id = 1")
