"""Entries from a spreadsheet: uploaded, looked at, imported as a whole, and undone. What its columns mean: matching."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.importing import commands as import_commands
from algorithms.importing import queries as import_queries
from algorithms.importing.progress import Import, ImportStateError
from algorithms.importing.rows import Outcome
from algorithms.people import Actor, Permission
from algorithms.review.step_conditions import StepComment
from algorithms.review.workflow import RefusedError
from assessments.data.spreadsheet import Sheet
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message
from register.language import Language, translate
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput, UploadInput
from register.spreadsheets.losses import as_csv
from register.spreadsheets.rows import tried
from register.spreadsheets.vocabulary import MARKS, STATES, template
from register.spreadsheets.workbook import EXCEL, workbook
from register.web.forms import Errors, FormPage, errors_at, errors_of, shown_again
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page
from register.workspace.evidence.receiving import received, take_away
from register.workspace.importing.showing import MOST_BYTES, ImportPage, import_page, rows_of, seen

_WRONG_ROWS = Message("Correct the faulty rows first.")
_TOO_LATE = Message("The import has come further by now. Look at the page again.")


@dataclass(frozen=True, slots=True)
class ImportsPage(FormPage):
    imports: tuple[tuple[Import, Message], ...]
    pager: Pager
    megabytes: int = MOST_BYTES // 1_000_000
    action: str = "/workspace/imports"


@get("/workspace/imports", access=Permission.WRITE)
async def imports(request: Request[Any, Any, Any], actor: ActorInput) -> PageResponse:
    return page("workspace/importing/imports.html", await _imports_page(actor, request.query_params))


@post("/workspace/imports", access=Permission.WRITE, upload=True)
async def begin(
    request: Request[Any, Any, Any], upload: UploadInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    try:
        file = await received(request, upload, MOST_BYTES)
    except EvaluationDataError as refused:
        return shown_again(
            "workspace/importing/imports.html", await _imports_page(actor, {}), errors_of(refused, "file")
        )
    begun = await import_commands.begin(file, by=actor, at=now)
    return Redirect(f"/workspace/imports/{begun}", status_code=303)


@get("/workspace/imports/template.xlsx", access=Permission.WRITE)
async def empty_list(language: LanguageInput) -> Response[bytes]:
    return _workbook(template(language), "insyn.xlsx")


@get("/workspace/imports/{import_id:uuid}", access=Permission.WRITE)
async def show_import(request: Request[Any, Any, Any], import_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/importing/import.html", await import_page(request, await seen(import_id, actor), actor))


@get("/workspace/imports/{import_id:uuid}/marked.xlsx", access=Permission.WRITE)
async def marked(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], actor: ActorInput, language: LanguageInput
) -> Response[Any]:
    """The list as it came, what is wrong with each row before it, and the wrong cells filled."""
    list_import = await seen(import_id, actor)
    if (content := await _marked(request, list_import, actor, language)) is None:
        return Redirect(f"/workspace/imports/{import_id}", status_code=303)
    return _workbook(content, "insyn-marked.xlsx")


@get("/workspace/imports/{import_id:uuid}/report.csv", access=Permission.WRITE)
async def report(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], actor: ActorInput, language: LanguageInput
) -> Response[Any]:
    """What would become of every filled cell of another register's list."""
    list_import = await seen(import_id, actor)
    sheet = await rows_of(request, list_import)
    outcome = await tried(sheet, list_import.matching, actor) if sheet else None
    if outcome is None or outcome.report is None:
        return Redirect(f"/workspace/imports/{import_id}", status_code=303)
    content = await asyncio.to_thread(as_csv, outcome.report, language)
    headers = {"Content-Disposition": 'attachment; filename="insyn-report.csv"'}
    return Response(content, media_type="text/csv", headers=headers)


@post("/workspace/imports/{import_id:uuid}/file", access=Permission.WRITE, upload=True)
async def again(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], upload: UploadInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    list_import = await seen(import_id, actor)
    try:
        file = await received(request, upload, MOST_BYTES)
    except EvaluationDataError as refused:
        return await _refused(request, list_import, actor, errors_of(refused, "file"))
    try:
        await import_commands.replace_file(import_id, file, by=actor, at=now)
    except ImportStateError:
        take_away(request, file.id)
        return await _refused(request, list_import, actor, errors_at("", _TOO_LATE))
    return Redirect(f"/workspace/imports/{import_id}", status_code=303)


