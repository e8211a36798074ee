"""Handing one message to the mail server, encrypted and to nobody who cannot prove their name. Knows no letters.

It waits for the server, so it runs in a thread; a caller that is tired of waiting calls ``drop``.
"""

import contextlib
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from assessments.text.message import Message

PATIENCE = 15.0  # seconds for each answer of the server
_UNREACHABLE = Message("The mail server could not be reached. We will try again.")
_UNPROVEN = Message("The mail server’s certificate cannot be trusted, so nothing was sent. We will try again.")
_OPEN = Message("The mail server offers no encryption, so nothing was sent. We will try again.")
_NO_PASSWORD = Message("The mail server does not accept our user name and password. We will try again.")
_LATER = Message("The mail server cannot take it now ({reply}). We will try again.")
_NEVER = Message("The mail server refuses it for good: {reply}")
_NO_SUCH_LETTERS = Message("The mail server does not accept addresses with such letters.")


class NotSentError(Exception):
    """Why it was not sent, what the server said, and whether it is worth trying again."""

    def __init__(self, sentence: Message, *, again: bool = True, reply: str = "") -> None:
        super().__init__(sentence.msgid)
        self.sentence, self.again, self.reply = sentence, again, reply


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in: encrypted from the first byte (``tls``), or after STARTTLS and not before."""

    host: str
    port: int
    tls: bool
    starttls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def server_at(url: str) -> MailServer | None:
    """From ``INSYN_SMTP_URL``, which the settings have checked; None where none is set.

    Only a server on this very machine may be spoken to openly.
    """
    if not url:
        return None
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    host, port = parts.hostname or "", parts.port or (465 if tls else 587)
    return MailServer(
        host=host, port=port, tls=tls, starttls=not tls and not _is_here(host), user=user, password=password
    )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Courier:
    """Carries one message. ``carry`` returns when the server has said yes, and raises NotSentError otherwise."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def carry(self, message: EmailMessage) -> None:
        try:
            with contextlib.closing(self._connected()) as smtp:
                self._smtp = smtp
                self._sign_in(smtp)
                self._hand_over(smtp, message)
                with contextlib.suppress(smtplib.SMTPException, OSError):  # the server has said yes: it is sent
                    smtp.quit()
        except ssl.SSLCertVerificationError as error:
            raise NotSentError(_UNPROVEN, reply=error.verify_message) from error
        except smtplib.SMTPResponseException as error:
            raise NotSentError(_LATER, reply=_reply_text(error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSentError(_UNREACHABLE, reply=type(error).__name__) from error

    def drop(self) -> None:
        """Break the connection off; ``carry`` then raises."""
        wire = self._smtp.sock if self._smtp else None
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.tls:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=ssl.create_default_context())
        return smtplib.SMTP(server.host, server.port, timeout=PATIENCE)

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        server = self._server
        smtp.ehlo()
        if server.starttls:
            if not smtp.has_extn("starttls"):
                raise NotSentError(_OPEN)
            smtp.starttls(context=ssl.create_default_context())
        if server.user:
            try:
                smtp.login(server.user, server.password)
            except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
                raise NotSentError(_NO_PASSWORD) from error

    def _hand_over(self, smtp: smtplib.SMTP, message: EmailMessage) -> None:
        try:
            smtp.send_message(message)
        except smtplib.SMTPNotSupportedError as error:
            raise NotSentError(_NO_SUCH_LETTERS, again=False) from error
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = next(iter(refused.recipients.values()))
            raise _refusal(code, words) from refused
        except smtplib.SMTPResponseException as refused:  # of the sender, or of the message itself
            raise _refusal(refused.smtp_code, refused.smtp_error) from refused


def _refusal(code: int, words: bytes | str) -> NotSentError:
    forever = 500 <= code < 600
    return NotSentError(_NEVER if forever else _LATER, again=not forever, reply=_reply_text(code, words))


def _reply_text(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:300]
