"""What waits for a person besides the steps of the workflow, under its headings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from algorithms.cards.model_card import Passage, chosen
from algorithms.consistency.queries import open_disagreements
from algorithms.consistency.rules import Disagreement
from algorithms.entries.entry import Department, Version
from algorithms.entries.texts import Text
from algorithms.evidence.necessity import awaits_decision
from algorithms.evidence.queries import SensitiveWaiting, sensitive_waiting
from algorithms.people import Actor
from algorithms.questions.covering import begun
from algorithms.questions.queries import waiting_questions
from algorithms.questions.rules import ResidentQuestion
from algorithms.redaction.masks import covered_run
from algorithms.search.query.searching import Called
from algorithms.search.query.searching import names as public_names
from algorithms.storage.mask_queries import waiting_masks
from assessments.text.message import Message

MOST = 20  # lines under one heading
Owners: TypeAlias = Mapping[UUID | None, Department]


@dataclass(frozen=True, slots=True)
class InboxRequestLine:
    """Something besides the steps that waits for this person, and what for."""

    address: str
    title: Passage
    entry: Passage | Called | None  # where the title is another
    department: Department | None
    request: Message


@dataclass(frozen=True, slots=True)
class InboxRequestGroup:
    """What waits under one heading: how much, and the first of it."""

    heading: Message
    count: int
    lines: tuple[InboxRequestLine, ...]
    address: str = ""  # of a list with all of it


async def waiting_requests(actor: Actor, owners: Owners, language: str) -> tuple[InboxRequestGroup, ...]:
    """What waits besides the steps, under its headings; those with nothing under them are left out."""
    sensitive, masks = await sensitive_waiting(actor), await waiting_masks(actor)
    disagreements = await open_disagreements(actor)
    groups = (
        await _questions(actor, owners, language),
        InboxRequestGroup(
            heading=Message("Tests with sensitive data"),
            count=len(sensitive),
            lines=tuple(_sensitive_line(waiting, owners, language, actor) for waiting in sensitive[:MOST]),
        ),
        InboxRequestGroup(
            heading=Message("Words that somebody wants masked"),
            count=len(masks),
            lines=tuple(_mask_line(version, owners, language) for _, version in masks[:MOST]),
        ),
        InboxRequestGroup(
            heading=Message("Same product name, another class"),
            count=len(disagreements),
            lines=tuple(_disagreement_line(disagreement, owners, language) for disagreement in disagreements[:MOST]),
        ),
    )
    return tuple(group for group in groups if group.count)


async def _questions(actor: Actor, owners: Owners, language: str) -> InboxRequestGroup:
    count, waiting = await waiting_questions(actor, most=MOST)
    names = await public_names(language, (question.slug for question in waiting))
    lines = tuple(_question_line(question, names, owners, language) for question in waiting)
    return InboxRequestGroup(
        heading=Message("Residents’ questions"), count=count, lines=lines, address="/workspace/questions"
    )


def _question_line(
    question: ResidentQuestion, names: Mapping[str, Called], owners: Owners, language: str
) -> InboxRequestLine:
    """Its first words stand in the language that it was asked in."""
    request = Message("A resident is waiting for an answer.")
    if question.answers:
        request = Message("The answer is ready. Check it and send it.")
    title = Passage(begun(question.text, question.language), question.language)
    entry = names.get(question.slug, Called(question.slug, language)) if question.slug else None
    return InboxRequestLine(
        address=f"/workspace/questions/{question.id}",
        title=title,
        entry=entry,
        department=owners.get(question.department),
        request=request,
    )


def _mask_line(version: Version, owners: Owners, language: str) -> InboxRequestLine:
    request = Message("Read which words and on what ground, and decide.")
    address = f"/workspace/versions/{version.id}/masking"
    return InboxRequestLine(
        address=address,
        title=_called(version, language),
        entry=None,
        department=owners[version.entry.department],
        request=request,
    )


def _disagreement_line(disagreement: Disagreement, owners: Owners, language: str) -> InboxRequestLine:
    version, other = disagreement.version, disagreement.other
    source = other.called(language) if isinstance(other, Version) else other.source
    request = Message(
        "The class differs from the one “{other}” gives. Explain why, or change the class.", {"other": source}
    )
    address = f"/workspace/versions/{version.id}/consistency"
    return InboxRequestLine(
        address=address,
        title=_called(version, language),
        entry=None,
        department=owners[version.entry.department],
        request=request,
    )


def _sensitive_line(waiting: SensitiveWaiting, owners: Owners, language: str, actor: Actor) -> InboxRequestLine:
    version, run = waiting.version, covered_run(waiting.run, waiting.version.entry.masks)
    reads = waiting.test.opinion is None or awaits_decision(waiting.test, version.entry.department, actor)
    address = f"/workspace/versions/{version.id}/evidence/{run.id}" + ("/opinion" if reads else "")
    title, owner = chosen(run.titles, language) or _called(version, language), owners[version.entry.department]
    return InboxRequestLine(
        address=address,
        title=title,
        entry=_called(version, language),
        department=owner,
        request=_sensitive_request(waiting, actor),
    )


def _called(version: Version, language: str) -> Passage:
    return chosen(version.localized(Text.NAME), language) or Passage("", language)


def _sensitive_request(waiting: SensitiveWaiting, actor: Actor) -> Message:
    test = waiting.test
    if test.opinion is None:
        return Message("A test must not begin before you have read what it needs and given your opinion.")
    if awaits_decision(test, waiting.version.entry.department, actor):
        return Message("The data protection officer advises against a test. Read why, and decide.")
    if not test.opinion.needs_decision:
        return Message("The data protection officer has given advice. Upload the same file again to go on.")
    return Message(
        "The data protection officer advises against it. The approver decides, or you change the test. Read why."
    )
