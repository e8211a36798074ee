"""Every answer: guarded by its headers, in the reader's language, and an error says what to do and nothing else."""

import logging
import re
from dataclasses import replace

import pytest

from conftest import settings_for
from register.secret_file import make_secret, read_secret
from register.settings import Settings, SettingsError
from staff import Staff

EXPECTED_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "server": "",
}


@pytest.fixture
def staff(sqlite_url, tmp_path):
    with Staff(settings_for(sqlite_url, tmp_path)) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/", 302),
        ("GET", "/sign-in", 200),
        ("GET", "/workspace/probe", 303),
        ("POST", "/workspace/probe", 401),
        ("GET", "/sv/nowhere", 404),
        ("GET", "/nowhere", 404),
        ("DELETE", "/sign-in", 405),
        ("PUT", "/healthz", 405),
        ("GET", "/static/insyn.000000000000.css", 404),
        ("GET", "/static/..%2f..%2fsettings.py", 404),
        ("GET", "/static/a.txt%00.html", 404),
        ("GET", "/sign-in?next=%00", 400),
        ("GET", "/sign-in?next=%ff", 400),
        ("GET", "/%ff", 404),
        ("GET", "/boom", 500),
        ("GET", "/workspace/probe/theirs/x%0ay", 404),
    ],
)
def test_every_answer_carries_the_headers_that_protect(staff, method, address, status) -> None:
    headers = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
    answer = staff.client._ask(method, address, follow=False, headers=headers)
    assert answer.status_code == status
    is_staff = address.startswith(("/workspace", "/sign-in"))
    policy, styles = re.subn(r" 'sha256-[^']+'", "", answer.headers["content-security-policy"])
    assert styles == (not is_staff), "pages of residents carry one style sheet, which the policy names"
    assert {
        **{name: answer.headers.get(name) for name in EXPECTED_HEADERS},
        "content-security-policy": policy,
    } == EXPECTED_HEADERS
    assert "strict-transport-security" not in answer.headers
    assert answer.headers["referrer-policy"] == ("same-origin" if is_staff else "strict-origin")
    assert (answer.headers.get("cache-control") == "no-store") == is_staff


def test_https_answers_require_browsers_to_stay_with_https(sqlite_url, tmp_path) -> None:
    with Staff(replace(settings_for(sqlite_url, tmp_path), base_url="https://algoritmer.city.example")) as staff:
        for address in ("/healthz", "/nowhere", "/boom"):
            header = staff.client.get(address).headers["strict-transport-security"]
            assert header == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:8000.evil.example", ""])
def test_another_name_is_not_answered(staff, host) -> None:
    assert staff.client.get("/", headers={"Host": host}).status_code == 400


def test_deeply_nested_json_is_a_bad_request(staff) -> None:
    answer = staff.client.post("/api/deep", headers={"Content-Type": "application/json"}, content=b"[" * 60_000)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["status"] == 400


def test_a_mistake_of_ours_has_a_number_that_is_in_the_log_and_says_no_more(staff, caplog) -> None:
    with caplog.at_level(logging.INFO, "insyn"):
        answer = staff.client.get("/boom?q=hemligt")
    line = next(record.getMessage() for record in caplog.records if record.levelno == logging.ERROR)
    reference = staff.client.page.root.find(".//main//b").text
    assert reference in line
    for text in (answer.text, caplog.text):
        assert "1912" not in text
        assert "RuntimeError: " not in text
        assert "hemligt" not in text
    assert "/secret/place" not in answer.text
    assert "RuntimeError at staff:" in line


def test_the_log_has_a_line_for_each_answer_without_what_was_typed(staff, caplog) -> None:
    staff.add("anna")
    with caplog.at_level(logging.INFO, "insyn"):
        staff.sign_in("anna", next="/workspace/probe")
        staff.client.get("/sv/a%0aERROR%20forged%e2%80%a8?q=personnummer")
    lines = [record.getMessage() for record in caplog.records]
    assert lines == ["GET /sign-in 200", "POST /sign-in 303", "GET /sv/a\\nERROR forged\\u2028 404"]


