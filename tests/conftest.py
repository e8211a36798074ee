"""What every test may ask for: databases, settings, a browser, the reference data. Opens no socket off this machine."""

import asyncio
import functools
import gc
import ipaddress
import os
import re
import shutil
import socket
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from argon2 import PasswordHasher
from hypothesis import settings as examples

import peopled
import programs
import scheduling
from applications import CompiledOnce
from once import once
from postgres_cluster import Cluster
from register.accounts.sign_in import passwords
from register.secret_file import make_secret
from register.settings import Settings
from register.storage.migrate import migrate
from register.web import pages
from running import Running

for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):  # commands that tests call speak English on every machine
    os.environ.pop(variable, None)
examples.register_profile("insyn", deadline=None)  # how fast a machine is decides no test
examples.load_profile("insyn")
_T = TypeVar("_T")
_FIXED_ADDRESS = {
    "INSYN_SHORT_URL": "http://127.0.0.1:8000"
}  # on every card's paper: it is the same whatever the port is
CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def pytest_configure(config: pytest.Config) -> None:
    """Folders of tests lie in memory, where there is room: a commit waits for the disk, for fear of power cuts that no
    test brings about. Benchmarks wait.
    """
    memory = Path("/dev/shm")  # Linux
    is_benchmark = any(name.startswith("bench_") for name in config.getini("python_files"))
    if not is_benchmark and memory.is_dir() and shutil.disk_usage(memory).free > 4 * 1024**3:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How long each part took, in seconds of work: two workers do two in one."""
    parts: dict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                parts["/".join(report.nodeid.partition("::")[0].split("/")[:2])] += report.duration
    for part, seconds in sorted(parts.items(), key=lambda pair: -pair[1]):
        terminalreporter.write_line(f"{seconds:7.0f} s of work in {part}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With CI=true a skipped test is a failed one, but for those on reference data that this machine was not given."""
    report = yield
    spared = "reference_data" in getattr(item, "fixturenames", ()) and "INSYN_REFERENCE_DATA" not in os.environ
    if report.skipped and programs.IN_CI and not spared and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"With CI=true nothing may be skipped: {report.longrepr}"
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Which tests run, and in what order.

    ``make test`` asks PostgreSQL what is storage. ``make test-both`` runs the rest of what runs on both databases, what
    is marked as left for later, and what tries more there than in ``make test``. ``make test-full`` runs everything.
    """
    others = [item for item in items if _is_for_later(item)]
    if programs.PART == "both":
        others = [item for item in items if not _is_for_later(item) and item.get_closest_marker("wider") is None]
    if programs.PART != "full" and others:
        config.hook.pytest_deselected(items=others)
        remaining = set(items) - set(others)
        items[:] = [item for item in items if item in remaining]
    items.sort(key=scheduling.place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return scheduling.ByFile(config, log)


def pytest_collection_finish() -> None:
    """Tests and modules stay to the end: looking through them for garbage again and again is in vain."""
    gc.freeze()


def _is_for_later(item: pytest.Item) -> bool:
    return _is_again_on_postgresql(item) or item.get_closest_marker("later") is not None


def _is_again_on_postgresql(item: pytest.Item) -> bool:
    """A test that runs on both databases, here on PostgreSQL, and is not about storage."""
    callspec = getattr(item, "callspec", None)
    on_postgresql = callspec is not None and callspec.params.get("database_url") == "postgresql"
    return on_postgresql and item.get_closest_marker("storage") is None


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Tests speak to this machine alone."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _to_loopback_only(getattr(socket.socket, name)))
        yield


def _to_loopback_only(connect: Callable[[socket.socket, Any], Any]) -> Callable[[socket.socket, Any], Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
            raise RuntimeError(f"A test tried to reach {address[0]}; tests open no socket off this machine.")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords() -> Iterator[None]:
    """Hashing is slow by design; how slow, tests/register/test_passwords.py asks of the real one."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = functools.partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "PasswordHasher", cheap)
        yield


