"""What the columns and words of a list mean: guessed, shown, and said by a person before anything is tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import Department
from algorithms.importing import commands as import_commands
from algorithms.importing.columns import MOST_WORDS, TARGETS, Matching, complaints, guess, plainly, unknown
from algorithms.importing.progress import Import, ImportStateError
from algorithms.people import Actor, Permission
from algorithms.storage import queries
from assessments.data.spreadsheet import Sheet
from assessments.text.message import Message
from register.language import Language
from register.request.request_context import ActorInput, Form, FormInput, LanguageInput
from register.spreadsheets.rows import our_words
from register.spreadsheets.vocabulary import choices
from register.web.labels import TOPICS
from register.web.pages import page
from register.workspace.importing.showing import rows_of, seen

Options = Sequence[tuple[str, Message | str]]
_NOTHING = "-"  # a word that says nothing, as opposed to one that nobody has looked at
_SAMPLES = 3
_TOO_LATE = Message("Somebody has changed this import since you opened the page. Look at it again.")


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column of theirs, some of what stands in it, and what it is taken for."""

    control: str
    letter: str
    name: str
    samples: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class ImportColumnsPage:
    found: Import
    columns: tuple[ImportColumn, ...]
    targets: tuple[tuple[Message, tuple[tuple[str, Message], ...]], ...]  # by section
    departments: Options
    topics: Options
    chosen: Mapping[str, str]
    revision: int
    action: str
    errors: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    control: str
    said: str
    answer: str


@dataclass(frozen=True, slots=True)
class UnknownWords:
    """The words of one column that are none of ours, and what they may mean."""

    label: Message
    words: tuple[Word, ...]
    options: Options
    left: int  # words that are too many to be asked about


@dataclass(frozen=True, slots=True)
class WordsPage:
    found: Import
    asked: tuple[UnknownWords, ...]
    revision: int
    action: str
    errors: Mapping[str, Message] = field(default_factory=dict)


@get("/workspace/imports/{import_id:uuid}/columns", access=Permission.WRITE)
async def columns(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], actor: ActorInput, language: LanguageInput
) -> Response[Any]:
    found = await seen(import_id, actor)
    if (sheet := await rows_of(request, found)) is None:
        return _back(import_id)
    return page("workspace/importing/import_columns.html", await _columns_page(found, sheet, actor, language))


@post("/workspace/imports/{import_id:uuid}/columns", access=Permission.WRITE)
async def say_columns(
    request: Request[Any, Any, Any],
    import_id: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    language: LanguageInput,
) -> Response[Any]:
    found = await seen(import_id, actor)
    if (sheet := await rows_of(request, found)) is None:
        return _back(import_id)
    matching = _columns_said(form, found, sheet)
    errors = complaints(matching, sheet) or await _store(found, matching, form, actor)
    if errors:
        shown = await _columns_page(replace(found, matching=matching), sheet, actor, language)
        return page("workspace/importing/import_columns.html", replace(shown, errors=errors), status=422)
    asked = unknown(sheet, matching, await our_words())
    return Redirect(f"/workspace/imports/{import_id}" + ("/words" if asked else ""), status_code=303)


@get("/workspace/imports/{import_id:uuid}/words", access=Permission.WRITE)
async def words(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], actor: ActorInput, language: LanguageInput
) -> Response[Any]:
    found = await seen(import_id, actor)
    sheet = await rows_of(request, found)
    if sheet is None or found.matching is None:
        return _back(import_id)
    return page("workspace/importing/import_words.html", await _words_page(found, sheet, found.matching, language))


@post("/workspace/imports/{import_id:uuid}/words", access=Permission.WRITE)
async def say_words(
    request: Request[Any, Any, Any],
    import_id: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    language: LanguageInput,
) -> Response[Any]:
    found = await seen(import_id, actor)
    sheet = await rows_of(request, found)
    if sheet is None or found.matching is None:
        return _back(import_id)
    shown = await _words_page(found, sheet, found.matching, language)
    matching, errors = _words_said(form, found.matching, shown)
    errors = errors or await _store(found, matching, form, actor)
    if errors:
        return page("workspace/importing/import_words.html", _typed(shown, form, errors), status=422)
    return _back(import_id)


