"""Applications for tests: what is the same in all of them is made once in a process, the rest is each one's own.

Registering some 380 routes and compiling templates takes longer than most tests. Limits, memory of searches and clocks
live in the state, which no two applications share.
"""

import copy
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache, partial
from typing import Any

import pytest
from jinja2.bccache import Bucket, BytecodeCache
from litestar import Litestar, Router
from litestar.datastructures import State

from algorithms.search.query import residents_words
from register import app as product
from register.settings import Settings

_OF_ITS_OWN = {"state", "before_send", "lifespan", "route_handlers"}  # routes are the same list in all of them


class CompiledOnce(BytecodeCache):
    """Templates compiled for one application are there for the next; jinja2 compares their text."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


class _RoutesOnce:
    """Stands where the product makes its application: the first is made, others share its routes alone."""

    def __init__(self, make: type[Litestar], extra: Callable[[Litestar], None] | None) -> None:
        self._make, self._extra = make, extra
        self._model: Litestar | None = None
        self._shared: dict[str, Any] = {}

    def __call__(self, **options: Any) -> Litestar:
        shared = {name: value for name, value in options.items() if name not in _OF_ITS_OWN}
        current = {name: str(value) for name, value in shared.items()}
        if self._model is None or current != self._shared:
            options["route_handlers"] = [_routes(given) for given in options["route_handlers"]]
            self._model, self._shared = self._make(**options), current
            if self._extra is not None:
                self._extra(self._model)
        return _with_state_of_its_own(self._model, options)


def _routes(given: Any) -> Any:
    """A group of routes is made when it is registered: most applications have no use for it."""
    return given() if isinstance(given, partial) else given


def _with_state_of_its_own(model: Litestar, options: dict[str, Any]) -> Litestar:
    own = copy.copy(model)
    own.state = State(options["state"])
    own.before_send = list(options["before_send"])
    own._lifespan_managers = list(options["lifespan"])
    own.event_emitter = type(model.event_emitter)(listeners=[])
    own.asgi_router = copy.copy(model.asgi_router)
    own.asgi_router.app = own
    own.asgi_router.handle_routing = lru_cache(1024)(own.asgi_router._handle_routing)
    own.asgi_handler = own._create_asgi_handler()
    return own


_with_city = cache(residents_words.with_city)
_SEAMS: dict[Callable[[Litestar], None] | None, _RoutesOnce] = {}


def application(
    settings: Settings, clock: Callable[[], datetime], *, extra: Callable[[Litestar], None] | None = None
) -> Litestar:
    """``create_app`` of the product; ``extra`` (a function of a module) may register routes of a test's own."""
    seam = _SEAMS.setdefault(extra, _RoutesOnce(product._Insyn, extra))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(product, "_Insyn", seam)
        patch.setattr(product, "Router", partial(partial, Router))
        patch.setattr(residents_words, "with_city", _with_city)
        return product.create_app(settings, clock=clock)
