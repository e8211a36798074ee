"""Rows of people, their roles, their sessions, what was done to accounts, and attempts to sign in.

They never leave the package.
"""

from typing import Any

from piccolo.columns import UUID, Boolean, Date, ForeignKey, LazyTableReference, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table


class PersonRow(Table, tablename="person"):
    """``email`` is case-folded. Without ``password_hash`` nobody can sign in with a password."""

    id = UUID(primary_key=True, null=False)
    email = Varchar(length=254, null=False, unique=True)
    name = Varchar(length=120, null=False)
    password_hash = Text(null=True, default=None)
    language = Varchar(length=2, null=False, default="sv")
    demo = Boolean(null=False, default=False)
    disabled_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(null=False, default=None)

    known_language = Check("language IN ('sv', 'en')")


class MembershipRow(Table, tablename="membership"):
    """A role in a department, or in the whole city. The roles repeat algorithms.people, and a test compares them."""

    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    role = Varchar(length=40, null=False)
    department: Any = ForeignKey(
        LazyTableReference("DepartmentRow", app_name="algorithms"),
        on_delete=OnDelete.cascade,
        null=True,
        default=None,
    )

    once_in_each = Unique([person, role, department])
    known_role = Check(
        "role IN ('coordinator', 'auditor', 'administrator',"
        " 'department-editor', 'department-approver', 'data-protection-officer')"
    )
    city_or_department = Check("(department IS NULL) = (role IN ('coordinator', 'auditor', 'administrator'))")


class StandInRow(Table, tablename="stand_in"):
    """Who acts for whom while they are away, from one day to another, both included."""

    id = UUID(primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    deputy = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    first = Date(null=False, default=None)
    last = Date(null=False, default=None)
    set_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, null=True, default=None)
    set_at = Timestamptz(null=False, default=None)

    somebody_else = Check("person <> deputy")
    in_order = Check("first <= last")


class SessionRow(Table, tablename="session"):
    """A signed-in browser. Only the hash of what its cookie holds is stored: a copy of this table opens nothing."""

    token_hash = Varchar(length=64, primary_key=True, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    created_at = Timestamptz(null=False, default=None)
    seen_at = Timestamptz(null=False, default=None)


class SignInAttemptRow(Table, tablename="sign_in_attempt"):
    """Who signed in or out, or failed to. What was typed and the network address are kept as keyed hashes only."""

    id = UUID(primary_key=True, null=False)
    outcome = Varchar(length=20, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.set_null, null=True, default=None)
    account_hash = Varchar(length=64, null=False, index=True)
    address_hash = Varchar(length=64, null=False, index=True)
    at = Timestamptz(null=False, default=None, index=True)

    known_outcome = Check("outcome IN ('refused', 'signed-in', 'signed-out', 'slowed-down')")


class AccountEventRow(Table, tablename="account_event"):
    """Who was let in, given or denied what, by whom and when. Rows are only ever added.

    Without ``done_by`` it was done with the command ``insyn`` on the machine itself.
    """

    seq = Serial(primary_key=True)
    action = Varchar(length=20, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    role = Varchar(length=40, null=True, default=None)
    department: Any = ForeignKey(
        LazyTableReference("DepartmentRow", app_name="algorithms"),
        on_delete=OnDelete.restrict,
        null=True,
        default=None,
    )
    done_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, null=True, default=None)
    done_at = Timestamptz(null=False, default=None)

    known_action = Check(
        "action IN ('person-added', 'role-given', 'role-taken', 'password-set', 'disabled', 'enabled')"
    )
    role_where_it_is_about_one = Check("(role IS NOT NULL) = (action IN ('role-given', 'role-taken'))")
