"""Rows of the index: a page for each published entry that is shown, the words, and which state of it all this is.

They hold nothing that a resident may not read: what is withheld, masked, withdrawn or replaced is not in them.
"""

from piccolo.columns import UUID, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from algorithms.tables import EntryRow
from assessments.text.localized import LONGEST_TAG


class PageRow(Table, tablename="search_page"):
    """What the public list tells of an entry in no language, and which words lead to it."""

    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.cascade, null=False, default=None, unique=True)
    slug = Varchar(length=120, null=False)
    traits = Text(null=False)  # by which lists are narrowed, as topic:work-and-money: published.filters
    published_at = Timestamptz(null=False, default=None)
    words = Text(null=False)  # keys of search_word


class PageTextRow(Table, tablename="search_text"):
    """What the public list says of an entry in one language, and its place in the alphabet of that language."""

    id = Serial(primary_key=True)
    page = ForeignKey(PageRow, on_delete=OnDelete.cascade, null=False, default=None)
    language = Varchar(length=LONGEST_TAG, null=False)
    title = Text(null=False)  # name of the entry
    lead = Text(null=False)  # shown below the title
    body = Text(null=False)  # searched, and cut into excerpts
    place = Text(null=False)  # sort key of the title

    unique_page_language = Unique([page, language])  # its index finds them by page


class WordRow(Table, tablename="search_word"):
    """A word in one language, as ``sv:skola``, and its postings: on which pages it stands, and with which weight."""

    key = Varchar(length=70, primary_key=True, null=False)  # language and word: sv:skola
    folded = Varchar(length=60, null=False)  # without case and accents
    stem = Varchar(length=60, null=False)  # without endings
    page_count = Integer(null=False, default=0)  # pages on which it stands
    pages = Bytea(null=False)  # packed ids of pages
    weights = Bytea(null=False)  # packed, one for each page


class IndexRow(Table, tablename="search_index"):
    """One row: the form that the index was filled in, and a stamp that is another whenever anything in it changes."""

    id = Serial(primary_key=True)
    form = Integer(null=False, default=0)  # number of the form in which the index is filled in
    stamp = UUID(null=False, default=None)  # another one after each change


class MissedWordRow(Table, tablename="missed_word"):
    """How often a word was searched for on a day and led nowhere. It is no part of the index."""

    id = Serial(primary_key=True)
    day = Date(null=False, default=None)  # on which it was searched for
    language = Varchar(length=LONGEST_TAG, null=False, default=None)
    word = Varchar(length=30, null=False, default=None)  # in small letters
    times = Integer(null=False, default=None)  # searches on that day

    unique_day_language_word = Unique([day, language, word])