async def _store(found: Import, matching: Matching, form: Form, actor: Actor) -> dict[str, Message]:
    """What stood in the way of storing it, if anything did."""
    revision = form.revision()
    try:
        await import_commands.match(found.id, matching, revision=revision, by=actor)
    except ImportStateError:
        return {"": _TOO_LATE}
    return {}


def _columns_said(form: Form, found: Import, sheet: Sheet) -> Matching:
    earlier = found.matching or Matching()
    said = {name: form.text(f"column-{place}") for place, name in enumerate(sheet.names)}
    return replace(
        earlier,
        columns={**earlier.columns, **{name: target if target in TARGETS else "" for name, target in said.items()}},
        department=form.text("department"),
        topic=form.text("topic") if form.text("topic") in set(TOPICS) else "",
    )


async def _columns_page(found: Import, sheet: Sheet, actor: Actor, language: Language) -> ImportColumnsPage:
    earlier, mine = found.matching or Matching(), await _writable(actor)
    guessed = guess(sheet.names, await our_words(), earlier.columns)
    only = str(mine[0].id) if len(mine) == 1 else ""
    return ImportColumnsPage(
        found,
        tuple(_column(place, name, sheet, guessed[name]) for place, name in enumerate(sheet.names)),
        tuple(
            (group, tuple((one.name, one.label) for one in several))
            for group, several in groupby(TARGETS.values(), key=lambda one: one.group)
        ),
        [(str(one.id), one.names[language]) for one in mine],
        [(topic.value, said) for topic, said in TOPICS.items()],
        {"department": earlier.department or only, "topic": earlier.topic},
        found.revision,
        f"/workspace/imports/{found.id}/columns",
    )


def _column(place: int, name: str, sheet: Sheet, target: str) -> ImportColumn:
    filled = dict.fromkeys(cells[place][:80] for _, cells in sheet.rows[:200] if cells[place])
    return ImportColumn(f"column-{place}", sheet.letters[place], name, tuple(filled)[:_SAMPLES], target)


async def _words_page(found: Import, sheet: Sheet, matching: Matching, language: Language) -> WordsPage:
    ours, departments = await our_words(), await queries.departments()
    asked = []
    for target, theirs in unknown(sheet, matching, ours).items():
        said, likely = matching.answers.get(target, {}), ours.likely.get(target, {})
        one = tuple(
            Word(f"{target}-{place}", word, _proposed(plainly(word), said, likely))
            for place, word in enumerate(theirs[:MOST_WORDS])
        )
        options = choices(target, departments, language)
        asked.append(UnknownWords(TARGETS[target].label, one, options, max(0, len(theirs) - MOST_WORDS)))
    return WordsPage(found, tuple(asked), found.revision, f"/workspace/imports/{found.id}/words")


def _proposed(word: str, said: Mapping[str, str], likely: Mapping[str, str]) -> str:
    """What was said of it earlier, else what it likely means; empty where nobody knows."""
    return said[word] or _NOTHING if word in said else likely.get(word, "")


def _words_said(form: Form, matching: Matching, shown: WordsPage) -> tuple[Matching, dict[str, Message]]:
    """Each word with the meaning that was chosen; a word without one is an error of its control."""
    answers = {target: dict(said) for target, said in matching.answers.items()}
    errors: dict[str, Message] = {}
    for asked in shown.asked:
        offered = {key for key, _ in asked.options} | {_NOTHING}
        for word in asked.words:
            answer, target = form.text(word.control), word.control.rpartition("-")[0]
            if answer not in offered:
                errors[word.control] = Message("Say what “{word}” means.", {"word": word.said[:60]})
            else:
                answers.setdefault(target, {})[plainly(word.said)] = "" if answer == _NOTHING else answer
    return replace(matching, answers=answers), errors


def _typed(shown: WordsPage, form: Form, errors: Mapping[str, Message]) -> WordsPage:
    asked = tuple(
        replace(one, words=tuple(replace(word, answer=form.text(word.control)) for word in one.words))
        for one in shown.asked
    )
    return replace(shown, asked=asked, errors=errors)


async def _writable(actor: Actor) -> tuple[Department, ...]:
    return tuple(one for one in await queries.departments() if actor.may(Permission.WRITE, one.id))


def _back(import_id: UUID) -> Redirect:
    return Redirect(f"/workspace/imports/{import_id}", status_code=303)


routes = [columns, say_columns, words, say_words]
