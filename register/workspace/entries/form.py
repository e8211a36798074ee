"""The guided form: one short section at a time, drafts kept, and a page with all answers to check before submitting."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.editing import commands
from algorithms.editing.commands import ConflictError
from algorithms.editing.comments import may_comment
from algorithms.entries.entry import EDITABLE, LANGUAGES, Comment, Version
from algorithms.entries.texts import RIGHTS
from algorithms.law.fundamental_rights import PARTS, prefilled
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.plain_language import Hints, hints
from algorithms.questionnaire.form_parsing import following, in_words, plain, read, section
from algorithms.questionnaire.sections import FURTHER, SECTIONS, EntryQuestion, FormSection, QuestionKind
from algorithms.review.step_conditions import missing
from algorithms.review.workflow import RefusedError, may_write
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.request.request_context import ActorInput, Form, FormInput, NowInput
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen


@dataclass(frozen=True, slots=True)
class SectionPage:
    version: Version
    section: FormSection
    place: int  # 0 for a section that is asked apart
    places: int
    typed: Mapping[str, str]
    revision: int
    action: str
    errors: Mapping[str, Message] = field(default_factory=dict)
    advice: Mapping[str, Hints] | None = None  # by control, once somebody has asked for it

    @property
    def has_prose(self) -> bool:
        return any(one.kind is QuestionKind.PROSE for one in self.section.questions)


@dataclass(frozen=True, slots=True)
class SubmittedAnswers:
    """A question with what has been answered, for reading."""

    question: EntryQuestion
    words: Mapping[str, str]  # by language; an answer that is the same in both stands under ""
    choice: Message | None
    missing: bool
    remarks: tuple["Remark", ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with the name of who wrote it."""

    comment: Comment
    by: str


