"""Rows of the queue. They never leave the package. A migration adds: one open job for each kind and subject."""

from piccolo.columns import UUID, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class JobRow(Table, tablename="job"):
    """``owner`` is the worker that holds it until ``lease_until``; ``error`` is a sentence, not a traceback."""

    id = UUID(primary_key=True, null=False)
    kind = Varchar(length=40, null=False)  # which kind of work, as register.app and register.jobs name it
    subject = UUID(null=False, default=None)  # id of what the work is about
    state = Varchar(length=20, null=False, default="waiting", index=True)  # as the rule below lists
    attempts = Integer(null=False, default=0)  # that ended by themselves: an interruption is none
    interruptions = Integer(null=False, default=0)  # a worker stopped or lost its lease
    progress = Integer(null=False, default=0)  # of 100
    cancel_requested = Boolean(null=False, default=False)  # the worker stops at the next opportunity
    owner = UUID(null=True, default=None)  # the worker
    lease_until = Timestamptz(null=True, default=None)
    not_before = Timestamptz(null=False, default=None)  # when it is tried next
    error = Text(null=True, default=None)  # a sentence, if it failed
    created_at = Timestamptz(null=False, default=None)
    started_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)

    known_state = Check("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')")
    percent_in_range = Check("progress >= 0 AND progress <= 100")
    running_has_owner = Check("(state = 'running') = (owner IS NOT NULL)")
