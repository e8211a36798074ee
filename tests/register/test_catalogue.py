"""The catalogue that portals harvest: one, of six data sets and a service, the same in each syntax, by its rules."""

import json
import os
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from algorithms.entries.entry import LANGUAGES
from city import City
from conftest import settings_for
from publishing import publish
from register.opendata.catalogue import Profile, catalogue
from register.opendata.datasets import DATASETS
from register.opendata.rdf import NAMESPACES, Iri, Literal, Node, Syntax, write
from register.opendata.store import DataPrinter
from register.settings import Settings, SettingsError

RDF = f"{{{NAMESPACES['rdf']}}}"
REFERENCE = os.environ.get("INSYN_REFERENCE_DATA", "")
BUNDLE = Path(REFERENCE or "/nowhere") / "registers/dcat/dcat-ap-se/bundle_3.0.1.json"
OPEN_DATA = {
    "INSYN_BASE_URL": "https://algoritmer.staden.example",
    "INSYN_ORGANISATION_NUMBER": "212000-1234",
    "INSYN_OPEN_DATA_CONTACT": "data@staden.example",
    "INSYN_POSTAL_ADDRESS": "Box 1, 123 45 Staden",
}
Triple = tuple[str, str, tuple[str, ...]]


def graph(profile: Profile = Profile.SWEDISH) -> tuple[Node, ...]:
    return catalogue(Settings.from_environment(OPEN_DATA), profile, None)


def full(term: str) -> str:
    prefix, _, name = term.partition(":")
    return NAMESPACES[prefix] + name


def from_json(written: bytes) -> set[Triple]:
    triples = set()
    for node in json.loads(written)["@graph"]:
        triples.add((node["@id"], full("rdf:type"), (full(node["@type"]),)))
        for term, values in node.items():
            for value in values if not term.startswith("@") else []:
                kind = full(value["@type"]) if "@type" in value else ""
                words = (value["@id"],) if "@id" in value else (value["@value"], value.get("@language", ""), kind)
                triples.add((node["@id"], full(term), words))
    return triples


def from_xml(written: bytes) -> set[Triple]:
    def name(element: Any, attribute: str) -> str:
        return element.get(f"{RDF}{attribute}") or f"_:{element.get(f'{RDF}nodeID')}"

    triples = set()
    for node in fromstring(written):
        subject = name(node, "about")
        triples.add((subject, full("rdf:type"), (node.tag.replace("{", "").replace("}", ""),)))
        for value in node:
            is_name = any(value.get(f"{RDF}{kind}") for kind in ("resource", "nodeID"))
            language = value.get("{http://www.w3.org/XML/1998/namespace}lang", "")
            words = (value.text or "", language, value.get(f"{RDF}datatype", ""))
            object_words = (name(value, "resource"),) if is_name else words
            triples.add((subject, value.tag.replace("{", "").replace("}", ""), object_words))
    return triples


def test_it_is_one_catalogue_of_six_data_sets_and_one_service_never_one_for_each_entry() -> None:
    kinds = [node.kind for node in graph()]
    assert [kinds.count(f"dcat:{kind}") for kind in ("Catalog", "Dataset", "DataService")] == [1, 6, 1]
    assert kinds.count("dcat:Distribution") == 3 * len(DATASETS) + 1


@pytest.mark.parametrize("profile", Profile)
def test_every_syntax_says_the_same(profile: Profile) -> None:
    nodes = graph(profile)
    triples = from_json(write(nodes, Syntax.JSON))
    assert triples == from_xml(write(nodes, Syntax.XML))
    turtle = write(nodes, Syntax.TURTLE).decode()
    assert len(triples) == len(re.findall(r"^(?:<|_:).* a |^    (?!a )", turtle, re.MULTILINE))


