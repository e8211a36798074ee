"""The list of entries that staff see, written by the command and imported by another city without a question."""

import asyncio
from pathlib import Path

import sealed
from algorithms.editing import commands
from algorithms.entries.kinds import plain
from algorithms.entries.texts import Text
from algorithms.importing import queries as import_queries
from algorithms.importing.columns import TARGETS, Matching, guess, unknown
from algorithms.importing.rows import dry_run
from algorithms.storage import queries
from assessments.runs.subprocess_client import PlainFile, sheet_of
from builders import NOW
from conftest import settings_for
from register.shell.exporting.entries import write_entries
from register.spreadsheets.vocabulary import vocabulary
from register.storage.database import opened
from register.storage.migrate import made_ready

ODD = {
    (Text.SUMMARY, "sv"): '=1+1; "citat", ”fler”\n\n- rad\n- rad två',
    (Text.SUMMARY, "en"): "'=x \u202eשלום\u202c <b>&amp;</b> 🙂é",
    (Text.RISKS, "sv"): "-första\ttabb",
}


def test_an_exported_list_is_imported_without_a_question_and_says_the_same(sqlite_url: str, tmp_path: Path) -> None:
    settings, file = settings_for(sqlite_url, tmp_path), tmp_path / "entries.csv"
    asyncio.run(made_ready(settings))

    async def export() -> None:
        async with opened(settings):
            await sealed.departments()
            versions = [await sealed.a_draft(name) for name in ("Zebra", "Apa")]
            await commands.save(versions[0], revision=1, texts=ODD, by=sealed.EDITOR, at=NOW)
            await sealed.publish(versions[1])
            assert await write_entries(file) == 2
            before = [await queries.version(version, seen_by=sealed.COORDINATOR) for version in versions]
            words = vocabulary(await queries.departments())
            around = await import_queries.around(sealed.COORDINATOR)
            sheet = await sheet_of(PlainFile(file), 10_000, 100)
            matching = Matching(columns=guess(sheet.names, words))
            assert tuple(matching.columns.values()) == tuple(TARGETS), "every column is known by its name"
            assert unknown(sheet, matching, words) == {}
            outcome = dry_run(sheet, matching, words, around)
            assert outcome.wrong_rows == frozenset()
            drafts = {draft.name: draft for draft in outcome.drafts}
            for version in before:
                draft = drafts[version.texts[Text.NAME, "sv"]]
                assert draft.texts == {key: text for key, text in version.texts.items() if text}
                assert (draft.department, draft.topic) == (version.entry.department, version.entry.topic)
                for name in version.answers.__slots__:
                    assert plain(draft.answers.get(name)) == plain(getattr(version.answers, name)), name

    asyncio.run(export())
