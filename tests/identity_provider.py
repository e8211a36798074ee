"""A real provider of single sign-on in a process of its own, behind a proxy that a test may let tamper or dawdle."""

import json
import subprocess
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

import programs
from reading import Page
from running import PATIENCE, free_port

SECRET = "a secret that only tests know, of some length"
CLIENT_ID = "insyn"
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
Tamper = Callable[[str, Any], Any]


def untouched(_: str, body: Any) -> Any:
    return body


class IdentityProvider:
    """``with IdentityProvider(folder) as provider: provider.knows("anna", groups=["staff"])``."""

    def __init__(self, folder: Path, base_url: str = "http://127.0.0.1:8000", *, in_userinfo: bool = False) -> None:
        self._people, self._config, self._log = folder / "people.json", folder / "provider.json", folder / "node.log"
        self._behind = free_port()
        self._proxy = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._proxy.server_address[1]}"
        self.key = RSAKey.generate_key(2048, {"alg": "RS256", "use": "sig", "kid": "the-only-one"})
        self.tamper: Tamper = untouched
        self.dawdle = 0.0
        self.requested_paths: list[str] = []
        self._write(base_url, in_userinfo)
        self.forget()

    def _write(self, base_url: str, in_userinfo: bool) -> None:
        client = {
            "client_id": CLIENT_ID,
            "client_secret": SECRET,
            "redirect_uris": [f"{base_url}/sign-in/sso/back"],
            "post_logout_redirect_uris": [f"{base_url}/sign-in"],
        }
        known = {"issuer": self.issuer, "port": self._behind, "packages": str(programs.NODE_PACKAGES)}
        whole = {**known, "people": str(self._people), "client": client, "inUserinfo": in_userinfo}
        self._config.write_text(json.dumps({**whole, "key": self.key.as_dict(private=True)}), "utf-8")

    def __enter__(self) -> Self:
        with self._log.open("wb") as log:
            command = ["node", str(Path(__file__).with_suffix(".mjs")), str(self._config)]
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        threading.Thread(target=self._proxy.serve_forever, daemon=True).start()
        deadline = time.monotonic() + PATIENCE
        while b"ready" not in self._log.read_bytes():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"the provider did not start:\n{self._log.read_text('utf-8')}")
            time.sleep(0.02)
        return self

    def __exit__(self, *failure: Any) -> None:
        self._proxy.shutdown()
        self._proxy.server_close()
        self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """As it was at first: nobody, and an honest proxy."""
        self.tamper, self.dawdle = untouched, 0.0
        self._people.write_text("{}", "utf-8")

    def knows(self, subject: str, **claims: Any) -> None:
        """Somebody who can sign in here with any password."""
        everybody = json.loads(self._people.read_text("utf-8"))
        named = {"email": f"{subject}@city.example", "name": subject.title()}
        self._people.write_text(json.dumps({**everybody, subject: {**named, **claims}}), "utf-8")

    def environment(self) -> dict[str, str]:
        variables = {"ISSUER": self.issuer, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": SECRET}
        return {f"INSYN_OIDC_{name}": value for name, value in variables.items()}

    def visit(self, address: str, subject: str) -> str:
        """What a browser does at the provider's, from our redirect to the one that leads back to us."""
        with httpx.Client(follow_redirects=False) as browser:
            answer = browser.get(address)
            for _ in range(10):
                if answer.is_redirect:
                    target = urljoin(str(answer.url), answer.headers["location"])
                    if not target.startswith(self.issuer):
                        return target
                    answer = browser.get(target)
                    continue
                assert answer.status_code == 200, answer.text
                action = Page(answer.content).forms[0].action
                typed = {"prompt": "login", "login": subject, "password": "any"}
                answer = browser.post(urljoin(str(answer.url), action), data=typed)
        raise AssertionError("the provider leads in circles")

    def with_claims(self, **changed: Any) -> Tamper:
        """Answers whose id_token says something else, signed with the provider's own key. None: without this claim."""

        def tamper(path: str, body: Any) -> Any:
            if path != "/token" or "id_token" not in body:
                return body
            claims = jwt.decode(body["id_token"], KeySet([self.key])).claims
            remaining = {name: value for name, value in {**claims, **changed}.items() if value is not None}
            return {**body, "id_token": self.signed(remaining, self.key)}

        return tamper

    def signed(self, claims: Any, key: RSAKey) -> str:
        return jwt.encode({"alg": "RS256", "kid": "the-only-one"}, claims, key)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._pass_on(self, None)

            def do_POST(self) -> None:
                provider._pass_on(self, self.rfile.read(int(self.headers.get("content-length", 0))))

            def log_message(self, *_: Any) -> None:
                """Tests are quiet."""

        return Handler

    def _pass_on(self, request: BaseHTTPRequestHandler, body: bytes | None) -> None:
        path = urlsplit(request.path).path
        self.requested_paths.append(path)
        time.sleep(self.dawdle)
        behind = f"http://127.0.0.1:{self._behind}{request.path}"
        answer = httpx.request(request.command, behind, headers=list(request.headers.items()), content=body)
        payload = answer.content
        if "json" in answer.headers.get("content-type", ""):
            payload = json.dumps(self.tamper(path, answer.json())).encode()
        request.send_response(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name.lower() not in {*HOP, "content-encoding"}:
                request.send_header(name, value)
        request.send_header("content-length", str(len(payload)))
        request.end_headers()
        request.wfile.write(payload)
