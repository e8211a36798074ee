"""Entries published without a form, through every step of the workflow, and the public list as it is then read."""

import re
from collections.abc import Mapping
from uuid import UUID

from algorithms.editing import commands, entry_commands
from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.entries.entry import Topic
from algorithms.entries.texts import Text
from algorithms.people import Role
from builders import FULL_CHOICES, NOW, a_department
from city import City, texts
from steps import APPROVE, PUBLISH, SUBMIT, actor, opinion, take


def publish(
    city: City,
    name: str,
    topic: Topic = Topic.WORK_AND_MONEY,
    status: OperationalStatus = OperationalStatus.PILOT,
    *,
    english: str = "",
    summary: str = "",
    more: Mapping[tuple[Text, str], str] | None = None,
    case_number: str = "",
) -> UUID:
    editor, owner = actor(city, Role.EDITOR), a_department().id
    version: UUID = city.call(commands.create_entry, name=name, department=owner, topic=topic, by=editor, at=NOW)
    entry_texts = {**texts(), (Text.NAME, "sv"): name, (Text.NAME, "en"): english or f"{name} in English"}
    if summary:
        entry_texts[Text.SUMMARY, "sv"] = summary
    entry_texts.update(more or {})
    answers = {
        "operational_status": status,
        "personal_data": True,
        "human_role": HumanRole.DECIDES,
        "contact_email": "a@staden.example",
    }
    fields = {"texts": entry_texts, "answers": answers, "choices": FULL_CHOICES}
    city.call(commands.save, version, revision=0, **fields, by=editor, at=NOW)
    if case_number:
        city.call(entry_commands.set_case_number, version, case_number, by=editor, at=NOW)
    take_all_steps(city, version)
    return version


def take_all_steps(city: City, version: UUID) -> None:
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)


def published_again(city: City, before: UUID, **texts: str) -> UUID:
    """The next version with these Swedish texts changed."""
    editor = actor(city, Role.EDITOR)
    entry = city.call(commands.for_change, before, editor).entry.id
    version: UUID = city.call(commands.new_version, entry, by=editor, at=NOW)
    changed = {(Text(name.replace("_", "-")), "sv"): words for name, words in texts.items()}
    new_texts = {**changed, (Text.CHANGE_NOTE, "sv"): "Vi granskar fler ärenden för hand."}
    revision = city.call(commands.for_change, version, editor).revision
    city.call(commands.save, version, revision=revision, texts=new_texts, by=editor, at=NOW)
    take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
    return version


def listed(city: City, query: str = "") -> list[str]:
    """The names in the list, in its order."""
    answer = city.client.get(f"/sv/algorithms{query}")
    assert answer.status_code == 200
    return [label for href, label in city.client.page.links if re.fullmatch(r"/sv/algorithms/[^/?]+", href)]
