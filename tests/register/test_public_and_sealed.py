"""All that the public reads is sealed, or follows from what is: who changes it past Insyn is found, and it is named."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from algorithms.departments import rename_department
from algorithms.editing.entry_commands import withhold
from algorithms.incidents import commands as incidents
from algorithms.redaction.withholding import GROUNDS
from algorithms.reporting.commands import set_targets
from algorithms.reporting.targets import Goal, PlanTarget
from algorithms.statement.commands import publish as publish_statement
from algorithms.statement.rules import Conformance, StatementDraft, StatementPart
from builders import NOW, a_department
from conftest import settings_for
from register.accounts.people.commands import OPERATOR
from register.settings import Settings
from register.shell.check import examine
from sealed import COORDINATOR, EDITOR, a_draft, departments, publish, publish_again
from tampering import inside, open_up, sql, undone

INCIDENT = {"what": "Fel personer valdes ut.", "happened-on": "2026-11-20", "done": "Vi stoppade det."}


@pytest.fixture
def settings(sqlite_url, tmp_path) -> Settings:
    return settings_for(sqlite_url, tmp_path)


async def a_statement(number: int) -> None:
    texts = {(StatementPart.ACTOR, "sv"): f"Staden, för **{number}** gången"}
    draft = StatementDraft(
        conformance=Conformance.PARTIAL, assessed_on=date(2026, 11, 1), contact="hej@staden.example", texts=texts
    )
    await publish_statement(draft, after=number - 1, by=COORDINATOR, at=NOW)


async def a_city() -> None:
    """What residents read besides cards: departments, targets, a statement, what is withheld; and incidents."""
    await departments()
    names = {"sv": "Socialförvaltningen", "en": "Social services"}
    await rename_department(a_department().id, names, names, "08-123", by=OPERATOR, at=NOW)
    version: UUID = await publish(await a_draft("Urval"))
    incident = await incidents.record_incident(version, INCIDENT, by=EDITOR, at=NOW)
    await incidents.close_incident(version, incident, "Rättat.", by=EDITOR, at=NOW + timedelta(hours=1))
    draft = await a_draft("Ett utkast")
    await incidents.record_incident(draft, INCIDENT, by=EDITOR, at=NOW)
    await withhold(await a_draft("Hemligt"), GROUNDS[0].key, "Skäl.", by=COORDINATOR, at=NOW)
    await publish_again(version)
    for number in (1, 2):
        await a_statement(number)
    goals = list(Goal)[:2]
    for target in (PlanTarget(80, "2027-03"), PlanTarget(90, "2027-06"), None):
        await set_targets({goals[0]: target or PlanTarget(90, "2027-06"), goals[1]: target}, by=COORDINATOR, at=NOW)


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
    "UPDATE search_page SET risk_class = 'x'": "search_page/urval",
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
        await a_city()
        assert (await examine(None)).faults == ()
        await open_up()
        for statement, place in CHANGES.items():
            await undone(lambda statement=statement, place=place: attack(statement, place))
        assert (await examine(None)).faults == ()

    inside(settings, work)
    assert unseen == []


@pytest.mark.storage
def test_on_both_databases_what_insyn_writes_is_intact(database_url: str, tmp_path) -> None:
    async def work() -> tuple[object, ...]:
        await a_city()
        whole = (await examine(None)).faults
        await open_up()
        await sql("UPDATE search_text SET title = 'Annat' WHERE language = 'sv'")
        return whole, [fault.place for fault in (await examine(None)).faults]

    assert inside(settings_for(database_url, tmp_path), work) == ((), ["search_page/urval"])
