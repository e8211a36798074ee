"""A page as a browser sees it: its text, its links, and its forms with what they would send. Sends nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from checking import parse, text_of

File = tuple[str, bytes]  # a name and what is in it
Typed = str | list[str] | File


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser would send for a form."""

    method: str
    action: str
    fields: list[tuple[str, str]]
    files: list[tuple[str, File]]


class Form:
    def __init__(self, element: Element) -> None:
        self._element = element
        self.identity = element.get("id", "")
        self.action = element.get("action", "")
        self.method = element.get("method", "get").upper()
        self.buttons = [child for child in element.iter() if _is_button(child)]

    def is_called(self, name: str) -> bool:
        """By its id, its address, or the words on one of its buttons."""
        return name in {self.identity, self.action, *map(_words, self.buttons)}

    @property
    def values(self) -> list[tuple[str, str]]:
        """Names and values as the page gave them, hidden ones too."""
        return [pair for control in self._controls() for pair in _sent_by(control)]

    @property
    def names(self) -> set[str]:
        return {control.get("name", "") for control in self._controls()}

    def fill(self, typed: Mapping[str, Typed], press: str = "") -> Sent:
        """``title_sv`` also means the field ``title-sv``. Nobody can fill in a field that is not there."""
        by_name = {self._name(name): value for name, value in typed.items()}
        files = [(name, value) for name, value in by_name.items() if isinstance(value, tuple)]
        unchanged = [(name, value) for name, value in self.values if name not in by_name]
        given = [
            (name, text)
            for name, value in by_name.items()
            if not isinstance(value, tuple)
            for text in ([value] if isinstance(value, str) else value)
        ]
        for name, text in given:
            self._check_offered(name, text)
        button = self._pressed(press)
        pressed = [(button["name"], button.get("value", ""))] if "name" in button else []
        return Sent(
            method=self.method,
            action=button.get("formaction", self.action),
            fields=[*unchanged, *given, *pressed],
            files=files,
        )

    def _name(self, typed: str) -> str:
        for name in (typed, typed.replace("_", "-")):
            if name in self.names:
                return name
        raise AssertionError(f"The form has no field {typed!r}; it has {sorted(self.names)}.")

    def _check_offered(self, name: str, value: str) -> None:
        controls = [control for control in self._controls() if control.get("name") == name]
        if controls[0].tag == "select":
            offered = [_option_value(option) for option in controls[0].iter("option")]
        elif controls[0].get("type") in {"radio", "checkbox"}:
            offered = [control.get("value", "on") for control in controls]
        else:
            return
        assert value in offered, f"{name!r} offers {offered}, not {value!r}"

    def _pressed(self, press: str) -> Mapping[str, str]:
        """What the button says of itself: the one with these words, else the first."""
        chosen = [button for button in self.buttons if not press or _words(button) == press]
        assert chosen or not press, f"no button says {press!r}; there are {[_words(button) for button in self.buttons]}"
        return dict(chosen[0].items()) if chosen else {}

    def _controls(self) -> Iterator[Element]:
        for control in self._element.iter():
            is_control = control.tag in {"input", "select", "textarea"} and not _is_button(control)
            if is_control and control.get("name") and control.get("disabled") is None:
                yield control


class Page:
    """A parsed answer."""

    def __init__(self, body: bytes) -> None:
        self.root, _ = parse(body)

    @property
    def title(self) -> str:
        return text_of(next(self.root.iter("title")))

    @property
    def heading(self) -> str:
        return text_of(next(self.root.iter("h1")))

    @property
    def text(self) -> str:
        """The words of the page's main part, with single blanks."""
        return text_of(next(self.root.iter("main"), self.root))

    @property
    def links(self) -> list[tuple[str, str]]:
        """Addresses and words of every link of the page."""
        return [(link.get("href", ""), text_of(link)) for link in self.root.iter("a")]

    @property
    def forms(self) -> list[Form]:
        return [Form(element) for element in self.root.iter("form")]

    def link(self, words: str) -> str:
        """The address behind these words."""
        target = next((address for address, label in self.links if label == words), None)
        assert target is not None, f"no link says {words!r}; there are {[link_words for _, link_words in self.links]}"
        return target

    def form(self, which: int | str) -> Form:
        """By place, id, address or the words on a button."""
        if isinstance(which, int):
            return self.forms[which]
        match = next((form for form in self.forms if form.is_called(which)), None)
        buttons = [_words(button) for form in self.forms for button in form.buttons]
        assert match is not None, f"no form is called {which!r}; the buttons say {buttons}"
        return match


def _is_button(element: Element) -> bool:
    kind = element.get("type", "submit" if element.tag == "button" else "text")
    return element.tag in {"button", "input"} and kind in {"submit", "image"}


def _words(button: Element) -> str:
    return button.get("value", "") if button.tag == "input" else text_of(button)


def _sent_by(control: Element) -> Iterator[tuple[str, str]]:
    name, kind = control.get("name", ""), control.get("type", "text")
    if control.tag == "textarea":
        yield name, control.text or ""
    elif control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        for option in chosen or ([] if control.get("multiple") is not None else options[:1]):
            yield name, _option_value(option)
    elif kind in {"radio", "checkbox"}:
        if control.get("checked") is not None:
            yield name, control.get("value", "on")
    elif kind != "file":
        yield name, control.get("value", "")


def _option_value(option: Element) -> str:
    return option.get("value", text_of(option))
