"""Publishing an accessibility statement, for those who keep the register. The previous one is kept as it was."""

from datetime import datetime
from typing import Any

from algorithms.city_tables import StatementRow, StatementTextRow
from algorithms.entries.markdown import to_html
from algorithms.log import commands as log_commands
from algorithms.log.chain import Act, digest
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.workflow import RefusedError
from algorithms.statement.queries import RECORDS, newest, with_texts
from algorithms.statement.rules import StatementDraft
from assessments.storage import transaction
from assessments.text.message import Message


async def publish(draft: StatementDraft, *, after: int, by: Actor, at: datetime) -> None:
    """The next one after ``after``, dated today whatever was written. RefusedError where somebody was first."""
    if not by.may(Permission.KEEP_REGISTER):
        raise NotFoundError
    async with transaction():
        before = await newest()
        if (before.number if before else 0) != after:
            raise RefusedError((_FIRST,))
        sealed = await _insert(after + 1, draft, by, at)
        role = by.role_for([Permission.KEEP_REGISTER])
        await log_commands.append(
            Act(
                action="publish-statement",
                kind="statement",
                object=str(after + 1),
                at=at,
                by=by.id,
                role=role,
                record=RECORDS.called(after + 1),
                after=sealed,
            )
        )


_FIRST = Message("Somebody has published another one meanwhile. Read it, then write yours again.")


async def _insert(number: int, draft: StatementDraft, by: Actor, at: datetime) -> str:
    """The digest of what was stored. RefusedError where somebody stored one of this number a moment ago."""
    columns: dict[str, Any] = {
        "number": number,
        "conformance": draft.conformance.value,
        "assessed_on": draft.assessed_on,
        "updated_on": at.date(),
        "contact": draft.contact,
        "published_by": by.id,
        "published_at": at,
    }
    free = StatementRow.insert(StatementRow(**columns)).on_conflict(target=StatementRow.number, action="DO NOTHING")
    if not (stored := await free.returning(StatementRow.id)):
        raise RefusedError((_FIRST,))
    await StatementTextRow.insert(
        *(
            StatementTextRow(
                statement=stored[0]["id"], name=part.value, language=language, words=words, html=to_html(words)
            )
            for (part, language), words in draft.texts.items()
        )
    )
    (whole,) = await with_texts(await StatementRow.select().where(StatementRow.number == number))
    return digest(whole)
