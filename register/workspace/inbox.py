"""What waits for a person beside the steps of the workflow, under its headings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from algorithms.cards.model_card import Passage, chosen
from algorithms.consistency.queries import open_disagreements
from algorithms.consistency.rules import Disagreement
from algorithms.entries.entry import Department, OpinionKind, Version
from algorithms.entries.texts import Text
from algorithms.evidence.necessity import LICENCE
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
    """Something beside the steps that waits for this person, and what for."""

    address: str
    title: Passage
    entry: Passage | Called | None  # where the title is another
    department: Department | None
    told: Message


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """What waits under one heading: how much, and the first of it."""

    heading: Message
    count: int
    lines: tuple[InboxRequestLine, ...]
    address: str = ""  # of a list with all of it


async def asked_of(actor: Actor, owners: Owners, language: str) -> tuple[AskedGroup, ...]:
    """What waits beside the steps, under its headings; those with nothing under them are left out."""
    sensitive, masks = await sensitive_waiting(actor), await waiting_masks(actor)
    open_ones = await open_disagreements(actor)
    groups = (
        await _questions(actor, owners, language),
        AskedGroup(
            Message("Tests with sensitive data"),
            len(sensitive),
            tuple(_sensitive_line(one, owners, language) for one in sensitive[:MOST]),
        ),
        AskedGroup(
            Message("Words that somebody wants masked"),
            len(masks),
            tuple(_mask_line(version, owners, language) for _, version in masks[:MOST]),
        ),
        AskedGroup(
            Message("The same product with another class"),
            len(open_ones),
            tuple(_disagreement_line(one, owners, language) for one in open_ones[:MOST]),
        ),
    )
    return tuple(one for one in groups if one.count)


async def _questions(actor: Actor, owners: Owners, language: str) -> AskedGroup:
    count, waiting = await waiting_questions(actor, most=MOST)
    names = await public_names(language, (one.slug for one in waiting))
    lines = tuple(_question_line(one, names, owners, language) for one in waiting)
    return AskedGroup(Message("Residents’ questions"), count, lines, "/workspace/questions")


def _question_line(
    one: ResidentQuestion, names: Mapping[str, Called], owners: Owners, language: str
) -> InboxRequestLine:
    """Its first words stand in the language that it was asked in."""
    told = Message("A resident waits for an answer.")
    if one.answers:
        told = Message("The answer is written. Read it, and give it.")
    title = Passage(begun(one.text, one.language), one.language)
    entry = names.get(one.slug, Called(one.slug, language)) if one.slug else None
    return InboxRequestLine(f"/workspace/questions/{one.id}", title, entry, owners.get(one.department), told)


def _mask_line(version: Version, owners: Owners, language: str) -> InboxRequestLine:
    told = Message("Read which words and on what ground, and decide.")
    address = f"/workspace/versions/{version.id}/masking"
    return InboxRequestLine(address, _called(version, language), None, owners[version.entry.department], told)


def _disagreement_line(found: Disagreement, owners: Owners, language: str) -> InboxRequestLine:
    version, other = found.version, found.other
    said_by = other.called(language) if isinstance(other, Version) else other.said_by
    told = Message("Another class than “{other}” says. Tell why, or change it.", {"other": said_by})
    address = f"/workspace/versions/{version.id}/consistency"
    return InboxRequestLine(address, _called(version, language), None, owners[version.entry.department], told)


def _sensitive_line(waiting: SensitiveWaiting, owners: Owners, language: str) -> InboxRequestLine:
    version, run = waiting.version, covered_run(waiting.run, waiting.version.entry.masks)
    address = f"/workspace/versions/{version.id}/evidence/{run.id}" + ("" if waiting.opinion else "/opinion")
    title, owner = chosen(run.titles, language) or _called(version, language), owners[version.entry.department]
    return InboxRequestLine(address, title, _called(version, language), owner, _what_is_asked(waiting.opinion))


def _called(version: Version, language: str) -> Passage:
    return chosen(version.said(Text.NAME), language) or Passage("", language)


def _what_is_asked(opinion: OpinionKind | None) -> Message:
    if opinion is None:
        return Message("A test may not begin before you have read what it needs and given your opinion.")
    if opinion in LICENCE:
        return Message("The data protection officer has agreed. Upload the same file again to go on.")
    return Message("The data protection officer objects. Read why, and change the test.")
