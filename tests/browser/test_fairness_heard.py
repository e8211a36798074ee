"""The part on equal treatment as a screen reader gets it: Chromium's accessibility tree, asked and not guessed."""

from typing import Any
from urllib.parse import urljoin

import pytest

from running import Running

CARD = "algorithms/urval-av-ansokningar-om-forsorjningsstod"
WORSE_OFF = {
    "sv": "Kvinnor där inget var fel valdes ut för extra kontroll oftare än män",
    "en": "Women with nothing wrong were picked out for an extra check more often than men",
}
PICTURE = {"sv": "9 av 100 kvinnor", "en": "9 in 100 women"}
TABLE = {
    "sv": (
        "efter kön",
        "mindre än 3 av 100 från män",
        "bestämdes i förväg att så lite inte spelar roll",
        "Längre till höger är sämre",
    ),
    "en": (
        "by sex",
        "less than 3 in 100 from men",
        "decided beforehand that so little does not matter",
        "Further to the right is worse",
    ),
}


def heard(page: Any) -> list[tuple[str, str]]:
    """Role and name of each thing in the tree, in its order."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        (node["role"]["value"], str(node.get("name", {}).get("value", "")))
        for node in nodes
        if not node["ignored"] and node.get("role")
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_is_heard_what_is_compared_from_when_it_matters_and_who_is_worse_off(
    demo_server: Running, visitor: Any, language: str
) -> None:
    page = visitor()
    page.goto(urljoin(demo_server.url, f"/{language}/{CARD}"))
    tree = heard(page)
    headings = [name for role, name in tree if role == "heading"]
    tables = [name for role, name in tree if role == "table"]
    assert any(name.startswith(WORSE_OFF[language]) for name in headings), headings
    assert any(PICTURE[language] in name for role, name in tree if role in ("image", "img"))
    of_sex = next(name for name in tables if TABLE[language][0] in name)
    assert [words for words in TABLE[language] if words not in of_sex] == []
    assert len(set(tables)) == len(tables)  # no two tables of the page are called alike
