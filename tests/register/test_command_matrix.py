"""Every command is asked by every role, of its own department and of another, in every state. Each call is undone."""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Coroutine, Iterator
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest

import algorithms
import register.accounts
import register.mail
from algorithms.city_tables import MaskRow
from algorithms.editing.comments import comment
from algorithms.entries.entry import PUBLIC, VersionState
from algorithms.evidence import commands as evidence
from algorithms.importing import commands as importing
from algorithms.importing.progress import ImportStateError
from algorithms.importing.tables import ImportRow
from algorithms.incidents.commands import record_incident
from algorithms.people import CITY_WIDE, Actor, NotFoundError, Role
from algorithms.questions.commands import QuestionEdit
from algorithms.questions.tables import QuestionRow
from algorithms.redaction.masks import GROUNDS
from algorithms.review.workflow import RefusedError
from algorithms.suppliers.commands import TemplateError
from algorithms.tables import CommentRow, VersionRow
from assessments.data.inventory import Inventory
from assessments.runs import commands as runs
from assessments.runs.run import RunState, RunStateError
from assessments.storage import transaction
from assessments.tables import RunRow
from builders import NOW, a_measure, an_id
from city import City
from command_rows import CITY_ROWS, INCIDENT, RUN_ROWS, TITLES, VERSION_ROWS, Case, Row, a_file
from conftest import settings_for
from register.accounts.people import queries as accounts
from register.accounts.people.commands import AccountError
from register.tables import StandInRow
from steps import a_draft, actor

BY_ROLE = {  # what somebody reads whose role does not include it
    "Your role does not include this.",
    "Your role does not include this step.",
    "Your role lets you read this version, but not change it.",
    "Comments can be written until the version is published, by those who work on it.",
    "Somebody other than the person who proposed it must decide.",
}
Asker = tuple[Role, str]
ASKERS: list[Asker] = [(role, "social") for role in Role] + [(role, "school") for role in Role if role not in CITY_WIDE]


OF_NO_DEPARTMENT = {importing.begin}  # to which department each row of a list belongs is asked when it is read
CALLED_ELSEWHERE = {  # the program calls these within a command, or people for themselves alone
    "algorithms.editing.commands.for_change",
    "algorithms.evidence.commands.open_for_evidence",
    "algorithms.evidence.commands.record",
    "algorithms.evidence.commands.set_aside",
    "algorithms.evidence.commands.with_run",
    "algorithms.evidence.necessity_commands.for_decision",
    "algorithms.evidence.necessity_commands.for_opinion",
    "algorithms.handing_out.commands.check",
    "algorithms.importing.commands.carry_out",
    "algorithms.importing.proposing.propose",
    "algorithms.importing.proposing.take_back",
    "register.accounts.people.notices.mark_read",
    "register.accounts.people.profile.change_password",
    "register.accounts.people.profile.end_sessions",
    "register.mail.sending.resend.read_link",  # what an administrator may do with a letter's link: test_insiders
    "register.mail.commands.remind",
}


class _UndoneError(Exception):
    """Raised to take back what a command has done."""


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("commands")
    database = shutil.copy(sqlite_template, folder / "insyn.sqlite")
    with City(settings_for(f"sqlite://{database}", folder)) as running:
        for role in (Role.EDITOR, Role.APPROVER, Role.DPO):
            running.add_person(role, "school")
        running.add_person(Role.EDITOR, name="Någon Annan")
        yield running


@pytest.fixture(scope="module")
def people(city: City) -> dict[Asker, Actor]:
    return {asker: city.call(accounts.person_by_email, city.address(*asker)).actor for asker in ASKERS}


@pytest.fixture(scope="module")
def cases(city: City) -> dict[VersionState, Case]:
    return {state: _case(city, state) for state in VersionState}


def _case(city: City, state: VersionState) -> Case:
    editor = city.call(accounts.person_by_email, city.address(Role.EDITOR, name="Någon Annan")).actor
    version = a_draft(city)
    version_row = city.call(VersionRow.select().where(VersionRow.id == version).first().run)
    run, done = a_file("fil"), a_file("klar")
    for file in (run, done):
        city.call(evidence.receive, version, file, titles=TITLES, by=editor, at=NOW)
    city.call(runs.store_inventory, run.id, Inventory(rows=1, sha256="0" * 64, encoding="", separator="", columns=()))
    city.call(evidence.record_measure, version, done.id, a_measure(), by=editor)
    city.call(comment, version, "", "Ett ord.", by=editor, at=NOW)
    incident = city.call(record_incident, version, INCIDENT, by=editor, at=NOW)
    masks = {mask_state: an_id(f"{mask_state} {state}") for mask_state in ("proposed", "active")}
    question = an_id(f"question {state}")

    async def store() -> Any:
        for mask_state, mask in masks.items():
            words = {"words": f"ord {mask_state}", "ground": GROUNDS[0].key, "reason": "Skäl.", "state": mask_state}
            decided = {"decided_by": an_id("other"), "decided_at": NOW} if mask_state == "active" else {}
            who = {"proposed_by": editor.id, "proposed_at": NOW}
            await MaskRow.insert(MaskRow(id=mask, entry=version_row["entry"], **words, **who, **decided))
        question_fields = {
            "text": "Varför jag?",
            "language": "sv",
            "received_hour": NOW,
            "code_hash": str(state),
            "department": city.department.id,
        }
        await QuestionRow.insert(QuestionRow(id=question, entry=version_row["entry"], **question_fields))
        await RunRow.update({RunRow.state: RunState.DONE.value}).where(RunRow.id == done.id)
        when = {VersionRow.published_at: NOW} if state in PUBLIC else {}
        who = (
            {VersionRow.submitted_by: editor.id, VersionRow.changed_by: editor.id}
            if state is not VersionState.DRAFT
            else {}
        )
        await VersionRow.update({VersionRow.state: state.value, **when, **who}).where(VersionRow.id == version)
        return (await CommentRow.select().where(CommentRow.version == version).first())["id"]

    return Case(
        version=version,
        entry=version_row["entry"],
        revision=version_row["revision"],
        department=city.department.id,
        run=run.id,
        done=done.id,
        comment=city.call(store),
        proposed=masks["proposed"],
        active_mask=masks["active"],
        incident=incident,
        question=question,
        person=editor.id,
        deputy=actor(city, Role.APPROVER).id,
        entry_import=city.call(_an_import, editor),
        stand_in=city.call(_a_stand_in, editor, actor(city, Role.APPROVER)),
    )


