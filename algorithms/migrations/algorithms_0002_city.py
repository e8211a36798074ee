"""What looks across entries: masks, known products, templates, targets, links, statements, imports and questions."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from algorithms.migrations.algorithms_0001_entries import DepartmentRow, EntryRow, VersionRow
from assessments.migration_steps import creating

ID = "0002-8cacd21e"


class MaskRow(Table, tablename="mask"):
    id = UUID(primary_key=True, null=False)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    words = Text(null=False)
    ground = Varchar(length=60, null=False)
    reason = Text(null=False)
    state = Varchar(length=20, null=False)
    proposed_by = UUID(null=False, default=None)
    proposed_at = Timestamptz(null=False, default=None)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)

    known_state = Check("state IN ('proposed', 'active', 'declined', 'lifted')")
    decision_has_author_and_time = Check(
        "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)"
    )
    decided_by_another_person = Check("state <> 'active' OR decided_by <> proposed_by")


class KnownProductRow(Table, tablename="known_product"):
    id = Serial(primary_key=True)
    product = Varchar(length=200, null=False)
    supplier = Varchar(length=200, null=False, default="")
    risk_class = Varchar(length=30, null=False)
    source = Varchar(length=200, null=False)
    address = Varchar(length=400, null=False, default="")
    as_of = Date(null=False, default=None)

    unique_product_supplier_source = Unique([product, supplier, source])


class SupplierTemplateRow(Table, tablename="supplier_template"):
    id = UUID(primary_key=True, null=False)
    name = Varchar(length=100, null=False, unique=True)
    revision = Integer(null=False, default=0)
    changed_by = UUID(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)


class TemplateTextRow(Table, tablename="supplier_template_text"):
    id = Serial(primary_key=True)
    template = ForeignKey(SupplierTemplateRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=30, null=False)
    language = Varchar(length=12, null=False)
    words = Text(null=False)

    unique_template_name_language = Unique([template, name, language])


class TargetRow(Table, tablename="target"):
    goal = Varchar(length=40, primary_key=True, null=False)
    percent = Integer(null=False, default=None)
    by_month = Varchar(length=7, null=False)
    set_by = UUID(null=False, default=None)
    set_at = Timestamptz(null=False, default=None)

    percent_in_range = Check("percent >= 0 AND percent <= 100")


class DisagreementRow(Table, tablename="disagreement"):
    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    other = Varchar(length=60, null=False)
    own_class = Varchar(length=30, null=False)
    other_class = Varchar(length=30, null=False)
    words = Text(null=False)
    answered_by = UUID(null=False, default=None)
    answered_at = Timestamptz(null=False, default=None)


class LinkRow(Table, tablename="link"):
    address = Varchar(length=400, primary_key=True, null=False)
    trouble = Varchar(length=20, null=False)
    since = Timestamptz(null=False, default=None)
    tried_at = Timestamptz(null=False, default=None)


class StatementRow(Table, tablename="statement"):
    id = Serial(primary_key=True)
    number = Integer(null=False, default=None, unique=True)
    conformance = Varchar(length=20, null=False)
    assessed_on = Date(null=False, default=None)
    updated_on = Date(null=False, default=None)
    contact = Varchar(length=200, null=False)
    published_by = UUID(null=False, default=None)
    published_at = Timestamptz(null=False, default=None)

    known_conformance = Check("conformance IN ('full', 'partial', 'none')")
    assessed_before_updated = Check("assessed_on <= updated_on")


class StatementTextRow(Table, tablename="statement_text"):
    id = Serial(primary_key=True)
    statement = ForeignKey(StatementRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    name = Varchar(length=20, null=False)
    language = Varchar(length=12, null=False)
    words = Text(null=False)
    html = Text(null=False, default="")

    unique_statement_name_language = Unique([statement, name, language])


class ImportRow(Table, tablename="entry_import"):
    id = UUID(primary_key=True, null=False)
    state = Varchar(length=20, null=False, default=None, index=True)
    revision = Integer(null=False, default=0)
    file = UUID(null=False, default=None)
    file_name = Varchar(length=200, null=False, default="")
    file_bytes = BigInt(null=False, default=None)
    file_sha256 = Varchar(length=64, null=False, default=None)
    received_at = Timestamptz(null=False, default=None)
    wrapped_key = Bytea(null=True, default=None)
    sealed = Bytea(null=True, default=None)
    matching = Text(null=True, default=None)
    allow_duplicates = Boolean(null=False, default=False)
    report = Text(null=True, default=None)
    complaints = Text(null=True, default=None)
    begun_by = UUID(null=False, default=None)
    begun_at = Timestamptz(null=False, default=None)
    requested_by = UUID(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)

    ended_cannot_be_opened = Check(ended_at.is_null() | (wrapped_key.is_null() & sealed.is_null()))


class ImportedRow(Table, tablename="imported_entry"):
    id = Serial(primary_key=True)
    entry_import = ForeignKey(ImportRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    row = Integer(null=False, default=None)
    kind = Varchar(length=20, null=False)
    revision = Integer(null=False, default=0)

    unique_import_version = Unique([entry_import, version])


class CollectionRow(Table, tablename="reference_collection"):
    id = UUID(primary_key=True, null=False)
    source = Varchar(length=200, null=False, unique=True)
    licence = Varchar(length=200, null=False)
    address = Varchar(length=200, null=False, default="")
    as_of = Date(null=False, default=None)
    entries = Integer(null=False, default=0)
    stored_by = UUID(null=False, default=None)
    stored_at = Timestamptz(null=False, default=None)


class NeighbourRow(Table, tablename="neighbour"):
    id = Serial(primary_key=True)
    collection = ForeignKey(CollectionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    title = Text(null=False)
    title_key = Text(null=False, default="", index=True)
    product = Text(null=False, default="")
    product_key = Text(null=False, default="", index=True)
    supplier = Text(null=False, default="")
    organisation = Text(null=False, default="")
    identifier = Text(null=False, default="")
    address = Text(null=False, default="")
    language = Varchar(length=12, null=False)
    texts = Text(null=False)
    risk_class = Varchar(length=30, null=True, default=None)


class QuestionRow(Table, tablename="question"):
    id = UUID(primary_key=True, null=False)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    language = Varchar(length=12, null=False, default=None)
    text = Text(null=False, default=None)
    received_hour = Timestamptz(null=False, default=None)
    code_hash = Varchar(length=64, null=False, default=None, unique=True)
    in_log = Boolean(null=False, default=False)
    department = ForeignKey(DepartmentRow, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    revision = Integer(null=False, default=0)
    state = Varchar(length=20, null=False, default="waiting")
    public_text = Text(null=False, default="")
    reason = Varchar(length=20, null=True, default=None)
    answer = Text(null=False, default="")
    answered_by = UUID(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    published_by = UUID(null=True, default=None)
    published_at = Timestamptz(null=True, default=None)
    case_number = Varchar(length=60, null=False, default="")

    known_state = Check("state IN ('waiting', 'shown', 'not-shown')")
    shown_has_text = Check("(state = 'shown') = (public_text <> '')")
    not_shown_has_reason = Check("(state = 'not-shown') = (reason IS NOT NULL)")
    answer_has_author_and_time = Check(
        "(answered_by IS NULL) = (answered_at IS NULL) AND (answered_at IS NULL) = (answer = '')"
    )
    publication_has_author_time_and_answer = Check(
        "(published_by IS NULL) = (published_at IS NULL) AND (published_at IS NULL OR answered_at IS NOT NULL)"
    )


async def forwards() -> MigrationManager:
    return creating("algorithms", __name__)
