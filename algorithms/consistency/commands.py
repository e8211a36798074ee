"""Writes of answers to why a product has another class elsewhere, and of the products that others have classed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from algorithms.city_tables import DisagreementRow, KnownProductRow
from algorithms.consistency.queries import disagreements_of
from algorithms.consistency.rules import ClassedProduct, objections
from algorithms.people import Actor, Permission
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Event, RefusedError
from algorithms.storage import save
from algorithms.storage.queries import version
from assessments.storage import transaction
from assessments.text.message import Message


async def answer(version_id: UUID, key: str, words: str, *, by: Actor, at: datetime) -> None:
    """Why the class of this entry is another than the one that ``key`` names; counts while both classes stay."""
    async with transaction():
        own_version = await version(version_id, seen_by=by)
        if not by.may(Permission.WRITE, own_version.entry.department):
            raise RefusedError((Message("Your role does not include this."),))
        disagreement = next(
            (candidate for candidate in await disagreements_of(own_version, seen_by=by) if candidate.key == key), None
        )
        if disagreement is None:
            raise RefusedError((Message("The classes agree now, so there is nothing to answer."),))
        if wrong := objections(words):
            raise RefusedError(wrong)
        who_and_when: dict[str, Any] = {"answered_by": by.id, "answered_at": at}
        classes = {"own_class": disagreement.own_class.value, "other_class": disagreement.other_class.value}
        row = {"entry": own_version.entry.id, "other": key, "words": words.strip(), **classes, **who_and_when}
        await DisagreementRow.insert(DisagreementRow(**row))
        role = by.role_for([Permission.WRITE], own_version.entry.department)
        comment = StepComment(typed={"sv": words})
        event = Event(
            entry=own_version.entry.id,
            version=own_version.id,
            action="answer-disagreement",
            by=by.id,
            at=at,
            words=comment,
            role=role,
        )
        await save.record(event)


async def keep_known_products(products: Iterable[ClassedProduct], sources: Iterable[str] | None = None) -> None:
    """Put what others say of products in the place of what was kept before: of these sources, else of all."""
    async with transaction():
        if sources is None:
            await KnownProductRow.delete(force=True)
        else:
            await KnownProductRow.delete().where(KnownProductRow.source.is_in([*sources, ""]))
        for product in {(known.product, known.supplier, known.source): known for known in products}.values():
            fields = {name: getattr(product, name) for name in ClassedProduct.__slots__}
            await KnownProductRow.insert(KnownProductRow(**{**fields, "risk_class": product.risk_class.value}))
