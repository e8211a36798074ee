"""Whether the search finds what is published and nothing else: the index recomputed from entries, and compared."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from algorithms.log.chain import ChainFault
from algorithms.log.checking import UNREADABLE
from algorithms.published import queries as public_queries
from algorithms.search.index.indexer import AT_ONCE, columns_of, page_of, texts_of
from algorithms.search.index.postings import Postings
from algorithms.search.index.tables import IndexRow, PageRow, PageTextRow, WordRow
from algorithms.search.index.weights import FORM, indexed_texts
from assessments.text.message import Message

_WORD = ("key", "folded", "stem", "page_count", "pages", "weights")
_MISSING = Message("The search does not find {of}, which is published.")
_PLANTED = Message("The search finds {of}, which is not published: somebody put it into the index.")
_OTHER = Message("The search says something else of {of} than what is published: the index was changed.")
_WORD_OTHER = Message("The word {of} of the index does not lead to the entries that contain it.")


async def index_faults(apart_from: Collection[str] = ()) -> list[ChainFault]:
    """Every page and word of the index that does not follow from what is published, and every one that is missing.

    ``apart_from``: addresses of entries that were changed themselves. Their pages cannot be judged, nor can words.
    """
    try:
        form = await IndexRow.select(IndexRow.form).first()
        if (form is None or form["form"] != FORM) and await PageRow.exists():
            older = Message("The index that the search looks in was made by another program: run insyn migrate.")
            return [ChainFault("search_index", older)]
        faults = await _faults()
    except (*UNREADABLE, KeyError, TypeError, AttributeError, AssertionError):  # what rows that nobody wrote lead to
        if apart_from:
            return []
        return [ChainFault("search", Message("A row of the search index cannot be read: it was changed."))]
    return [fault for fault in faults if not apart_from or _is_apart(fault, apart_from)]


def _is_apart(fault: ChainFault, entries: Collection[str]) -> bool:
    return fault.place.startswith("search_page/") and fault.message.values["of"] not in entries


async def _faults() -> list[ChainFault]:
    faults: list[ChainFault] = []
    expected: dict[str, Postings] = {}
    missing, reached = set(await public_queries.addresses()), 0
    while rows := await PageRow.select().where(PageRow.id > reached).order_by(PageRow.id).limit(AT_ONCE):
        reached = rows[-1]["id"]
        wrong, there = await _pages(rows, expected)
        faults += wrong
        missing -= there
    faults += [_fault("page", _MISSING, slug) for slug in sorted(missing)]
    return [*faults, *await _words(expected)]


async def _pages(rows: Sequence[Mapping[str, Any]], expected: dict[str, Postings]) -> tuple[list[ChainFault], set[str]]:
    """What is wrong with these pages, and which entries they are of. What their words should be goes to ``expected``.

    Pages come in the order of their numbers, as they stand in the postings.
    """
    published = {entry.id: entry for entry in await public_queries.entries_by_id(row["entry"] for row in rows)}
    texts = await _texts([row["id"] for row in rows])
    faults: list[ChainFault] = []
    for row in rows:
        if (entry := published.get(row["entry"])) is None:
            faults.append(_fault("page", _PLANTED, row["slug"]))
            continue
        indexed = indexed_texts(entry)
        due, weights = page_of(entry, indexed)
        is_same = {**due.to_dict(), "id": row["id"]} == row and texts.get(row["id"], {}) == texts_of(entry, indexed)
        faults += [] if is_same else [_fault("page", _OTHER, entry.slug)]
        for key, weight in weights.items():
            expected.setdefault(key, Postings()).put(row["id"], weight)
    return faults, {entry.slug for entry in published.values()}


async def _texts(pages: list[int]) -> dict[int, dict[str, dict[str, str]]]:
    by_page: dict[int, dict[str, dict[str, str]]] = {}
    for row in await PageTextRow.select().where(PageTextRow.page.is_in(pages)):
        columns = {name: row[name] for name in ("title", "lead", "body", "place")}
        by_page.setdefault(row["page"], {})[row["language"]] = columns
    return by_page


async def _words(expected: dict[str, Postings]) -> list[ChainFault]:
    faults: list[ChainFault] = []
    after, missing = "", set(expected)
    while rows := await WordRow.select().where(WordRow.key > after).order_by(WordRow.key).limit(AT_ONCE):
        after = rows[-1]["key"]
        faults += [_fault("word", _WORD_OTHER, row["key"]) for row in rows if not _is_due(row, expected)]
        missing -= {row["key"] for row in rows}
    return [*faults, *(_fault("word", _WORD_OTHER, key) for key in sorted(missing))]


def _is_due(row: Mapping[str, Any], expected: dict[str, Postings]) -> bool:
    postings = expected.get(row["key"])
    stored = tuple(bytes(row[name]) if name in ("pages", "weights") else row[name] for name in _WORD)
    return postings is not None and stored == columns_of(row["key"], postings)


def _fault(kind: str, message: Message, of: str) -> ChainFault:
    return ChainFault(f"search_{kind}/{of}", Message(message.msgid, {"of": of}))
