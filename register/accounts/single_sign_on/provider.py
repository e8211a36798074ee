"""Speaking with the provider of single sign-on: OpenID Connect with code, PKCE, state and nonce. Knows no account.

Its libraries are loaded when somebody signs in this way: a city without it starts as fast as before.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from assessments.text.message import Message
from register.settings import Settings, SettingsError, is_safe_address

log = logging.getLogger("insyn.web")
BACK = "/sign-in/sso/back"
PATIENCE = 10.0  # seconds for all that we ask of the provider at one step
CLOCKS_DIFFER = 60  # seconds
OLDEST = 600  # seconds since the provider made a token that it gives us now
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
ENTRA = {"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"}
DOWN = Message("The city’s sign-in does not answer. Wait a while and try again.")
NOT_TRUSTED = Message(
    "The answer of the city’s sign-in could not be trusted, so you were not signed in. Try again. If it goes on, tell "
    "your administrator."
)
NOT_COMPLETED = Message("Signing in was not completed. Begin again.")
TOO_MANY_GROUPS = Message(
    "You belong to more groups than the city’s sign-in can tell. Ask your administrator to use app roles instead."
)


class ProviderError(Exception):
    """Nobody was signed in; the sentence says why, and what to do."""

    def __init__(self, sentence: Message, cause: str = "") -> None:
        super().__init__(cause or sentence.msgid)
        self.sentence, self.status = sentence, 503 if sentence is DOWN else 400


@dataclass(frozen=True, slots=True)
class Pending:
    """What we remember of somebody whom we sent to the provider."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    next: str = ""


@dataclass(frozen=True, slots=True)
class Identified:
    """Whom the provider has signed in. Subject and issuer together never mean anybody else; an address may."""

    issuer: str
    subject: str
    email: str
    name: str
    groups: frozenset[str]
    owns_address: bool = False  # the provider has verified that the address is theirs


@dataclass(frozen=True, slots=True)
class Provider:
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    base_url: str
    trusts_addresses: bool = False  # the city says that its provider lets nobody choose an address

    async def address(self, pending: Pending) -> str:
        """Where somebody signs in, and comes back to us from."""
        async with self._asking() as client:
            about = await self._about(client)
            known = about.get("scopes_supported", ())
            scopes = ["openid", "profile", "email", *(["groups"] if "groups" in known else [])]
            url, _ = client.create_authorization_url(
                about["authorization_endpoint"],
                state=pending.state,
                nonce=pending.nonce,
                code_verifier=pending.verifier,
                scope=" ".join(scopes),
            )
        return str(url)

    async def identify(self, code: str, pending: Pending, now: datetime) -> Identified:
        """Who came back with this code. Raises ProviderError for anything that is not exactly as it must be."""
        async with self._asking() as client:
            about = await self._about(client)
            token = await client.fetch_token(
                about["token_endpoint"], code=code, code_verifier=pending.verifier, grant_type="authorization_code"
            )
            keys = await _fetch_object(client, about["jwks_uri"], withhold_token=True)
            claims = self._checked(str(token["id_token"]), keys, pending.nonce, now)
            if about.get("userinfo_endpoint") and not {"email", "groups"} <= set(claims):
                more = await _fetch_object(client, about["userinfo_endpoint"])
                if more.get("sub") != claims["sub"]:
                    raise ProviderError(NOT_TRUSTED, "userinfo is about somebody else")
                claims = {**more, **claims}
            return identified(claims, trusts_addresses=self.trusts_addresses)

    async def sign_out_address(self) -> str:
        """Where somebody ends their session at the provider; empty where it offers no such page, or does not answer."""
        try:
            async with self._asking() as client:
                end = (await self._about(client)).get("end_session_endpoint", "")
        except ProviderError:
            return ""
        back = {"client_id": self.client_id, "post_logout_redirect_uri": f"{self.base_url}/sign-in"}
        return f"{end}{'&' if '?' in end else '?'}{urlencode(back)}" if end and is_safe_address(end) else ""

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[Any]:
        import httpx2
        from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError
        from joserfc.errors import JoseError

        try:
            async with (
                asyncio.timeout(PATIENCE),
                AsyncOAuth2Client(
                    self.client_id,
                    self.client_secret or None,
                    redirect_uri=self.base_url + BACK,
                    code_challenge_method="S256",
                    timeout=PATIENCE,
                ) as client,
            ):
                yield client
        except (TimeoutError, httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _noted(ProviderError(DOWN, type(error).__name__)) from None
        except OAuthError as error:
            raise _noted(ProviderError(NOT_COMPLETED, ascii(error.error))) from None
        except (JoseError, ValueError, LookupError) as error:  # not what the standard says
            raise _noted(ProviderError(NOT_TRUSTED, type(error).__name__)) from None
        except ProviderError as error:
            raise _noted(error) from None

    async def _about(self, client: Any) -> Mapping[str, Any]:
        """What the provider publishes of itself, fetched each time: people sign in seldom, and keys change."""
        address = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
        about = await _fetch_object(client, address, withhold_token=True)
        if about["issuer"] != self.issuer:
            raise ProviderError(NOT_TRUSTED, "the provider calls itself something else")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
            if name in about and not is_safe_address(str(about[name])):
                raise ProviderError(NOT_TRUSTED, f"{name} is not https")
        return about

    def _checked(self, id_token: str, keys: Any, nonce: str, now: datetime) -> dict[str, Any]:
        """OpenID Connect Core 1.0, section 3.1.3.7."""
        from joserfc import jwt
        from joserfc.jwk import KeySet

        claims = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=list(SIGNED_BY)).claims
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=CLOCKS_DIFFER,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", "" if several else self.client_id) != self.client_id:
            raise ProviderError(NOT_TRUSTED, "the token is for another application")
        if not -CLOCKS_DIFFER <= now.timestamp() - claims["iat"] <= OLDEST + CLOCKS_DIFFER:
            raise ProviderError(NOT_TRUSTED, "the token was not made for this sign-in, but earlier or later")
        return dict(claims)


