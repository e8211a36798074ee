"""What findings of a cited run are called: a yes, who should have it, a mistake, groups. No figure changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.entries.entry import GROWS, LANGUAGES, Version
from algorithms.evidence import commands as evidence_commands
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.redaction.masks import covered_result
from algorithms.review.workflow import RefusedError, may_write
from algorithms.storage import queries
from assessments.gate.public_result import PublicResult
from assessments.plan.names.finding_words import PHRASES, FindingWords
from assessments.plan.plan import Label, called
from assessments.report.public_report import PublicFinding, report
from assessments.runs import queries as run_queries
from assessments.text.message import Message
from assessments.words.phrases import phrase, phrases_needed
from register.language import Language, translate
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, LanguageInput, NowInput
from register.web.forms import FormPage, errors_of, shown_again
from register.web.pages import PageResponse, page

TEMPLATE = "workspace/evidence/finding_words.html"
_FIELDS: Mapping[str, tuple[Message, Message]] = {
    "counted": (
        Message("What is counted"),
        Message("As it would stand after a number: people, children, applications."),
    ),
    "yes": (
        Message("What a yes is"),
        Message("As it would stand after “9 in 100 women”: were picked out, got their first choice."),
    ),
    "no": (
        Message("What a no is"),
        Message("As it would stand after “9 in 100 women”: were not picked out, did not get their first choice."),
    ),
    "should": (
        Message("Who should have had a yes"),
        Message("As it would stand after “women”: with something wrong, who needed help."),
    ),
    "should_not": (
        Message("Who should not have had a yes"),
        Message("As it would stand after “women”: with nothing wrong, who did not need help."),
    ),
    "mistake": (
        Message("What a mistake is"),
        Message("As it would stand after “9 in 100 women”: got the wrong answer. May be left empty."),
    ),
}


@dataclass(frozen=True, slots=True)
class FindingWordsPage(FormPage):
    version: Version
    title: Mapping[str, str]
    address: str
    phrase_fields: tuple[tuple[str, Message, Message], ...]  # field, label and hint
    groups: tuple[tuple[str, str], ...]  # field and value in the data; without a value the name of the attribute
    things: bool
    may_change: bool
    findings: tuple[PublicFinding, ...]


@get("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/words", access=Permission.READ)
async def show_words(
    version_id: FromPath[UUID], run: FromPath[UUID], actor: ActorInput, language: LanguageInput
) -> PageResponse:
    return page(TEMPLATE, await _page(version_id, run, actor, language))


@post("/workspace/versions/{version_id:uuid}/evidence/{run:uuid}/words", access=Permission.WRITE)
async def record_words(
    version_id: FromPath[UUID],
    run: FromPath[UUID],
    form: FormInput,
    actor: ActorInput,
    now: NowInput,
    language: LanguageInput,
) -> Response[Any]:
    public = await _public(version_id, run, actor)
    try:
        await evidence_commands.record_words(version_id, run, _typed_words(form, public), by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        shown = await _page(version_id, run, actor, language)
        return shown_again(TEMPLATE, shown, errors_of(refused, f"yes-{LANGUAGES[0]}"), form)
    return Redirect(f"/workspace/versions/{version_id}/evidence/{run}/words", status_code=303)


async def _page(version_id: UUID, run: UUID, actor: Actor, language: str) -> FindingWordsPage:
    version = await _version(version_id, actor)
    public = await _public(version_id, run, actor)
    evidence = next(piece for piece in version.evidence if piece.run == run)
    summary = report(public, language)
    return FindingWordsPage(
        version=version,
        title=evidence.titles,
        address=f"/workspace/versions/{version_id}/evidence/{run}/words",
        phrase_fields=tuple((name, *_FIELDS[name]) for name in phrases_needed(public)),
        groups=tuple((f"name-{place}", value or attribute) for place, (attribute, value) in enumerate(_places(public))),
        things=evidence.words.things,
        may_change=may_write(version, actor) and version.state in GROWS,
        findings=(*summary.shown, *summary.folded),
        typed=_shown_words(public),
    )


async def _version(version_id: UUID, actor: Actor) -> Version:
    try:
        return await queries.version(version_id, seen_by=actor)
    except NotFoundError:
        raise NotFoundException from None


async def _public(version_id: UUID, run: UUID, actor: Actor) -> PublicResult:
    """The result as this version calls it, without masked words; not found where there is none to be shown."""
    version = await _version(version_id, actor)
    evidence = next((piece for piece in version.evidence if piece.run == run), None)
    result = (await run_queries.public_results([run])).intact.get(run)
    if evidence is None or result is None:
        raise NotFoundException
    return covered_result(result, version.entry.masks).cited_with(evidence.words)


def _places(public: PublicResult) -> list[tuple[str, str | None]]:
    """Every attribute, and its groups."""
    places: list[tuple[str, str | None]] = []
    for attribute in public.attributes:
        values = [group.value for group in public.groups_of(attribute) if group.value and not group.merged]
        places += [(attribute, None), *((attribute, value) for value in values)]
    return places


def _shown_words(public: PublicResult) -> dict[str, str]:
    """What stands in the fields: the words as they are now, usual or not."""
    typed = {
        f"{name}-{language}": _usual_or_written(public, name, language) for name in PHRASES for language in LANGUAGES
    }
    for place, (attribute, value) in enumerate(_places(public)):
        for language in LANGUAGES:
            typed[f"name-{place}-{language}"] = called(public.labels, attribute, value, language) or ""
    return typed


def _usual_or_written(public: PublicResult, name: str, language: str) -> str:
    if name == "mistake":
        return public.words.phrase(name, language)
    return translate(phrase(public, name, language), Language(language))


def _typed_words(form: Form, public: PublicResult) -> FindingWords:
    """What differs from the usual words, and the names of groups that differ from none."""
    usual = _shown_words(public.cited_with(FindingWords()))
    phrases = {
        name: {
            language: text
            for language in LANGUAGES
            if (text := form.text(f"{name}-{language}").strip()) and text != usual[f"{name}-{language}"]
        }
        for name in PHRASES
    }
    return FindingWords(phrases=phrases, labels=tuple(_labels(form, public)), things=form.has("things"))


def _labels(form: Form, public: PublicResult) -> Iterable[Label]:
    for place, (attribute, value) in enumerate(_places(public)):
        names = {language: form.text(f"name-{place}-{language}").strip() for language in LANGUAGES}
        if any(names.values()):
            first = next(name for name in names.values() if name)
            yield Label(attribute=attribute, value=value, sv=names.get("sv") or first, en=names.get("en") or first)


routes = [show_words, record_words]
