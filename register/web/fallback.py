"""What is not translated stands in the first language and says so, by ``lang`` on an element around it.

Two letters that no text has stand around such words until the page is whole, as only then it is known where they are:
an attribute, a title or a choice in a list cannot hold an element.
"""

import gettext
import re

from assessments.text.languages import FIRST

START, END = "\ue000", "\ue001"
_TOKEN = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+|<", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z]+)", re.IGNORECASE)
_PLAIN = {"title", "option", "textarea", "script", "style"}  # hold text alone


class MarkedFallback(gettext.NullTranslations):
    """The words of the first language, marked as such."""

    def __init__(self, first: gettext.NullTranslations) -> None:
        super().__init__()
        self._first = first

    def gettext(self, message: str) -> str:
        return marked(self._first.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return marked(self._first.ngettext(msgid1, msgid2, n))


def marked(words: str) -> str:
    return f"{START}{words}{END}"


def with_lang(html: str) -> str:
    """The page with an element around each of its passages that are in the first language, as far as it can be."""
    if START not in html:
        return html
    plain, pieces = "", []
    for token in _TOKEN.findall(html):
        tag = _TAG.match(token)
        if tag and tag[2].lower() in _PLAIN:
            plain = "" if tag[1] else tag[2]
        if tag or plain or token.startswith("<"):
            pieces.append(token.replace(START, "").replace(END, ""))
        else:
            pieces.append(token.replace(START, f'<span lang="{FIRST}">').replace(END, "</span>"))
    return "".join(pieces)
