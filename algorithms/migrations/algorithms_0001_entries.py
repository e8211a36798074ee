"""Departments, entries and their versions, with all that is said of them and the history."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from assessments.migration_steps import creating
from assessments.migrations.assessments_0001_tables import RunRow

ID = "0001-70b3bf3a"


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


class OriginRow(Table, tablename="entry_origin"):
    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    entry_import = UUID(null=True, default=None, index=True)
    organisation = Text(null=False, default="")
    organisation_code = Text(null=False, default="")
    identifier = Text(null=False, default="")
    other_identifiers = Text(null=False, default="")
    address = Text(null=False, default="")
    standard = Varchar(length=40, null=False)
    standard_version = Text(null=False, default="")
    stated_language = Text(null=False, default="")
    dated = Text(null=False, default="")
    state = Text(null=False, default="")
    classed = Text(null=False, default="")
    name = Text(null=False, default="")
    cells = Text(null=False)
    reasons = Text(null=False)
    brought_at = Timestamptz(null=False, default=None)


class WithheldRow(Table, tablename="withheld"):
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
    operational_status = Varchar(length=40, null=True, default=None)
    personal_data = Boolean(null=True, default=None)
    next_review = Varchar(length=7, null=True, default=None)
    review_month = Varchar(length=7, null=True, default=None)
    risk_class = Varchar(length=20, null=True, default=None)
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
    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=30, null=False)
    language = Varchar(length=12, null=False)
    words = Text(null=False)
    html = Text(null=False, default="")
    folded = Text(null=False, default="")
    sort_key = Text(null=False, default="")

    unique_version_name_language = Unique([version, name, language])


class AnswerRow(Table, tablename="version_answer"):
    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=60, null=False)
    value = Varchar(length=200, null=False)

    unique_version_name = Unique([version, name])


class ChoiceRow(Table, tablename="version_choice"):
    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=60, null=False)
    value = Varchar(length=120, null=False)

    unique_version_name = Unique([version, name])


class DutyRow(Table, tablename="duty"):
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
    answer_case_number = Varchar(length=60, null=False, default="")

    answer_has_author_and_time = Check(
        (answered_by.is_null() & answered_at.is_null()) | (answered_by.is_not_null() & answered_at.is_not_null())
    )


class EvidenceRow(Table, tablename="evidence"):
    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    run = ForeignKey(RunRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
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
    words = Text(null=False, default="")

    unique_version_run = Unique([version, run])
    unique_version_number = Unique([version, number])
    measure_has_author_and_time = Check(
        (measured_by.is_null() & measured_at.is_null()) | (measured_by.is_not_null() & measured_at.is_not_null())
    )


class NecessityRow(Table, tablename="necessity"):
    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    run = ForeignKey(RunRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    file_sha256 = Varchar(length=64, null=False, default=None)
    plan_hash = Varchar(length=64, null=False, default=None)
    columns = Text(null=False)
    purpose = Text(null=False)
    others = Text(null=False)
    categories = Text(null=False)
    protection = Text(null=False)
    access = Text(null=False)
    recipients = Text(null=False)
    deleted = Varchar(length=10, null=False, default=None)
    record = Text(null=False)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)


class DatasetOpinionRow(Table, tablename="dataset_opinion"):
    id = Serial(primary_key=True)
    necessity = ForeignKey(NecessityRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    kind = Varchar(length=30, null=False)
    words = Text(null=False, default="")
    given_by = UUID(null=False, default=None)
    given_at = Timestamptz(null=False, default=None)
    decision = Text(null=False, default="")
    decision_case_number = Varchar(length=60, null=False, default="")
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)

    decision_has_author_and_time = Check(
        (decided_by.is_null() & decided_at.is_null()) | (decided_by.is_not_null() & decided_at.is_not_null())
    )


class CommentRow(Table, tablename="comment"):
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


async def forwards() -> MigrationManager:
    return creating("algorithms", __name__)
