"""The second step of signing in: the password was right a moment ago, and now a one-time code is asked for. No HTTP."""

from datetime import timedelta
from uuid import UUID

from register.accounts.people.notices import record_and_notify
from register.accounts.sign_in.attempts import SignInAttempt
from register.accounts.sign_in.signing_in import Attempt, WrongError, begin_session, stamp
from register.accounts.two_factor import one_time_codes
from register.guard import limits
from register.tables import PersonRow


async def sign_in_with_code(attempt: Attempt, person: UUID, known: str, *, life: timedelta) -> str:
    """The token of a new session. ``known`` is the stamp of the password that was right, ``attempt.password`` the code.

    Raises WrongError (also where the password has changed since, or the person may not come in) or SlowDownError.
    """
    known_place = await attempt.from_known_place()
    under = limits.of_codes(attempt.account, attempt.place.network, known=known_place)

    async def opens() -> bool | None:
        row = await PersonRow.select().where(PersonRow.id == person, PersonRow.disabled_at.is_null()).first()
        if row is None or stamp(row["password_hash"]) != known:
            return None
        return await one_time_codes.accepts(person, attempt.password, attempt.place.secret, attempt.at) or None

    try:
        await attempt.place.guard.judge(
            SignInAttempt(account=attempt.account, limits=under, known=known_place, at=attempt.at), opens
        )
    except WrongError as wrong:
        if any(counted.kind == limits.CODES_IN_ALL for counted in wrong.reached):
            await record_and_notify("codes-guessed", person, None, attempt.at)
        raise
    return await begin_session(person, attempt.place, at=attempt.at, life=life)
