"""Assessments as signed files, and the public key that they are checked with. For machines, and for doubters."""

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import MediaType, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from algorithms.cards import queries as public_queries
from algorithms.entries.entry import LANGUAGES, Masked, VersionState
from algorithms.log import heads
from algorithms.log.published import next_hour
from algorithms.redaction.masks import covered
from algorithms.sealing.run_queries import stands
from assessments.results.signing import document, key_id, public_pem
from assessments.runs import queries as runs
from assessments.runs.proof import Words, public_words
from assessments.runs.queries import Proof
from register.guard.access import PUBLIC
from register.public.evidence_files.audit_head import as_document
from register.signing_key import signing_key

log = logging.getLogger("insyn.signed")
_NOT_PROVEN = (
    "These figures are not what the city signed when the assessment was finished, so no signed file is given out. "
    "Tell the city: insyn check says what was changed."
)


@get("/algorithms/{slug:str}/assessments/{number:int}/signed.json", access=PUBLIC, open_data=True)
async def signed_assessment(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    head: Annotated[int | None, QueryParameter(name="head")] = None,
) -> Response[str]:
    """What the city signed when this assessment was finished. It is never signed again, and never given out changed."""
    run, masks = await _cited(slug, number)
    key = signing_key(request.app.state.settings).public_key()
    proof = await _proof(run)
    if proof is None or proof.signed is None or not stands(proof, key):
        log.error("run %s is not what was signed", run)
        return Response(_NOT_PROVEN, status_code=503, media_type=MediaType.TEXT)
    context = {"entry": slug, "assessment": number, "published": await _published(run, head, request.app.state.clock())}
    signed, words = proof.signed, _readable(public_words(proof.facts, proof.signed.words), masks)
    file = document(signed.content, signed.signature, key, words=words, **context)
    return Response(json.dumps(file, ensure_ascii=False, indent=1) + "\n", media_type=MediaType.JSON)


async def _cited(slug: str, number: int) -> tuple[UUID, tuple[Masked, ...]]:
    published = await public_queries.card(slug)
    if published is None or published.version.state is VersionState.WITHDRAWN:
        raise NotFoundException
    run = next(
        (evidence.run for evidence in published.version.evidence if evidence.cited and evidence.number == number), None
    )
    if run is None or (run not in published.results and run not in published.altered):
        raise NotFoundException
    return run, published.version.entry.masks


async def _published(run: UUID, seq: int | None, now: datetime) -> dict[str, Any]:
    """The way from what was signed to the root of a published head; else when the next one is due."""
    (hashed,) = (await runs.signed_hashes([run])).values()
    head = await heads.published(seq)
    inclusion = head and await heads.inclusion(f"run/{run.hex}", hashed, head)
    if head is None or inclusion is None:
        return {"next": next_hour(now)}
    return {"head": as_document(head), **asdict(inclusion)}


async def _proof(run: UUID) -> Proof | None:
    try:
        return (await runs.proofs([run])).get(run)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # rows that nobody of Insyn has written
        return None


def _readable(words: Words, masks: Iterable[Masked]) -> Words:
    """Without those in which something is masked: their hashes stay, and everything else still proves."""
    hidden = tuple(masks)
    return {
        key: pair
        for key, pair in words.items()
        if all(covered(pair[1], hidden, language) == pair[1] for language in LANGUAGES)
    }


@get("/keys/{name:str}", access=PUBLIC, open_data=True)
async def public_key(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[str]:
    """The city's public key as PEM, under its own short name."""
    key = signing_key(request.app.state.settings).public_key()
    if name != f"{key_id(key)}.pub":
        raise NotFoundException
    return Response(public_pem(key), media_type="application/x-pem-file")


routes = [signed_assessment]
keys = [public_key]
