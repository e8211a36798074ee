"""Rows of the outbox, of where its reading of the log has come to, and of what people chose. They never leave it."""

from typing import Any

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from assessments.text.localized import LONGEST_TAG
from register.tables import PersonRow


class LetterRow(Table, tablename="letter"):
    """A letter to one reader. ``name`` is its Message-ID before the @, made of event and reader: never written twice.

    ``sealed`` holds body and link of a secret letter, encrypted, until it is sent; then nobody can read it again.
    ``part_of`` is the daily letter that it went out in. ``error`` is a sentence, ``reply`` what the mail server said.
    """

    id = UUID(primary_key=True, null=False)
    name = Varchar(length=64, null=False, default=None, unique=True)
    kind = Varchar(length=40, null=False, default=None, index=True)
    person: Any = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=True, default=None, index=True)
    address = Varchar(length=254, null=False, default=None)
    language = Varchar(length=LONGEST_TAG, null=False, default=None)
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
    # which languages: register.language, so that one more needs no migration
    language_has_two_letters = Check("length(language) >= 2")
    sending_has_owner = Check("(state = 'sending') = (owner IS NOT NULL)")
    sent_has_time = Check("(state = 'sent') = (sent_at IS NOT NULL)")
    sealed_is_secret = Check("secret OR sealed IS NULL")
    secret_has_no_plain_text = Check("NOT secret OR (body = '' AND link = '')")
    sent_keeps_no_secret = Check("state <> 'sent' OR sealed IS NULL")


class MailCursorRow(Table, tablename="mail_cursor"):
    """Up to which line of the log letters have been written, and the last day of reminders. One row."""

    id = Integer(primary_key=True, null=False, default=None)
    seq = Integer(null=False, default=None)
    reminded_on = Date(null=True, default=None)

    single_row = Check("id = 1")


class MailChoiceRow(Table, tablename="mail_choice"):
    """How a person wants their letters. Without a row: at once."""

    person: Any = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, primary_key=True)
    choice = Varchar(length=20, null=False, default=None)

    known_choice = Check("choice IN ('at-once', 'daily', 'account-only')")
