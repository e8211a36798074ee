"""E-mails are derived from the log: each event once, in order, nothing lost when it is broken off, nothing twice."""

import asyncio

import pytest

from algorithms.editing import entry_commands
from algorithms.entries.entry import OpinionKind
from algorithms.log import queries as log_queries
from algorithms.people import Role
from builders import NOW, a_department
from city import City
from register.mail.sending import from_log
from register.outbox.tables import LetterRow, MailCursorRow
from register.storage.database import opened
from steps import APPROVE, PUBLISH, SUBMIT, a_draft, actor, opinion, page_of, take


@pytest.fixture
def city(settings):
    with City(settings) as running:
        yield running


def derived(city):
    """Everything that is in the log by now."""

    async def work():
        while await from_log.derive(at=NOW):
            pass

    city.call(work)
    return city.call(LetterRow.select().order_by(LetterRow.written_at, LetterRow.subject).run)


def since(city, before):
    """The letters that were written since then."""
    known = {letter["id"] for letter in before}
    return [letter for letter in derived(city) if letter["id"] not in known]


def readers(letters):
    return {letter["address"] for letter in letters}


def test_version_on_its_way_notifies_each_time_those_who_are_next(city) -> None:
    version = a_draft(city)
    assert derived(city) == []
    take(city, version, SUBMIT)
    (letter,) = derived(city)
    assert letter["address"] == city.address(Role.DPO)
    assert letter["subject"] == "”Urval av ansökningar för extra kontroll” väntar på ditt yttrande"
    assert letter["link"] == page_of(version)
    take(city, version, opinion())
    assert readers(since(city, [letter])) == {city.address(Role.EDITOR), city.address(Role.COORDINATOR)}
    take(city, version, APPROVE, PUBLISH)
    assert len(derived(city)) == 1 + 2 + 2 * 2  # officer · coordinator, editor · editor and approver, twice


def test_reading_the_log_again_from_the_beginning_writes_nothing_twice(city) -> None:
    take(city, a_draft(city), SUBMIT, opinion(OpinionKind.OBJECT, "Nej", "No"))
    before = derived(city)
    city.call(MailCursorRow.update({MailCursorRow.seq: 0}, force=True).run)
    assert derived(city) == before


def test_broken_off_in_the_middle_nothing_is_lost_and_nothing_half_written(city, monkeypatch) -> None:
    take(city, a_draft(city), SUBMIT, opinion())
    write, calls = from_log.write_letter, []

    async def stumbling(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError("the power went")
        return await write(*given, **named)

    monkeypatch.setattr(from_log, "write_letter", stumbling)
    with pytest.raises(RuntimeError):
        derived(city)
    assert city.call(LetterRow.select().run) == []
    assert len(derived(city)) == 3


def test_two_workers_that_read_the_log_at_once_write_each_letter_once(settings) -> None:
    with City(settings) as city:
        for _ in range(3):
            take(city, a_draft(city), SUBMIT, opinion())

        async def both():
            async with opened(settings):
                await asyncio.gather(*(from_log.derive(at=NOW) for _ in range(6)))

        city.call(both)
        assert len(derived(city)) == 9
        assert city.call(from_log.lines_behind) == 0


def test_moved_entry_is_announced_to_both_departments(city) -> None:
    for role in (Role.EDITOR, Role.DPO):
        city.add_person(role, "school")
    version = a_draft(city)
    take(city, version, SUBMIT, opinion())
    before = derived(city)
    school, mover = a_department("school").id, actor(city, Role.COORDINATOR)
    city.call(entry_commands.move, version, school, by=mover, at=NOW)
    moved = since(city, before)
    assert readers(moved) == {
        city.address(Role.DPO, "school"),
        city.address(Role.EDITOR, "school"),
        city.address(Role.EDITOR),
        city.address(Role.APPROVER),
    }
    (notice,) = (letter for letter in moved if letter["address"] == city.address(Role.EDITOR))
    assert notice["subject"].endswith("hör inte längre till er förvaltning")
    assert notice["link"] == "/workspace/entries"


@pytest.mark.storage
def test_a_letter_about_a_version_that_moved_away_before_it_was_written_is_not_written(city) -> None:
    version = a_draft(city)
    take(city, version, SUBMIT)
    city.call(entry_commands.move, version, a_department("school").id, by=actor(city, Role.COORDINATOR), at=NOW)
    assert city.address(Role.DPO) not in readers(derived(city))


def test_log_lines_from_before_there_were_letters_notify_nobody(city) -> None:
    take(city, a_draft(city), SUBMIT)
    city.call(from_log.begin_here)
    assert derived(city) == []
    head, _ = city.call(log_queries.head)
    assert city.call(MailCursorRow.select().run)[0]["seq"] == head.seq
