"""The history of an entry: every published version, with what is different from the one before in plain words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from algorithms.cards.model_card import Passage, chosen
from algorithms.entries.fields import MARKDOWN
from algorithms.entries.markdown import rendered, to_prose
from algorithms.entries.texts import Text
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry, current
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
    versions: tuple[PublishedVersion, ...]


@get("/algorithms/{slug:str}/history", access=PUBLIC)
async def history(slug: FromPath[str], language: LanguageInput) -> Response[Any]:
    versions = await public_queries.history(slug)
    published = current(versions)
    if published is None or published.is_withdrawn:
        return await elsewhere(slug, language, "/history") or await gone(slug, published, language)
    older = (*versions[1:], None)
    published_versions = tuple(
        _published_version(version, before, language) for version, before in zip(versions, older, strict=True)
    )
    return page("public/cards/history.html", PublicHistoryPage(slug, _name(published, language), published_versions))


def _published_version(version: PublishedEntry, before: PublishedEntry | None, language: str) -> PublishedVersion:
    assert version.published_at is not None  # only public versions have a history
    changed = () if before is None else tuple(_read_in(language, before, version))
    cited = {assessment.run for assessment in before.assessments} if before else set()
    new = (assessment for assessment in version.assessments if assessment.run not in cited)
    return PublishedVersion(
        number=version.number,
        at=version.published_at,
        until=version.ended_at,
        note=chosen(version.localized(Text.CHANGE_NOTE), language),
        differences=changed,
        new_tests=tuple(
            (assessment.number, chosen(assessment.titles, language) or Passage("", "sv")) for assessment in new
        )
        if before
        else (),
        first=before is None,
    )


def _read_in(language: str, before: PublishedEntry, after: PublishedEntry) -> list[Difference]:
    """What is different in the language of the page; in Swedish where neither version says it in that language.

    The note of a change is the sentence above the list, and is no change itself.
    """
    changes = [
        difference
        for difference in differences(_InProse(before), _InProse(after))
        if difference.question.text is not Text.CHANGE_NOTE
    ]
    return [
        difference
        for difference in changes
        if difference.language in ("", _spoken(difference, language, before, after))
    ]


@dataclass(frozen=True, slots=True)
class _InProse:
    """A version whose texts are what people read, and not the marks that they were written with."""

    version: PublishedEntry

    def text(self, name: Text, language: str) -> str:
        written = self.version.text(name, language)
        return to_prose(rendered(name, written)) if name in MARKDOWN and written else written

    def answer(self, name: str) -> object:
        return self.version.answer(name)


def _spoken(difference: Difference, language: str, before: PublishedEntry, after: PublishedEntry) -> str:
    text = difference.question.text
    has_it = text is not None and (before.text(text, language) or after.text(text, language))
    return language if has_it else "sv"


def _name(version: PublishedEntry, language: str) -> Passage:
    return chosen(version.localized(Text.NAME), language) or Passage("", "sv")


routes = [history]
