"""Cells as other registers' programs write them, made readable: tags, broken encodings, arrays, addresses. Pure."""

import csv
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr|/ul|/ol)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|span|br|b|i|u|em|strong|a|ul|ol|li|h[1-6]|table|tbody|tr|td|th|font|sup|sub)\b[^<>]*>", re.IGNORECASE
)
_BROKEN = re.compile(r"Ã[\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Â[\xa0-\xbf]")
_ARRAY = re.compile(r"\{.*\}|\[.*\]", re.DOTALL)
_NUMBERED = re.compile(r"(?:^|(?<=[.;,\s]))\s*(\d{1,2}): ")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"()\[\]{}|\\^`]+", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,12}(?:/\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things in a cell: ``1: title, address.``"""

    title: str
    address: str = ""


def readable(cell: str) -> str:
    """Without byte-order marks, tags and broken letters; line ends as ours."""
    text = _repaired(cell.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n"))
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", text))).replace("\xa0", " ")
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


def _repaired(text: str) -> str:
    """UTF-8 that somebody has read as Windows-1252; left alone where it was something else."""
    if not _BROKEN.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
