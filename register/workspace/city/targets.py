"""The AI plan's goals: how far the register has come, and the page on which the coordinator sets how far it should."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from algorithms.people import Actor, Permission
from algorithms.reporting.commands import set_targets
from algorithms.reporting.counts import counted_for
from algorithms.reporting.targets import Goal, Progress, read
from assessments.text.message import Message
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_by_control, shown_again
from register.web.labels import GOALS
from register.web.pages import PageResponse, page


@dataclass(frozen=True, slots=True)
class GoalLine:
    progress: Progress
    words: Message
    late: bool


@dataclass(frozen=True, slots=True)
class TargetsPage(FormPage):
    goals: tuple[GoalLine, ...]


async def goals(actor: Actor, now: datetime) -> tuple[GoalLine, ...]:
    """Of the entries this person may read, and of all departments."""
    return goal_lines((await counted_for(actor, now.date())).goals, now)


def goal_lines(measured_goals: Iterable[Progress], now: datetime) -> tuple[GoalLine, ...]:
    return tuple(GoalLine(progress, GOALS[progress.goal], progress.is_late(now.date())) for progress in measured_goals)


@get("/workspace/targets", access=Permission.KEEP_REGISTER)
async def show(actor: ActorInput, now: NowInput) -> PageResponse:
    lines = await goals(actor, now)
    typed = {
        f"{line.progress.goal}-{name}": value
        for line in lines
        if (target := line.progress.target)
        for name, value in (("percent", str(target.percent)), ("month", target.by_month))
    }
    return page("workspace/city/targets.html", TargetsPage(lines, typed=typed))


@post("/workspace/targets", access=Permission.KEEP_REGISTER)
async def save(form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    typed = {f"{goal}-{name}": form.text(f"{goal}-{name}") for goal in Goal for name in ("percent", "month")}
    targets, errors = read(typed)
    if errors:
        shown = TargetsPage(await goals(actor, now))
        return shown_again("workspace/city/targets.html", shown, errors_by_control(errors), typed)
    await set_targets(targets, by=actor, at=now)
    return Redirect("/workspace/report", status_code=303)


routes = [show, save]
