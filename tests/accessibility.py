"""What a page must be for everybody: axe's rules for WCAG 2.2 AA, and that it fits a narrow screen."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ("color-contrast",)
# Rules whose answer may be another where the page is laid out for a wide window.
LAYOUT = (*CONTRAST, "target-size", "scrollable-region-focusable", "aria-hidden-focus", "empty-table-header")
_RUN = """options => axe.run(document, options).then(({violations}) => violations.flatMap(
  ({id, help, nodes}) => nodes.map(({html}) => `${id}: ${help}: ${html.slice(0, 200)}`)))"""


def barriers(page: Any, rules: Sequence[str] = ()) -> list[str]:
    """What axe objects to, a line each: by all its rules for our standards, or by these alone. Needs JavaScript."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": STANDARDS}
    violations: list[str] = page.evaluate(_RUN, {"runOnly": only, "resultTypes": ["violations"]})
    return violations


def overflow(page: Any) -> int:
    """How many pixels of the page lie outside the window, sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
