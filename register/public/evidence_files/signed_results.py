"""Assessments as signed files, and the public key that they are checked with. For machines, and for doubters."""

import json
import logging
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import MediaType, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from algorithms.log import heads
from algorithms.log.published import next_hour
from algorithms.published.signed import signed_assessment as what_was_signed
from algorithms.sealing.run_queries import stands
from assessments.results.signing import document, key_id, public_pem
from assessments.runs import queries as runs
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
    if (assessment := await what_was_signed(slug, number)) is None:
        raise NotFoundException
    run, proof = assessment.run, assessment.proof
    key = signing_key(request.app.state.settings).public_key()
    if proof is None or proof.signed is None or not stands(proof, key):
        log.error("run %s is not what was signed", run)
        return Response(_NOT_PROVEN, status_code=503, media_type=MediaType.TEXT)
    context = {"entry": slug, "assessment": number, "published": await _published(run, head, request.app.state.clock())}
    signed = proof.signed
    file = document(signed.content, signed.signature, key, words=assessment.words, **context)
    return Response(json.dumps(file, ensure_ascii=False, indent=1) + "\n", media_type=MediaType.JSON)


async def _published(run: UUID, seq: int | None, now: datetime) -> dict[str, Any]:
    """The way from what was signed to the root of a published head; else when the next one is due."""
    (hashed,) = (await runs.signed_hashes([run])).values()
    head = await heads.published(seq)
    inclusion = head and await heads.inclusion(f"run/{run.hex}", hashed, head)
    if head is None or inclusion is None:
        return {"next": next_hour(now)}
    return {"head": as_document(head), **asdict(inclusion)}


@get("/keys/{name:str}", access=PUBLIC, open_data=True)
async def public_key(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[str]:
    """The city's public key as PEM, under its own short name."""
    key = signing_key(request.app.state.settings).public_key()
    if name != f"{key_id(key)}.pub":
        raise NotFoundException
    return Response(public_pem(key), media_type="application/x-pem-file")


routes = [signed_assessment]
keys = [public_key]
