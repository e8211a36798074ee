"""All that reads what is public of an entry: every address, the papers, the published entry itself, the index."""

import re
from collections.abc import Sequence
from pathlib import Path

from algorithms.cards import changes as public_changes
from algorithms.published import queries as public_queries
from algorithms.published.signed import signed_assessment
from algorithms.search.index.tables import PageTextRow, WordRow
from city import City
from register.language import Language
from register.opendata.datasets import DATASETS
from register.opendata.files import Format
from register.public.cards.card_pdfs import written

ADDRESSES = Path(__file__).parent / "architecture" / "addresses.txt"


def public_addresses(slug: str) -> list[str]:
    """Every public address that can say something of an entry, as the list of all addresses has them."""
    addresses = [line for line in ADDRESSES.read_text().split() if re.match(r"/(sv|en|api|feed|sitemap|id)", line)]
    filled = (line.replace("{number:int}", "1") for line in addresses if not line.endswith(("/check", "card.pdf")))
    slugs = {"algorithms": slug, "entries": slug, "id": slug, "topics": "work-and-money", "departments": "social"}
    ready = (re.sub(r"/(\w+)/\{slug:str\}", lambda m: f"/{m[1]}/{slugs.get(m[1], '-')}", line) for line in filled)
    files = [f"/data/{name}.{kind}" for name in DATASETS for kind in (Format.CSV, Format.JSONL)]
    files += [f"/algorithms/{slug}.json", f"/algorithms/{slug}.jsonld", "/data/changes.csv?since=2026-01-01"]
    return [*files, *(line for line in ready if "{" not in line)]


def readers_with(city: City, slug: str, *words: str, addresses: Sequence[str] = ()) -> set[str]:
    """All that reads what is public and has one of these words: addresses, papers, the published entry, the index."""
    pages = {at: city.client.get(at, follow=True).text for at in addresses or public_addresses(slug)}
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
