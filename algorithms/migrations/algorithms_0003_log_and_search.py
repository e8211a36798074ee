"""The log with its heads, sealed parts, and the index that search looks in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from algorithms.migrations.algorithms_0001_entries import EntryRow
from assessments.migration_steps import creating

ID = "0003-14c0ee4e"


class LogRow(Table, tablename="log"):
    seq = Integer(primary_key=True, null=False, default=None)
    at = Varchar(length=32, null=False, default=None)
    by = Varchar(length=36, null=True, default=None, index=True)
    role = Varchar(length=40, null=True, default=None)
    action = Varchar(length=30, null=False, default=None)
    kind = Varchar(length=20, null=False, default=None, index=True)
    object = Text(null=False, default=None)
    status = Integer(null=True, default=None)
    record = Varchar(length=60, null=True, default=None, index=True)
    before = Varchar(length=64, null=True, default=None)
    after = Varchar(length=64, null=True, default=None)
    signature = Varchar(length=100, null=True, default=None)
    previous = Varchar(length=64, null=False, default=None)
    hash = Varchar(length=64, null=False, default=None, unique=True)
    code = Varchar(length=64, null=False, default=None)

    positive_number = Check("seq > 0")
    refusal_has_status = Check("(status IS NOT NULL) = (action = 'refused')")


class LogHeadRow(Table, tablename="log_head"):
    id = Integer(primary_key=True, null=False, default=None)
    seq = Integer(null=False, default=None)
    hash = Varchar(length=64, null=False, default=None)

    single_row = Check("id = 1")


class RefusedHourRow(Table, tablename="refused_hour"):
    id = Serial(primary_key=True)
    hour = Timestamptz(null=False, default=None)
    kind = Varchar(length=20, null=False, default=None)
    times = Integer(null=False, default=None)

    unique_hour_kind = Unique([hour, kind])


class PublishedHeadRow(Table, tablename="published_head"):
    seq = Integer(primary_key=True, null=False, default=None)
    hash = Varchar(length=64, null=False, default=None)
    at = Varchar(length=32, null=False, default=None, unique=True)
    size = Integer(null=False, default=None)
    root = Varchar(length=64, null=False, default=None)
    signature = Varchar(length=100, null=False, default=None)


class SealedPartRow(Table, tablename="sealed_part"):
    id = Serial(primary_key=True)
    subject = Varchar(length=40, null=False, default=None, index=True)
    name = Varchar(length=100, null=False, default=None)
    salt = Varchar(length=32, null=True, default=None)
    hash = Varchar(length=64, null=False, default=None)
    code = Varchar(length=64, null=False, default=None)
    erased = Integer(null=True, default=None)

    unique_subject_name = Unique([subject, name])


class PageRow(Table, tablename="search_page"):
    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.cascade, null=False, default=None, unique=True)
    slug = Varchar(length=120, null=False)
    traits = Text(null=False)
    published_at = Timestamptz(null=False, default=None)
    words = Text(null=False)


class PageTextRow(Table, tablename="search_text"):
    id = Serial(primary_key=True)
    page = ForeignKey(PageRow, on_delete=OnDelete.cascade, null=False, default=None)
    language = Varchar(length=12, null=False)
    title = Text(null=False)
    lead = Text(null=False)
    body = Text(null=False)
    place = Text(null=False)

    unique_page_language = Unique([page, language])


class WordRow(Table, tablename="search_word"):
    key = Varchar(length=70, primary_key=True, null=False)
    folded = Varchar(length=60, null=False)
    stem = Varchar(length=60, null=False)
    page_count = Integer(null=False, default=0)
    pages = Bytea(null=False)
    weights = Bytea(null=False)


class IndexRow(Table, tablename="search_index"):
    id = Serial(primary_key=True)
    form = Integer(null=False, default=0)
    stamp = UUID(null=False, default=None)


class MissedWordRow(Table, tablename="missed_word"):
    id = Serial(primary_key=True)
    day = Date(null=False, default=None)
    language = Varchar(length=12, null=False, default=None)
    word = Varchar(length=30, null=False, default=None)
    times = Integer(null=False, default=None)

    unique_day_language_word = Unique([day, language, word])


async def forwards() -> MigrationManager:
    return creating("algorithms", __name__)
