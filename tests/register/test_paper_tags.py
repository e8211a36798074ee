"""Our own checks of PDF/UA on the paper of a card: everything that machines can tell of its tree."""

import asyncio
import io
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest

from register.papers import pdf

PAGE = """<!doctype html><html lang="sv"><head><title>Kort</title><style>h1 {{ color: black }}</style></head><body>
<h1>Kort</h1><p>Svenska, och <span lang="en">some English</span>.</p><p lang="en">A question.</p>
<table><caption>Valda</caption><thead><tr><th scope="col">Grupp</th><th scope="col">Av 100</th></tr></thead>
<tbody><tr><th scope="row">Kvinnor</th><td>9</td></tr></tbody></table>
<svg width="20" height="20" role="img" aria-label="9 av 100"><circle cx="9" cy="9" r="9"/></svg>
<p><svg width="20" height="20" aria-hidden="true"><circle cx="9" cy="9" r="9"/></svg> Skillnad</p>
</body></html>"""


def elements(node: Any) -> Iterator[Any]:
    """Of the structure tree, from its root down."""
    kids = node.get("/K", []) if isinstance(node, pypdf.generic.DictionaryObject) else []
    for kid in kids if isinstance(kids, list) else [kids]:
        child = kid.get_object()
        if isinstance(child, pypdf.generic.DictionaryObject) and "/S" in child:
            yield child
            yield from elements(child)


@pytest.fixture(scope="module")
def tree() -> tuple[Any, list[Any]]:
    made = pypdf.PdfReader(io.BytesIO(asyncio.run(pdf.to_pdf(PAGE.format()))))
    root = made.trailer["/Root"]
    return root, list(elements(root["/StructTreeRoot"].get_object()))


def test_the_paper_is_tagged_and_has_a_language_and_a_title_to_show(tree) -> None:
    root, _ = tree
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("sv", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_figure_has_an_alternative_text_and_what_only_repeats_is_none(tree) -> None:
    assert [str(element["/Alt"]) for element in tree[1] if element["/S"] == "/Figure"] == ["9 av 100"]


def test_every_heading_of_a_table_says_what_it_is_over(tree) -> None:
    scopes = [str(element["/A"]["/Scope"]) for element in tree[1] if element["/S"] == "/TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_parts_in_another_language_say_so(tree) -> None:
    spoken = [(element["/S"], str(element["/Lang"])) for element in tree[1] if element.get("/Lang") == "en"]
    assert ("/Span", "en") in spoken
    assert ("/P", "en") in spoken
