"""One version: where it stands, what can be done now, its evidence, and the card as it will be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.cards.details import Chapter, chapters
from algorithms.cards.model_card import Card, card
from algorithms.consistency.queries import disagreements_of
from algorithms.editing import commands
from algorithms.entries.entry import EDITABLE, LANGUAGES, OPEN, PUBLIC, Department, OpinionKind, Version, latest
from algorithms.entries.fields import RIGHTS
from algorithms.entries.sections import APART
from algorithms.law import fundamental_rights
from algorithms.law.given_answers import classification, dpia_threshold
from algorithms.law.labels import CLASSES, NEEDS
from algorithms.neighbours.queries import same_name
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.published import queries as public_queries
from algorithms.published.findings import ENTRY_FINDINGS, VERDICTS, EntryFinding, finding_of_run
from algorithms.redaction.masks import covered_run
from algorithms.review.step_conditions import StepComment, missing
from algorithms.review.workflow import Action, RefusedError, may_write, next_steps
from algorithms.storage import queries
from algorithms.storage.queries import PastEvent
from assessments.runs import queries as run_queries
from assessments.runs.run import Run
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.guard.access import SIGNED_IN
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput
from register.web.forms import FormPage, errors_of, shown_again
from register.web.labels import OPINIONS, PATH, RUNS, STATES, STEPS, StepWords
from register.web.pages import PageResponse, page
from register.workspace.entries.entry_sidebar import EntrySidebar, sidebar_of

OPTIONAL = tuple(section for section in APART if section.slug in ("procurement", "technical"))


@dataclass(frozen=True, slots=True)
class OfferedStep:
    action: Action
    words: StepWords
    obstacles: tuple[Message, ...]
    opinions: tuple[tuple[str, Message], ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    run: Run
    state: Message
    cited: bool
    finding: Message | None  # what it found, once it is concluded, with the shape of a verdict
    finding_verdict: str
    needs_measure: bool
    has_measure: bool


@dataclass(frozen=True, slots=True)
class LawLine:
    """One part of what a version answers about the law: where it is, what it is, and what has come of it."""

    path: str
    name: Message
    state: Message | None  # None where something is left to do


@dataclass(frozen=True, slots=True)
class VersionPage(FormPage):
    version: Version
    department: Department
    state: Message
    path: tuple[tuple[Message, bool], ...]
    steps: tuple[OfferedStep, ...]
    evidence: tuple[EvidenceLine, ...]
    opinion: Message | None
    missing: int
    may_change: bool
    may_add_evidence: bool
    may_begin_next: bool
    public: bool
    responsible: str
    last_return: PastEvent | None
    law: tuple["LawLine", ...]
    open_comments: int
    has_older: bool  # one that the public reads or has read
    sidebar: EntrySidebar
    taken: str = ""


@dataclass(frozen=True, slots=True)
class PreviewPage:
    version: Version
    card: Card
    details: tuple[Chapter, ...]


@get("/workspace/versions/{version_id:uuid}", access=Permission.READ)
async def show_version(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/versions/version.html", await _version_page(version_id, actor))


@post("/workspace/versions/{version_id:uuid}/{action:str}", access=SIGNED_IN)
async def take_step(
    version_id: FromPath[UUID], action: FromPath[str], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    if action not in set(Action):
        raise NotFoundException
    try:
        await commands.take_step(version_id, Action(action), by=actor, at=now, words=_words(form))
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        shown = await _version_page(version_id, actor)
        control = action if any(step.action == action for step in shown.steps) else ""
        return shown_again("workspace/versions/version.html", shown, errors_of(refused, control), form, taken=action)
    return Redirect(f"/workspace/versions/{version_id}", status_code=303)


@get("/workspace/versions/{version_id:uuid}/preview", access=Permission.READ)
async def preview(version_id: FromPath[UUID], actor: ActorInput, language: LanguageInput) -> PageResponse:
    version = await seen(version_id, actor)
    shown = card(await public_queries.preview(version), language)
    return page("workspace/versions/preview.html", PreviewPage(version, shown, chapters(shown)))


async def seen(version_id: UUID, actor: Actor) -> Version:
    """The version, or 404: what a person may not see does not exist for them."""
    try:
        return await queries.version(version_id, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None


async def department_of(version: Version) -> Department:
    return next(department for department in await queries.departments() if department.id == version.entry.department)


async def _version_page(version_id: UUID, actor: Actor) -> VersionPage:
    version = await seen(version_id, actor)
    events = await queries.events(version.entry.id, seen_by=actor)
    versions = await queries.versions_of(version.entry.id, seen_by=actor)
    writes = may_write(version, actor)
    return VersionPage(
        version=version,
        department=await department_of(version),
        state=STATES[version.state],
        path=tuple((STATES[state], state is version.state) for state in PATH),
        steps=_steps(version, actor),
        evidence=await _evidence(version),
        opinion=OPINIONS[version.opinion.kind] if version.opinion else None,
        missing=len(missing(version)),
        may_change=writes and version.state in EDITABLE,
        may_add_evidence=writes and version.state in OPEN and version.state.value != "approved",
        may_begin_next=writes and _is_last(version, versions),
        responsible=(await accounts.names([responsible])).get(responsible, "")
        if (responsible := version.entry.responsible)
        else "",
        public=version.state in PUBLIC and version.entry.withheld is None,
        last_return=next(
            (event for event in events if event.action == "return" and event.version == version.number), None
        )
        if version.state in EDITABLE
        else None,
        law=(*_law(version, "/" if writes else "#"), await _elsewhere(version, actor)),
        open_comments=sum(comment.is_open for comment in version.comments),
        has_older=any(other.state in PUBLIC and other.number < version.number for other in versions),
        sidebar=await sidebar_of(version, actor),
    )


def _is_last(version: Version, versions: tuple[Version, ...]) -> bool:
    """Whether the next version of the entry begins from this one."""
    has_open = any(other.state in OPEN for other in versions)
    return latest(versions) == version and not has_open and version.entry.merged_into is None


_WRITTEN, _OPTIONAL = Message("Written"), Message("Optional")


def _law(version: Version, place: str) -> tuple[LawLine, ...]:
    """The parts in the order they are answered, each with its form or, for readers, its place among all answers."""
    classified, need = classification(version), dpia_threshold(version)
    lines = [LawLine("class", Message("AI Act class"), CLASSES[classified.risk_class] if classified else None)]
    if version.answers.personal_data:
        lines.append(LawLine("impact", Message("Impact assessment"), NEEDS[need.need] if need else None))
    if classified is not None and fundamental_rights.required(classified):
        written = all(version.text(text, "sv") for text in RIGHTS)
        name = Message("Fundamental rights")
        lines.append(LawLine(f"answers{place}fundamental-rights", name, _WRITTEN if written else None))
    for section in OPTIONAL:
        is_written = any(version.text(question.text, "sv") for question in section.fields if question.text)
        lines.append(LawLine(f"answers{place}{section.slug}", section.title, _WRITTEN if is_written else _OPTIONAL))
    lines.append(LawLine("duties", Message("What the law asks"), Message("A list that follows from the answers")))
    return tuple(lines)


async def _elsewhere(version: Version, actor: Actor) -> LawLine:
    """Whether somebody says something else of the same product, and all of it has been answered."""
    disagreements = await disagreements_of(version, seen_by=actor)
    others = len(await same_name(version))
    status = Message("Answered") if disagreements else Message("No other class has been reported")
    if others and not disagreements:
        status = Message("One more of the same name", plural="{count} more of the same name", count=others)
    settled = all(disagreement.answer for disagreement in disagreements)
    return LawLine("consistency", Message("The same product name elsewhere"), status if settled else None)


def _steps(version: Version, actor: Actor) -> tuple[OfferedStep, ...]:
    """What leads forward first, what leads back last."""
    offered = [_offered(offer.action, offer.obstacles, version) for offer in next_steps(version, actor)]
    return tuple(sorted(offered, key=lambda step: step.words.grave))


def _offered(action: Action, obstacles: tuple[Message, ...], version: Version) -> OfferedStep:
    without_data = version.answers.personal_data is False
    kinds = [kind for kind in OpinionKind if (kind is OpinionKind.NOT_CONCERNED) == without_data]
    opinions = tuple((kind.value, OPINIONS[kind]) for kind in kinds)
    return OfferedStep(
        action=action,
        words=STEPS[action],
        obstacles=obstacles,
        opinions=opinions if action is Action.GIVE_OPINION else (),
    )


async def _evidence(version: Version) -> tuple[EvidenceLine, ...]:
    stored_runs = await run_queries.runs(evidence.run for evidence in version.evidence)
    runs = {key: covered_run(run, version.entry.masks) for key, run in stored_runs.items()}
    findings = await _findings(stored_runs)
    return tuple(
        EvidenceLine(
            run=runs[evidence.run],
            state=RUNS[runs[evidence.run].state],
            cited=evidence.cited,
            finding=ENTRY_FINDINGS[findings[evidence.run]] if evidence.run in findings else None,
            finding_verdict=(VERDICTS[findings[evidence.run]] or "") if evidence.run in findings else "",
            needs_measure=evidence.shows_difference,
            has_measure=evidence.measure is not None and evidence.measure.complete,
        )
        for evidence in version.evidence
    )


async def _findings(stored: Mapping[UUID, Run]) -> dict[UUID, EntryFinding]:
    """Of those that are concluded."""
    results = await run_queries.public_results(stored)
    concluded = (*results.intact, *results.altered)
    return {run: finding_of_run(results.intact.get(run), stored[run].shows_difference) for run in concluded}


def _words(form: Form) -> StepComment:
    opinion = form.text("opinion")
    kind = OpinionKind(opinion) if opinion in set(OpinionKind) else None
    words = {language: form.text(f"words-{language}") for language in LANGUAGES}
    return StepComment(typed=words, opinion=kind, case_number=" ".join(form.text("case-number").split()))


routes = [show_version, take_step, preview]
