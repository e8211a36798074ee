"""How a version becomes public: one table of steps. What is offered and what is allowed come from the same rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from algorithms.entries.entry import LANGUAGES, PUBLIC, Department, Opinion, Version, VersionState
from algorithms.people import Actor, Permission, Role
from algorithms.review.step_conditions import StepComment, StepCondition, obstacles
from assessments.text.message import Message


class Action(StrEnum):
    SUBMIT = "submit"
    GIVE_OPINION = "give-opinion"
    RETURN = "return"
    ANSWER_OBJECTION = "answer-objection"
    APPROVE = "approve"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Step:
    action: Action
    start: VersionState
    end: VersionState
    needs: frozenset[Permission]  # any one of them
    rules: tuple[StepCondition, ...] = ()


def _any(*permissions: Permission) -> frozenset[Permission]:
    return frozenset(permissions)


P, R, S, A = Permission, StepCondition, VersionState, Action

STEPS: tuple[Step, ...] = (
    Step(
        action=A.SUBMIT, start=S.DRAFT, end=S.SUBMITTED, needs=_any(P.WRITE), rules=(R.COMPLETE, R.BRIEF, R.CLASSIFIED)
    ),
    Step(
        action=A.SUBMIT,
        start=S.RETURNED,
        end=S.SUBMITTED,
        needs=_any(P.WRITE),
        rules=(R.COMPLETE, R.BRIEF, R.CLASSIFIED),
    ),
    Step(
        action=A.GIVE_OPINION,
        start=S.SUBMITTED,
        end=S.IN_REVIEW,
        needs=_any(P.GIVE_OPINION),
        rules=(R.OTHER_THAN_SUBMITTER, R.OPINION_FITS),
    ),
    Step(action=A.RETURN, start=S.SUBMITTED, end=S.RETURNED, needs=_any(P.GIVE_OPINION, P.REVIEW), rules=(R.REASON,)),
    Step(action=A.RETURN, start=S.IN_REVIEW, end=S.RETURNED, needs=_any(P.REVIEW), rules=(R.REASON,)),
    Step(action=A.RETURN, start=S.APPROVED, end=S.RETURNED, needs=_any(P.REVIEW), rules=(R.REASON,)),
    Step(
        action=A.ANSWER_OBJECTION,
        start=S.IN_REVIEW,
        end=S.IN_REVIEW,
        needs=_any(P.APPROVE, P.APPROVE_COORDINATORS),
        rules=(R.FOUR_EYES, R.COORDINATORS_OWN, R.OBJECTION_STANDS, R.REASON, R.DECISION_CASE),
    ),
    Step(
        action=A.APPROVE,
        start=S.IN_REVIEW,
        end=S.APPROVED,
        needs=_any(P.APPROVE, P.APPROVE_COORDINATORS),
        rules=(R.FOUR_EYES, R.COORDINATORS_OWN, R.SIGNED_OFF, R.MEASURES_TAKEN, R.COMMENTS_RESOLVED),
    ),
    Step(
        action=A.PUBLISH,
        start=S.APPROVED,
        end=S.PUBLISHED,
        needs=_any(P.PUBLISH),
        rules=(R.SIGNED_OFF, R.MEASURES_TAKEN, R.NOT_WITHHELD),
    ),
    Step(action=A.WITHDRAW, start=S.PUBLISHED, end=S.WITHDRAWN, needs=_any(P.PUBLISH), rules=(R.REASON,)),
    Step(
        action=A.DISCARD,
        start=S.DRAFT,
        end=S.DISCARDED,
        needs=_any(P.WRITE),
        rules=(R.NO_TEST_UNDER_WAY, R.NOT_WITHHELD, R.REASON),
    ),
    Step(
        action=A.DISCARD,
        start=S.RETURNED,
        end=S.DISCARDED,
        needs=_any(P.WRITE),
        rules=(R.NO_TEST_UNDER_WAY, R.NOT_WITHHELD, R.REASON),
    ),
)


# What becomes of an open version when its entry moves: the new board's data protection officer reads it first.
MOVES: Mapping[VersionState, VersionState] = {S.IN_REVIEW: S.SUBMITTED, S.APPROVED: S.SUBMITTED}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history, stored in the same transaction as what it tells of."""

    entry: UUID
    version: UUID | None
    action: str
    by: UUID
    at: datetime
    start: VersionState | None = None
    end: VersionState | None = None
    words: StepComment = field(default_factory=StepComment)
    content_hash: str | None = None
    role: Role | None = None  # this and what follows stands in the log alone
    before: str | None = None  # the hash of the content before
    run: UUID | None = None


class RefusedError(Exception):
    """A step that cannot be taken now; every reason at once, as sentences a person can act on."""

    def __init__(self, objections: tuple[Message, ...]) -> None:
        super().__init__("; ".join(sentence.msgid for sentence in objections))
        self.objections = objections


@dataclass(frozen=True, slots=True)
class Offer:
    """A step this person's role includes here, and what still stands in its way."""

    action: Action
    obstacles: tuple[Message, ...]