def test_words_with_quotes_and_addresses_with_blanks_stand_as_they_are() -> None:
    properties = ("dcterms:title", Literal('"a"\\n\n<b>', "sv")), ("foaf:page", Iri("https://x/<y> z"))
    odd = Node("dcat:Dataset", properties, "https://x/")
    assert from_json(write([odd], Syntax.JSON)) == from_xml(write([odd], Syntax.XML))
    turtle = write([odd], Syntax.TURTLE).decode()
    assert '"\\"a\\"\\\\n\\n<b>"@sv' in turtle
    assert "<https://x/%3Cy%3E%20z>" in turtle


def test_the_two_profiles_differ_in_how_a_format_is_named_and_in_nothing_else() -> None:
    swedish, european = (from_json(write(graph(profile), Syntax.JSON)) for profile in Profile)
    terms = {term for subject, term, _ in swedish ^ european if "/catalog#" in subject}
    assert terms == {full("dcterms:format"), full("dcat:mediaType")}
    assert all(len(value) == 3 for _, term, value in swedish if term == full("dcterms:format"))


def test_who_publishes_it_and_whom_to_ask_are_settings() -> None:
    nodes = {node.kind: node for node in graph()}
    assert nodes["foaf:Agent"].address == "http://dataportal.se/organisation/SE2120001234"
    assert ("vcard:hasEmail", Iri("mailto:data@staden.example")) in nodes["vcard:Organization"].properties
    for name, wrong in (("ORGANISATION_NUMBER", "12"), ("OPEN_DATA_CONTACT", "javascript:x")):
        with pytest.raises(SettingsError, match=f"INSYN_{name}"):
            Settings.from_environment({f"INSYN_{name}": wrong})


def test_it_is_harvested_in_three_syntaxes_with_hashes_of_the_files(sqlite_url, tmp_path) -> None:
    with City(settings_for(sqlite_url, tmp_path)) as city:
        publish(city, "Zebra")
        before = {node["@id"] for node in city.client.get("/catalog.jsonld").json()["@graph"]}
        city.call(DataPrinter(city.settings, city.clock).round)
        for syntax in Syntax:
            answer = city.client.get(f"/catalog.{syntax}?profile=dcat-ap")
            assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, syntax.media_type)
            assert b"zebra" not in answer.content.lower()
            assert city.client.get(f"/catalog.{syntax}?profile=x").status_code == 400
        nodes = {node["@id"]: node for node in city.client.get("/catalog.jsonld").json()["@graph"]}
        assert before <= set(nodes), "addresses never change"
        sums = {node["spdx:checksumValue"][0]["@value"] for node in nodes.values() if "spdx:checksumValue" in node}
        assert sums == {file["sha256"] for file in city.client.get("/data/index.json").json()["files"]}
        title = nodes[f"{city.settings.base_url}/catalog"]["dcterms:title"]
        assert [value["@language"] for value in title] == list(LANGUAGES)
        for accept, place in (("application/rdf+xml", "/catalog.rdf"), ("text/html", "/data")):
            assert city.client.get("/catalog", headers={"Accept": accept}).headers["location"] == place


@pytest.mark.skipif(not BUNDLE.exists(), reason="INSYN_REFERENCE_DATA is not set: the original files are elsewhere")
def test_dcat_ap_se_has_nothing_to_say_against_it_and_sees_a_fault() -> None:
    assert violations(graph()) == []
    without = [Node(n.kind, tuple(p for p in n.properties if p[0] != "dcat:accessURL"), n.address) for n in graph()]
    assert any("accessURL" in violation for violation in violations(without))
    wrong = [replace_type(node) for node in graph()]
    assert any("dcterms:type" in violation for violation in violations(wrong))


