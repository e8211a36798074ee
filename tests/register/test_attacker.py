"""An attacker who writes the database, and recomputes every plain hash, is found two hundred times of two hundred."""

import random
from typing import Any
from uuid import UUID

import pytest

import programs
from algorithms import departments as city_departments
from algorithms.editing.erase_commands import erase_words
from algorithms.log import queries as log_queries
from algorithms.log.chain import ChainLine, digest
from algorithms.log.tables import LogRow
from algorithms.reporting import queries as reporting
from algorithms.sealing import collecting
from algorithms.sealing.parts import Sealed, root
from algorithms.sealing.queries import stored_parts
from algorithms.sealing.tables import SealedPartRow
from algorithms.statement import queries as statement
from assessments.tables import RunRow
from builders import NOW
from conftest import settings_for
from register.accounts.people.commands import OPERATOR, add_person, disable_person
from register.accounts.people.erasing import erase_person
from register.accounts.people.queries import ACCOUNT_EVENTS
from register.shell.check import examine
from sealed import COORDINATOR, a_draft, departments, mask, publish_again, publish_with_run, what_else_is_public
from tampering import inside, open_up, put_head_right, rewrite_run, sql, undone

WAYS = 200  # with make test-both; make test tries each kind once
PUBLIC = "version IN (SELECT id FROM version WHERE state IN ('published', 'replaced'))"
EVER_PUBLIC = "id IN (SELECT entry FROM version WHERE state IN ('published', 'replaced'))"  # a draft's address is free
RANDOM_ROW = (
    "SELECT {key} AS key FROM {table} WHERE {where} ORDER BY {key}"
    " LIMIT 1 OFFSET {at} % (SELECT count(*) FROM {table} WHERE {where})"
)
RECORDS = (
    log_queries.EVENTS,
    ACCOUNT_EVENTS,
    city_departments.RECORDS,
    reporting.RECORDS,
    statement.RECORDS,
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
    ("entry", "SET slug = slug || '-x'", EVER_PUBLIC),
    ("version", "SET state = 'draft'", "state = 'replaced'"),
    ("run", None, "true"),
    ("sealed_part", None, "true"),
    ("sealed_part", "SET code = hash", "true"),
    ("sealed_part", "SET erased = 3, salt = NULL", "erased IS NULL"),
    ("sealed_part", "SET erased = NULL", "erased IS NOT NULL"),
    ("version_text", "SET words = 'x'", "words LIKE '(Raderat%'"),
    ("event", "SET note = replace(note, 'KS 2026', 'KS 2027')", "action = 'erase-words'"),
    ("account_event", "SET decision = 'x'", "decision IS NOT NULL"),
    ("account_event", None, "decision IS NOT NULL"),
    ("version", "SET review_month = '2099-01'", "state = 'published'"),
    ("version", "SET risk_class = 'x'", "state = 'published'"),
    ("department", "SET name = replace(name, 'Social', 'Annan')", "slug = 'social'"),
    ("department", "SET contact_post = 'Gatan 1'", "true"),
    ("statement", "SET contact = 'x@y.example'", "true"),
    ("statement_text", "SET html = html || 'x'", "true"),
    ("statement_text", None, "true"),
    ("target", "SET percent = percent - 1", "true"),
    ("target", None, "true"),
    ("incident", "SET what = 'Inget'", "true"),
    ("incident", "SET data_protection_on = '2026-11-01'", "true"),
    ("incident", None, "true"),
    ("withheld", "SET ground = 'x'", "true"),
    ("withheld", None, "true"),
    ("search_page", "SET traits = 'topic:x'", "true"),
    ("search_page", "SET slug = slug || '-x'", "true"),
    ("search_page", "SET entry = (SELECT id FROM entry WHERE slug = 'ett-utkast')", "true"),
    ("search_page", None, "true"),
    ("search_text", "SET body = body || ' x'", "true"),
    ("search_text", "SET title = 'x'", "true"),
    ("search_word", "SET pages = weights", "true"),
    ("search_word", "SET folded = folded || 'x'", "true"),
    ("search_word", None, "true"),
    ("run", rewrite_run, "true"),
    ("run", "SET title = replace(title, 'Raderat', 'Borttaget')", "title LIKE '%Raderat%'"),
    ("run", "SET signed_words = replace(signed_words, '[\"\",', '[\"0\",')", "title LIKE '%Raderat%'"),
    ("event", "SET note = '{}'", "action = 'erase-words'"),
)
KEYS = {"event": "seq", "account_event": "seq", "target": "goal", "search_word": "key"}  # where it is not id


