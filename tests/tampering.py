"""A database with a day's work in it, and what an attacker who gets at it might do: change, take away, add, rewrite."""

import contextlib
import json
import random
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from algorithms.departments import add_department
from algorithms.editing import commands
from algorithms.entries.entry import Topic
from algorithms.log.chain import Act, ChainLine
from algorithms.log.commands import append
from algorithms.log.tables import LogHeadRow, LogRow, PublishedHeadRow
from algorithms.people import Membership, Role
from algorithms.tables import EventRow
from assessments.gate.public_result import PublicResult
from assessments.results.result import Result
from assessments.results.signing import canonical, signature
from assessments.runs import queries
from assessments.runs.proof import Sealer, content_of
from assessments.storage import transaction
from assessments.tables import RunRow
from builders import NOW, a_department, a_person, an_id
from conftest import now
from register.accounts.people.commands import OPERATOR, add_person
from register.settings import Settings
from register.storage.database import current_engine, is_sqlite, opened
from register.tables import AccountEventRow

COLUMNS = [column._meta.name for column in LogRow._meta.columns if column._meta.name not in {"seq", "status"}]


def inside(settings: Settings, work: Callable[[], Any]) -> Any:
    async def go() -> Any:
        async with opened(settings):
            return await work()

    return now(go())


async def a_day() -> None:
    """People, entries and refusals: two dozen lines of every kind."""
    await add_department(a_department(), by=OPERATOR, at=NOW)
    editor = a_person(Role.EDITOR)
    for name in ("anna", "bo", "cilla"):
        held = (Membership(Role.EDITOR, a_department().id),)
        await add_person(f"{name}@city.example", name, None, by=OPERATOR, at=NOW, memberships=held)
    for number in range(8):
        await commands.create_entry(
            name=f"System {number}", department=a_department().id, topic=Topic.WORK_AND_MONEY, by=editor, at=NOW
        )
        await append(
            Act(action="refused", kind="request", object=f"/workspace/{number}", at=NOW, by=editor.id, status=403)
        )


async def sql(*statements: str) -> Any:
    for statement in statements:
        rows = await current_engine().run_ddl(statement)
    return rows


async def open_up() -> None:
    """What somebody with the database's password does first."""
    if not is_sqlite():
        for table in ("log", "log_head", "event", "account_event"):
            await sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    for row in await sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        await sql(f"DROP TRIGGER {row['name']}")


async def undone(work: Callable[[], Awaitable[None]]) -> None:
    """Do this, and take it all back."""
    with contextlib.suppress(LookupError):
        async with transaction():
            await work()
            raise LookupError


async def rewrite_run(run: UUID) -> None:
    """Other figures, and all that goes with them, as Insyn would have stored it; signed with a key of his own."""
    row = await RunRow.select().where(RunRow.id == run).first()
    assert row is not None
    result = Result.from_dict(_larger(json.loads(row["result"])))
    public = json.dumps(_larger(json.loads(row["public_result"])))
    await RunRow.update({RunRow.result: json.dumps(result.to_dict()), RunRow.public_result: public}).where(
        RunRow.id == run
    )
    facts = await queries.facts_of(run, result, PublicResult.from_dict(json.loads(public)))
    seal, programs = Sealer(), json.loads(row["signed_content"])["programs"]
    content = content_of(facts, seal, programs)
    columns = {
        RunRow.signed_content: canonical(content).decode(),
        RunRow.signed_words: json.dumps(seal.words),
        RunRow.signature: signature(content, Ed25519PrivateKey.generate()),
    }
    await RunRow.update(columns).where(RunRow.id == run)


