"""Cards on paper: PDFs that the worker makes when something is published, stored under the hash of what they say.

A paper is only given to a reader while it says the same as the page, so a word that is masked is masked at once.
"""

import hashlib
import logging
from dataclasses import dataclass, field
from pathlib import Path

from algorithms.log import queries as log_queries
from algorithms.published import queries as public_queries
from algorithms.published.entry import current
from register.language import Language
from register.papers import pdf
from register.public.cards.pages import card_page
from register.publishing.changes import changes_since
from register.settings import Settings
from register.web import static_files
from register.web.pages import Templates
from register.web.theme import read as read_theme

FOLDER = "papers"
log = logging.getLogger("insyn.worker")


async def written(templates: Templates, slug: str, language: Language) -> str | None:
    """The page of the card as it is put on paper; None where there is no public card."""
    history = await public_queries.history(slug)
    published = current(history)
    if published is None or published.is_withdrawn:
        return None
    frame = templates.on_paper(f"/{language}/algorithms/{slug}", language)
    shown = card_page(published, history, language, templates.letters_url)
    return templates.render("public/cards/card.html", shown, frame)


def stored(settings: Settings, slug: str, language: Language, html: str) -> Path:
    """Where the paper that says exactly this lies, if it has been made."""
    return folder(settings) / f"{slug}.{language}.{hashlib.sha256(html.encode()).hexdigest()[:32]}.pdf"


def given_up(paper: Path) -> Path:
    """Is there while the paper could not be made from what the page says, so that nobody is asked to wait for it."""
    return paper.with_suffix(".failed")


def folder(settings: Settings) -> Path:
    return settings.data_dir / FOLDER


@dataclass(slots=True)
class CardPrinter:
    """A duty of the worker: every public card has its paper, and what is not public any more has none."""

    settings: Settings
    waiting: list[str] | None = None  # addresses of entries; None before the first round
    read: int = 0  # the line of the log up to which is known what has changed
    templates: Templates = field(init=False)

    def __post_init__(self) -> None:
        theme = read_theme(self.settings.theme_dir)
        self.templates = Templates(self.settings, {**static_files.read_static_files(), **theme.files}, theme)

    async def round(self) -> bool:
        """One entry at a time, so that others are not kept waiting; whether there was any."""
        if not pdf.is_installed():
            return False
        if self.waiting is None:
            self.read = (await log_queries.head())[0].seq
            self.waiting = sorted(
                {*await public_queries.addresses(), *(_slug(file) for file in folder(self.settings).glob("*.*"))}
            )
        if not self.waiting:
            changes = await changes_since(self.read)
            self.read = changes.line
            self.waiting = sorted(await public_queries.addresses() if changes.is_everywhere else changes.entries)
        if not self.waiting:
            return False
        await self.put_in_step(self.waiting[0])
        self.waiting.pop(0)  # not before it is done: a database that is away loses nobody's paper
        return True

    async def put_in_step(self, slug: str) -> None:
        """Make what is missing, and remove what says something else."""
        folder(self.settings).mkdir(parents=True, exist_ok=True)
        for language in Language:
            html = await written(self.templates, slug, language)
            file = None if html is None else stored(self.settings, slug, language, html)
            for older in folder(self.settings).glob(f"{slug}.{language}.*"):
                if file is None or older.stem != file.stem:
                    older.unlink(missing_ok=True)
            if html is not None and file is not None and not file.exists():
                await self._make(html, file)

    async def _make(self, html: str, file: Path) -> None:
        try:
            made = await pdf.to_pdf(html, self.settings.base_url + "/")
        except pdf.PDFStoppedError:
            raise  # the worker is being stopped, or the round is begun again
        except pdf.PDFError:
            log.exception("A card could not be made into a PDF")  # the others are, and this one at the next start
            given_up(file).touch()
            return
        given_up(file).unlink(missing_ok=True)
        draft = file.with_suffix(".part")
        draft.write_bytes(made)
        draft.replace(file)


def _slug(file: Path) -> str:
    return file.name.partition(".")[0]
