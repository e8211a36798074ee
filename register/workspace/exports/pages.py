"""A version by the standard of somebody else: what each field would say, what is missing, what is lost, and files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from algorithms.entries.entry import LANGUAGES, Version
from algorithms.exports.annex_viii import ANNEX_VIII, AnnexSection, sections
from algorithms.exports.listing import EXPORTS
from algorithms.exports.losses import OUTCOME_WORDS, ExportOutcome, FieldOutcome, losses
from algorithms.exports.values import ANSWER_STATE_WORDS, AnswerState, Export, ExportStandard, FilledField, export
from algorithms.people import Actor, Permission
from algorithms.published import queries as public_queries
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.language import Language, translate
from register.request.request_context import ActorInput
from register.settings import Settings
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen
from register.workspace.exports import files

_PATH = "/workspace/versions/{version_id:uuid}/exports"
_FILES: Mapping[str, tuple[str, Callable[[Export], bytes]]] = {
    "entry.json": ("application/json", files.as_json),
    "entry.csv": ("text/csv", lambda made: files.as_csv([made], made.standard)),
    "report.json": ("application/json", lambda made: files.report_json([made])),
}


@dataclass(frozen=True, slots=True)
class StandardLine:
    standard: ExportStandard
    missing: int
    is_applicable: bool  # whether it asks anything of this entry


@dataclass(frozen=True, slots=True)
class ExportsPage:
    version: Version
    language: str
    lines: tuple[StandardLine, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A field of the standard: ``lines`` is what it would say."""

    filled: FilledField
    lines: tuple[str, ...]  # in the language of the export
    state: Message
    is_missing: bool
    needs_check: bool


@dataclass(frozen=True, slots=True)
class ExportPage:
    version: Version
    export: Export
    language: str
    remark: Message | None
    sections: tuple[AnnexSection, ...]
    answers: tuple[AnswerLine, ...]
    losses: tuple[FieldOutcome, ...]
    counts: tuple[tuple[Message, int], ...]


@get(_PATH, access=Permission.READ)
async def show_standards(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], actor: ActorInput
) -> PageResponse:
    """In the first language: all versions are written in it."""
    version, settings = await seen(version_id, actor), request.app.state.settings
    language = LANGUAGES[0]
    made = [await _export(settings, version, standard, language, actor) for standard in EXPORTS.values()]
    lines = tuple(StandardLine(export.standard, len(export.missing), bool(export.fields)) for export in made)
    return page("workspace/exports/exports.html", ExportsPage(version, language, lines))


@get(f"{_PATH}/{{standard:str}}/{{written_in:str}}", access=Permission.READ)
async def show_export(
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    standard: FromPath[str],
    written_in: FromPath[str],
    actor: ActorInput,
) -> PageResponse:
    version = await seen(version_id, actor)
    made = await _export(request.app.state.settings, version, _known(standard, written_in), written_in, actor)
    return page("workspace/exports/export.html", _page(version, made))


@get(f"{_PATH}/{{standard:str}}/{{written_in:str}}/{{file:str}}", access=Permission.READ)
async def download_export(  # the parts of its address
    request: Request[Any, Any, Any],
    version_id: FromPath[UUID],
    standard: FromPath[str],
    written_in: FromPath[str],
    file: FromPath[str],
    actor: ActorInput,
) -> Response[bytes]:
    known = _known(standard, written_in)
    if file not in _FILES:
        raise NotFoundException
    version = await seen(version_id, actor)
    made = await _export(request.app.state.settings, version, known, written_in, actor)
    media_type, write = _FILES[file]
    stem, _, ending = file.partition(".")
    name = f"{version.entry.slug}-{standard}-{written_in}{'-report' if stem == 'report' else ''}.{ending}"
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write(made), media_type=media_type, headers=attached)


def _known(standard: str, language: str) -> ExportStandard:
    if standard not in EXPORTS or language not in LANGUAGES:
        raise NotFoundException
    return EXPORTS[standard]


async def _export(
    settings: Settings, version: Version, standard: ExportStandard, language: str, actor: Actor
) -> Export:
    entry = await public_queries.preview(version)
    person = await accounts.person_by_id(actor.id)
    submitter = f"{person.actor.name}, {person.email}" if person else ""
    return export(standard, await files.subject_of(settings, entry, language, submitter))


def _page(version: Version, made: Export) -> ExportPage:
    lost = losses(made)
    return ExportPage(
        version=version,
        export=made,
        language=made.subject.language,
        remark=made.standard.remark(made.subject),
        sections=sections(made.subject.entry) if made.standard is ANNEX_VIII else (),
        answers=tuple(_answer_line(filled, Language(made.subject.language)) for filled in made.fields),
        losses=tuple(line for line in lost.lines if line.outcome is not ExportOutcome.WRITTEN),
        counts=tuple((OUTCOME_WORDS[outcome], number) for outcome, number in lost.counts.items()),
    )


def _answer_line(filled: FilledField, language: Language) -> AnswerLine:
    value = filled.answer.value
    lines = value if isinstance(value, tuple) else tuple(map(_in_a_line, value if isinstance(value, list) else [value]))
    state = filled.answer.state
    return AnswerLine(
        filled=filled,
        lines=tuple(translate(line, language) for line in lines if line),
        state=ANSWER_STATE_WORDS[state],
        is_missing=state is AnswerState.MISSING and filled.field.required,
        needs_check=state is AnswerState.CHECK,
    )


def _in_a_line(value: Any) -> str:
    return f"{value['title']}, {value['link']}" if isinstance(value, Mapping) else str(value or "")


routes = [show_standards, show_export, download_export]
