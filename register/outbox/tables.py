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
    name = Varchar(length=64, null=False, default=None, unique=True)  # Message-ID before the @
    kind = Varchar(length=40, null=False, default=None, index=True)  # which template wrote it
    person: Any = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=True, default=None, index=True)
    address = Varchar(length=254, null=False, default=None)  # the reader's
    language = Varchar(length=LONGEST_TAG, null=False, default=None)  # of the letter
    subject = Text(null=False, default=None)  # first line of the letter
    body = Text(null=False, default="")  # empty of a secret letter
    link = Text(null=False, default="")  # to the page it is about
    secret = Boolean(null=False, default=False)  # its link opens an account
    sealed = Bytea(null=True, default=None)  # body and link of a secret letter, encrypted
    state = Varchar(length=20, null=False, default="waiting", index=True)  # as the rule below lists
    part_of = UUID(null=True, default=None, index=True)  # the daily letter that it went out in
    written_at = Timestamptz(null=False, default=None, index=True)
    not_before = Timestamptz(null=False, default=None)  # when it is tried next
    attempts = Integer(null=False, default=0)  # how often sending was tried
    tried_since = Timestamptz(null=True, default=None)  # first attempt
    owner = UUID(null=True, default=None)  # the worker that is sending it
    lease_until = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    error = Text(null=False, default="")  # a sentence, if it could not be sent
    reply = Text(null=False, default="")  # what the mail server answered

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
    seq = Integer(null=False, default=None)  # of the log's last line that was read
    reminded_on = Date(null=True, default=None)  # last day of reminders

    single_row = Check("id = 1")


class MailChoiceRow(Table, tablename="mail_choice"):
    """How a person wants their letters. Without a row: at once."""

    person: Any = ForeignKey(PersonRow, on_delete=OnDelete.cascade, null=False, primary_key=True)
    choice = Varchar(length=20, null=False, default=None)  # as the rule below lists

    known_choice = Check("choice IN ('at-once', 'daily', 'account-only')")