@dataclass(frozen=True, slots=True)
class AnswersPage:
    version: Version
    sections: tuple[tuple[FormSection, tuple[SubmittedAnswers, ...]], ...]
    may_change: bool
    missing: int
    without_english: int
    may_comment: bool
    still_open: int
    remarks: tuple[Remark, ...]  # on the whole version
    typed: Mapping[str, str] = field(default_factory=dict)  # a comment that was refused, by what it is about
    errors: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Somebody saved first: both texts beside each other, nothing lost."""

    version: Version
    section: FormSection
    mine: Mapping[str, str]
    theirs: Mapping[str, str]
    action: str
    errors: Mapping[str, Message] = field(default_factory=dict)


@get("/workspace/versions/{version_id:uuid}/answers", access=Permission.READ)
async def check_answers(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/versions/answers.html", await answers_page(version_id, actor))


@get("/workspace/versions/{version_id:uuid}/answers/{slug:str}", access=Permission.WRITE)
async def ask(version_id: FromPath[UUID], slug: FromPath[str], actor: ActorInput) -> Response[Any]:
    version, asked = await seen(version_id, actor), _section(slug)
    if version.state not in EDITABLE or not may_write(version, actor):
        return Redirect(f"/workspace/versions/{version_id}/answers", status_code=303)
    values = typed(asked, version)
    if asked.slug == "fundamental-rights" and not any(values.values()):
        values |= _begun_with(version)
    return page("workspace/versions/section.html", _section_page(version, asked, values, version.revision))


@post("/workspace/versions/{version_id:uuid}/answers/{slug:str}", access=Permission.WRITE)
async def answer(
    version_id: FromPath[UUID], slug: FromPath[str], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    version, asked = await seen(version_id, actor), _section(slug)
    said = {name: form.text(name) for name in form}
    if form.has("check"):
        return page("workspace/versions/section.html", _checked(_section_page(version, asked, said, form.revision())))
    reading = read(asked, said)
    if reading.errors:
        shown = _section_page(version, asked, said, form.revision(), reading.errors)
        return page("workspace/versions/section.html", shown, status=422)
    try:
        await commands.save(
            version_id, revision=form.revision(), texts=reading.texts, answers=reading.answers, by=actor, at=now
        )
    except (ConflictError, RefusedError, NotFoundError) as refused:
        return _not_saved(refused, version, asked, said, actor)
    return Redirect(_next_page(version_id, slug, form), status_code=303)


async def answers_page(
    version_id: UUID,
    actor: Actor,
    typed_comments: Mapping[str, str] | None = None,
    errors: Mapping[str, Message] | None = None,
) -> AnswersPage:
    version = await seen(version_id, actor)
    unanswered = missing(version)
    names = await accounts.names(one.by for one in version.comments)
    remarks = tuple(Remark(one, names.get(one.by, "")) for one in version.comments)
    return AnswersPage(
        version,
        tuple(
            (one, tuple(_given(asked, version, unanswered, remarks) for asked in one.questions))
            for one in _shown(version)
        ),
        may_write(version, actor) and version.state in EDITABLE,
        len(unanswered),
        _untold(version),
        may_comment(version, actor),
        sum(one.is_open for one in version.comments),
        tuple(one for one in remarks if not one.comment.about),
        typed_comments or {},
        errors or {},
    )


def _shown(version: Version) -> tuple[FormSection, ...]:
    """The sections of the form, and of those asked apart the ones in which something is written."""
    written = {name for (name, _), words in version.texts.items() if words}
    return (*SECTIONS, *(one for one in FURTHER if any(question.text in written for question in one.questions)))


def typed(asked: FormSection, version: Version) -> dict[str, str]:
    """What the controls of a section hold, from what is stored."""
    values: dict[str, str] = {}
    for question in asked.questions:
        if question.text is not None:
            values |= {f"{question.name}-{language}": version.text(question.text, language) for language in LANGUAGES}
        else:
            values[question.name] = plain(getattr(version.answers, question.name))
    return values


def _checked(shown: SectionPage) -> SectionPage:
    """With hints on how to make each written text easier to read. Nothing is saved, and nothing refused."""
    advice = {
        control: hints(words, language)
        for question in shown.section.questions
        if question.kind is QuestionKind.PROSE
        for language in LANGUAGES
        if (words := shown.typed.get(control := f"{question.name}-{language}", "").strip())
    }
    return replace(shown, advice=advice)


def _begun_with(version: Version) -> dict[str, str]:
    """What the register says already, as a beginning for the assessment of fundamental rights."""
    return {
        f"{text.value}-{language}": words
        for language in LANGUAGES
        for text, part in zip(RIGHTS, PARTS, strict=True)
        if (words := prefilled(version, language).get(part.key, ""))
    }


def _not_saved(
    refused: Exception, version: Version, asked: FormSection, said: Mapping[str, str], actor: Actor
) -> PageResponse:
    """Every typed word is shown again, with what stood in the way."""
    del actor
    if isinstance(refused, NotFoundError):
        raise NotFoundException
    if isinstance(refused, ConflictError):
        shown = _section_page(refused.current, asked, {}, refused.current.revision)
        theirs = typed(asked, refused.current)
        return page(
            "workspace/versions/conflict.html",
            ConflictPage(refused.current, asked, said, theirs, shown.action),
            status=409,
        )
    assert isinstance(refused, RefusedError)  # the three that the caller catches
    errors = dict.fromkeys([""], refused.objections[0])
    return page(
        "workspace/versions/section.html", _section_page(version, asked, said, version.revision, errors), status=422
    )


def _section(slug: str) -> FormSection:
    if (asked := section(slug)) is None:
        raise NotFoundException
    return asked


def _section_page(
    version: Version,
    asked: FormSection,
    values: Mapping[str, str],
    revision: int,
    errors: Mapping[str, Message] | None = None,
) -> SectionPage:
    action = f"/workspace/versions/{version.id}/answers/{asked.slug}"
    place = SECTIONS.index(asked) + 1 if asked in SECTIONS else 0
    return SectionPage(version, asked, place, len(SECTIONS), values, revision, action, errors or {})


def _next_page(version_id: UUID, slug: str, form: Form) -> str:
    after = following(slug) if form.has("go-on") else None
    return f"/workspace/versions/{version_id}/answers" + (f"/{after}" if after else "")


def _given(
    asked: EntryQuestion, version: Version, unanswered: tuple[str, ...], remarks: tuple[Remark, ...]
) -> SubmittedAnswers:
    mine = tuple(one for one in remarks if one.comment.about == asked.name)
    if asked.text is not None:
        texts = {language: version.text(asked.text, language) for language in LANGUAGES}
        return SubmittedAnswers(asked, texts, None, asked.name in unanswered, mine)
    answer = plain(getattr(version.answers, asked.name))
    words = in_words(asked, answer)
    choice = words if isinstance(words, Message) else None
    return SubmittedAnswers(
        asked, {"": answer} if answer and not choice else {}, choice, asked.name in unanswered, mine
    )


def _untold(version: Version) -> int:
    """How many Swedish texts have no English yet."""
    return sum(
        bool(words) and not version.text(name, "en")
        for (name, language), words in version.texts.items()
        if language == "sv"
    )


routes = [check_answers, ask, answer]
