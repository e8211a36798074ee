"""The interface under /api/v1: what it can be asked stands in operations; here it is read and answered."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath

from algorithms.entries.entry import LANGUAGES
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry, current
from algorithms.records import queries as record_queries
from algorithms.records.documents import RECORD, assessment, document, record
from algorithms.records.queries import PublicVersion
from algorithms.records.record_fields import Shape, written
from algorithms.reporting import counts as public_counts
from algorithms.search.query import searching
from algorithms.search.query.searching import SearchQuery
from register.guard.access import PUBLIC
from register.opendata import parameters, store
from register.opendata.answers import Asking, given_parameters, json_answer, missing, problem, refused
from register.opendata.datasets import DATASETS, Scope
from register.opendata.interface.openapi import served
from register.opendata.interface.operations import (
    BY_NAME,
    DEFAULT_LIMIT,
    FIELD_NAMES,
    MOST,
    RELEASED,
    ROOT,
    SORTS,
    VERSION,
    Operation,
)
from register.opendata.parameters import ParameterError
from register.request.request_context import NowInput

Given = Mapping[str, str]


def _operation(name: str) -> Callable[..., Any]:
    """A handler of this operation: parameters that are not known, or mean nothing, are a 400 that says so."""

    def decorated(handler: Callable[..., Awaitable[Response[Any]]]) -> Any:
        @wraps(handler)
        async def answered(request: Asking, **more: Any) -> Response[Any]:
            try:
                given = given_parameters(request)
                parameters.known(given, BY_NAME[name].known)
                _check(given, BY_NAME[name])
                return await handler(request, **more)
            except ParameterError as error:
                return refused(request, error)

        path = BY_NAME[name].path.replace("{slug}", "{slug:str}")
        return get(f"{ROOT}{path}", access=PUBLIC, open_data=True)(answered)

    return decorated


def _check(given: Given, operation: Operation) -> None:
    """ParameterError for what the description does not allow, also where it would have been without effect."""
    for parameter in operation.parameters:
        if parameter.in_path or (value := given.get(parameter.name)) is None:
            continue
        if parameter.choices:
            parameters.among(parameter.name, value, parameter.choices)
        whole = value.replace(" ", "+")  # a plus sign that an address has turned into a blank
        if parameter.pattern and not re.fullmatch(parameter.pattern, whole, re.ASCII):
            raise ParameterError(f"{parameter.name} is written as in {parameter.example}.")
        if parameter.most is not None and not value:
            raise ParameterError(f"{parameter.name} is a whole number from 1 to {parameter.most}.")


@_operation("api-info")
async def api_info(request: Asking) -> Response[Any]:
    base = request.app.state.settings.base_url
    return json_answer(
        {
            "api_name": "Insyn",
            "api_version": VERSION,
            "api_released": RELEASED,
            "api_documentation": f"{base}{ROOT}/openapi.json",
            "api_status": "active",
        }
    )


@get(f"{ROOT}/openapi.json", access=PUBLIC, open_data=True)
async def openapi(request: Asking) -> Response[Any]:
    """The file that describes all this, with the name and the contact of this city."""
    return json_answer(served(request.app.state.settings))


@_operation("entries")
async def entries(request: Asking) -> Response[Any]:
    given, base = given_parameters(request), request.app.state.settings.base_url
    versions = await _sorted(await _selected(request, given), given)
    names, language = _fields(given), given.get("lang", "")
    limit, number = _limits(given)
    shown = [entry async for part in record_queries.read(_slice(versions, limit, number)) for entry in part]
    return _page(request, [_shown(entry, base, names, language) for entry in shown], len(versions))


@_operation("entry")
async def entry(request: Asking, slug: FromPath[str]) -> Response[Any]:
    settings = request.app.state.settings
    shown = current(await public_queries.history(slug))
    if shown is None or shown.is_withdrawn:
        return await _gone(request, slug, shown)
    return json_answer(document(shown, settings.base_url, settings.licence))


@_operation("versions")
async def versions(request: Asking, slug: FromPath[str]) -> Response[Any]:
    given, base = given_parameters(request), request.app.state.settings.base_url
    history = await public_queries.history(slug)
    shown = current(history)
    if shown is None or shown.is_withdrawn:
        return await _gone(request, slug, shown)
    readable = [version for version in history if not version.is_withdrawn]
    names, language = _fields(given), given.get("lang", "")
    return _listed(request, readable, lambda version: _shown(version, base, names, language))


@_operation("assessments")
async def assessments(request: Asking, slug: FromPath[str]) -> Response[Any]:
    base = request.app.state.settings.base_url
    shown = current(await public_queries.history(slug))
    if shown is None or shown.is_withdrawn:
        return await _gone(request, slug, shown)
    return _listed(request, shown.assessments, lambda tested: assessment(shown, tested, base))


@_operation("departments")
async def departments(request: Asking) -> Response[Any]:
    def shown(counted: Any) -> dict[str, Any]:
        owner, number = counted
        return {
            "slug": owner.slug,
            "name": written(owner.names),
            "board": written(owner.boards),
            "phone": owner.phone or None,
            "post": owner.post or None,
            "entries": number,
        }

    return _listed(request, await public_queries.department_counts(), shown)


@_operation("statistics")
async def statistics(request: Asking, now: NowInput) -> Response[Any]:
    counted = await public_counts.counted(now.date())
    summary, tests = counted.summary, counted.assessed
    classes = {key.value if key else "not-classified": number for key, number in summary.classes.items()}
    return json_answer(
        {
            "day": now.astimezone(request.app.state.settings.zone).date().isoformat(),
            "published": summary.published,
            "in_operation": summary.used,
            "about_people": summary.about_people,
            "findings": [{"code": key.value, "count": number} for key, number in summary.findings.items()],
            "resolved": summary.resolved,
            "under_way": summary.under_way,
            "withheld": sum(row.count for row in await public_queries.withheld()),
            "late": summary.number_late,
            "assessments": tests.tests,
            "assessments_with_difference": tests.differences,
            "statuses": [{"code": key.value, "count": number} for key, number in counted.statuses.items()],
            "classes": [{"code": key, "count": number} for key, number in classes.items()],
        }
    )


@_operation("questions")
async def questions(request: Asking) -> Response[Any]:
    settings, slug = request.app.state.settings, given_parameters(request).get("entry", "")
    scope = Scope(settings=settings, versions=await store.current_versions())
    rows = [row async for row in DATASETS["questions"].rows(scope) if slug in ("", row["slug"])]
    return _listed(request, rows, lambda row: row)


@_operation("changes")
async def changes(request: Asking) -> Response[Any]:
    settings = request.app.state.settings
    since = parameters.since(given_parameters(request), "since", settings.zone)
    if since is None:
        raise ParameterError("Say since when: since=2026-11-01, or a time such as 2026-11-01T09:00:00Z.")
    return _listed(request, await record_queries.changes(since), lambda change: change.to_dict(settings.base_url))


async def _selected(request: Asking, given: Given) -> list[PublicVersion]:
    """In the order of their names in addresses. The index says which fit, and no entry is read for it."""
    chosen = parameters.selection({name: value for name, value in given.items() if name in parameters.SELECTION})
    listed = list(await store.current_versions())
    if not chosen.is_everything:
        search = chosen.search or SearchQuery(language=given.get("lang", "") or LANGUAGES[0], chosen=chosen.chosen)
        fitting = frozenset(await searching.slugs(search))
        listed = [version for version in listed if version.slug in fitting]
    since = parameters.since(given, "changed_since", request.app.state.settings.zone)
    if since is not None:
        changed = {change.slug for change in await record_queries.changes(since)}
        listed = [version for version in listed if version.slug in changed]
    return listed


async def _sorted(listed: list[PublicVersion], given: Given) -> list[PublicVersion]:
    order = given.get("sort", "") or SORTS[0]
    if order not in SORTS:
        raise ParameterError(f"sort may be {', '.join(SORTS)}.")
    name = order.removeprefix("-")
    if name == "name":
        alphabet = await searching.slugs(SearchQuery(language=given.get("lang", "") or LANGUAGES[0]))
        places = {slug: place for place, slug in enumerate(alphabet)}
        listed.sort(key=lambda version: places.get(version.slug, len(places)))
    elif name == "published":
        listed.sort(key=lambda version: (version.first, version.slug))
    return listed[::-1] if order.startswith("-") else listed


def _fields(given: Given) -> tuple[str, ...]:
    names = tuple(name for name in given.get("fields", "").split(",") if name)
    if unknown := sorted(set(names) - FIELD_NAMES):
        raise ParameterError(f"Unknown fields: {', '.join(unknown)}. Known: {', '.join(sorted(FIELD_NAMES))}.")
    return names


def _shown(entry: PublishedEntry, base: str, names: Iterable[str], language: str) -> dict[str, Any]:
    """The record, or some of its fields, with texts in all languages or in one."""
    chosen = set(names)
    fields = tuple(field for field in RECORD if not chosen or field.name in chosen)
    values = record(entry, base, fields)
    if language:
        for field in fields:
            if field.shape is Shape.WORDS and (texts := values[field.name]):
                values[field.name] = {language: texts[language]} if language in texts else None
    return values


def _limits(given: Given) -> tuple[int, int]:
    limit = parameters.whole(given, "limit", DEFAULT_LIMIT, MOST)
    return limit, parameters.whole(given, "page", 1, 1_000_000)


def _slice(listed: Sequence[Any], limit: int, number: int) -> Sequence[Any]:
    return listed[(number - 1) * limit : number * limit]


def _listed(request: Asking, listed: Sequence[Any], shown: Callable[[Any], object]) -> Response[Any]:
    limit, number = _limits(given_parameters(request))
    return _page(request, [shown(item) for item in _slice(listed, limit, number)], len(listed))


def _page(request: Asking, items: list[Any], total: int) -> Response[Any]:
    """With addresses of the pages around it. A page after the last is empty, and no mistake."""
    given = given_parameters(request)
    limit, number = _limits(given)
    pages = max(1, -(-total // limit))
    around = {"self": number, "first": 1, "prev": number - 1, "next": number + 1, "last": pages}
    base, path = request.app.state.settings.base_url, request.scope["path"]
    others = {key: value for key, value in sorted(given.items()) if key not in {"limit", "page"}}
    links = {
        name: f"{base}{path}?{urlencode(others | {'limit': limit, 'page': at})}"
        for name, at in around.items()
        if name == "self" or 1 <= at <= pages
    }
    return json_answer({"total": total, "page": number, "pages": pages, "limit": limit, "links": links, "items": items})


async def _gone(request: Asking, slug: str, shown: PublishedEntry | None) -> Response[Any]:
    if into := await public_queries.leads_to(slug):
        return problem(request, 410, "This entry became a part of another", f"Ask for {into} instead.")
    if shown is not None or await public_queries.withheld_address(slug):
        return problem(request, 410, "This entry is not public any more", "Its page says since when, and why.")
    return missing(request)


routes = [
    api_info,
    openapi,
    entries,
    entry,
    versions,
    assessments,
    departments,
    statistics,
    questions,
    changes,
]
