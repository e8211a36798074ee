"""All that reads what is public of an entry: every address, the papers, the published entry itself, the index."""

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from algorithms.cards import changes as public_changes
from algorithms.published import queries as public_queries
from algorithms.published.signed import signed_assessment
from algorithms.search.index.tables import PageTextRow, WordRow
from builders import NOW
from city import City
from register.language import Language
from register.opendata.datasets import DATASETS
from register.opendata.files import Format
from register.public.cards.card_pdfs import written

ADDRESSES = Path(__file__).parent / "architecture" / "addresses.txt"


_FIXED = re.compile(  # they say the same whatever the register holds, or only take what somebody sends
    r"/(static|keys|readyz|healthz|robots|\.well-known)|.*/(learn|evaluation-data)/\{|.*/(check|card\.pdf|openapi\.json)$"
)


_QUERIES = {"/api/v1/changes": "?since=2026-01-01", "/sv/search": "?q=kontroll", "/en/search": "?q=kontroll"}


def public_addresses(slug: str) -> list[str]:
    """Every public address that can say something of an entry, as the list of all addresses has them."""
    named = {
        "algorithms": [f"{slug}.json", f"{slug}.jsonld"],
        "data": _files(),
        "sitemap": [],
    }  # a part is of the whole
    slugs = {"algorithms": slug, "entries": slug, "id": slug, "topics": "work-and-money", "departments": "social"}
    ready: list[str] = []
    for line in ADDRESSES.read_text().split():
        if _FIXED.match(line):
            continue
        filled = re.sub(r"/(\w+)/\{slug:str\}", lambda m: f"/{m[1]}/{slugs[m[1]]}", line.replace("{number:int}", "1"))
        folder = filled.partition("/{name:str}")[0]
        is_named = folder != filled
        ready += [f"{folder}/{name}" for name in named[folder[1:]]] if is_named else [filled + _QUERIES.get(filled, "")]
    assert not [address for address in ready if "{" in address], "an address that nobody reads for what is hidden"
    return ready


def _files() -> list[str]:
    """Of every data set in every format, as it is now and as it was on the day of the tests; and what has changed."""
    names = [f"{name}.{kind}" for name in DATASETS for kind in Format]
    return [*names, *(f"{name}?on={NOW.date()}" for name in names), "changes.csv?since=2026-01-01"]


def shown(content: bytes) -> str:
    """As it is read: a workbook is unpacked."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", errors="replace")
    packed = zipfile.ZipFile(io.BytesIO(content))
    return "".join(packed.read(name).decode("utf-8", errors="replace") for name in packed.namelist())


def readers_with(city: City, slug: str, *words: str, addresses: Sequence[str] = ()) -> set[str]:
    """All that reads what is public and has one of these words: addresses, papers, the published entry, the index."""
    pages = {at: shown(city.client.get(at, follow=True).content) for at in addresses or public_addresses(slug)}
    templates = city.client.app.state.templates
    papers = {f"paper in {language}": city.call(written, templates, slug, language) for language in Language}
    values = {
        "entry": city.call(public_queries.entry, slug),
        "history": city.call(public_queries.history, slug),
        "entries": city.call(public_queries.entries, [slug]),
        "changes": city.call(public_changes.newest).changes,
        "signed": city.call(signed_words, slug),
        "index": city.call(PageTextRow.select().run),
        "words": city.call(WordRow.select(WordRow.key).run),
    }
    texts = {name: str(value).casefold() for name, value in {**pages, **papers, **values}.items()}
    return {name for name, text in texts.items() if any(word in text for word in words)}


async def signed_words(slug: str) -> object:
    """What a reader of the signed file is given of it in addition to what was signed, in which words are hashes."""
    signed = await signed_assessment(slug, 1)
    return signed and signed.words
