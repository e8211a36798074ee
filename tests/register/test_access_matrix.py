"""Every address opens as docs/generated/access.md says: the guard is asked for all, HTTP for one of each kind."""

import re
import shutil
from typing import Any
from uuid import UUID

import pytest
from litestar import Request
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from algorithms.people import Actor, Role
from city import City
from conftest import settings_for
from register.accounts.people import queries as accounts
from register.guard.access import SignedOutError, guard
from register.request.request_context import Visit

ROW = re.compile(r"^\| (GET|POST) \| (\S+) \|(.*)\|$", re.MULTILINE)
PLACE = re.compile(r"\{(\w+):(\w+)\}")
MADE_UP = {"uuid": str(UUID(int=7)), "int": "1", "str": "nothing-of-the-kind"}
TESTED_ELSEWHERE = {  # they change who is asking, or are steps on the way in
    "/sign-in",
    "/sign-out",
    "/workspace/account/sessions/end",
    "/sign-in/code",
    "/sign-in/forgotten",
    "/sign-in/password",
}
ASKERS = ("anybody", *(role.value for role in Role))


def table() -> list[tuple[str, str, dict[str, bool]]]:
    from source import ROOT

    text = (ROOT / "docs" / "generated" / "access.md").read_text("utf-8")
    rows = []
    for method, path, cells in ROW.findall(text):
        opens = [cell.strip() == "●" for cell in cells.split("|")]
        rows.append((method, path, dict(zip(ASKERS, opens, strict=True))))
    return rows


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("matrix")
    database = shutil.copy(sqlite_template, folder / "insyn.sqlite")
    with City(settings_for(f"sqlite://{database}", folder)) as running:
        yield running


def test_the_table_has_every_address_and_no_other(city: City) -> None:
    listed = {(method, path) for method, path, _ in table()}
    routes = {
        (method, route.path)
        for route in city.client.app.routes
        for method in getattr(route, "methods", ())
        if method in ("GET", "POST")
    }
    assert listed == routes


@pytest.fixture(scope="module")
def people(city: City) -> dict[str, Actor | None]:
    signed_in = {role.value: city.call(accounts.person_by_email, city.address(role)).actor for role in Role}
    return {"anybody": None, **signed_in}


def handlers(city: City) -> dict[tuple[str, str], HTTPRouteHandler]:
    return {
        (method, route.path): handler
        for route in city.client.app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
    }


def test_the_guard_opens_every_address_for_those_whom_the_table_names_and_for_nobody_else(city, people) -> None:
    by_address, wrong = handlers(city), []
    for method, path, opens in table():
        handler = by_address[method, path]
        assert guard in [bound_guard.func for bound_guard in handler.resolve_guards()], path
        wrong += [(method, path, asker) for asker, actor in people.items() if is_let_in(handler, actor) != opens[asker]]
    assert wrong == []


def is_let_in(handler: HTTPRouteHandler, actor: Actor | None) -> bool:
    request = Request[Any, Any, Any]({"type": "http", "headers": [], "state": {}})
    request.scope["state"]["visit"] = Visit(actor=actor)
    try:
        guard(request, handler)
    except (SignedOutError, PermissionDeniedException):
        return False
    return True


def samples_by_kind(city: City) -> list[tuple[str, str, dict[str, bool]]]:
    """The first address of each method, kind of body, and way of being guarded."""
    by_address, kinds = handlers(city), {}
    for method, path, opens in table():
        handler = by_address[method, path]
        kind = (method, handler.opt.get("access"), bool(handler.opt.get("upload")), path.split("/")[1])
        if path not in TESTED_ELSEWHERE:
            kinds.setdefault(kind, (method, path, opens))
    return list(kinds.values())


@pytest.mark.parametrize("asker", ASKERS)
def test_one_address_of_each_kind_answers_those_whom_the_table_names_and_nobody_else(city: City, asker: str) -> None:
    client = city.client
    client.cookies.clear()
    token = ""
    if asker != "anybody":
        city.as_(Role(asker))
        token = dict(client.page.forms[0].values)["_csrf_token"]
    wrong = []
    for method, path, opens in samples_by_kind(city):
        address = PLACE.sub(lambda place: MADE_UP[place[2]], path)
        sent = {"_csrf_token": token, "language": "sv"}
        answer = client.get(address) if method == "GET" else client.post(address, sent)
        if answer.status_code == 415:  # an address that takes a file asks for one before it looks who is there
            answer = client.post(address, sent, files={"file": ("data.csv", b"group,outcome\na,1\n")})
        to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
        is_closed = answer.status_code in (401, 403) or to_sign_in
        if is_closed == opens[asker] or answer.status_code >= 500:
            wrong.append((method, path, answer.status_code))
    assert wrong == []
