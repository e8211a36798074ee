"""The interface under /api/v1 keeps the Swedish REST API profile, by the numbers of its rules, and gives no error."""

import json
import random
import re
from urllib.parse import quote

import jsonschema_rs
import pytest

from algorithms.entries.entry import LANGUAGES
from city import City
from conftest import settings_for
from hiding import mask, withdraw, withhold
from publishing import publish, published_again
from register.opendata.interface import openapi
from register.opendata.interface.openapi import described
from register.opendata.interface.operations import OPERATIONS, ROOT, SORTS, Operation

API = described()
GETS = {path: operations["get"] for path, operations in API["paths"].items()}
TEXT = json.dumps(API)


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    (folder / "insyn.sqlite").write_bytes(sqlite_template.read_bytes())
    with City(settings_for(f"sqlite://{folder / 'insyn.sqlite'}", folder)) as running:
        published_again(running, publish(running, "Urval"), risks="Nytt.")
        publish(running, "Zebra", status="in-use")
        publish(running, "Apa", summary="Vera Lind läser.")
        yield running


def ask(city: City, path: str) -> dict:
    answer = city.client.get(f"{ROOT}{path}")
    assert answer.status_code == 200, answer.text[:300]
    return answer.json()


def names(schema: object) -> set[str]:
    """Every name of a property anywhere in the description."""
    if isinstance(schema, list):
        return set().union(*map(names, schema))
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own.union(*map(names, schema.values()))


def test_the_served_file_is_what_make_docs_writes() -> None:
    assert openapi.FILE.read_text("utf-8") == openapi.as_text(), "run make docs"


def test_dok_03_06_08_09_17_19_20_the_description_says_who_what_and_how_well(city: City) -> None:
    served = ask(city, "/openapi.json")
    info = served["info"]
    assert all(info[key] for key in ("title", "version", "description", "termsOfService", "x-limitations"))
    assert all(info["contact"][key] for key in ("name", "url"))
    assert all(info["license"].values())
    assert ("Svenska" in info["description"], "English" in info["description"]) == (True, True)
    assert served["openapi"] == "3.1.0"
    assert [path for path, get in GETS.items() if not (get["description"] and get["summary"])] == []
    assert [path for path, get in GETS.items() for reply in get["responses"].values() if not reply["description"]] == []


def test_dok_15_every_json_answer_has_an_example() -> None:
    replies = [reply for get in GETS.values() for reply in get["responses"].values()]
    contents = [content for reply in replies for content in reply.get("content", {}).values()]
    assert len(contents) > len(GETS)
    assert [content for content in contents if not content["examples"]] == []


def test_dok_15_every_example_of_an_answer_is_valid_by_its_own_schema() -> None:
    wrong = []
    for path, operations in API["paths"].items():
        for status, reply in operations["get"]["responses"].items():
            for content in reply.get("content", {}).values():
                validator = jsonschema_rs.validator_for({**content["schema"], "components": API["components"]})
                for example in content["examples"].values():
                    wrong += [(path, status, error.message) for error in validator.iter_errors(example["value"])]
    assert wrong == []


def test_res_06_ufn_01_07_ver_05_paths_are_small_letters_with_hyphens_and_a_version() -> None:
    assert re.fullmatch(r"/api/v\d+", ROOT)
    plain = [re.sub(r"\{[a-z]+\}", "x", path) for path in GETS]
    assert [path for path in plain if not re.fullmatch(r"(/[a-z0-9-]+)+", path)] == []


