"""Assessments as signed files, and the public key that they are checked with. For machines, and for whoever doubts."""

import json
from datetime import datetime
from importlib.metadata import version as version_of
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from algorithms.cards import queries as public_queries
from algorithms.entry import State
from assessments.signing import key_id, public_pem, sign
from register.access import PUBLIC
from register.signing_key import signing_key


@get("/algorithms/{slug:str}/assessments/{number:int}/signed.json", access=PUBLIC)
async def signed_assessment(
    request: Request[Any, Any, Any], slug: FromPath[str], number: FromPath[int]
) -> Response[str]:
    """What is published of one assessment, signed by the city. The same address gives the same bytes."""
    found = await public_queries.card(slug)
    if found is None or found.version.state is State.WITHDRAWN:
        raise NotFoundException
    run = next((one.run for one in found.version.evidence if one.cited and one.number == number), None)
    if run is None or run not in found.results:
        raise NotFoundException
    said = {"entry": slug, "assessment": number, "result": found.results[run].to_dict()}
    at = found.version.published_at
    assert isinstance(at, datetime)  # a public version was published at a time
    document = sign({"insyn": version_of("insyn"), **said}, signing_key(request.app.state.settings), at=at)
    return Response(json.dumps(document, ensure_ascii=False, indent=1) + "\n", media_type=MediaType.JSON)


@get("/keys/{name:str}", access=PUBLIC)
async def public_key(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[str]:
    """The city's public key as PEM, under its own short name."""
    key = signing_key(request.app.state.settings).public_key()
    if name != f"{key_id(key)}.pub":
        raise NotFoundException
    return Response(public_pem(key), media_type="application/x-pem-file")


routes = [signed_assessment]
keys = [public_key]
