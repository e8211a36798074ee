"""What operators of Insyn decide, read once from the environment. Knows nothing of the modules that use it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assessments.text.complaints import ReadableError
from assessments.text.languages import Language
from assessments.text.message import Message

_CITY = "INSYN_CITY_NAME"
_ADDRESS = re.compile(r"[!-9;-~]+@[A-Za-z0-9.-]+")
_CONTACT = re.compile(r"(?:mailto:[!-~]+@|https://|tel:\+?[0-9])[!-~]+")


class SettingsError(ReadableError):
    """One sentence: which variable is wrong and what to write instead."""


def wrong_setting(words: str, values: Mapping[str, object] | None = None) -> SettingsError:
    return SettingsError(Message(words, values or {}))


def _metadata(variable: str, about: str) -> dict[str, str]:
    return {"variable": variable, "about": about}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every field with a ``variable`` in its metadata can be set from the environment; the documentation lists them."""

    data_dir: Path = field(
        default=Path("var"), metadata=_metadata("INSYN_DATA_DIR", "folder for the database, uploads and the secret")
    )
    database_url: str = field(
        default="",
        metadata=_metadata(
            "INSYN_DATABASE_URL", "sqlite:///path or postgresql://…; left out: a file in the data folder"
        ),
    )
    database_seconds: int = field(
        default=15,
        metadata=_metadata("INSYN_DATABASE_SECONDS", "how long a free connection or a locked database is waited for"),
    )
    database_wait: int = field(
        default=30,
        metadata=_metadata(
            "INSYN_DATABASE_WAIT", "how many seconds a command waits at its start for PostgreSQL to answer"
        ),
    )
    database_connections: int = field(
        default=10, metadata=_metadata("INSYN_DATABASE_CONNECTIONS", "connections to PostgreSQL of each process")
    )
    database_statements: bool = field(
        default=True,
        metadata=_metadata("INSYN_DATABASE_STATEMENTS", "yes or no: keep prepared statements; no behind pgbouncer"),
    )
    secret_file: Path = field(
        default=Path(),
        metadata=_metadata(
            "INSYN_SECRET_FILE", "32 secret bytes, made at the first start; left out: secret in the data folder"
        ),
    )
    base_url: str = field(
        default="http://127.0.0.1:8000",
        metadata=_metadata("INSYN_BASE_URL", "the address residents use, without a path; https makes cookies secure"),
    )
    short_url: str = field(
        default="",
        metadata=_metadata("INSYN_SHORT_URL", "a short one that leads there, for letters and QR codes; left out: it"),
    )
    city: str = field(
        default="Staden",
        metadata=_metadata(
            _CITY,
            "the city's name; INSYN_CITY_NAME_EN in English, and so on for each language",
        ),
    )
    city_names: Mapping[str, str] = field(default_factory=dict, hash=False)  # by language, where it differs
    time_zone: str = field(
        default="Europe/Stockholm", metadata=_metadata("INSYN_TIME_ZONE", "time zone in which days begin and end")
    )
    max_upload_bytes: int = field(
        default=2_000_000_000, metadata=_metadata("INSYN_MAX_UPLOAD_BYTES", "largest file of evaluation data, in bytes")
    )
    fewest_people: int = field(
        default=10,
        metadata=_metadata(
            "INSYN_FEWEST_PEOPLE",
            "figures that rest on fewer people are never published; at least 5. Above 10 all is rounded more coarsely",
        ),
    )
    session_idle_minutes: int = field(
        default=30,
        metadata=_metadata("INSYN_SESSION_IDLE_MINUTES", "staff are signed out after so long without a click"),
    )
    session_hours: int = field(
        default=12, metadata=_metadata("INSYN_SESSION_HOURS", "staff are signed out after so long in any case")
    )
    smtp_url: str = field(
        default="",
        repr=False,
        metadata=_metadata(
            "INSYN_SMTP_URL",
            "mail server: smtp://user:password@host:587 (STARTTLS, required unless it is this machine) or smtps://…; "
            "left out: no mail is sent, and letters are read in the workspace",
        ),
    )
    mail_from: str = field(
        default="", metadata=_metadata("INSYN_MAIL_FROM", "address that letters come from; needed with a mail server")
    )
    local_accounts: bool = field(
        default=True,
        metadata=_metadata(
            "INSYN_LOCAL_ACCOUNTS", "yes or no: whether people may sign in with a password of Insyn's own"
        ),
    )
    require_totp: bool = field(
        default=False,
        metadata=_metadata("INSYN_REQUIRE_TOTP", "yes: who signs in with a password must use one-time codes as well"),
    )
    oidc_issuer: str = field(
        default="",
        metadata=_metadata(
            "INSYN_OIDC_ISSUER", "single sign-on: the address of the OpenID Connect provider, as it says it"
        ),
    )
    oidc_client_id: str = field(
        default="", metadata=_metadata("INSYN_OIDC_CLIENT_ID", "what the provider calls this installation of Insyn")
    )
    oidc_client_secret: str = field(
        default="",
        repr=False,
        metadata=_metadata("INSYN_OIDC_CLIENT_SECRET", "the secret that the provider gave for it"),
    )
    oidc_client_secret_file: Path = field(
        default=Path(), metadata=_metadata("INSYN_OIDC_CLIENT_SECRET_FILE", "or a file that holds this secret")
    )
    oidc_trust_email: bool = field(
        default=False,
        metadata=_metadata(
            "INSYN_OIDC_TRUST_EMAIL",
            "yes: nobody can choose their own e-mail address at the provider, so it is believed also where it "
            "does not say that it is verified (Entra ID never says so)",
        ),
    )
    oidc_groups: Path = field(
        default=Path(),
        metadata=_metadata(
            "INSYN_OIDC_GROUPS", "a TOML file: which group or app role at the provider gives which role"
        ),
    )
    theme_dir: Path = field(
        default=Path(),
        metadata=_metadata(
            "INSYN_THEME_DIR",
            "folder with the city's theme.toml, logo.svg and words.toml: colours, logo, words, and what residents call "
            "things",
        ),
    )
    address_header: str = field(
        default="",
        metadata=_metadata(
            "INSYN_ADDRESS_HEADER",
            "needed behind a proxy: the header in which it says where requests come from, such as X-Forwarded-For (the "
            "last value of its last line counts); left out: whoever connects; behind a proxy all are one place then, "
            "and one stranger uses up the limits of everybody; only for limits, never kept",
        ),
    )
    licence: str = field(
        default="https://creativecommons.org/publicdomain/zero/1.0/",
        metadata=_metadata("INSYN_LICENCE", "address of the licence under which what is public may be used again"),
    )
    authority_links: str = field(
        default="",
        metadata=_metadata(
            "INSYN_AUTHORITY_LINKS",
            "where people report to an authority that has moved, such as accessibility=https://…; tasks: "
            "accessibility, data-protection, discrimination, parliament; with blanks between",
        ),
    )
    organisation_number: str = field(
        default="",
        metadata=_metadata(
            "INSYN_ORGANISATION_NUMBER",
            "the city's organisation number, ten figures such as 212000-1234; data catalogues name the publisher by it",
        ),
    )
    postal_address: str = field(
        default="", metadata=_metadata("INSYN_POSTAL_ADDRESS", "postal address of the city, in one line")
    )
    open_data_contact: str = field(
        default="",
        metadata=_metadata(
            "INSYN_OPEN_DATA_CONTACT",
            "who answers questions about the open data: a mail address, or an address that begins with https://",
        ),
    )
    security_contact: str = field(
        default="",
        metadata=_metadata(
            "INSYN_SECURITY_CONTACT",
            "whom to tell of a weakness: a mail address, or an address that begins with https://; it stands in "
            "/.well-known/security.txt, which is not there without it",
        ),
    )
    most_connections: int = field(
        default=8_000,
        metadata=_metadata("INSYN_MOST_CONNECTIONS", "connections of a web process; fewer where few files may be open"),
    )
    head_seconds: int = field(
        default=10, metadata=_metadata("INSYN_HEAD_SECONDS", "a request whose head has not come by then is ended")
    )
    body_seconds: int = field(
        default=10,
        metadata=_metadata(
            "INSYN_BODY_SECONDS", "the next piece of a form or file is waited for so long; a form six times"
        ),
    )
    most_bodies: int = field(
        default=400,
        metadata=_metadata(
            "INSYN_MOST_BODIES", "forms and files waited for at once; one more, and the slowest is given up"
        ),
    )
    demo: bool = False  # only the demo command sets it: never an environment variable

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read and check. A command line option is an environment with one more value."""
        values: dict[str, Any] = {}
        for setting in fields(cls):
            text = environment.get(setting.metadata.get("variable", ""), "").strip()
            if text:
                values[setting.name] = _parse(setting.metadata["variable"], text, type(setting.default))
        named = {language: environment.get(f"{_CITY}_{language.upper()}", "").strip() for language in Language}
        values["city_names"] = {language.value: name for language, name in named.items() if name}
        return _complete(cls(**values))

    def city_in(self, language: str) -> str:
        """The city's name in this language."""
        return self.city_names.get(language, self.city)

    @property
    def letters_url(self) -> str:
        """What addresses in letters and QR codes begin with."""
        return self.short_url or self.base_url

    @property
    def secure(self) -> bool:
        """Whether residents come by https, so that cookies and answers may insist on it."""
        return self.base_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        return "__Host-insyn" if self.secure else "insyn"

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    @property
    def session_idle(self) -> timedelta:
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def session_life(self) -> timedelta:
        return timedelta(hours=self.session_hours)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def _parse(variable: str, text: str, kind: type) -> int | str | Path:
    if kind is bool:
        if text.lower() not in {"yes", "no"}:
            raise wrong_setting("{variable} is {given!r}; write yes or no.", {"variable": variable, "given": text})
        return text.lower() == "yes"
    if kind is int:
        if not (text.isascii() and text.isdigit() and int(text) > 0):
            raise wrong_setting(
                "{variable} is {given!r}; write a whole number above 0.", {"variable": variable, "given": text}
            )
        return int(text)
    return Path(text) if issubclass(kind, Path) else text


