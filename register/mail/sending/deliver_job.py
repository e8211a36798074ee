"""The worker's duty towards mail, between its jobs: read the log, remind, gather, send one letter. Then again."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from register.mail.sending import digest, from_log, outbox, send_reminders
from register.mail.sending.outbox import LeasedLetter
from register.mail.sending.smtp import Courier, MailServer, NotSentError, server_at
from register.outbox.message_format import Letter, compose
from register.secret_file import read_secret
from register.settings import Settings

log = logging.getLogger("insyn.mail")
BEAT = 2.0  # seconds between two signs of life while a server thinks
LONGEST = 60.0  # seconds for a whole letter


class Post:
    """One for each worker; several workers may have one each."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings, self._clock = settings, clock
        self._server = server_at(settings.smtp_url)
        self._secret = read_secret(settings)

    async def round(self) -> bool:
        """Whether there was something to do, and so perhaps more."""
        zone = self._settings.zone
        has_news = await from_log.derive(at=self._clock())
        await send_reminders.remind_today(zone, at=self._clock())
        await digest.gather(zone, at=self._clock())
        return (self._server is not None and await self._send(self._server)) or has_news

    async def _send(self, server: MailServer) -> bool:
        taken = await outbox.take(at=self._clock(), secret=self._secret)
        if taken is None:
            return False
        if taken.letter is None or taken.why_not is not None:
            assert taken.why_not is not None  # one of the two is there
            await outbox.give_up(taken, taken.why_not)
            return True
        try:
            await self._carry(Courier(server), taken, taken.letter)
        except NotSentError as refused:
            log.warning("letter %s was not sent: %s %s", taken.id, refused, refused.reply[:3])
            if refused.again:
                await outbox.put_off(taken, refused.sentence, refused.reply, at=self._clock())
            else:
                await outbox.give_up(taken, refused.sentence, refused.reply)
        else:
            if not await outbox.sent(taken, at=self._clock()):
                log.warning("letter %s was taken over by another worker", taken.id)
        return True

    async def _carry(self, courier: Courier, taken: LeasedLetter, letter: Letter) -> None:
        """In a thread, with signs of life; a server that never ends is dropped."""
        carrying = asyncio.ensure_future(asyncio.to_thread(courier.carry, compose(letter, self._settings)))
        waited = 0.0
        while not carrying.done():
            await asyncio.wait((carrying,), timeout=BEAT)
            waited += BEAT
            if not carrying.done() and (not await outbox.keep(taken, at=self._clock()) or waited > LONGEST):
                courier.drop()
        await carrying
