"""In a copy of the program that speaks a made-up language: every kind of page, and what is sent, as one JSON object.

python tests/made_up_language/crawl.py FOLDER
"""

import json
import re
import sys
from pathlib import Path
from urllib.parse import urljoin, urlsplit

sys.path[1:1] = [str(Path(__file__).parent.parent)]

from algorithms.people import Role  # noqa: E402  # our folders come first
from assessments.text.message import Message  # noqa: E402
from builders import NOW  # noqa: E402
from city import City  # noqa: E402
from conftest import settings_for  # noqa: E402
from publishing import publish  # noqa: E402
from register.language import Language  # noqa: E402
from register.mail.sending import from_log, outbox  # noqa: E402
from register.outbox.message_format import compose  # noqa: E402
from register.public.cards.card_pdfs import written  # noqa: E402
from register.secret_file import read_secret  # noqa: E402
from register.storage.migrate import migrate  # noqa: E402
from steps import SUBMIT, a_draft, take  # noqa: E402

_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/algorithms/)[^/]+|(?<=/learn/)(?!glossary|quiz)[^/]+|\d+")
_FILE = re.compile(r"\.(csv|xlsx|pdf|json|pub)$|/template$|^/static/|^/api/|^/(sv|en)/")


def crawl(city, client, start: str) -> dict[str, str]:
    pages, waiting, seen = {}, [start], set()
    while waiting:
        path = waiting.pop(0)
        kind = _NAME.sub("…", path)
        if kind in seen or _FILE.search(path):
            continue
        seen.add(kind)
        try:
            answer = client.get(path, follow=True)
        except Exception as error:  # noqa: BLE001  # reported with the others
            pages[path] = f"!! {error!r}"[:1500]
            continue
        pages[path] = answer.text if answer.status_code == 200 else f"!! {answer.status_code}"
        if answer.status_code == 200 and "html" in answer.headers.get("content-type", ""):
            links = [urlsplit(urljoin(client.url, address)) for address, _ in client.page.links]
            waiting += [link.path for link in links if link.netloc == urlsplit(client.url).netloc]
    return pages


def _letters(city) -> str:
    """The letters that the steps of an entry have led to, as they are sent."""

    async def compose_all() -> list[str]:
        while await from_log.derive(at=NOW):
            pass
        composed = []
        while (leased := await outbox.take(at=NOW, secret=read_secret(city.settings))) is not None:
            letter = compose(leased.letter, city.settings)
            composed += [str(letter["Subject"]), letter.get_content()]
            await outbox.give_up(leased, Message("Done"))
        return composed

    return "\n".join(city.call(compose_all))


def main(folder: Path) -> None:
    import asyncio

    from register.tables import PersonRow

    settings = settings_for(f"sqlite://{folder / 'insyn.sqlite'}", folder)
    asyncio.run(migrate(settings))
    with City(settings) as city:
        city.call(from_log.begin_here)
        publish(city, "Planerar snöröjning")
        take(city, a_draft(city), SUBMIT)
        a_draft(city)
        pages = crawl(city, city.client, "/xx/")

        async def speak() -> None:
            await PersonRow.update({PersonRow.language: "xx"}, force=True)

        city.call(speak)
        pages["letter"] = _letters(city)
        pages["paper"] = city.call(written, city.client.app.state.templates, "planerar-snorojning", Language("xx"))
        for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
            pages |= crawl(city, city.as_(role), "/workspace")
    json.dump(pages, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