def test_ame_05_fns_01_03_names_are_snake_case_everywhere(city: City) -> None:
    parameters = {parameter["name"] for get in GETS.values() for parameter in get["parameters"]}
    fields = names(API["components"])
    assert len(fields) > 80
    assert [name for name in fields | parameters if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []


def test_dot_01_04_times_are_rfc_3339_in_utc(city: City) -> None:
    entry = ask(city, "/entries/urval")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry["published"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", ask(city, "/statistics")["day"])


WRONG = ("/entries?stauts=x", "/entries/finns-inte", "/finns-inte", "/changes", "/log/head?a=1", "/entries?page=0")


@pytest.mark.parametrize("path", WRONG)
def test_fel_01_02_errors_are_problems_with_instance(city: City, path: str) -> None:
    answer = city.client.get(f"{ROOT}{path}")
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) >= {"type", "title", "status", "detail", "instance"}
    assert (problem["status"], problem["instance"]) == (answer.status_code, f"{ROOT}{path.partition('?')[0]}")
    assert answer.headers["access-control-allow-origin"] == "*", "a page elsewhere can read what was wrong"


def test_an_unknown_parameter_is_refused_with_those_that_are_known(city: City) -> None:
    for operation in OPERATIONS:
        answer = city.client.get(f"{ROOT}{operation.path.replace('{slug}', 'urval')}?unheard_of=1")
        assert answer.status_code == 400, operation.name
        assert [name for name in operation.known if name not in answer.json()["detail"]] == []


@pytest.mark.parametrize(
    "query",
    [
        "/questions?entry=A b",
        "/entries?status=",
        "/entries/urval/versions?lang=A",
        "/entries?fields=",
        "/departments?limit=",
    ],
)
def test_what_the_description_does_not_allow_is_refused_also_where_it_would_do_nothing(city: City, query: str) -> None:
    assert city.client.get(f"{ROOT}{query}").status_code == 400


def test_ver_06_api_info_says_what_it_is(city: City) -> None:
    assert ask(city, "/api-info")["api_version"] == API["info"]["version"]


def test_fns_05_07_08_pages_begin_at_1_and_lead_to_each_other(city: City) -> None:
    required = [p["name"] for get in GETS.values() for p in get["parameters"] if p["in"] == "query" and p["required"]]
    assert required == ["since"]
    for operation in OPERATIONS:
        assert not operation.is_list or {"limit", "page"} <= operation.known
    first = ask(city, "/entries?limit=2")
    assert ([e["slug"] for e in first["items"]], first["total"], first["pages"]) == (["apa", "urval"], 3, 2)
    last = city.client.get(first["links"]["next"]).json()
    assert ([e["slug"] for e in last["items"]], "next" in last["links"]) == (["zebra"], False)
    assert last["links"]["prev"] == first["links"]["self"] == first["links"]["first"]
    assert ask(city, "/entries?limit=2&page=9")["items"] == []
    assert city.client.get(f"{ROOT}/entries?page=0").status_code == 400


def test_arq_03_answers_can_be_asked_for_again(city: City) -> None:
    first = city.client.get(f"{ROOT}/entries")
    again = city.client.get(f"{ROOT}/entries", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["access-control-allow-origin"] == "*"


def test_filters_sorting_fields_and_language_do_what_they_say(city: City) -> None:
    assert [e["slug"] for e in ask(city, "/entries?status=in-use")["items"]] == ["zebra"]
    assert [e["slug"] for e in ask(city, "/entries?q=vera")["items"]] == ["apa"]
    by_sort = {sort: [e["slug"] for e in ask(city, f"/entries?sort={sort}")["items"]] for sort in SORTS}
    assert by_sort["-name"] == by_sort["name"][::-1] == ["zebra", "urval", "apa"]
    (entry, *_) = ask(city, f"/entries?fields=slug,name&lang={LANGUAGES[1]}")["items"]
    assert entry == {"slug": "apa", "name": {LANGUAGES[1]: "Apa in English"}}
    assert city.client.get(f"{ROOT}/entries?fields=secret").status_code == 400
    assert ask(city, "/entries?changed_since=2026-11-25")["total"] == 0
    assert {e["version"] for e in ask(city, "/entries/urval/versions")["items"]} == {1, 2}
    assert {change["change"] for change in ask(city, "/changes?since=2026-11-01")["items"]} == {"added"}
    assert ask(city, "/statistics")["published"] == 3
    assert sum(owner["entries"] for owner in ask(city, "/departments")["items"]) == 3


def test_every_example_of_a_parameter_is_an_address_that_answers(city: City) -> None:
    for operation in OPERATIONS:
        path = operation.path.replace("{slug}", "urval")
        required = [f"{p.name}={p.example}" for p in operation.parameters if p.is_required and not p.in_path]
        for parameter in operation.parameters:
            if not parameter.in_path:
                query = "&".join(dict.fromkeys([*required, f"{parameter.name}={quote(parameter.example)}"]))
                answer = city.client.get(f"{ROOT}{path}?{query}")
                assert answer.status_code in {200, 404 if operation.name == "log-head" else 200}, (path, query)


def test_answers_have_only_fields_of_their_description(city: City) -> None:
    schemas = API["components"]["schemas"]
    assert set(ask(city, "/entries/urval")) == set(schemas["EntryDocument"]["properties"])
    assert set(ask(city, "/entries")["items"][0]) == set(schemas["Entry"]["properties"])
    for path, schema in (("/statistics", "Statistics"), ("/api-info", "ApiInfo"), ("/entries", "EntryPage")):
        assert set(ask(city, path)) == set(schemas[schema]["properties"])
    assert set(ask(city, "/departments")["items"][0]) == set(schemas["DepartmentRecord"]["properties"])
    assert set(ask(city, "/changes?since=2026-11-01")["items"][0]) == set(schemas["Change"]["properties"])


ODD = ("", "0", "-1", "1", "9999999999", "å", "%00x", "a" * 300, "2026-13-45", "2026-11-01T09:00:00+99:00", "yes")
ODD += ("0001-01-01", "9999-12-31", "' OR 1=1 --", "../..", "urval", "slug,slug", ",", "[]", "2026-11-01T09:00:00Z")
ODD += ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "slug", "high-risk", "1e9", "²")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_random_parameters_never_give_an_error_of_ours(city: City, operation: Operation) -> None:
    chance = random.Random(operation.name)
    documented = {int(status) for status in GETS[operation.path]["responses"]}
    parameters = [p.name for p in operation.parameters if not p.in_path]
    for _ in range(40):
        slug = chance.choice(["urval", "zebra", "finns-inte", quote(chance.choice(ODD), safe="") or "x"])
        chosen = chance.sample(parameters, chance.randint(0, min(4, len(parameters))))
        given = {name: chance.choice(ODD) for name in chosen}
        query = "&".join(f"{name}={quote(value)}" for name, value in given.items())
        answer = city.client.get(f"{ROOT}{operation.path.replace('{slug}', slug)}?{query}")
        assert answer.status_code in documented | {400, 404}, (operation.name, slug, query)


def test_what_is_masked_withheld_or_withdrawn_is_in_no_answer(settings) -> None:
    word = "Kvistbrosågen"
    with City(settings) as city:
        gone, hidden, masked = (publish(city, name, summary=f"{word} läser.") for name in ("Borta", "Undan", "Kvar"))
        withdraw(city, gone)
        withhold(city, hidden)
        mask(city, masked, word)
        for operation in OPERATIONS:
            for slug in ("borta", "undan", "kvar"):
                query = "?since=2026-11-01" if operation.name == "changes" else ""
                answer = city.client.get(f"{ROOT}{operation.path.replace('{slug}', slug)}{query}")
                assert word not in answer.text, operation.path
                if "{slug}" in operation.path:
                    assert answer.status_code == (200 if slug == "kvar" else 410), answer.text
                else:
                    assert "undan" not in answer.text, operation.path
        assert ask(city, f"/entries?q={quote(word)}")["total"] == 0
