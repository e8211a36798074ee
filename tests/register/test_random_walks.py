"""Six people at once write, submit, give opinions, approve and publish at random, each by a page that they saw lately.

Two things must hold afterwards, whatever they did: nobody's saved words are lost, and nothing was published without an
opinion and an approval of exactly what was published. A few walks on each database; all 10,000 in `make test-full`, in
parts that each begin with an empty city.
"""

import asyncio
import contextlib
import random
import re
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest

import programs
from algorithms.editing import commands
from algorithms.entries.entry import OpinionKind, Version, VersionState
from algorithms.entries.texts import Text
from algorithms.people import Actor, NotFoundError, Role
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import Action, RefusedError, next_steps
from algorithms.storage import rows_to_values
from algorithms.tables import EventRow
from builders import NOW
from city import City
from register.settings import Settings
from register.shell.check import examine
from steps import a_draft, actor

WALKS, ACTS = (30 if programs.WIDER else 10), 14
PARTS, WALKS_A_PART = 20, 250  # of all 5,000, on each of two databases
SEEDS = [range(n * WALKS_A_PART, (n + 1) * WALKS_A_PART) for n in range(PARTS)]
WALKERS = (Role.EDITOR, Role.APPROVER, Role.DPO, Role.COORDINATOR)
MARK = re.compile(r"<(\w+)>")


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


@pytest.mark.wider
@pytest.mark.parametrize("seeds", SEEDS if programs.FULL else [range(WALKS)], ids=str)
def test_whatever_six_people_do_at_once_no_words_are_lost_and_nothing_is_published_unsigned(
    city: City, seeds: range
) -> None:
    people = [actor(city, role) for role in WALKERS]
    people += [_with_both(city, Role.ADMINISTRATOR, Role.COORDINATOR), _with_both(city, Role.AUDITOR, Role.DPO)]
    published, dropped = 0, 0
    for seed in seeds:
        walk = Walk(version=a_draft(city, random.Random(seed).choice((Role.EDITOR, Role.COORDINATOR))), seed=seed)
        city.call(walk.all_at_once, people)
        version, events = city.call(_afterwards, walk.version)
        assert set(MARK.findall(version.text(Text.RISKS, "sv"))) == walk.saved, f"words were lost in walk {seed}"
        publications = [event for event in events if event["action"] == "publish"]
        assert len(publications) == (version.published_at is not None)
        assert not publications or _signed_off(events), f"walk {seed} published what nobody had signed"
        published += len(publications)
        dropped += version.state is VersionState.DISCARDED
    least = (len(seeds) - dropped) // (5 if programs.WIDER else 10)
    assert published > least, "the walks hardly ever reach the end: they show nothing"
    assert city.call(examine, None).fault is None


def _with_both(city: City, who: Role, other: Role) -> Actor:
    """Somebody who writes for the department and has another part too: only the rule on two people keeps them apart."""
    roles = [actor(city, role).memberships for role in (Role.EDITOR, other)]
    return replace(actor(city, who), memberships=tuple(held for role in roles for held in role))


def _signed_off(events: list[dict[str, Any]]) -> bool:
    """Read from the history alone, by none of the rules under test."""
    at = next(number for number, event in enumerate(events) if event["action"] == "publish")
    submitted = max(number for number in range(at) if events[number]["action"] == "submit")
    since, content = events[submitted + 1 : at], events[at]["content_hash"]
    opinions = [event for event in since if event["action"] == "give-opinion"]
    approvals = [event for event in since if event["action"] == "approve"]
    answers = [event for event in since if event["action"] == "answer-objection"]
    return (
        [event["content_hash"] for event in opinions] == [content]
        and [event["content_hash"] for event in approvals] == [content]
        and (opinions[0]["opinion"] != OpinionKind.OBJECT or bool(answers))
        and opinions[0]["done_by"] != events[submitted]["done_by"]
        and approvals[0]["done_by"] not in {_last_writer(events[: submitted + 1]), events[submitted]["done_by"]}
        and not any(event["action"] in ("change", "return", "move") for event in since)
    )


def _last_writer(events: list[dict[str, Any]]) -> UUID:
    writer: UUID = [event["done_by"] for event in events if event["action"] in ("create", "change")][-1]
    return writer


async def _afterwards(version_id: UUID) -> tuple[Version, list[dict[str, Any]]]:
    version = await rows_to_values.load_version(version_id)
    assert version is not None
    return version, await EventRow.select().where(EventRow.version == version_id).order_by(EventRow.seq)


ENDS = (Action.WITHDRAW, Action.DISCARD)  # taken only by chance, or every walk would be short


@dataclass
class Walk:
    """One version, the pages of it that somebody has been shown, and the marks of all that was reported as saved."""

    version: UUID
    seed: int
    shown: list[Version] = field(default_factory=list)
    saved: set[str] = field(default_factory=set)

    async def all_at_once(self, people: list[Actor]) -> None:
        first = await rows_to_values.load_version(self.version)
        assert first is not None
        self.shown.append(first)
        await asyncio.gather(*(self._go(number, person) for number, person in enumerate(people)))

    async def _go(self, number: int, person: Actor) -> None:
        chance = random.Random(f"{self.seed} {number}")
        for turn in range(ACTS):
            await asyncio.sleep(chance.choice((0, 0, 0.001, 0.004)))
            seen = self.shown[-min(len(self.shown), chance.choice((1, 1, 1, 2, 3)))]  # some act from an old page
            with contextlib.suppress(RefusedError, NotFoundError, commands.ConflictError):
                self.shown.append(await self._act(chance, person, seen, f"p{number}t{turn}"))

    async def _act(self, chance: random.Random, person: Actor, seen: Version, mark: str) -> Version:
        if chance.random() < (0.25 if seen.state in (VersionState.DRAFT, VersionState.RETURNED) else 0.05):
            texts = {(Text.RISKS, "sv"): f"{seen.text(Text.RISKS, 'sv')} <{mark}>"}
            after = await commands.save(self.version, revision=seen.revision, texts=texts, by=person, at=NOW)
            self.saved.add(mark)
            return after
        offered = [offer.action for offer in next_steps(seen, person) if offer.action not in ENDS]
        sensible = [action for action in offered if action is not Action.RETURN or chance.random() < 0.2]
        anything = [action for action in Action if action is not Action.DISCARD or chance.random() < 0.1]
        action = chance.choice(sensible if sensible and chance.random() < 0.8 else anything)
        words = StepComment(
            typed={"sv": "Ett skäl.", "en": "A reason."}, opinion=chance.choice((OpinionKind.AGREE, *OpinionKind))
        )
        return await commands.take_step(self.version, action, by=person, at=NOW, words=words)
