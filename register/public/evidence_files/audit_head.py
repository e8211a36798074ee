"""Where the log ended at a full hour, for everybody: a copy of it proves later what was published and done."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.exceptions import ClientException
from litestar.params import QueryParameter

from algorithms.log import heads
from algorithms.log.published import FORMAT, PublishedHead, next_hour
from assessments.results.signing import key_id
from register.guard.access import PUBLIC
from register.signing_key import signing_key
from register.web.responses import last_modified

_KNOWN = ("seq", "since")
_FRESH = {"Cache-Control": "no-store"}


@get("/api/v1/log/head", access=PUBLIC, open_data=True)
async def log_head(
    request: Request[Any, Any, Any],
    seq: Annotated[int | None, QueryParameter(name="seq")] = None,
    since: Annotated[int | None, QueryParameter(name="since")] = None,
) -> Response[dict[str, Any]]:
    """The newest head that was published, or the one of line ``seq``. Never what was done since the last full hour.

    With ``since``, the line of an earlier head, also what proves that this head goes on where that one ended.
    """
    if unknown := sorted(set(request.query_params) - set(_KNOWN)):
        raise ClientException(detail=f"Unknown parameters: {', '.join(unknown)}. Known here: {', '.join(_KNOWN)}.")
    head, earlier = await heads.published(seq), None if since is None else await heads.published(since)
    if head is None or (since is not None and (earlier is None or earlier.seq > head.seq)):
        return _none(request.scope["path"], since or seq, next_hour(request.app.state.clock()))
    document = {**as_document(head), "key_id": key_id(signing_key(request.app.state.settings).public_key())}
    if earlier is not None:
        document["since"] = asdict(await heads.growth(earlier, head))
    return Response(document, headers=_FRESH | last_modified(datetime.fromisoformat(head.at)))


def _none(path: str, seq: int | None, due: str) -> Response[dict[str, Any]]:
    """Why there is none, as a problem (RFC 9457), and when the next one is due."""
    title = "No head has been published yet"
    detail = f"The first one is made at {due}: a head is published at each full hour at which there is something new."
    if seq is not None:
        title = "No head with this number has been published"
        detail = "Ask without seq for the newest one. Its number is that of the last line of the log at a full hour."
    problem = {"type": "about:blank", "title": title, "status": 404, "detail": detail, "instance": path, "next": due}
    return Response(problem, status_code=404, media_type="application/problem+json", headers=_FRESH)


def as_document(head: PublishedHead) -> dict[str, Any]:
    return {"format": FORMAT, **asdict(head)}


routes = [log_head]
