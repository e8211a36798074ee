"""Words that were searched for without a hit: how often a day, and nothing of who searched or for what else."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from algorithms.people import Actor, Permission
from algorithms.search.index.tables import MissedWordRow

RETENTION = timedelta(days=365)
FEWEST_DAYS = 5  # different days on which a word was searched for before anybody sees it
_MOST_A_DAY, _MOST_SHOWN = 500, 100  # different words: nobody fills the database with searches


class MissedWord(NamedTuple):
    word: str
    language: str
    days: int
    times: int


async def count(words: Mapping[tuple[str, str], int], day: date) -> None:
    """``words``: by language and word, how often each was searched for."""
    room = _MOST_A_DAY - await MissedWordRow.count().where(MissedWordRow.day == day)
    for (language, word), times in list(words.items())[: max(0, room)]:
        await MissedWordRow.raw(
            "INSERT INTO missed_word (day, language, word, times) VALUES ({}, {}, {}, {})"
            " ON CONFLICT (day, language, word) DO UPDATE SET times = missed_word.times + excluded.times",
            day,
            language,
            word,
            times,
        )


async def listed(day: date, *, seen_by: Actor) -> tuple[MissedWord, ...]:
    """Those of the last year that were searched for on enough days, the most frequent first."""
    if not seen_by.may(Permission.READ_LOG):
        return ()
    rows = await MissedWordRow.raw(
        "SELECT word, language, COUNT(*) AS days, SUM(times) AS times FROM missed_word WHERE day > {}"
        " GROUP BY word, language HAVING COUNT(*) > {} ORDER BY SUM(times) DESC, word, language LIMIT {}",
        day - RETENTION,
        FEWEST_DAYS - 1,
        _MOST_SHOWN,
    )
    return tuple(MissedWord(row["word"], row["language"], int(row["days"]), int(row["times"])) for row in rows)


async def forget_missed(day: date) -> None:
    """What is older than a year on this day."""
    await MissedWordRow.delete().where(MissedWordRow.day <= day - RETENTION)
