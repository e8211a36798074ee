"""Handing letters over: encrypted, to a server that proves its name, once, and what it answers is shown."""

from email.message import EmailMessage
from uuid import UUID

import pytest

from builders import NOW
from mail_server import Certificate, MailServer, knows
from register.language import Language
from register.mail.sending.smtp import Courier, NotSentError, server_at
from register.mail.sending.smtp import MailServer as Known
from register.outbox.message_format import Letter, LetterText, compose
from register.settings import Settings, SettingsError

SETTINGS = {
    "INSYN_SMTP_URL": "smtp://127.0.0.1:2525",
    "INSYN_MAIL_FROM": "insyn@staden.example",
    "INSYN_BASE_URL": "https://algoritmer.staden.example",
    "INSYN_CITY_NAME": "Exempelstad",
}


def a_letter(address="kim@staden.example", subject="”Stöd” väntar på ditt yttrande", **more):
    words = LetterText(subject, "Anna har skickat in version 1.", "/workspace/versions/1")
    about = {"secret": False, "written_at": NOW, "attempts": 1, **more}
    return Letter(
        id=UUID(int=1), owner=UUID(int=2), name="abc", address=address, language=Language.SWEDISH, words=words, **about
    )


def composed(**more):
    return compose(a_letter(**more), Settings.from_environment(SETTINGS))


def text_of(letter):
    return letter.get_content().replace("\r\n", "\n")


def carry(to, message=None):
    Courier(to).carry(message or composed())


def not_sent(to, message=None):
    with pytest.raises(NotSentError) as refused:
        carry(to, message)
    return refused.value


def on_this_machine(server):
    return server_at(f"smtp://127.0.0.1:{server.port}")


def test_a_letter_arrives_whole_with_what_other_programs_need_to_know() -> None:
    with MailServer() as server:
        carry(on_this_machine(server))
        (letter,) = server.letters
    assert (letter["From"], letter["To"]) == ("Exempelstad <insyn@staden.example>", "kim@staden.example")
    assert letter["Subject"] == "”Stöd” väntar på ditt yttrande"
    assert letter["Message-ID"] == "<abc@staden.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<https://algoritmer.staden.example/workspace/account/mail>"
    assert letter.get_content_type() == "text/plain"
    text = text_of(letter)
    assert "Anna har skickat in version 1.\n\nhttps://algoritmer.staden.example/workspace/versions/1\n" in text
    assert "Välj vilka mejl du får: https://algoritmer.staden.example/workspace/account/mail" in text


def test_a_second_copy_is_the_same_to_the_last_byte() -> None:
    assert composed().as_bytes() == composed().as_bytes()


def test_secret_letter_mentions_no_choice_that_does_not_exist() -> None:
    letter = composed(secret=True)
    assert "List-Unsubscribe" not in letter
    assert "/workspace/account/mail" not in text_of(letter)


@pytest.mark.parametrize(
    "words", ["Stöd\r\nBcc: all@staden.example", "Stöd\nBcc: all@staden.example", "a\x0b\x85\u2028b"]
)
def test_what_somebody_typed_begins_no_header_and_adds_no_reader(words) -> None:
    with MailServer() as server:
        carry(on_this_machine(server), composed(subject=words))
        (letter,), recipients = server.letters, server.recipients
    assert recipients == [["kim@staden.example"]]
    assert letter["Bcc"] is None
    assert len(letter["Subject"].splitlines()) == 1


def test_every_part_of_a_daily_letter_stands_in_it_with_its_link() -> None:
    parts = (LetterText("Ett", "Det första.", "/workspace/1"), LetterText("Två", "Det andra.", "/workspace/2"))
    text = text_of(composed(parts=parts))
    for part in parts:
        assert f"{part.subject}\n{part.body}\nhttps://algoritmer.staden.example{part.link}\n" in text


def test_an_address_that_is_refused_for_good_is_not_tried_again() -> None:
    with MailServer({"kim@staden.example": "550 No such user here"}) as server:
        refused = not_sent(on_this_machine(server))
    assert (refused.again, refused.reply) == (False, "550 No such user here")


