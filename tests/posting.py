"""What tests of mail share: letters written by hand, the post doing its rounds, and how a letter stands."""

from dataclasses import replace
from typing import Any

from assessments.text.message import Message
from builders import NOW
from conftest import now
from register.language import Language
from register.mail.sending.deliver_job import Post
from register.outbox.letters import write_letter
from register.outbox.tables import LetterRow
from register.settings import Settings
from register.storage.database import opened

SECRET_LINK = "/invitation/olvkgSQhnJ"


def with_server(settings: Settings, server: Any) -> Settings:
    return replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}", mail_from="insyn@staden.example")


def inside(settings: Settings, work: Any) -> Any:
    async def go() -> Any:
        async with opened(settings):
            return await work()

    return now(go())


async def a_letter(to: Any = "kim@staden.example", key: str = "1", **how: Any) -> bool:
    words = (Message("Read it."),)
    given = {"kind": "event", "key": key, "subject": Message("News"), "paragraphs": words, "link": SECRET_LINK, **how}
    return await write_letter(to=to, language=Language.ENGLISH, **{"at": NOW, **given})


async def rounds(settings: Settings, clock: Any) -> None:
    """The post does all that there is to do now."""
    post = Post(settings, clock)
    while await post.round():
        pass


async def letters(**criteria: Any) -> list[dict[str, Any]]:
    rows = await LetterRow.select().order_by(LetterRow.written_at, LetterRow.address, LetterRow.subject)
    return [row for row in rows if all(row[name] == value for name, value in criteria.items())]
