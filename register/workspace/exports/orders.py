"""Packages that are handed out: ordered on a page, made by the worker, and kept sealed for a day. Knows no addresses.

What lies here may hold words that are masked elsewhere, so it is encrypted, and given to nobody but who ordered it.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from algorithms.handing_out import commands
from algorithms.handing_out.rules import HandOut
from algorithms.people import Actor, NotFoundError
from algorithms.redaction.masks import Mask, MaskStatus
from algorithms.review.workflow import RefusedError
from algorithms.storage.mask_queries import masks_of
from assessments.data import uploads
from assessments.data.uploads import UploadDamagedError
from register.accounts.people import queries as accounts
from register.language import Language
from register.secret_file import master_key, read_secret
from register.settings import Settings
from register.web import static_files
from register.web.pages import Templates
from register.web.theme import read as read_theme
from register.workspace.exports.package import HandOutRequest, package

FOLDER = "handing-out"
RETENTION = timedelta(days=1)
_ATTEMPTS = 3
_WRAPPED_KEY = 60  # bytes
log = logging.getLogger("insyn.worker")


class Stage(StrEnum):
    """As the file next to the order is called; the order alone waits."""

    WAITING = "order"
    READY = "package"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    id: UUID
    version: UUID
    by: UUID
    language: Language
    at: datetime
    chosen: HandOut


@dataclass(frozen=True, slots=True)
class MadePackage:
    """``masks`` are those that were active when it was made: with another one it must not go out any more."""

    content: bytes
    masks: frozenset[UUID]


def place(settings: Settings, order: Order) -> None:
    """Let the worker make it."""
    chosen = {**_as_json(order.chosen), "version": str(order.version), "by": str(order.by)}
    written = json.dumps({**chosen, "language": order.language.value, "at": order.at.isoformat()})
    _write(settings, order.id, Stage.WAITING, written.encode())


def ordered(settings: Settings, order_id: UUID) -> Order | None:
    """None where there is none, or its day is over. UploadDamagedError."""
    sealed = _read(settings, order_id, Stage.WAITING)
    return _order(order_id, json.loads(sealed)) if sealed is not None else None


def stage(settings: Settings, order: Order) -> Stage:
    later = (Stage.READY, Stage.FAILED)
    return next((known for known in later if _file(settings, order.id, known).exists()), Stage.WAITING)


def made(settings: Settings, order: Order) -> MadePackage | None:
    """UploadDamagedError."""
    written = _read(settings, order.id, Stage.READY)
    if written is None:
        return None
    masks, _, content = written.partition(b"\n")
    return MadePackage(content, frozenset(map(UUID, json.loads(masks))))


def active(masks: Iterable[Mask]) -> frozenset[UUID]:
    return frozenset(mask.id for mask in masks if mask.status is MaskStatus.ACTIVE)


@dataclass(slots=True)
class PackageMaker:
    """A duty of the worker: what was ordered is made, and what is older than a day is gone."""

    settings: Settings
    clock: Callable[[], datetime]
    templates: Templates = field(init=False)
    _failures: dict[UUID, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        theme = read_theme(self.settings.theme_dir)
        self.templates = Templates(self.settings, {**static_files.read_static_files(), **theme.files}, theme)

    async def round(self) -> bool:
        """One package at a time; whether there was any."""
        for order in await asyncio.to_thread(self._left):
            if stage(self.settings, order) is Stage.WAITING:
                await self._make_or_give_up(order)
                return True
        return False

    def _left(self) -> list[Order]:
        """In the order in which they came, without those that are over."""
        orders = []
        for file in (self.settings.data_dir / FOLDER).glob(f"*.{Stage.WAITING}"):
            order = _readable(self.settings, UUID(file.stem))
            if order is None or order.at + RETENTION < self.clock():
                for known in Stage:
                    file.with_suffix(f".{known}").unlink(missing_ok=True)
            else:
                orders.append(order)
        return sorted(orders, key=lambda order: (order.at, str(order.id)))

    async def _make_or_give_up(self, order: Order) -> None:
        try:
            await self._make(order)
        except (NotFoundError, RefusedError):  # the person may not any more
            _write(self.settings, order.id, Stage.FAILED, b"")
        except Exception:
            self._failures[order.id] = self._failures.get(order.id, 0) + 1
            if self._failures[order.id] >= _ATTEMPTS:
                log.exception("A package could not be made")
                _write(self.settings, order.id, Stage.FAILED, b"")
            raise

    async def _make(self, order: Order) -> None:
        actor = await self._person(order)
        version = await commands.check(order.version, order.chosen, by=actor)
        masks = await masks_of(order.version, seen_by=actor)
        request = HandOutRequest(
            version=version, chosen=order.chosen, masks=masks, actor=actor, language=order.language, at=order.at
        )
        content = await package(self.settings, self.templates, request)
        sha256 = hashlib.sha256(content).hexdigest()
        await commands.record(order.version, order.chosen, masks, sha256, by=actor, at=self.clock())
        lead = json.dumps(sorted(map(str, active(masks)))).encode() + b"\n"
        await asyncio.to_thread(_write, self.settings, order.id, Stage.READY, lead + content)

    async def _person(self, order: Order) -> Actor:
        """Who ordered it, with the roles of today."""
        people = await accounts.people_on(self.clock().astimezone(self.settings.zone).date())
        person = next((known for known in people if known.id == order.by and known.disabled_at is None), None)
        if person is None:
            raise NotFoundError
        return person.actor


def _readable(settings: Settings, order_id: UUID) -> Order | None:
    try:
        return ordered(settings, order_id)
    except UploadDamagedError:
        return None


def _as_json(chosen: HandOut) -> dict[str, Any]:
    unmasked = sorted(map(str, chosen.unmasked))
    return {"unmasked": unmasked, "with_inner": chosen.with_inner, "paragraph": chosen.paragraph}


def _order(order_id: UUID, written: dict[str, Any]) -> Order:
    chosen = HandOut(
        unmasked=frozenset(map(UUID, written["unmasked"])),
        with_inner=written["with_inner"],
        paragraph=written["paragraph"],
    )
    return Order(
        id=order_id,
        version=UUID(written["version"]),
        by=UUID(written["by"]),
        language=Language(written["language"]),
        at=datetime.fromisoformat(written["at"]),
        chosen=chosen,
    )


def _file(settings: Settings, order_id: UUID, kind: Stage) -> Path:
    return settings.data_dir / FOLDER / f"{order_id}.{kind}"


def _write(settings: Settings, order_id: UUID, kind: Stage, content: bytes) -> None:
    """Under a key of its own; the name of the file is there once all of it is."""
    key, sealed = uploads.seal(content, order_id)
    wrapped = uploads.wrap_key(key, master_key(read_secret(settings)), order_id)
    file = _file(settings, order_id, kind)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_bytes(wrapped + sealed)
    draft.replace(file)


def _read(settings: Settings, order_id: UUID, kind: Stage) -> bytes | None:
    try:
        stored = _file(settings, order_id, kind).read_bytes()
    except FileNotFoundError:
        return None
    key = uploads.unwrap_key(stored[:_WRAPPED_KEY], master_key(read_secret(settings)), order_id)
    return uploads.unseal(stored[_WRAPPED_KEY:], key, order_id)
