"""What axe cannot see, tried on a page in a real browser: a line for each thing that would be in somebody's way.

Each check is proven on a page made to fail it (tests/browser/test_behaviour.py).
"""

from collections.abc import Callable, Iterator
from typing import Any

import programs
from accessibility import CONTRAST, LAYOUT, barriers, overflow

WIDTHS = (1280, 390, 320)
MODES: dict[str, dict[str, str]] = {
    "light": {"media": "screen", "color_scheme": "light", "forced_colors": "none"},
    "dark": {"media": "screen", "color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"media": "screen", "color_scheme": "light", "forced_colors": "active"},
    "print": {"media": "print", "color_scheme": "light", "forced_colors": "none"},
}
SMALLEST_TEXT = 14  # pixels
SMALLEST_TARGET = 44
_AXE_RUNS = ((WIDTHS[-1], "light", ()),)
_AXE_RUNS_WIDER = (*_AXE_RUNS, (WIDTHS[0], "dark", CONTRAST), (WIDTHS[0], "light", LAYOUT))
_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""  # WCAG 2.2, 1.4.12
_MOST_STOPS = 400
_LOOKS = 20  # a tenth of a second apart

# Of the element that has focus: where it is, whether it can be seen, and whether something lies over it.
_STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  if (!window.__stops.has(e)) window.__stops.set(e, window.__stops.size);
  const label = e.labels && e.labels.length ? e.labels[0] : null;
  return {
    key: window.__stops.get(e), parts: e.type === "date",
    name: (e.innerText || e.getAttribute("aria-label") || e.id || e.tagName).trim().slice(0, 60),
    top: box.y + scrollY, left: box.x, inMain: !!e.closest("main"),
    region: e.closest("aside, section, form, nav, main")?.tagName,
    visible: box.width > 1 && box.height > 1 && style.visibility === "visible",
    shows: style.outlineStyle !== "none" || (label !== null && getComputedStyle(label).outlineStyle !== "none"),
    covered: !!over && over !== e && !e.contains(over) && !over.contains(e) && !(label && label.contains(over)),
  };
}"""
_WATCH_STOPS = """() => {
  document.activeElement?.blur();
  window.scrollTo(0, 0);
  [window.__stops, window.__noted] = [new Map(), []];
  window.__watching?.abort();
  window.__watching = new AbortController();
  const note = key => { if (key.key === "Tab") window.__noted.push((STOP)()); };
  window.addEventListener("keyup", note, {capture: true, signal: window.__watching.signal});
}""".replace("STOP", _STOP)
_CONTROLS = "a[href], button, input, select, textarea, summary"
# How many stops there should be: of radio buttons with one name, one.
_FOCUSABLE = """controls => {
  const radios = new Set();
  return [...document.querySelectorAll(controls + ", [tabindex='0']")].filter(e => {
    const seen = e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true});
    if (e.disabled || e.type === "hidden" || !seen) return false;
    if (e.type !== "radio" || !e.name) return true;
    return !radios.has(e.name) && radios.add(e.name);
  }).length;
}"""
_CLIPPED = """() => [...document.querySelectorAll("body *")].filter(e => {
  const style = getComputedStyle(e), hides = /hidden|clip/.test(style.overflowX + style.overflowY);
  if (!hides || style.clipPath !== "none" || !e.innerText) return false;
  return e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2;
}).map(e => e.innerText.trim().slice(0, 60))"""
_SMALL_TEXT = """least => [...document.querySelectorAll("body *")].filter(e => {
  const says = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  return says && e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < least;
}).map(e => `${getComputedStyle(e).fontSize} ${e.textContent.trim().slice(0, 60)}`)"""
# A link in a sentence is excepted by 2.5.8; the words next to a box are part of its target.
_SMALL_TARGETS = """([controls, least]) => [...document.querySelectorAll(controls)].filter(e => {
  if (e.type === "hidden" || !e.checkVisibility({visibilityProperty: true})) return false;
  if (e.matches("a") && getComputedStyle(e).display === "inline") return false;
  const target = /^(checkbox|radio)$/.test(e.type) ? e.closest(".option, label") || e : e;
  const box = target.getBoundingClientRect();
  return box.width > 1 && (box.height < least - 0.5 || box.width < 24);
}).map(e => {
  const high = Math.round(e.getBoundingClientRect().height);
  return `${high} px high: ${(e.innerText || e.name || e.tagName).trim().slice(0, 60)}`;
})"""
_FOLDED = """() => {
  const shown = e => e.tagName === "SUMMARY" || e.checkVisibility({contentVisibilityAuto: true});
  const unseen = e => e.textContent.trim() && !shown(e);
  const there = [...document.querySelectorAll("details")].filter(e => e.checkVisibility());
  const folded = there.filter(e => [...e.children].some(unseen));
  return folded.map(e => e.querySelector("summary").innerText.trim().slice(0, 60));
}"""
_PUT_STYLE = """style => {
  const put = document.createElement("style");
  put.id = "spacing";
  put.textContent = style;
  document.head.append(put);
}"""
# axe says nothing of text on a gradient, since it might be read by its help: here the ground behind must be enough.
_FAINT = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgba = said => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = said; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const found = rgba(getComputedStyle(e).backgroundColor);
      if (found[3] === 255) return found;
    }
    return rgba("Canvas");
  };
  return [...document.querySelectorAll("body *")].filter(e => {
    const says = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!says || !e.checkVisibility() || getComputedStyle(e).backgroundImage === "none") return false;
    const [low, high] = [light(rgba(getComputedStyle(e).color)), light(ground(e))].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05) < 4.5;
  }).map(e => e.textContent.trim().slice(0, 60));
}"""
# What is on its way from one colour to another because of the check before was begun by nobody who asked for rest.
_ARRIVE = "() => document.getAnimations().forEach(one => one instanceof CSSTransition && one.finish())"
_MOVING = "() => document.getAnimations().length"