@pytest.fixture(autouse=True, scope="session")
def _templates_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "Environment", functools.partial(pages.Environment, bytecode_cache=CompiledOnce()))
        yield


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether every page is tried in every width and mode (`make test-full`), or one page of each template."""
    return programs.FULL


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Original published files that are not ours to copy; INSYN_REFERENCE_DATA names their folder."""
    named = os.environ.get("INSYN_REFERENCE_DATA")
    if not named:
        pytest.skip("INSYN_REFERENCE_DATA is not set: the original files are elsewhere")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"INSYN_REFERENCE_DATA names {folder}, which is not a folder")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Cluster]:
    folder = programs.postgres_folder()
    if folder is None:
        pytest.skip("PostgreSQL's initdb, pg_ctl and postgres were not found on this machine")
    with Cluster(folder) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated database that others are copied from."""
    url = now(postgres_server.create("insyn_template"))
    now(migrate(settings_for(url, tmp_path_factory.mktemp("template"))))
    return "insyn_template"


@pytest.fixture
def postgres_url(postgres_server: Cluster, postgres_template: str) -> Iterator[str]:
    """A migrated, empty PostgreSQL database of this test's own."""
    name = f"insyn_{uuid.uuid4().hex}"
    yield now(postgres_server.create(name, template=postgres_template))
    now(postgres_server.drop(name))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "insyn.sqlite"
    now(migrate(settings_for(f"sqlite://{path}", path.parent)))
    assert not path.with_name("insyn.sqlite-wal").exists(), "somebody still has the template open"
    peopled.templates[:] = [peopled.Template(path)]
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite database of this test's own."""
    path = Path(shutil.copy(sqlite_template, tmp_path / "insyn.sqlite"))
    path.chmod(0o600)  # as the program makes it; it tells of one that others could read
    return f"sqlite://{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs twice: what holds on one database must hold on the other."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


def settings_for(database_url: str, data_dir: Path) -> Settings:
    """With a secret, as after a first start."""
    loaded = Settings.from_environment({"INSYN_DATABASE_URL": database_url, "INSYN_DATA_DIR": str(data_dir)})
    make_secret(loaded)
    return loaded


def now(work: Coroutine[Any, Any, _T]) -> _T:
    """The answer of asynchronous work, in a thread of its own, whatever event loop this one is in."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium, shared; a test opens a context of its own in it."""
    from playwright.sync_api import sync_playwright  # slow to import and seldom needed

    program = programs.chromium()
    if program is None:
        pytest.skip("no Chromium was found on this machine")
    flags = [*CHROMIUM_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=flags)
        yield running
        running.close()


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`insyn demo` as a visitor meets it: the made-up city, web and worker. Tests share it: leave it as it was."""
    yield from _a_demo_city(tmp_path_factory)


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A demo city of this module's own, which its tests may change."""
    yield from _a_demo_city(tmp_path_factory)


def _a_demo_city(factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`insyn demo` builds the city once in a test run; each server starts on a copy of its data."""
    built, folder = once(factory, "demo-city", _build_the_demo), factory.mktemp("demo") / "data"
    shutil.copytree(built / "data", folder)
    with Running("demo", "--data-dir", str(folder), data_dir=folder, **_FIXED_ADDRESS) as program:
        yield program


def _build_the_demo(folder: Path) -> None:
    """Until the last of its cards is on paper, which takes the worker longest: no copy has to print them again."""
    data = folder / "data"
    with (
        Running("demo", "--data-dir", str(data), data_dir=data, **_FIXED_ADDRESS) as program,
        httpx.Client(base_url=program.url) as client,
    ):
        cards = set(re.findall(r'href="(/sv/algorithms/[^/?"]+)"', client.get("/sv/algorithms").text))
        papers = [f"{card.replace('/sv/', f'/{language}/')}/card.pdf" for card in cards for language in ("sv", "en")]
        while any(client.get(paper).status_code == httpx.codes.SERVICE_UNAVAILABLE for paper in papers):
            time.sleep(0.5)


@pytest.fixture
def live_server(sqlite_url: str, tmp_path: Path) -> Iterator[Running]:
    """`insyn serve` on an empty database of this test's own."""
    with Running("serve", data_dir=tmp_path / "live", INSYN_DATABASE_URL=sqlite_url) as program:
        yield program
