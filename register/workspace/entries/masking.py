"""Words that law keeps from being read: proposed by one person, decided by another. Decides nothing itself."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.editing import erase_commands
from algorithms.editing import mask_commands as masking_commands
from algorithms.entries.entry import Version
from algorithms.law.facts import Fact
from algorithms.people import Actor, NotFoundError, Permission
from algorithms.questionnaire.form_parsing import label
from algorithms.redaction import erasing
from algorithms.redaction import masks as masking
from algorithms.redaction.masks import Mask, MaskPlace, MaskStatus
from algorithms.redaction.spellings import in_address
from algorithms.review.workflow import RefusedError
from algorithms.storage import mask_queries as masking_queries
from algorithms.storage import queries
from assessments.text.message import Message
from register.accounts.people import queries as accounts
from register.request.request_context import ActorInput, FormInput, NowInput
from register.storage.database import forget_written
from register.web.forms import FormPage, errors_by_control, errors_of, shown_again, with_errors
from register.web.labels import MASKS
from register.web.pages import PageResponse, page
from register.workspace.entries.versions import seen

_TEMPLATE = "workspace/entries/masking.html"


@dataclass(frozen=True, slots=True)
class MaskLine:
    mask: Mask
    status_label: Message
    by: str
    decided_by: str
    places: tuple[tuple[MaskPlace, Message], ...]  # of a proposal: where the words stand
    may_decide: bool
    may_decline: bool
    may_lift: bool


@dataclass(frozen=True, slots=True)
class MaskMatches:
    """Where the words stand, what may be the same words, and where a mask does not reach."""

    places: tuple[tuple[MaskPlace, Message], ...]
    near: tuple[tuple[str, str, tuple[tuple[MaskPlace, Message], ...]], ...]  # name of the box, the words, and where
    in_address: bool
    in_contact: bool

    @property
    def has_warnings(self) -> bool:
        """Whether there is anything that the proposer should look at first."""
        return bool(self.near) or self.in_address or self.in_contact


@dataclass(frozen=True, slots=True)
class MaskingPage(FormPage):
    version: Version
    lines: tuple[MaskLine, ...]
    may_propose: bool
    erasable: tuple[tuple[str, int, Message, str], ...]  # what a form calls it, version, text and language
    matches: MaskMatches | None = None  # what was typed, looked up before it is proposed
    grounds: tuple[Fact, ...] = masking.GROUNDS


@get("/workspace/versions/{version_id:uuid}/masking", access=Permission.READ)
async def show(version_id: FromPath[UUID], actor: ActorInput) -> PageResponse:
    return page(_TEMPLATE, await _page(version_id, actor))


@post("/workspace/versions/{version_id:uuid}/masking", access=Permission.WRITE)
async def propose(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    proposal = (form.text("words"), form.text("ground"), form.text("reason"))
    if not masking.objections(*proposal) and form.text("looked") != proposal[0]:
        matches = await _find_matches(version_id, proposal[0], actor)
        if matches.places and matches.has_warnings:
            return page(_TEMPLATE, with_errors(await _page(version_id, actor), {}, form, matches=matches))
    proposal = ("\n".join((proposal[0], *form.all("near"))), *proposal[1:])
    try:
        await masking_commands.propose(version_id, *proposal, by=actor, at=now)
    except RefusedError as refused:
        shown = await _page(version_id, actor)
        errors = errors_by_control(masking.objections(*proposal)) or errors_of(
            refused, "words" if shown.may_propose else ""
        )
        return shown_again(_TEMPLATE, shown, errors, form)
    return _back(version_id)


@post("/workspace/versions/{version_id:uuid}/masking/{mask_id:uuid}", access=Permission.READ)
async def decide(
    version_id: FromPath[UUID], mask_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    for name, command in _DECISIONS.items():
        if form.has(name):
            return await _answer(version_id, actor, command(version_id, mask_id, by=actor, at=now))
    raise NotFoundException


@post("/workspace/versions/{version_id:uuid}/masking/erase", access=Permission.READ)
async def erase(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    """Destroy a text for good; also what SQLite keeps of it next to the database."""
    typed = (form.text("text"), form.text("decision"))
    try:
        await erase_commands.erase_words(version_id, *typed, by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        shown = await _page(version_id, actor)
        known = next((text for text in shown.erasable if text[0] == typed[0]), None)
        errors = errors_by_control(erasing.objections(known, typed[1])) if shown.erasable else errors_of(refused)
        return shown_again(_TEMPLATE, shown, errors or errors_of(refused), form)
    await forget_written()
    return _back(version_id)


_DECISIONS = {
    "confirm": masking_commands.confirm,
    "decline": masking_commands.decline,
    "lift": masking_commands.lift,
}


async def _answer(version_id: UUID, actor: Actor, done: Awaitable[None]) -> Response[Any]:
    try:
        await done
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        return shown_again(_TEMPLATE, await _page(version_id, actor), errors_of(refused))
    return _back(version_id)


def _back(version_id: UUID) -> Redirect:
    return Redirect(f"/workspace/versions/{version_id}/masking", status_code=303)


async def _find_matches(version_id: UUID, words: str, actor: Actor) -> MaskMatches:
    version = await seen(version_id, actor)
    versions = await queries.versions_of(version.entry.id, seen_by=actor)
    spellings = masking.near_spellings(versions, words)
    return MaskMatches(
        places=_called(masking.places(versions, words)),
        near=tuple(
            (f"near-{place}", spelling.words, _called(spelling.places)) for place, spelling in enumerate(spellings)
        ),
        in_address=in_address(version.entry.slug, words),
        in_contact=any(masking.in_contact(entry_version, words) for entry_version in versions),
    )


def _called(places: tuple[MaskPlace, ...]) -> tuple[tuple[MaskPlace, Message], ...]:
    return tuple((place, label(place.text) if place.text else _TEST) for place in places)


_TEST = Message("title or measure of a test")


async def _page(version_id: UUID, actor: Actor) -> MaskingPage:
    version = await seen(version_id, actor)
    versions = await queries.versions_of(version.entry.id, seen_by=actor)
    masks = await masking_queries.masks_of(version_id, seen_by=actor)
    names = await accounts.names(who for mask in masks for who in (mask.by, mask.decided_by) if who)
    lines = tuple(_line(mask, version, versions, actor, names) for mask in masks)
    texts = erasing.erasable(versions) if actor.may(Permission.KEEP_REGISTER, version.entry.department) else ()
    return MaskingPage(
        version=version,
        lines=lines,
        may_propose=masking.may_propose(version, actor),
        erasable=tuple((words.key, words.version, words.label, words.language) for words in texts),
    )


def _line(
    mask: Mask, version: Version, versions: tuple[Version, ...], actor: Actor, names: Mapping[UUID, str]
) -> MaskLine:
    open_still = mask.status is MaskStatus.PROPOSED
    decides = open_still and masking.may_decide(version, actor, mask.by)
    places = masking.places(versions, mask.words) if open_still else ()
    return MaskLine(
        mask=mask,
        status_label=MASKS[mask.status],
        by=names.get(mask.by, ""),
        decided_by=names.get(mask.decided_by, "") if mask.decided_by else "",
        places=_called(places),
        may_decide=decides,
        may_decline=decides or (open_still and actor.id == mask.by),
        may_lift=mask.status is MaskStatus.ACTIVE and actor.may(Permission.KEEP_REGISTER, version.entry.department),
    )


routes = [show, propose, erase, decide]
