"""Fifty people save the same draft at the same moment: one is first, and nobody's text is lost."""

import asyncio
from typing import Any

import httpx
import pytest

import programs
from algorithms.editing import commands
from algorithms.entries.texts import Text
from algorithms.people import Role
from checking import check_answer
from city import City
from register.accounts.sign_in.signing_in import token_hash
from register.settings import Settings
from register.shell.check import examine
from register.tables import SessionRow
from steps import a_draft, actor

pytestmark = pytest.mark.storage

PEOPLE = 50 if programs.WIDER else 20


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


@pytest.mark.wider
def test_of_many_who_save_at_once_one_wins_and_the_others_see_both_texts(city: City) -> None:
    version = a_draft(city)
    address = f"/workspace/versions/{version}/answers/law"
    ready = [_ready(city, address, number) for number in range(PEOPLE)]

    answers = city.call(_at_once, city, address, ready)

    for answer in answers:
        check_answer(answer.content, answer.headers, status=answer.status_code, url=address)
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * (PEOPLE - 1)
    (winner,) = (number for number, answer in enumerate(answers) if answer.status_code == 303)
    for number, answer in enumerate(answers):
        if number != winner:
            assert _text(number) in answer.text
            assert _text(winner) in answer.text
    saved = city.call(commands.for_change, version, actor(city, Role.EDITOR))
    assert saved.text(Text.RISKS, "sv") == _text(winner)
    assert city.call(examine, None).fault is None


def _text(number: int) -> str:
    return f"Person {number} av {PEOPLE} skriver detta."


def _ready(city: City, address: str, number: int) -> tuple[str, dict[str, Any]]:
    """The session and the filled-in form of somebody who has the page open."""
    person = city.add_person(Role.EDITOR, name=f"redaktör {number}")
    token = f"session-{number}"
    row = SessionRow(token_hash=token_hash(token), person=person, created_at=city.clock(), seen_at=city.clock())
    city.call(SessionRow.insert(row).run)
    city.client.cookies.clear()
    city.client.get(address, headers={"Cookie": f"{city.settings.cookie_name}={token}"})
    return token, dict(city.client.page.form(2).fill({"risks-sv": _text(number)}).fields)


async def _at_once(city: City, address: str, ready: list[tuple[str, dict[str, Any]]]) -> list[httpx.Response]:
    base = "http://127.0.0.1:8000"
    transport = httpx.ASGITransport(app=city.client.app)
    headers = {"Origin": base, "Sec-Fetch-Site": "same-origin"}

    async def send(token: str, fields: dict[str, Any]) -> httpx.Response:
        cookies = {city.settings.cookie_name: token}
        async with httpx.AsyncClient(transport=transport, base_url=base, cookies=cookies, headers=headers) as client:
            return await client.post(address, data=fields)

    return await asyncio.gather(*(send(*submission) for submission in ready))