def shacl(nodes: Any, folder: Path) -> list[str]:
    """What the shapes of DCAT-AP 3.0.1 find; recommendations are warnings, and not asked for."""
    import rdflib
    from pyshacl import validate

    data = rdflib.Graph().parse(data=write(nodes, Syntax.TURTLE), format="turtle")
    shapes = rdflib.Graph()
    for name in ("shapes.ttl", "range.ttl"):
        shapes.parse(folder / "registers/dcat/releases/3.0.1/html/shacl" / name, format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes, allow_warnings=True)
    severity = rdflib.URIRef("http://www.w3.org/ns/shacl#Violation")
    results = report.subjects(rdflib.SH.resultSeverity, severity)
    return [
        f"{report.value(result, rdflib.SH.focusNode)} {report.value(result, rdflib.SH.resultPath)}"
        for result in results
    ]


def test_dcat_ap_finds_no_violation_by_its_shapes_and_sees_seeded_faults(reference_data: Path) -> None:
    nodes = graph(Profile.EUROPEAN)
    assert shacl(nodes, reference_data) == []
    without = [Node(n.kind, tuple(p for p in n.properties if p[0] != "dcterms:title"), n.address) for n in nodes]
    assert any("title" in line for line in shacl(without, reference_data))
    swedish = graph(Profile.SWEDISH)
    assert any("format" in line for line in shacl(swedish, reference_data)), "a literal where an address is wanted"
    typed = [replace_term(node, "dcterms:publisher", Literal("Staden")) for node in nodes]
    assert any("publisher" in line for line in shacl(typed, reference_data))


def replace_term(node: Node, term: str, value: Any) -> Node:
    return Node(node.kind, tuple((name, value if name == term else old) for name, old in node.properties), node.address)


def replace_type(node: Node) -> Node:
    changed = tuple((term, Literal("x") if term == "dcterms:type" else value) for term, value in node.properties)
    return Node(node.kind, changed, node.address)


def violations(nodes: Any) -> list[str]:
    """Cardinality, kind of node, datatype and pattern, as the bundle of DCAT-AP-SE has them."""
    listed = json.loads(BUNDLE.read_text())["templates"]
    templates = {template["id"]: template for template in listed if "id" in template}
    named = {"foaf:Agent": "dcat:foaf:Agent", "vcard:Organization": "dcat:contactPoint"}
    named |= {kind: kind for kind in ("dcat:Catalog", "dcat:Dataset", "dcat:Distribution", "dcat:DataService")}
    rules = ((node, templates[named[node.kind]]) for node in nodes if node.kind in named)
    return [line for node, template in rules for line in against(node, template, templates)]


def against(node: Node, template: dict[str, Any], templates: dict[str, Any]) -> list[str]:
    wrong = []
    for identity in template.get("items", []):
        by_name = identity if isinstance(identity, str) else identity.get("id", "")
        item = extended(templates[by_name] if by_name else identity, templates)
        if "property" not in item:
            wrong += against(node, item, templates)
        elif item["property"] not in {"rdf:type", "http://data.europa.eu/r5r/hvdCategory"}:
            wrong += of_property(node, item)
    return wrong


def extended(item: dict[str, Any], templates: dict[str, Any]) -> dict[str, Any]:
    return {**extended(templates[item["extends"]], templates), **item} if "extends" in item else item


def of_property(node: Node, item: dict[str, Any]) -> list[str]:
    term, cardinality = item["property"], item.get("cardinality", {})
    values = [value for name, value in node.properties if term in {name, full(name)}]
    where, wrong = f"{node.address} {term}", []
    if len(values) < cardinality.get("min", 0) or len(values) > cardinality.get("max", 1_000):
        wrong.append(f"{where}: {len(values)} values, {cardinality}")
    for value in values:
        literal = isinstance(value, Literal)
        expected = item.get("nodetype", "")
        if "LITERAL" in expected and not literal:
            wrong.append(f"{where}: {value} is no literal")
        if expected in {"URI", "RESOURCE"} and literal:
            wrong.append(f"{where}: {value} is no address")
        if expected == "LANGUAGE_LITERAL" and literal and not value.language:
            wrong.append(f"{where}: {value} has no language")
        if item.get("pattern") and literal and not re.search(item["pattern"], value.words):
            wrong.append(f"{where}: {value} does not fit {item['pattern']}")
    return wrong
