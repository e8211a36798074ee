"""Rows of the register. They never leave the package; queries turn them into values.

The database repeats the few rules that must never break; the rest is in the migrations: one open and one published
version per entry, and an event table that refuses changes. Texts of a version are rows, one for each language; whatever
else is said in several languages is one column, as assessments.text.localized writes it.
"""

from typing import Any

from piccolo.columns import (
    UUID,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    LazyTableReference,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from assessments.text.localized import LONGEST_TAG


class DepartmentRow(Table, tablename="department"):
    id = UUID(primary_key=True, null=False)
    slug = Varchar(length=80, null=False, unique=True)
    name = Text(null=False)
    board = Text(null=False)
    contact_phone = Varchar(length=40, null=True, default=None)
    contact_post = Varchar(length=200, null=True, default=None)


class EntryRow(Table, tablename="entry"):
    id = UUID(primary_key=True, null=False)
    slug = Varchar(length=120, null=False, unique=True)
    department = ForeignKey(DepartmentRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    topic = Varchar(length=40, null=False)
    case_number = Varchar(length=60, null=False, default="")
    created_by = UUID(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)
    responsible = UUID(null=True, default=None)
    merged_into: Any = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    merged_at = Timestamptz(null=True, default=None)


class WithheldRow(Table, tablename="withheld"):
    """An entry that is counted but not shown, and why. Lifting it takes the row away; the history keeps it."""

    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, unique=True)
    ground = Varchar(length=60, null=False)
    reason = Text(null=False)
    set_by = UUID(null=False, default=None)
    set_at = Timestamptz(null=False, default=None)


class VersionRow(Table, tablename="version"):
    id = UUID(primary_key=True, null=False)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    number = Integer(null=False, default=None)
    state = Varchar(length=20, null=False, index=True)
    revision = Integer(null=False, default=0)
    operational_status = Varchar(length=20, null=True, default=None)
    personal_data = Boolean(null=True, default=None)
    next_review = Varchar(length=7, null=True, default=None)
    review_month = Varchar(length=7, null=True, default=None)  # what follows from the rules when it is published,
    risk_class = Varchar(length=20, null=True, default=None)  # so that the database can sort and count by it
    changed_by = UUID(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)
    changed_by_coordinator = Boolean(null=False, default=False)
    submitted_by = UUID(null=True, default=None)
    submitted_by_coordinator = Boolean(null=False, default=False)
    published_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)

    unique_entry_number = Unique([entry, number])
    published_has_date = Check((state != "published") | published_at.is_not_null())


class TextRow(Table, tablename="version_text"):
    """One written part of a version in one language; ``html`` is rendered when it is saved.

    Lists are searched in ``folded`` and sorted by ``sort_key``, which only names have; masked words are in neither.
    """

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=30, null=False)
    language = Varchar(length=LONGEST_TAG, null=False)
    words = Text(null=False)
    html = Text(null=False, default="")
    folded = Text(null=False, default="")
    sort_key = Text(null=False, default="")

    unique_version_name_language = Unique([version, name, language])


class AnswerRow(Table, tablename="version_answer"):
    """One answer of a version that is only shown, as algorithms.entries.field writes it; others are columns of it."""

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=60, null=False)
    value = Varchar(length=200, null=False)

    unique_version_name = Unique([version, name])


class ChoiceRow(Table, tablename="version_choice"):
    """One answer of a version about the law: of the questions on the AI Act's class, or on the impact assessment."""

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=60, null=False)
    value = Varchar(length=60, null=False)

    unique_version_name = Unique([version, name])


class DutyRow(Table, tablename="duty"):
    """Where an obligation of an entry stands. One without a row is open."""

    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    key = Varchar(length=60, null=False)
    state = Varchar(length=20, null=False)
    words = Text(null=False, default="")
    link = Varchar(length=400, null=False, default="")
    set_by = UUID(null=False, default=None)
    set_at = Timestamptz(null=False, default=None)

    unique_entry_key = Unique([entry, key])


