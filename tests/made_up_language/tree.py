"""The program in one more language, made up: one line, and catalogues in which each string is marked."""

import re
import shutil
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

import messages

LINE = '    MADE_UP = "xx", "⟦xx⟧", "en_GB"\n'
_PLACES = re.compile(r"(\{[^{}]*\}|%\(\w+\)[sd])")


def build(folder: Path) -> None:
    """A copy of the program in this folder, that speaks the language as well."""
    for name in (*messages.PACKAGES, "templates"):
        shutil.copytree(messages.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    languages = folder / "assessments" / "text" / "languages.py"
    after = '    ENGLISH = "en", "English", "en_GB"\n'
    written = languages.read_text("utf-8")
    assert after in written
    languages.write_text(written.replace(after, after + LINE), "utf-8")
    for package, collected in messages.collected().items():
        catalogue = Catalog(locale="en", charset="utf-8")
        for message in collected:
            translation = tuple(map(marked, message.key)) if message.plural else marked(message.msgid)
            catalogue.add(message.key, translation)
        with (folder / package / "locale" / "xx.po").open("wb") as stream:
            write_po(stream, catalogue)


def marked(message: str) -> str:
    """Each letter under a ring, each place as it is: ``⟦H̊e̊l̊l̊o̊ {name}⟧``, and blank ends stay blank."""
    body = message.strip()
    parts = _PLACES.split(body)
    ringed = "".join(part if _PLACES.fullmatch(part) else re.sub(r"([^\W\d_])", "\\1\u030a", part) for part in parts)
    return message.replace(body, f"⟦{ringed}⟧") if body else message
