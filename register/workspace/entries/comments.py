"""Comments on the answers of a version: written, resolved and opened again, then back to where they stand."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.editing import comments
from algorithms.entries.fields import BY_NAME
from algorithms.people import Actor, NotFoundError
from algorithms.review.workflow import RefusedError
from register.guard.access import SIGNED_IN
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import errors_of, shown_again
from register.workspace.entries.form import answers_page


@post("/workspace/versions/{version_id:uuid}/comments", access=SIGNED_IN)
async def comment(version_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    about, words = form.text("about"), form.text("words")
    try:
        await comments.comment(version_id, about, words, by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        return await _again(version_id, form, actor, refused)
    return Redirect(_place(version_id, about), status_code=303)


@post("/workspace/versions/{version_id:uuid}/comments/{comment_id:uuid}", access=SIGNED_IN)
async def settle(
    version_id: FromPath[UUID], comment_id: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    change = comments.reopen if form.has("reopen") else comments.resolve
    try:
        await change(version_id, comment_id, by=actor, at=now)
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as refused:
        return await _again(version_id, form, actor, refused)
    return Redirect(_place(version_id, form.text("about")), status_code=303)


async def _again(version_id: UUID, form: Form, actor: Actor, refused: RefusedError) -> Response[Any]:
    """The page as it was, with the words and what stood in their way."""
    about = form.text("about")
    shown = await answers_page(version_id, actor)
    control = f"words-{about}" if shown.may_comment else ""
    return shown_again(
        "workspace/versions/answers.html", shown, errors_of(refused, control), {about: form.text("words")}
    )


def _place(version_id: UUID, about: str) -> str:
    place = f"answer-{about}" if about in BY_NAME else "whole"
    return f"/workspace/versions/{version_id}/answers#{place}"


routes = [comment, settle]
