"""Searches without a hit, counted in memory and written now and then: a search costs no write."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import date, datetime

from algorithms.search.query import missed_words
from algorithms.search.query.searching import SearchQuery, SearchResult
from register.public.lists.countable import countable
from register.storage.errors import UnavailableError

_EVERY = 60  # seconds
_MOST = 1_000  # different words that wait to be written


class MissedSearches:
    """By day, language and word."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._times: Counter[tuple[date, str, str]] = Counter()

    def note(self, query: SearchQuery, result: SearchResult) -> None:
        """Nothing of a search that is narrowed, was corrected or leads somewhere."""
        is_plain = query.text and not (query.situation or any(query.chosen.values()) or query.exact)
        if result.total or result.meanings or not is_plain or len(self._times) >= _MOST:
            return
        today = self._clock().date()
        self._times.update((today, query.language, word) for word in countable(query.text))

    async def write(self) -> None:
        """What cannot be written now is kept."""
        counted, self._times = self._times, Counter()
        for day in sorted({day for day, _, _ in counted}):
            words = {(language, word): times for (at, language, word), times in counted.items() if at == day}
            try:
                await missed_words.count(words, day)
            except UnavailableError:
                self._times.update({(day, *key): times for key, times in words.items()})

    @contextlib.asynccontextmanager
    async def written(self) -> AsyncIterator[None]:
        """Every minute, and at the end."""
        writing = asyncio.ensure_future(self._every_minute())
        try:
            yield
        finally:
            writing.cancel()
            await asyncio.wait((writing,))
            await self.write()

    async def _every_minute(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            await self.write()
