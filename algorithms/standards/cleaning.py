"""Cells as other registers' programs write them, made readable: tags, broken encodings, arrays, addresses. Pure."""

import csv
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = re.compile(
    r"<\s*(?:br|hr|/p|/div|/li|/h[1-6]|/tr|/ul|/ol|/dd|/dt|/pre|/blockquote|/section)(?=[\s/>])[^<>]*>", re.IGNORECASE
)
_ITEM = re.compile(r"\s{0,20}<\s*li(?=[\s/>])[^<>]*>(?:\s*<\s*p(?=[\s/>])[^<>]*>)?\s*", re.IGNORECASE)
_LINK = re.compile(
    r"<\s*a(?=[\s/>])[^<>]*?\bhref\s*=\s*[\"']?([^\"'<>\s]+)[\"']?[^<>]*>(.{0,2000}?)<\s*/a\s*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</?(?:p|div|span|br|b|i|u|s|em|strong|a|ul|ol|li|dl|dt|dd|h[1-6]|table|thead|tbody|tr|td|th|font|sup|sub|small|mark"
    r"|code|pre|blockquote|section|img|o:p)(?=[\s/>])[^<>]*>|<!--.{0,5000}?-->",
    re.IGNORECASE | re.DOTALL,
)
_CONTINUED = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # bytes that go on with a letter of UTF-8, as Windows shows them
_BROKEN = re.compile(f"[Â-ß]{_CONTINUED}|[à-ï]{_CONTINUED}{{2}}|[ð-ô]{_CONTINUED}{{3}}")
_ARRAY = re.compile(r"\{.*\}|\[.*\]", re.DOTALL)
_NUMBERED = re.compile(r"(?:^|(?<=[.;,\s]))\s*(\d{1,2}): ")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"()\[\]{}|\\^`]+", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,12}(?:/\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NAMED_EMAIL = re.compile(r"[^<>;,\n@]{0,80}<\s*([^<>\s]+@[^<>\s]+)\s*>")
_BETWEEN = re.compile(r"mailto:|e-?mail:|e-?post:|\b(?:and|or|och|eller|en|of)\b|[\s;,/|&()<>.:]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things in a cell: ``1: title, address.``"""

    title: str
    address: str = ""


def readable(cell: str) -> str:
    """Without byte-order marks, tags and broken letters; line ends as ours."""
    text = _repaired(cell.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n"))
    text = _ITEM.sub("\n- ", _BLOCK.sub("\n", _LINK.sub(_with_address, text)))
    text = html.unescape(_TAG.sub("", text)).replace("\xa0", " ")
    text = "\n".join(line.rstrip() for line in text.replace("\x00", "").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def on_a_line(text: str) -> str:
    return " ".join(text.split())


def parts(text: str) -> tuple[str, ...]:
    """What an array holds, or a list with commas, semicolons or line ends between."""
    plain = text.strip()
    if _ARRAY.fullmatch(plain):
        return tuple(part.strip() for part in _array(plain) if part.strip())
    return tuple(part.strip(" .") for part in re.split(r"[,;\n]", plain) if part.strip(" ."))


def is_email(text: str) -> bool:
    return bool(_EMAIL.fullmatch(text))


def emails(text: str) -> tuple[str, ...]:
    """Those in a cell that holds nothing else: ``mailto:a@b.example``, ``Unit <a@b.example>``, or several."""
    addresses = tuple(dict.fromkeys(_EMAIL.findall(text)))
    rest = _EMAIL.sub("", _NAMED_EMAIL.sub(r"\1", text))
    return addresses if not _BETWEEN.sub("", rest) else ()


def is_address(text: str) -> bool:
    return bool(re.fullmatch(r"https?://[^\s<>\"()\[\]{}|\\^`]+", text, re.IGNORECASE))


def items(text: str) -> tuple[Item, ...]:
    """Each with its address where it has one, in every way that such cells are written."""
    plain = text.strip()
    lines = _array(plain) if _ARRAY.fullmatch(plain) else _numbered(plain)
    return tuple(item for line in lines for item in _in_line(line))


def _numbered(text: str) -> list[str]:
    """``1: title, address. 2: …`` only where the numbers count up from 1: other figures with a colon are words."""
    pieces: list[str] = []
    start, expected = 0, 1
    for match in _NUMBERED.finditer(text):
        if int(match[1]) == expected and (expected > 1 or not text[: match.start()].strip()):
            pieces.append(text[start : match.start()])
            start, expected = match.end(), expected + 1
    pieces.append(text[start:])
    return [line for piece in pieces for line in piece.splitlines() if line.strip()]


def _in_line(line: str) -> Iterator[Item]:
    matches = list(_ADDRESS.finditer(line))
    if not matches:
        words = line.strip(" ,.;\t")
        if words:
            yield Item("", f"https://{words}") if _BARE.fullmatch(words) else Item(words)
        return
    start = 0
    for number, match in enumerate(matches):
        address = match[0].rstrip(".,;:!?'")
        title = line[start : match.start()]
        start = match.start() + len(address)
        if number == len(matches) - 1:
            title += " " + line[start:]
        whole = address if address.casefold().startswith("http") else f"https://{address}"
        yield Item(on_a_line(title).strip(" ,.;:–-"), whole)


def _array(text: str) -> list[str]:
    """Of PostgreSQL, ``{"one, two",three}``, or of JSON."""
    if text.startswith("["):
        try:
            return [str(part) for part in json.loads(text)]
        except ValueError:
            return [text]
    return [part for row in csv.reader([on_a_line(text[1:-1])], escapechar="\\") for part in row if part != "NULL"]


def _with_address(link: re.Match[str]) -> str:
    """The words of a link, and where it leads if they do not say so."""
    address = html.unescape(link[1])
    shown = address.removeprefix("mailto:")
    is_shown = shown in html.unescape(link[2]) or not (is_address(address) or is_email(shown))
    return link[2] if is_shown else f"{link[2]} ({shown})"


def _repaired(text: str) -> str:
    """Letters of UTF-8 that somebody has read as Windows-1252, once or twice; what was something else is left alone."""
    once = _BROKEN.sub(_letter, text)
    return once if once == text else _BROKEN.sub(_letter, once)


def _letter(broken: re.Match[str]) -> str:
    try:
        return b"".join(_byte(sign) for sign in broken[0]).decode("utf-8")
    except UnicodeDecodeError:
        return broken[0]


def _byte(sign: str) -> bytes:
    """Windows-1252 leaves five signs open, which programs then read as Latin-1."""
    return sign.encode("latin-1") if ord(sign) < 0x100 else sign.encode("cp1252")
