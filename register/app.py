"""The one place where the parts of the web meet: settings, database, clock, pages and all routes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from litestar import Litestar, MediaType, Request, Response, Router, get
from litestar.datastructures import State
from litestar.enums import ScopeType
from litestar.middleware import DefineMiddleware
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.types import ControllerRouterHandler, LifeSpanScope, Scope

from algorithms.search.query import residents_words
from register.accounts.forgetting import forget_in_time
from register.accounts.people import profile_pages
from register.accounts.sign_in import pages as sign_in_pages
from register.accounts.sign_in import password_link_pages
from register.accounts.sign_in.attempts import Guard
from register.accounts.sign_in.passwords import remember_city
from register.accounts.sign_in.sessions import StaffMiddleware
from register.accounts.single_sign_on import groups, provider
from register.accounts.single_sign_on import pages as single_sign_on_pages
from register.accounts.two_factor import pages as two_factor_pages
from register.guard.access import PUBLIC, guard
from register.guard.denial_log import Strangers, note_refusals
from register.guard.headers import before_send
from register.language import Language, negotiate
from register.opendata import catalogue, documents, downloads
from register.opendata import page as open_data_page
from register.opendata.interface import api
from register.public.cards import history, pdf
from register.public.cards import pages as card_pages
from register.public.discovery import sitemap, well_known
from register.public.evidence_files import audit_head, signed_results
from register.public.learning import data_guide
from register.public.learning import pages as learning_pages
from register.public.lists import feeds, found_differences, search, start_page, statement, statistics
from register.public.lists.missed import MissedSearches
from register.public.questions import answer_lookup
from register.public.questions import pages as question_pages
from register.publishing.page_cache import PageCache
from register.request.body_limits import Bodies
from register.request.forms import MAX_BODY
from register.request.request_context import PROVIDED, readable_address
from register.settings import Settings
from register.storage import room
from register.storage.database import opened
from register.storage.migrate import missing_migrations
from register.storage.secret import confirmed_secret
from register.web import static_files
from register.web.authority_links import own_links
from register.web.errors import HANDLERS
from register.web.pages import Templates
from register.web.responses import answer
from register.web.theme import read as read_theme
from register.workspace import absence, home, overview
from register.workspace import questions as staff_question_pages
from register.workspace.city import (
    accessibility,
    components,
    consistency,
    departments,
    log,
    mail,
    neighbours,
    people,
    steering,
    supplier_templates,
    targets,
    tender,
)
from register.workspace.entries import (
    bulk_actions,
    comments,
    differences,
    duties,
    entry,
    entry_list,
    form,
    incidents,
    law,
    masking,
    new_entry,
    versions,
)
from register.workspace.entries import history as entry_history
from register.workspace.evidence import (
    dossier,
    finding_words,
    necessity,
    plan_files,
    plans,
    runs,
    second_file,
    uploading,
)
from register.workspace.exports import hand_out
from register.workspace.exports import pages as export_pages
from register.workspace.importing import lists as imports
from register.workspace.importing import matching as import_matching
from register.workspace.importing import reference as import_reference

# Everybody's pages: no session, no cookie. A new module with public routes is added here.
_LOCALIZED_ROUTES: list[ControllerRouterHandler] = [
    *start_page.routes,
    *search.routes,
    *statistics.routes,
    *found_differences.routes,
    *data_guide.routes,
    *learning_pages.routes,
    *statement.routes,
    *card_pages.routes,
    *pdf.routes,
    *history.routes,
    *feeds.routes,
    *signed_results.routes,
    *question_pages.routes,
    *answer_lookup.routes,
    *open_data_page.routes,
]
PUBLIC_ROUTES: list[ControllerRouterHandler] = [
    *static_files.routes,
    *feeds.root,
    *well_known.routes,
    *sitemap.routes,
    *signed_results.keys,
    *audit_head.routes,
    *api.routes,
    *catalogue.routes,
    *documents.routes,
    *downloads.routes,
    *(Router(f"/{language}", route_handlers=_LOCALIZED_ROUTES) for language in Language),
]

# Pages of those who sign in: session and checked forms. A new module with staff routes is added here.
STAFF_ROUTES: list[ControllerRouterHandler] = [
    *sign_in_pages.routes,
    *single_sign_on_pages.routes,
    *two_factor_pages.routes,
    *password_link_pages.routes,
    *profile_pages.routes,
    *home.routes,
    *overview.routes,
    *staff_question_pages.routes,
    *absence.routes,
    *new_entry.routes,
    *entry_list.routes,
    *versions.routes,
    *form.routes,
    *comments.routes,
    *differences.routes,
    *entry.routes,
    *law.routes,
    *duties.routes,
    *incidents.routes,
    *masking.routes,
    *bulk_actions.routes,
    *entry_history.routes,
    *export_pages.routes,
    *hand_out.routes,
    *uploading.routes,
    *runs.routes,
    *finding_words.routes,
    *second_file.routes,
    *plans.routes,
    *plan_files.routes,
    *necessity.routes,
    *dossier.routes,
    *imports.routes,
    *import_matching.routes,
    *import_reference.routes,
    *steering.routes,
    *consistency.routes,
    *neighbours.routes,
    *supplier_templates.routes,
    *targets.routes,
    *tender.routes,
    *people.routes,
    *departments.routes,
    *log.routes,
    *mail.routes,
    *accessibility.routes,
    *components.routes,
]


def utcnow() -> datetime:
    return datetime.now(UTC)


class _Insyn(Litestar):
    """Litestar, without importing pydantic because Piccolo happens to bring it: a tenth of a second at every start."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]

    async def __call__(self, scope: Scope | LifeSpanScope, receive: Any, send: Any) -> None:
        """Beneath all routes: bodies are guarded against who sends them slowly, answers completed, pages held."""
        if scope["type"] == ScopeType.HTTP:
            bodies: Bodies = self.state.bodies
            pages: PageCache = self.state.pages
            answering: Any = partial(pages.answer, partial(answer, super().__call__))
            await bodies.guarded(answering, cast("Scope", scope), receive, send).run()
        else:
            await super().__call__(scope, receive, send)


