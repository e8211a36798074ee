"""What a machine can hold of docs/writing-style.md, for every sentence of the catalogues and of the content files."""

import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import pofile
from source import ROOT

AVOIDED = {
    "en": re.compile(
        r"\b(?:who(?:m)?ever|anew|mend(?:s|ed|ing)?|the doubles?|(?:sees?|saw|seen) to|private persons)\b"
        r"|\bstands? (?:on|in|beside|at|among|under|below|here|there|with)\b"
        r"|\bexempt, for\b",
        re.IGNORECASE,
    ),
    "sv": re.compile(
        r"\b(?:går in för (?:dig|den|andra)|medborgare\w*|(?:ombudet|jag) (?:godtar|har godtagit))\b"
        r"|\b(?:kan vara|är) (?:en )?slump\b|\b(?:ett|mejl|länk \w+) brev\b(?! att en dator)",
        re.IGNORECASE,
    ),
}
CONTENT = ("register/demo", "register/public", "register/web", "algorithms", "assessments")
HOLDS_THE_WORDS = {"words.toml", "residents_words.toml", "situations.toml", "products.toml"}  # lists of words to find


def test_no_sentence_of_a_catalogue_has_what_the_style_avoids() -> None:
    assert [f"{where}: {text[:100]}" for where, language, text in _catalogues() if _avoided(language, text)] == []


def test_no_content_has_what_the_style_avoids() -> None:
    assert [f"{where}: {text[:100]}" for where, language, text in _contents() if _avoided(language, text)] == []


def test_what_is_avoided_is_seen() -> None:
    assert _avoided("en", "Whoever reads it")
    assert _avoided("en", "It stands on the card.")
    assert _avoided("sv", "Det kan vara slump.")
    assert not _avoided("en", "A row stands for several cases.")


def _avoided(language: str, text: str) -> bool:
    return AVOIDED[language].search(text) is not None


def _catalogues() -> Iterator[tuple[str, str, str]]:
    for file in sorted(ROOT.glob("*/locale/sv.po")):
        for message in pofile.read_po(io.BytesIO(file.read_bytes())):
            for language, texts in (("en", message.id), ("sv", message.string)):
                yield from ((file.parent.parent.name, language, text) for text in _texts(texts))


def _texts(of_message: Any) -> tuple[str, ...]:
    return tuple(of_message) if isinstance(of_message, tuple | list) else (of_message,)


def _contents() -> Iterator[tuple[str, str, str]]:
    for folder in CONTENT:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix == ".md" and file.stem[-3:] in {".sv", ".en"}:
                yield str(file.relative_to(ROOT)), file.stem[-2:], file.read_text("utf-8")
            elif file.suffix == ".toml" and file.name not in HOLDS_THE_WORDS:
                yield from _of_toml(file)


def _of_toml(file: Path) -> Iterator[tuple[str, str, str]]:
    for key, language, text in _leaves("", "", tomllib.loads(file.read_text("utf-8"))):
        if language:
            yield f"{file.relative_to(ROOT)} {key}", language, text


def _leaves(key: str, language: str, value: Any) -> Iterator[tuple[str, str, str]]:
    """Each text with the language that its key, or one above it, names: ``sv``, ``text.sv``, ``answer_sv``."""
    if isinstance(value, str):
        yield key, language, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}", _language(name) or language, inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _leaves(f"{key}[{place}]", language, inner)


def _language(name: str) -> str:
    return name[-2:] if name in AVOIDED or name[-3:] in {"_sv", "_en"} else ""
