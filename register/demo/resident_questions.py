"""What residents of the demo city have asked, through the same commands as real ones; some still wait for an answer."""

import secrets
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

from algorithms.cards import queries as public_queries
from algorithms.people import Actor
from algorithms.questions import commands, queries
from algorithms.questions.commands import NewQuestion, QuestionEdit
from algorithms.questions.covering import proposed

Answerer = Callable[[UUID | None], Actor]


def written() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads((files(__package__) / "questions.toml").read_text("utf-8"))["question"])


async def ask(coordinator: Actor, answerer: Answerer, now: datetime) -> None:
    """``answerer`` says who answers for a department."""
    for one in written():
        code_hash, at = secrets.token_hex(32), now - timedelta(days=one["days_ago"])
        found = await public_queries.card(one["entry"]) if "entry" in one else None
        entry = found.version.entry.id if found else None
        await commands.ask(NewQuestion(entry, one["language"], one["text"], code_hash), at=at)
        question = await queries.by_code(code_hash)
        assert question is not None  # it was asked a moment ago
        by = answerer(question.department) if question.department else coordinator
        await _answer(one, question.id, by, now)


async def _answer(one: Mapping[str, Any], question: UUID, by: Actor, now: datetime) -> None:
    at, revision = now - timedelta(days=one.get("answered_days_ago", 1)), 0

    def change() -> QuestionEdit:
        return QuestionEdit(question, revision, by, at)

    if one.get("shown"):
        await commands.show(change(), proposed(one["text"], one["language"]))
        revision += 1
    if "answer_sv" in one:
        await commands.answer(change(), {f"answer-{language}": one[f"answer_{language}"] for language in ("sv", "en")})
        revision += 1
    if "case_number" in one:
        await commands.set_case_number(change(), one["case_number"])
        revision += 1
    if "answered_days_ago" in one:
        await commands.give_answer(change())