def _larger(value: Any, name: str = "") -> Any:
    """The same with every number of people doubled."""
    if isinstance(value, dict):
        return {key: _larger(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_larger(inner, name) for inner in value]
    return 2 * value if name in ("size", "n") and isinstance(value, int) else value


async def any_line(chance: random.Random) -> dict[str, Any]:
    return chance.choice(await LogRow.select().order_by(LogRow.seq))


async def set_column(chance: random.Random, row: dict[str, Any], column: str) -> None:
    other = f"{chance.getrandbits(64):016x}" if column != "role" or row[column] is None else "auditor"
    changed = chance.choice([other, None]) if row[column] is not None and column in {"by", "role"} else other
    await LogRow.update({column: changed}).where(LogRow.seq == row["seq"])


async def change_a_column(chance: random.Random) -> None:
    row = await any_line(chance)
    columns = [name for name in COLUMNS if not (name == "action" and row["status"])]
    await set_column(chance, row, chance.choice(columns))


async def change_a_number(chance: random.Random) -> None:
    await LogRow.update({LogRow.seq: 1_000}).where(LogRow.seq == (await any_line(chance))["seq"])


async def change_a_status(chance: random.Random) -> None:
    refused = await LogRow.select().where(LogRow.status.is_not_null())
    await LogRow.update({LogRow.status: 404}).where(LogRow.seq == chance.choice(refused)["seq"])


async def delete_a_line(chance: random.Random) -> None:
    await LogRow.delete().where(LogRow.seq == (await any_line(chance))["seq"])


async def swap_two_lines(chance: random.Random) -> None:
    first, other = chance.sample(await LogRow.select(), 2)
    await LogRow.delete().where(LogRow.seq.is_in([first["seq"], other["seq"]]))
    await LogRow.insert(LogRow(**{**first, "seq": other["seq"]}), LogRow(**{**other, "seq": first["seq"]}))


async def add_a_line(chance: random.Random) -> None:
    row = await any_line(chance)
    last = await LogRow.count()
    await LogRow.insert(LogRow(**{**row, "seq": last + 1, "hash": f"{chance.getrandbits(256):064x}"}))


async def cut_off_the_end(chance: random.Random) -> None:
    last = chance.randrange(1, await LogRow.count())
    await LogRow.delete().where(LogRow.seq > last)
    await put_head_right()


async def forget_the_last_refusal() -> None:
    """The last line, of which no other row tells: nothing within the database misses it."""
    await LogRow.delete().where(LogRow.seq == await LogRow.count())
    await put_head_right()


async def cut_before(line: int) -> None:
    """Take the end of the log away, from this line on, with the heads that tell of it."""
    await LogRow.delete().where(LogRow.seq >= line)
    await PublishedHeadRow.delete().where(PublishedHeadRow.seq >= line)
    await put_head_right()


async def forge_before(line: int) -> None:
    """The same by an attacker who has the secret too: from this line on another past, whole in itself."""
    await cut_before(line)
    for number in range(30):
        await append(Act(action="approve", kind="version", object=f"{number}", at=NOW))


async def rewrite_log(chance: random.Random) -> None:
    """Change one line and seal it and all that follow again, as Insyn would have done."""
    rows = await LogRow.select().order_by(LogRow.seq)
    first = chance.randrange(len(rows))
    rows[first]["at"] = "2020-01-01T00:00:00.000000+00:00"
    for place in range(first, len(rows)):
        rows[place]["previous"] = rows[place - 1]["hash"] if place else "0" * 64
        rows[place]["hash"] = ChainLine(**rows[place]).sealed
        await LogRow.delete().where(LogRow.seq == rows[place]["seq"])
        await LogRow.insert(LogRow(**rows[place]))
    await put_head_right()


async def put_head_right() -> None:
    last = await LogRow.select().order_by(LogRow.seq, ascending=False).first()
    assert last is not None
    await LogHeadRow.update({LogHeadRow.seq: last["seq"], LogHeadRow.hash: last["hash"]}).where(LogHeadRow.id == 1)


async def move_the_head(chance: random.Random) -> None:
    wrong = chance.choice([{LogHeadRow.seq: 3}, {LogHeadRow.seq: 1_000}, {LogHeadRow.hash: "0" * 64}])
    await LogHeadRow.update(wrong).where(LogHeadRow.id == 1)


async def take_the_head_away(chance: random.Random) -> None:
    await LogHeadRow.delete(force=True)


async def change_the_history(chance: random.Random) -> None:
    row = chance.choice(await EventRow.select())
    change = chance.choice(
        [
            {EventRow.note: '{"sv":"Ja."}'},
            {EventRow.done_by: an_id("other")},
            {EventRow.content_hash: "0" * 64},
        ]
    )
    await EventRow.update(change).where(EventRow.seq == row["seq"])


async def delete_from_the_history(chance: random.Random) -> None:
    await EventRow.delete().where(EventRow.seq == chance.choice(await EventRow.select())["seq"])


async def add_to_the_history(chance: random.Random) -> None:
    row = chance.choice(await EventRow.select())
    await EventRow.insert(EventRow(**{**row, "seq": 1_000}))


async def change_what_was_done_to_an_account(chance: random.Random) -> None:
    row = chance.choice(await AccountEventRow.select().where(AccountEventRow.role.is_not_null()))
    await AccountEventRow.update({AccountEventRow.role: "administrator"}).where(AccountEventRow.seq == row["seq"])


async def delete_what_was_done_to_an_account(chance: random.Random) -> None:
    row = chance.choice(await AccountEventRow.select())
    await AccountEventRow.delete().where(AccountEventRow.seq == row["seq"])


TAMPERINGS = (
    change_a_column,
    change_a_column,
    change_a_column,
    change_a_number,
    change_a_status,
    delete_a_line,
    swap_two_lines,
    add_a_line,
    cut_off_the_end,
    rewrite_log,
    move_the_head,
    take_the_head_away,
    change_the_history,
    delete_from_the_history,
    add_to_the_history,
    change_what_was_done_to_an_account,
    delete_what_was_done_to_an_account,
)