@pytest.mark.parametrize("replies", [{"kim@staden.example": "450 Busy"}, {"DATA": "452 Full"}])
def test_a_server_that_is_busy_is_tried_again(replies) -> None:
    with MailServer(replies) as server:
        refused = not_sent(on_this_machine(server))
        assert server.given == []
    assert refused.again
    assert refused.reply[:2] == "45"


def test_a_server_that_does_not_answer_is_tried_again() -> None:
    with MailServer() as server:
        nowhere = on_this_machine(server)
    assert not_sent(nowhere).again


def test_only_a_server_on_this_machine_is_spoken_to_openly() -> None:
    here = [server_at(f"smtp://{host}") for host in ("127.0.0.1", "localhost", "[::1]")]
    there = [server_at(f"smtp://{host}") for host in ("mail.staden.example", "192.0.2.1", "localhost.evil.example")]
    assert [target.starttls for target in (*here, *there)] == [False] * 3 + [True] * 3
    assert [(server.tls, server.port) for server in (server_at("smtps://mail"), there[0])] == [
        (True, 465),
        (False, 587),
    ]


def test_a_server_that_offers_no_encryption_gets_no_letter() -> None:
    with MailServer() as server:
        refused = not_sent(spoken_to("starttls", server))
        assert server.given == []
    assert refused.again
    assert "no encryption" in refused.sentence.msgid


@pytest.mark.parametrize("how", ["tls", "starttls"])
def test_a_server_with_a_wrong_certificate_gets_no_letter_and_no_password(how, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(Certificate(tmp_path, "mail.staden.example").file))
    seen = []
    with encrypted(how, Certificate(tmp_path, "127.0.0.1"), lambda *letter: seen.append(letter)) as server:
        refused = not_sent(spoken_to(how, server, "insyn", "hemligt"))
        assert (server.given, seen) == ([], [])
    assert refused.again
    assert "certificate" in refused.sentence.msgid


@pytest.mark.parametrize("how", ["tls", "starttls"])
def test_a_server_that_proves_its_name_gets_password_and_letter(how, tmp_path, monkeypatch) -> None:
    proof = Certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(proof.file))
    with encrypted(how, proof, knows("insyn", "a:b/c")) as server:
        carry(spoken_to(how, server, "insyn", "a:b/c"))
        assert len(server.given) == 1
        refused = not_sent(spoken_to(how, server, "insyn", "wrong"))
    assert refused.again
    assert "password" in refused.sentence.msgid


def test_user_and_password_may_hold_any_character() -> None:
    target = server_at("smtps://insyn%40staden:a%3Ab%2Fc@mail.staden.example:2465")
    assert (target.user, target.password, target.port) == ("insyn@staden", "a:b/c", 2465)


def spoken_to(how, server, *who):
    return Known("127.0.0.1", server.port, how == "tls", how == "starttls", *who)


def encrypted(how, proof, authenticator):
    if how == "tls":
        return MailServer(ssl_context=proof.context, auth_require_tls=False, authenticator=authenticator)
    return MailServer(tls_context=proof.context, require_starttls=True, authenticator=authenticator)


def test_address_with_unsupported_letters_is_reported() -> None:
    with MailServer(enable_SMTPUTF8=False) as server:
        message = EmailMessage()
        message["From"], message["To"] = "insyn@staden.example", "åsa@staden.example"
        refused = not_sent(on_this_machine(server), message)
    assert not refused.again


@pytest.mark.parametrize(
    "wrong",
    [
        {"INSYN_SMTP_URL": "mail.staden.se"},
        {"INSYN_SMTP_URL": "http://mail.staden.se"},
        {"INSYN_SMTP_URL": "smtp://u:hemligt@mail.staden.se:99999"},
        {"INSYN_MAIL_FROM": "insyn"},
        {"INSYN_MAIL_FROM": "insyn@staden.se\r\nBcc: all@staden.se"},
        {"INSYN_MAIL_FROM": ""},
    ],
)
def test_wrong_mail_setting_is_reported_without_its_password(wrong) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({**SETTINGS, **wrong})
    assert "hemligt" not in str(refused.value)


def test_the_password_of_the_mail_server_is_never_shown_with_the_settings() -> None:
    url = "smtp://insyn:hemligt@mail.staden.example"
    settings = Settings.from_environment({**SETTINGS, "INSYN_SMTP_URL": url})
    assert "hemligt" not in repr(settings) + repr(server_at(url))
