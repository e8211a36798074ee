"""People and their accounts, the queue, letters, and which secret the database was begun with."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from algorithms.migrations.algorithms_0001_entries import DepartmentRow
from assessments.migration_steps import creating

ID = "0001-68897879"


class PersonRow(Table, tablename="person"):
    id = UUID(primary_key=True, null=False)
    email = Varchar(length=254, null=False, unique=True)
    name = Varchar(length=120, null=False)
    password_hash = Text(null=True, default=None)
    language = Varchar(length=12, null=False, default="sv")
    demo = Boolean(null=False, default=False)
    disabled_at = Timestamptz(null=True, default=None)
    erased_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(null=False, default=None)

    erased_cannot_sign_in = Check("erased_at IS NULL OR (disabled_at IS NOT NULL AND password_hash IS NULL)")
    language_has_two_letters = Check("length(language) >= 2")


class MembershipRow(Table, tablename="membership"):
    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    role = Varchar(length=40, null=False)
    department = ForeignKey(DepartmentRow, on_delete=OnDelete.cascade, null=True, default=None)

    unique_person_role_department = Unique([person, role, department])
    known_role = Check(
        "role IN ('coordinator', 'auditor', 'administrator',"
        " 'department-editor', 'department-approver', 'data-protection-officer')"
    )
    city_or_department = Check("(department IS NULL) = (role IN ('coordinator', 'auditor', 'administrator'))")


class StandInRow(Table, tablename="stand_in"):
    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    deputy = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    first = Date(null=False, default=None)
    last = Date(null=False, default=None)
    set_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, null=True, default=None)
    set_at = Timestamptz(null=False, default=None)

    deputy_is_another_person = Check("person <> deputy")
    first_before_last = Check("first <= last")


class SessionRow(Table, tablename="session"):
    token_hash = Varchar(length=64, primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    created_at = Timestamptz(null=False, default=None)
    seen_at = Timestamptz(null=False, default=None)
    by_provider = Boolean(null=False, default=False)


class GroupRoleRow(Table, tablename="group_role"):
    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    role = Varchar(length=40, null=False)
    department = ForeignKey(DepartmentRow, on_delete=OnDelete.cascade, null=True, default=None)

    unique_person_role_department = Unique([person, role, department])
    known_role = Check(
        "role IN ('coordinator', 'auditor', 'administrator',"
        " 'department-editor', 'department-approver', 'data-protection-officer')"
    )
    city_or_department = Check("(department IS NULL) = (role IN ('coordinator', 'auditor', 'administrator'))")


class IdentityRow(Table, tablename="identity"):
    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    issuer = Varchar(length=200, null=False)
    subject = Varchar(length=255, null=False)
    requested_at = Timestamptz(null=False, default=None)
    linked_at = Timestamptz(null=True, default=None)

    unique_issuer_subject = Unique([issuer, subject])


class TotpSecretRow(Table, tablename="one_time_codes"):
    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, unique=True)
    sealed = Text(null=False)
    begun_at = Timestamptz(null=False, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    last_step = BigInt(null=True, default=None)


class RecoveryCodeRow(Table, tablename="recovery_code"):
    code_hash = Varchar(length=64, primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)


class PasswordLinkRow(Table, tablename="password_link"):
    token_hash = Varchar(length=64, primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    purpose = Varchar(length=20, null=False)
    made_at = Timestamptz(null=False, default=None)
    ends_at = Timestamptz(null=False, default=None)

    unique_person_purpose = Unique([person, purpose])
    known_purpose = Check("purpose IN ('invitation', 'reset')")


class KnownPlaceRow(Table, tablename="known_place"):
    key = Varchar(length=64, primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    used_at = Timestamptz(null=False, default=None, index=True)


class DailySaltRow(Table, tablename="daily_salt"):
    day = Date(primary_key=True, null=False, default=None)
    salt = Bytea(null=False, default=None)


class RequestCountRow(Table, tablename="request_count"):
    key = Varchar(length=64, primary_key=True, null=False)
    times = Integer(null=False, default=None)
    until = Timestamptz(null=False, default=None, index=True)


class AccountEventRow(Table, tablename="account_event"):
    seq = Serial(primary_key=True)
    action = Varchar(length=20, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    role = Varchar(length=40, null=True, default=None)
    department = ForeignKey(DepartmentRow, on_delete=OnDelete.restrict, null=True, default=None)
    done_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, null=True, default=None)
    done_at = Timestamptz(null=False, default=None)
    decision = Text(null=True, default=None)

    known_action = Check(
        "action IN ('person-added', 'role-given', 'role-taken', 'password-set', 'disabled', 'enabled',"
        " 'provider-added', 'provider-gave-role', 'provider-took-role', 'link-asked', 'linked', 'unlinked',"
        " 'codes-set-up', 'codes-removed', 'codes-taken-away', 'recovery-code-used',"
        " 'invited', 'invitation-withdrawn', 'invitation-used', 'reset-asked', 'password-reset',"
        " 'password-changed', 'sessions-ended', 'codes-guessed', 'notices-read', 'person-erased')"
    )
    erased_by_decision = Check("(decision IS NOT NULL) = (action = 'person-erased')")
    role_fits_action = Check(
        "(role IS NOT NULL) = (action IN ('role-given', 'role-taken', 'provider-gave-role', 'provider-took-role'))"
    )


class JobRow(Table, tablename="job"):
    id = UUID(primary_key=True, null=False)
    kind = Varchar(length=40, null=False)
    subject = UUID(null=False, default=None)
    state = Varchar(length=20, null=False, default="waiting", index=True)
    attempts = Integer(null=False, default=0)
    interruptions = Integer(null=False, default=0)
    progress = Integer(null=False, default=0)
    cancel_requested = Boolean(null=False, default=False)
    owner = UUID(null=True, default=None)
    lease_until = Timestamptz(null=True, default=None)
    not_before = Timestamptz(null=False, default=None)
    error = Text(null=True, default=None)
    created_at = Timestamptz(null=False, default=None)
    started_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)

    known_state = Check("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')")
    percent_in_range = Check("progress >= 0 AND progress <= 100")
    running_has_owner = Check("(state = 'running') = (owner IS NOT NULL)")


class LetterRow(Table, tablename="letter"):
    id = UUID(primary_key=True, null=False)
    name = Varchar(length=64, null=False, default=None, unique=True)
    kind = Varchar(length=40, null=False, default=None, index=True)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=True, default=None, index=True)
    address = Varchar(length=254, null=False, default=None)
    language = Varchar(length=12, null=False, default=None)
    subject = Text(null=False, default=None)
    body = Text(null=False, default="")
    link = Text(null=False, default="")
    secret = Boolean(null=False, default=False)
    sealed = Bytea(null=True, default=None)
    state = Varchar(length=20, null=False, default="waiting", index=True)
    part_of = UUID(null=True, default=None, index=True)
    written_at = Timestamptz(null=False, default=None, index=True)
    not_before = Timestamptz(null=False, default=None)
    attempts = Integer(null=False, default=0)
    tried_since = Timestamptz(null=True, default=None)
    owner = UUID(null=True, default=None)
    lease_until = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    error = Text(null=False, default="")
    reply = Text(null=False, default="")

    known_state = Check("state IN ('held', 'waiting', 'sending', 'gathered', 'sent', 'failed')")
    language_has_two_letters = Check("length(language) >= 2")
    sending_has_owner = Check("(state = 'sending') = (owner IS NOT NULL)")
    sent_has_time = Check("(state = 'sent') = (sent_at IS NOT NULL)")
    sealed_is_secret = Check("secret OR sealed IS NULL")
    secret_has_no_plain_text = Check("NOT secret OR (body = '' AND link = '')")
    sent_keeps_no_secret = Check("state <> 'sent' OR sealed IS NULL")


class MailCursorRow(Table, tablename="mail_cursor"):
    id = Integer(primary_key=True, null=False, default=None)
    seq = Integer(null=False, default=None)
    reminded_on = Date(null=True, default=None)

    single_row = Check("id = 1")


class MailChoiceRow(Table, tablename="mail_choice"):
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, primary_key=True)
    choice = Varchar(length=20, null=False, default=None)

    known_choice = Check("choice IN ('at-once', 'daily', 'account-only')")


class InstallationRow(Table, tablename="installation"):
    id = Integer(primary_key=True, null=False, default=None)
    secret_fingerprint = Varchar(length=64, null=False, default=None)

    single_row = Check("id = 1")


async def forwards() -> MigrationManager:
    return creating("register", __name__)
