"""Addresses: each says who may open it, the public face only reads, and what was once public goes on answering."""

import re
from pathlib import Path

import pytest
from litestar.routes import HTTPRoute

from register.app import create_app
from register.guard.access import PUBLIC, unguarded
from register.settings import Settings

PLACE = re.compile(r"\{[a-z_]+:[a-z]+\}")
PATH = re.compile(r"(?:/[a-z0-9.-]+)*/?")
RELEASED = Path(__file__).with_name("addresses.txt")
STAFF = ("/workspace", "/sign-in", "/sign-out")
SENT_BY_RESIDENTS = {  # public addresses that take a form: questions, and codes to read their answers
    f"/{language}{path}"
    for language in ("sv", "en")
    for path in (
        "/algorithms/{slug:str}/questions",
        "/algorithms/{slug:str}/questions/check",
        "/missing",
        "/missing/check",
        "/answers",
    )
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app(Settings.from_environment({"INSYN_DATA_DIR": str(tmp_path_factory.mktemp("routes"))}))


def handlers(app):
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else [route.route_handler]:
            if getattr(handler, "http_methods", None) != {"OPTIONS"}:
                yield route.path, handler


def test_every_route_says_who_may_open_it(app) -> None:
    assert list(unguarded(app)) == []


def test_everybodys_pages_only_read(app) -> None:
    writing = {
        path
        for path, handler in handlers(app)
        if not path.startswith(STAFF) and not handler.http_methods <= {"GET", "HEAD", "OPTIONS"}
    }
    assert writing == SENT_BY_RESIDENTS


def test_only_signing_in_and_out_is_open_to_all_among_staff_pages(app) -> None:
    opened = {path for path, handler in handlers(app) if path.startswith(STAFF) and handler.opt.get("access") is PUBLIC}
    assert {path for path in opened if not path.startswith("/sign-")} == set()


def test_addresses_are_lower_case_and_hyphenated(app) -> None:
    assert [path for path, _ in handlers(app) if not PATH.fullmatch(PLACE.sub("x", path))] == []


def test_a_public_address_once_released_goes_on_answering(app) -> None:
    """A renamed page redirects, a withdrawn one says so. Lines are added to addresses.txt, never taken away."""
    released = set(RELEASED.read_text("utf-8").split())
    now = {path for path, _ in handlers(app) if not path.startswith(STAFF)}
    assert released - now == set()
    assert now - released == set(), "new addresses: add them to addresses.txt"