def next_steps(version: Version, actor: Actor) -> tuple[Offer, ...]:
    """What to offer: the steps of this state that the actor's roles include, with what blocks each."""
    return tuple(
        Offer(step.action, tuple(obstacles(step.rules, version, actor, None)))
        for step in STEPS
        if step.start is version.state and _permitted(step, version, actor) and _makes_sense(step, version, actor)
    )


def may_be_next(state: VersionState, actor: Actor, department: UUID) -> bool:
    """Whether any role of theirs in this department includes a step from this state, for versions by any writer."""
    needed = {permission for step in STEPS if step.start is state for permission in step.needs} - {
        P.APPROVE_COORDINATORS
    }
    return any(actor.may(permission, department) for permission in needed)


def take(
    version: Version, action: Action, *, by: Actor, at: datetime, words: StepComment | None = None
) -> tuple[Version, Event]:
    """The version after this step, and the event to record; RefusedError with all reasons otherwise."""
    comment = words or StepComment()
    step = next((row for row in STEPS if row.action is action and row.start is version.state), None)
    if step is None:
        raise RefusedError((Message("This step cannot be taken now. Somebody may have taken another before you."),))
    if not _permitted(step, version, by):
        raise RefusedError((Message("Your role does not include this step."),))
    if objections := tuple(obstacles(step.rules, version, by, comment)):
        raise RefusedError(objections)
    after = replace(version, state=step.end, **_effects(action, version, by, at, comment))  # type: ignore[arg-type]  # per action
    content, role = version.content_hash, by.role_for(step.needs, version.entry.department)
    return after, Event(
        entry=version.entry.id,
        version=version.id,
        action=action,
        by=by.id,
        at=at,
        start=step.start,
        end=step.end,
        words=comment,
        content_hash=content,
        role=role,
        before=content,
    )


def move(newest: Version, old: Department, new: Department, *, by: Actor, at: datetime) -> tuple[Version, Event]:
    """An entry's newest version in another department, and the one event of the move."""
    if not by.may(Permission.KEEP_REGISTER, old.id):
        raise RefusedError((Message("Only the coordinator moves an entry."),))
    if old.id == new.id:
        raise RefusedError((Message("The entry belongs to that department already."),))
    state = MOVES.get(newest.state, newest.state)
    after = replace(newest, state=state, entry=replace(newest.entry, department=new.id))
    called = {language: (old.names.get(language, ""), new.names.get(language, "")) for language in LANGUAGES}
    words = StepComment(typed={language: " → ".join(both) for language, both in called.items() if all(both)})
    event = Event(entry=newest.entry.id, version=newest.id, action="move", by=by.id, at=at, words=words)
    return after, event if state is newest.state else replace(event, start=newest.state, end=state)


def may_see(version: Version, actor: Actor | None) -> bool:
    """Everybody sees what is published and not withheld; a department sees its own; coordinator and auditor see all."""
    if version.state in PUBLIC and version.entry.withheld is None:
        return True
    return actor is not None and actor.may(Permission.READ, version.entry.department)


def may_write(version: Version, actor: Actor) -> bool:
    return actor.may(Permission.WRITE, version.entry.department)


def writes_as_coordinator(actor: Actor, department: UUID) -> bool:
    """Whether the right to write here comes from the coordinator's role and no role in the department."""
    return all(
        held.department is None for held in actor.memberships if held.role in actor.roles_that_may(P.WRITE, department)
    )


def _permitted(step: Step, version: Version, actor: Actor) -> bool:
    return any(actor.may(permission, version.entry.department) for permission in step.needs)


def _makes_sense(step: Step, version: Version, actor: Actor) -> bool:
    """Leave out buttons that could never be pressed by this person for this version."""
    if step.action is Action.ANSWER_OBJECTION:
        rules = (StepCondition.OBJECTION_STANDS, StepCondition.COORDINATORS_OWN)
        return not any(obstacles(rules, version, actor, None))
    return step.action is not Action.APPROVE or not any(
        obstacles((StepCondition.COORDINATORS_OWN,), version, actor, None)
    )


def _effects(action: Action, version: Version, by: Actor, at: datetime, comment: StepComment) -> dict[str, object]:
    """What else changes with the state."""
    department = version.entry.department
    match action:
        case Action.SUBMIT:
            return {"submitted_by": by.id, "submitted_by_coordinator": writes_as_coordinator(by, department)}
        case Action.GIVE_OPINION:
            assert comment.opinion is not None  # guaranteed by OPINION_FITS
            opinion = Opinion(
                kind=comment.opinion,
                texts=comment.texts,
                content_hash=version.content_hash,
                by=by.id,
                at=at,
                case_number=comment.case_number,
            )
            return {"opinion": replace(opinion, department=department)}
        case Action.ANSWER_OBJECTION:
            assert version.opinion is not None  # guaranteed by OBJECTION_STANDS
            opinion = replace(version.opinion, answer=comment.texts, answer_case_number=comment.case_number)
            return {"opinion": replace(opinion, answered_by=by.id, answered_at=at)}
        case Action.PUBLISH:
            return {"published_at": at}
        case Action.WITHDRAW | Action.DISCARD:
            return {"ended_at": at}
        case _:
            return {}
