"""What a page must be for everybody: axe's rules for WCAG 2.2 AA, and that it fits a narrow screen."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def barriers(page: Any) -> list[str]:
    """What axe objects to, a line each; needs JavaScript."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    return [f"{each['id']}: {each['help']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def overflow(page: Any) -> int:
    """How many pixels of the page lie outside the window, sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
