"""The model card of an entry, its assessments, its history and its older versions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.cards.details import Chapter, chapters
from algorithms.cards.model_card import Card, Passage, Tested, card, chosen
from algorithms.entries.entry import Department, VersionState
from algorithms.entries.texts import Text
from algorithms.law.facts import Fact
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry, current
from algorithms.redaction import withholding
from assessments.report.pairing import Pairing, pairings
from register.guard.access import PUBLIC
from register.papers.pdf import is_installed
from register.public.cards.letters import LetterWords, letter_words
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
    letters: LetterWords | None = None  # of the newest version alone


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
    history = await public_queries.history(slug)
    published = current(history)
    if published is None or published.is_withdrawn:
        return await elsewhere(slug, language) or await gone(slug, published, language)
    questions, settings = await newest_questions(published.id, language, request), request.app.state.settings
    shown = replace(card_page(published, history, language, settings.letters_url, now), questions=questions)
    return page("public/cards/card.html", shown, headers={"Link": _as_data(slug)})


def _as_data(slug: str) -> str:
    """For programs that met the page: where the same is for them."""
    kinds = {"json": "application/json", "jsonld": "application/ld+json"}
    links = (f'</algorithms/{slug}.{ending}>; rel="alternate"; type="{kind}"' for ending, kind in kinds.items())
    return ", ".join((*links, f'</id/{slug}>; rel="bookmark"'))


@get("/algorithms/{slug:str}/versions/{number:int}", access=PUBLIC)
async def show_old_version(slug: FromPath[str], number: FromPath[int], language: LanguageInput) -> Response[Any]:
    history = await public_queries.history(slug)
    newest = current(history)
    merged = newest is None and await public_queries.leads_to(slug) is not None
    if not merged and (newest is None or newest.is_withdrawn):
        return await gone(slug, newest, language)
    published = next((version for version in history if version.number == number), None)
    if published is None or published.is_withdrawn:  # withdrawn ones are not shown again
        raise NotFoundException
    old = published.state is not VersionState.PUBLISHED
    shown = card(published, language)
    return page(
        "public/cards/card.html",
        CardPage(card=shown, details=chapters(shown), versions=_versions(history, language), old=old),
        canonical="" if old else f"/{language}/algorithms/{slug}",
    )


@get("/algorithms/{slug:str}/assessments/{number:int}", access=PUBLIC)
async def show_assessment(
    slug: FromPath[str], number: FromPath[int], language: LanguageInput, request: Request[Any, Any, Any]
) -> Response[Any]:
    published = await public_queries.entry(slug)
    if published is None or published.is_withdrawn:
        return await elsewhere(slug, language) or await gone(slug, published, language)
    shown = card(published, language)
    tested = next((assessment for assessment in shown.tested if assessment.number == number), None)
    if tested is None:
        raise NotFoundException
    result = next(assessment.result for assessment in published.assessments if assessment.number == number)
    pairs = pairings(result, language, dict(request.query_params)) if result else ()
    key = public_key_address(request.app.state.settings)
    return page("public/cards/assessment.html", AssessmentPage(card=shown, tested=tested, pairings=pairs, key=key))


def card_page(
    published: PublishedEntry,
    history: Iterable[PublishedEntry],
    language: str,
    letters_url: str,
    now: datetime | None = None,
) -> CardPage:
    """Without ``now`` nothing is shown that changes by itself, such as that a review is late: so it is on paper."""
    shown = card(published, language, None if now is None else now.date())
    return CardPage(
        card=shown,
        details=chapters(shown),
        versions=_versions(history, language),
        has_paper=now is not None and is_installed(),
        letters=letter_words(published, letters_url),
    )


async def elsewhere(slug: str, language: str, rest: str = "") -> Redirect | None:
    """For good to the same page of the entry that this one was merged into."""
    into = await public_queries.leads_to(slug)
    return Redirect(f"/{language}/algorithms/{into}{rest}", status_code=301) if into else None


async def gone(slug: str, published: PublishedEntry | None, language: str) -> PageResponse:
    """What was public and is not any more says so; what never was is not there."""
    if published is not None:
        return _withdrawn(published, language)
    if (withheld := await public_queries.withheld_address(slug)) is None:
        raise NotFoundException
    return page(
        "public/cards/withheld.html", WithheldPage(withholding.ground(withheld.ground), withheld.at), status=410
    )


def _withdrawn(published: PublishedEntry, language: str) -> PageResponse:
    withdrawal = published.withdrawal
    assert withdrawal is not None  # only of what is withdrawn
    name = chosen(published.localized(Text.NAME), language)
    shown = WithdrawnPage(
        name=name or Passage("", "sv"),
        department=published.department,
        at=withdrawal.at,
        reason=chosen(withdrawal.reason, language),
    )
    return page("public/cards/withdrawn.html", shown, status=410)


def _versions(history: Iterable[PublishedEntry], language: str) -> tuple[tuple[int, datetime, Passage | None], ...]:
    return tuple(_line(version, language) for version in history if version.published_at)


def _line(version: PublishedEntry, language: str) -> tuple[int, datetime, Passage | None]:
    assert version.published_at is not None  # only such versions are asked for
    note = chosen(version.localized(Text.CHANGE_NOTE), language)
    return version.number, version.published_at, note


routes = [show_card, show_old_version, show_assessment]
