"""Our own style sheets and scripts, held in memory and named after their content, so that they may be kept for ever.

Pages for residents carry their style in them: on a slow line a second question would cost as much time as the first.
"""

import base64
import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markupsafe import Markup

from register.guard.access import PUBLIC
from register.web.responses import accepts_gzip
from register.web.stylesheet import stylesheet

FOLDER = Path(__file__).parent.parent / "static"


@dataclass(frozen=True, slots=True)
class StaticFile:
    address: str
    content: bytes
    packed: bytes
    media_type: str


def read_static_files(folder: Path = FOLDER) -> Mapping[str, StaticFile]:
    """By the name that templates use, ``insyn.css``."""
    shipped = (path for path in sorted(folder.glob("*")) if path.is_file() and path.name[0] != ".")
    files = {"insyn.css": stylesheet().encode(), **{path.name: path.read_bytes() for path in shipped}}
    return {name: hashed(name, content) for name, content in files.items()}


def hashed(name: str, content: bytes) -> StaticFile:
    """The file with this content, at an address that no other content has."""
    digest, (stem, dot, kind) = hashlib.sha256(content).hexdigest()[:12], name.rpartition(".")
    return StaticFile(
        address=f"/static/{stem}.{digest}{dot}{kind}",
        content=content,
        packed=gzip.compress(content, 9, mtime=0),
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
    )


@dataclass(frozen=True, slots=True)
class Inlined:
    """A style sheet as an element of a page, and how the content security policy names exactly this one."""

    element: Markup
    source: str
    text: str


def inlined(*sheets: StaticFile) -> Inlined:
    """Several become one; a later one wins."""
    style = "".join(sheet.content.decode() for sheet in sheets)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    element = Markup("<style>{}</style>").format(Markup(style))  # noqa: S704  # files of ours, and checked colours
    return Inlined(element, f"'sha256-{digest}'", style)


@get("/static/{name:str}", access=PUBLIC)
async def static_file(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Only a name with the hash of what it holds; any other, also an older one, does not exist."""
    file: StaticFile | None = request.app.state.static_addresses.get(f"/static/{name}")
    if file is None:
        raise NotFoundException
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if accepts_gzip(request.headers.get("accept-encoding", "")):
        return Response(file.packed, media_type=file.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(file.content, media_type=file.media_type, headers=headers)


routes = [static_file]
