"""Where the log ended at a full hour, for everybody: whoever keeps it can prove later what was published and done."""

from dataclasses import asdict
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import QueryParameter

from algorithms.log import heads
from algorithms.log.published import FORMAT, PublishedHead, next_hour
from assessments.signing import key_id
from register.access import PUBLIC
from register.signing_key import signing_key

_FRESH = {"Cache-Control": "no-store"}


@get("/api/v1/log/head", access=PUBLIC)
async def log_head(
    request: Request[Any, Any, Any], seq: Annotated[int | None, QueryParameter(name="seq")] = None
) -> Response[dict[str, Any]]:
    """The newest head that was published, or the one of line ``seq``. Never what was done since the last full hour."""
    found = await heads.published(seq)
    if found is None:
        later = {"said": "No such head has been published.", "next": next_hour(request.app.state.clock())}
        return Response(later, status_code=404, headers=_FRESH)
    public = signing_key(request.app.state.settings).public_key()
    return Response({**as_document(found), "key_id": key_id(public)}, headers=_FRESH)


def as_document(head: PublishedHead) -> dict[str, Any]:
    return {"format": FORMAT, **asdict(head)}


routes = [log_head]
