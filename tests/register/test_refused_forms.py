"""A form that is refused comes back with every typed word and all that was wrong, each at the control it is about."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from litestar import Request

from algorithms.editing import commands
from algorithms.entries.entry import Topic
from algorithms.evidence import commands as evidence
from algorithms.law.obligations import TABLE
from algorithms.people import Role
from algorithms.questions.tables import QuestionRow
from algorithms.review.workflow import RefusedError
from asking import ask, questions_path
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message
from builders import NOW, a_department, an_id
from checking import text_of
from city import City
from conftest import settings_for
from publishing import publish
from reading import Page, Typed
from register.accounts.people import queries as accounts
from register.web.errors import answer
from register.web.forms import FormPage, errors_at, errors_of, with_errors
from steps import actor, page_of
from wording import words

TWO = (Message("Write what you want to say."), Message("Choose one entry or several."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One form, what is typed into it, and where its summary leads, line by line; ``*`` is any place."""

    by: Role
    page: str
    form: str  # the end of its address
    typed: dict[str, Typed]
    wrong: tuple[str, ...]
    press: str = ""
    hidden: frozenset[str] = field(default=frozenset())  # what no page may show again


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("refused")
    (folder / "insyn.sqlite").write_bytes(sqlite_template.read_bytes())
    with City(settings_for(f"sqlite://{folder / 'insyn.sqlite'}", folder)) as running:
        running.add_person(Role.EDITOR, "school")
        publish(running, "Planerar snöröjning")
        publish(running, "Planerar gallring")
        yield running


@pytest.fixture(scope="module")
def known(city: City) -> dict[str, str]:
    """What stands for the names in braces."""
    ask(city, at=questions_path(slug="planerar-snorojning"))
    (question,) = city.call(QuestionRow.select().run)
    people = {
        name: city.call(accounts.person_by_email, city.address(Role.EDITOR, name)) for name in ("social", "school")
    }
    return {
        "draft": page_of(_draft(city, "Ett utkast")),
        "duty": TABLE[0].key,
        "editor": str(people["social"].id),
        "elsewhere": str(people["school"].id),
        "question": f"/workspace/questions/{question['id']}",
    }


def _draft(city: City, name: str) -> UUID:
    fields = {"name": name, "department": a_department().id, "topic": Topic.WORK_AND_MONEY}
    version: UUID = city.call(commands.create_entry, **fields, by=actor(city, Role.EDITOR), at=NOW)
    return version


def summary(page: Page) -> list[tuple[str, str]]:
    """Where each line of the summary leads, and what it says."""
    box = next(element for element in page.root.iter() if element.get("id") == "errors")
    return [(next((link.get("href", "") for link in line.iter("a")), ""), text_of(line)) for line in box.iter("li")]


def at_control(page: Page, control: str) -> str:
    """All that stands at a control, or in the part of the page that is called so."""
    ids = {f"{control}-error", control}
    return " ".join(text_of(element) for element in page.root.iter() if element.get("id") in ids)


