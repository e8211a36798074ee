"""Rows of the register. They never leave the package; queries turn them into values.

The database repeats the few rules that must never break; the rest is in the migrations: one open and one published
version per entry, and an event table that refuses changes. Texts of a version are rows, one for each language; whatever
else is said in several languages is one column, as assessments.text.localized writes it.
"""

from collections.abc import Mapping
from typing import Any

from piccolo.columns import (
    UUID,
    BigInt,
    Boolean,
    Column,
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

from algorithms.entries.field import LONGEST_CODE, Field
from algorithms.entries.fields import ANSWERS
from algorithms.entries.kinds import LONGEST_ADDRESS, LONGEST_EMAIL, Kind
from assessments.text.localized import LONGEST_TAG


class DepartmentRow(Table, tablename="department"):
    """A department of the city, which owns entries and answers for them."""

    id = UUID(primary_key=True, null=False)
    slug = Varchar(length=80, null=False, unique=True)  # its name in addresses
    name = Text(null=False)  # by language
    board = Text(null=False)  # the board that is data controller, by language
    contact_phone = Varchar(length=40, null=True, default=None)  # where residents reach it without the web
    contact_post = Varchar(length=200, null=True, default=None)  # postal address


class EntryRow(Table, tablename="entry"):
    """An algorithm or AI system in the register. What is said of it stands in its versions."""

    id = UUID(primary_key=True, null=False)
    slug = Varchar(length=120, null=False, unique=True)  # its permanent address
    department = ForeignKey(DepartmentRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    topic = Varchar(length=40, null=False)  # entries.entry.Topic
    case_number = Varchar(length=60, null=False, default="")  # where the city keeps its records of the entry
    created_by = UUID(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)
    responsible = UUID(null=True, default=None)  # the person who takes care of it
    # the entry of which this was a duplicate
    merged_into: Any = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    merged_at = Timestamptz(null=True, default=None)


class OriginRow(Table, tablename="entry_origin"):
    """What another register said of an entry that began from its list. Rows are added; the newest is the one meant."""

    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    entry_import = UUID(null=True, default=None, index=True)  # the list it came with
    organisation = Text(null=False, default="")  # whose register
    organisation_code = Text(null=False, default="")  # as that register names it
    identifier = Text(null=False, default="")  # there
    other_identifiers = Text(null=False, default="")  # by the names of their columns
    address = Text(null=False, default="")  # there
    standard = Varchar(length=40, null=False)  # by which the list was written
    standard_version = Text(null=False, default="")  # as they say it
    stated_language = Text(null=False, default="")  # as they say it
    dated = Text(null=False, default="")  # when it was written or published there
    state = Text(null=False, default="")  # whether it was public there
    classed = Text(null=False, default="")  # the class or category it had there
    name = Text(null=False, default="")  # as it was written there
    cells = Text(null=False)  # what each filled column said, word for word, as JSON
    reasons = Text(null=False)  # of columns without a place with us: why, as JSON
    brought_at = Timestamptz(null=False, default=None)


class WithheldRow(Table, tablename="withheld"):
    """An entry that is counted but not shown, and why. Lifting it takes the row away; the history keeps it."""

    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, unique=True)
    ground = Varchar(length=60, null=False)  # a fact of the law, by its key
    reason = Text(null=False)  # for the workspace alone
    set_by = UUID(null=False, default=None)
    set_at = Timestamptz(null=False, default=None)


def answer_columns() -> dict[str, Column]:
    """A typed column for each field that has one, by its name; empty is "not answered yet"."""
    return {described.name: _answer_column(described) for described in ANSWERS if described.has_column}


def _answer_column(described: Field) -> Column:
    label = described.label.msgid
    if described.kind is Kind.YES_NO:
        return Boolean(null=True, default=None, help_text=label)
    if described.kind is Kind.NUMBER:
        return BigInt(null=True, default=None, help_text=label)
    return Varchar(length=_LONGEST[described.kind], null=True, default=None, help_text=label)


_LONGEST: Mapping[Kind, int] = {  # characters, of answers that are stored as they are written
    Kind.CHOICE: LONGEST_CODE,
    Kind.MONTH: len("2026-03"),
    Kind.DATE: len("2026-03-01"),
    Kind.EMAIL: LONGEST_EMAIL,
    Kind.ADDRESS: LONGEST_ADDRESS,
}


class VersionRow(Table, tablename="version"):
    """What an entry says at one time, and how far it has come. Its texts and other answers are rows of their own."""

    id = UUID(primary_key=True, null=False)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    number = Integer(null=False, default=None)  # 1, 2, 3 … within the entry
    state = Varchar(length=20, null=False, index=True)  # entries.entry.VersionState
    # grows with each change, so that nobody overwrites what they have not seen
    revision = Integer(null=False, default=0)
    vars().update(answer_columns())  # answers that lists are filtered, sorted or counted by: entries.fields
    # what follows from the rules when it is published, so that lists can be sorted by it
    review_month = Varchar(length=7, null=True, default=None)
    risk_class = Varchar(length=20, null=True, default=None)  # under the AI Act, so that lists can be filtered by it
    changed_by = UUID(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)
    changed_by_coordinator = Boolean(null=False, default=False)  # then the department's approver has to approve it
    submitted_by = UUID(null=True, default=None)
    submitted_by_coordinator = Boolean(null=False, default=False)  # then the department's approver has to approve it
    published_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)  # when it was replaced, withdrawn or discarded

    unique_entry_number = Unique([entry, number])
    published_has_date = Check((state != "published") | published_at.is_not_null())


