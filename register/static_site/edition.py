"""Making the static edition in a folder, or bringing it in step: only files that say something else are written."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from litestar import Litestar

from algorithms.log import queries as log_queries
from algorithms.published import queries as public_queries
from assessments.text.complaints import ReadableError
from assessments.text.message import Message
from register.language import Language
from register.opendata.store import DataPrinter
from register.public.discovery import sitemap
from register.publishing.addresses import entry_of
from register.publishing.changes import changes_since
from register.settings import Settings
from register.static_site import state as states
from register.static_site.collecting import CollectedPages
from register.static_site.files import DATA, file_of, is_included, linked, links_of
from register.static_site.own_pages import own_files
from register.static_site.state import EditionState

MARK, SUMS = "edition.json", "SHA256SUMS"
_MOST_ROUNDS = 5


class FolderError(ReadableError):
    """One sentence: why nothing is written to this folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionOutcome:
    """Which files were written, which removed, how many there are, and what was linked to and could not be had."""

    written: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    files: int = 0
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class StaticEdition:
    """The edition of one folder. The database is open and the application made for a copy has been started."""

    settings: Settings
    app: Litestar
    folder: Path
    clock: Callable[[], datetime]
    _written: set[str] = field(default_factory=set)
    _removed: set[str] = field(default_factory=set)

    async def make(self) -> EditionOutcome:
        """Again until nothing has changed while it was made, so that no word stays that was masked meanwhile."""
        _check(self.folder)
        for _ in range(_MOST_ROUNDS):
            await self._round()
            state = states.read(self.settings, self.folder)
            if not (await changes_since(state.line)).is_anything:
                break
        return EditionOutcome(
            written=frozenset(self._written),
            removed=frozenset(self._removed),
            files=len(state.hashes),
            missing=tuple(sorted(state.missing)),
        )

    async def _round(self) -> None:
        at = self.clock()
        before = states.read(self.settings, self.folder)
        program = states.program(self.settings, self.app.state.templates)
        line = (await log_queries.head())[0].seq
        while await DataPrinter(self.settings, self.clock).round():
            pass
        stays = await self._stays(before, program, at)
        with tempfile.TemporaryDirectory(prefix="insyn-") as staging:
            own = await own_files(self.app.state.templates, at, before.numbers)
            own_addresses = {address: _own_file(address) for address in (*own.pages, *own.others)}
            collected = CollectedPages(
                app=self.app, before=before, stays=stays, staging=Path(staging), elsewhere=frozenset(own_addresses)
            )
            await collected.follow([*await _starts(), *_links(own.pages, self.settings.base_url)])
            files = collected.files() | own_addresses | {f"/{SUMS}": SUMS}
            hashes = {files[address]: before.hashes[files[address]] for address in collected.unchanged}
            for file, content in self._contents(collected, own.pages, own.others, files):
                hashes[file] = self._put(file, content, before)
        self._finish(before, hashes, at)
        states.write(
            self.settings,
            self.folder,
            EditionState(
                line=line,
                day=at.astimezone(self.settings.zone).date().isoformat(),
                program=program,
                files=files,
                hashes=hashes,
                numbers=own.numbers,
                across=collected.across,
                missing=sorted(collected.missing),
            ),
        )

    async def _stays(self, before: EditionState, program: str, at: datetime) -> Callable[[str], bool]:
        """Of the last edition only pages of entries can stay: all others are few, and lead to what is new."""
        if before.program != program:
            return lambda _: False
        changes = await changes_since(before.line)
        late = await _became_late(before.day, at.astimezone(self.settings.zone).date().isoformat())
        incomplete = {entry_of(address) for address in before.missing}

        def stays(address: str) -> bool:
            slug = entry_of(address)
            around = (address, *before.across.get(address, ()))
            touched = any(changes.touches(other) for other in around)
            return bool(slug) and not touched and slug not in late | incomplete and self._is_there(address, before)

        return stays

    def _is_there(self, address: str, before: EditionState) -> bool:
        return before.files[address] in before.hashes and (self.folder / before.files[address]).is_file()

    def _contents(
        self, collected: CollectedPages, pages: Mapping[str, str], others: Mapping[str, str], files: Mapping[str, str]
    ) -> Iterator[tuple[str, bytes]]:
        for address, staged in collected.pages.items():
            html = staged.read_text("utf-8")
            yield files[address], linked(html, address, self.settings.base_url, files.get).encode()
        for address, html in pages.items():
            yield files[address], linked(html, address, self.settings.base_url, files.get).encode()
        for address, staged in collected.others.items():
            yield files[address], staged.read_bytes()
        for address, text in others.items():
            yield files[address], text.encode()

    def _put(self, file: str, content: bytes, before: EditionState) -> str:
        """The hash of the file, which is written if it is another one than before."""
        hashed = hashlib.sha256(content).hexdigest()
        place = self.folder / file
        if before.hashes.get(file) != hashed or not place.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            draft = place.with_name(f"{place.name}.part")
            draft.write_bytes(content)
            draft.chmod(0o644)
            draft.replace(place)
            self._written.add(file)
        return hashed

    def _finish(self, before: EditionState, hashes: dict[str, str], at: datetime) -> None:
        """Remove what is not public any more, and say what the folder holds."""
        for file in before.hashes.keys() - hashes.keys() - {MARK}:
            (self.folder / file).unlink(missing_ok=True)
            self._removed.add(file)
        day = at.astimezone(self.settings.zone).date().isoformat()
        mark = {"format": "insyn-site/1", "day": day, "city": self.settings.city, "register": self.settings.base_url}
        hashes[MARK] = self._put(MARK, (json.dumps(mark, ensure_ascii=False, indent=1) + "\n").encode(), before)
        sums = "".join(f"{hashes[file]}  {file}\n" for file in sorted(hashes))
        place = self.folder / SUMS
        if not place.is_file() or place.read_text("utf-8") != sums:
            self._put(SUMS, sums.encode(), EditionState())


def _check(folder: Path) -> None:
    """Nobody's files are overwritten: the folder is empty, or has an edition."""
    values = {"folder": str(folder)}
    if folder.exists() and not folder.is_dir():
        raise FolderError(Message("{folder} is no folder. Name another.", values))
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise FolderError(Message("{folder} has files, and is no copy of the register. Name another.", values))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # a web server reads it


async def _starts() -> list[str]:
    """Every public page in each language, and what no page leads to."""
    pages = [f"/{language}{page.path}" for page in await sitemap.public_pages() for language in Language]
    slugs = await public_queries.addresses()
    data = [f"/algorithms/{slug}.{ending}" for slug in slugs for ending in ("json", "jsonld")]
    return [address for address in (*pages, *data, *DATA) if is_included(address)]


def _links(pages: Mapping[str, str], base_url: str) -> list[str]:
    lead_to = (link for address, html in pages.items() for link in links_of(html, address, base_url))
    return [link for link in lead_to if link not in pages and is_included(link)]


def _own_file(address: str) -> str:
    return file_of(address, is_page="." not in address)


async def _became_late(day: str, today: str) -> frozenset[str]:
    """Entries whose review was due between the two days: their cards say so by themselves."""
    if not day or day == today:
        return frozenset()
    late: set[str] = set()
    async for part in public_queries.all_entries():
        late |= {entry.slug for entry in part if entry.review_by and day <= entry.review_by.isoformat() < today}
    return frozenset(late)
