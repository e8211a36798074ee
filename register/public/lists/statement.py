"""The city's accessibility statement, for everybody, with the eleven parts that Swedish law asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, get

from algorithms.cards.model_card import Passage
from algorithms.law.authorities import Authority, AuthorityTask, authority
from algorithms.statement.queries import newest
from algorithms.statement.rules import Conformance, Statement, StatementPart
from assessments.text.message import Message, labelled
from register.guard.access import PUBLIC
from register.request.request_context import LanguageInput, NowInput
from register.web.authority_links import report_link
from register.web.pages import PageResponse, page

CONFORMS: Mapping[Conformance, Message] = labelled(
    Conformance,
    {
        Conformance.FULL: Message("The website fully follows the law."),
        Conformance.PARTIAL: Message("The website follows the law in part."),
        Conformance.NONE: Message("The website does not follow the law."),
    },
)


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Without a statement only where to report what is not accessible."""

    statement: Statement | None
    conforms: Message | None
    passages: Mapping[str, Passage]
    supervisor: Authority
    report_to: str


@get("/accessibility", access=PUBLIC)
async def show(request: Request[Any, Any, Any], language: LanguageInput, now: NowInput) -> PageResponse:
    settings = request.app.state.settings
    statement, supervisor = await newest(), authority(AuthorityTask.ACCESSIBILITY, now.astimezone(settings.zone).date())
    passages = {
        part.value: passage for part in StatementPart if statement and (passage := _passage(statement, part, language))
    }
    return page(
        "public/lists/accessibility.html",
        StatementPage(
            statement=statement,
            conforms=CONFORMS[statement.content.conformance] if statement else None,
            passages=passages,
            supervisor=supervisor,
            report_to=report_link(supervisor, settings),
        ),
    )


def _passage(statement: Statement, part: StatementPart, language: str) -> Passage | None:
    """In the reader's language, or in Swedish where it has not been translated."""
    for spoken in (language, "sv"):
        if words := statement.content.texts.get((part, spoken)):
            return Passage(words, spoken, statement.html[part, spoken])
    return None


routes = [show]
