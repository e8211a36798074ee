"""Forms: only our own pages can send them, large or odd ones are refused soon and in plain words, nothing is kept."""

import time
from dataclasses import replace

import litestar._parsers
import pytest

from conftest import settings_for
from register.request.forms import Form
from register.tables import KnownPlaceRow, RequestCountRow, SessionRow
from staff import Staff

FOREIGN = [
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "https://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"},  # our name, but another scheme
]


@pytest.fixture
def staff(sqlite_url, tmp_path):
    with Staff(settings_for(sqlite_url, tmp_path)) as running:
        running.add("anna")
        running.sign_in("anna")
        yield running


def test_a_form_of_ones_own_page_arrives_as_it_was_typed(staff) -> None:
    sent = {"_csrf_token": staff.token(), "text": " rad ett\r\nrad två\rrad tre ", "many": ["å", "ö"], "empty": ""}
    got = staff.client.post("/workspace/probe", sent).json()
    assert (got["text"], got["many"], got["empty"]) == (["rad ett\nrad två\nrad tre"], ["å", "ö"], [""])


@pytest.mark.parametrize("token", [None, "", "wrong", "0" * 64])
def test_a_form_without_the_sessions_token_is_refused(staff, token) -> None:
    fields = {} if token is None else {"_csrf_token": token}
    assert staff.client.post("/workspace/probe", fields).status_code == 403


def test_another_persons_token_is_refused(staff) -> None:
    foreign_token = staff.token()
    staff.add("bo")
    staff.client.cookies.clear()
    staff.sign_in("bo")
    assert staff.client.post("/workspace/probe", {"_csrf_token": foreign_token}).status_code == 403
    assert staff.client.post("/workspace/probe", {"_csrf_token": staff.token()}).status_code == 200


def test_the_token_of_the_sign_in_page_opens_nothing_inside(staff) -> None:
    own = dict(staff.client.cookies)
    staff.client.cookies.clear()
    before = staff.token()
    staff.client.cookies.update(own)
    assert staff.client.post("/workspace/probe", {"_csrf_token": before}).status_code == 403


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_from_another_site_is_refused_even_with_the_token(staff, headers) -> None:
    fields = {"_csrf_token": staff.token()}
    assert staff.client.post("/workspace/probe", fields, headers=headers).status_code == 403


def test_a_form_that_does_not_say_where_it_is_from_is_refused(staff) -> None:
    answer = staff.client._client.post("/workspace/probe", data={"_csrf_token": staff.token()})
    assert answer.status_code == 403


def test_nobody_can_be_signed_in_from_another_site(staff) -> None:
    staff.client.cookies.clear()
    assert staff.sign_in("anna", headers=FOREIGN[0]).status_code == 403
    fields = {"email": "anna@city.example", "password": "x", "_csrf_token": "1.abc"}
    assert staff.client.post("/sign-in", fields).status_code == 403


def test_a_sign_in_page_left_open_over_night_asks_to_be_opened_again(staff) -> None:
    staff.client.cookies.clear()
    staff.client.get("/sign-in")
    form = staff.client.page.form(0).fill({"email": "anna@city.example", "password": "x"})
    staff.clock.forward(hours=14)
    assert staff.client.post("/sign-in", form.fields).status_code == 403


def test_a_form_sent_after_being_signed_out_says_so(staff) -> None:
    token = staff.token()
    staff.clock.forward(minutes=40)
    assert staff.client.post("/workspace/probe", {"_csrf_token": token}).status_code == 401
    assert "inloggad" in staff.client.page.text


def test_a_large_form_is_refused_at_once(staff) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    began = time.monotonic()
    answer = staff.client.post("/workspace/probe", headers=headers, content=b"a&" * 5_000_000)
    assert answer.status_code == 413
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "body", [b"a=%ff", b"a=%00", b"a=\xff", b"&".join(b"a=1" for _ in range(501))], ids=["latin", "nul", "raw", "many"]
)
def test_unreadable_form_is_refused_in_plain_words(staff, body) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert staff.client.post("/workspace/probe", headers=headers, content=body).status_code == 400


def test_a_form_of_another_kind_is_refused(staff) -> None:
    assert staff.client.post("/workspace/probe", headers={"Content-Type": "application/json"}).status_code == 415


