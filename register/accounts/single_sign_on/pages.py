"""The addresses of single sign-on: to the provider, back from it, and out there too. What is believed: provider."""

import hmac
from dataclasses import asdict, dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from register.accounts.sign_in import signed_tokens
from register.accounts.sign_in.pages import shown
from register.accounts.sign_in.sign_in_flow import FOR_NOW, carried, carried_by, let_in, place_of
from register.accounts.single_sign_on import identities
from register.accounts.single_sign_on.identities import NotLetInError
from register.accounts.single_sign_on.provider import BACK, NOT_COMPLETED, Identified, Pending, Provider, ProviderError
from register.guard.access import PUBLIC, START, safe_next
from register.request.request_context import LanguageInput, NowInput
from register.web.forms import errors_at
from register.web.pages import PageResponse, page

USE = "sso"


@dataclass(frozen=True, slots=True)
class SignedOutPage:
    address: str  # where the session at the provider ends; empty where it has no such page


@get("/sign-in/sso", access=PUBLIC)
async def to_provider(request: Request[Any, Any, Any], now: NowInput, language: LanguageInput) -> Response[Any]:
    """A link, not a form: our policy lets no form lead to another site, not even by way of a redirect."""
    target = safe_next(request.query_params.get("next", ""))
    pending = Pending(next=target)
    try:
        address = await _provider(request).address(pending)
    except ProviderError as error:
        return await shown(request, target, language, errors_at("", error.sentence), error.status)
    ticket = signed_tokens.ticket(request.app.state.secret, USE, asdict(pending), now)
    cookies = [carried(request.app.state.settings, USE, ticket)]
    return Response(b"", status_code=303, headers={"Location": address}, cookies=cookies)


@get(BACK, access=PUBLIC)
async def from_provider(request: Request[Any, Any, Any], now: NowInput, language: LanguageInput) -> Response[Any]:
    sealed, state = carried_by(request, USE), request.app.state
    remembered = signed_tokens.read_ticket(state.secret, USE, sealed, now, FOR_NOW)
    pending = Pending(**remembered) if remembered else None
    try:
        who = await _identified(request, pending, now)
        life = state.settings.session_life
        token = await identities.sign_in(who, state.group_rules, place_of(request), at=now, life=life)
    except (ProviderError, NotLetInError) as error:
        refused = await shown(
            request, pending.next if pending else START, language, errors_at("", error.sentence), error.status
        )
        refused.cookies = [carried(state.settings, USE, "")]
        return refused
    return await let_in(request, token, pending.next if pending else START, after=USE)


@get("/sign-in/signed-out", access=PUBLIC)
async def signed_out(request: Request[Any, Any, Any], language: LanguageInput) -> PageResponse:
    address = await _provider(request).sign_out_address()
    return page("accounts/signed_out.html", SignedOutPage(address), language=language)


async def _identified(request: Request[Any, Any, Any], pending: Pending | None, now: Any) -> Identified:
    """Only for whom we sent there ourselves, from this very browser, a moment ago."""
    provider, query = _provider(request), request.query_params
    state, code = query.get("state", ""), query.get("code", "")
    if pending is None or not hmac.compare_digest(state.encode(), pending.state.encode()):
        raise ProviderError(NOT_COMPLETED)
    if query.get("iss", provider.issuer) != provider.issuer or not code:  # RFC 9207; or somebody changed their mind
        raise ProviderError(NOT_COMPLETED)
    return await provider.identify(code, pending, now)


def _provider(request: Request[Any, Any, Any]) -> Provider:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise NotFoundException
    return provider


routes = [to_provider, from_provider, signed_out]
