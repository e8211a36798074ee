"""A page as a tagged PDF, made by WeasyPrint in a process of its own: the web never loads it. Needs ``insyn[pdf]``.

The child is given HTML, reads our own style sheet and nothing else, and has no longer than a minute.
"""

import asyncio
import importlib.util
import os
import re
import signal
import sys

from register.papers import tagging
from register.web.stylesheet import stylesheet

SECONDS = 60
_STOPPED = frozenset({signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM})
NOWHERE = "insyn:///"
# WeasyPrint counts blanks at the ends of these into their width, so that words are cut which would have had room.
_BOX = "caption|dd|dt|figcaption|h[1-6]|li|p|summary|td|th"
_BLANKS = re.compile(rf"(<(?:{_BOX})(?:\s[^<>]*)?>)\s+|\s+(?=</(?:{_BOX})>)")
AT_ONCE = asyncio.Semaphore(1)  # in each process: a page takes a second and a hundred megabytes


class PDFError(Exception):
    """The page could not be made into a PDF; the message is for the log of the program."""


class PDFStoppedError(PDFError):
    """The child was asked to end by a person or the system. That says nothing about the page: it can be tried again."""


def is_installed() -> bool:
    """Whether WeasyPrint is there. It is not loaded for that."""
    return importlib.util.find_spec("weasyprint") is not None


async def to_pdf(html: str, base_url: str = NOWHERE) -> bytes:
    """The bytes of the PDF; its links lead to ``base_url``. PDFError if it took too long or could not be made."""
    async with AT_ONCE:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "register.papers.pdf", base_url, stdin=-1, stdout=-1, stderr=-1
        )
        try:
            async with asyncio.timeout(SECONDS):
                made, error_output = await child.communicate(html.encode())
        except TimeoutError:
            child.kill()
            await child.wait()
            raise PDFError("It took longer than a minute.") from None
    if -(child.returncode or 0) in _STOPPED:
        raise PDFStoppedError("It was told to stop.")
    if child.returncode:
        raise PDFError(error_output.decode("utf-8", "replace")[-2_000:])
    return made


def without_blanks(html: str) -> str:
    """The same page, with no white space at either end of a paragraph, an item or a cell."""
    return _BLANKS.sub(lambda match: match[1] or "", html)


def main() -> None:
    """In the child: HTML in, PDF out. Nothing is fetched; a page that carries no style gets the one of the program."""
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    os.nice(10)  # people's pages come first
    tagging.complete()
    nothing = URLFetcher(allowed_protocols=())
    html = without_blanks(sys.stdin.buffer.read().decode())
    page = HTML(string=html, base_url=sys.argv[1], url_fetcher=nothing)
    style = [] if "<style>" in html else [CSS(string=stylesheet(), url_fetcher=nothing)]
    sys.stdout.buffer.write(page.write_pdf(stylesheets=style, pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    main()
