"""The checks that every page goes through see what they are there to see."""

import re

import pytest

from checking import PageError, check_page
from reading import Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin",
}
GOOD = """<!doctype html><html lang="sv"><head><title>Sida – Staden</title></head><body><main><h1>Sida</h1>
<p id="one">Text</p><a href="/">Hem</a>
<form method="post" action="/sv/send"><input type="hidden" name="_csrf_token" value="t">
<label for="name">Namn</label><input id="name" name="name-sv" value="Anna">
<label for="kind">Slag</label><select id="kind" name="kind"><option value="a">A<option value="b" selected>B</select>
<label><input type="checkbox" name="many" value="1" checked> Ett</label>
<label><input type="checkbox" name="many" value="2"> Två</label>
<label>Mer <textarea name="more">Hej</textarea></label>
<button name="step" value="save">Spara</button><button name="step" value="send">Skicka</button></form>
</main></body></html>"""


def checked(html: str = GOOD, **headers: str) -> None:
    check_page(html.encode(), {**HEADERS, **headers}, status=200, url="http://127.0.0.1:8000/sv/")


def test_a_good_page_passes() -> None:
    checked()


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('lang="sv"', 'lang="en"', "lang is"),
        ("Sida – Staden", "Staden", "title"),
        ("<h1>Sida</h1>", "<h2>Sida</h2>", "one h1"),
        ("<h1>Sida</h1>", "<h1>Sida</h1><h1>Igen</h1>", "one h1"),
        ('id="one"', 'id="name"', "stands 2 times"),
        ('for="name"', 'for="names"', "has no label"),
        ("<p id", "<p onclick='x()' id", "onclick"),
        ("<p id", "<p style='color:red' id", "style"),
        ("<h1>", "<script>x()</script><h1>", "inline script"),
        ("<h1>", "<style>p {}</style><h1>", "inline style"),
        ("</form>", "", "not valid HTML"),
        ("<p id", "<p aria-describedby='nothing' id", "points at nothing"),
        (">Hem<", "><", "without words"),
        ("<h1>", '<img alt="" src="//elsewhere.example/x.png"><h1>', "another site"),
    ],
)
def test_a_page_with_one_thing_wrong_is_refused_and_the_thing_is_named(before: str, after: str, complaint: str) -> None:
    assert before in GOOD
    with pytest.raises(PageError, match=re.escape(complaint)):
        checked(GOOD.replace(before, after, 1))


def test_a_page_may_carry_the_one_style_sheet_that_its_policy_names() -> None:
    named = "'sha256-2H5CUCvyo5cSkj1YhUngR72ks13QrmBjgN+zz/lp2DY='"  # of the five signs below
    policy = {"content-security-policy": POLICY.replace("style-src 'self'", f"style-src 'self' {named}")}
    checked(GOOD.replace("</title>", "</title><style>p { }</style>"), **policy)
    with pytest.raises(PageError, match="inline style"):
        checked(GOOD.replace("</title>", "</title><style>p {}</style>"), **policy)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content-type", "text/html"),
        ("content-security-policy", POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")),
        ("content-security-policy", POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")),
        ("content-security-policy", POLICY.replace("; frame-ancestors 'none'", "")),
        ("x-content-type-options", ""),
        ("referrer-policy", "unsafe-url"),
        ("set-cookie", "session=1"),
    ],
)
def test_a_page_with_one_weak_header_is_refused(name: str, value: str) -> None:
    with pytest.raises(PageError):
        checked(**{name: value})


def test_a_form_is_sent_as_a_browser_would_send_it() -> None:
    sent = Page(GOOD.encode()).form("Skicka").fill({"name_sv": "Bo", "many": ["2"]}, press="Skicka")

    assert (sent.method, sent.action) == ("POST", "/sv/send")
    assert sorted(sent.fields) == [
        ("_csrf_token", "t"), ("kind", "b"), ("many", "2"), ("more", "Hej"), ("name-sv", "Bo"), ("step", "send"),
    ]  # fmt: skip


def test_nobody_can_fill_in_what_is_not_there() -> None:
    form = Page(GOOD.encode()).forms[0]

    with pytest.raises(AssertionError, match="no field"):
        form.fill({"colour": "red"})
    with pytest.raises(AssertionError, match="offers"):
        form.fill({"kind": "c"})
