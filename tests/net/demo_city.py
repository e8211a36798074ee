"""The demo city, built once by the program's own commands on a day that stands still, and opened on copies of it."""

import asyncio
import contextlib
import functools
import itertools
import os
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

import begun
from applications import CompiledOnce, application
from client import CheckingClient
from register.accounts.sign_in import passwords
from register.demo.load import load
from register.jobs.assessments import handlers, sources
from register.jobs.worker import run_next_job
from register.public.cards.card_pdfs import CardPrinter
from register.settings import Settings
from register.shell.demo import CITY
from register.storage.database import opened
from register.storage.migrate import made_ready
from register.web import pages

TODAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@contextlib.contextmanager
def still() -> Iterator[None]:
    """Ids come in the order in which things are made; passwords cost little, and templates are compiled once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", _in_order())
        cheap = functools.partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "PasswordHasher", cheap)
        patch.setattr(pages, "Environment", functools.partial(pages.Environment, bytecode_cache=CompiledOnce()))
        yield


def _in_order() -> Callable[[int], bytes]:
    """Sixteen bytes are an id: six that count, and others."""
    counting, others, guard = itertools.count(1), random.Random(16), threading.Lock()

    def urandom(size: int) -> bytes:
        with guard:
            counted = next(counting).to_bytes(6, "big") if size == 16 else b""
            return counted + others.randbytes(size - len(counted))

    return urandom


def settings_in(folder: Path) -> Settings:
    loaded = Settings.from_environment({**CITY, "INSYN_DATA_DIR": str(folder)})
    return replace(loaded, demo=True)


def clock() -> datetime:
    return TODAY


def build(folder: Path, *, papers: bool) -> None:
    """All that ``insyn demo`` makes, and what its worker does until nothing waits."""
    folder.mkdir(mode=0o700)
    (folder / "insyn.sqlite").touch(0o600)
    settings = settings_in(folder)

    async def work() -> None:
        await made_ready(settings)
        async with opened(settings):
            await load(settings, TODAY, print)
            kinds, job_sources = handlers(settings, clock), sources(settings, clock)
            while await run_next_job(kinds, job_sources, asyncio.Event(), clock):
                pass
            press = CardPrinter(settings)
            while papers and await press.round():
                pass

    asyncio.run(work())


class Opened:
    """One person's own copy of the city, signed in; after whatever they send it is put back as it was."""

    def __init__(self, built: Path, folder: Path, who: str, language: str) -> None:
        shutil.copytree(built, folder)
        self._settings = settings_in(folder)
        self._database = folder / "insyn.sqlite"
        self._before = folder / "before.sqlite"
        self._start()
        self._cookies = ()
        if who:
            begun.sign_in(self.client, f"{who}@exempelstad.example", language)
            self._cookies = tuple(self.client.cookies.jar)
        self._watch = sqlite3.connect(self._database, isolation_level=None)
        with contextlib.closing(sqlite3.connect(self._before)) as snapshot:
            self._watch.backup(snapshot)
        self._version = self._data_version()

    def close(self) -> None:
        self._watch.close()
        self.client.__exit__(None, None, None)

    def put_back(self, *, forgetful: bool) -> None:
        """If anything was changed; a program that may remember what was changed starts over."""
        if self._data_version() != self._version:
            if forgetful:
                self.client.__exit__(None, None, None)
            with contextlib.closing(sqlite3.connect(self._before)) as snapshot:
                snapshot.backup(self._watch)
            if forgetful:
                self._start()
            self._version = self._data_version()
        self.client.cookies.clear()
        for cookie in self._cookies:
            self.client.cookies.jar.set_cookie(cookie)

    def _start(self) -> None:
        self.client = CheckingClient(application(self._settings, clock), self._settings.base_url)
        self.client.__enter__()

    def _data_version(self) -> int:
        version: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
        return version
