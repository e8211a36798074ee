"""The files under /data: data sets of today, of a selection or of any day, changes, dictionary, context, hashes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.records import queries as record_queries
from algorithms.records.documents import context
from algorithms.records.record_fields import Column, Shape
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.language import negotiate
from register.opendata import dictionary, parameters, store
from register.opendata.answers import (
    LD_JSON,
    Asking,
    FileToSend,
    file_answer,
    given_parameters,
    json_answer,
    missing,
    refused,
)
from register.opendata.datasets import DATASETS, OpenDataset, Row
from register.opendata.files import Format, Written
from register.opendata.parameters import SELECTION, ParameterError
from register.request.request_context import LanguageInput, NowInput

_CHANGES = (
    Column(name="id", shape=Shape.ADDRESS, term="dcterms:identifier", label=Message("Permanent identifier")),
    Column(name="slug", shape=Shape.TEXT, label=Message("Name in addresses")),
    Column(name="change", shape=Shape.TEXT, label=Message("Added, changed or ended")),
    Column(name="at", shape=Shape.TIME, term="dcterms:modified", label=Message("When it changed")),
    Column(name="version", shape=Shape.NUMBER, label=Message("Version of the entry")),
    Column(name="version_before", shape=Shape.NUMBER, label=Message("Version before it")),
    Column(name="fields", shape=Shape.CODES, label=Message("Which fields say something else")),
    Column(name="merged_into", shape=Shape.ADDRESS, label=Message("The entry that it became a part of")),
)


@get("/data", access=PUBLIC)
async def home(language: LanguageInput) -> Redirect:
    """To the page about the data."""
    return Redirect(f"/{language}/open-data", status_code=302, headers={"Vary": "Accept-Language"})


@get("/data/{name:str}", access=PUBLIC, open_data=True)
async def download(request: Asking, name: FromPath[str], now: NowInput) -> Response[Any]:
    try:
        return await _answer(request, name, now)
    except ParameterError as error:
        return refused(request, error)


async def _answer(request: Asking, name: str, now: datetime) -> Response[Any]:
    stem, _, ending = name.partition(".")
    if name in _FIXED:
        parameters.known(given_parameters(request), ())
        return await _FIXED[name](request)
    if (stem not in DATASETS and stem != "changes") or ending not in set(Format):
        return missing(request)
    made = Format(ending)
    return await (_changes(request, made) if stem == "changes" else _dataset(request, DATASETS[stem], made, now))


async def _dataset(request: Asking, dataset: OpenDataset, made: Format, now: datetime) -> Response[Any]:
    settings, given = request.app.state.settings, given_parameters(request)
    parameters.known(given, (*SELECTION, "on"))
    chosen, at = parameters.selection(given), parameters.day_end(given, "on", settings.zone, now)
    if at is not None and chosen.search is not None:
        raise ParameterError("Words and situations are searched for in the register of today: leave out q or on.")
    name = f"{dataset.name}.{made}"
    if at is None and chosen.is_everything and (existing := await store.stored(settings, name)):
        file, path = existing
        written, changed = Written(file.sha256, file.size, file.rows), datetime.fromisoformat(file.changed)
        stored: BinaryIO = await asyncio.to_thread(path.open, "rb")
        return file_answer(request, _sent(stored, written, made, name, changed))
    content, written = await store.made_now(settings, dataset, made, chosen, at)
    return file_answer(request, _sent(content, written, made, name, None))


def _sent(content: BinaryIO, written: Written, made: Format, name: str, changed: datetime | None) -> FileToSend:
    return FileToSend(content=content, written=written, media_type=made.media_type, name=name, changed=changed)


async def _changes(request: Asking, made: Format) -> Response[Any]:
    settings, given = request.app.state.settings, given_parameters(request)
    parameters.known(given, ("since",))
    since = parameters.since(given, "since", settings.zone)
    if since is None:
        raise ParameterError("Say since when: since=2026-11-01, or a time such as 2026-11-01T09:00:00Z.")
    changes = await record_queries.changes(since)

    async def rows() -> AsyncIterator[Row]:
        for change in changes:
            yield change.to_dict(settings.base_url)

    content, written = await store.made_of(made, _CHANGES, rows())
    return file_answer(request, _sent(content, written, made, f"changes.{made}", None))


async def _context(request: Asking) -> Response[bytes]:
    return json_answer(context(request.app.state.settings.base_url), media_type=LD_JSON)


async def _dictionary(request: Asking) -> Response[bytes]:
    settings = request.app.state.settings
    return Response(
        dictionary.as_csv(settings.base_url).encode(),
        media_type=Format.CSV.media_type,
        headers={"Content-Disposition": 'attachment; filename="dictionary.csv"'},
    )


async def _own_words(request: Asking) -> Redirect:
    """Where the words are explained that no public vocabulary has."""
    language = negotiate(request.headers.get("accept-language", ""))
    return Redirect(f"/{language}/open-data/dictionary", status_code=303, headers={"Vary": "Accept-Language"})


async def _index(request: Asking) -> Response[bytes]:
    """What the worker has made: each file with its address, hash, size and day."""
    settings = request.app.state.settings
    made = store.index(settings)
    files = [
        {
            "address": f"{settings.base_url}/data/{file.name}",
            "dataset": file.dataset,
            "format": file.format.value,
            "media_type": file.format.media_type,
            "sha256": file.sha256,
            "bytes": file.size,
            "rows": file.rows,
            "changed": file.changed,
        }
        for file in (made.files if made else ())
    ]
    return json_answer({"licence": settings.licence, "files": files})


async def _hashes(request: Asking) -> Response[str]:
    """As ``sha256sum --check`` reads them."""
    made = store.index(request.app.state.settings)
    lines = (f"{file.sha256}  {file.name}\n" for file in (made.files if made else ()))
    return Response("".join(lines), media_type="text/plain; charset=utf-8")


_FIXED: Mapping[str, Callable[[Asking], Awaitable[Response[Any]]]] = {
    "context.jsonld": _context,
    "dictionary": _own_words,
    "dictionary.csv": _dictionary,
    "index.json": _index,
    "SHA256SUMS": _hashes,
}
routes = [home, download]
