"""How data are answered: JSON, files, problems (RFC 9457), and which representation a reader prefers."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from litestar import Request, Response
from litestar.response import Stream

from register.opendata.files import Format, Written
from register.opendata.parameters import ParameterError
from register.web.responses import accepts_gzip, last_modified

Asking = Request[Any, Any, Any]
JSON, LD_JSON, PROBLEM = "application/json", "application/ld+json", "application/problem+json"
_LARGE = 2_000_000  # bytes that a process should not hold for each who asks
_PIECE = 256_000
_PACKED = frozenset({Format.CSV.media_type, Format.JSONL.media_type})  # a workbook is packed already


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToSend:
    """An open file; ``changed`` is since when it says what it says, where that is known."""

    content: BinaryIO
    written: Written
    media_type: str
    name: str
    changed: datetime | None = None


def file_answer(request: Asking, file: FileToSend) -> Response[Any]:
    """A small one as a whole; a large one in pieces, so that memory never holds it, with a tag of its own."""
    licence = request.app.state.settings.licence
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Link": f'<{licence}>; rel="license"'}
    headers |= last_modified(file.changed) if file.changed else {}
    if file.written.size <= _LARGE:
        with file.content as content:
            return Response(content.read(), media_type=file.media_type, headers=headers)
    packed = file.media_type in _PACKED and accepts_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{file.written.sha256[:31]}{"a" if packed else "b"}"'
    headers |= {"ETag": tag, "Cache-Control": "no-cache"}
    headers |= {"Vary": "Accept-Encoding"} if file.media_type in _PACKED else {}
    if tag in request.headers.get("if-none-match", ""):
        file.content.close()
        return Response(b"", status_code=304, headers=headers)
    headers |= {"Content-Encoding": "gzip"} if packed else {"Content-Length": str(file.written.size)}
    return Stream(_pieces(file.content, packed=packed), media_type=file.media_type, headers=headers)


async def _pieces(content: BinaryIO, *, packed: bool) -> AsyncIterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31) if packed else None  # 31: in the form of gzip
    with content:
        while piece := await asyncio.to_thread(content.read, _PIECE):
            yield packer.compress(piece) if packer else piece
        if packer:
            yield packer.flush()


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
