"""Reading the accessibility statement: the newest, and on which days there were others."""

from datetime import date
from typing import Any

from algorithms.city_tables import StatementRow, StatementTextRow
from algorithms.log.checking import Records
from algorithms.statement.rules import Conformance, Statement, StatementDraft, StatementPart


async def with_texts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each statement with all that it says, as the log seals it: the words, and what they are served as."""
    ids = [row["id"] for row in rows]
    whole = {row["id"]: dict(row) for row in rows}
    for text in await StatementTextRow.select().where(StatementTextRow.statement.is_in(ids)) if ids else ():
        sealed = [text["words"], text["html"]]
        whole[text["statement"]][f"{text['name']}/{text['language']}"] = sealed
    return list(whole.values())


RECORDS = Records(name="statement", row=StatementRow, key=StatementRow.number, whole=with_texts)


async def newest() -> Statement | None:
    """What everybody reads; None where none was ever published."""
    row = await StatementRow.select().order_by(StatementRow.number, ascending=False).first()
    if row is None:
        return None
    written = await StatementTextRow.select().where(StatementTextRow.statement == row["id"])
    places = {(StatementPart(text_row["name"]), text_row["language"]): text_row for text_row in written}
    texts = {place: texts["words"] for place, texts in places.items()}
    html = {place: texts["html"] for place, texts in places.items()}
    content = StatementDraft(
        conformance=Conformance(row["conformance"]), assessed_on=row["assessed_on"], contact=row["contact"], texts=texts
    )
    return Statement(number=row["number"], content=content, updated_on=row["updated_on"], html=html)


async def days() -> tuple[tuple[int, date], ...]:
    """Number and day of every statement there has been, the newest first."""
    rows = await StatementRow.select(StatementRow.number, StatementRow.updated_on).order_by(
        StatementRow.number, ascending=False
    )
    return tuple((row["number"], row["updated_on"]) for row in rows)
