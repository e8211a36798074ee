"""The history of an entry: every published version, with what is different from the one before in plain words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from algorithms.cards import queries as public_queries
from algorithms.cards.model_card import Passage, chosen
from algorithms.entries.entry import Version, VersionState
from algorithms.entries.texts import Text
from algorithms.questionnaire.differences import Difference, differences
from register.guard.access import PUBLIC
from register.public.cards.pages import elsewhere, gone
from register.request.request_context import LanguageInput
from register.web.pages import page


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version. ``differences`` are against the one before; of a first version there are none."""

    number: int
    at: datetime
    until: datetime | None
    note: Passage | None
    differences: tuple[Difference, ...]
    new_tests: tuple[tuple[int, Passage], ...]
    first: bool


@dataclass(frozen=True, slots=True)
class PublicHistoryPage:
    slug: str
    name: Passage
    told: tuple[PublishedVersion, ...]


@get("/algorithms/{slug:str}/history", access=PUBLIC)
async def history(slug: FromPath[str], language: LanguageInput) -> Response[Any]:
    found = await public_queries.card(slug)
    if found is None or found.version.state is VersionState.WITHDRAWN:
        return await elsewhere(slug, language, "/history") or await gone(slug, found, language)
    versions = await public_queries.history(slug)
    older = (*versions[1:], None)
    told = tuple(_told(one, before, language) for one, before in zip(versions, older, strict=True))
    return page("public/cards/history.html", PublicHistoryPage(slug, _name(found.version, language), told))


def _told(version: Version, before: Version | None, language: str) -> PublishedVersion:
    assert version.published_at is not None  # only public versions have a history
    changed = () if before is None else tuple(_read_in(language, before, version))
    cited = {one.run for one in before.evidence if one.cited} if before else set()
    new = (one for one in version.evidence if one.cited and one.run not in cited)
    return PublishedVersion(
        version.number,
        version.published_at,
        version.ended_at,
        chosen(version.said(Text.CHANGE_NOTE), language),
        changed,
        tuple((one.number, chosen(one.titles, language) or Passage("", "sv")) for one in new) if before else (),
        before is None,
    )


def _read_in(language: str, before: Version, after: Version) -> list[Difference]:
    """What is different in the language of the page; in Swedish where neither version says it in that language.

    The note of a change is the sentence above the list, and is no change itself.
    """
    found = [one for one in differences(before, after) if one.question.text is not Text.CHANGE_NOTE]
    return [one for one in found if one.language in ("", _spoken(one, language, before, after))]


def _spoken(one: Difference, language: str, before: Version, after: Version) -> str:
    text = one.question.text
    has_it = text is not None and (before.text(text, language) or after.text(text, language))
    return language if has_it else "sv"


def _name(version: Version, language: str) -> Passage:
    return chosen(version.said(Text.NAME), language) or Passage("", "sv")


routes = [history]