@pytest.mark.parametrize(
    ("address", "accept", "language"),
    [
        ("/sv/nowhere", "en", "sv"),
        ("/en/nowhere", "sv", "en"),
        ("/nowhere", "en-GB,en;q=0.9,sv;q=0.8", "en"),
        ("/nowhere", "de,fr;q=0.5", "sv"),
        ("/nowhere", "sv;q=0.1,en;q=x,*;q=0.5,,;;", "sv"),
        ("/nowhere", "en;q=0", "sv"),
        ("/sign-in?lang=en", "sv", "en"),
        ("/sign-in?lang=xx", "en", "en"),
        ("/nowhere", "", "sv"),
    ],
)
def test_a_page_speaks_the_readers_language(staff, address, accept, language) -> None:
    staff.client.get(address, headers={"Accept-Language": accept})
    assert staff.client.page.root.get("lang") == language


def test_errors_are_written_in_both_languages(staff) -> None:
    staff.client.get("/sv/nowhere")
    assert staff.client.page.heading == "Sidan finns inte"
    staff.client.get("/en/nowhere")
    assert staff.client.page.heading == "There is no such page"


def test_start_leads_to_the_reader_language_and_informs_caches(staff) -> None:
    answer = staff.client.get("/", headers={"Accept-Language": "en"})
    assert (answer.headers["location"], answer.headers["vary"]) == ("/en/", "Accept-Language")


def test_files_are_named_after_what_they_hold_and_kept_for_ever(staff) -> None:
    staff.client.get("/sign-in")
    address = staff.client.page.root.find("./head/link").get("href")
    answer = staff.client.get(address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")
    assert staff.client.get(address, headers={"Accept-Encoding": "identity"}).text == answer.text
    assert staff.client.get("/static/insyn.css").status_code == 404


def test_a_database_that_is_away_or_old_is_not_ready_but_alive(sqlite_url, tmp_path) -> None:
    import sqlite3

    with Staff(settings_for(sqlite_url, tmp_path)) as staff:
        with sqlite3.connect(sqlite_url.removeprefix("sqlite://")) as file:
            file.execute("DELETE FROM migration WHERE app_name = 'register'")
        file.close()
        assert staff.client.get("/readyz").status_code == 503
        assert staff.client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"INSYN_BASE_URL": "algoritmer.staden.se"}, "INSYN_BASE_URL is 'algoritmer.staden.se'; write an address"),
        ({"INSYN_BASE_URL": "https://staden.se/insyn"}, "INSYN_BASE_URL"),
        ({"INSYN_TIME_ZONE": "Stockholm"}, "INSYN_TIME_ZONE is 'Stockholm'; write a name such as Europe/Stockholm"),
        ({"INSYN_FEWEST_PEOPLE": "4"}, "INSYN_FEWEST_PEOPLE is 4; write 5 or more."),
        ({"INSYN_MAX_UPLOAD_BYTES": "2 GB"}, "INSYN_MAX_UPLOAD_BYTES is '2 GB'; write a whole number"),
        ({"INSYN_DATABASE_URL": "mysql://x"}, "INSYN_DATABASE_URL must begin with"),
    ],
)
def test_unusable_setting_is_explained_in_a_sentence(environment, message) -> None:
    with pytest.raises(SettingsError, match=message.replace(".", r"\.")):
        Settings.from_environment(environment)


def test_the_secret_is_made_once_for_its_owner_only(tmp_path) -> None:
    settings = Settings.from_environment({"INSYN_DATA_DIR": str(tmp_path)})
    with pytest.raises(SettingsError, match="cannot be read"):
        read_secret(settings)
    make_secret(settings)
    first = read_secret(settings)
    make_secret(settings)
    assert read_secret(settings) == first
    assert len(first) == 32
    assert settings.secret_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
