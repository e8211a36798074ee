"""The second step of signing in: the password was right a moment ago, and now a one-time code is asked for. No HTTP."""

from datetime import timedelta
from uuid import UUID

from register.accounts import one_time_codes
from register.accounts.signing_in import Attempt, WrongError, begin_session, note, stamp
from register.accounts.tables import PersonRow


async def sign_in_with_code(attempt: Attempt, person: UUID, known: str, *, life: timedelta) -> str:
    """The token of a new session. ``known`` is the stamp of the password that was right, ``attempt.password`` the code.

    Raises WrongError (also where the password has changed since, or the person may not come in) or SlowDownError.
    """
    noted = await note(attempt)
    rows = await PersonRow.select().where(PersonRow.id == person, PersonRow.disabled_at.is_null())
    if not rows or stamp(rows[0]["password_hash"]) != known:
        raise WrongError
    if not await one_time_codes.accepts(person, attempt.password, attempt.place.secret, attempt.at):
        raise WrongError
    return await begin_session(person, attempt.place, at=attempt.at, life=life, noted=noted)