def _complete(given: Settings) -> Settings:
    """Fill in what follows from other settings, and refuse what cannot work."""
    _check_addresses(given)
    try:
        ZoneInfo(given.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise wrong_setting(
            "INSYN_TIME_ZONE is {given!r}; write a name such as Europe/Stockholm.", {"given": given.time_zone}
        ) from None
    url = given.database_url or f"sqlite://{given.data_dir.absolute() / 'insyn.sqlite'}"
    if urlsplit(url).scheme not in {"sqlite", "postgresql", "postgres"}:
        raise wrong_setting("INSYN_DATABASE_URL must begin with sqlite:/// and a path, or with postgresql://.")
    if not _has_port(urlsplit(url)):
        raise wrong_setting("INSYN_DATABASE_URL names an impossible port; write postgresql://user@host:5432/name.")
    if given.fewest_people < 5:
        raise wrong_setting("INSYN_FEWEST_PEOPLE is {given}; write 5 or more.", {"given": given.fewest_people})
    _check_mail(given)
    _check_single_sign_on(given)
    if not is_safe_address(given.licence):
        raise wrong_setting(
            "INSYN_LICENCE is {given!r}; write an address that begins with https://.", {"given": given.licence}
        )
    _check_contacts(given)
    values = {setting.name: getattr(given, setting.name) for setting in fields(given)}
    values |= {
        "database_url": url,
        "base_url": given.base_url.rstrip("/"),
        "short_url": given.short_url.rstrip("/"),
        "security_contact": _with_mailto(given.security_contact),
        "open_data_contact": _with_mailto(given.open_data_contact),
        "secret_file": given.data_dir / "secret" if given.secret_file == Path() else given.secret_file,
    }
    return Settings(**values)


def _check_addresses(given: Settings) -> None:
    address, short = urlsplit(given.base_url), urlsplit(given.short_url)
    if address.scheme not in {"http", "https"} or not address.hostname or address.path not in {"", "/"}:
        raise wrong_setting(
            "INSYN_BASE_URL is {given!r}; write an address such as https://algoritmer.staden.se.",
            {"given": given.base_url},
        )
    if given.short_url and (short.scheme not in {"http", "https"} or not short.hostname or short.query):
        raise wrong_setting(
            "INSYN_SHORT_URL is {given!r}; write an address such as https://stad.se/alg.", {"given": given.short_url}
        )


def _with_mailto(contact: str) -> str:
    return f"mailto:{contact}" if _ADDRESS.fullmatch(contact) else contact


def _check_contacts(given: Settings) -> None:
    number = given.organisation_number
    if number and not re.fullmatch(r"\d{6}-?\d{4}", number):
        raise wrong_setting(
            "INSYN_ORGANISATION_NUMBER is {given!r}; write ten figures such as 212000-1234.", {"given": number}
        )
    contact = given.open_data_contact
    if contact and not (_ADDRESS.fullmatch(contact) or _CONTACT.fullmatch(contact)):
        raise wrong_setting(
            "INSYN_OPEN_DATA_CONTACT is {given!r}; write a mail address, or one with https://.", {"given": contact}
        )
    contact = given.security_contact
    if contact and not (_ADDRESS.fullmatch(contact) or _CONTACT.fullmatch(contact)):
        raise wrong_setting(
            "INSYN_SECURITY_CONTACT is {given!r}; write a mail address, or one with https://.", {"given": contact}
        )


def _check_mail(given: Settings) -> None:
    """The address of the mail server is not repeated: a password may stand in it."""
    server = urlsplit(given.smtp_url)
    if given.smtp_url and (server.scheme not in {"smtp", "smtps"} or not server.hostname or not _has_port(server)):
        raise wrong_setting("INSYN_SMTP_URL must be like smtp://user:password@mail.staden.se:587, or smtps://….")
    if (given.smtp_url or given.mail_from) and not _ADDRESS.fullmatch(given.mail_from):
        raise wrong_setting(
            "INSYN_MAIL_FROM is {given!r}; write an address such as insyn@staden.se.", {"given": given.mail_from}
        )


def _has_port(address: SplitResult) -> bool:
    try:
        return address.port != 0
    except ValueError:
        return False


def is_safe_address(address: str) -> bool:
    """https, or this very machine: what is said there cannot be read or changed on the way."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"})
    )


def _check_single_sign_on(given: Settings) -> None:
    if given.oidc_issuer and not is_safe_address(given.oidc_issuer):
        raise wrong_setting(
            "INSYN_OIDC_ISSUER is {given!r}; write an address that begins with https://.",
            {"given": given.oidc_issuer},
        )
    if given.oidc_issuer and not given.oidc_client_id:
        raise wrong_setting("INSYN_OIDC_CLIENT_ID is missing; the provider gives it when Insyn is registered there.")
    if not given.oidc_issuer and not given.local_accounts:
        raise wrong_setting("INSYN_LOCAL_ACCOUNTS is no, and without INSYN_OIDC_ISSUER nobody could sign in.")
