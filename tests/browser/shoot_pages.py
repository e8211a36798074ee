"""Pictures of the ten main pages in both languages, of a fresh demo city in a real browser (`make screenshots`).

They are written to ``var/screenshots``; those that the README shows go to ``docs/pictures``. No test: it asks nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from register.accounts.people.demo import PASSWORD
from running import Running

ROOT = Path(__file__).parents[2]
FOLDER, SHOWN = ROOT / "var" / "screenshots", ROOT / "docs" / "pictures"
CARD = "algorithms/urval-av-ansokningar-om-forsorjningsstod"
PUBLIC = {
    "start": "",
    "list": "algorithms?q=stöd",
    "card": CARD,
    "fairness": f"{CARD}#fairness",
    "history": f"{CARD}/history",
    "questions": f"{CARD}/questions",
    "statistics": "statistics",
    "lesson": "learn/fairness-test",
}
IN_REVIEW = {
    "sv": "Sorterar ansökningar till stadens sommarjobb",
    "en": "Sorts applications for the city’s summer jobs",
}
IN_README = ("start", "card", "fairness", "statistics")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_public_pages(demo_server: Running, visitor: Callable[..., Any], language: str) -> None:
    for width in (1280, 390):
        page = visitor(width=width)
        for name, path in PUBLIC.items():
            page.goto(urljoin(demo_server.url, f"/{language}/{path}"))
            page.screenshot(path=_file(f"{name}-{language}-{width}"))
            if name in IN_README and (language, width) == ("en", 1280):
                page.screenshot(path=SHOWN / f"{name}.png")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_staff_pages(demo_server: Running, visitor: Callable[..., Any], language: str) -> None:
    page = visitor()
    page.goto(urljoin(demo_server.url, f"/sign-in?lang={language}"))
    page.fill("#email", "samordnare@exempelstad.example")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/workspace")
    if (other := page.get_by_role("button", name={"sv": "Svenska", "en": "English"}[language], exact=True)).count():
        other.click()
    page.screenshot(path=_file(f"work-{language}-1280"))
    page.get_by_role("link", name=IN_REVIEW[language]).first.click()
    page.get_by_role("heading", level=1, name=IN_REVIEW[language]).wait_for()
    page.screenshot(path=_file(f"review-{language}-1280"))
    if language == "en":
        page.screenshot(path=SHOWN / "review.png")


def _file(name: str) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FOLDER / f"{name}.png"
