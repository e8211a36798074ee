"""Every address that links lead one person to, once, and every form found on the way, sent so that it is refused.

Of a list that is narrowed by several things at once one of each set is asked for, and of forms that send the same names
to the same kind of address the first one.
"""

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.etree.ElementTree import Element

from demo_city import Opened
from masks import ID, NONSENSE
from page_text import lines_of, tree

from reading import Form, Sent

PLACE = re.compile(r"\{[^}]+\}")
_LEADING = {"a": None, "link": {"alternate", "next", "prev", "canonical"}}
_NONSENSE_FILE = ("nonsens.bin", b"\x00\x01nonsens")


@dataclass
class Crawl:
    """What one person met: texts by a name for what was asked, with ids and keys still in them."""

    opened: Opened
    is_in_scope: Callable[[str], bool]
    patterns: tuple[str, ...]
    texts: dict[str, str] = field(default_factory=dict)
    reached: dict[str, str] = field(default_factory=dict)  # of each kind of address the first
    _forms: dict[tuple[Any, ...], tuple[str, Element, str]] = field(default_factory=dict)

    def follow(self, starts: tuple[str, ...]) -> None:
        waiting, known, sets = deque(starts), set(starts), set[tuple[Any, ...]]()
        while waiting:
            address = waiting.popleft()
            for path in self._links(address, self.ask(address)):
                ways = _ways(path)
                if (
                    path not in known
                    and self.is_in_scope(urlsplit(path).path)
                    and (len(ways[1]) < 2 or ways not in sets)
                ):
                    known.add(path)
                    sets.add(ways)
                    waiting.append(path)

    def ask(self, address: str) -> Element | None:
        """The page, if it is one."""
        answer = self._send("GET", address)
        self.reached.setdefault(pattern(address, self.patterns), address)
        self.texts[f"GET {address}"] = _text(answer)
        if "location" in answer.headers:
            return Element("a", {"href": answer.headers["location"]})
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return None
        page = tree(answer.text)
        for element in page.iter("form"):
            for key, press in _ways_to_send(element, address, self.patterns):
                self._forms.setdefault(key, (address, element, press))
        return page

    def send_forms(self) -> None:
        """Each from the page where it was found, empty and with nonsense."""
        for (method, kind, names, button), (address, element, press) in self._forms.items():
            for how in ("empty", "nonsense"):
                sent = _refused(Form(element), how, press)
                place = urljoin(address, sent.action or address)
                text = self._posted(sent, place) if method == "POST" else self._searched(sent, place)
                self.texts[f"{method} {kind} {button} {how} ({_short(names)})"] = text
                self.opened.put_back(forgetful=not text.startswith("4"))  # what is refused is in the log alone

    def _searched(self, sent: Sent, place: str) -> str:
        return _text(self._send("GET", place, params=sent.fields))

    def _posted(self, sent: Sent, place: str) -> str:
        """And what is shown when it was not refused after all."""
        base = self.opened.client.url
        headers = {"Origin": urljoin(base, "/")[:-1], "Sec-Fetch-Site": "same-origin"}
        data: dict[str, list[str]] = {}
        for name, value in sent.fields:
            data.setdefault(name, []).append(value)
        files = {"files": sent.files} if sent.files else {}
        answer = self._send("POST", place, data=data, headers=headers, **files)
        text = _text(answer)
        if "location" in answer.headers:
            there = urljoin(place, answer.headers["location"])
            text += f"\n\nThen GET {there}\n{_text(self._send('GET', there))}"
        return text

    def _send(self, method: str, address: str, **options: Any) -> Any:
        return self.opened.client._client.request(method, address, follow_redirects=False, **options)

    def _links(self, address: str, page: Element | None) -> Iterator[str]:
        for element in page.iter() if page is not None else ():
            if element.tag in _LEADING and "href" in element.attrib:
                relations = _LEADING[element.tag]
                if relations is None or relations & set(element.get("rel", "").split()):
                    there = urlsplit(urljoin(urljoin(self.opened.client._base_url, address), element.get("href", "")))
                    if there.netloc == urlsplit(self.opened.client._base_url).netloc:
                        yield there._replace(scheme="", netloc="", fragment="").geturl()


def pattern(address: str, patterns: tuple[str, ...]) -> str:
    """The route's template: the one with the fewest places that fits."""
    path = urlsplit(address).path
    fitting = [
        candidate for candidate in patterns if re.fullmatch(PLACE.sub("[^/]+", candidate), path.rstrip("/") or "/")
    ]
    return min(fitting, key=lambda candidate: candidate.count("{"), default=path)


def _ways(address: str) -> tuple[str, tuple[str, ...]]:
    """What a list is narrowed by."""
    parts = urlsplit(address)
    return parts.path, tuple(sorted(parse_qs(parts.query, keep_blank_values=True)))


def _ways_to_send(element: Element, address: str, patterns: tuple[str, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    form = Form(element)
    for button in form.buttons or [Element("button")]:
        words = button.get("value", "") if button.tag == "input" else " ".join("".join(button.itertext()).split())
        place = urljoin(address, button.get("formaction", form.action) or address)
        pressed = "=".join(filter(None, (button.get("name", ""), ID.sub("…", button.get("value", "")))))
        kind = ID.sub("…", urlsplit(place).path) if ID.search(place) else pattern(place, patterns)
        yield (form.method, kind, tuple(sorted(ID.sub("…", name) for name in form.names)), pressed), words


def _refused(form: Form, how: str, press: str) -> Sent:
    """What people would send who fill in nothing, or nonsense; what is hidden goes along as it is."""
    typed: dict[str, Any] = {}
    files = []
    for control in form._controls():
        name, kind = control.get("name", ""), control.get("type", "text")
        if kind == "file":
            files.append((name, _NONSENSE_FILE if how == "nonsense" else ("", b"")))
        elif kind != "hidden":
            typed[name] = "" if how == "empty" else NONSENSE
    hidden = [(name, value) for name, value in form.values if name not in typed]
    chosen = [(name, value) for name, value in typed.items() if value or name in form.names]
    button = form._pressed(press)
    pressed = [(button["name"], button.get("value", ""))] if "name" in button else []
    return Sent(
        method=form.method,
        action=button.get("formaction", form.action),
        fields=[*hidden, *chosen, *pressed],
        files=files,
    )


def _short(names: tuple[str, ...]) -> str:
    shown = ",".join(name for name in names if name != "_csrf_token")
    return shown if len(shown) < 80 else f"{shown[:80]}… {hashlib.sha256(shown.encode()).hexdigest()[:6]}"


def _text(answer: Any) -> str:
    return "\n".join(lines_of(answer.status_code, answer.headers, answer.content))
