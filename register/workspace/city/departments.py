"""Departments and their boards, for those who manage people. The rules: algorithms.departments."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from algorithms.departments import DepartmentError, add_department, rename_department
from algorithms.entries.entry import LANGUAGES, Department
from algorithms.people import Permission
from algorithms.storage import queries
from register.request.forms import Form
from register.request.request_context import ActorInput, FormInput, NowInput
from register.web.forms import FormPage, errors_of, shown_again
from register.web.pager import Pager, pager
from register.web.pages import PageResponse, page

FIELDS = (*(f"{kind}-{language}" for kind in ("name", "board") for language in LANGUAGES), "slug", "phone", "post")


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    departments: tuple[Department, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class DepartmentPage(FormPage):
    """A department that is being added, or one whose names are being changed."""

    action: str
    is_new: bool


_NEW = DepartmentPage(action="/workspace/departments/new", is_new=True)


@get("/workspace/departments", access=Permission.MANAGE_PEOPLE)
async def departments(request: Request[Any, Any, Any]) -> PageResponse:
    all_departments = await queries.departments()
    pages = pager("/workspace/departments", request.query_params, len(all_departments))
    return page(
        "workspace/people/departments.html", DepartmentsPage(all_departments[pages.first :][: pages.most], pages)
    )


@get("/workspace/departments/new", access=Permission.MANAGE_PEOPLE)
async def new_department() -> PageResponse:
    return page("workspace/people/department.html", _NEW)


@post("/workspace/departments/new", access=Permission.MANAGE_PEOPLE)
async def create_department(form: FormInput, actor: ActorInput, now: NowInput) -> Response[Any]:
    typed = {name: form.text(name) for name in FIELDS}
    try:
        department = Department(
            id=uuid4(),
            slug=typed["slug"],
            names=_both(form, "name"),
            boards=_both(form, "board"),
            phone=typed["phone"],
            post=typed["post"],
        )
        await add_department(department, by=actor, at=now)
    except DepartmentError as wrong:
        return shown_again("workspace/people/department.html", _NEW, errors_of(wrong), typed)
    return Redirect("/workspace/departments", status_code=303)


@get("/workspace/departments/{department:uuid}", access=Permission.MANAGE_PEOPLE)
async def show_department(department: FromPath[UUID]) -> PageResponse:
    stored = next((candidate for candidate in await queries.departments() if candidate.id == department), None)
    if stored is None:
        raise NotFoundException
    kinds = (("name", stored.names), ("board", stored.boards))
    typed = {f"{kind}-{language}": words for kind, texts in kinds for language, words in texts.items()}
    typed |= {"phone": stored.phone, "post": stored.post}
    action = f"/workspace/departments/{department}"
    return page("workspace/people/department.html", DepartmentPage(action=action, is_new=False, typed=typed))


@post("/workspace/departments/{department:uuid}", access=Permission.MANAGE_PEOPLE)
async def change_department(
    department: FromPath[UUID], form: FormInput, actor: ActorInput, now: NowInput
) -> Response[Any]:
    names, boards, reached = _both(form, "name"), _both(form, "board"), (form.text("phone"), form.text("post"))
    try:
        await rename_department(department, names, boards, *reached, by=actor, at=now)
    except DepartmentError as wrong:
        shown = DepartmentPage(action=f"/workspace/departments/{department}", is_new=False)
        return shown_again("workspace/people/department.html", shown, errors_of(wrong), form)
    return Redirect("/workspace/departments", status_code=303)


def _both(form: Form, kind: str) -> dict[str, str]:
    return {language: form.text(f"{kind}-{language}") for language in LANGUAGES}


routes = [departments, new_department, create_department, show_department, change_department]
