"""Publishing an accessibility statement, by whoever keeps the register. The one before is kept as it was."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

from algorithms import log_commands
from algorithms.city_tables import StatementRow, StatementTextRow
from algorithms.log import Act, digest
from algorithms.people import Actor, Permission
from algorithms.prose import to_html
from algorithms.queries import NotFoundError
from algorithms.statement import Draft
from algorithms.statement_queries import newest
from algorithms.workflow import RefusedError
from assessments.sentence import Sentence


async def publish(draft: Draft, *, after: int, by: Actor, at: datetime) -> None:
    """The next one after ``after``, dated today whatever was written. RefusedError where somebody was first."""
    if not by.may(Permission.KEEP_REGISTER):
        raise NotFoundError
    async with _transaction():
        before = await newest()
        if (before.number if before else 0) != after:
            first = Sentence("Somebody has published another one meanwhile. Read it, then write yours again.")
            raise RefusedError((first,))
        sealed = await _insert(after + 1, draft, by, at)
        role = by.role_for([Permission.KEEP_REGISTER])
        await log_commands.append(
            Act("publish-statement", "statement", str(after + 1), at, by=by.id, role=role, after=sealed)
        )


async def _insert(number: int, draft: Draft, by: Actor, at: datetime) -> str:
    """The digest of what was stored."""
    said: dict[str, Any] = {
        "number": number,
        "conformance": draft.conformance.value,
        "assessed_on": draft.assessed_on,
        "updated_on": at.date(),
        "contact": draft.contact,
        "published_by": by.id,
        "published_at": at,
    }
    row = StatementRow(**said)
    await row.save()
    await StatementTextRow.insert(
        *(
            StatementTextRow(statement=row.id, name=part.value, language=language, words=words, html=to_html(words))
            for (part, language), words in draft.texts.items()
        )
    )
    return digest(said | {f"{part}-{language}": words for (part, language), words in draft.texts.items()})


def _transaction() -> AbstractAsyncContextManager[Any]:
    begun: AbstractAsyncContextManager[Any] = StatementRow._meta.db.transaction()
    return begun
