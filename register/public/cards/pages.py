"""The model card of an entry, its assessments, its history and its older versions."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.cards import queries as public_queries
from algorithms.cards.details import Chapter, chapters
from algorithms.cards.model_card import Card, Passage, Tested, card, chosen
from algorithms.cards.queries import Published
from algorithms.entries.entry import Department, Version, VersionState
from algorithms.entries.texts import Text
from algorithms.law.facts import Fact
from algorithms.redaction import withholding
from assessments.report.pairing import Pairing, pairings
from register.guard.access import PUBLIC
from register.papers.pdf import is_installed
from register.public.questions.pages import QuestionLine, newest_questions
from register.request.request_context import LanguageInput, NowInput
from register.signing_key import public_key_address
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class CardPage:
    card: Card
    details: tuple[Chapter, ...]
    versions: tuple[tuple[int, datetime, Passage | None], ...]
    old: bool = False
    has_paper: bool = False  # it can be fetched as a PDF
    questions: tuple[QuestionLine, ...] = ()  # the newest


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    name: Passage
    department: Department
    at: datetime
    reason: Passage | None


@dataclass(frozen=True, slots=True)
class WithheldPage:
    """An address that has been public and is withheld now: on what ground, and nothing of what it was about."""

    ground: Fact | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    card: Card
    tested: Tested
    pairings: tuple[Pairing, ...]  # groups that a reader may compare with each other
    key: str  # address of the city's public key


@get("/algorithms/{slug:str}", access=PUBLIC)
async def show_card(
    slug: FromPath[str], language: LanguageInput, now: NowInput, request: Request[Any, Any, Any]
) -> Response[Any]:
    published = await public_queries.card(slug)
    if published is None or published.version.state is VersionState.WITHDRAWN:
        return await elsewhere(slug, language) or await gone(slug, published, language)
    questions = await newest_questions(published.version.entry.id, language, request)
    return page("public/cards/card.html", replace(await card_page(published, language, now), questions=questions))


@get("/algorithms/{slug:str}/versions/{number:int}", access=PUBLIC)
async def show_old_version(slug: FromPath[str], number: FromPath[int], language: LanguageInput) -> Response[Any]:
    newest = await public_queries.card(slug)
    merged = newest is None and await public_queries.leads_to(slug) is not None
    if not merged and (newest is None or newest.version.state is VersionState.WITHDRAWN):
        return await gone(slug, newest, language)
    if (published := await public_queries.old_version(slug, number)) is None:
        raise NotFoundException
    old = published.version.state is not VersionState.PUBLISHED
    shown = _card(published, language)
    return page(
        "public/cards/card.html",
        CardPage(card=shown, details=chapters(shown), versions=await _versions(slug, language), old=old),
        canonical="" if old else f"/{language}/algorithms/{slug}",
    )


@get("/algorithms/{slug:str}/assessments/{number:int}", access=PUBLIC)
async def show_assessment(
    slug: FromPath[str], number: FromPath[int], language: LanguageInput, request: Request[Any, Any, Any]
) -> Response[Any]:
    published = await public_queries.card(slug)
    if published is None or published.version.state is VersionState.WITHDRAWN:
        return await elsewhere(slug, language) or await gone(slug, published, language)
    shown = _card(published, language)
    tested = next((assessment for assessment in shown.tested if assessment.number == number), None)
    if tested is None:
        raise NotFoundException
    result = published.results.get(tested.run)
    pairs = pairings(result, language, dict(request.query_params)) if result else ()
    key = public_key_address(request.app.state.settings)
    return page("public/cards/assessment.html", AssessmentPage(card=shown, tested=tested, pairings=pairs, key=key))


async def card_page(published: Published, language: str, now: datetime | None = None) -> CardPage:
    """Without ``now`` nothing is shown that changes by itself, such as that a review is late: so it is on paper."""
    shown = _card(published, language, now)
    versions = await _versions(published.version.entry.slug, language)
    return CardPage(
        card=shown, details=chapters(shown), versions=versions, has_paper=now is not None and is_installed()
    )


async def elsewhere(slug: str, language: str, rest: str = "") -> Redirect | None:
    """For good to the same page of the entry that this one was merged into."""
    into = await public_queries.leads_to(slug)
    return Redirect(f"/{language}/algorithms/{into}{rest}", status_code=301) if into else None


async def gone(slug: str, published: Published | None, language: str) -> PageResponse:
    """What was public and is not any more says so; what never was is not there."""
    if published is not None:
        return _withdrawn(published, language)
    if (withheld := await public_queries.withheld_address(slug)) is None:
        raise NotFoundException
    return page(
        "public/cards/withheld.html", WithheldPage(withholding.ground(withheld.ground), withheld.at), status=410
    )


def _card(published: Published, language: str, now: datetime | None = None) -> Card:
    today = None if now is None else now.date()
    given = (published.version, published.department, published.html, published.results, language)
    return card(*given, published.others, today, published.altered)


def _withdrawn(published: Published, language: str) -> PageResponse:
    version = published.version
    assert version.ended_at is not None  # a withdrawn version has a date
    name = chosen(version.localized(Text.NAME), language)
    shown = WithdrawnPage(
        name=name or Passage("", "sv"),
        department=published.department,
        at=version.ended_at,
        reason=chosen(published.withdrawn_note or {}, language),
    )
    return page("public/cards/withdrawn.html", shown, status=410)


async def _versions(slug: str, language: str) -> tuple[tuple[int, datetime, Passage | None], ...]:
    return tuple(_line(version, language) for version in await public_queries.history(slug) if version.published_at)


def _line(version: Version, language: str) -> tuple[int, datetime, Passage | None]:
    assert version.published_at is not None  # only such versions are asked for
    note = chosen(version.localized(Text.CHANGE_NOTE), language)
    return version.number, version.published_at, note


routes = [show_card, show_old_version, show_assessment]
