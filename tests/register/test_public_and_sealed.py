"""All that the public reads is sealed, or follows from what is: who changes it past Insyn is found, and it is named."""

import pytest

from conftest import settings_for
from register.settings import Settings
from register.shell.check import examine
from sealed import what_else_is_public
from tampering import inside, open_up, sql, undone


@pytest.fixture
def settings(sqlite_url, tmp_path) -> Settings:
    return settings_for(sqlite_url, tmp_path)


CHANGES = {
    "UPDATE department SET name = replace(name, 'Social', 'Asocial') WHERE slug = 'social'": "department/",
    "UPDATE department SET contact_phone = '08-666' WHERE slug = 'social'": "department/",
    "INSERT INTO department (id, slug, name, board) VALUES ('12345678-1234-4234-8234-123456789abc', 'x', '{}', '{}')": (
        "department/12345678123442348234123456789abc"
    ),
    "UPDATE statement SET conformance = 'full' WHERE number = 2": "statement/2",
    "UPDATE statement_text SET html = '<p>x</p>' WHERE statement = 1": "statement/1",
    "DELETE FROM statement_text WHERE statement = 2": "statement/2",
    "UPDATE target SET percent = 10": "target/",
    "DELETE FROM target": "target/",
    "UPDATE incident SET what = 'Inget.' WHERE closed_at IS NULL": "/what",
    "UPDATE incident SET outcome = 'Inget.' WHERE closed_at IS NOT NULL": "/outcome",
    "UPDATE incident SET happened_on = '2020-01-01' WHERE closed_at IS NULL": "/incident/",
    "UPDATE incident SET closed_at = NULL, closed_by = NULL": "/incident/",
    "DELETE FROM incident": "/incident/",
    "UPDATE incident SET entry = (SELECT id FROM entry WHERE slug = 'hemligt')": "/incident/",
    "UPDATE withheld SET reason = 'Inget.'": "/withheld/reason",
    "DELETE FROM withheld": "/withheld",
    "UPDATE entry SET department = (SELECT id FROM department WHERE slug = 'school') WHERE slug = 'hemligt'": "/entry",
    "UPDATE version SET review_month = '2099-01' WHERE state = 'published'": "/version",
    "UPDATE version SET risk_class = 'minimal' WHERE state = 'published'": "/version",
    "UPDATE search_page SET slug = 'annat'": "search_page/urval",
    "UPDATE search_page SET traits = 'tested:yes'": "search_page/urval",
    "DELETE FROM search_page": "search_page/urval",
    "UPDATE search_page SET entry = (SELECT id FROM entry WHERE slug = 'ett-utkast')": "search_page/urval",
    "UPDATE search_text SET title = 'Annat' WHERE language = 'sv'": "search_page/urval",
    "UPDATE search_text SET body = body || ' x' WHERE language = 'en'": "search_page/urval",
    "DELETE FROM search_text WHERE language = 'en'": "search_page/urval",
    "UPDATE search_word SET stem = 'x' WHERE key = 'sv:urval'": "search_word/sv:urval",
    "UPDATE search_word SET weights = x'01' WHERE key = 'sv:urval'": "search_word/sv:urval",
    "DELETE FROM search_word WHERE key = 'sv:urval'": "search_word/sv:urval",
    "INSERT INTO search_word (key, folded, stem, page_count, pages, weights)"
    " SELECT 'sv:planterat', 'planterat', 'planter', 1, pages, x'40' FROM search_word WHERE key = 'sv:urval'": (
        "search_word/sv:planterat"
    ),
    "UPDATE search_index SET form = 0": "search_index",
}


def test_what_the_public_reads_is_named_when_somebody_changes_it_past_insyn(settings: Settings) -> None:
    unseen: list[str] = []

    async def attack(statement: str, place: str) -> None:
        await sql("PRAGMA ignore_check_constraints = ON", "PRAGMA defer_foreign_keys = ON", statement)
        places = [fault.place for fault in (await examine(None)).faults]
        if not any(place in at for at in places):
            unseen.append(f"{statement}: {places}")

    async def work() -> None:
        await what_else_is_public()
        assert (await examine(None)).faults == ()
        await open_up()
        for statement, place in CHANGES.items():
            await undone(lambda statement=statement, place=place: attack(statement, place))
        assert (await examine(None)).faults == ()

    inside(settings, work)
    assert unseen == []


def test_a_change_of_one_entry_does_not_hide_that_of_another_in_the_index(settings: Settings) -> None:
    async def work() -> list[str]:
        await what_else_is_public()
        await open_up()
        await sql("UPDATE incident SET what = 'Inget.' WHERE closed_at IS NULL", "UPDATE search_text SET title = 'x'")
        return [fault.place for fault in (await examine(None)).faults]

    places = inside(settings, work)
    assert ("search_page/urval" in places, any("/incident/" in place for place in places)) == (True, True)


@pytest.mark.storage
def test_on_both_databases_what_insyn_writes_is_intact(database_url: str, tmp_path) -> None:
    async def work() -> tuple[object, ...]:
        await what_else_is_public()
        whole = (await examine(None)).faults
        await open_up()
        await sql("UPDATE search_text SET title = 'Annat' WHERE language = 'sv'")
        return whole, [fault.place for fault in (await examine(None)).faults]

    assert inside(settings_for(database_url, tmp_path), work) == ((), ["search_page/urval"])
