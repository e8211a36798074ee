"""Forms as they are sent: their bytes read within limits, and what was typed as plain text.

Litestar keeps the last 1,024 form bodies in memory for ever and blocks on large ones, so nobody calls
``request.form()``. What a page shows of a form that was refused: register.web.forms.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import ClientException, HTTPException

from register.request.body_limits import pieces

MAX_BODY = 256 * 1024
MAX_SHOWN = 2 * MAX_BODY  # a longer form is not stored, but its words are shown again up to here
MAX_FIELDS = 500
TOKEN = "_csrf_token"  # noqa: S105  # a field's name
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed: always text, with line ends as ``\\n``. A field that was not sent is empty, not an error."""

    fields: tuple[tuple[str, str], ...] = ()

    def text(self, name: str) -> str:
        """The first value, without blanks at its ends."""
        return next((value.strip() for key, value in self.fields if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value.strip() for key, value in self.fields if key == name)

    def revision(self) -> int:
        """Which revision somebody has seen, as our form wrote it; -1, which none has, for anything else."""
        written = self.text("revision")
        return int(written) if written.isdecimal() and len(written) < 10 else -1

    def typed(self) -> dict[str, str]:
        """What each control held, to be shown again; not what proves that the form is ours."""
        return {name: self.text(name) for name in self if name != TOKEN}

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.fields)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key for key, _ in self.fields))


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """The body as a form, or a refusal in plain words: too large, too many fields, not text."""
    if request.headers.get("content-type", FORM_TYPE).partition(";")[0].strip().lower() != FORM_TYPE:
        raise HTTPException(status_code=415, detail="This address takes ordinary forms only.")
    body, size = bytearray(), 0
    async for piece in pieces(request):
        size += len(piece)
        if size > MAX_SHOWN:
            raise HTTPException(status_code=413)
        body += piece
    form = parse_form(bytes(body))
    if size > MAX_BODY:
        show_again(request, form)
        raise HTTPException(status_code=413)
    return form


def show_again(request: Request[Any, Any, Any], form: Form) -> None:
    """If this request ends in an error, its page gives back what was typed."""
    request.scope["state"]["typed"] = form


def parse_form(body: bytes) -> Form:
    """At most 500 fields of UTF-8 without NUL."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MAX_FIELDS
        )
    except ValueError:
        raise ClientException(detail="The form could not be read: it is not text, or has too many fields.") from None
    if any("\0" in part for pair in pairs for part in pair):
        raise ClientException(detail="The form holds a character that cannot be stored (NUL).")
    return Form(tuple((name, value.replace("\r\n", "\n").replace("\r", "\n")) for name, value in pairs))


def same_origin(headers: Mapping[str, str], base_url: str) -> bool:
    """Whether a form was sent from one of our own pages; every browser tells at least one of the two."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    if origin is None:
        return site is not None
    return origin in {base_url, f"{base_url.partition('://')[0]}://{headers.get('host')}"}
