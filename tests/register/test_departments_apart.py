"""Two departments, each with its people: what belongs to one does not exist for the other, on any address."""

import hashlib
from typing import Any
from uuid import UUID

import pytest
from piccolo.table import Table

from algorithms.editing import commands
from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.entries.entry import LANGUAGES, Topic
from algorithms.entries.texts import Text
from algorithms.evidence import commands as evidence_commands
from algorithms.evidence.commands import ReceivedFile
from algorithms.people import Actor, Role
from algorithms.review.workflow import Action
from algorithms.tables import (
    ChoiceRow,
    CommentRow,
    DatasetOpinionRow,
    DutyRow,
    EntryRow,
    EventRow,
    EvidenceRow,
    IncidentRow,
    NecessityRow,
    OpinionRow,
    TextRow,
    VersionRow,
    WithheldRow,
)
from assessments.data.inventory import Inventory
from assessments.runs import commands as runs
from assessments.tables import RunRow, SecondFileRow
from builders import NOW, a_department, an_id
from city import City
from register.accounts.people import queries as accounts
from register.settings import Settings

TABLES: tuple[type[Table], ...] = (
    VersionRow,
    TextRow,
    ChoiceRow,
    OpinionRow,
    EvidenceRow,
    CommentRow,
    DutyRow,
    EventRow,
    EntryRow,
    WithheldRow,
    IncidentRow,
    RunRow,
    SecondFileRow,
    NecessityRow,
    DatasetOpinionRow,
)
RUN_ACTS = ("plan", "start", "cite", "measure", "done", "second-file/remove", "necessity", "opinion")
LATER = ("plan", "necessity", "opinion", "same-file")  # pages of a run that has come further
CANARY = "kanariefågel"
INCIDENT = an_id("incident")


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        for role in (Role.EDITOR, Role.APPROVER, Role.DPO):
            running.add_person(role, "school")
        yield running


def actor(city: City, role: Role, department: str = "social") -> Actor:
    person: Actor = city.call(accounts.person_by_email, city.address(role, department)).actor
    return person


def a_draft(city: City) -> tuple[UUID, UUID]:
    """A draft of the social department with a canary in every text, and a run with a second file."""
    editor = actor(city, Role.EDITOR)
    version = city.call(
        commands.create_entry,
        name=f"{CANARY} namn",
        department=a_department().id,
        topic=Topic.WORK_AND_MONEY,
        by=editor,
        at=NOW,
    )
    texts = {(name, language): f"{CANARY} {name} {language}" for name in Text for language in LANGUAGES}
    answers = {
        "operational_status": OperationalStatus.IN_USE,
        "personal_data": True,
        "human_role": HumanRole.DECIDES,
        "contact_email": f"{CANARY}@staden.example",
    }
    city.call(commands.save, version, revision=0, texts=texts, answers=answers, by=editor, at=NOW)
    file = ReceivedFile(id=an_id("run"), name=f"{CANARY}.csv", size=10, sha256="0" * 64, wrapped_key=b"key")
    titles = {"sv": f"{CANARY} test", "en": f"{CANARY} test"}
    city.call(evidence_commands.receive, version, file, titles=titles, by=editor, at=NOW)
    city.call(runs.store_inventory, file.id, Inventory(rows=1, sha256="0" * 64, encoding="", separator="", columns=()))
    second = ReceivedFile(
        id=an_id("second"), name=f"{CANARY} grupper.csv", size=10, sha256="0" * 64, wrapped_key=b"key"
    )
    city.call(evidence_commands.receive_second, version, file.id, second, by=editor, at=NOW)
    entry = city.call(commands.for_change, version, editor).entry.id
    fields = {"what": f"{CANARY} incident", "happened_on": NOW.date(), "recorded_by": editor.id, "recorded_at": NOW}
    city.call(IncidentRow.insert(IncidentRow(id=INCIDENT, entry=entry, **fields)).run)
    return version, file.id


def digest(city: City) -> str:
    """Of every row that a stranger might change."""

    async def rows() -> list[Any]:
        return [sorted(map(repr, await table.select())) for table in TABLES]

    return hashlib.sha256(repr(city.call(rows)).encode()).hexdigest()


def pages(version: UUID, run: UUID) -> list[str]:
    own = f"/workspace/versions/{version}"
    below = ("", "/answers", "/answers/about", "/class", "/impact", "/duties", "/differences", "/history", "/preview")
    below += ("/exports", "/exports/nl-1.0/sv", "/exports/nl-1.0/sv/entry.json", "/hand-out")
    entry = ("/entry", "/incidents", "/incidents/new", f"/incidents/{INCIDENT}")
    evidence = ("/evidence/new", f"/evidence/{run}", f"/evidence/{run}/second-file")
    later = [f"/evidence/{run}/{page}" for page in LATER]
    return [own + suffix for suffix in (*below, *entry, *evidence, *later)]


