"""From a frozen page and a template to HTML in the reader's language. A template sees ``page`` and ``frame``, no more.

A handler ends with ``return page("workspace/home.html", HomePage(…))``; rendering waits until the request is known.
"""

import gettext
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
from markupsafe import Markup

from algorithms.entries.entry import LANGUAGES
from algorithms.people import Actor
from assessments.text.languages import FIRST, SOURCE
from assessments.text.localized import in_language
from register.guard.denial_log import is_by_a_rule, mark
from register.language import Language, catalogue, formatters, translate, translations
from register.request.request_context import Visit, language_of, visit_of
from register.settings import Settings
from register.web.fallback import MarkedFallback, marked, with_lang
from register.web.glossary import linked
from register.web.static_files import StaticFile, inlined
from register.web.theme import Theme

STYLE_ADDRESS = "/static/style.css"  # of the one file that all pages of the static edition share
STYLE_LINK = Markup('<link rel="stylesheet" href="{}">').format(STYLE_ADDRESS)
_IN_WHEEL = Path(__file__).parent.parent / "templates"
FOLDER = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_WHEEL.parent.parent / "templates"


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around it, whatever it is about."""

    language: Language
    path: str
    alternates: Mapping[Language, str]  # the same page in other languages; empty where there are none, and after a form
    base_url: str
    city: str
    demo: bool
    theme: Theme
    canonical: str  # where this page is read, without what only changes how it is shown; empty where it is no page
    section: str  # the first word of the address after /sv/, /en/ or /workspace/: what is current in the menu
    style: Markup  # the style sheet of public pages, inside the page or as a link to it
    is_copy: bool  # of the static edition: nothing can be sent from it
    post: str  # the city's postal address
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
        self,
        settings: Settings,
        static_files: Mapping[str, StaticFile],
        theme: Theme,
        folder: Path = FOLDER,
        *,
        is_copy: bool = False,
    ) -> None:
        self._settings = settings
        self._is_copy = is_copy
        self._theme = theme
        self.style = inlined(*(static_files[name] for name in ("insyn.css", "theme.css") if name in static_files))
        self._environments = {
            language: environment(language, settings.zone, lambda name: static_files[name].address, folder)
            for language in Language
        }

    @property
    def letters_url(self) -> str:
        return self._settings.letters_url

    def render(self, template: str, shown: object, frame: Frame) -> str:
        if not is_dataclass(shown) or isinstance(shown, type):
            raise ImproperlyConfiguredException(f"{template} must be given a page, a frozen dataclass")
        html = self._environments[frame.language].get_template(template).render(page=shown, frame=frame)
        return with_lang(html)

    def on_paper(self, path: str, language: Language) -> Frame:
        """Around a public page that nobody has asked for: what paper shows of it, for any caller."""
        frame = self._frame(path, language, {}, "", Visit())
        return replace(frame, demo=False, style=self.style.element, is_copy=False)

    def of_copy(self, path: str, language: Language) -> Frame:
        """Around a page that only the static edition has."""
        rest = path.removeprefix(f"/{language}")
        return self._frame(path, language, {other: f"/{other}{rest}" for other in language.others}, "", Visit())

    def frame(self, request: Request[Any, Any, Any], language: Language | None = None) -> Frame:
        spoken, path, visit = language or language_of(request), request.scope["path"], visit_of(request)
        first, _, rest = path.lstrip("/").partition("/")
        translated = first in set(Language) and request.method == "GET"
        query = request.scope.get("query_string", b"").decode("ascii", "ignore")
        end = f"/{rest}" + (f"?{query}" if query else "")
        alternates = {other: f"/{other}{end}" for other in spoken.others} if translated else {}
        section = (rest if first in {*Language, "workspace"} else first).partition("/")[0]
        return self._frame(path, spoken, alternates, section, visit)

    def _frame(
        self, path: str, language: Language, alternates: Mapping[Language, str], section: str, visit: Visit
    ) -> Frame:
        settings = self._settings
        return Frame(
            language=language,
            path=path,
            alternates=alternates,
            canonical="",
            base_url=settings.base_url,
            city=settings.city_in(language),
            demo=settings.demo,
            theme=self._theme,
            section=section,
            style=STYLE_LINK if self._is_copy else self.style.element,
            is_copy=self._is_copy,
            post=settings.postal_address,
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
    known = _marking(language)
    made.install_gettext_callables(known.gettext, known.ngettext, newstyle=True)  # type: ignore[attr-defined]
    spoken: dict[str, Callable[..., str]] = {
        **formatters(language, zone),
        "say": lambda words: translate(words, language, known),
        "cited": lambda fact: fact.cited(language) if language in fact.place else marked(fact.cited(FIRST)),
        "written_in": lambda words, tag: words if tag == language else marked(words),
        "localized": lambda words, before="": _localized(words, language, before),
    }
    made.globals |= {**spoken, "static": static, "content_languages": LANGUAGES, "first_language": FIRST}
    made.globals["language_names"] = tuple((language, language.own_name) for language in Language)
    made.filters |= {**spoken, "pieces": lambda sentence: linked(sentence, language)}
    return made


def _marking(language: Language) -> gettext.NullTranslations:
    """The words of a language; what it lacks is marked as being in the first one."""
    if language in (FIRST, SOURCE):
        return translations(language)
    known = catalogue(language)
    known.add_fallback(MarkedFallback(translations(FIRST)))
    return known


def _localized(words: Mapping[str, str], language: Language, before: str) -> str:
    """What is said in several languages, in the reader's where it is, else in the first one, marked.

    ``before``: as far as this sign, the whole without it.
    """
    text = in_language(words, language).partition(before)[0] if before else in_language(words, language)
    return text if words.get(language) or not text else marked(text)


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
        if self.status_code == 200 and frame.alternates:
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
