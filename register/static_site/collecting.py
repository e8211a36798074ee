"""Asking for every address of the edition whose answer may be new, and following what its pages lead to."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from litestar import Litestar

from algorithms.published import queries as public_queries
from register.publishing.addresses import entry_of
from register.static_site.files import archives_of, file_of, internal, is_included, links_of
from register.static_site.in_process import InProcessAnswer, ask
from register.static_site.state import EditionState

_MOST_REDIRECTS = 5


@dataclass(slots=True)
class CollectedPages:
    """``stays``: whether what the last edition has at an address is still what the register says.

    ``elsewhere``: addresses that only the edition has, and the application does not know.
    """

    app: Litestar
    before: EditionState
    stays: Callable[[str], bool]
    staging: Path
    elsewhere: frozenset[str]
    pages: dict[str, Path] = field(default_factory=dict)  # address → the page as it was answered
    others: dict[str, Path] = field(default_factory=dict)  # address → any other file
    redirects: dict[str, str] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    across: dict[str, list[str]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)

    async def follow(self, starts: Iterable[str]) -> None:
        """All pages of an entry one after the other, so that it is read once."""
        known = dict.fromkeys(starts)
        waiting: dict[str, deque[str]] = {}
        for address in known:
            waiting.setdefault(entry_of(address), deque()).append(address)
        with public_queries.reading_once():
            while waiting:
                slug = next(reversed(waiting))
                for address in await self._take(waiting[slug].popleft()):
                    if address not in known and address not in self.elsewhere and is_included(address):
                        known[address] = None
                        waiting.setdefault(entry_of(address), deque()).append(address)
                if not waiting[slug]:
                    del waiting[slug]

    async def _take(self, address: str) -> Iterable[str]:
        """Where this address leads."""
        if address in self.before.files and self.stays(address):
            self.unchanged.add(address)
            if address in self.before.across:
                self.across[address] = list(self.before.across[address])
            return ()
        answer = await ask(self.app, address)
        if answer.status in {301, 302, 303, 307, 308}:
            return self._redirect(address, answer)
        if answer.status != 200:
            self.missing.add(address)
            return ()
        return self._keep(address, answer)

    def _redirect(self, address: str, answer: InProcessAnswer) -> Iterable[str]:
        place = internal(answer.location, address, self._base_url)
        if place is None or not is_included(place[0]):
            self.missing.add(address)
            return ()
        self.redirects[address] = place[0]
        return (place[0],)

    def _keep(self, address: str, answer: InProcessAnswer) -> Iterable[str]:
        file = self.staging / hashlib.sha256(address.encode()).hexdigest()
        file.write_bytes(answer.body)
        if not answer.is_page:
            self.others[address] = file
            is_feed = answer.media_type == "application/atom+xml"
            return archives_of(answer.body.decode(), self._base_url) if is_feed else ()
        self.pages[address] = file
        links = dict.fromkeys(links_of(answer.body.decode(), address, self._base_url))
        own = entry_of(address)
        if own and (other := [link for link in links if entry_of(link) not in ("", own)]):
            self.across[address] = other
        return links

    @property
    def _base_url(self) -> str:
        base_url: str = self.app.state.settings.base_url
        return base_url

    def files(self) -> dict[str, str]:
        """Every address with its file; one that leads elsewhere has the file there."""
        known = {address: self.before.files[address] for address in self.unchanged}
        known |= {address: file_of(address, is_page=True) for address in self.pages}
        known |= {address: file_of(address, is_page=False) for address in self.others}
        for address in self.redirects:
            place = address
            for _ in range(_MOST_REDIRECTS):
                place = self.redirects.get(place, place)
            if place in known and place not in self.redirects:
                known[address] = known[place]
        return known