def test_litestar_keeps_no_form_in_memory(staff) -> None:
    litestar._parsers.parse_url_encoded_form_data.cache_clear()
    staff.client.post("/workspace/probe", {"_csrf_token": staff.token(), "text": "personnummer"})
    staff.sign_in("anna")
    assert litestar._parsers.parse_url_encoded_form_data.cache_info().currsize == 0


def test_a_file_far_larger_than_a_form_arrives_whole(staff) -> None:
    fields = {"_csrf_token": staff.token(), "title": " En fil\r\nmed rader "}
    got = staff.client.post("/workspace/probe/file", fields, files={"file": ("data.csv", b"x" * 3_000_000)}).json()
    assert got == {"bytes": 3_000_000, "name": "data.csv", "fields": {"title": "En fil\nmed rader"}}


def test_a_file_without_the_token_first_is_not_read(staff) -> None:
    files = {"file": ("data.csv", b"x")}
    assert staff.client.post("/workspace/probe/file", {"title": "x"}, files=files).status_code == 403
    assert staff.client.post("/workspace/probe/file", {"_csrf_token": "x"}, files=files).status_code == 403
    late = {"title": "x", "_csrf_token": staff.token()}
    assert staff.client.post("/workspace/probe/file", late, files=files).status_code == 403
    own = {"_csrf_token": staff.token()}
    assert staff.client.post("/workspace/probe/file", own, files=files, headers=FOREIGN[0]).status_code == 403


def test_a_file_that_is_too_large_is_refused_before_it_is_read(sqlite_url, tmp_path) -> None:
    with Staff(replace(settings_for(sqlite_url, tmp_path), max_upload_bytes=100_000)) as staff:
        staff.add("anna")
        staff.sign_in("anna")
        token, files = {"_csrf_token": staff.token()}, {"file": ("data.csv", b"x" * 200_000)}
        typed = {**token, "title": "Ansökningar som kom under året"}
        answer = staff.client.post("/workspace/probe/file", typed, files=files)
        assert (answer.status_code, "Ansökningar som kom under året" in answer.text) == (413, True)
        typed = {**token, "title": "många ord " * 9_000}
        answer = staff.client.post("/workspace/probe/file", typed, files={"file": ("data.csv", b"x")})
        assert (answer.status_code, answer.text.count("många ord") > 5_000) == (413, True)

        def pieces():
            start = (
                f'--x\r\nContent-Disposition: form-data; name="_csrf_token"\r\n\r\n{token["_csrf_token"]}\r\n--x\r\n'
            )
            yield start.encode() + b'Content-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
            yield from (b"y" * 60_000 for _ in range(10))

        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        assert staff.client.post("/workspace/probe/file", headers=headers, content=pieces()).status_code == 413


def test_a_file_that_breaks_off_is_refused(staff) -> None:
    start = f'--x\r\nContent-Disposition: form-data; name="_csrf_token"\r\n\r\n{staff.token()}\r\n--x\r\n'
    body = start.encode() + b'Content-Disposition: form-data; name="f"; filename="f"\r\n\r\nhalf'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert staff.client.post("/workspace/probe/file", headers=headers, content=body).status_code == 400


def test_a_resident_leaves_no_trace(staff) -> None:
    tables = SessionRow, KnownPlaceRow, RequestCountRow
    rows = [staff.count(table) for table in tables]
    for address in ("/", "/sv/", "/en/", "/sv/nowhere", "/healthz", "/readyz", "/static/none.css", "/boom"):
        answer = staff.client.get(address)
        assert "set-cookie" not in answer.headers
    staff.client.cookies.clear()
    assert "set-cookie" not in staff.client.get("/sign-in").headers
    assert [staff.count(table) for table in tables] == rows


def test_a_request_that_names_two_hosts_is_refused(staff) -> None:
    two = [("Host", "127.0.0.1:8000"), ("Host", "evil.example")]
    assert staff.client.get("/sign-in", headers=two).status_code == 400
    assert staff.client.get("/sign-in", headers=two[:1]).status_code == 200


def test_a_revision_is_a_short_number_or_one_that_nothing_has() -> None:
    written = ("0", "12", "", "-1", "x", "1.5", "9" * 30, "9" * 5_000)
    assert [Form((("revision", text),)).revision() for text in written] == [0, 12, -1, -1, -1, -1, -1, -1]
