"""A version brought to where a test begins: written, submitted, given an opinion, approved, published."""

from uuid import UUID

from algorithms.editing import commands
from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.entries.entry import OpinionKind, Topic
from algorithms.people import Actor, Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action
from builders import FULL_CHOICES, NOW, a_department
from city import NAME, City, texts
from register.accounts.people import queries as accounts


def actor(city: City, role: Role) -> Actor:
    person: Actor = city.call(accounts.person_by_email, city.address(role)).actor
    return person


def a_draft(city: City, by: Role = Role.EDITOR, *, personal_data: bool = True) -> UUID:
    writer = actor(city, by)
    topic, owner = Topic.WORK_AND_MONEY, a_department().id
    version: UUID = city.call(commands.create_entry, name=NAME, department=owner, topic=topic, by=writer, at=NOW)
    answers = {
        "operational_status": OperationalStatus.IN_USE,
        "personal_data": personal_data,
        "human_role": HumanRole.DECIDES,
        "contact_email": "stod@staden.example",
    }
    fields = {"texts": texts(), "answers": answers, "choices": FULL_CHOICES}
    city.call(commands.save, version, revision=0, **fields, by=writer, at=NOW)
    return version


def take(city: City, version: UUID, *steps: tuple[Action, Role, StepComment | None]) -> None:
    for action, role, words in steps:
        city.call(commands.take_step, version, action, by=actor(city, role), at=NOW, words=words)


def opinion(kind: OpinionKind = OpinionKind.AGREE, sv: str = "", en: str = "") -> tuple[Action, Role, StepComment]:
    return Action.GIVE_OPINION, Role.DPO, StepComment(typed={"sv": sv, "en": en}, opinion=kind)


SUBMIT = (Action.SUBMIT, Role.EDITOR, None)
APPROVE = (Action.APPROVE, Role.COORDINATOR, None)
PUBLISH = (Action.PUBLISH, Role.COORDINATOR, None)


def page_of(version: UUID) -> str:
    return f"/workspace/versions/{version}"
