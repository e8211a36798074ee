"""The row of a question. It never leaves the package, and has no column for anything of the asker but their words.

Of the asker: entry, language, text, the hour and the hash of the code. The other columns tell what the city did. A test
refuses one more.
"""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from algorithms.tables import DepartmentRow, EntryRow
from assessments.text.localized import LONGEST_TAG


class QuestionRow(Table, tablename="question"):
    """A question that a resident asked without a name, whether it is shown, and its answer."""

    id = UUID(primary_key=True, null=False)
    entry = ForeignKey(EntryRow, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    language = Varchar(length=LONGEST_TAG, null=False, default=None)
    text = Text(null=False, default=None)  # as it was asked, until its words are erased
    received_hour = Timestamptz(null=False, default=None)  # no minute, so that it points to nobody
    code_hash = Varchar(length=64, null=False, default=None, unique=True)  # of the code that reads the answer
    in_log = Boolean(null=False, default=False)  # its line is written with those of its hour, after the hour

    # that answers it
    department = ForeignKey(DepartmentRow, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    revision = Integer(null=False, default=0)  # grows with each change
    state = Varchar(length=20, null=False, default="waiting")  # questions.rules.QuestionState
    public_text = Text(null=False, default="")  # what everybody reads of the question
    reason = Varchar(length=20, null=True, default=None)  # why it is not shown
    answer = Text(null=False, default="")  # what the city says, empty until somebody has written it
    answered_by = UUID(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    published_by = UUID(null=True, default=None)
    published_at = Timestamptz(null=True, default=None)
    case_number = Varchar(length=60, null=False, default="")  # where the city keeps its records of it

    known_state = Check("state IN ('waiting', 'shown', 'not-shown')")
    shown_has_text = Check("(state = 'shown') = (public_text <> '')")
    not_shown_has_reason = Check("(state = 'not-shown') = (reason IS NOT NULL)")
    answer_has_author_and_time = Check(
        "(answered_by IS NULL) = (answered_at IS NULL) AND (answered_at IS NULL) = (answer = '')"
    )
    publication_has_author_time_and_answer = Check(
        "(published_by IS NULL) = (published_at IS NULL) AND (published_at IS NULL OR answered_at IS NOT NULL)"
    )
