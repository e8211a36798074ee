"""Rows of people, their roles, how they sign in, their sessions, what was done to accounts, and counts of attempts.

They never leave the package.
"""

from typing import Any

from piccolo.columns import (
    UUID,
    BigInt,
    Boolean,
    Bytea,
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

from algorithms.people import CITY_WIDE, Role
from assessments.text.localized import LONGEST_TAG

_CITY_ROLES = ", ".join(f"'{role}'" for role in Role if role in CITY_WIDE)
_DEPARTMENT_ROLES = ", ".join(f"'{role}'" for role in Role if role not in CITY_WIDE)
_KNOWN_ROLE = f"role IN ({_CITY_ROLES}, {_DEPARTMENT_ROLES})"
_CITY_OR_DEPARTMENT = f"(department IS NULL) = (role IN ({_CITY_ROLES}))"


class PersonRow(Table, tablename="person"):
    """``email`` is case-folded. Without ``password_hash`` nobody can sign in with a password."""

    id = UUID(primary_key=True, null=False)
    email = Varchar(length=254, null=False, unique=True)  # case-folded
    name = Varchar(length=120, null=False)  # as colleagues read it
    password_hash = Text(null=True, default=None)  # Argon2
    language = Varchar(length=LONGEST_TAG, null=False, default="sv")  # of the pages and letters
    demo = Boolean(null=False, default=False)  # made by insyn demo
    disabled_at = Timestamptz(null=True, default=None)  # since when nobody can sign in with it
    erased_at = Timestamptz(null=True, default=None)  # since when a made-up reference stands for name and address
    created_at = Timestamptz(null=False, default=None)

    erased_cannot_sign_in = Check("erased_at IS NULL OR (disabled_at IS NOT NULL AND password_hash IS NULL)")
    # which languages: register.language, so that one more needs no migration
    language_has_two_letters = Check("length(language) >= 2")


class MembershipRow(Table, tablename="membership"):
    """A role in a department, or in the whole city."""

    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    role = Varchar(length=40, null=False)  # algorithms.people.Role
    # empty for the whole city
    department: Any = ForeignKey(
        LazyTableReference("DepartmentRow", app_name="algorithms"),
        on_delete=OnDelete.cascade,
        null=True,
        default=None,
    )

    unique_person_role_department = Unique([person, role, department])
    known_role = Check(_KNOWN_ROLE)
    city_or_department = Check(_CITY_OR_DEPARTMENT)


class StandInRow(Table, tablename="stand_in"):
    """Who acts for whom while they are away, from one day to another, both included."""

    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)  # who is away
    # who acts for them
    deputy = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    first = Date(null=False, default=None)  # day
    last = Date(null=False, default=None)  # day
    set_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, null=True, default=None)
    set_at = Timestamptz(null=False, default=None)

    deputy_is_another_person = Check("person <> deputy")
    first_before_last = Check("first <= last")


class SessionRow(Table, tablename="session"):
    """A signed-in browser. Only the hash of what its cookie holds is stored: a copy of this table opens nothing."""

    token_hash = Varchar(length=64, primary_key=True, null=False)  # of what the cookie holds
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    created_at = Timestamptz(null=False, default=None)
    seen_at = Timestamptz(null=False, default=None)  # last request
    by_provider = Boolean(null=False, default=False)  # signed in by single sign-on


class GroupRoleRow(Table, tablename="group_role"):
    """A role that the provider of single sign-on gives, by a group; those given by hand stand in ``membership``."""

    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    role = Varchar(length=40, null=False)  # algorithms.people.Role
    # empty for the whole city
    department: Any = ForeignKey(
        LazyTableReference("DepartmentRow", app_name="algorithms"),
        on_delete=OnDelete.cascade,
        null=True,
        default=None,
    )

    unique_person_role_department = Unique([person, role, department])
    known_role = Check(_KNOWN_ROLE)
    city_or_department = Check(_CITY_OR_DEPARTMENT)


class IdentityRow(Table, tablename="identity"):
    """Whom a provider of single sign-on calls whom. Without ``linked_at`` it waits for an administrator's word."""

    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    issuer = Varchar(length=200, null=False)  # the provider's address
    subject = Varchar(length=255, null=False)  # the provider's id of the person
    requested_at = Timestamptz(null=False, default=None)
    linked_at = Timestamptz(null=True, default=None)

    unique_issuer_subject = Unique([issuer, subject])


class TotpSecretRow(Table, tablename="one_time_codes"):
    """The secret that a person shares with an app, sealed. It counts from ``confirmed_at``; no step is used twice."""

    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, unique=True)
    sealed = Text(null=False)  # the shared secret, encrypted
    begun_at = Timestamptz(null=False, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    last_step = BigInt(null=True, default=None)  # time step of the last code that was used


class RecoveryCodeRow(Table, tablename="recovery_code"):
    """What opens an account once, without the app. Only a keyed hash is stored; a used one is deleted."""

    code_hash = Varchar(length=64, primary_key=True, null=False)  # keyed with the secret
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)


class PasswordLinkRow(Table, tablename="password_link"):
    """A letter's link that lets somebody choose a password once. Only its hash is stored; a newer one replaces it."""

    token_hash = Varchar(length=64, primary_key=True, null=False)  # of what the link holds
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    purpose = Varchar(length=20, null=False)  # invitation or reset
    made_at = Timestamptz(null=False, default=None)
    ends_at = Timestamptz(null=False, default=None)

    unique_person_purpose = Unique([person, purpose])
    known_purpose = Check("purpose IN ('invitation', 'reset')")


class KnownPlaceRow(Table, tablename="known_place"):
    """Somebody has signed in to an account from a place: a keyed hash of both, forgotten when it is no longer used."""

    key = Varchar(length=64, primary_key=True, null=False)  # hash of account and network, keyed with the secret
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    used_at = Timestamptz(null=False, default=None, index=True)


class DailySaltRow(Table, tablename="daily_salt"):
    """What the keys of today's counts are made with, besides the secret. Deleted when its day (in UTC) is over."""

    day = Date(primary_key=True, null=False, default=None)  # UTC
    salt = Bytea(null=False, default=None)  # random, the same for all processes


class RequestCountRow(Table, tablename="request_count"):
    """How often something was sent or guessed in a window that ends at ``until``. ``key`` does not tell by whom."""

    key = Varchar(length=64, primary_key=True, null=False)  # hash of what is counted and for whom
    times = Integer(null=False, default=None)  # how often
    until = Timestamptz(null=False, default=None, index=True)  # end of the window


class AccountEventRow(Table, tablename="account_event"):
    """Who was let in, given or denied what, by whom and when. Rows are only ever added.

    Without ``done_by`` it was done with the command ``insyn`` on the machine itself.
    """

    seq = Serial(primary_key=True)
    action = Varchar(length=20, null=False)  # listed under Actions
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    role = Varchar(length=40, null=True, default=None)  # given or taken
    # in which the role was given or taken
    department: Any = ForeignKey(
        LazyTableReference("DepartmentRow", app_name="algorithms"),
        on_delete=OnDelete.restrict,
        null=True,
        default=None,
    )
    done_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, null=True, default=None)
    done_at = Timestamptz(null=False, default=None)
    decision = Text(null=True, default=None)  # by which they were erased

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
