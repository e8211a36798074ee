"""The one client that tests of the web use: checks every answer, remembers the page, fills in forms."""

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from checking import check_answer
from reading import Page, Typed

_T = TypeVar("_T")
_MOST_REDIRECTS = 10


class CheckingClient:
    """A browser without a window. ``with CheckingClient(app) as client: client.get("/sv/")``."""

    def __init__(self, app: Litestar, base_url: str = "http://127.0.0.1:8000") -> None:
        self._client: Any = TestClient(app, base_url=base_url, raise_server_exceptions=False)
        self._base_url = base_url
        self._page: Page | None = None
        self.url = base_url

    def __enter__(self) -> Self:
        self._client.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.__exit__(kind, error, at)

    @property
    def page(self) -> Page:
        """The last page that was shown."""
        if self._page is None and self.url != self._base_url:
            self.get(self.url)
        assert self._page is not None, "no page has been shown yet"
        return self._page

    def arrive(self, path: str) -> None:
        """Be led to a page, which is fetched when somebody looks at it."""
        self.url, self._page = urljoin(self._base_url, path), None

    @property
    def app(self) -> Any:
        """The application itself, for those who ask it something many at a time."""
        return self._client.app

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    @property
    def headers(self) -> httpx.Headers:
        """What is sent with every request from now on."""
        return self._client.headers

    def call(self, work: Callable[..., Awaitable[_T]], *arguments: Any) -> _T:
        """Asynchronous work in the application's own loop, where its database connections live."""
        return self._client.blocking_portal.call(work, *arguments)

    def soon(self, work: Callable[[], Awaitable[_T]]) -> Future[_T]:
        """The same, while the test goes on."""
        return self._client.blocking_portal.start_task_soon(work)

    def get(self, url: str, *, follow: bool = False, **options: Any) -> httpx.Response:
        return self._ask("GET", url, follow=follow, **options)

    def post(self, url: str, fields: Any = None, *, follow: bool = False, **options: Any) -> httpx.Response:
        """As one of our own pages would send it; ``headers`` may say otherwise."""
        headers = {"Origin": self._base_url, "Sec-Fetch-Site": "same-origin", **options.pop("headers", {})}
        return self._ask("POST", url, follow=follow, data=_multiple(fields or []), headers=headers, **options)

    def click(self, words: str) -> httpx.Response:
        return self.get(urljoin(self.url, self.page.link(words)), follow=True)

    def submit(self, which: int | str = 0, press: str = "", **typed: Typed) -> httpx.Response:
        """Fill in a form (named by place, id, address or the words on a button), send it, go where it leads."""
        form = self.page.form(which)
        if not press and isinstance(which, str) and which not in {form.action, form.identity}:
            press = which
        sent = form.fill(typed, press)
        address = urljoin(self.url, sent.action) if sent.action else self.url
        if sent.method == "GET":
            return self.get(address, follow=True, params=_multiple(sent.fields))
        files = [(name, file) for name, file in sent.files]
        return self.post(address, sent.fields, follow=True, **({"files": files} if files else {}))

    def _ask(self, method: str, url: str, *, follow: bool, **options: Any) -> httpx.Response:
        answer = self._seen(self._client.request(method, url, follow_redirects=False, **options))
        for _ in range(_MOST_REDIRECTS):
            if not (follow and answer.is_redirect):
                return answer
            target = urljoin(str(answer.url), answer.headers["location"])
            assert urlsplit(target).netloc == urlsplit(self._base_url).netloc, f"sent away to {target}"
            answer = self._seen(self._client.request("GET", target, follow_redirects=False))
        raise AssertionError(f"{url} leads in circles")

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        check_answer(answer.content, answer.headers, status=answer.status_code, url=str(answer.url))
        if answer.headers.get("content-type", "").startswith("text/html"):
            self._page, self.url = Page(answer.content), str(answer.url)
        return answer


class RemoteClient(CheckingClient):
    """The same, at a program that runs in a process of its own. ``with RemoteClient(program.url) as client``."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=60)
        self._base_url = self.url = url
        self._page = None


def _multiple(fields: Any) -> dict[str, list[str]]:
    """Pairs, of which several may have one name, as httpx wants them."""
    gathered: dict[str, list[str]] = {}
    for name, value in dict(fields).items() if isinstance(fields, dict) else fields:
        gathered.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    return gathered
