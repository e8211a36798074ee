"""A letter is written once for each event and reader, and what is secret in it is not left lying about."""

import contextlib
from uuid import uuid4

import pytest

from algorithms.people import Membership, Role
from assessments.storage import transaction
from assessments.text.message import Message
from builders import NOW
from conftest import now
from register.accounts.people import commands as accounts
from register.language import Language
from register.outbox.choices import ACCOUNT, MailPreference
from register.outbox.letters import write_letter
from register.outbox.sealed_words import unseal
from register.outbox.tables import LetterRow, MailChoiceRow
from register.storage.database import ConstraintError, opened

SECRET = b"s" * 32
LINK = "/invitation/olvkgSQhnJ"


def inside(settings, work):
    async def go():
        async with opened(settings):
            return await work()

    return now(go())


async def written(to, kind="event", key="event/1", subject="A version waits for you.", **how):
    words = (Message("Read it."), Message("Then say what you think."))
    return await write_letter(kind, key, to, Language.ENGLISH, Message(subject), words, LINK, at=NOW, **how)


async def a_person(name="Kim Ek", email="kim@staden.example"):
    held = (Membership(Role.COORDINATOR),)
    return await accounts.add_person(email, name, None, by=accounts.OPERATOR, at=NOW, memberships=held)


async def rows():
    return await LetterRow.select().order_by(LetterRow.kind)


async def chosen(person, choice):
    await MailChoiceRow.insert(MailChoiceRow(person=person, choice=str(choice)))


def test_same_event_is_sent_to_the_same_reader_once_whatever_happens_in_between(settings) -> None:
    async def work():
        kim, lo = await a_person(), await a_person("Lo Ek", "lo@staden.example")
        return [
            await written(kim),
            await written(kim),
            await written(lo),
            await written(kim, key="event/2"),
        ], await rows()

    sent, letters = inside(settings, work)
    assert sent == [True, False, True, True]
    assert len({letter["name"] for letter in letters}) == 3


def test_a_letter_says_its_words_in_the_readers_language_and_waits_to_be_sent(settings) -> None:
    async def work():
        await written(await a_person())
        return await rows()

    (letter,) = inside(settings, work)
    assert (letter["address"], letter["subject"]) == ("kim@staden.example", "A version waits for you.")
    assert (letter["body"], letter["link"]) == ("Read it.\n\nThen say what you think.", LINK)
    assert letter["state"] == "waiting"


def test_a_letter_that_is_rolled_back_was_never_written(settings) -> None:
    async def work():
        with contextlib.suppress(RuntimeError):
            async with transaction():
                await written("anna@staden.example")
                raise RuntimeError
        return await rows()

    assert inside(settings, work) == []


def test_disabled_or_removed_person_is_not_written_to(settings) -> None:
    async def work():
        kim, by = await a_person(), accounts.OPERATOR
        await accounts.disable_person(kim, by=by, at=NOW)
        return [await written(kim), await written(uuid4())], await rows()

    assert inside(settings, work) == ([False, False], [])


def test_people_get_what_they_chose_and_what_is_about_their_account_in_any_case(settings) -> None:
    async def work():
        daily, quiet = await a_person(), await a_person("Lo Ek", "lo@staden.example")
        await chosen(daily, MailPreference.DAILY)
        await chosen(quiet, MailPreference.ACCOUNT_ONLY)
        for person in (daily, quiet):
            await written(person)
            await written(person, kind=ACCOUNT)
            await written(person, kind="new-password", secret=SECRET)
        return [(row["address"][:3], row["kind"], row["state"]) for row in await rows()]

    assert sorted(inside(settings, work)) == [
        ("kim", "account", "waiting"),
        ("kim", "event", "held"),
        ("kim", "new-password", "waiting"),
        ("lo@", "account", "waiting"),
        ("lo@", "new-password", "waiting"),
    ]


def test_the_link_of_an_invitation_lies_encrypted_and_opens_in_no_other_letter(settings) -> None:
    async def work():
        await written("new@staden.example", kind="invitation", secret=SECRET)
        return await rows()

    (letter,) = inside(settings, work)
    assert (letter["person"], letter["body"], letter["link"]) == (None, "", "")
    assert LINK.encode() not in letter["sealed"]
    assert unseal(SECRET, letter["id"], letter["sealed"]) == ("Read it.\n\nThen say what you think.", LINK)
    assert unseal(b"t" * 32, letter["id"], letter["sealed"]) is None
    assert unseal(SECRET, uuid4(), letter["sealed"]) is None


def test_the_database_refuses_a_secret_that_is_kept_after_it_was_sent_or_lies_open(settings) -> None:
    async def work():
        await written("new@staden.example", kind="invitation", secret=SECRET)
        for wrong in ({"state": "sent", "sent_at": NOW}, {"link": LINK}, {"secret": False}):
            with pytest.raises(ConstraintError):
                await LetterRow.update({getattr(LetterRow, name): value for name, value in wrong.items()}).where(
                    LetterRow.kind == "invitation"
                )

    inside(settings, work)


def test_a_name_cannot_begin_another_header(settings) -> None:
    async def work():
        await written("a@staden.example\r\nBcc: b@staden.example", subject="Anna\r\nBcc: all@staden.example\x00")
        return await rows()

    (letter,) = inside(settings, work)
    assert letter["subject"] == "Anna Bcc: all@staden.example"
    assert "\n" not in letter["address"]
