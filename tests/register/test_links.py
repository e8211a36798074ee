"""Links that lead nowhere are found by asking real servers, and nothing inside the city's own network is asked."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from algorithms.editing import commands
from algorithms.entries.texts import Text
from algorithms.links import commands as link_commands
from algorithms.links.rules import Trouble
from algorithms.people import Role
from builders import NOW
from city import City
from mail_server import Certificate
from register.settings import Settings
from register.shell.links import is_public, look_at, trouble_of
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, take

REQUESTS: list[str] = []


class Answers(BaseHTTPRequestHandler):
    """/404 answers 404, /to/x redirects to x, /get/200 knows GET alone."""

    def do_HEAD(self) -> None:
        REQUESTS.append(f"{self.command} {self.path}")
        _, first, *rest = self.path.split("/", 2)
        if first == "to":
            self.send_response(302)
            self.send_header("Location", rest[0] if "//" in rest[0] else f"/{rest[0]}")
        elif first == "get":
            self.send_response(405 if self.command == "HEAD" else int(rest[0]))
        else:
            self.send_response(int(first))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def anywhere(_: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("/200", None),
        ("/401", None),
        ("/429", None),
        ("/404", Trouble.GONE),
        ("/410", Trouble.GONE),
        ("/503", Trouble.BROKEN),
        ("/get/200", None),
        ("/get/404", Trouble.GONE),
        ("/to/200", None),
        ("/to/to/404", Trouble.GONE),
        ("/to/to/to/to/to/to/to/200", Trouble.SILENT),
        ("/to/file:///etc/hostname", Trouble.SILENT),
    ],
)
def test_server_answers_are_reported_as_readers_would_meet_them(
    server: str, path: str, trouble: Trouble | None
) -> None:
    assert trouble_of(server + path, anywhere) is trouble


def test_the_inner_network_is_not_asked_neither_directly_nor_by_a_redirect(server: str) -> None:
    REQUESTS.clear()
    assert trouble_of(f"{server}/200") is Trouble.INSIDE
    assert REQUESTS == []
    outside_first = iter([True, False])
    assert trouble_of(f"{server}/to/{server}/200", lambda _: next(outside_first)) is Trouble.INSIDE
    assert [f"HEAD /to/{server}/200"] == REQUESTS


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.1", "100.64.0.1"]
)
def test_addresses_of_inner_networks_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b::a00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::808:808",
        "2002:a00:1::1",
        "2002:7f00:1::",
        "fec0::1",
        "::",
        "::127.0.0.1",
        "::10.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "fe80::1%eth0",
        "ff02::1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "2001:0:a00:1:8000:63bf:3fff:fdd2",
        "224.0.0.1",
        "240.0.0.1",
    ],
)
def test_addresses_that_lead_inside_by_a_translator_or_a_tunnel_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "64:ff9b::909:909"])
def test_addresses_of_the_world_are_public(address: str) -> None:
    assert is_public(address)


def test_nobody_there_and_no_such_name_are_silence() -> None:
    troubles = look_at(["http://127.0.0.1:9/", "http://finns-inte.invalid/"], anywhere)
    assert set(troubles.values()) == {Trouble.SILENT}


def test_untrusted_certificate_is_reported(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Answers) as running:
        running.socket = Certificate(tmp_path, "127.0.0.1").context.wrap_socket(running.socket, server_side=True)
        threading.Thread(target=running.handle_request, daemon=True).start()
        assert trouble_of(f"https://127.0.0.1:{running.server_port}/200", anywhere) is Trouble.UNTRUSTED


@pytest.mark.storage
def test_the_list_of_what_is_due_shows_them_until_they_answer_again(settings: Settings) -> None:
    dead = "https://stad.example/borta"
    with City(settings) as city:
        version, editor = a_draft(city), actor(city, Role.EDITOR)
        revision = city.call(commands.for_change, version, editor).revision
        texts = {(Text.RISKS, "sv"): f"Läs [mer]({dead})."}
        city.call(commands.save, version, revision=revision, texts=texts, by=editor, at=NOW)
        take(city, version, SUBMIT, opinion(), APPROVE, PUBLISH)
        city.call(link_commands.keep, {dead: Trouble.GONE, "https://stad.example/b": None}, at=NOW)

        city.as_(Role.EDITOR).get("/workspace/due")
        assert f"{dead} Sidan finns inte kvar." in city.client.page.text
        city.call(link_commands.keep, {dead: None}, at=NOW)
        assert dead not in city.client.get("/workspace/due").text
