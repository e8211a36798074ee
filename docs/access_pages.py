"""The generated page on who may open which address: every route and every role. Decides nothing."""

from collections.abc import Iterable, Iterator
from tempfile import TemporaryDirectory
from typing import Any

from litestar.routes import HTTPRoute
from writing import page, table

from algorithms.people import GRANTS, Permission, Role
from register.app import create_app
from register.guard.access import PUBLIC, SIGNED_IN
from register.settings import Settings

YES, NO = "●", ""


def access() -> str:
    return page(
        "Who may open which address",
        "the routes",
        "Anywhere at all: what belongs to another department answers 404 all the same, whatever stands here. A test "
        "asks every address as every role and compares.",
        table(("method", "address", "anybody", *(role.value for role in Role)), rows()),
    )


def rows() -> Iterator[tuple[str, ...]]:
    """Method, address, and whether it opens: for anybody, then for each role."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings.from_environment({"INSYN_DATA_DIR": folder}))
    for path, method, access in sorted(_routes(app)):
        yield (
            method,
            path,
            *(YES if is_open else NO for is_open in (access == "", *(_opens(access, role) for role in Role))),
        )


def _routes(app: Any) -> Iterable[tuple[str, str, str]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                    yield route.path, method, _access(handler.opt.get("access"))


def _access(option: Any) -> str:
    """The permission by name, empty for everybody and ``*`` for anybody who is signed in."""
    return {PUBLIC: "", SIGNED_IN: "*"}.get(option, getattr(option, "value", "?"))


def _opens(access: str, role: Role) -> bool:
    return access in ("", "*") or (access in set(Permission) and Permission(access) in GRANTS[role])
