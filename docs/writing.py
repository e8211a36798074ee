"""How a generated page is written in Markdown: note, heading, tables. Knows nothing of what stands there."""

from collections.abc import Iterable

NOTE = "<!-- Written by `make docs` from {source}; change that instead. -->\n"


def page(title: str, source: str, lead: str, body: str) -> str:
    return f"{NOTE.format(source=source)}\n# {title}\n\n{lead}\n\n{body}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