class TextRow(Table, tablename="version_text"):
    """One written part of a version in one language; ``html`` is rendered when it is saved.

    Lists are searched in ``folded`` and sorted by ``sort_key``, which only names have; masked words are in neither.
    """

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=30, null=False)  # entries.texts.Text
    language = Varchar(length=LONGEST_TAG, null=False)
    words = Text(null=False)  # as it was typed
    html = Text(null=False, default="")  # as it is served
    folded = Text(null=False, default="")  # without case and accents
    sort_key = Text(null=False, default="")  # Swedish alphabetical order

    unique_version_name_language = Unique([version, name, language])


class AnswerRow(Table, tablename="version_answer"):
    """One answer of a version that is only shown, as algorithms.entries.field writes it; others are columns of it."""

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=60, null=False)  # of a field
    value = Varchar(length=200, null=False)  # plain: 2026-03, yes, or the key of a choice

    unique_version_name = Unique([version, name])


class ChoiceRow(Table, tablename="version_choice"):
    """One answer of a version about the law: of the questions on the AI Act's class, or on the impact assessment."""

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=60, null=False)  # of a question
    value = Varchar(length=120, null=False)  # key of the chosen answer, or of several with commas between

    unique_version_name = Unique([version, name])


class DutyRow(Table, tablename="duty"):
    """Where an obligation of an entry stands. One without a row is open."""

    id = Serial(primary_key=True)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    key = Varchar(length=60, null=False)  # of an obligation
    state = Varchar(length=20, null=False)  # met, or not applicable: law.obligations
    words = Text(null=False, default="")  # the evidence or the reason
    link = Varchar(length=400, null=False, default="")  # to the evidence
    set_by = UUID(null=False, default=None)
    set_at = Timestamptz(null=False, default=None)

    unique_entry_key = Unique([entry, key])


