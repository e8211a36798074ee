"""An attacker who writes the database, and recomputes every plain hash, is found two hundred times of two hundred."""

import random
from typing import Any

from algorithms.log.chain import ChainLine
from algorithms.log.tables import LogRow
from algorithms.sealing import collecting
from algorithms.sealing.parts import Sealed, root
from algorithms.sealing.queries import stored_parts
from algorithms.sealing.tables import SealedPartRow
from algorithms.tables import VersionRow
from assessments.tables import RunRow
from conftest import settings_for
from register.shell.check import examine
from sealed import a_draft, departments, mask, publish_again, publish_with_run
from tampering import inside, open_up, put_head_right, sql, undone

WAYS = 200
PUBLIC = "version IN (SELECT id FROM version WHERE state IN ('published', 'replaced'))"
RANDOM_ROW = (
    "id = (SELECT id FROM {table} WHERE {where} ORDER BY id"
    " LIMIT 1 OFFSET {at} % (SELECT count(*) FROM {table} WHERE {where}))"
)
CHANGES = (  # table, what is done, which rows
    ("version_text", "SET words = words || ' x'", PUBLIC),
    ("version_text", "SET html = '<p>x</p>'", PUBLIC),
    ("version_text", None, PUBLIC),
    ("version_choice", "SET value = 'other'", PUBLIC),
    ("version_choice", None, PUBLIC),
    ("mask", "SET state = 'lifted'", "true"),
    ("mask", "SET words = 'annat'", "true"),
    ("mask", None, "true"),
    ("finding", "SET verdict = 'no' || verdict", "true"),
    ("finding", None, "true"),
    ("run", "SET result = replace(result, '\"n\": ', '\"n\": 1')", "true"),
    ("run", "SET public_result = replace(public_result, '\"size\": ', '\"size\": 1')", "true"),
    ("run", "SET signature = 'AAAA'", "true"),
    ("run", "SET state = 'failed'", "true"),
    ("evidence", 'SET what = \'{"sv":"Inget"}\'', PUBLIC),
    ("evidence", "SET cited = NOT cited", PUBLIC),
    ("evidence", "SET by_when = '2099-01'", PUBLIC),
    ("evidence", None, PUBLIC),
    ("opinion", "SET kind = 'agree'", PUBLIC),
    ("opinion", 'SET text = \'{"sv":"Inget"}\'', PUBLIC),
    ("opinion", None, PUBLIC),
    ("entry", "SET slug = slug || '-x'", "true"),
    ("version", "SET state = 'draft'", "state = 'replaced'"),
    ("run", None, "true"),
    ("sealed_part", None, "true"),
    ("sealed_part", "SET code = hash", "true"),
)


async def a_city(settings: Any) -> None:
    await departments()
    for number in (1, 2):
        version = await a_draft(f"System {number}")
        await publish_with_run(settings, version, number)
        await publish_again(version)
        await mask(version, "ansökningar")


async def reseal() -> None:
    """Hashes of parts, their roots and the whole log, as Insyn would compute them; the codes are beyond him."""
    versions = await collecting.public_versions()
    version_parts = await collecting.of_versions(versions)
    subjects = {collecting.subject_of("version", key): parts for key, parts in version_parts.items()}
    stored = await stored_parts(subjects)
    roots = {}
    for subject, parts in subjects.items():
        before = stored.get(subject, {})
        now = {part.name: (before.get(part.name), part) for part in parts}
        hashes = {name: part.hash(old.salt if old else None) for name, (old, part) in now.items()}
        for name, hashed in hashes.items():
            if name in before and before[name].hash != hashed:
                same = (SealedPartRow.subject == subject) & (SealedPartRow.name == name)
                await SealedPartRow.update({SealedPartRow.hash: hashed}).where(same)
        roots[subject] = root(Sealed(name=name, salt=None, hash=hashed, code="") for name, hashed in hashes.items())
    await rewrite_log(roots)


async def rewrite_log(roots: dict[str, str]) -> None:
    rows, previous = await LogRow.select().order_by(LogRow.seq), "0" * 64
    last = {row["object"]: row["seq"] for row in rows if row["kind"] == "seal"}
    for row in rows:
        if last.get(row["object"]) == row["seq"] and row["object"] in roots:
            row["after"] = roots[row["object"]]
        row["previous"], before = previous, row["hash"]
        row["hash"] = previous = ChainLine(**row).sealed
        if row["hash"] != before:
            changed = {name: row[name] for name in ("after", "previous", "hash")}
            await LogRow.update(changed).where(LogRow.seq == row["seq"])
    await put_head_right()


async def change(chance: random.Random, number: int) -> str:
    table, what, where = CHANGES[number % len(CHANGES)]
    which = RANDOM_ROW.format(table=table, where=where, at=chance.randrange(1_000))
    done = f"DELETE FROM {table}" if what is None else f"UPDATE {table} {what}"  # noqa: S608  # names of our own
    await sql(f"{done} WHERE {which}")
    return f"{table} {what or 'deleted'}"


def test_two_hundred_random_changes_are_found_two_hundred_times_and_named(sqlite_url, tmp_path) -> None:
    settings, unseen = settings_for(sqlite_url, tmp_path), []

    async def attack(number: int) -> None:
        chance = random.Random(number)
        await sql("PRAGMA ignore_check_constraints = ON", "PRAGMA defer_foreign_keys = ON")
        description = await change(chance, number)
        if chance.random() < 0.5 and " deleted" not in description:
            await reseal()
        faults = (await examine(None)).faults
        if not faults or not all(fault.place for fault in faults):
            unseen.append(f"{number} {description}")

    async def work() -> None:
        await a_city(settings)
        assert (await RunRow.count(), await VersionRow.count()) == (2, 4)
        assert (await examine(None)).faults == ()
        await open_up()
        for number in range(WAYS):
            await undone(lambda number=number: attack(number))
        assert (await examine(None)).faults == ()

    inside(settings, work)
    assert unseen == []