def acts(version: UUID, run: UUID, entry: UUID) -> list[str]:
    own = f"/workspace/versions/{version}"
    on_run = [f"{own}/evidence/{run}/{act}" for act in RUN_ACTS]
    steps = [f"{own}/{action}" for action in Action]
    comments = [f"{own}/comments", f"{own}/comments/{an_id('comment')}"]
    law = [f"{own}/class", f"{own}/impact", f"{own}/duties/classify"]
    of_entry = [f"{own}/entry/{act}" for act in ("case-number", "withhold", "stop-withholding", "move")]
    of_entry += [f"{own}/hand-out"]
    of_entry += [f"{own}/incidents", f"{own}/incidents/{INCIDENT}", f"{own}/incidents/{INCIDENT}/close"]
    return [
        *steps,
        *on_run,
        *comments,
        *law,
        *of_entry,
        f"{own}/answers/about",
        f"/workspace/entries/{entry}/new-version",
    ]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.DPO])
@pytest.mark.storage
def test_what_another_department_works_on_does_not_exist(city: City, role: Role) -> None:
    version, run = a_draft(city)
    client = city.as_(role, "school")

    seen = {address: client.get(address).status_code for address in pages(version, run)}
    lists = [
        client.get("/workspace").text,
        client.get("/workspace/entries").text,
        client.get("/workspace/incidents").text,
    ]

    assert not {address: status for address, status in seen.items() if status not in (403, 404)}
    assert not [page for page in lists if CANARY in page]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.DPO])
@pytest.mark.storage
def test_nobody_changes_what_another_department_works_on(city: City, role: Role) -> None:
    version, run = a_draft(city)
    entry = city.call(commands.for_change, version, actor(city, Role.EDITOR)).entry.id
    client = city.as_(role, "school")
    client.get("/workspace")
    token = dict(client.page.forms[0].values)["_csrf_token"]
    before = digest(city)

    typed = {
        "_csrf_token": token,
        "words-sv": "skäl",
        "opinion": "agree",
        "name-sv": "annat",
        "revision": "1",
        "words": "ett ord",
        "question": "technique",
        "technique": "rules",
        "state": "met",
        "case-number": "X 1",
        "ground": "secrecy.17-1",
        "reason": "skäl",
        "department": str(a_department("school").id),
        "happened-on": "2026-11-20",
        "what": "något",
        "outcome": "slut",
    }
    answers = {address: client.post(address, typed).status_code for address in acts(version, run, entry)}

    assert not {address: status for address, status in answers.items() if status not in (403, 404)}
    assert digest(city) == before


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.DPO])
def test_nobody_adds_a_second_file_to_the_work_of_another_department(city: City, role: Role) -> None:
    version, run = a_draft(city)
    client = city.as_(role, "school")
    client.get("/workspace")
    token = dict(client.page.forms[0].values)["_csrf_token"]
    before = digest(city)

    for address in ("new", f"{run}/second-file", f"{run}/same-file"):
        files = {"file": ("grupper.csv", b"a;b\n1;2\n")}
        sent = client.post(f"/workspace/versions/{version}/evidence/{address}", {"_csrf_token": token}, files=files)
        assert sent.status_code in (403, 404), address
    assert digest(city) == before
    assert not (city.settings.data_dir / "uploads").exists()


def test_a_department_sees_and_changes_its_own(city: City) -> None:
    version, run = a_draft(city)
    client = city.as_(Role.EDITOR)

    seen = {address: client.get(address).status_code for address in pages(version, run)[: -len(LATER)]}

    assert set(seen.values()) == {200}
    assert CANARY in client.get("/workspace/entries").text


def test_the_public_sees_nothing_of_a_draft(city: City) -> None:
    a_draft(city)
    client = city.client
    client.cookies.clear()

    for language in LANGUAGES:
        for address in ("", "algorithms", f"algorithms?q={CANARY}", f"algorithms/{CANARY}-namn", "about", "learn"):
            answer = client.get(f"/{language}/{address}")
            assert not [name for name in (*Text, "namn", "test") if f"{CANARY} {name}" in answer.text]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COORDINATOR])
def test_who_reads_everything_reads_this_too(city: City, role: Role) -> None:
    version, _ = a_draft(city)

    answer = city.as_(role).get(f"/workspace/versions/{version}")

    assert answer.status_code == 200


def test_the_auditor_has_no_buttons_but_to_leave(city: City) -> None:
    version, run = a_draft(city)
    client = city.as_(Role.AUDITOR)

    own = f"/workspace/versions/{version}"
    for address in (own, f"{own}/answers", f"{own}/differences", f"{own}/evidence/{run}"):
        client.get(address)
        assert {form.action for form in client.page.forms} == {"/workspace/language", "/sign-out"}


def test_the_administrator_sees_no_entries(city: City) -> None:
    version, run = a_draft(city)
    client = city.as_(Role.ADMINISTRATOR)

    assert {client.get(address).status_code for address in pages(version, run)} <= {403, 404}
    assert client.get("/workspace/entries").status_code == 403