def create_app(settings: Settings, *, clock: Callable[[], datetime] = utcnow, is_copy: bool = False) -> Litestar:
    """The whole web application; ``clock`` says what time it is, so that tests may.

    ``is_copy``: its public pages are those of the static edition, from which nothing can be sent.
    """
    own_links(settings)  # one that cannot be read is refused at the start, and not when somebody asks
    remember_city(settings.city, *settings.city_names.values(), settings.host)
    state = _state(settings, clock, is_copy=is_copy)
    return _Insyn(
        route_handlers=[
            start,
            healthz,
            readyz,
            *PUBLIC_ROUTES,
            Router("/", route_handlers=STAFF_ROUTES, middleware=[DefineMiddleware(StaffMiddleware)]),
        ],
        state=State(state),
        lifespan=[_database],
        dependencies=PROVIDED,
        guards=[readable_address, guard],
        exception_handlers=HANDLERS,
        before_send=[before_send(settings, state["templates"].style.source), note_refusals(clock, state["strangers"])],
        request_max_body_size=MAX_BODY,
        openapi_config=None,
        logging_config=None,
    )


def _state(settings: Settings, clock: Callable[[], datetime], *, is_copy: bool) -> dict[str, Any]:
    """What every request may ask for."""
    theme = read_theme(settings.theme_dir)
    residents_words.install(theme.residents_words)
    static = {**static_files.read_static_files(), **theme.files}
    return {
        "settings": settings,
        "clock": clock,
        "hosts": frozenset({settings.host, "127.0.0.1", "localhost", "[::1]"}),
        "strangers": Strangers(),
        "missed": MissedSearches(clock),
        "bodies": Bodies(settings),
        "pages": PageCache(clock, settings.zone),
        "provider": provider.from_settings(settings),
        "group_rules": groups.read(settings.oidc_groups),
        "theme": theme,
        "templates": Templates(settings, static, theme, is_copy=is_copy),
        "static_addresses": {file.address: file for file in static.values()},
    }


@contextlib.asynccontextmanager
async def _database(app: Litestar) -> AsyncIterator[None]:
    strangers: Strangers = app.state.strangers
    missed: MissedSearches = app.state.missed
    waiting = opened(app.state.settings, wait=app.state.settings.database_wait)
    async with waiting, strangers.written(), missed.written():
        app.state.secret = await confirmed_secret(app.state.settings)
        app.state.guard = Guard(app.state.secret)
        async with forget_in_time(app.state.guard.counting, app.state.clock):
            yield


@get("/", access=PUBLIC)
async def start(request: Request[Any, Any, Any]) -> Response[bytes]:
    """To the reader's language. Which one it is depends on a header, and a response header informs caches of that."""
    language = negotiate(request.headers.get("accept-language", ""))
    return Response(b"", status_code=302, headers={"Location": f"/{language}/", "Vary": "Accept-Language"})


@get("/healthz", access=PUBLIC, media_type=MediaType.TEXT)
async def healthz() -> str:
    """The process lives. Asks nobody else."""
    return "ok\n"


@get("/readyz", access=PUBLIC, media_type=MediaType.TEXT)
async def readyz(request: Request[Any, Any, Any]) -> Response[str]:
    """The database answers within two seconds with the tables of this version, and there is room for what is sent."""
    try:
        async with asyncio.timeout(2):
            missing = await missing_migrations()
    except Exception:  # noqa: BLE001  # whatever it is, we are not ready, and strangers learn no more
        return Response("the database does not answer\n", status_code=503)
    if missing:
        return Response("the database is not up to date: run insyn migrate\n", status_code=503)
    if trouble := await asyncio.to_thread(room.trouble, request.app.state.settings.data_dir):
        return Response(f"{trouble}\n", status_code=503)
    return Response("ready\n")
