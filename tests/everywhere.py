"""Whatever people can do with a version: every place it can be brought to, and what keeps it from getting there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from algorithms.entries.entry import OpinionKind, Version
from algorithms.people import Actor, Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action, Event, RefusedError, take
from builders import NOW, a_person, a_version

EDITOR = a_person(Role.EDITOR)
APPROVER = a_person(Role.APPROVER)
DPO = a_person(Role.DPO)
COORDINATOR = a_person(Role.COORDINATOR)
EVERYTHING = a_person(*Role, name="somebody with every role")
CITY = (EDITOR, APPROVER, DPO, COORDINATOR, a_person(Role.AUDITOR), a_person(Role.ADMINISTRATOR), EVERYTHING)
STRANGERS = tuple(a_person(role, department="school") for role in (Role.EDITOR, Role.APPROVER, Role.DPO))


@dataclass(frozen=True)
class Place:
    """Where a walk has come, and the events that led there."""

    version: Version
    path: tuple[Event, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        v, opinion = self.version, self.version.opinion
        seen = (
            v.state,
            v.submitted_by,
            v.submitted_by_coordinator,
            opinion and (opinion.kind, opinion.by, bool(opinion.answer)),
        )
        return (*seen, *[event.by for event in self.path if event.action == Action.APPROVE][-1:])


def everywhere(start: Version, people: tuple[Actor, ...]) -> Iterator[Place]:
    """Every place that these people can bring a version to, whatever they do."""
    waiting, known = [Place(start)], set()
    while waiting:
        place = waiting.pop()
        if place.key in known:
            continue
        known.add(place.key)
        yield place
        waiting += [
            Place(after, (*place.path, event))
            for person in people
            for action in Action
            for opinion in (OpinionKind if action is Action.GIVE_OPINION else (None,))
            for after, event in attempts(place.version, action, person, opinion)
        ]


def attempts(
    version: Version, action: Action, person: Actor, opinion: OpinionKind | None
) -> Iterator[tuple[Version, Event]]:
    try:
        yield take(
            version, action, by=person, at=NOW, words=StepComment(typed={"sv": "skäl", "en": "reason"}, opinion=opinion)
        )
    except RefusedError:
        return


def last(path: tuple[Event, ...], action: Action) -> Event:
    return [event for event in path if event.action == action][-1]


def with_opinion(kind: OpinionKind = OpinionKind.AGREE, **more: object) -> Version:
    submitted, _ = take(a_version(by=EDITOR), Action.SUBMIT, by=EDITOR, at=NOW)
    reviewed, _ = take(
        submitted, Action.GIVE_OPINION, by=DPO, at=NOW, words=StepComment(typed={"sv": "villkor"}, opinion=kind)
    )
    return replace(reviewed, **more)  # type: ignore[arg-type]  # a test names what it changes


def objections(version: Version, action: Action, by: Actor, words: StepComment | None = None) -> str:
    with pytest.raises(RefusedError) as refused:
        take(version, action, by=by, at=NOW, words=words)
    return str(refused.value)