async def a_city(settings: Any) -> None:
    await departments()
    for number in (1, 2):
        version = await a_draft(f"System {number}")
        await publish_with_run(settings, version, number)
        await publish_again(version)
        await mask(version, "ansökningar")
        await erase_words(version, "1/text/risks/sv", f"Beslut KS 2026/{number}", by=COORDINATOR, at=NOW)
        await erase_words(version, "1/title/1/sv", f"Beslut KS 2026/{number}", by=COORDINATOR, at=NOW)
        person = await add_person(f"{number}@staden.example", "Vera", None, by=OPERATOR, at=NOW)
        await disable_person(person, by=OPERATOR, at=NOW)
        await erase_person(person, f"Beslut KS 2026/{number}", by=OPERATOR, at=NOW)
    await what_else_is_public()


async def reseal() -> None:
    """Hashes of parts, their roots and the whole log, as Insyn would compute them; the codes are beyond him."""
    versions = await collecting.public_versions()
    version_parts = await collecting.of_versions(versions)
    subjects = {collecting.subject_of("version", key): parts for key, parts in version_parts.items()}
    public = {row["entry"] for row in versions}
    entry_parts = await collecting.of_entries(public | await collecting.sealed_as_drafts(), public)
    subjects |= {collecting.subject_of("entry", key): parts for key, parts in entry_parts.items()}
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
    for records in RECORDS:
        rows = await records.row.select()
        for row in rows if records.whole is None else await records.whole(rows):
            roots[records.called(row[records.key._meta.name])] = digest(row)
    await rewrite_log(roots)


async def rewrite_log(digests: dict[str, str]) -> None:
    """``digests``: what the last line of each record shall tell of it."""
    rows, previous = await LogRow.select().order_by(LogRow.seq), "0" * 64
    last = {row["record"]: row["seq"] for row in rows if row["record"]}
    for row in rows:
        if last.get(row["record"]) == row["seq"] and row["record"] in digests:
            row["after"] = digests[row["record"]]
        row["previous"], before = previous, row["hash"]
        row["hash"] = previous = ChainLine(**row).sealed
        if row["hash"] != before:
            changed = {name: row[name] for name in ("after", "previous", "hash")}
            await LogRow.update(changed).where(LogRow.seq == row["seq"])
    await put_head_right()


async def change(chance: random.Random, number: int) -> str:
    table, what, where = CHANGES[number % len(CHANGES)]
    key = KEYS.get(table, "id")
    which = RANDOM_ROW.format(table=table, key=key, where=where, at=chance.randrange(1_000))
    if what is rewrite_run:
        (row,) = await sql(which)
        await rewrite_run(UUID(str(row["key"])))
        return "run rewritten with all that fits it"
    done = f"DELETE FROM {table}" if what is None else f"UPDATE {table} {what}"  # noqa: S608  # names of our own
    await sql(f"{done} WHERE {key} = ({which})")
    return f"{table} {what or 'deleted'}"


@pytest.mark.wider
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
        assert await RunRow.count() == 2
        assert (await examine(None)).faults == ()
        await open_up()
        for number in range(WAYS if programs.PART else len(CHANGES)):
            await undone(lambda number=number: attack(number))
        assert (await examine(None)).faults == ()

    inside(settings, work)
    assert unseen == []
