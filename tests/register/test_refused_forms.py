"""A form that is refused comes back with every typed word and all that was wrong, each at the control it is about."""

from uuid import UUID

import pytest
from litestar import Request

from algorithms.city_tables import SupplierTemplateRow
from algorithms.editing import commands
from algorithms.entries.entry import Topic
from algorithms.evidence import commands as evidence
from algorithms.law.obligations import TABLE
from algorithms.people import Role
from algorithms.questions.tables import QuestionRow
from algorithms.review.workflow import RefusedError
from algorithms.tables import IncidentRow
from asking import ask, questions_path
from assessments.text.complaints import EvaluationDataError
from assessments.text.message import Message
from builders import NOW, a_department, an_id
from checking import text_of
from city import City
from conftest import settings_for
from publishing import publish
from reading import Page
from refused_forms import ROWS, SCORES, STALE, Refused, Stale
from register.accounts.people import queries as accounts
from register.web.errors import answer
from register.web.forms import FormPage, errors_at, errors_of, with_errors
from second_run import Run
from sensitive_run import CASES, Sensitive
from steps import actor, page_of

TWO = (Message("Write what you want to say."), Message("Choose one entry or several."))


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
    city.as_(Role.EDITOR)
    scores, sensitive = Run(city, SCORES), Sensitive(city, CASES).planned()
    read_by_officer = Sensitive(city, CASES).planned().written()
    return {
        "scores": scores.address,
        "sensitive": sensitive.address,
        "read by officer": read_by_officer.address,
        "agreed": Sensitive(city, CASES).planned().written().give_opinion("agree").address,
        "draft": page_of(_draft(city, "Ett utkast")),
        "duty": TABLE[0].key,
        "editor": str(people["social"].id),
        "elsewhere": str(people["school"].id),
        "question": f"/workspace/questions/{question['id']}",
        "template": _template(city),
        "incident": _incident(city),
    }


def _draft(city: City, name: str) -> UUID:
    fields = {"name": name, "department": a_department().id, "topic": Topic.WORK_AND_MONEY}
    version: UUID = city.call(commands.create_entry, **fields, by=actor(city, Role.EDITOR), at=NOW)
    return version


def _template(city: City) -> str:
    client = city.as_(Role.COORDINATOR)
    client.get("/workspace/templates/new")
    client.submit(_place(client.page, "/templates/new"), **{"template-name": "Tal", "supplier-sv": "Exempel AB"})
    (template,) = city.call(SupplierTemplateRow.select().run)
    return f"/workspace/templates/{template['id']}"


def _incident(city: City) -> str:
    client, address = city.as_(Role.EDITOR), page_of(_draft(city, "Ett med incident"))
    client.get(f"{address}/incidents/new")
    client.submit(_place(client.page, "/incidents"), **{"happened-on": "2026-11-20", "what": "Plogen stod still."})
    (incident,) = city.call(IncidentRow.select().run)
    return f"{address}/incidents/{incident['id']}"


def summary(page: Page) -> list[tuple[str, str]]:
    """Where each line of the summary leads, and what it says."""
    box = next(element for element in page.root.iter() if element.get("id") == "errors")
    return [(next((link.get("href", "") for link in line.iter("a")), ""), text_of(line)) for line in box.iter("li")]


def at_control(page: Page, control: str) -> str:
    """All that stands at a control, or in the part of the page that is called so."""
    ids = {f"{control}-error", control}
    return " ".join(text_of(element) for element in page.root.iter() if element.get("id") in ids)


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
    words = {name: value for name, value in typed.items() if isinstance(value, str) and name not in row.hidden}
    lost = {name for name, value in words.items() if (name, value.strip()) not in shown}
    assert lost == set()
    assert not [value for name, value in shown if name in row.hidden and value], "a password was shown again"


def _place(page: Page, action: str) -> int:
    return next(n for n, form in enumerate(page.forms) if form.action.endswith(action) and form.method == "POST")


@pytest.mark.parametrize("row", STALE.values(), ids=STALE)
def test_a_form_that_somebody_else_was_before_gives_back_every_typed_word(
    city: City, known: dict[str, str], row: Stale
) -> None:
    client = city.as_(row.by)
    client.get(row.page.format(**known))
    refused = client.submit(_place(client.page, row.form.format(**known)), **row.typed)

    assert refused.status_code == row.status, client.page.text
    assert client.page.root.find(".//h1") is not None
    held = {value for form in client.page.forms for _, value in form.values} | {client.page.text}
    written = [value for value in row.typed.values() if isinstance(value, str) and " " in value]
    assert [words for words in written if not any(words in text for text in held)] == []


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
