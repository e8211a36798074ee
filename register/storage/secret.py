"""Whether the secret in the data folder is the one that the database was begun with. Else sealed data are lost."""

import hmac

from algorithms.log import queries as log_queries
from assessments.storage import transaction
from assessments.text.message import Message
from register.secret_file import make_secret, read_secret
from register.settings import Settings, SettingsError
from register.storage.database import opened
from register.storage.errors import MigrationError
from register.storage.rights import close_to_others
from register.storage.tables import InstallationRow

_WHAT_TO_DO = Message(
    "Put the file secret back from the backup, or name it in INSYN_SECRET_FILE. "
    "All web and worker processes of one database need the same secret and the same data folder."
)


class WrongSecretError(SettingsError):
    """One sentence on what is wrong with the secret, and one on what to do."""


async def confirmed_secret(settings: Settings) -> bytes:
    """The secret, made at the first start of an empty database. WrongSecretError for another one than it began with."""
    if not await InstallationRow.table_exists():
        raise MigrationError(Message("The database is not up to date: run insyn migrate."))
    if await _known() is None:  # asked without a lock, so that a start waits for nobody who writes
        await _begin(settings)
    await compare(settings)
    return read_secret(settings)


async def _begin(settings: Settings) -> None:
    async with transaction():
        if (await log_queries.head())[0].seq == 0:  # nothing has been done yet, so nothing can be lost
            make_secret(settings)
        row = InstallationRow(id=1, secret_fingerprint=fingerprint(_read(settings)))
        await InstallationRow.insert(row).on_conflict(action="DO NOTHING")  # another process may have been first


async def made_sure(settings: Settings) -> None:
    """The same for a command that has not opened the database yet."""
    close_to_others(settings)
    async with opened(settings):
        await confirmed_secret(settings)


async def compare(settings: Settings) -> None:
    """WrongSecretError where the secret is gone or another one. A database that was never started has none."""
    known = await _known()
    if known is not None and not hmac.compare_digest(known, fingerprint(_read(settings))):
        raise WrongSecretError(
            Message(
                "The secret in {file} is not the one that this database was begun with. {what_to_do}",
                {"file": str(settings.secret_file), "what_to_do": _WHAT_TO_DO},
            )
        )


def fingerprint(secret: bytes) -> str:
    """Derived by a key of its own, so that nobody who reads the database learns the secret or any key made of it."""
    return hmac.digest(secret, b"insyn: fingerprint of the secret", "sha256").hex()


def _read(settings: Settings) -> bytes:
    if not settings.secret_file.exists():
        raise WrongSecretError(
            Message(
                "There is no secret in {file}, and this database needs its own. {what_to_do}",
                {"file": str(settings.secret_file), "what_to_do": _WHAT_TO_DO},
            )
        )
    return read_secret(settings)


async def _known() -> str | None:
    row = await InstallationRow.select(InstallationRow.secret_fingerprint).first()
    return row["secret_fingerprint"] if row else None
