"""A child process that reads files or computes: how it is started and asked, and the sentence for each way it may die.

Imports no heavy library itself. Asyncio.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from pathlib import Path
from types import TracebackType
from typing import Any

from assessments.runs.endings import TOO_SLOW, reason_of_end
from assessments.text.complaints import ChildDiedError, EvaluationDataError, PlanRefusedError
from assessments.text.message import Message

OnProgress = Callable[[float], Awaitable[None] | None]  # called with a share, 0 to 1
_LONGEST_LINE = 256 * 1024 * 1024  # bytes: 200,000 cells with long names


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. ``piece`` is how many bytes of a file are read at a time."""

    memory: int = 2 * 1024**3  # bytes of address space
    cpu_seconds: int = 600
    wall_seconds: float = 900
    silent_seconds: float = 60  # without a word: a library that cannot get a thread waits for ever
    piece: int = 16 * 1024 * 1024
    threads: int = 4


DEFAULT_LIMITS = Limits()

# Without fewer arenas, every thread takes 64 MB of address space, which is limited, before it has done anything.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}


class Child:
    """One process, for as long as the ``async with`` lasts; it may be asked several things, one after the other."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS, environment: Mapping[str, str] | None = None) -> None:
        self._limits, self._environment = limits, environment or {}
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> "Child":
        package_parent = str(Path(__file__).parent.parent.parent)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "assessments.runs.subprocess_main",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # it might quote what stands in the file
            limit=_LONGEST_LINE,
            env={
                **self._environment,
                **_ENVIRONMENT,
                "PATH": os.environ.get("PATH", ""),
                "PYTHONPATH": package_parent,
            },
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        process = self._process
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()

    async def warm(self) -> None:
        """Begin to load what conclusions need, while somebody else reads. Nothing is waited for."""
        await self._write({"task": "warm"})

    async def ask(self, request: Mapping[str, Any], on_progress: OnProgress, *, is_last: bool = False) -> Any:
        """The answer. The request, with its key, goes in by a pipe, never by arguments or environment."""
        try:
            async with asyncio.timeout(self._limits.wall_seconds):
                await self._write(request, is_last=is_last)
                return await self._answer(on_progress, is_last=is_last)
        except TimeoutError as error:  # a machine that stood still looks the same, so one time proves nothing
            raise ChildDiedError(TOO_SLOW) from error

    async def _write(self, request: Mapping[str, Any], *, is_last: bool = False) -> None:
        limits = self._limits
        allowed = {"memory": limits.memory, "cpu_seconds": limits.cpu_seconds, "piece": limits.piece}
        written = json.dumps({**request, "limits": {**allowed, "threads": limits.threads}}) + "\n"
        if self._process is None or self._process.stdin is None:
            raise RuntimeError("the child was started without pipes")
        try:
            self._process.stdin.write(written.encode())
            await self._process.stdin.drain()
            if is_last:
                self._process.stdin.close()
        except ConnectionError:
            pass  # it died before it had read everything; its exit says why

    async def _answer(self, on_progress: OnProgress, *, is_last: bool) -> Any:
        if self._process is None or self._process.stdout is None:
            raise RuntimeError("the child was started without pipes")
        answer: dict[str, Any] = {}
        while line := await _line(self._process.stdout, self._limits.silent_seconds):
            answer = json.loads(line)
            if "progress" in answer:
                await notify(on_progress, answer["progress"])
            elif not is_last:
                return _read(answer, 0)
        return _read(answer, await self._process.wait())


def _read(answer: Mapping[str, Any], code: int) -> Any:
    if code == 0 and "result" in answer:
        return answer["result"]
    if code == 0 and "complaints" in answer:
        kind = PlanRefusedError if answer.get("of_plan") else EvaluationDataError
        raise kind(*(Message.from_dict(written) for written in answer["complaints"]))
    raise reason_of_end(code, answer.get("failed"), answer.get("kind", ""))


async def notify(on_progress: OnProgress, share: float) -> None:
    waiting = on_progress(share)
    if isawaitable(waiting):
        await waiting


async def _line(output: asyncio.StreamReader, silent_seconds: float) -> bytes:
    """Not by ``wait_for``: in Python 3.11 that loses a cancellation that comes at the same moment as the line."""
    async with asyncio.timeout(silent_seconds):
        return await output.readline()
