"""From a frozen page and a template to HTML in the reader's language. A template sees ``page`` and ``frame``, no more.

A handler ends with ``return page("workspace/home.html", HomePage(…))``; rendering waits until the request is known.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response
from litestar.exceptions import ImproperlyConfiguredException
from litestar.response.base import ASGIResponse

from algorithms.entries.entry import LANGUAGES
from algorithms.people import Actor
from register.guard.denial_log import is_by_a_rule, mark
from register.language import Language, formatters, in_language, translations
from register.request.request_context import Visit, language_of, visit_of
from register.settings import Settings
from register.web.glossary import linked
from register.web.static_files import StaticFile, inlined
from register.web.theme import Theme

_IN_WHEEL = Path(__file__).parent.parent / "templates"
FOLDER = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_WHEEL.parent.parent / "templates"


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around it, whatever it is about."""

    language: Language
    path: str
    other_language: Language
    alternate: str  # the same page in the other language; empty where there is none, and after a form
    base_url: str
    city: str
    demo: bool
    theme: Theme
    canonical: str  # where this page is read, without what only changes how it is shown; empty where it is no page
    section: str  # the first word of the address after /sv/, /en/ or /workspace/: what is current in the menu
    actor: Actor | None = None
    csrf_token: str = ""

    @property
    def languages(self) -> tuple[tuple[Language, str], ...]:
        """The addresses of this page, by language."""
        rest = self.canonical.removeprefix(f"/{self.language}")
        return tuple((language, f"{self.base_url}/{language}{rest}") for language in Language)


class Templates:
    """Compiled templates, an environment for each language, so that macros speak it too and requests share nothing."""

    def __init__(
        self, settings: Settings, static_files: Mapping[str, StaticFile], theme: Theme, folder: Path = FOLDER
    ) -> None:
        self._settings = settings
        self._theme = theme
        self.style = inlined(*(static_files[name] for name in ("insyn.css", "theme.css") if name in static_files))
        self._environments = {
            language: environment(language, settings.zone, lambda name: static_files[name].address, folder)
            for language in Language
        }
        for jinja_environment in self._environments.values():
            jinja_environment.globals["style"] = self.style.element

    def render(self, template: str, shown: object, frame: Frame) -> str:
        if not is_dataclass(shown) or isinstance(shown, type):
            raise ImproperlyConfiguredException(f"{template} must be given a page, a frozen dataclass")
        return self._environments[frame.language].get_template(template).render(page=shown, frame=frame)

    def on_paper(self, path: str, language: Language) -> Frame:
        """Around a public page that nobody has asked for: what paper shows of it, for any caller."""
        return replace(self._frame(path, language, "", "", Visit()), demo=False)

    def frame(self, request: Request[Any, Any, Any], language: Language | None = None) -> Frame:
        spoken, path, visit = language or language_of(request), request.scope["path"], visit_of(request)
        first, _, rest = path.lstrip("/").partition("/")
        translated = first in set(Language) and request.method == "GET"
        query = request.scope.get("query_string", b"").decode("ascii", "ignore")
        alternate = f"/{spoken.other}/{rest}" + (f"?{query}" if query else "") if translated else ""
        section = (rest if first in {*Language, "workspace"} else first).partition("/")[0]
        return self._frame(path, spoken, alternate, section, visit)

    def _frame(self, path: str, language: Language, alternate: str, section: str, visit: Visit) -> Frame:
        settings = self._settings
        return Frame(
            language=language,
            path=path,
            other_language=language.other,
            alternate=alternate,
            canonical="",
            base_url=settings.base_url,
            city=settings.city_sv if language is Language.SWEDISH else settings.city_en,
            demo=settings.demo,
            theme=self._theme,
            section=section,
            actor=visit.actor,
            csrf_token=visit.csrf_token,
        )


def environment(language: Language, zone: ZoneInfo, static: Callable[[str], str], folder: Path = FOLDER) -> Environment:
    """Templates that speak this language; ``static`` says where a file that a page needs is found."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    known = translations(language)
    made.install_gettext_callables(known.gettext, known.ngettext, newstyle=True)  # type: ignore[attr-defined]
    spoken = formatters(language, zone)
    made.globals |= {
        **spoken,
        "static": static,
        "content_languages": tuple((code, in_language(code, language)) for code in LANGUAGES),
    }
    made.filters |= {**spoken, "pieces": lambda sentence: linked(sentence, language)}
    return made


@dataclass(frozen=True, slots=True)
class _RenderedPage:
    template: str
    page: object
    language: Language | None
    refused: bool  # by a rule, and not for what was typed into a field
    canonical: str


class PageResponse(Response[_RenderedPage]):
    """HTML that is rendered when the request is known."""

    def to_asgi_response(self, app: None, request: Request[Any, Any, Any], **options: Any) -> ASGIResponse:  # type: ignore[override]
        if self.content.refused:
            mark(request.scope)
        templates: Templates = request.app.state.templates
        frame = templates.frame(request, self.content.language)
        if self.status_code == 200 and frame.alternate:
            frame = replace(frame, canonical=self.content.canonical or _plain(frame))
        html = templates.render(self.content.template, self.content.page, frame)
        ready = Response(html, media_type=MediaType.HTML, status_code=self.status_code, headers=self.headers)
        ready.cookies = self.cookies
        return ready.to_asgi_response(app, request, **{**options, "media_type": MediaType.HTML})


def _plain(frame: Frame) -> str:
    """The address without its query, which on most pages only chooses what is shown of them."""
    home = f"/{frame.language}"
    return quote(frame.path.rstrip("/")) if frame.path.rstrip("/") != home else f"{home}/"


def page(
    template: str,
    page: object,
    *,
    status: int = 200,
    language: Language | None = None,
    headers: Mapping[str, str] | None = None,
    canonical: str = "",
) -> PageResponse:
    """This page in this template; without ``language`` in that of the address or the person.

    ``canonical`` is the address that search engines keep, where it is not that of the page without its query.

    Called while a refusal is being handled (``except RefusedError:``), it is the answer to a refused act.
    """
    return PageResponse(
        _RenderedPage(
            template=template,
            page=page,
            language=language,
            refused=is_by_a_rule(sys.exception()),
            canonical=canonical,
        ),
        status_code=status,
        media_type=MediaType.HTML,
        headers={"Content-Language": language, **(headers or {})} if language else headers,
    )
