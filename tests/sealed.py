"""A small city with something of everything that is sealed, made by the commands alone: no web, no worker."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from algorithms.departments import add_department, rename_department
from algorithms.editing import commands
from algorithms.editing import mask_commands as masking
from algorithms.editing.entry_commands import withhold
from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.entries.entry import MeasureTaken, OpinionKind, Topic
from algorithms.entries.texts import Text
from algorithms.evidence import commands as evidence
from algorithms.evidence.commands import ReceivedFile
from algorithms.incidents import commands as incidents
from algorithms.log import heads
from algorithms.people import Role
from algorithms.redaction.withholding import GROUNDS
from algorithms.reporting.commands import set_targets
from algorithms.reporting.targets import Goal, PlanTarget
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from algorithms.statement.commands import publish as publish_statement
from algorithms.statement.rules import Conformance, StatementDraft, StatementPart
from algorithms.storage import mask_queries as masking_queries
from algorithms.storage import queries
from assessments.data.uploads import Receipt
from assessments.gate import suppress_and_round as gate
from assessments.results.signing import signature
from assessments.tables import RunRow
from builders import FULL_CHOICES, NOW, a_department, a_person, an_id
from city import texts
from made_up import random_result
from register.accounts.people.commands import OPERATOR
from register.jobs.signing import conclude
from register.settings import Settings
from register.signing_key import signing_key

EDITOR, OFFICER, COORDINATOR = (a_person(role, name=role) for role in (Role.EDITOR, Role.DPO, Role.COORDINATOR))
STEPS = (
    (Action.SUBMIT, EDITOR, None),
    (Action.GIVE_OPINION, OFFICER, StepComment(typed={"sv": "Se över gallringen."}, opinion=OpinionKind.OBJECT)),
    (Action.ANSWER_OBJECTION, COORDINATOR, StepComment(typed={"sv": "Det är gjort."}, case_number="KS 2026/1")),
    (Action.APPROVE, COORDINATOR, None),
    (Action.PUBLISH, COORDINATOR, None),
)
ANSWERS = {
    "operational_status": OperationalStatus.IN_USE,
    "personal_data": True,
    "human_role": HumanRole.DECIDES,
    "contact_email": "stod@staden.example",
}


async def departments() -> None:
    for slug in ("social", "school"):
        await add_department(a_department(slug), by=OPERATOR, at=NOW)


async def a_draft(name: str) -> UUID:
    topic, owner = Topic.WORK_AND_MONEY, a_department().id
    version = await commands.create_entry(name=name, department=owner, topic=topic, by=EDITOR, at=NOW)
    entry_texts = {**texts(), (Text.NAME, "sv"): name}
    fields = {"texts": entry_texts, "answers": ANSWERS, "choices": FULL_CHOICES}
    await commands.save(version, revision=0, **fields, by=EDITOR, at=NOW)
    return version


async def publish(version: UUID, steps: Sequence[tuple[Action, object, StepComment | None]] = STEPS) -> UUID:
    for action, who, words in steps:
        await commands.take_step(version, action, by=who, at=NOW, words=words)
    return version


async def mask(version: UUID, words: str) -> None:
    await masking.propose(version, words, "gdpr.5-1-c", "Ett namn", by=EDITOR, at=NOW)
    (proposed,) = [
        candidate for candidate in await masking_queries.masks_of(version, seen_by=COORDINATOR) if candidate.words
    ]
    await masking.confirm(version, proposed.id, by=COORDINATOR, at=NOW)


async def publish_again(version: UUID) -> UUID:
    """A newer version of the same entry, which takes the place of this one."""
    entry = (await queries.version(version, seen_by=COORDINATOR)).entry.id
    newer = await commands.new_version(entry, by=EDITOR, at=NOW)
    note = {(Text.CHANGE_NOTE, language): f"Nytt ({language})" for language in ("sv", "en")}
    await commands.save(newer, revision=0, texts=note, by=EDITOR, at=NOW)
    return await publish(newer)


async def a_finished_run(settings: Settings, version: UUID, seed: int = 1) -> UUID:
    """Evidence of a version under review, computed from made-up counts, with a measure where it shows a difference."""
    run, result = an_id(f"run {seed}"), random_result(seed)
    public = gate.publish(result)
    file = ReceivedFile(id=run, name="ansökningar.csv", size=10, sha256=f"{seed:064x}", wrapped_key=b"key")
    await evidence.receive(version, file, titles={"sv": "Test av urvalet"}, by=COORDINATOR, at=NOW)
    plan = json.dumps(result.plan.to_dict())
    await RunRow.update({RunRow.state: "running", RunRow.plan: plan}).where(RunRow.id == run)
    receipt = Receipt(sha256=file.sha256, size=10, destroyed_at=NOW)
    await conclude(settings, run, result, public, receipt=receipt, at=NOW)
    await evidence.cite(version, run, by=COORDINATOR, at=NOW)
    taken = MeasureTaken(what={"sv": "Gränsen höjs"}, who={"sv": "Enheten"}, by_when="2027-03", accepted={}, at=NOW)
    await evidence.record_measure(version, run, taken, by=COORDINATOR)
    return run


async def publish_with_run(settings: Settings, version: UUID, seed: int = 1) -> UUID:
    await publish(version, STEPS[:1])
    run = await a_finished_run(settings, version, seed)
    await publish(version, STEPS[1:])
    return run


async def publish_at(settings: Settings, hour: datetime) -> bool:
    """A head, as the worker publishes one at this full hour."""
    return await heads.publish(hour, partial(signature, key=signing_key(settings)))


INCIDENT = {"what": "Fel personer valdes ut.", "happened-on": "2026-11-20", "done": "Vi stoppade det."}


async def a_statement(number: int) -> None:
    texts = {(StatementPart.ACTOR, "sv"): f"Staden, för **{number}** gången"}
    draft = StatementDraft(
        conformance=Conformance.PARTIAL, assessed_on=date(2026, 11, 1), contact="hej@staden.example", texts=texts
    )
    await publish_statement(draft, after=number - 1, by=COORDINATOR, at=NOW)


async def what_else_is_public() -> None:
    """What residents read besides cards: departments, targets, a statement, what is withheld; and incidents."""
    if not await queries.departments():
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
