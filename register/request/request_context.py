"""What a handler may ask for, typed: ``form: FormInput``, ``actor: ActorInput``, ``now: NowInput``, ``language: …``.

What a form is and how it is read: forms. Who may call the handler: register.guard.access.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import SkipValidation
from litestar.types import Scope

from algorithms.people import Actor
from register.language import Language, negotiate
from register.request.forms import MAX_FIELDS, Form
from register.request.uploads import Upload

_PROBES = frozenset({"/healthz", "/readyz"})  # asked by machines that know only a number


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


def typed_in(scope: Scope) -> Form:
    """What the page of an error gives back."""
    typed = scope.get("state", {}).get("typed")
    return typed if isinstance(typed, Form) else visit_in(scope).form


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
