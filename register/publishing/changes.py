"""The one answer to what changed since a line of the log: papers, files of open data and the static edition ask it.

More may be named than has changed, never less: those who keep something made of it compare before writing.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from algorithms.log import queries as log_queries
from algorithms.log.queries import LineSubject
from algorithms.published import queries as public_queries
from algorithms.questions import queries as question_queries
from register.publishing.addresses import entry_of, is_fixed

_KINDS = frozenset({"seal", "entry", "question", "department", "statement", "target"})
_ACTIONS = frozenset({"erase-note", "erase-words"})  # of versions and runs whose seal stays as it was
_HANDED_OVER = "hand-over-question"  # it leaves a page that its line does not name
_AT_A_TIME = 1_000  # lines of the log


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChanges:
    """What may say something else than it did at an earlier line."""

    line: int  # the last one that was read
    entries: frozenset[str] = frozenset()  # slugs
    is_everywhere: bool = False  # such as the name of a department
    is_anything: bool = False

    def touches(self, address: str) -> bool:
        """Whether what is read at this address may be another."""
        if not self.is_anything or is_fixed(address):
            return False
        slug = entry_of(address)
        return self.is_everywhere or not slug or slug in self.entries


async def changes_since(line: int) -> PublicChanges:
    """All that has been written to the log after this line, as far as it concerns what is public."""
    reached, subjects = line, list[LineSubject]()
    while True:
        before, (reached, lines) = reached, await log_queries.subjects_after(reached, _AT_A_TIME)
        subjects += [subject for subject in lines if subject.kind in _KINDS or subject.action in _ACTIONS]
        if reached == before:
            break
    return PublicChanges(
        line=reached,
        entries=await _slugs(subjects),
        is_everywhere=any(subject.kind == "department" or subject.action == _HANDED_OVER for subject in subjects),
        is_anything=bool(subjects),
    )


async def last_change() -> int:
    """The number of the last line after which something else may be public: one small question."""
    return await log_queries.last_line_of(_KINDS, _ACTIONS)


async def _slugs(subjects: Sequence[LineSubject]) -> frozenset[str]:
    if not subjects:  # as nearly always when somebody reads a page
        return frozenset()
    ids: dict[str, set[UUID]] = defaultdict(set)
    for subject in subjects:
        kind, _, name = subject.object.rpartition("/")
        kind = kind or subject.kind
        if kind in {"version", "entry", "run", "question"}:
            ids[kind].add(UUID(name))
    slugs = (
        await public_queries.addresses_of(ids["version"])
        | await public_queries.addresses_of_entries(ids["entry"])
        | await public_queries.addresses_of_runs(ids["run"])
        | await question_queries.addresses_of(ids["question"])
    )
    merged = await public_queries.merged_of(slugs)
    return slugs | {into for slug in merged if (into := await public_queries.leads_to(slug))}