class OpinionRow(Table, tablename="opinion"):
    """Every opinion ever given on a version; the newest is the one that counts."""

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    kind = Varchar(length=30, null=False)
    text = Text(null=False, default="")
    content_hash = Varchar(length=64, null=False)
    given_by = UUID(null=False, default=None)
    given_at = Timestamptz(null=False, default=None)
    answer = Text(null=False, default="")
    answered_by = UUID(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    department = ForeignKey(DepartmentRow, on_delete=OnDelete.restrict, null=True, default=None)
    case_number = Varchar(length=60, null=False, default="")

    answer_has_author_and_time = Check(
        (answered_by.is_null() & answered_at.is_null()) | (answered_by.is_not_null() & answered_at.is_not_null())
    )


class EvidenceRow(Table, tablename="evidence"):
    """A run that belongs to a version, whether the version cites it, and what is done about what it shows."""

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    run: ForeignKey[Any] = ForeignKey(
        LazyTableReference("RunRow", app_name="assessments"),
        on_delete=OnDelete.restrict,
        null=False,
        default=None,
        index=True,
    )
    number = Integer(null=False, default=None)
    cited = Boolean(null=False, default=False)
    what = Text(null=False, default="")
    who = Text(null=False, default="")
    by_when = Varchar(length=7, null=True, default=None)
    accepted = Text(null=False, default="")
    measured_by = UUID(null=True, default=None)
    measured_at = Timestamptz(null=True, default=None)
    done_by = UUID(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)

    unique_version_run = Unique([version, run])
    unique_version_number = Unique([version, number])
    measure_has_author_and_time = Check(
        (measured_by.is_null() & measured_at.is_null()) | (measured_by.is_not_null() & measured_at.is_not_null())
    )


class NecessityRow(Table, tablename="necessity"):
    """Why a run needs sensitive columns, of exactly this file and plan. Rows are added; the newest is the one meant."""

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    run: ForeignKey[Any] = ForeignKey(
        LazyTableReference("RunRow", app_name="assessments"),
        on_delete=OnDelete.restrict,
        null=False,
        default=None,
        index=True,
    )
    file_sha256 = Varchar(length=64, null=False, default=None)
    plan_hash = Varchar(length=64, null=False, default=None)
    columns = Text(null=False)
    purpose = Text(null=False)
    others = Text(null=False)
    categories = Text(null=False)
    access = Text(null=False)
    deleted = Varchar(length=10, null=False, default=None)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)


class DatasetOpinionRow(Table, tablename="dataset_opinion"):
    """The officer's opinions on one recorded necessity, and so on its file and plan; the newest counts."""

    id = Serial(primary_key=True)
    necessity = ForeignKey(NecessityRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    kind = Varchar(length=30, null=False)
    words = Text(null=False, default="")
    given_by = UUID(null=False, default=None)
    given_at = Timestamptz(null=False, default=None)


class CommentRow(Table, tablename="comment"):
    """What a reviewer or a writer says of one answer, or of the whole version, until somebody calls it resolved."""

    id = UUID(primary_key=True, null=False)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    about = Varchar(length=40, null=False, default="")
    words = Text(null=False)
    written_by = UUID(null=False, default=None)
    written_at = Timestamptz(null=False, default=None)
    resolved_by = UUID(null=True, default=None)
    resolved_at = Timestamptz(null=True, default=None)

    resolution_has_author_and_time = Check(
        (resolved_by.is_null() & resolved_at.is_null()) | (resolved_by.is_not_null() & resolved_at.is_not_null())
    )


class IncidentRow(Table, tablename="incident"):
    """Something that went wrong with an entry's system; open until it is closed with words."""

    id = UUID(primary_key=True, null=False)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    revision = Integer(null=False, default=0)
    happened_on = Date(null=False, default=None)
    what = Text(null=False)
    harmed = Text(null=False, default="")
    done = Text(null=False, default="")
    provider_on = Date(null=True, default=None)
    market_surveillance_on = Date(null=True, default=None)
    data_protection_on = Date(null=True, default=None)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)
    outcome = Text(null=False, default="")
    closed_by = UUID(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)

    closure_has_author_time_and_outcome = Check(
        (closed_by.is_null() & closed_at.is_null())
        | (closed_by.is_not_null() & closed_at.is_not_null() & (outcome != ""))
    )


class EventRow(Table, tablename="event"):
    """The history. Rows are only ever added: the database refuses to change or delete one."""

    seq = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    action = Varchar(length=30, null=False)
    start_state = Varchar(length=20, null=True, default=None)
    end_state = Varchar(length=20, null=True, default=None)
    done_by = UUID(null=False, default=None)
    done_at = Timestamptz(null=False, default=None)
    note = Text(null=False, default="")
    opinion = Varchar(length=30, null=True, default=None)
    content_hash = Varchar(length=64, null=True, default=None)
