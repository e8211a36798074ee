"""Two ways through the pages in a real browser: with the keyboard alone, and with JavaScript off.

What stands on a page is named by its message (wording); names and what somebody typed stand there as they are.
"""

import contextlib
import re
from abc import ABC, abstractmethod
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as NothingCame

import wording
from accessibility import barriers, overflow
from assessments.text.message import Message

_MOST_TABS = 400
_WRITTEN = ("INPUT", "TEXTAREA")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")

# What a person knows of the element that has focus: what kind it is, what it is called, and which choice it is.
_FOCUSED = r"""() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const label = e.labels && e.labels.length ? e.labels[0].innerText.trim() : "";
  const group = e.closest("fieldset")?.querySelector("legend")?.innerText.trim() ?? "";
  const box = e.getBoundingClientRect();
  return {
    tag: e.tagName, type: e.type ?? "", label, group, text: (e.innerText ?? "").trim().replace(/\s*\n\s*/g, ""),
    checked: !!e.checked, value: e.value ?? "", visible: box.width > 0 && box.height > 0,
    outline: getComputedStyle(e).outlineStyle,
  };
}"""


class Walker(ABC):
    """What a person does on a page. ``group`` tells apart controls of the same name: the question they belong to."""

    javascript = True
    looked_at: Path  # a file for each kind of page, by title and address, that walks have come through in this test run
    language, called = "sv", "Svenska"
    written_in = "In Swedish"

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self._context = browser.new_context(java_script_enabled=self.javascript, locale="sv-SE")
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(15_000)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *failure: object) -> None:
        self._context.close()

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.url + path)

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def folded(self) -> str:
        """What is on the page, in folds too."""
        return " ".join((self.page.locator("main").text_content() or "").split())

    def shows_message(self, message: str | Message) -> bool:
        """A message of the program; LookupError where it has none of that name."""
        return self.shows(wording.words(message, self.language).replace("\xa0", " "))

    def shows(self, text: str) -> bool:
        """What somebody wrote, or a figure, to the letter."""
        return text in self.text.replace("\xa0", " ")

    def reads(self, written: dict[str, str]) -> bool:
        """What was written in both languages, each in the field of this label, stands here in this walker's own."""
        return self.shows(written[self.written_in])

    def message_text(self, message: str | Message) -> str:
        """The message as this walker's pages have it; what is no message stays as it is."""
        return wording.named(message, self.language)

    def sign_in(self, email: str, password: str) -> None:
        self._context.clear_cookies()
        self.go(f"/sign-in?lang={self.language}")
        self.write("E-mail address", email)
        self.write("Password", password)
        self.press("Sign in")
        if self.page.get_by_role("button", name=self.called, exact=True).count():  # the account has the other language
            self.press(self.called)

    @abstractmethod
    def write(self, label: str | Message, words: str, group: str | Message = "") -> None: ...

    @abstractmethod
    def choose(self, label: str | Message, group: str | Message = "") -> None: ...

    @abstractmethod
    def leave_out(self, label: str | Message, group: str | Message = "") -> None:
        """A choice that was proposed."""

    @abstractmethod
    def select(self, label: str | Message, option: str | Message, group: str | Message = "") -> None: ...

    @abstractmethod
    def attach(self, label: str | Message, file: Path) -> None: ...

    @abstractmethod
    def press(self, words: str | Message) -> None: ...

    @abstractmethod
    def follow(self, words: str | Message) -> None: ...

    def fetch(self, words: str | Message) -> bytes:
        """What a link to a file sends; afterwards the page with the link is open again."""
        with self.page.expect_navigation() as sent:
            self._open(words)
        content: bytes = sent.value.body()
        self.page.go_back()
        return content

    @abstractmethod
    def _open(self, words: str | Message) -> None:
        """Press the link with these words, and wait for nothing."""


class WithoutScript(Walker):
    """A mouse and no JavaScript."""

    javascript = False

    def write(self, label: str | Message, words: str, group: str | Message = "") -> None:
        self._in(group).get_by_label(self.message_text(label), exact=True).fill(words)

    def choose(self, label: str | Message, group: str | Message = "") -> None:
        self._in(group).get_by_label(self.message_text(label), exact=True).check()

    def leave_out(self, label: str | Message, group: str | Message = "") -> None:
        self._in(group).get_by_label(self.message_text(label), exact=True).uncheck()

    def select(self, label: str | Message, option: str | Message, group: str | Message = "") -> None:
        self._in(group).get_by_label(self.message_text(label), exact=True).select_option(
            label=self.message_text(option)
        )

    def attach(self, label: str | Message, file: Path) -> None:
        self.page.get_by_label(self.message_text(label), exact=True).set_input_files(file)

    def press(self, words: str | Message) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.message_text(words), exact=True).click()

    def follow(self, words: str | Message) -> None:
        with self.page.expect_navigation():
            self._open(words)

    def _open(self, words: str | Message) -> None:
        called = re.compile(f"^{re.escape(self.message_text(words)).replace(':', r' ?:')}$")  # unseen words stand apart
        self.page.get_by_role("link", name=called).first.click()

    def _in(self, group: str | Message) -> Any:
        return self.page.get_by_role("group", name=self.message_text(group), exact=True) if group else self.page


