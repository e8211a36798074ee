"""Rows that look across versions and entries: masks, products and their classes, templates, targets, statements.

They never leave the package.
"""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from algorithms.tables import EntryRow
from assessments.text.localized import LONGEST_TAG


class MaskRow(Table, tablename="mask"):
    """Words that nobody may read in any version of an entry, once a second person has agreed; lifted, they are back."""

    id = UUID(primary_key=True, null=False)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    words = Text(null=False)  # what is masked
    ground = Varchar(length=60, null=False)  # a fact of the law, by its key
    reason = Text(null=False)  # for the workspace alone
    state = Varchar(length=20, null=False)  # as the rule below lists
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
    """How somebody else has classed a product: the reference collection that entries are compared with."""

    id = Serial(primary_key=True)
    product = Varchar(length=200, null=False)  # as the source names it
    supplier = Varchar(length=200, null=False, default="")  # as the source names it
    risk_class = Varchar(length=30, null=False)  # as the source classed it
    source = Varchar(length=200, null=False)  # who classed it
    address = Varchar(length=400, null=False, default="")  # where that can be read
    as_of = Date(null=False, default=None)  # day

    unique_product_supplier_source = Unique([product, supplier, source])


class SupplierTemplateRow(Table, tablename="supplier_template"):
    """What a supplier's product is, in words that entries of it begin with."""

    id = UUID(primary_key=True, null=False)
    name = Varchar(length=100, null=False, unique=True)  # the product
    revision = Integer(null=False, default=0)  # grows with each change
    changed_by = UUID(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)


class TemplateTextRow(Table, tablename="supplier_template_text"):
    """One written part of a supplier's template in one language."""

    id = Serial(primary_key=True)
    template = ForeignKey(SupplierTemplateRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=30, null=False)  # entries.texts.Text
    language = Varchar(length=LONGEST_TAG, null=False)
    words = Text(null=False)

    unique_template_name_language = Unique([template, name, language])


class TargetRow(Table, tablename="target"):
    """How far the AI plan wants to come with one goal, and when. Setting it again changes the row; the log keeps it."""

    goal = Varchar(length=40, primary_key=True, null=False)  # reporting.targets.Goal
    percent = Integer(null=False, default=None)  # of the entries
    by_month = Varchar(length=7, null=False)  # 2027-03
    set_by = UUID(null=False, default=None)
    set_at = Timestamptz(null=False, default=None)

    percent_in_range = Check("percent >= 0 AND percent <= 100")


class DisagreementRow(Table, tablename="disagreement"):
    """What an owner has answered when a product has another class elsewhere. Rows are added; the newest counts."""

    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    other = Varchar(length=60, null=False)  # key of the other classing
    own_class = Varchar(length=30, null=False)  # of the entry when it was answered
    other_class = Varchar(length=30, null=False)  # of the other when it was answered
    words = Text(null=False)  # why the class differs
    answered_by = UUID(null=False, default=None)
    answered_at = Timestamptz(null=False, default=None)


class LinkRow(Table, tablename="link"):
    """An address that did not answer when it was last tried. One that answers again has no row."""

    address = Varchar(length=400, primary_key=True, null=False)  # of another website
    trouble = Varchar(length=20, null=False)  # links.rules.Trouble
    since = Timestamptz(null=False, default=None)  # when it stopped answering
    tried_at = Timestamptz(null=False, default=None)


class StatementRow(Table, tablename="statement"):
    """An accessibility statement that was published. Rows are added and never changed; the newest counts."""

    id = Serial(primary_key=True)
    number = Integer(null=False, default=None, unique=True)  # 1, 2, 3 …
    conformance = Varchar(length=20, null=False)  # as the rule below lists
    assessed_on = Date(null=False, default=None)  # day
    updated_on = Date(null=False, default=None)  # day
    contact = Varchar(length=200, null=False)  # where people report what does not work
    published_by = UUID(null=False, default=None)
    published_at = Timestamptz(null=False, default=None)

    known_conformance = Check("conformance IN ('full', 'partial', 'none')")
    assessed_before_updated = Check("assessed_on <= updated_on")


class StatementTextRow(Table, tablename="statement_text"):
    """One part of a statement in one language; ``html`` is rendered when it is published."""

    id = Serial(primary_key=True)
    statement = ForeignKey(StatementRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    name = Varchar(length=20, null=False)  # of the part: statement.rules
    language = Varchar(length=LONGEST_TAG, null=False)
    words = Text(null=False)
    html = Text(null=False, default="")  # as it is served

    unique_statement_name_language = Unique([statement, name, language])
