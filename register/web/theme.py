"""A city's own look and words: the files in the folder INSYN_THEME_DIR, checked before we start.

``theme.toml`` has colours and texts, ``logo.svg`` the logo, and ``words.toml`` what residents call things.

Colours replace tokens of our own style sheet; every pair that stands for text on ground keeps the contrast of WCAG 2.2.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any
from xml.parsers import expat

from algorithms.search.query import residents_words
from assessments.text.message import Message
from register.language import Language
from register.settings import SettingsError
from register.web.static_files import StaticFile, hashed
from register.web.stylesheet import TOKENS

SCHEMES = ("light", "dark")
TEXT, SIGN = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11: text of any size, and what is no text
LARGEST_LOGO = 20_000  # bytes: a page may weigh 60 kB in all
TEXTS = ("name", "title", "lead", "contact")
GROUNDS = ("paper", "sheet", "sunk")
PAIRS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    *((ink, GROUNDS, TEXT) for ink in ("ink", "quiet", "brand")),
    *((verdict, ("paper", "sheet"), TEXT) for verdict in ("differs", "alike", "unsure")),
    ("brand-ink", ("brand",), TEXT),
    ("mark-ink", ("mark",), TEXT),
    *((edge, ("paper", "sheet"), SIGN) for edge in ("edge", "focus")),
)
_TOKEN = re.compile(
    r"^\s*--([a-z-]+):\s*(?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|(#[0-9a-f]{6}));", re.MULTILINE
)
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)

Colours = Mapping[str, tuple[str, str]]  # token → light, dark


def shipped() -> dict[str, tuple[str, str]]:
    """The colours of our own style sheet."""
    tokens = _TOKEN.findall(TOKENS.read_text("utf-8"))
    return {name: (light or both, dark or both) for name, light, dark, both in tokens}


@dataclass(frozen=True, slots=True)
class Theme:
    """Empty is Insyn's own look. ``files`` are served like our own static files; ``texts`` are by language and name."""

    colours: Colours = field(default_factory=shipped)
    files: Mapping[str, StaticFile] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    residents_words: str = ""  # as the city has written them

    def text(self, language: str, name: str) -> str:
        """What the city says instead, or nothing."""
        return self.texts.get((language, name), "")

    def address(self, name: str) -> str:
        """Of ``theme.css`` or ``logo.svg``; empty where the city has none."""
        return self.files[name].address if name in self.files else ""


def read(folder: Path) -> Theme:
    """The theme in this folder; SettingsError says what is wrong with it. ``Path()`` is no folder, and no theme."""
    if folder == Path():
        return Theme()
    written = _parsed(folder / "theme.toml")
    if unknown := set(written) - {"colours", *Language}:
        raise _wrong(
            "theme.toml knows {known}, not {unknown}.",
            {"known": ", ".join(("colours", *Language)), "unknown": ", ".join(sorted(unknown))},
        )
    colours, files = _colours(written.get("colours", {})), {}
    if faults := tuple(too_faint(colours)):
        raise _wrong("in theme.toml {faults}.", {"faults": reduce(_both, faults)})
    if "colours" in written:
        files["theme.css"] = hashed("theme.css", _style(colours, written["colours"]).encode())
    if (logo := folder / "logo.svg").exists():
        files["logo.svg"] = hashed("logo.svg", _checked(logo.read_bytes()))
    texts = {(str(language), name): text for language in Language for name, text in _texts(written, language)}
    return Theme(colours=colours, files=files, texts=texts, residents_words=_residents_words(folder / "words.toml"))


def too_faint(colours: Colours) -> Iterator[Message]:
    """A sentence for each pair that people with weak sight could not tell apart."""
    for ink, grounds, least in PAIRS:
        for ground in grounds:
            for scheme, foreground, other in zip(SCHEMES, colours[ink], colours[ground], strict=True):
                if (ratio := contrast(foreground, other)) < least:
                    front, back = f"{ink} {foreground}", f"{ground} {other} ({scheme})"
                    figures = {"front": front, "back": back, "ratio": f"{ratio:.1f}", "least": str(least)}
                    yield Message("{front} on {back} has contrast {ratio}, and {least} is needed", figures)


def contrast(colour: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise _wrong("there is no theme.toml in that folder.") from None
    except (OSError, ValueError) as error:
        raise _wrong("theme.toml cannot be read: {reason}.", {"reason": str(error)}) from error


def _residents_words(file: Path) -> str:
    if not file.exists():
        return ""
    try:
        written = file.read_text("utf-8")
        residents_words.parsed(written)
    except (OSError, ValueError, residents_words.ResidentsWordsError) as error:
        raise _wrong("words.toml cannot be read: {reason}.", {"reason": str(error)}) from error
    return written


def _colours(given: object) -> dict[str, tuple[str, str]]:
    """Ours, with those of the city in their place. One colour serves both schemes, a pair is light and dark."""
    own_colours = shipped()
    if not isinstance(given, dict):
        raise _wrong('write colours as a table, for example [colours] and brand = ["#0a4a5c", "#8fd3e0"].')
    for name, value in given.items():
        pair = value if isinstance(value, list) else [value, value]
        if name not in own_colours:
            raise _wrong(
                "colours has {name}; the names are {known}.", {"name": name, "known": ", ".join(sorted(own_colours))}
            )
        if len(pair) != len(SCHEMES) or not all(
            isinstance(colour, str) and _COLOUR.fullmatch(colour) for colour in pair
        ):
            raise _wrong('write {name} as "#0a4a5c", or as ["#0a4a5c", "#8fd3e0"] for light and dark.', {"name": name})
        own_colours[name] = (pair[0].lower(), pair[1].lower())
    return own_colours


def _style(colours: Colours, given: Mapping[str, Any]) -> str:
    tokens = (f"  --{name}: light-dark({colours[name][0]}, {colours[name][1]});" for name in given)
    return "\n".join((":root {", *tokens, "}", ""))


def _texts(written: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    texts = written.get(language, {})
    unknown = sorted(set(texts) - set(TEXTS)) if isinstance(texts, dict) else ["a text"]
    if unknown:
        raise _wrong(
            "[{language}] knows {known}, not {unknown}.",
            {"language": language, "known": ", ".join(TEXTS), "unknown": ", ".join(unknown)},
        )
    for name, words in texts.items():
        if not isinstance(words, str) or len(words) > 300:
            raise _wrong(
                "[{language}] {name} is a text of at most 300 characters.", {"language": language, "name": name}
            )
        yield name, " ".join(words.split())


def _checked(logo: bytes) -> bytes:
    """An SVG that is shown as a picture, so that nothing in it runs; it has to be one, and light."""
    if len(logo) > LARGEST_LOGO:
        raise _wrong("logo.svg is {size} bytes; {most} are the most.", {"size": len(logo), "most": LARGEST_LOGO})
    roots: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, _attributes: roots.append(tag)
    try:
        parser.Parse(logo, True)
    except expat.ExpatError as error:
        raise _wrong("logo.svg cannot be read: {reason}.", {"reason": str(error)}) from error
    if roots[0].rpartition(":")[2] != "svg":
        raise _wrong("logo.svg is no SVG picture.")
    return logo


def _both(first: Message, second: Message) -> Message:
    return Message("{first}; {second}", {"first": first, "second": second})


def _wrong(what: str, values: Mapping[str, object] | None = None) -> SettingsError:
    return SettingsError(Message("INSYN_THEME_DIR: {fault}", {"fault": Message(what, values or {})}))
