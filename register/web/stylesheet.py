"""Our own style sheet as one text: the files of ``static/style``, each in the cascade layer named like its folder.

``layers.css`` says their order and ``tokens.css`` what the look is made of; neither lies in a layer.
"""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static" / "style"
TOKENS = FOLDER / "tokens.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NAMED_MEDIA = re.compile(r"@custom-media (--[a-z]+) ([^;]+);")
_BLANKS = re.compile(r"\s+")
_NEEDLESS = re.compile(r" ?([{};]) ?")
_AFTER_PROPERTY = re.compile(r"(?<=[;{])(-?[a-z][a-z-]*): ")  # in a token blanks may mean something


@cache
def stylesheet(folder: Path = FOLDER) -> str:
    """As a page carries it: without comments, and with no blank that only people need."""
    layers = sorted(path for path in folder.iterdir() if path.is_dir())
    written = "".join(
        (
            *((folder / name).read_text("utf-8") for name in ("layers.css", "tokens.css")),
            *(f"@layer {layer.name} {{{_joined(layer)}}}" for layer in layers),
        )
    )
    short = _NEEDLESS.sub(r"\1", _BLANKS.sub(" ", _with_widths(_COMMENT.sub("", written)))).replace(";}", "}")
    return _AFTER_PROPERTY.sub(r"\1:", short).strip()


def _joined(layer: Path) -> str:
    return "".join(file.read_text("utf-8") for file in sorted(layer.glob("*.css")))


def _with_widths(style: str) -> str:
    """``@media (--narrow)`` becomes the width that it stands for; no browser knows such names yet."""
    widths = dict(_NAMED_MEDIA.findall(style))
    return re.sub(r"\((--[a-z]+)\)(?= ?\{)", lambda name: widths[name[1]], _NAMED_MEDIA.sub("", style))
