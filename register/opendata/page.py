"""The page about the data: what there is, what its columns mean, under which licence, how to cite and ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import get

from algorithms.records import queries as record_queries
from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.language import Language, translate
from register.opendata import dictionary, store
from register.opendata.answers import Asking
from register.opendata.catalogue import ABOUT, TITLE
from register.opendata.datasets import DATASETS, OpenDataset
from register.opendata.dictionary import Described
from register.opendata.files import Format
from register.opendata.interface.operations import OPERATIONS, ROOT, Operation
from register.opendata.store import StoredFile
from register.request.request_context import LanguageInput, NowInput
from register.settings import Settings
from register.web.pages import PageResponse, page

_LICENCES = {  # as people call them
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
}


@dataclass(frozen=True, slots=True)
class File:
    """``stored`` is None until the worker has made it."""

    format: Format
    address: str
    stored: StoredFile | None


@dataclass(frozen=True, slots=True)
class DatasetOnPage:
    name: str
    title: Message
    about: Message
    rows: int | None
    changed: datetime | None
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class DictionaryPart:
    """A data set with its columns, or the name of the one that has the same."""

    name: str
    title: Message
    columns: tuple[Described, ...]
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class DictionaryPage:
    datasets: tuple[DictionaryPart, ...]


@dataclass(frozen=True, slots=True)
class ApiPage:
    operations: tuple[Operation, ...]
    root: str


@dataclass(frozen=True, slots=True)
class OpenDataPage:
    datasets: tuple[DatasetOnPage, ...]
    licence: str
    licence_name: str
    contact: str
    today: datetime
    example: str  # the address of an entry
    data_block: Mapping[str, Any]  # schema.org, for search engines of data


@get("/open-data", access=PUBLIC)
async def open_data(request: Asking, language: LanguageInput, now: NowInput) -> PageResponse:
    settings = request.app.state.settings
    made = store.index(settings)
    shown = OpenDataPage(
        datasets=tuple(_dataset(dataset, made) for dataset in DATASETS.values()),
        licence=settings.licence,
        licence_name=_LICENCES.get(settings.licence, settings.licence),
        contact=settings.open_data_contact,
        today=now,
        example=await _example(),
        data_block=_data_block(settings, language),
    )
    return page("opendata/open_data.html", shown)


@get("/open-data/dictionary", access=PUBLIC)
async def data_dictionary(request: Asking) -> PageResponse:
    base = request.app.state.settings.base_url
    return page(
        "opendata/dictionary.html", DictionaryPage(tuple(_part(dataset, base) for dataset in DATASETS.values()))
    )


@get("/open-data/api", access=PUBLIC)
async def interface(request: Asking) -> PageResponse:
    root = f"{request.app.state.settings.base_url}{ROOT}"
    return page("opendata/api.html", ApiPage(OPERATIONS, root))


def _part(dataset: OpenDataset, base: str) -> DictionaryPart:
    first = next(other for other in DATASETS.values() if other.columns == dataset.columns)
    if first is not dataset:
        return DictionaryPart(name=dataset.name, title=dataset.title, columns=(), same_as=first.name)
    return DictionaryPart(name=dataset.name, title=dataset.title, columns=dictionary.described(dataset, base))


def _dataset(dataset: OpenDataset, made: store.Index | None) -> DatasetOnPage:
    files = tuple(_file(dataset.name, kind, made) for kind in Format)
    stored = files[0].stored
    return DatasetOnPage(
        name=dataset.name,
        title=dataset.title,
        about=dataset.about,
        rows=stored.rows if stored else None,
        changed=datetime.fromisoformat(stored.changed) if stored else None,
        files=files,
    )


def _file(name: str, kind: Format, made: store.Index | None) -> File:
    return File(kind, f"/data/{name}.{kind}", made.file(f"{name}.{kind}") if made else None)


async def _example() -> str:
    first = next(iter(await record_queries.current_at()), None)
    return first.slug if first else ""


def _data_block(settings: Settings, language: Language) -> dict[str, Any]:
    """A Dataset of schema.org."""
    city = settings.city_in(language)
    base = settings.base_url
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{base}/catalog#entries",
        "name": translate(Message(TITLE.msgid, {"city": city}), language),
        "description": translate(Message(ABOUT.msgid, {"city": city}), language),
        "url": f"{base}/{language}/open-data",
        "license": settings.licence,
        "inLanguage": [spoken.value for spoken in Language],
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": city, "url": base},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind.media_type.partition(";")[0],
                "contentUrl": f"{base}/data/entries.{kind}",
            }
            for kind in Format
        ],
    }


routes = [open_data, data_dictionary, interface]