Check = Callable[[Any], Iterator[str]]


def keyboard(page: Any) -> Iterator[str]:
    """Every control once, in the order of the page, visible and marked while it has focus, and a way out at the end."""
    page.evaluate(_WATCH_STOPS)
    total, seen, before = page.evaluate(_FOCUSABLE, _CONTROLS), set[int](), None
    for at in _stops(page, total):
        if at is None:
            break
        if before is not None and at["key"] == before["key"] and at["parts"]:
            continue  # a date has a stop for each of its parts
        if at["key"] in seen:
            if at["key"] != 0:
                yield f"the keyboard comes back to {at['name']!r} before it has been everywhere"
            break
        seen.add(at["key"])
        yield from _fault(at, before)
        before = at
    if len(seen) < min(total, _MOST_STOPS):
        yield f"the keyboard reaches {len(seen)} of {total} controls"


def _stops(page: Any, total: int) -> Iterator[dict[str, Any] | None]:
    """Where the keyboard comes to. The page notes it by itself: asking after each key would take as long again."""
    most = min(2 * total + 3, _MOST_STOPS)
    for begin, end in ((0, min(total + 1, most)), (min(total + 1, most), most)):
        for _ in range(begin, end):
            page.keyboard.press("Tab")
        yield from page.evaluate("() => window.__noted.splice(0)")


def _fault(at: dict[str, Any], before: dict[str, Any] | None) -> Iterator[str]:
    if not at["visible"]:
        yield f"focus goes to {at['name']!r}, which cannot be seen"
    elif not at["shows"]:
        yield f"nothing shows that {at['name']!r} has focus"
    elif at["covered"]:
        yield f"something covers {at['name']!r} while it has focus"
    same = before is not None and before["inMain"] and at["inMain"] and before["region"] == at["region"]
    if same and before is not None and at["top"] < before["top"] - 30 and at["left"] <= before["left"] + 30:
        yield f"focus jumps up from {before['name']!r} to {at['name']!r}"


def reflow(page: Any) -> Iterator[str]:
    if wide := overflow(page):
        yield f"{wide} pixels lie outside the window"


def text_spacing(page: Any) -> Iterator[str]:
    """With the distances that readers may set, nothing is cut off. Needs a context that bypasses the CSP."""
    page.evaluate(_PUT_STYLE, _SPACING)
    yield from (f"with wide spacing this is cut off: {words}" for words in page.evaluate(_CLIPPED))
    if wide := overflow(page):
        yield f"with wide spacing {wide} pixels lie outside the window"
    page.evaluate("() => document.getElementById('spacing').remove()")


