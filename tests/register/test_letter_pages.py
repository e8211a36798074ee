"""The pages about letters: how they stand, trying again, passing a link on, and choosing which ones one wants."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from algorithms.log.tables import LogRow
from algorithms.people import Role
from builders import NOW
from city import City
from logged import token
from mail_server import MailServer
from posting import SECRET_LINK, a_letter, letters, rounds, with_server
from register.mail.sending import from_log
from register.secret_file import read_secret
from steps import SUBMIT, a_draft, actor, take

SENDS = {"smtp_url": "smtp://127.0.0.1:1", "mail_from": "insyn@staden.example"}


@pytest.fixture
def city(settings):
    with City(settings) as running:
        yield running


@contextmanager
def with_mail(settings):
    with City(replace(settings, **SENDS)) as running:
        yield running


def invitation(city):
    """A secret letter to somebody who has no account yet; the address of its page."""
    city.call(a_letter, "ny@staden.example", kind="invitation", secret=read_secret(city.settings))
    return f"/workspace/mail/{city.call(letters, kind='invitation')[0]['id']}"


def refused_for_good(city):
    with MailServer({"kim@staden.example": "550 No such user"}) as server:
        city.call(a_letter)
        city.call(rounds, with_server(city.settings, server), city.clock)
    return f"/workspace/mail/{city.call(letters, state='failed')[0]['id']}"


def test_an_administrator_sees_that_no_mail_server_is_set_and_what_waits(city) -> None:
    city.call(a_letter)
    client = city.as_(Role.ADMINISTRATOR)
    client.get("/workspace")
    client.click("Mejl")
    assert "Ingen e-postserver är inställd" in client.page.text
    assert "kim@staden.example" in client.page.text
    assert "Väntar på att skickas" in client.page.text


@pytest.mark.storage
def test_with_a_mail_server_no_page_mentions_a_missing_one(settings) -> None:
    with with_mail(settings) as city:
        assert "INSYN_SMTP_URL" not in city.as_(Role.ADMINISTRATOR).get("/workspace/mail").text
        assert "Ingen e-postserver" not in city.client.get("/workspace/account/mail").text


def test_mail_failure_is_explained_in_the_reader_language_and_retried_by_a_button(city) -> None:
    address = refused_for_good(city)
    client = city.as_(Role.ADMINISTRATOR)
    assert "Ett mejl gick inte att skicka" in client.get("/workspace").text
    assert "E-postservern tar inte emot mejlet: 550 No such user" in client.get("/workspace/mail?state=failed").text
    client.get(address)
    client.submit("Försök igen")
    assert "Väntar på att skickas" in client.page.text
    with MailServer() as server:
        city.call(rounds, with_server(city.settings, server), city.clock)
        assert len(server.given) == 1
    assert client.get("/workspace/mail?state=failed").text.count("kim@staden.example") == 0
    assert [row["action"] for row in city.call(LogRow.select().run)].count("send-again") == 1


def test_only_a_letter_that_could_not_be_sent_is_tried_again(city) -> None:
    address = refused_for_good(city)
    client = city.as_(Role.ADMINISTRATOR)
    for _ in range(2):
        client.get(address)
        client.post(f"{address}/again", token(city))
    assert [row["action"] for row in city.call(LogRow.select().run)].count("send-again") == 1


def test_without_a_mail_server_an_administrator_passes_a_secret_link_on_and_the_log_says_so(city) -> None:
    address = invitation(city)
    client = city.as_(Role.ADMINISTRATOR)
    for page in ("/workspace/mail", address):
        assert SECRET_LINK not in client.get(page).text
    client.submit("Visa länken")
    assert f"{city.settings.base_url}{SECRET_LINK}" in client.page.text
    (line,) = [row for row in city.call(LogRow.select().run) if row["action"] == "read-link"]
    assert (line["by"], line["kind"]) == (str(actor(city, Role.ADMINISTRATOR).id), "letter")


def test_with_a_mail_server_nobody_but_the_reader_gets_a_secret_link(settings) -> None:
    with with_mail(settings) as city:
        address = invitation(city)
        client = city.as_(Role.ADMINISTRATOR)
        assert "Visa länken" not in client.get(address).text
        answer = client.post(f"{address}/link", token(city))
        assert answer.status_code == 404
        assert SECRET_LINK not in answer.text


@pytest.mark.storage
def test_an_administrator_sees_that_letters_go_out_but_not_which_drafts_there_are(city) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT)
    while city.call(from_log.derive, at=NOW):
        pass
    city.as_(Role.ADMINISTRATOR).get("/workspace/mail")
    text = city.client.page.text
    assert city.address(Role.DPO) in text
    assert "Något som har hänt med en post" in text
    assert "Urval av ansökningar" not in text


def test_everybody_chooses_how_they_want_their_letters(city) -> None:
    client = city.as_(Role.DPO)
    client.get("/workspace")
    client.click("Vilka mejl du får")
    assert city.address(Role.DPO) in client.page.text
    client.submit("Spara", choice="daily")
    assert "Ditt val har sparats." in client.page.text
    take(city, a_draft(city), SUBMIT)
    city.call(from_log.derive, at=NOW)
    (letter,) = city.call(letters)
    assert letter["state"] == "held"


def test_a_choice_that_there_is_not_is_refused_in_words(city) -> None:
    client = city.as_(Role.DPO)
    client.get("/workspace/account/mail")
    answer = client.post("/workspace/account/mail", {**token(city), "choice": "never"})
    assert answer.status_code == 422
    assert "Välj hur du vill ha dina mejl." in client.page.text


@pytest.mark.storage
def test_a_letter_that_is_not_there_is_not_found(city) -> None:
    client = city.as_(Role.ADMINISTRATOR)
    assert client.get("/workspace/mail/00000000-0000-0000-0000-000000000007").status_code == 404
