"""What was done before there was a log gets its lines: first what was done to accounts, then every event, in order.

The way of writing is that of the first log and stands here as it was then, whatever the program does later.
"""

import hashlib
import json
from datetime import UTC, datetime
from uuid import UUID

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Text, Timestamptz, UUID as Id, Varchar
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-26T17:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what was done before there was a log"


class AccountEvent(Table, tablename="account_event"):
    seq = Integer(primary_key=True)
    action = Varchar()
    person = Id()
    role = Varchar(null=True, default=None)
    department = Id(null=True, default=None)
    done_by = Id(null=True, default=None)
    done_at = Timestamptz()


class Event(Table, tablename="event"):
    seq = Integer(primary_key=True)
    entry = Id()
    version = Id(null=True, default=None)
    action = Varchar()
    start_state = Varchar(null=True, default=None)
    end_state = Varchar(null=True, default=None)
    done_by = Id()
    done_at = Timestamptz()
    note_sv = Text()
    note_en = Text()
    opinion = Varchar(null=True, default=None)
    content_hash = Varchar(null=True, default=None)


class Log(Table, tablename="log"):
    seq = Integer(primary_key=True, default=None)
    at = Varchar(default=None)
    by = Varchar(null=True, default=None)
    role = Varchar(null=True, default=None)
    action = Varchar(default=None)
    kind = Varchar(default=None)
    object = Text(default=None)
    status = Integer(null=True, default=None)
    record = Varchar(null=True, default=None)
    before = Varchar(null=True, default=None)
    after = Varchar(null=True, default=None)
    previous = Varchar(default=None)
    hash = Varchar(default=None)


class LogHead(Table, tablename="log_head"):
    id = Integer(primary_key=True)
    seq = Integer()
    hash = Varchar()


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="register", description=DESCRIPTION)

    async def chain() -> None:
        for table in (AccountEvent, Event, Log, LogHead):
            table._meta.db = engine_finder()
        head = await LogHead.select().first()
        seq, previous = head["seq"], head["hash"]
        accounts = [("account_event", "person", row) for row in await AccountEvent.select().order_by(AccountEvent.seq)]
        events = [("event", "version", row) for row in await Event.select().order_by(Event.seq)]
        for table, kind, row in (*accounts, *events):
            seq += 1
            line = _line(seq, previous, table, kind if row[kind] else "entry", row)
            await Log.insert(Log(**line))
            previous = line["hash"]
        await LogHead.update({LogHead.seq: seq, LogHead.hash: previous}).where(LogHead.id == 1)

    async def nothing() -> None:
        """The tables go with the migration that made them."""

    manager.add_raw(chain)
    manager.add_raw_backwards(nothing)
    return manager


def _line(seq: int, previous: str, table: str, kind: str, row: dict) -> dict:
    line = {
        "seq": seq,
        "at": _plain(row["done_at"]),
        "by": str(row["done_by"]) if row["done_by"] else None,
        "role": None,
        "action": row["action"],
        "kind": kind,
        "object": str(row[kind]),
        "status": None,
        "record": f"{table}/{row['seq']}",
        "before": None,
        "after": _digest(row),
        "previous": previous,
    }
    return {**line, "hash": _digest(line)}


def _digest(values: dict) -> str:
    plainly = {name: _plain(value) for name, value in values.items() if value is not None}
    canonical = json.dumps(plainly, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
