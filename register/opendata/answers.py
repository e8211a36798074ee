"""How data are answered: JSON, files, problems (RFC 9457), and which representation a reader prefers."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from litestar import Request, Response

from register.opendata.parameters import ParameterError
from register.web.responses import last_modified

Asking = Request[Any, Any, Any]
JSON, LD_JSON, PROBLEM = "application/json", "application/ld+json", "application/problem+json"


def json_answer(
    content: object, *, media_type: str = JSON, headers: Mapping[str, str] | None = None, status: int = 200
) -> Response[bytes]:
    body = json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
    return Response(body, media_type=media_type, headers=dict(headers or {}), status_code=status)


def problem(request: Asking, status: int, title: str, detail: str) -> Response[bytes]:
    """What is wrong and what to do, by RFC 9457; ``instance`` is the address that was asked."""
    return json_answer(
        {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail,
            "instance": request.scope["path"],
        },
        media_type=PROBLEM,
        status=status,
        headers={"Content-Language": "en"},
    )


def refused(request: Asking, error: ParameterError) -> Response[bytes]:
    return problem(request, 400, "The address asks for something that there is not", str(error))


def missing(request: Asking) -> Response[bytes]:
    return problem(request, 404, "There is nothing at this address", "The name may be mistyped, or was never public.")


def file_answer(path: Path, media_type: str, name: str, licence: str, changed: datetime | None) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Link": f'<{licence}>; rel="license"'}
    headers |= last_modified(changed) if changed else {}
    return Response(path.read_bytes(), media_type=media_type, headers=headers)


def given_parameters(request: Asking) -> dict[str, str]:
    """Each parameter once. ParameterError for one that is given twice."""
    pairs = list(request.query_params.multi_items())
    given = dict(pairs)
    if len(given) != len(pairs):
        raise ParameterError("Each parameter may be given once.")
    return given


def preferred(accept: str, offered: Sequence[str]) -> str:
    """The first of these media types that the header Accept wants most; the first of all where it names none."""
    weights: dict[str, float] = {}
    for part in accept.lower()[:1000].split(","):
        kind, *rest = (piece.strip() for piece in part.split(";"))
        quality = next((piece[2:] for piece in rest if piece.startswith("q=")), "1")
        try:
            weights[kind] = float(quality)
        except ValueError:
            weights[kind] = 0.0
    scored = [
        (weights.get(kind, weights.get(f"{kind.partition('/')[0]}/*", weights.get("*/*", 0.0)))) for kind in offered
    ]
    best = max(scored)
    return offered[scored.index(best)] if best > 0 else offered[0]