class KeyboardOnly(Walker):
    """Tab, arrows, space, enter and letters. Every stop on the way has to be visible and to show that it has focus."""

    def write(self, label: str | Message, words: str, group: str | Message = "") -> None:
        target = (self.message_text(label), self.message_text(group))
        at = self._tab_to(lambda e: _is(e, target) and e["tag"] in _WRITTEN)
        if at["type"] == "date":  # three parts in one field, in the order of this browser
            year, month, day = words.split("-")
            self.page.keyboard.type(f"{month}{day}{year}")
            assert self._focused()["value"] == words
            return
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(words)

    def choose(self, label: str | Message, group: str | Message = "") -> None:
        target = (self.message_text(label), self.message_text(group))
        at = self._tab_to(
            lambda e: e["type"] in ("radio", "checkbox") and (_is(e, target) or _in_same_radios(e, target))
        )
        for _ in range(60):
            if _is(at, target):
                break
            self.page.keyboard.press("ArrowDown")
            at = self._focused()
        assert _is(at, target), f"no choice is called {label!r}"
        if not self._focused()["checked"]:
            self.page.keyboard.press("Space")

    def leave_out(self, label: str | Message, group: str | Message = "") -> None:
        target = (self.message_text(label), self.message_text(group))
        self._tab_to(lambda e: e["type"] == "checkbox" and _is(e, target))
        self.page.keyboard.press("Space")
        assert not self._focused()["checked"]

    def select(self, label: str | Message, option: str | Message, group: str | Message = "") -> None:
        target = (self.message_text(label), self.message_text(group))
        self._tab_to(lambda e: _is(e, target) and e["tag"] == "SELECT")
        self.page.keyboard.press("Home")
        for _ in range(60):
            chosen = self.page.evaluate("document.activeElement.selectedOptions[0].text")
            if chosen == self.message_text(option):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label!r} does not offer {option!r}")

    def attach(self, label: str | Message, file: Path) -> None:
        called = self.message_text(label)
        self._tab_to(lambda e: e["label"] == called and e["type"] == "file")
        for _ in range(3):  # a busy machine may miss the first press, and a person presses again
            with contextlib.suppress(NothingCame):
                with self.page.expect_file_chooser(timeout=5_000) as chooser:
                    self.page.keyboard.press("Space")
                return chooser.value.set_files(file)
        raise AssertionError(f"no window for choosing a file opens for {label!r}")

    def press(self, words: str | Message) -> None:
        called = self.message_text(words)
        self._tab_to(lambda e: e["tag"] == "BUTTON" and e["text"] == called)
        self._enter()

    def follow(self, words: str | Message) -> None:
        called = self.message_text(words)
        self._tab_to(lambda e: e["tag"] == "A" and e["text"] == called)
        self._enter()

    def _open(self, words: str | Message) -> None:
        called = self.message_text(words)
        self._tab_to(lambda e: e["tag"] == "A" and e["text"] == called)
        self.page.keyboard.press("Enter")

    def _enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._look()

    def _look(self) -> None:
        """Each kind of page once through axe and on a telephone's width; a form with errors is a kind of its own."""
        kind = f"{self.page.title().partition(':')[0]} {_ID.sub('…', self.page.url.removeprefix(self.url))}"
        try:
            (self.looked_at / sha256(kind.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return
        assert barriers(self.page) == [], kind
        self.page.set_viewport_size({"width": 320, "height": 800})
        assert not overflow(self.page), f"{kind} is wider than 320 pixels"
        self.page.set_viewport_size({"width": 1280, "height": 800})

    def _focused(self) -> dict[str, Any]:
        focused: dict[str, Any] | None = self.page.evaluate(_FOCUSED)
        return focused or {"tag": "", "type": "", "label": "", "group": "", "text": "", "checked": False}

    def _tab_to(self, is_it: Any) -> dict[str, Any]:
        """Forwards from where we are, round the page once; a stop that cannot be seen is a fault of the page."""
        seen: list[str] = []
        at = self._focused()
        for _ in range(_MOST_TABS):
            if at["tag"] and is_it(at):
                return at
            self.page.keyboard.press("Tab")
            at = self._focused()
            if at["tag"] in ("A", "BUTTON", "INPUT", "SELECT", "TEXTAREA", "SUMMARY"):
                seen.append(at["text"] or at["label"])
                assert at["visible"], f"focus went to something that cannot be seen: {at}"
                assert at["outline"] != "none", f"focus does not show on {at}"
        raise AssertionError(f"the keyboard does not reach it; it reached {list(dict.fromkeys(seen))}")


def _is(element: dict[str, Any], target: tuple[str, str]) -> bool:
    label, group = target
    return element["label"] == label and group in ("", element["group"])


def _in_same_radios(element: dict[str, Any], target: tuple[str, str]) -> bool:
    """Tab stops once in a set of radio buttons; the arrows do the rest."""
    return element["type"] == "radio" and target[1] == element["group"] != ""


class InEnglish(WithoutScript):
    """The same way on English pages."""

    language, called = "en", "English"
    written_in = "In English"


# On English pages the same steps lead past the same controls with other words, so they wait for `make test-both`. So do
# walks without a script: page tests send each form without one as well, and test_every_page looks at each public kind
# of page without one.
_IN_ENGLISH = pytest.param(InEnglish, marks=pytest.mark.later)
_WITHOUT_SCRIPT = pytest.param(WithoutScript, marks=pytest.mark.later)
WAYS = pytest.mark.parametrize("way", [KeyboardOnly, _WITHOUT_SCRIPT, _IN_ENGLISH])
SWEDISH_WAYS = pytest.mark.parametrize("way", [KeyboardOnly, _WITHOUT_SCRIPT])
