"""Running the web server in the foreground together with a worker, until asked to stop. Which pages: register.app."""

import asyncio
import contextlib
import http.client
import logging
import os
import resource
import signal
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from register.settings import Settings, is_safe_address

log = logging.getLogger("insyn")
PATIENCE = 5.0  # seconds that a worker gets to put its job back
STOPPING = 30  # seconds that a web process gets to finish what it has begun
BACKLOG = 4_096  # connections that wait to be accepted; the system may allow fewer


@dataclass(frozen=True, slots=True)
class Served:
    """Where and how: ``worker`` is the command line of the process that does the queue's work, empty for none."""

    host: str
    port: int
    workers: int = 1
    worker: Sequence[str] = ()


def listen_alone(host: str, port: int) -> None:
    """OSError where somebody listens already (granian would share the port with them), or where nobody may."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def serve(settings: Settings, how: Served) -> None:
    """Returns when SIGTERM or Ctrl-C has ended web and worker. Raises OSError when somebody else listens there."""
    listen_alone(how.host, how.port)
    if not is_safe_address(settings.base_url):
        log.warning("INSYN_BASE_URL is not https: sessions and what is sent can be read and changed on the way")
    if how.workers > 1:
        _serve_by_many(settings, how)
    else:
        asyncio.run(_serve_here(settings, how))


def _options(settings: Settings, how: Served) -> dict[str, Any]:
    """For granian: HTTP/1 alone, as only that is closed when nothing comes; and room for many slow connections."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    return {
        "address": how.host,
        "port": how.port,
        "interface": Interfaces.ASGI,
        "http": HTTPModes.http1,
        "http1_settings": HTTP1Settings(header_read_timeout=settings.head_seconds * 1_000),
        "websockets": False,
        "log_enabled": False,
        "backlog": BACKLOG,
        "backpressure": _room(settings.most_connections),
    }


def _room(connections: int) -> int:
    """How many connections may be open. Each is an open file, and with none left granian accepts nothing any more."""
    needed = connections * 4 // 3 + 1
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return connections if soft == resource.RLIM_INFINITY else max(1, min(connections, soft * 3 // 4))


async def _serve_here(settings: Settings, how: Served) -> None:
    """Web server and application in this very process: nothing is imported twice, and it answers soonest."""
    from granian.server.embed import Server

    from register.app import create_app

    server = Server(create_app(settings), **_options(settings, how))
    stopping = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stopping.set)
    serving = asyncio.ensure_future(server.serve())
    supervisor = asyncio.ensure_future(_supervise_worker(how, stopping))
    await asyncio.wait((serving, supervisor), return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    await supervisor
    server.stop()  # type: ignore[no-untyped-call]
    await serving


async def _supervise_worker(how: Served, stopping: asyncio.Event) -> None:
    """Say when the web answers, then keep a worker running, and end it with the web."""
    while not stopping.is_set() and not await asyncio.to_thread(_answers, how):
        await _pause(stopping, 0.02)
    if not stopping.is_set():
        log.info("ready http://%s:%d", how.host if ":" not in how.host else f"[{how.host}]", how.port)
    while not stopping.is_set() and how.worker:
        worker = await asyncio.create_subprocess_exec(*how.worker, "--parent", str(os.getpid()))
        ended, stop_requested = asyncio.ensure_future(worker.wait()), asyncio.ensure_future(stopping.wait())
        await asyncio.wait((ended, stop_requested), return_when=asyncio.FIRST_COMPLETED)
        stop_requested.cancel()
        if not stopping.is_set():
            log.error("the worker ended with code %s and is started again", worker.returncode)
            await _pause(stopping, 1)
            continue
        with contextlib.suppress(ProcessLookupError):
            worker.terminate()
        try:
            await asyncio.wait_for(ended, PATIENCE)
        except TimeoutError:
            worker.kill()
    await stopping.wait()


def _answers(how: Served) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1" if how.host in {"0.0.0.0", "::"} else how.host, how.port, 2)  # noqa: S104  # not bound here
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


def _serve_by_many(settings: Settings, how: Served) -> None:
    """Several web processes under granian's own care; settings reach them by the environment that they inherit."""
    from granian.server.mp import MPServer

    class Server(MPServer):
        def _respawn_workers(self, workers: Sequence[int], *rest: Any, **options: Any) -> None:
            log.error("%d web process(es) ended unexpectedly and are started again", len(workers))
            super()._respawn_workers(workers, *rest, **options)

    if settings.demo:
        raise ValueError("the demonstration is served by one process")
    many: dict[str, Any] = {
        "factory": True,
        "workers": how.workers,
        "respawn_failed_workers": True,
        "workers_kill_timeout": STOPPING,
    }
    server = Server("register.asgi:child", **_options(settings, how), **many)
    loop, stopping = asyncio.new_event_loop(), asyncio.Event()
    supervisor = threading.Thread(target=loop.run_until_complete, args=(_supervise_worker(how, stopping),))
    supervisor.start()
    try:
        server.serve()
    finally:
        if server.interrupt_children:
            log.error("a web process ended again and again: the server stops")
        loop.call_soon_threadsafe(stopping.set)
        supervisor.join()
        loop.close()
