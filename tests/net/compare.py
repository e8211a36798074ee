"""What differs between two foldersful of pages that keep.py has kept: the same change on many pages once.

    python tests/net/compare.py OLD NEW [--allowed FILE] [--blanks] [--classes] [--flat] [--context 2] [--most-pages 5]

Ends with 1 if anything differs. Corrected sentences stand in a file, one a line, as ``old → new``; they are changed in
the old pages first. Folders and files are compared by role, language and address.
"""

import argparse
import difflib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

ALLOWED = Path(__file__).with_name("allowed.txt")
_WRAPPER = re.compile(r" *(?:div|span|section|article|header|footer)(?:\t.*)?$")
_BLANKS = re.compile(r'(?<=")[ \u00a0]+|[ \u00a0]+(?=")')
_ASIDE = re.compile(r"\t.*$", re.MULTILINE)
Pages = dict[str, str]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("old", type=Path)
    options.add_argument("new", type=Path)
    options.add_argument("--allowed", type=Path, default=ALLOWED, help="mended sentences, old → new")
    options.add_argument("--blanks", action="store_true", help="compare blanks at the ends of texts as well")
    options.add_argument("--classes", action="store_true", help="compare class and id attributes as well")
    options.add_argument("--flat", action="store_true", help="without elements that say nothing, and without depth")
    options.add_argument("--context", type=int, default=2, help="lines shown around a change")
    options.add_argument("--most-pages", type=int, default=5, help="how many pages are named for a change")
    arguments = options.parse_args()
    replacements = _read_replacements(arguments.allowed)
    old = {
        page: _shown(_changed(text, replacements), arguments)
        for page, text in _read(arguments.old, replacements).items()
    }
    new = {page: _shown(text, arguments) for page, text in _read(arguments.new, []).items()}
    changes = _changes(old, new, arguments.context)
    for hunk, pages in sorted(changes.items(), key=lambda change: -len(change[1])):
        print(
            f"── {len(pages)} × {', '.join(pages[: arguments.most_pages])}{' …' * (len(pages) > arguments.most_pages)}"
        )
        print(hunk, end="\n\n")
    print(*_summary(old, new, changes), sep="\n")
    return int(bool(changes))


def _read_replacements(file: Path) -> list[tuple[str, str]]:
    """Blank lines, and lines that begin with #, say nothing."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    pairs = [line.split(" → ") for line in lines if line.strip() and not line.startswith("#")]
    if wrong := [pair for pair in pairs if len(pair) != 2]:
        raise SystemExit(f"{file}: each line is “old → new”; this is not: {wrong[0]}")
    return [(old.strip(), new.strip()) for old, new in pairs]


def _read(folder: Path, replacements: Sequence[tuple[str, str]]) -> Pages:
    """By the role, the language and what was asked, which is the first line of the file."""
    pages = {}
    for file in sorted(folder.rglob("*.txt")):
        called, _, text = file.read_text("utf-8").partition("\n")
        pages[f"{'/'.join(file.relative_to(folder).parts[:-1])} {_changed(called, replacements)}"] = text
    if not pages:
        raise SystemExit(f"No pages are kept in {folder}; write them with keep.py.")
    return pages


def _changed(text: str, replacements: Sequence[tuple[str, str]]) -> str:
    for old, new in replacements:
        text = text.replace(old, new)
    return text


def _shown(text: str, arguments: argparse.Namespace) -> list[str]:
    if arguments.flat:
        text = "\n".join(line.lstrip(" ") for line in text.splitlines() if not _WRAPPER.fullmatch(line))
    if not arguments.blanks:
        lines = (_BLANKS.sub("", line) for line in text.splitlines())
        text = "\n".join(line for line in lines if line.strip(' "'))
    return (text if arguments.classes else _ASIDE.sub("", text)).splitlines()


def _changes(old: dict[str, list[str]], new: dict[str, list[str]], context: int) -> dict[str, list[str]]:
    """Each change, with the pages that have it."""
    changes: dict[str, list[str]] = defaultdict(list)
    for page in sorted({*old, *new}):
        if page not in new:
            changes["This page is gone."].append(page)
        elif page not in old:
            changes["This page is new."].append(page)
        else:
            for hunk in _hunks(old[page], new[page], context):
                changes[hunk].append(page)
    return changes


def _hunks(old: list[str], new: list[str], context: int) -> Iterator[str]:
    """Without line numbers and without the depth that a hunk has on this page, so that others are equal to it."""
    lines: list[str] = []
    for line in [*difflib.unified_diff(old, new, "", "", "", "", context), "@@"] if old != new else []:
        if line.startswith(("---", "+++")) and not lines:
            continue
        if line.startswith("@@"):
            if lines:
                yield _dedented(lines)
            lines = []
        else:
            lines.append(line)


def _dedented(lines: list[str]) -> str:
    depth = min((len(line) - 1 - len(line[1:].lstrip(" ")) for line in lines if line[1:].strip()), default=0)
    return "\n".join(line[:1] + line[1 + depth :] for line in lines)


def _summary(old: dict[str, list[str]], new: dict[str, list[str]], changes: dict[str, list[str]]) -> Iterator[str]:
    pages = {page for group in changes.values() for page in group}
    yield f"{len(old)} pages before, {len(new)} now; {len(pages)} differ, in {len(changes)} ways."


if __name__ == "__main__":
    sys.exit(main())