@post("/workspace/imports/{import_id:uuid}/import", access=Permission.WRITE)
async def carry_out(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], form: FormInput, actor: ActorInput
) -> Response[Any]:
    list_import = await seen(import_id, actor)
    shown, duplicates = await import_page(request, list_import, actor), form.has("allow-duplicates")
    if shown.trial is None or not shown.trial.may_begin:
        return await _refused(request, list_import, actor, errors_at("", _WRONG_ROWS))
    if shown.trial.duplicates and not duplicates:
        return await _refused(
            request,
            list_import,
            actor,
            errors_at("allow-duplicates", Message("Choose what to do with the duplicates.")),
        )
    try:
        await import_commands.queue(import_id, allow_duplicates=duplicates, by=actor)
    except ImportStateError:
        return await _refused(request, list_import, actor, errors_at("", _TOO_LATE))
    return Redirect(f"/workspace/imports/{import_id}", status_code=303)


@post("/workspace/imports/{import_id:uuid}/undo", access=Permission.WRITE)
async def undo(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    list_import = await seen(import_id, actor)
    why = Message("The import of {file} was undone.", {"file": list_import.file_name})
    words = StepComment(typed={language.value: translate(why, language) for language in Language})
    try:
        await import_commands.undo(import_id, keep_changed=form.has("keep"), words=words, by=actor, at=now)
    except RefusedError as refused:
        return await _refused(request, list_import, actor, errors_of(refused, "keep"))
    except ImportStateError:
        return await _refused(request, list_import, actor, errors_at("", _TOO_LATE))
    return Redirect(f"/workspace/imports/{import_id}", status_code=303)


@post("/workspace/imports/{import_id:uuid}/cancel", access=Permission.WRITE)
async def cancel(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    del form  # nothing is asked
    list_import = await seen(import_id, actor)
    try:
        take_away(request, await import_commands.cancel(import_id, by=actor, at=now))
    except ImportStateError:
        return await _refused(request, list_import, actor, errors_at("", _TOO_LATE))
    return Redirect("/workspace/imports", status_code=303)


async def _imports_page(actor: Actor, query: Mapping[str, str]) -> ImportsPage:
    pages = pager("/workspace/imports", query, await import_queries.number_of_imports(seen_by=actor))
    listed = await import_queries.imports(seen_by=actor, first=pages.first, most=pages.most)
    return ImportsPage(imports=tuple((list_import, STATES[list_import.state]) for list_import in listed), pager=pages)


async def _refused(request: Request[Any, Any, Any], list_import: Import, actor: Actor, errors: Errors) -> PageResponse:
    """The page as it is now, with what stood in the way."""
    shown: ImportPage = await import_page(request, await seen(list_import.id, actor), actor)
    return shown_again("workspace/importing/import.html", shown, errors)


async def _marked(
    request: Request[Any, Any, Any], list_import: Import, actor: Actor, language: Language
) -> bytes | None:
    sheet = await rows_of(request, list_import)
    outcome = await tried(sheet, list_import.matching, actor) if sheet else None
    return await asyncio.to_thread(_with_marks, sheet, outcome, language) if sheet and outcome else None


def _with_marks(sheet: Sheet, outcome: Outcome, language: Language) -> bytes:
    places = {number: place for place, (number, _) in enumerate(sheet.rows, start=1)}
    messages: dict[int, list[str]] = {}
    for fault in outcome.faults:
        column = "" if fault.column is None else f"{sheet.names[fault.column]}: "
        messages.setdefault(fault.row, []).append(column + translate(fault.message, language))
    rows = [["\n".join(messages.get(number, ())), *cells] for number, cells in sheet.rows]
    cells = {
        (places[cell_fault.row], cell_fault.column + 1)
        for cell_fault in outcome.faults
        if cell_fault.column is not None
    }
    marks = cells | {(places[row], 0) for row in messages}
    return workbook([[translate(MARKS, language), *sheet.names], *rows], marked=marks, heads=1, width=28)


def _workbook(content: bytes, name: str) -> Response[bytes]:
    return Response(content, media_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})


routes = [imports, begin, empty_list, show_import, marked, report, again, carry_out, undo, cancel]