def doubled_text(page: Any) -> Iterator[str]:
    """With text twice as large nothing is cut off (1.4.4)."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    yield from (f"with large text this is cut off: {words}" for words in page.evaluate(_CLIPPED))
    if wide := overflow(page):
        yield f"with large text {wide} pixels lie outside the window"
    page.evaluate("document.documentElement.style.fontSize = ''")


def small_text(page: Any) -> Iterator[str]:
    yield from (f"text below {SMALLEST_TEXT} pixels: {fault}" for fault in page.evaluate(_SMALL_TEXT, SMALLEST_TEXT))


def small_targets(page: Any) -> Iterator[str]:
    yield from (
        f"a target that is too small: {fault}" for fault in page.evaluate(_SMALL_TARGETS, [_CONTROLS, SMALLEST_TARGET])
    )


def folded_in_print(page: Any) -> Iterator[str]:
    page.emulate_media(**MODES["print"], reduced_motion="reduce")  # or colours are on their way for the next check
    for _ in range(_LOOKS):
        if not (folded := page.evaluate(_FOLDED)):
            break
        page.wait_for_timeout(100)  # the browser lays folds out again
    yield from (f"in print this stays folded: {words}" for words in folded)
    page.emulate_media(**MODES["light"], reduced_motion="reduce")


def text_on_a_gradient(page: Any) -> Iterator[str]:
    """It contrasts with the ground behind, light and dark (1.4.3)."""
    for mode in ("dark", "light"):
        page.emulate_media(**MODES[mode], reduced_motion="reduce")
        yield from (f"in {mode} mode this is too faint: {words}" for words in page.evaluate(_FAINT))
    page.emulate_media(reduced_motion="no-preference")


def motion(page: Any) -> Iterator[str]:
    page.evaluate(_ARRIVE)
    page.emulate_media(reduced_motion="reduce")
    if moving := page.evaluate(_MOVING):
        yield f"{moving} things move though the reader asked for rest"
    page.emulate_media(reduced_motion="no-preference")


def error_summary(page: Any) -> Iterator[str]:
    """Where a form came back with errors: said in the title, in focus, and each error leads to its field."""
    if not page.locator(".error-summary:not(.error-summary--example)").count():
        return
    if not page.title().startswith(("Fel: ", "Error: ")):
        yield f"the title does not say that something is wrong: {page.title()}"
    if not page.evaluate("document.activeElement?.classList.contains('error-summary')"):
        yield "the summary of errors has no focus"
    for link in page.locator(".error-summary a").all():
        place = link.get_attribute("href") or ""
        if not place.startswith("#") or not page.locator(place).count():
            yield f"an error leads nowhere: {place}"


WIDE: tuple[Check, ...] = (error_summary, keyboard, doubled_text, folded_in_print, motion, text_on_a_gradient)
EVERY_WIDTH: tuple[Check, ...] = (reflow, text_spacing, small_text, small_targets)


def faults(page: Any) -> list[str]:
    """All checks on the page that is open, at each width; the last in a window of 1280 pixels again."""
    messages: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        checks = (*WIDE, *EVERY_WIDTH) if width == WIDTHS[0] else EVERY_WIDTH
        messages += [f"{width}: {message}" for check in checks for message in check(page)]
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return messages


def on_a_telephone(page: Any) -> list[str]:
    """What longer or shorter words may have put in somebody's way in the narrowest window; what axe says there is for
    `make test-both` to ask."""
    page.set_viewport_size({"width": WIDTHS[-1], "height": 900})
    messages = [message for check in EVERY_WIDTH for message in check(page)]
    messages += barriers(page) if programs.WIDER else []
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return messages


def barriers_by_mode(page: Any) -> list[str]:
    """What axe says: all rules in the narrowest window; in `make test-both` also contrast in the dark and the rules on
    layout in the widest, and in `make test-full` all rules at each width and in each mode, six times as much."""
    combinations = _AXE_RUNS_WIDER if programs.WIDER else _AXE_RUNS
    if programs.FULL:
        combinations = tuple((width, mode, ()) for width in WIDTHS for mode in MODES)
    messages: list[str] = []
    for width, mode, rules in combinations:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**MODES[mode], reduced_motion="reduce")  # or axe sees a colour on its way
        messages += [f"{width}, {mode}: {message}" for message in barriers(page, rules)]
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.emulate_media(**MODES["light"], reduced_motion="no-preference")
    return messages
