"""Who sends slowly, breaks off or sends too much gets an answer in words, and keeps nobody else out. A real server."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import time
from urllib.parse import urlsplit

import httpx
import pytest
from litestar.exceptions import HTTPException

from checking import check_page
from register.request.body_limits import Bodies, Guarded
from register.settings import Settings
from running import Running

HEAD = b"POST /sv/missing/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
MANY = 300
TINY = {"INSYN_HEAD_SECONDS": "1", "INSYN_BODY_SECONDS": "1", "INSYN_MOST_BODIES": "20"}
SOON = 60.0  # seconds; timing decides nothing


@pytest.fixture(scope="module")
def server(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("slow") / "data"
    with Running("serve", "--no-worker", data_dir=folder, **TINY) as program:
        yield program


def _connected(program: Running, sent: bytes) -> socket.socket:
    place = urlsplit(program.url)
    made = socket.create_connection((place.hostname, place.port), timeout=SOON)
    made.sendall(sent)
    return made


def _to_its_end(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    answer = b""
    with connection, contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65_536):
            answer += piece
    return answer


@pytest.mark.parametrize("sent", [HEAD + b"Content-Length: 60000\r\n\r\na", HEAD, b""], ids=["body", "head", "nothing"])
def test_many_slow_connections_keep_nobody_out_and_come_to_an_end(server, sent) -> None:
    slow = [_connected(server, sent) for _ in range(MANY)]
    assert httpx.get(f"{server.url}/healthz", timeout=SOON).text == "ok\n"
    assert httpx.post(f"{server.url}/sv/missing/check", data={"text": "Hej"}, timeout=SOON).status_code == 200
    answers = {_to_its_end(connection).partition(b"\r\n")[0] for connection in slow}
    assert answers == ({b"HTTP/1.1 408 Request Timeout"} if sent.endswith(b"a") else {b""})


def test_a_resident_who_is_slow_or_breaks_off_leaves_no_line_in_the_log(server) -> None:
    assert b"Det tog f\xc3\xb6r l\xc3\xa5ng tid" in _to_its_end(
        _connected(server, HEAD + b"Content-Length: 9\r\n\r\na")
    )
    broken = _to_its_end(_connected(server, HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc"))
    assert broken.startswith(b"HTTP/1.1 400 ")
    _connected(server, HEAD + b"Content-Length: 9\r\n\r\na").close()
    _connected(server, HEAD.replace(b"/sv/missing/check", b"/sign-in") + b"Content-Length: 9\r\n\r\na").close()
    httpx.get(f"{server.url}/sv/learn", timeout=SOON)
    assert "GET /sv/learn" in server.log
    assert not re.search("missing|ERROR|Traceback", server.log)


def test_a_long_form_ends_in_a_page_with_its_words_and_a_huge_one_in_a_page(server) -> None:
    words = "Många ord. " * 20_000
    answer = httpx.post(f"{server.url}/sv/missing/check", data={"text": words}, timeout=SOON)
    check_page(answer.content, answer.headers, status=answer.status_code, url=f"{server.url}/sv/missing/check")
    assert (answer.status_code, answer.text.count("Många ord")) == (413, 20_000)
    huge = httpx.post(f"{server.url}/sv/missing/check", data={"text": "x" * 20_000_000}, timeout=SOON)
    assert (huge.status_code, "<textarea" in huge.text) == (413, False)
    other = httpx.post(f"{server.url}/sv/nothing-here", data={"text": "x" * 5_000_000}, timeout=SOON)
    assert other.status_code == 404


ABSOLUTE = b"GET http://%s%s HTTP/1.1\r\n%sConnection: close\r\n\r\n"
GOOD = b"Host: localhost\r\n"


@pytest.mark.parametrize(
    "path", [b"/", b"/sv/", b"/sv/nothing-here", b"/workspace", b"/feed.atom", b"//evil.example/sv/"]
)
def test_a_host_in_the_request_line_stands_in_no_link_and_no_redirect(server, path) -> None:
    """The server keeps it from us (docs/running.md), so it cannot be refused; it must not be believed either."""
    answer = _to_its_end(_connected(server, ABSOLUTE % (b"evil.example", path, GOOD)))
    assert answer[9:12] in (b"200", b"301", b"302", b"303", b"404")
    assert b"evil" not in answer.replace(b"next=%2F%2Fevil", b"")


@pytest.mark.parametrize("host", [b"", b"Host: evil.example\r\n", GOOD + b"Host: evil.example\r\n"])
def test_a_host_in_the_request_line_does_not_make_up_for_a_missing_or_wrong_one(server, host) -> None:
    answer = _to_its_end(_connected(server, ABSOLUTE % (b"localhost" if host else b"evil.example", b"/sv/", host)))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"content-security-policy" in answer
    assert b"evil" not in answer


def test_of_too_many_the_longest_silent_of_the_busiest_place_is_given_up() -> None:
    async def work() -> list[str]:
        bodies = Bodies(Settings(most_bodies=3, body_seconds=600))
        silence, ended = asyncio.Event(), []

        async def send_slowly(name: str, place: str) -> None:
            try:
                await bodies.next(silence.wait, place, 600)
            except TimeoutError:
                ended.append(name)

        senders = []
        for name, place in (("resident", "a"), ("first", "b"), ("second", "b"), ("third", "b"), ("other", "c")):
            senders.append(asyncio.ensure_future(send_slowly(name, place)))
            await asyncio.sleep(0)
        silence.set()
        await asyncio.gather(*senders)
        return ended

    assert asyncio.run(work()) == ["first", "second"]


def test_a_sender_of_single_bytes_is_given_up_and_a_large_file_is_not() -> None:
    async def work(size: int) -> int:
        bodies = Bodies(Settings(body_seconds=1))
        scope = {"type": "http", "headers": [(b"content-length", b"1")], "client": ("127.0.0.1", 1)}

        async def piece():
            return {"type": "http.request", "body": b"x" * size, "more_body": True}

        guarded = Guarded(bodies, None, scope, piece, None)
        for number in range(20):
            guarded._waited = 0.9 * number  # as if each had been waited for
            try:
                await guarded.receive()
            except HTTPException:
                return number
        return 20

    assert (asyncio.run(work(1)), asyncio.run(work(100_000))) == (7, 20)


def test_who_has_sent_much_and_falls_silent_is_given_up() -> None:
    async def work() -> int:
        bodies, silence = Bodies(Settings()), asyncio.Event()
        bodies.patience = 0.01
        scope = {"type": "http", "headers": [(b"content-length", b"1")], "client": ("127.0.0.1", 1)}
        guarded = Guarded(bodies, None, scope, silence.wait, None)
        guarded._bytes = 10**9  # which buys time for the whole, and none for a single piece
        try:
            async with asyncio.timeout(SOON):
                await guarded.receive()
        except HTTPException as refused:
            return refused.status_code

    assert asyncio.run(work()) == 408


def test_a_killed_web_process_is_replaced_and_a_line_says_so(sqlite_url, tmp_path) -> None:
    options = ("--workers", "2", "--no-worker")
    with Running("serve", *options, data_dir=tmp_path / "live", INSYN_DATABASE_URL=sqlite_url) as program:
        _until(lambda: len(_children(program.pid)) == 2)
        first = _children(program.pid)
        os.kill(first[0], signal.SIGKILL)
        _until(lambda: len(_children(program.pid)) == 2 and first[0] not in _children(program.pid))
        _until(lambda: _answers(program.url))
        assert "ended unexpectedly and are started again" in program.log


def test_web_processes_end_with_a_killed_parent_and_serve_can_start_again(sqlite_url, tmp_path) -> None:
    with Running("serve", "--workers", "2", data_dir=tmp_path / "live", INSYN_DATABASE_URL=sqlite_url) as program:
        os.kill(program.pid, signal.SIGKILL)
        _until(lambda: _is_free(program.url))


def _children(pid: int) -> list[int]:
    """Its web processes, by the system's own table."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], check=False, capture_output=True)
    return [int(child) for child in listed.stdout.split()]


def _answers(url: str) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"{url}/readyz", timeout=SOON).text == "ready\n"
    return False


def _is_free(url: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((urlsplit(url).hostname, urlsplit(url).port))
        except OSError:
            return False
        return True


def _until(holds) -> None:
    deadline = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
