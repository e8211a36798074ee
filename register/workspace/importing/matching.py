"""What the columns and words of a list mean: guessed, shown, and said by a person before anything is tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePath
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import Department
from algorithms.importing import commands as import_commands
from algorithms.importing import queries as import_queries
from algorithms.importing.columns import (
    MOST_WORDS,
    TARGETS,
    TOPIC,
    Matching,
    as_before,
    complaints,
    guess,
    unknown,
    word_key,
)
from algorithms.importing.progress import Import, ImportStateError
from algorithms.people import Actor, Permission
from algorithms.standards.targets import ORIGIN_TARGETS, fields_to_choose, is_target
from algorithms.storage import queries
from assessments.data.spreadsheet import Sheet
from assessments.text.localized import in_language
from assessments.text.message import Message
from register.language import Language, spoken_languages
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput
from register.spreadsheets.rows import our_words
from register.spreadsheets.vocabulary import choices
from register.web.forms import FormPage, errors_by_control, shown_again
from register.web.labels import TOPICS
from register.web.pages import page
from register.workspace.importing.showing import rows_of, seen

Targets = tuple[tuple[Message, tuple[tuple[str, Message], ...]], ...]  # by section
Options = Sequence[tuple[str, Message | str]]
_NOTHING = "-"  # a word that says nothing, as opposed to one that nobody has looked at
_SAMPLES = 3
MOST_IN_TITLE = 100
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
class ImportColumnsPage(FormPage):
    list_import: Import
    columns: tuple[ImportColumn, ...]
    targets: Targets
    languages: Options  # of another register's list
    departments: Options
    topics: Options
    chosen: Mapping[str, str]
    title: str  # under which these meanings are kept
    as_before: str  # the title of those of an earlier list, where they are filled in
    revision: int
    action: str


@dataclass(frozen=True, slots=True)
class Word:
    control: str
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class UnknownWords:
    """The words of one column that are none of ours, and what they may mean."""

    label: Message
    words: tuple[Word, ...]
    options: Options
    left: int  # words that are too many to be asked about


@dataclass(frozen=True, slots=True)
class WordsPage(FormPage):
    list_import: Import
    unknown_words: tuple[UnknownWords, ...]
    revision: int
    action: str


@get("/workspace/imports/{import_id:uuid}/columns", access=Permission.WRITE)
async def columns(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], actor: ActorInput, language: LanguageInput
) -> Response[Any]:
    list_import = await seen(import_id, actor)
    if (sheet := await rows_of(request, list_import)) is None:
        return _back(import_id)
    return page("workspace/importing/import_columns.html", await _columns_page(list_import, sheet, actor, language))


@post("/workspace/imports/{import_id:uuid}/columns", access=Permission.WRITE)
async def submit_columns(
    request: Request[Any, Any, Any],
    import_id: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    language: LanguageInput,
) -> Response[Any]:
    list_import = await seen(import_id, actor)
    if (sheet := await rows_of(request, list_import)) is None:
        return _back(import_id)
    matching = _read_columns(form, await _said_so_far(list_import, sheet, actor), list_import, sheet)
    errors = complaints(matching, sheet) or await _store(list_import, matching, form, actor)
    if errors:
        shown = await _columns_page(replace(list_import, matching=matching), sheet, actor, language)
        return shown_again("workspace/importing/import_columns.html", shown, errors_by_control(errors))
    unknown_words = unknown(sheet, matching, await our_words())
    return Redirect(f"/workspace/imports/{import_id}" + ("/words" if unknown_words else ""), status_code=303)


@get("/workspace/imports/{import_id:uuid}/words", access=Permission.WRITE)
async def words(
    request: Request[Any, Any, Any], import_id: FromPath[UUID], actor: ActorInput, language: LanguageInput
) -> Response[Any]:
    list_import = await seen(import_id, actor)
    sheet = await rows_of(request, list_import)
    if sheet is None or list_import.matching is None:
        return _back(import_id)
    return page(
        "workspace/importing/import_words.html", await _words_page(list_import, sheet, list_import.matching, language)
    )


@post("/workspace/imports/{import_id:uuid}/words", access=Permission.WRITE)
async def submit_words(
    request: Request[Any, Any, Any],
    import_id: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    language: LanguageInput,
) -> Response[Any]:
    list_import = await seen(import_id, actor)
    sheet = await rows_of(request, list_import)
    if sheet is None or list_import.matching is None:
        return _back(import_id)
    shown = await _words_page(list_import, sheet, list_import.matching, language)
    matching, errors = _read_words(form, list_import.matching, shown)
    errors = errors or await _store(list_import, matching, form, actor)
    if errors:
        return shown_again("workspace/importing/import_words.html", _typed(shown, form), errors_by_control(errors))
    return _back(import_id)


async def _store(list_import: Import, matching: Matching, form: Form, actor: Actor) -> dict[str, Message]:
    """What stood in the way of storing it, if anything did."""
    revision = form.revision()
    try:
        await import_commands.match(list_import.id, matching, revision=revision, by=actor)
    except ImportStateError:
        return {"": _TOO_LATE}
    return {}


async def _said_so_far(list_import: Import, sheet: Sheet, actor: Actor) -> Matching:
    """What somebody has chosen for this list; before that, for one like it; before that, what the standard says."""
    known = list_import.matching or Matching()
    if known.title:
        return known
    kept = as_before(sheet.names, known.standard, await import_queries.kept_meanings(seen_by=actor))
    return replace(kept, columns={**known.columns, **kept.columns}) if kept else known


def _read_columns(form: Form, earlier: Matching, list_import: Import, sheet: Sheet) -> Matching:
    is_known = is_target if earlier.standard else TARGETS.__contains__
    chosen = {name: form.text(f"column-{place}") for place, name in enumerate(sheet.names)}
    return replace(
        earlier,
        columns={**earlier.columns, **{name: target if is_known(target) else "" for name, target in chosen.items()}},
        language=form.text("language") if form.text("language") in spoken_languages() else earlier.language,
        department=form.text("department"),
        topic=form.text("topic") if form.text("topic") in set(TOPICS) else "",
        title=form.text("title")[:MOST_IN_TITLE] or PurePath(list_import.file_name).stem[:MOST_IN_TITLE],
    )


async def _columns_page(list_import: Import, sheet: Sheet, actor: Actor, language: Language) -> ImportColumnsPage:
    earlier, departments = await _said_so_far(list_import, sheet, actor), await _writable(actor)
    is_as_before = bool(earlier.title) and not (list_import.matching and list_import.matching.title)
    guessed = dict(earlier.columns) if earlier.standard else guess(sheet.names, await our_words(), earlier.columns)
    only = str(departments[0].id) if len(departments) == 1 else ""
    return ImportColumnsPage(
        list_import=list_import,
        columns=tuple(_column(place, name, sheet, guessed.get(name, "")) for place, name in enumerate(sheet.names)),
        targets=_of_standards() if earlier.standard else _of_lists(),
        languages=list(spoken_languages(language).items()) if earlier.standard else [],
        departments=[(str(department.id), in_language(department.names, language)) for department in departments],
        topics=[(topic.value, label) for topic, label in TOPICS.items()],
        chosen={"department": earlier.department or only, "topic": earlier.topic, "language": earlier.language},
        title=earlier.title or PurePath(list_import.file_name).stem[:MOST_IN_TITLE],
        as_before=earlier.title if is_as_before else "",
        revision=list_import.revision,
        action=f"/workspace/imports/{list_import.id}/columns",
    )


def _of_lists() -> Targets:
    return tuple(
        (group, tuple((import_field.name, import_field.label) for import_field in several))
        for group, several in groupby(TARGETS.values(), key=lambda import_field: import_field.group)
    )


def _of_standards() -> Targets:
    """In one language, which is the list's own; and what stands of where the entry came from."""
    fields = tuple(
        (title, tuple((field.name, field.label) for field in several)) for title, several in fields_to_choose()
    )
    itself = (Message("The entry itself"), ((TOPIC, TARGETS[TOPIC].label),))
    return (itself, *fields, (Message("Where the entry came from"), tuple(ORIGIN_TARGETS.items())))


