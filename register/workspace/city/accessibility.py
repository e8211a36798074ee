"""Where the coordinator writes and publishes the accessibility statement, with a notice when it is too old."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from algorithms.law.authorities import Authority, AuthorityTask, next_authority
from algorithms.people import Permission
from algorithms.review.workflow import RefusedError
from algorithms.statement import commands as statement_commands
from algorithms.statement.queries import days, newest
from algorithms.statement.rules import StatementPart, is_overdue, read, typed
from assessments.text.message import Message, labelled
from register.public.lists.statement import CONFORMS
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_by_control, errors_of, shown_again
from register.web.pages import PageResponse, page

_TEMPLATE = "workspace/city/accessibility.html"
_PART_LABELS: Mapping[StatementPart, tuple[Message, Message]] = labelled(
    StatementPart,
    {
        StatementPart.ACTOR: (Message("Who is responsible"), Message("The city’s name, and the board’s.")),
        StatementPart.SERVICE: (
            Message("What the website is called"),
            Message("For example: the register of algorithms."),
        ),
        StatementPart.LACKS: (
            Message("What is not accessible, and why"),
            Message("One thing at a time, beginning with whom it concerns. Needed unless the law is fully followed."),
        ),
        StatementPart.METHOD: (
            Message("How it was assessed"),
            Message("For example that you tested it yourselves, or that somebody else did, and with what."),
        ),
        StatementPart.BURDEN: (
            Message("What would be an unreasonable burden (section 12)"),
            Message("With the reasons. Leave it empty where there is no such exception."),
        ),
        StatementPart.OUTSIDE: (
            Message("What the law does not cover (section 9)"),
            Message("Leave it empty where there is nothing."),
        ),
    },
)


@dataclass(frozen=True, slots=True)
class StatementForm(FormPage):
    after: int  # the number of the statement that the words build on
    overdue: bool
    until: date | None
    days: tuple[tuple[int, date], ...]
    next_supervisor: Authority | None  # who will supervise the law, where a change is known
    action: str = "/workspace/accessibility"
    part_labels: Mapping[StatementPart, tuple[Message, Message]] = field(default_factory=lambda: _PART_LABELS)
    choices: tuple[tuple[str, Message], ...] = tuple((key.value, words) for key, words in CONFORMS.items())


@get("/workspace/accessibility", access=Permission.KEEP_REGISTER)
async def show(now: NowInput) -> PageResponse:
    return page(_TEMPLATE, await _form_page(now.date()))


@post("/workspace/accessibility", access=Permission.KEEP_REGISTER)
async def publish(form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    after = _after(form)
    draft, errors = read(form.typed(), now.date())
    if draft is None:
        return shown_again(_TEMPLATE, await _form_page(now.date(), after), errors_by_control(errors), form)
    try:
        await statement_commands.publish(draft, after=after, by=actor, at=now)
    except RefusedError as refused:
        return shown_again(_TEMPLATE, await _form_page(now.date()), errors_of(refused), form, status=409)
    return Redirect("/workspace/accessibility", status_code=303)


async def _form_page(today: date, after: int | None = None) -> StatementForm:
    current = await newest()
    number = current.number if current else 0
    return StatementForm(
        typed=typed(current),
        after=number if after is None else after,
        overdue=is_overdue(current, today),
        until=current.until() if current else None,
        days=await days(),
        next_supervisor=next_authority(AuthorityTask.ACCESSIBILITY, today),
    )


def _after(form: Form) -> int:
    written = form.text("after")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else -1


routes = [show, publish]
