"""A QR code as one path of squares, for an inline picture: nothing is fetched, and paper shows it too."""

from dataclasses import dataclass
from functools import lru_cache

_REMEMBERED = 500  # of some kilobytes; a card and its paper show the same
QUIET = 4  # squares of white around it: what the standard asks for


@dataclass(frozen=True, slots=True)
class QRCode:
    """``size`` squares across and down; ``path`` draws the dark ones, a square being one by one."""

    text: str
    size: int
    path: str


@lru_cache(maxsize=_REMEMBERED)
def qr_code(text: str) -> QRCode:
    """Readable where a seventh of it is dirty or torn away (error correction of level M)."""
    import segno  # seldom needed

    rows = tuple(segno.make(text, error="m", micro=False).matrix_iter(border=QUIET))
    return QRCode(text, len(rows), "".join(_row(bytes(row), down) for down, row in enumerate(rows)))


def _row(squares: bytes, down: int) -> str:
    """Each run of dark squares as one rectangle."""
    path, start = "", None
    for across, dark in enumerate((*squares, 0)):
        if dark and start is None:
            start = across
        elif not dark and start is not None:
            path += f"M{start} {down}h{across - start}v1h-{across - start}z"
            start = None
    return path