async def _an_import(by: Actor) -> UUID:
    begun = await importing.begin(a_file("lista"), by=by, at=NOW)
    await ImportRow.update({ImportRow.state: "read"}).where(ImportRow.id == begun)
    return begun


async def _a_stand_in(absent: Actor, deputy: Actor) -> UUID:
    days = {"first": NOW.date(), "last": NOW.date()}
    row = StandInRow(id=uuid4(), person=absent.id, deputy=deputy.id, set_by=absent.id, set_at=NOW, **days)
    return (await StandInRow.insert(row))[0]["id"]


async def _outcomes(row: Row, case: Case, people: dict[Asker, Actor]) -> dict[Asker, str]:
    return {asker: await _outcome(row, case, by) for asker, by in people.items()}


async def _outcome(row: Row, case: Case, by: Actor) -> str:
    """``done``, ``refused`` by a rule, ``not theirs`` by role, or ``not there``."""
    try:
        await _and_undone(row.call(case, by))
    except _UndoneError:
        return "done"
    except NotFoundError:
        return "not there"
    except RefusedError as refused:
        return "not theirs" if {objection.msgid for objection in refused.objections} & BY_ROLE else "refused"
    except (RunStateError, ImportStateError, TemplateError, AccountError):
        return "refused"
    raise AssertionError("a command that was neither refused nor undone")


async def _and_undone(command: Coroutine[Any, Any, Any]) -> None:
    async with transaction():
        await command
        raise _UndoneError


@pytest.mark.parametrize("rows", [VERSION_ROWS, RUN_ROWS], ids=["versions", "runs"])
def test_a_command_on_a_version_is_for_those_roles_of_its_department_in_those_states(city, people, cases, rows) -> None:
    wrong = []
    for row in rows:
        for state, case in cases.items():
            outcomes = city.call(_outcomes, row, case, people)
            wrong += [
                (_name(row.command), state, *asker, outcome)
                for asker, outcome in outcomes.items()
                if not _as_promised(row, state, *asker, outcome)
            ]
            if state in row.done_in and "done" not in outcomes.values():
                wrong.append((_name(row.command), state, "nobody gets it done"))
    assert wrong == []


def _as_promised(row: Row, state: VersionState, role: Role, department: str, outcome: str) -> bool:
    if department == "school" and state not in PUBLIC:
        return outcome == "not there"
    may = row.may if isinstance(row.may, set) else row.may.get(state)
    if may is None:
        return outcome in ("not there", "refused")
    if role not in may or department == "school":
        return outcome in ("not there", "not theirs")
    return outcome == "done" if state in row.done_in else outcome in ("refused", "not theirs")


def test_a_command_on_the_city_is_for_those_roles(city, people, cases) -> None:
    wrong = []
    for row in CITY_ROWS:
        outcomes = city.call(_outcomes, row, cases[VersionState.PUBLISHED], people)
        for (role, department), outcome in outcomes.items():
            is_allowed = role in row.may and (department == "social" or row.command in OF_NO_DEPARTMENT)
            promised = ("done" if row.done_in else "refused") if is_allowed else "not there"
            wrong += [(_name(row.command), role, department, outcome)] if outcome != promised else []
    assert wrong == []


def test_every_command_that_a_person_gives_is_in_the_table() -> None:
    listed = {row.command for row in (*VERSION_ROWS, *RUN_ROWS, *CITY_ROWS)}
    there = {
        function
        for module in _modules()
        for _, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if function.__module__ == module.__name__ and not function.__name__.startswith("_") and _is_a_persons(function)
    }
    assert set(map(_name, there - listed)) == CALLED_ELSEWHERE


def _modules() -> Iterator[ModuleType]:
    for package in (algorithms, register.accounts, register.mail):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.split(".")[1] != "migrations":
                yield importlib.import_module(module.name)


def _is_a_persons(function: Any) -> bool:
    hints = {name: parameter.annotation for name, parameter in inspect.signature(function).parameters.items()}
    return hints.get("by") is Actor or QuestionEdit in hints.values()


def _name(command: Any) -> str:
    return f"{command.__module__}.{command.__name__}"
