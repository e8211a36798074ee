"""A real mail server on this machine that tests steer: what it says to whom, whether it waits, what it was given."""

import asyncio
import ssl
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from running import free_port

DAY = timedelta(days=1)


class MailServer(Controller):
    """``with MailServer() as server: … server.letters``. ``says``: reply to each address that is not simply taken."""

    def __init__(self, replies: Mapping[str, str] | None = None, host: str = "127.0.0.1", **how) -> None:
        self.replies = dict(replies or {})
        self.given, self.recipients = [], []
        self.before_yes, self.at_goodbye = threading.Event(), threading.Event()
        self.came, self.left = threading.Event(), threading.Event()
        self.before_yes.set()
        self.at_goodbye.set()
        super().__init__(self, hostname=host, port=free_port(), ready_timeout=20, **how)

    @property
    def letters(self):
        return [message_from_bytes(content, policy=policy.default) for content in self.given]

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *failure) -> None:
        self.before_yes.set()
        self.at_goodbye.set()
        self.stop()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  # aiosmtpd calls it so
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  # as above
        answer = self.replies.pop("DATA", "250 It is ours now")  # what is said of the first letter alone
        self.came.set()
        await asyncio.to_thread(self.before_yes.wait, 60)
        if answer.startswith("250"):
            self.given.append(envelope.content)
            self.recipients.append(list(envelope.rcpt_tos))
        return answer

    async def handle_QUIT(self, *_):  # noqa: N802  # as above
        self.left.set()
        await asyncio.to_thread(self.at_goodbye.wait, 60)
        return "221 Bye"


def knows(user: str, password: str):
    """For ``authenticator``: lets in nobody else."""

    def check(server, session, envelope, mechanism, data):
        known = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=known, handled=False)

    return check


class Certificate:
    """For a name or a number, signed by itself: trusted only by a client that is configured for it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
        key = ec.generate_private_key(ec.SECP256R1())
        whose = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        also = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
        today = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(whose, whose, key.public_key(), x509.random_serial_number())
            .not_valid_before(today - DAY)
            .not_valid_after(today + DAY)
            .add_extension(x509.SubjectAlternativeName([also]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        plain = serialization.NoEncryption()
        key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.file, key_file)
