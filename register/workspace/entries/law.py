"""The questions about the AI Act, one at a time, and the class they come to; and whether a DPIA is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.editing import commands
from algorithms.editing.commands import ConflictError
from algorithms.entries.entry import EDITABLE, Version
from algorithms.law.dpia import CRITERIA, DpiaCriterion, Threshold
from algorithms.law.facts import Fact, fact
from algorithms.law.given_answers import (
    DPIA,
    EDITION_OF_ANSWERS,
    RISK,
    classification,
    dpia_answers,
    dpia_threshold,
    is_outdated,
    risk_answers,
)
from algorithms.law.labels import NEEDS, ClassLabel, class_label
from algorithms.law.risk import EDITION, QUESTIONS, next_question, path
from algorithms.law.risk.kinds import AnswerOption, RiskQuestion
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.review.workflow import RefusedError, may_write
from assessments.text.message import Message
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import Errors, FormPage, errors_at, errors_of, shown_again
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen


@dataclass(frozen=True, slots=True)
class ClassPage(FormPage):
    version: Version
    question: RiskQuestion | None  # asked now; None when all are answered, or nobody may change them
    answered: tuple[tuple[RiskQuestion, tuple[AnswerOption, ...]], ...]
    class_label: ClassLabel | None
    outdated: bool
    may_change: bool
    action: str


@dataclass(frozen=True, slots=True)
class ImpactPage(FormPage):
    version: Version
    criteria: tuple[DpiaCriterion, ...]
    threshold: Threshold | None
    need: Message | None
    facts: tuple[Fact, ...]
    may_change: bool
    action: str


@get("/workspace/versions/{version_id:uuid}/class", access=Permission.READ)
async def show_class(request: Request[Any, Any, Any], version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    version = await seen(version_id, actor)
    return page("workspace/versions/class.html", _class_page(version, actor, request.query_params.get("change", "")))


@post("/workspace/versions/{version_id:uuid}/class", access=Permission.WRITE)
async def answer_class(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    version, question_key = await seen(version_id, actor), form.text("question")
    question = QUESTIONS.get(question_key)
    if question is None:
        raise NotFoundException
    answer = ",".join(form.all(question_key)) if question.several else form.text(question_key)
    if not question.chosen(answer):
        shown = _class_page(version, actor, question_key)
        wrong = _CHOOSE_SEVERAL if question.several else _CHOOSE
        return shown_again("workspace/versions/class.html", shown, errors_at(question_key, wrong))
    old = dict.fromkeys(f"{RISK}{key}" for key in risk_answers(version)) if is_outdated(version) else {}
    choices = {**old, f"{RISK}{question_key}": answer, EDITION_OF_ANSWERS: EDITION}
    try:
        await commands.save(version.id, revision=version.revision, choices=choices, by=actor, at=now)
    except (ConflictError, RefusedError, NotFoundError) as refused:
        shown = _class_page(await seen(version_id, actor), actor, question_key)
        return shown_again("workspace/versions/class.html", shown, _why(refused), form, status=_status(refused))
    return Redirect(f"/workspace/versions/{version_id}/class", status_code=303)


@get("/workspace/versions/{version_id:uuid}/impact", access=Permission.READ)
async def show_impact(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    version = await seen(version_id, actor)
    return page("workspace/versions/impact.html", _impact_page(version, actor, _typed_before(version)))


@post("/workspace/versions/{version_id:uuid}/impact", access=Permission.WRITE)
async def answer_impact(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    version = await seen(version_id, actor)
    answers = {
        criterion.key: form.text(criterion.key) for criterion in CRITERIA if form.text(criterion.key) in ("yes", "no")
    }
    choices = {f"{DPIA}{criterion.key}": answers.get(criterion.key) for criterion in CRITERIA}
    try:
        await commands.save(version.id, revision=version.revision, choices=choices, by=actor, at=now)
    except (ConflictError, RefusedError, NotFoundError) as refused:
        shown = _impact_page(version, actor, answers)
        return shown_again("workspace/versions/impact.html", shown, _why(refused), status=_status(refused))
    return Redirect(f"/workspace/versions/{version_id}/impact", status_code=303)


_CHOOSE = Message("Choose one of the answers.")
_CHOOSE_SEVERAL = Message("Choose all answers that fit, or only the one that says that none does.")
_SAVED = Message("Somebody saved at the same moment. Look at what is answered now, and answer again.")


def _why(refused: Exception) -> Errors:
    """What stood in the way, for everybody who may see the version at all."""
    if isinstance(refused, NotFoundError):
        raise NotFoundException
    if isinstance(refused, ConflictError):
        return errors_at("", _SAVED)
    return errors_of(refused)


def _status(refused: Exception) -> int:
    return 409 if isinstance(refused, ConflictError) else 422


def _class_page(version: Version, actor: Actor, change: str = "") -> ClassPage:
    answers = {} if is_outdated(version) else risk_answers(version)
    may_change = may_write(version, actor) and version.state in EDITABLE
    question = QUESTIONS.get(change) or next_question(answers)
    classified = classification(version)
    return ClassPage(
        version=version,
        question=question if may_change else None,
        typed={question.key: answers.get(question.key, "")} if question else {},
        answered=path(answers),
        class_label=class_label(classified) if classified else None,
        outdated=is_outdated(version),
        may_change=may_change,
        action=f"/workspace/versions/{version.id}/class",
    )


def _typed_before(version: Version) -> dict[str, str]:
    return {key: "yes" if value else "no" for key, value in dpia_answers(version).items()}


def _impact_page(version: Version, actor: Actor, typed: Mapping[str, str]) -> ImpactPage:
    threshold = dpia_threshold(version)
    return ImpactPage(
        version=version,
        criteria=CRITERIA,
        typed=typed,
        threshold=threshold,
        need=NEEDS[threshold.need] if threshold else None,
        facts=tuple(fact(key) for key in threshold.facts) if threshold else (),
        may_change=may_write(version, actor) and version.state in EDITABLE,
        action=f"/workspace/versions/{version.id}/impact",
    )


routes = [show_class, answer_class, show_impact, answer_impact]
