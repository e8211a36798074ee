"""Where the log ends, for everybody: whoever notes it can tell later whether the past was rewritten."""

from typing import Any

from litestar import Response, get

from algorithms.log import queries as log_queries
from register.access import PUBLIC


@get("/api/v1/log/head", access=PUBLIC)
async def log_head() -> Response[dict[str, Any]]:
    """Number, hash and time of the last line. ``insyn check --head`` takes this answer, saved as a file."""
    head, at = await log_queries.head()
    return Response({"seq": head.seq, "hash": head.hash, "at": at}, headers={"Cache-Control": "no-store"})


routes = [log_head]
