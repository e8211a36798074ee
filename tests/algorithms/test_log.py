"""The chain shows who changes, takes away, adds or moves a line; and a noted end shows who rewrites all of it."""

from dataclasses import fields, replace
from datetime import timedelta, timezone

import pytest

from algorithms.log.chain import (
    START,
    Act,
    ChainFault,
    ChainLine,
    Head,
    code_of,
    digest,
    ending,
    follow,
    noted_faults,
    unlike,
    written,
)
from algorithms.people import NOBODY, Permission, Role
from builders import NOW, a_person, an_id

KEY = b"the city's own"


def verify(lines: list[ChainLine], head: Head, start: Head = START) -> list[ChainFault]:
    reached, faults = follow(lines, KEY, start)
    return [*faults, *ending(reached, head)]


def a_chain(length: int = 5, start: Head = START) -> list[ChainLine]:
    lines: list[ChainLine] = []
    for number in range(length):
        by = an_id(f"person {number}")
        act = Act(
            action="approve",
            kind="version",
            object=str(an_id(f"version {number}")),
            at=NOW,
            by=by,
            role=Role.COORDINATOR,
            record=f"event/{number}",
        )
        lines.append(written(act, Head(lines[-1].seq, lines[-1].hash) if lines else start, KEY))
    return lines


def end(lines: list[ChainLine]) -> Head:
    return Head(lines[-1].seq, lines[-1].hash)


def test_an_untouched_chain_is_intact_read_whole_or_in_parts() -> None:
    lines = a_chain()
    assert verify(lines, end(lines)) == []
    half, _ = follow(lines[:2], KEY)
    assert verify(lines[2:], end(lines), half) == []


@pytest.mark.parametrize("column", [field.name for field in fields(ChainLine)])
def test_no_column_can_be_changed_unseen(column: str) -> None:
    lines = a_chain()
    value = getattr(lines[2], column)
    lines[2] = replace(lines[2], **{column: value + 1 if isinstance(value, int) else f"{value}x"})
    assert verify(lines, end(lines)) != []


def test_a_fault_names_the_line() -> None:
    lines = a_chain()
    lines[2] = replace(lines[2], action="publish")
    (fault,) = verify(lines, end(lines))
    assert (fault.place, fault.message.values) == ("3", {"number": "3"})


def test_a_line_that_is_gone_moved_or_added_is_found() -> None:
    lines = a_chain()
    gone = lines[:2] + lines[3:]
    moved = [lines[0], replace(lines[2], seq=2), replace(lines[1], seq=3), *lines[3:]]
    added = [*lines, written(Act(action="approve", kind="version", object="x", at=NOW), end(lines), KEY)]
    for wrong in (gone, moved, added, lines[:-1], []):
        assert verify(wrong, end(lines)) != []


def test_a_line_that_is_sealed_rightly_but_follows_no_line_is_found() -> None:
    lines = a_chain()
    for elsewhere in (Head(lines[-1].seq + 1, lines[-1].hash), Head(lines[-1].seq, "1" * 64)):
        stray = written(Act(action="approve", kind="version", object="x", at=NOW), elsewhere, KEY)
        assert verify([*lines, stray], end([stray])) != []


def test_rewritten_log_is_detected_from_a_noted_end() -> None:
    lines = a_chain()
    noted = end(lines)
    rewritten = a_chain(6, Head(0, "1" * 64))
    assert noted_faults([(noted, lines[-1].hash)], noted.seq) == []
    assert noted_faults([(noted, rewritten[noted.seq - 1].hash)], noted.seq) != []
    assert noted_faults([(noted, None)], 1) != []


def test_of_several_noted_heads_the_first_line_that_differs_lies_between_two() -> None:
    heads = [Head(number, f"{number}") for number in (30, 10, 20)]
    for unchanged, last, first, until in ((10, 40, 11, 20), (0, 40, 1, 10), (20, 40, 21, 30), (10, 12, 11, 13)):
        now = {number: f"{number}" if number <= unchanged else f"another {number}" for number in (10, 20, 30)}
        pairs = [(head, now[head.seq] if head.seq <= last else None) for head in heads]
        (fault,) = noted_faults(pairs, last)
        assert (fault.message.values["first"], fault.message.values["until"]) == (str(first), str(until))
    assert noted_faults([(head, head.hash) for head in heads], 40) == []


def test_a_digest_is_the_same_however_a_database_gives_the_row_back() -> None:
    here = {"at": NOW, "by": an_id("anna"), "note": "åäö", "later": None}
    there = {"note": "åäö", "at": NOW.astimezone(timezone(timedelta(hours=5))), "by": str(an_id("anna"))}
    assert digest(here) == digest(there)
    assert digest(here) != digest({**here, "note": "aao"})
    assert digest(here) != digest({**here, "at": NOW + timedelta(microseconds=1)})


def test_a_row_that_was_changed_taken_away_or_added_is_named() -> None:
    logged = {"event/1": (7, "a"), "event/2": (8, "b")}
    rows = {"event/1": "a", "event/2": "b"}
    assert unlike(logged, rows) == []
    for wrong, place in (
        ({"event/1": "a", "event/2": "c"}, "event/2"),
        ({"event/2": "b"}, "event/1"),
        ({**rows, "event/3": "d"}, "event/3"),
    ):
        (fault,) = unlike(logged, wrong)
        assert fault.place == place


def test_the_machine_itself_is_nobody() -> None:
    assert (
        written(Act(action="add-department", kind="department", object="x", at=NOW, by=NOBODY), START, KEY).by is None
    )


def test_the_role_that_gave_the_right_is_the_nearest_one() -> None:
    both = a_person(Role.COORDINATOR, Role.EDITOR)
    assert both.role_for([Permission.WRITE], an_id("social")) is Role.EDITOR
    assert both.role_for([Permission.WRITE], an_id("school")) is Role.COORDINATOR
    assert both.role_for([Permission.PUBLISH, Permission.GIVE_OPINION], an_id("social")) is Role.COORDINATOR
    assert both.role_for([Permission.MANAGE_PEOPLE]) is None


def test_line_resealed_without_the_key_is_detected() -> None:
    lines = a_chain()
    forged = replace(lines[2], action="publish")
    lines[2] = replace(forged, hash=forged.sealed, code=code_of(b"another", forged.sealed))
    for place in (3, 4):
        following = replace(lines[place], previous=lines[place - 1].hash)
        lines[place] = replace(following, hash=following.sealed)
    assert [fault.place for fault in verify(lines, end(lines))] == ["3", "4", "5"]