class OpinionRow(Table, tablename="opinion"):
    """Every opinion ever given on a version; the newest is the one that counts."""

    id = Serial(primary_key=True)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    kind = Varchar(length=30, null=False)  # entries.entry.OpinionKind
    text = Text(null=False, default="")  # the officer's words, by language
    content_hash = Varchar(length=64, null=False)  # of exactly the texts and answers it was given on
    given_by = UUID(null=False, default=None)
    given_at = Timestamptz(null=False, default=None)
    answer = Text(null=False, default="")  # the coordinator's, by language
    answered_by = UUID(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    # whose board the officer spoke for
    department = ForeignKey(DepartmentRow, on_delete=OnDelete.restrict, null=True, default=None)
    case_number = Varchar(length=60, null=False, default="")  # where the city keeps its records of the opinion
    answer_case_number = Varchar(length=60, null=False, default="")  # of the decision after advice against

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
    number = Integer(null=False, default=None)  # 1, 2, 3 … within the version
    cited = Boolean(null=False, default=False)  # whether the card shows it
    what = Text(null=False, default="")  # the measure taken, by language
    who = Text(null=False, default="")  # carries it out, by language
    by_when = Varchar(length=7, null=True, default=None)  # month
    accepted = Text(null=False, default="")  # why nothing is done, by language
    measured_by = UUID(null=True, default=None)
    measured_at = Timestamptz(null=True, default=None)
    done_by = UUID(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    words = Text(null=False, default="")  # what groups, a yes and a mistake are called: plan.names.finding_words

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
    columns = Text(null=False)  # the sensitive ones, as JSON
    purpose = Text(null=False)  # what is to be found out
    others = Text(null=False)  # why other data do not suffice
    categories = Text(null=False)  # which special categories of data
    protection = Text(null=False)  # how re-use is limited and the data are protected
    access = Text(null=False)  # who can read the file, and how that is documented
    recipients = Text(null=False)  # that nobody else gets it
    deleted = Varchar(length=10, null=False, default=None)  # day by which every copy is gone
    record = Text(null=False)  # where the record of processing gives the reasons
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)


class DatasetOpinionRow(Table, tablename="dataset_opinion"):
    """The officer's opinions on one recorded necessity, and so on its file and plan; the newest counts."""

    id = Serial(primary_key=True)
    necessity = ForeignKey(NecessityRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    kind = Varchar(length=30, null=False)  # evidence.necessity
    words = Text(null=False, default="")
    given_by = UUID(null=False, default=None)
    given_at = Timestamptz(null=False, default=None)
    decision = Text(null=False, default="")  # of the approver, after advice against it
    decision_case_number = Varchar(length=60, null=False, default="")  # where the city keeps it
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)

    decision_has_author_and_time = Check(
        (decided_by.is_null() & decided_at.is_null()) | (decided_by.is_not_null() & decided_at.is_not_null())
    )


class CommentRow(Table, tablename="comment"):
    """What a reviewer or a writer says of one answer, or of the whole version, until somebody calls it resolved."""

    id = UUID(primary_key=True, null=False)
    version = ForeignKey(VersionRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    about = Varchar(length=40, null=False, default="")  # name of the field, empty for the whole version
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
    revision = Integer(null=False, default=0)  # grows with each change
    happened_on = Date(null=False, default=None)  # day
    what = Text(null=False)  # what went wrong
    harmed = Text(null=False, default="")  # who may have been harmed
    done = Text(null=False, default="")  # what was done about it
    provider_on = Date(null=True, default=None)  # day on which the provider was informed
    market_surveillance_on = Date(null=True, default=None)  # day on which that authority was informed
    data_protection_on = Date(null=True, default=None)  # day on which that authority was informed
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)
    outcome = Text(null=False, default="")  # what came of it, written when it is closed
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
    action = Varchar(length=30, null=False)  # listed under Actions
    start_state = Varchar(length=20, null=True, default=None)  # of the version before a step
    end_state = Varchar(length=20, null=True, default=None)  # of the version after a step
    done_by = UUID(null=False, default=None)
    done_at = Timestamptz(null=False, default=None)
    note = Text(null=False, default="")  # words by language, and details: entries.event_details
    opinion = Varchar(length=30, null=True, default=None)  # kind of an opinion that was given
    content_hash = Varchar(length=64, null=True, default=None)  # of the texts and answers at that time
