"""What residents of the demo city have asked, through the same commands as real ones; some still wait for an answer."""

import secrets
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

from algorithms.people import Actor
from algorithms.published import queries as public_queries
from algorithms.questions import commands, queries
from algorithms.questions.commands import NewQuestion, QuestionEdit
from algorithms.questions.covering import proposed

Answerer = Callable[[UUID | None], Actor]


def written() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads((files(__package__) / "questions.toml").read_text("utf-8"))["question"])


async def ask(coordinator: Actor, answerer: Answerer, now: datetime) -> None:
    """``answerer`` says who answers for a department."""
    for sample in written():
        code_hash, at = secrets.token_hex(32), now - timedelta(days=sample["days_ago"])
        published = await public_queries.entry(sample["entry"]) if "entry" in sample else None
        entry = published.id if published else None
        await commands.ask(
            NewQuestion(entry=entry, language=sample["language"], text=sample["text"], code_hash=code_hash), at=at
        )
        question = await queries.by_code(code_hash)
        assert question is not None  # it was asked a moment ago
        by = answerer(question.department) if question.department else coordinator
        await _answer(sample, question.id, by, now)


async def _answer(sample: Mapping[str, Any], question: UUID, by: Actor, now: datetime) -> None:
    at, revision = now - timedelta(days=sample.get("answered_days_ago", 1)), 0

    def change() -> QuestionEdit:
        return QuestionEdit(question=question, revision=revision, by=by, at=at)

    if sample.get("shown"):
        await commands.show(change(), proposed(sample["text"], sample["language"]))
        revision += 1
    if "answer_sv" in sample:
        await commands.answer(
            change(), {f"answer-{language}": sample[f"answer_{language}"] for language in ("sv", "en")}
        )
        revision += 1
    if "case_number" in sample:
        await commands.set_case_number(change(), sample["case_number"])
        revision += 1
    if "answered_days_ago" in sample:
        await commands.give_answer(change())