LONG = "ord " * 400
ROWS = {
    "withhold": Refused(
        by=Role.COORDINATOR, page="{draft}/entry", form="/withhold", typed={"reason": LONG}, wrong=("ground", "reason")
    ),
    "merge": Refused(
        by=Role.COORDINATOR, page="{draft}/entry", form="/merge", typed={}, wrong=("into", "merge-reason")
    ),
    "move": Refused(by=Role.COORDINATOR, page="{draft}/entry", form="/move", typed={}, wrong=("department",)),
    "case number": Refused(
        by=Role.EDITOR, page="{draft}/entry", form="/case-number", typed={"case-number": LONG}, wrong=("case-number",)
    ),
    "mask": Refused(
        by=Role.EDITOR,
        page="{draft}/masking",
        form="/masking",
        typed={"words": "x", "reason": LONG},
        wrong=("words", "ground", "reason"),
    ),
    "duty": Refused(
        by=Role.EDITOR,
        page="{draft}/duties",
        form="/duties/{duty}",
        typed={"state": "not-applicable", "link": "www.staden.example"},
        wrong=("words-{duty}", "link-{duty}"),
    ),
    "incident": Refused(
        by=Role.EDITOR,
        page="{draft}/incidents/new",
        form="/incidents",
        typed={"happened-on": "i går", "harmed": "Elva familjer", "provider-on": "när som helst"},
        wrong=("happened-on", "what", "provider-on"),
    ),
    "comment": Refused(
        by=Role.EDITOR, page="{draft}/answers", form="/comments", typed={"words": LONG * 4}, wrong=("*",)
    ),
    "answers": Refused(
        by=Role.EDITOR,
        page="{draft}/answers/rights",
        form="/answers/rights",
        typed={"contact_email": "ingen adress", "objection-sv": LONG * 3},
        wrong=("objection-sv", "contact_email"),
        press=words("Save and look at all answers"),
    ),
    "class": Refused(by=Role.EDITOR, page="{draft}/class", form="/class", typed={}, wrong=("*",)),
    "new entry": Refused(
        by=Role.COORDINATOR,
        page="/workspace/entries/new",
        form="/entries/new",
        typed={"name": LONG},
        wrong=("name", "department", "topic"),
    ),
    "assign": Refused(
        by=Role.COORDINATOR,
        page="/workspace/entries/together",
        form="/together/assign",
        typed={"words": "Snälla"},
        wrong=("chosen", "person"),
    ),
    "statement": Refused(
        by=Role.COORDINATOR,
        page="/workspace/accessibility",
        form="/accessibility",
        typed={"assessed": "nyss", "actor-sv": "Staden"},
        wrong=("*", "assessed"),
    ),
    "targets": Refused(
        by=Role.COORDINATOR,
        page="/workspace/targets",
        form="/targets",
        typed={"classified-percent": "många", "classified-month": "snart"},
        wrong=("classified-percent", "classified-month"),
    ),
    "template": Refused(
        by=Role.COORDINATOR,
        page="/workspace/templates/new",
        form="/templates/new",
        typed={"product-sv": LONG * 2},
        wrong=("template-name", "product-sv"),
    ),
    "department": Refused(
        by=Role.ADMINISTRATOR,
        page="/workspace/departments/new",
        form="/departments/new",
        typed={"name-en": "Parks", "slug": "Å Ä", "phone": LONG},
        wrong=("name-sv", "slug", "phone"),
    ),
    "person": Refused(
        by=Role.ADMINISTRATOR,
        page="/workspace/people/new",
        form="/people/new",
        typed={"name": "", "email": "ingen adress", "password": "kort"},
        wrong=("name", "email", "password"),
        hidden=frozenset({"password"}),
    ),
    "own password": Refused(
        by=Role.EDITOR,
        page="/workspace/account",
        form="/account/password",
        typed={"old": "fel", "new": "kort"},
        wrong=("*",),
        hidden=frozenset({"old", "new"}),
    ),
    "absence": Refused(
        by=Role.EDITOR,
        page="/workspace/absence/{editor}",
        form="/absence/{editor}",
        typed={"first": "snart", "last": "sedan"},
        wrong=("deputy", "first", "last"),
    ),
    "resident's question": Refused(
        by=Role.COORDINATOR,
        page="{question}",
        form="/hide",
        typed={},
        wrong=("reason",),
    ),
    "code of a resident": Refused(
        by=Role.EDITOR, page="/sv/answers", form="/answers", typed={"code": "fel kod"}, wrong=("code",)
    ),
    "sign in": Refused(
        by=Role.EDITOR,
        page="/sign-in?lang=sv",
        form="/sign-in?lang=sv",
        typed={"email": "ingen@staden.example", "password": "fel"},
        wrong=("email",),
        hidden=frozenset({"password"}),
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_refused_form_shows_all_that_was_wrong_and_every_typed_word(
    city: City, known: dict[str, str], row: Refused
) -> None:
    client = city.as_(row.by)
    path, form = row.page.format(**known), row.form.format(**known)
    client.get(path)
    typed = {name: value.format(**known) if isinstance(value, str) else value for name, value in row.typed.items()}
    place = _place(client.page, form)
    refused = client.submit(place, press=row.press, **typed)

    assert refused.status_code == 422, client.page.text
    lines = summary(client.page)
    leads = [place.removeprefix("#") for place, _ in lines]
    expected = [control.format(**known) for control in row.wrong]
    assert len(leads) >= len(expected)
    assert [place for place in leads if place in expected] == [place for place in expected if place != "*"]
    assert all(sentence in at_control(client.page, place[1:]) for place, sentence in lines if place)
    shown = client.page.forms[_place(client.page, form)].values
    lost = {name for name, value in typed.items() if name not in row.hidden and (name, value.strip()) not in shown}
    assert lost == set()
    assert not [value for name, value in shown if name in row.hidden and value], "a password was shown again"


def _place(page: Page, action: str) -> int:
    return next(n for n, form in enumerate(page.forms) if form.action.endswith(action) and form.method == "POST")


def test_each_entry_that_somebody_may_not_see_to_is_named(city: City, known: dict[str, str]) -> None:
    client = city.as_(Role.COORDINATOR)
    client.get("/workspace/entries/together?all=1")
    chosen = [value for name, value in client.page.form("Tilldela").values if name == "chosen"]
    assert client.submit("Tilldela", person=known["elsewhere"]).status_code == 422
    assert [place for place, _ in summary(client.page)] == ["#person"] * len(chosen)
    assert at_control(client.page, "person").count("skriver inte") == len(chosen) > 1


def test_a_step_that_is_refused_for_several_reasons_shows_them_all(city: City) -> None:
    version = _draft(city, "Ett tomt utkast")
    client = city.as_(Role.EDITOR)
    client.get(page_of(version))
    token = dict(client.page.forms[0].values)["_csrf_token"]
    assert client.post(f"{page_of(version)}/submit", {"_csrf_token": token}).status_code == 422
    assert len(summary(client.page)) > 1
    assert {place for place, _ in summary(client.page)} == {"#submit"}


def test_two_objections_to_one_act_on_a_run_are_both_shown(city: City) -> None:
    version, run, editor = _draft(city, "Med underlag"), an_id("run"), actor(city, Role.EDITOR)
    file = evidence.ReceivedFile(id=run, name="data.csv", size=1, sha256="0" * 64, wrapped_key=b"key")
    city.call(evidence.receive, version, file, titles={"sv": "Prov", "en": "Test"}, by=editor, at=NOW)
    client, address = city.as_(Role.EDITOR), f"{page_of(version)}/evidence/{run}"
    client.get(address)
    token = dict(client.page.forms[0].values)["_csrf_token"]
    assert client.post(f"{address}/measure", {"_csrf_token": token, "by-when": "snart"}).status_code == 422
    assert [place for place, _ in summary(client.page)] == ["", ""]


@pytest.mark.parametrize("refused", [RefusedError(TWO), EvaluationDataError(*TWO)], ids=lambda e: type(e).__name__)
def test_every_objection_stands_at_its_control(refused: Exception) -> None:
    assert errors_of(refused, "file") == {"file": TWO}
    assert errors_of(refused) == {"": TWO}


def test_what_is_stored_gives_way_to_what_was_typed_and_the_rest_of_the_page_stays() -> None:
    shown = with_errors(FormPage(typed={"a": "stored", "b": "stored"}), errors_at("a", *TWO), {"a": "typed"})
    assert (shown.typed, shown.errors) == ({"a": "typed", "b": "stored"}, {"a": TWO})


def test_a_page_of_an_error_shows_every_objection_of_a_rule() -> None:
    request = Request({"type": "http", "path": "/api/v1/entries", "method": "POST", "headers": [], "state": {}})
    problem = answer(request, RefusedError(TWO)).content
    assert problem["detail"] == "Write what you want to say. Choose one entry or several."
