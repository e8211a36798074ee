"""What a handler may ask for, typed: ``form: FormInput``, ``actor: ActorInput``, ``now: NowInput``, ``language: …``.

Forms are read here. Litestar keeps the last 1,024 form bodies in memory for ever and blocks on large ones, so nobody
calls ``request.form()``. Who may call the handler: register.guard.access.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.exceptions import ClientException, HTTPException, NotFoundException
from litestar.params import SkipValidation
from litestar.types import Scope

from algorithms.people import Actor
from register.language import Language, negotiate
from register.request.body_limits import pieces
from register.request.uploads import Upload

MAX_BODY = 256 * 1024
MAX_SHOWN = 2 * MAX_BODY  # a longer form is not stored, but its words are shown again up to here
MAX_FIELDS = 500
_PROBES = frozenset({"/healthz", "/readyz"})  # asked by machines that know only a number
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

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.fields)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key for key, _ in self.fields))


@dataclass(frozen=True, slots=True)
class Visit:
    """What the staff pages know of this request. On public pages it is empty: nobody, no token, no form."""

    actor: Actor | None = None
    language: Language | None = None
    csrf_token: str = ""
    form: Form = field(default_factory=Form)


def visit_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Visit:
    return visit_in(connection.scope)


def visit_in(scope: Scope) -> Visit:
    visit = scope.get("state", {}).get("visit")
    return visit if isinstance(visit, Visit) else Visit()


def language_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Language:
    """By the address, then the person, then what the browser prefers (``?lang=`` may say otherwise)."""
    first = connection.scope["path"].split("/", 2)[1:2]
    requested = connection.query_params.get("lang")
    for candidate in (*first, requested, visit_of(connection).language):
        if candidate in set(Language):
            return Language(str(candidate))
    return negotiate(connection.headers.get("accept-language", ""))


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


def typed_in(scope: Scope) -> Form:
    """What the page of an error gives back."""
    typed = scope.get("state", {}).get("typed")
    return typed if isinstance(typed, Form) else visit_in(scope).form


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


def readable_address(connection: ASGIConnection[Any, Any, Any, Any], _: Any) -> None:
    """Guard of every route: what is not text, holds NUL or was meant for another host never reaches a handler."""
    path = connection.scope["path"]
    hosts = [value for name, value in connection.scope["headers"] if name.lower() == b"host"]
    host = hosts[0].decode("latin-1") if len(hosts) == 1 else ""  # of two, a proxy may have believed the other
    if path not in _PROBES and re.sub(r":\d+$", "", host.lower()) not in connection.app.state.hosts:
        raise ClientException(detail="This server does not go by the name that was asked for.")
    if "\0" in path or not path.isprintable():
        raise NotFoundException
    query = connection.scope.get("query_string", b"")
    if b"%00" in query or b"\0" in query:
        raise ClientException(detail="The address holds a character that cannot be read.")
    try:
        parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:
        raise ClientException(detail="The address holds a character that cannot be read.") from None


async def _form(request: Request[Any, Any, Any]) -> Form:
    return visit_of(request).form


async def _actor(request: Request[Any, Any, Any]) -> Actor:
    if (actor := visit_of(request).actor) is None:
        raise NotFoundException  # a route that asks for a person but is open to all: closed until somebody corrects it
    return actor


async def _upload(request: Request[Any, Any, Any]) -> Upload:
    upload: Upload = request.scope["state"]["upload"]  # the route said ``upload=True``, or this is our mistake
    return upload


async def _now(request: Request[Any, Any, Any]) -> datetime:
    now: datetime = request.app.state.clock()
    return now


async def _language(request: Request[Any, Any, Any]) -> Language:
    return language_of(request)


FormInput: TypeAlias = NamedDependency[SkipValidation[Form]]
ActorInput: TypeAlias = NamedDependency[SkipValidation[Actor]]
UploadInput: TypeAlias = NamedDependency[SkipValidation[Upload]]
NowInput: TypeAlias = NamedDependency[SkipValidation[datetime]]
LanguageInput: TypeAlias = NamedDependency[SkipValidation[Language]]

PROVIDED = {
    "form": Provide(_form),
    "actor": Provide(_actor),
    "upload": Provide(_upload),
    "now": Provide(_now),
    "language": Provide(_language),
}
