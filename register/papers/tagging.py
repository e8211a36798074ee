"""What WeasyPrint leaves out of a tagged PDF: language of parts, scope of table headings, alternative texts.

Only in the child process that makes the paper. The function that is wrapped makes one element of the tree for each box.
"""

from collections.abc import Callable, Iterator
from typing import Any

_BUILD = "_build_box_tree"  # no public place has both the box and its element; test_paper_tags.py would notice a change
_SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


def complete() -> None:
    """From now on the trees that WeasyPrint makes are whole."""
    from weasyprint.pdf import tags

    setattr(tags, _BUILD, _completed(getattr(tags, _BUILD)))


def _completed(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def built(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
        for element in build(box, parent, pdf, *rest):
            source = getattr(getattr(box, "_box", box), "element", None)
            if source is not None and source.tag not in ("html", "body"):  # these yield what others have made
                _complete(element, source.attrib)
            yield element

    return built


def _complete(element: Any, attributes: Any) -> None:
    """``attributes``: those of the HTML element that the box was made of."""
    import pydyf

    if lang := attributes.get("lang"):
        element["Lang"] = pydyf.String(lang)
    if element["S"] == "/TH" and "A" in element:
        element["A"]["Scope"] = _SCOPES.get(attributes.get("scope", ""), "/Column")
    if element["S"] == "/Figure" and "Alt" not in element:
        if label := attributes.get("aria-label"):
            element["Alt"] = pydyf.String(label)
        else:
            element["S"] = "/NonStruct"  # the words next to it say the same
            del element["A"]
