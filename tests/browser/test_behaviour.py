"""The checks of behaviour find what they are made to find: each on a page that is wrong in that one way."""

from collections.abc import Iterator
from typing import Any

import pytest

import behaviour
from behaviour import Check

_PAGE = """<!doctype html><html lang="sv"><head><title>En sida – Staden</title><style>
body {{ font: 17px/1.5 sans-serif; }}
a, button, summary {{ font: inherit; display: inline-flex; min-height: 44px; min-width: 44px; }}
:focus-visible {{ outline: 3px solid #16212b; }} {style}</style></head>
<body><main><h1>En sida</h1>{body}</main></body></html>"""
GOOD = """<p><a href="#a">Första</a></p><p><button>Andra</button></p>
<details><summary>Mer</summary><p>Detaljer</p></details>"""
PRINT = "@media print { details::details-content { content-visibility: visible; display: block; } }"

BAD: dict[str, tuple[Check, str, str, str]] = {
    "no focus mark": (behaviour.keyboard, "a:focus-visible { outline: none }", GOOD, "nothing shows that 'Första'"),
    "a covered control": (
        behaviour.keyboard,
        ".over { position: absolute; inset: 0; background: #fff }",
        GOOD + '<div class="over">Över</div>',
        "something covers 'Första'",
    ),
    "an unseen control": (
        behaviour.keyboard,
        "b a { position: absolute; width: 1px; height: 1px; min-width: 0; min-height: 0; overflow: hidden }",
        GOOD + '<b><a href="#b">Dold</a></b>',
        "focus goes to 'Dold', which cannot be seen",
    ),
    "an order of its own": (
        behaviour.keyboard,
        ".turned { display: flex; flex-direction: column-reverse }",
        '<div class="turned"><p><a href="#a">Nederst</a></p><p><a href="#b">Överst</a></p></div>',
        "focus jumps up from 'Nederst' to 'Överst'",
    ),
    "a trap": (
        behaviour.keyboard,
        "",
        GOOD
        + "<button onkeydown=\"if (event.key === 'Tab') event.preventDefault()\">Fälla</button><a href='#z'>Efter</a>",
        "the keyboard comes back to 'Fälla'",
    ),
    "a control of the mouse alone": (
        behaviour.keyboard,
        "",
        GOOD + '<button tabindex="-1">Bara mus</button>',
        "the keyboard reaches 3 of 4 controls",
    ),
    "a wide page": (behaviour.reflow, "p { width: 1500px }", GOOD, "outside the window"),
    "a cut line": (
        behaviour.text_spacing,
        ".cut { height: 26px; width: 12em; overflow: hidden }",
        '<div class="cut">En rad som får plats</div>',
        "this is cut off: En rad som får plats",
    ),
    "a box that does not grow": (
        behaviour.doubled_text,
        "p { font-size: 1rem } .cut { height: 30px; overflow: hidden }",
        '<div class="cut"><p style="margin: 0">Ord</p></div>',
        "with large text this is cut off: Ord",
    ),
    "fine print": (
        behaviour.small_text,
        "small { font-size: 12px }",
        "<small>Det finstilta</small>",
        "12px Det finstilta",
    ),
    "text in a picture": (
        behaviour.small_text,
        "",
        '<svg width="90" height="20"><text y="15" font-size="9">nio</text></svg>',
        "9px nio",
    ),
    "a word that the dark swallows": (
        behaviour.text_on_a_gradient,
        (
            ":root { color-scheme: light dark; background: light-dark(#fff, #10161a) } "
            "mark { background: linear-gradient(transparent 80%, gold 80%); color: #16212b }"
        ),
        "<p>Vilka <mark>algoritmer</mark></p>",
        "in dark mode this is too faint: algoritmer",
    ),
    "a small target": (
        behaviour.small_targets,
        "button { min-height: 0; height: 20px }",
        "<button>Liten</button>",
        "Liten",
    ),
    "a fold on paper": (behaviour.folded_in_print, "", GOOD, "in print this stays folded: Mer"),
    "restless": (
        behaviour.motion,
        "@keyframes turn { to { rotate: 1turn } } h1 { animation: turn 1s infinite }",
        GOOD,
        "though the reader asked for rest",
    ),
    "errors that nobody hears of": (
        behaviour.error_summary,
        "",
        '<div class="error-summary"><a href="#nowhere">Skriv ett namn.</a></div>',
        "the title does not say",
    ),
    "errors without focus": (
        behaviour.error_summary,
        "",
        '<div class="error-summary"><a href="#nowhere">Skriv ett namn.</a></div>',
        "the summary of errors has no focus",
    ),
    "an error that leads nowhere": (
        behaviour.error_summary,
        "",
        '<div class="error-summary"><a href="#nowhere">Skriv ett namn.</a></div>',
        "an error leads nowhere: #nowhere",
    ),
}


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[Any]:
    """One for all: opening a window costs more than these checks."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", BAD)
def test_a_check_finds_what_it_is_made_for(tab: Any, name: str) -> None:
    check, style, body, expected = BAD[name]
    tab.goto("about:blank")
    tab.set_content(_PAGE.format(style=style, body=body))

    assert any(expected in fault for fault in check(tab)), list(check(tab))


@pytest.mark.parametrize("check", [*behaviour.WIDE, *behaviour.EVERY_WIDTH], ids=lambda check: check.__name__)
def test_a_check_says_nothing_of_a_page_that_is_in_nobodys_way(tab: Any, check: Check) -> None:
    tab.goto("about:blank")
    tab.set_content(_PAGE.format(style=PRINT, body=GOOD))

    assert list(check(tab)) == []