async def _fetch_object(client: Any, address: str, **options: Any) -> dict[str, Any]:
    answer = (await client.request("GET", address, **options)).raise_for_status().json()
    if not isinstance(answer, dict):
        raise ProviderError(NOT_TRUSTED, "an object was expected")
    return answer


def identified(claims: Mapping[str, Any], *, trusts_addresses: bool = False) -> Identified:
    """Who these checked claims are about. Entra ID’s ``sub`` differs between applications; ``tid`` and ``oid`` stay."""
    if "groups" in claims.get("_claim_names", ()):
        raise ProviderError(TOO_MANY_GROUPS)
    subject = str(claims["sub"])
    if urlsplit(claims["iss"]).hostname in ENTRA:
        subject = f"{claims['tid']}/{claims['oid']}"
    email = next(
        (str(claims[name]) for name in ("email", "preferred_username", "upn") if "@" in str(claims.get(name))), ""
    )
    verified = claims.get("email_verified")
    owns = (verified is True and email == claims.get("email")) or (trusts_addresses and verified is not False)
    claimed = [claims.get(name) for name in ("groups", "roles")]
    groups = frozenset(str(group) for listed in claimed if isinstance(listed, list) for group in listed)
    if not 0 < len(subject) <= 255:
        raise ProviderError(NOT_TRUSTED, "the subject is too long")
    return Identified(
        issuer=str(claims["iss"]),
        subject=subject,
        email=email,
        name=str(claims.get("name") or email),
        groups=groups,
        owns_address=owns,
    )


def from_settings(settings: Settings) -> Provider | None:
    """None where the city has no single sign-on."""
    if not settings.oidc_issuer:
        return None
    secret, file = settings.oidc_client_secret, settings.oidc_client_secret_file
    if file.name:
        try:
            secret = file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise SettingsError(
                Message("INSYN_OIDC_CLIENT_SECRET_FILE: {file} cannot be read.", {"file": str(file)})
            ) from None
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=secret,
        base_url=settings.base_url,
        trusts_addresses=settings.oidc_trust_email,
    )


def _noted(error: ProviderError) -> ProviderError:
    """In the log of the machine, without anything that is somebody's."""
    log.warning("single sign-on failed: %s", error)
    return error
