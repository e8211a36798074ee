"""Writes of the index, always in the transaction of what they follow: an entry's page and its words, or all of them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID, uuid4

from algorithms.entries.entry import VersionState
from algorithms.entries.texts import sort_key
from algorithms.published import queries as public_queries
from algorithms.published.entry import PublishedEntry
from algorithms.published.filters import FILTERS
from algorithms.search.index.postings import Postings
from algorithms.search.index.stems import stem
from algorithms.search.index.tables import IndexRow, PageRow, PageTextRow, WordRow
from algorithms.search.index.tokens import folded
from algorithms.search.index.weights import FORM, IndexedText, indexed_texts
from algorithms.tables import VersionRow
from assessments.storage import rows_of

AT_ONCE = 400  # rows in one statement, or words that are asked for
_INTO_WORDS = "INSERT INTO search_word (key, folded, stem, page_count, pages, weights) VALUES"


async def follow(*entries: UUID) -> None:
    """Make what the public finds of these entries what it may find now; nothing, of one that is not shown."""
    if not entries:
        return
    await _stamp()  # first: the next writer waits here until this one is done
    gone = await rows_of(
        PageRow.entry, entries, lambda these: PageRow.delete().where(these).returning(PageRow.id, PageRow.words)
    )
    new = [
        page
        for start in range(0, len(entries), AT_ONCE)
        for page in await _pages(await public_queries.entries_by_id(entries[start : start + AT_ONCE]))
    ]
    touched = {key for row in gone for key in row["words"].split()} | {key for _, weights in new for key in weights}
    stored = await _stored(touched)
    for row in gone:
        for key in row["words"].split():
            stored[key].drop((row["id"],))
    for page, weights in new:
        for key, weight in weights.items():
            stored.setdefault(key, Postings()).put(page, weight)
    await _replace(stored)


async def follow_department(department: UUID) -> None:
    """All that it has published: its name stands on those pages."""
    owned = VersionRow.entry.department == department
    rows = await VersionRow.select(VersionRow.entry).where(owned, VersionRow.state == VersionState.PUBLISHED.value)
    await follow(*(row["entry"] for row in rows))


async def is_current() -> bool:
    """Whether the index is in the form that this program reads."""
    row = await IndexRow.select(IndexRow.form).first()
    return row is not None and row["form"] == FORM


async def fill() -> None:
    """Rebuild the whole index from what is published."""
    await _stamp()
    for table in (PageRow, WordRow):
        await table.delete(force=True)
    stored: dict[str, Postings] = {}
    async for part in public_queries.all_entries(AT_ONCE):
        for page, weights in await _pages(part):
            for key, weight in weights.items():
                stored.setdefault(key, Postings()).put(page, weight)
    await _write(stored)


async def _stamp() -> None:
    await IndexRow.update({IndexRow.stamp: uuid4(), IndexRow.form: FORM}, force=True)


async def _pages(published: Sequence[PublishedEntry]) -> list[tuple[int, dict[str, int]]]:
    """Their pages, stored, each with the words that lead to it and their weights."""
    indexed = [indexed_texts(entry) for entry in published]
    made = [page_of(entry, words) for entry, words in zip(published, indexed, strict=True)]
    rows: list[Mapping[str, int]] = []
    for start in range(0, len(made), AT_ONCE):
        rows += await PageRow.insert(*(row for row, _ in made[start : start + AT_ONCE])).returning(PageRow.id)
    await _insert_texts((row["id"] for row in rows), published, indexed)
    return [(row["id"], weights) for row, (_, weights) in zip(rows, made, strict=True)]


def page_of(entry: PublishedEntry, indexed: Mapping[str, IndexedText]) -> tuple[PageRow, dict[str, int]]:
    weights = {
        f"{language}:{word}": weight for language, part in indexed.items() for word, weight in part.weights().items()
    }
    row = PageRow(
        entry=entry.id,
        slug=entry.slug,
        traits=" ".join(f"{name}:{value}" for name, value in traits_of(entry).items()),
        published_at=entry.published_at,
        words=" ".join(weights),
    )
    return row, weights


def traits_of(entry: PublishedEntry) -> dict[str, str]:
    """What it has of all by which lists are narrowed, by the name of the filter."""
    traits = {name: offered.value(entry) for name, offered in FILTERS.items()}
    return {name: value for name, value in traits.items() if value}


async def _insert_texts(
    pages: Iterable[int], published: Sequence[PublishedEntry], indexed: Sequence[Mapping[str, IndexedText]]
) -> None:
    """Their words, by language."""
    texts = [
        PageTextRow(page=page, language=language, **columns)  # type: ignore[arg-type]  # columns by their names
        for page, entry, by_language in zip(pages, published, indexed, strict=True)
        for language, columns in texts_of(entry, by_language).items()
    ]
    for start in range(0, len(texts), AT_ONCE):
        await PageTextRow.insert(*texts[start : start + AT_ONCE])


def texts_of(entry: PublishedEntry, indexed: Mapping[str, IndexedText]) -> dict[str, dict[str, str]]:
    """The columns of an entry's texts, by language."""
    return {
        language: {
            "title": part.title,
            "lead": part.lead,
            "body": part.body,
            "place": _place(entry, indexed, language),
        }
        for language, part in indexed.items()
    }


def _place(entry: PublishedEntry, indexed: Mapping[str, IndexedText], language: str) -> str:
    """What it is sorted by: its name, and its address where two have the same name."""
    return f"{sort_key(indexed[language].title or indexed['sv'].title)}\n{entry.slug}"


async def _stored(keys: Iterable[str]) -> dict[str, Postings]:
    ordered, postings = sorted(keys), {}
    for start in range(0, len(ordered), AT_ONCE):
        for row in await WordRow.select(WordRow.key, WordRow.pages, WordRow.weights).where(
            WordRow.key.is_in(ordered[start : start + AT_ONCE])
        ):
            postings[row["key"]] = Postings.read(row["pages"], row["weights"])
    return postings


async def _replace(stored: Mapping[str, Postings]) -> None:
    keys = sorted(stored)
    for start in range(0, len(keys), AT_ONCE):
        await WordRow.delete().where(WordRow.key.is_in(keys[start : start + AT_ONCE]))
    await _write({key: postings for key, postings in stored.items() if len(postings.pages)})


async def _write(stored: Mapping[str, Postings]) -> None:
    listed = sorted(stored.items())
    for start in range(0, len(listed), AT_ONCE):
        part = listed[start : start + AT_ONCE]
        values = [value for key, postings in part for value in columns_of(key, postings)]
        await WordRow.raw(f"{_INTO_WORDS} {', '.join(['({}, {}, {}, {}, {}, {})'] * len(part))}", *values)


def columns_of(key: str, postings: Postings) -> tuple[str, str, str, int, bytes, bytes]:
    language, _, word = key.partition(":")
    plain = folded(word)
    return key, plain, stem(plain, language), len(postings.pages), *postings.written()
