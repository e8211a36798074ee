"""A form that is refused comes back with every typed word and all that was wrong, each at the control it is about."""

from dataclasses import dataclass, field
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
from reading import Page, Typed
from register.accounts.people import queries as accounts
from register.web.errors import answer
from register.web.forms import FormPage, errors_at, errors_of, with_errors
from second_run import Run, csv
from sensitive_run import CASES, Sensitive
from steps import actor, page_of
from wording import words as in_swedish

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


LONG = "ord " * 400
EMPTY = ("tom.csv", b"")
SCORES = csv(
    "poäng;behov;kön",
    [(f"0.{n}", "ja" if n % 2 else "nej", "kvinna" if n % 4 < 2 else "man") for n in range(10, 99)],
)
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
        press=in_swedish("Save and look at all answers"),
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
    "evaluation data": Refused(
        by=Role.EDITOR,
        page="{draft}/evidence/new",
        form="/evidence/new",
        typed={"title-sv": "Ansökningar 2025", "title-en": "Applications of 2025", "file": EMPTY},
        wrong=("file",),
    ),
    "second file": Refused(
        by=Role.EDITOR, page="{scores}/second-file", form="/second-file", typed={"file": EMPTY}, wrong=("file",)
    ),
    "plan as a file": Refused(
        by=Role.EDITOR, page="{scores}/plan", form="/plan/file", typed={"file": EMPTY}, wrong=("file",)
    ),
    "list of entries": Refused(
        by=Role.EDITOR, page="/workspace/imports", form="/workspace/imports", typed={"file": EMPTY}, wrong=("file",)
    ),
    "plan values": Refused(
        by=Role.EDITOR,
        page="{scores}/plan?task=score&decision=po%C3%A4ng&outcome=behov&groups=k%C3%B6n&yes_means=help",
        form="/plan",
        typed={
            "first": "många",
            "decimals": "två",
            "margin": "mycket",
            "first-month": "snart",
            "reason": "Hjälp når inte fram.",
            "label-0-1-sv": "kvinnor",
            "outcome-0": "yes",
        },
        wrong=("first", "decimals", "*", "*"),
    ),
    "necessity": Refused(
        by=Role.EDITOR,
        page="{sensitive}/necessity",
        form="/necessity",
        typed={"purpose": "Se om alla behandlas lika.", "deleted": "snart"},
        wrong=("others", "categories", "access", "deleted"),
    ),
    "opinion on a file": Refused(
        by=Role.DPO,
        page="{read by officer}/opinion",
        form="/opinion",
        typed={"words": "För brett."},
        wrong=("*",),
    ),
    "same file": Refused(
        by=Role.EDITOR, page="{agreed}/same-file", form="/same-file", typed={"file": EMPTY}, wrong=("file",)
    ),
    "one-time codes": Refused(
        by=Role.EDITOR,
        page="/workspace/account/codes",
        form="/account/codes",
        typed={"password": "fel"},
        wrong=("password",),
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
    words = {name: value for name, value in typed.items() if isinstance(value, str) and name not in row.hidden}
    lost = {name for name, value in words.items() if (name, value.strip()) not in shown}
    assert lost == set()
    assert not [value for name, value in shown if name in row.hidden and value], "a password was shown again"


def _place(page: Page, action: str) -> int:
    return next(n for n, form in enumerate(page.forms) if form.action.endswith(action) and form.method == "POST")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A form that somebody else has sent meanwhile: it tells of a state that is no more."""

    by: Role
    page: str
    form: str
    typed: dict[str, Typed]
    status: int


STALE = {
    "answers": Stale(
        by=Role.EDITOR,
        page="{draft}/answers/rights",
        form="/answers/rights",
        typed={"objection-sv": "Du kan begära omprövning.", "revision": "99"},
        status=409,
    ),
    "statement": Stale(
        by=Role.COORDINATOR,
        page="/workspace/accessibility",
        form="/accessibility",
        typed={
            "actor-sv": "Staden",
            "service-sv": "Registret",
            "conformance": "full",
            "method-sv": "Vi har testat själva.",
            "assessed": "2026-11-20",
            "contact": "hej@staden.example",
            "after": "99",
        },
        status=409,
    ),
    "template": Stale(
        by=Role.COORDINATOR,
        page="{template}",
        form="{template}",
        typed={"how-it-works-sv": "Den läser upp text för den som vill.", "revision": "99"},
        status=422,
    ),
    "answer to a resident": Stale(
        by=Role.COORDINATOR,
        page="{question}",
        form="{question}/answer",
        typed={"answer-sv": "Snön röjs efter en plan.", "revision": "99"},
        status=422,
    ),
    "incident": Stale(
        by=Role.EDITOR,
        page="{incident}",
        form="{incident}",
        typed={"what": "Plogen körde på fel gata.", "harmed": "Elva familjer", "revision": "99"},
        status=422,
    ),
}


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