def _column(place: int, name: str, sheet: Sheet, target: str) -> ImportColumn:
    filled = dict.fromkeys(cells[place][:80] for _, cells in sheet.rows[:200] if cells[place])
    return ImportColumn(
        control=f"column-{place}",
        letter=sheet.letters[place],
        name=name,
        samples=tuple(filled)[:_SAMPLES],
        target=target,
    )


async def _words_page(list_import: Import, sheet: Sheet, matching: Matching, language: Language) -> WordsPage:
    vocabulary, departments = await our_words(), await queries.departments()
    unknown_words = []
    for target, unmatched in unknown(sheet, matching, vocabulary).items():
        earlier, likely = matching.answers.get(target, {}), vocabulary.likely.get(target, {})
        offered_words = tuple(
            Word(f"{target}-{place}", word, _proposed(word_key(target, word), earlier, likely))
            for place, word in enumerate(unmatched[:MOST_WORDS])
        )
        options = choices(target, departments, language)
        unknown_words.append(
            UnknownWords(
                label=TARGETS[target].label,
                words=offered_words,
                options=options,
                left=max(0, len(unmatched) - MOST_WORDS),
            )
        )
    return WordsPage(
        list_import=list_import,
        unknown_words=tuple(unknown_words),
        revision=list_import.revision,
        action=f"/workspace/imports/{list_import.id}/words",
    )


def _proposed(word: str, earlier: Mapping[str, str], likely: Mapping[str, str]) -> str:
    """What was said of it earlier, else what it likely means; empty where nobody knows."""
    return earlier[word] or _NOTHING if word in earlier else likely.get(word, "")


def _read_words(form: Form, matching: Matching, shown: WordsPage) -> tuple[Matching, dict[str, Message]]:
    """Each word with the meaning that was chosen; a word without one is an error of its control."""
    answers = {target: dict(meanings) for target, meanings in matching.answers.items()}
    errors: dict[str, Message] = {}
    for group in shown.unknown_words:
        offered = {key for key, _ in group.options} | {_NOTHING}
        for word in group.words:
            answer, target = form.text(word.control), word.control.rpartition("-")[0]
            if answer not in offered:
                errors[word.control] = Message("Say what “{word}” means.", {"word": word.text[:60]})
            else:
                answers.setdefault(target, {})[word_key(target, word.text)] = "" if answer == _NOTHING else answer
    return replace(matching, answers=answers), errors


def _typed(shown: WordsPage, form: Form) -> WordsPage:
    unknown_words = tuple(
        replace(group, words=tuple(replace(word, answer=form.text(word.control)) for word in group.words))
        for group in shown.unknown_words
    )
    return replace(shown, unknown_words=unknown_words)


async def _writable(actor: Actor) -> tuple[Department, ...]:
    return tuple(department for department in await queries.departments() if actor.may(Permission.WRITE, department.id))


def _back(import_id: UUID) -> Redirect:
    return Redirect(f"/workspace/imports/{import_id}", status_code=303)


routes = [columns, submit_columns, words, submit_words]
