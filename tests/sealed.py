"""A small city with something of everything that is sealed, made by the commands alone: no web, no worker."""

from collections.abc import Sequence
from uuid import UUID

from algorithms import commands, queries
from algorithms.department_commands import add_department
from algorithms.entry import HumanRole, OperationalStatus, OpinionKind, Topic
from algorithms.masking import commands as masking
from algorithms.masking import queries as masking_queries
from algorithms.people import Role
from algorithms.rules import Words
from algorithms.texts import Text
from algorithms.workflow import Action
from builders import FULL_CHOICES, NOW, a_department, a_person
from city import texts
from register.accounts.commands import OPERATOR

EDITOR, OFFICER, COORDINATOR = (a_person(role, name=role) for role in (Role.EDITOR, Role.DPO, Role.COORDINATOR))
STEPS = (
    (Action.SUBMIT, EDITOR, None),
    (Action.GIVE_OPINION, OFFICER, Words({"sv": "Se över gallringen."}, OpinionKind.OBJECT)),
    (Action.ANSWER_OBJECTION, COORDINATOR, Words({"sv": "Det är gjort."})),
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
    said = {**texts(), (Text.NAME, "sv"): name}
    told = {"texts": said, "answers": ANSWERS, "choices": FULL_CHOICES}
    await commands.save(version, revision=0, **told, by=EDITOR, at=NOW)
    return version


async def publish(version: UUID, steps: Sequence[tuple[Action, object, Words | None]] = STEPS) -> UUID:
    for action, who, words in steps:
        await commands.take_step(version, action, by=who, at=NOW, words=words)
    return version


async def mask(version: UUID, words: str) -> None:
    await masking.propose(version, words, "gdpr.5-1-c", "Ett namn", by=EDITOR, at=NOW)
    (proposed,) = [one for one in await masking_queries.masks_of(version, seen_by=COORDINATOR) if one.words]
    await masking.confirm(version, proposed.id, by=COORDINATOR, at=NOW)


async def publish_anew(version: UUID) -> UUID:
    """A newer version of the same entry, which takes the place of this one."""
    entry = (await queries.version(version, seen_by=COORDINATOR)).entry.id
    newer = await commands.new_version(entry, by=EDITOR, at=NOW)
    note = {(Text.CHANGE_NOTE, language): f"Nytt ({language})" for language in ("sv", "en")}
    await commands.save(newer, revision=0, texts=note, by=EDITOR, at=NOW)
    return await publish(newer)
