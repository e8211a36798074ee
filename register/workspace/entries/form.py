"""The guided form: one short section at a time, drafts kept, and a page with all answers to check before submitting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from algorithms.entries.field import Field, Section
from algorithms.entries.kinds import Kind, plain
from algorithms.entries.sections import APART, STEPS
from algorithms.law.fundamental_rights import PARTS, prefilled
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.plain_language import Hints, hints
from algorithms.questionnaire.form_parsing import following, read, section
from algorithms.review.step_conditions import missing
from algorithms.review.workflow import RefusedError, may_write
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_by_control, errors_of, shown_again
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen


@dataclass(frozen=True, slots=True)
class SectionPage(FormPage):
    version: Version
    section: Section
    place: int  # 0 for a section that is asked apart
    places: int
    revision: int
    action: str
    advice: Mapping[str, Hints] | None = None  # by control, once somebody has asked for it

    @property
    def foreign(self) -> tuple[str, ...]:
        return foreign(self.version)

    @property
    def has_prose(self) -> bool:
        return any(question.kind is Kind.PROSE for question in self.section.fields)


@dataclass(frozen=True, slots=True)
class SubmittedAnswers:
    """A question with what has been answered, for reading."""

    question: Field
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
class AnswersPage(FormPage):
    """All answers; ``typed`` is a comment that was refused, by what it is about."""

    version: Version
    sections: tuple[tuple[Section, tuple[SubmittedAnswers, ...]], ...]
    may_change: bool
    missing: int
    without_english: int
    may_comment: bool
    still_open: int
    remarks: tuple[Remark, ...]  # on the whole version


@dataclass(frozen=True, slots=True)
class ConflictPage(FormPage):
    """Somebody saved first: both texts next to each other, nothing lost."""

    version: Version
    section: Section
    submitted: Mapping[str, str]
    saved: Mapping[str, str]
    action: str


@get("/workspace/versions/{version_id:uuid}/answers", access=Permission.READ)
async def check_answers(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page("workspace/versions/answers.html", await answers_page(version_id, actor))


@get("/workspace/versions/{version_id:uuid}/answers/{slug:str}", access=Permission.WRITE)
async def ask(version_id: FromPath[UUID], slug: FromPath[str], actor: ActorInput) -> Response[Any]:
    version, form_section = await seen(version_id, actor), _section(slug)
    if version.state not in EDITABLE or not may_write(version, actor):
        return Redirect(f"/workspace/versions/{version_id}/answers", status_code=303)
    values = typed(form_section, version)
    if form_section.slug == "fundamental-rights" and not any(values.values()):
        values |= _begun_with(version)
    return page("workspace/versions/section.html", _section_page(version, form_section, values, version.revision))


@post("/workspace/versions/{version_id:uuid}/answers/{slug:str}", access=Permission.WRITE)
async def answer(
    version_id: FromPath[UUID], slug: FromPath[str], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    version, form_section = await seen(version_id, actor), _section(slug)
    submitted = form.typed()
    if form.has("check"):
        return page(
            "workspace/versions/section.html",
            _checked(_section_page(version, form_section, submitted, form.revision())),
        )
    reading = read(form_section, submitted)
    if reading.errors:
        shown = _section_page(version, form_section, submitted, form.revision())
        return shown_again("workspace/versions/section.html", shown, errors_by_control(reading.errors))
    try:
        await commands.save(
            version_id, revision=form.revision(), texts=reading.texts, answers=reading.answers, by=actor, at=now
        )
    except (ConflictError, RefusedError, NotFoundError) as refused:
        return _not_saved(refused, version, form_section, submitted, actor)
    return Redirect(_next_page(version_id, slug, form), status_code=303)


async def answers_page(version_id: UUID, actor: Actor) -> AnswersPage:
    version = await seen(version_id, actor)
    unanswered = missing(version)
    names = await accounts.names(comment.by for comment in version.comments)
    remarks = tuple(Remark(comment, names.get(comment.by, "")) for comment in version.comments)
    return AnswersPage(
        version=version,
        sections=tuple(
            (form_section, tuple(_given(question, version, unanswered, remarks) for question in form_section.fields))
            for form_section in _shown(version)
        ),
        may_change=may_write(version, actor) and version.state in EDITABLE,
        missing=len(unanswered),
        without_english=_untold(version),
        may_comment=may_comment(version, actor),
        still_open=sum(comment.is_open for comment in version.comments),
        remarks=tuple(remark for remark in remarks if not remark.comment.about),
    )


def _shown(version: Version) -> tuple[Section, ...]:
    """The sections of the form, and of those asked apart the ones in which something is written."""
    written = {name for (name, _), words in version.texts.items() if words}
    return (
        *STEPS,
        *(section for section in APART if any(field.text in written for field in section.fields)),
    )


def foreign(version: Version) -> tuple[str, ...]:
    """Languages that the register is not written in, and in which a list has brought texts."""
    return tuple(sorted({language for (_, language), words in version.texts.items() if words} - set(LANGUAGES)))


def typed(form_section: Section, version: Version) -> dict[str, str]:
    """What the controls of a section hold, from what is stored."""
    values: dict[str, str] = {}
    for question in form_section.fields:
        if question.text is not None:
            values |= {f"{question.name}-{language}": version.text(question.text, language) for language in LANGUAGES}
        else:
            values[question.name] = plain(getattr(version.answers, question.name))
    return values


def _checked(shown: SectionPage) -> SectionPage:
    """With hints on how to make each written text easier to read. Nothing is saved, and nothing refused."""
    advice = {
        control: hints(words, language)
        for question in shown.section.fields
        if question.kind is Kind.PROSE
        for language in LANGUAGES
        if (words := shown.typed.get(control := f"{question.name}-{language}", "").strip())
    }
    return replace(shown, advice=advice)


def _begun_with(version: Version) -> dict[str, str]:
    """What the register says already, as a beginning for the assessment of fundamental rights."""
    return {
        f"{part.field.name}-{language}": words
        for language in LANGUAGES
        for part in PARTS
        if (words := prefilled(version, language).get(part.key, ""))
    }


def _not_saved(
    refused: Exception, version: Version, form_section: Section, submitted: Mapping[str, str], actor: Actor
) -> PageResponse:
    """Every typed word is shown again, with what stood in the way."""
    del actor
    if isinstance(refused, NotFoundError):
        raise NotFoundException
    if isinstance(refused, ConflictError):
        shown = _section_page(refused.current, form_section, {}, refused.current.revision)
        saved = typed(form_section, refused.current)
        return page(
            "workspace/versions/conflict.html",
            ConflictPage(
                version=refused.current, section=form_section, submitted=submitted, saved=saved, action=shown.action
            ),
            status=409,
        )
    shown = _section_page(version, form_section, submitted, version.revision)
    return shown_again("workspace/versions/section.html", shown, errors_of(refused))


def _section(slug: str) -> Section:
    if (form_section := section(slug)) is None:
        raise NotFoundException
    return form_section


def _section_page(version: Version, form_section: Section, values: Mapping[str, str], revision: int) -> SectionPage:
    action = f"/workspace/versions/{version.id}/answers/{form_section.slug}"
    place = STEPS.index(form_section) + 1 if form_section in STEPS else 0
    return SectionPage(
        version=version,
        section=form_section,
        place=place,
        places=len(STEPS),
        typed=values,
        revision=revision,
        action=action,
    )


def _next_page(version_id: UUID, slug: str, form: Form) -> str:
    after = following(slug) if form.has("go-on") else None
    return f"/workspace/versions/{version_id}/answers" + (f"/{after}" if after else "")


def _given(
    question: Field, version: Version, unanswered: tuple[str, ...], remarks: tuple[Remark, ...]
) -> SubmittedAnswers:
    question_remarks = tuple(remark for remark in remarks if remark.comment.about == question.name)
    if question.text is not None:
        texts = {language: version.text(question.text, language) for language in (*LANGUAGES, *foreign(version))}
        return SubmittedAnswers(
            question=question, words=texts, choice=None, missing=question.name in unanswered, remarks=question_remarks
        )
    answer = plain(getattr(version.answers, question.name))
    words = question.in_words(answer)
    choice = words if isinstance(words, Message) else None
    return SubmittedAnswers(
        question=question,
        words={"": answer} if answer and not choice else {},
        choice=choice,
        missing=question.name in unanswered,
        remarks=question_remarks,
    )


def _untold(version: Version) -> int:
    """How many Swedish texts have no English yet."""
    return sum(
        bool(words) and not version.text(name, "en")
        for (name, language), words in version.texts.items()
        if language == "sv"
    )


routes = [check_answers, ask, answer]
