"""The catalogue that data portals harvest: one catalogue, six data sets, one service; by DCAT-AP-SE and by DCAT-AP.

The two contradict each other in ``dcterms:format``, a literal in the one and an address in the other, so one asks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from assessments.text.message import Message
from register.guard.access import PUBLIC
from register.language import Language, translate
from register.opendata import parameters, store
from register.opendata.answers import Asking, given_parameters, preferred, refused
from register.opendata.datasets import DATASETS, OpenDataset
from register.opendata.files import Format
from register.opendata.interface.operations import ROOT
from register.opendata.parameters import ParameterError
from register.opendata.rdf import Iri, Literal, Node, Syntax, write
from register.settings import Settings

AUTHORITY = "http://publications.europa.eu/resource/authority"
TITLE = Message("The register of algorithms in {city}")
ABOUT = Message(
    "The algorithms and AI systems that {city} uses: what they do, whom they concern, who decides, which data they "
    "use, and whether they treat people alike."
)
_CHANGES = (Message("Changes"), Message("What has been published and withdrawn, newest first, as a feed to follow."))
_SERVICE = (
    Message("The interface for programs"),
    Message("Ask for entries, versions, tests, questions and changes as JSON. No account, no key."),
)
_KEYWORDS = (Message("algorithms"), Message("artificial intelligence"), Message("transparency"))
_LANGUAGES = {"sv": "SWE", "en": "ENG", "fi": "FIN", "se": "SME", "de": "DEU", "fr": "FRA", "ar": "ARA", "so": "SOM"}
_FILE_TYPES = {Format.CSV: "CSV", Format.XLSX: "XLSX", Format.JSONL: "JSON"}
_KINDS = {
    "dcatap:availability": "skos:Concept",
    "dcat:landingPage": "foaf:Document",
    "dcat:mediaType": "dcterms:MediaType",
    "dcat:theme": "skos:Concept",
    "dcat:themeTaxonomy": "skos:ConceptScheme",
    "dcterms:accessRights": "dcterms:RightsStatement",
    "dcterms:accrualPeriodicity": "dcterms:Frequency",
    "dcterms:format": "dcterms:MediaTypeOrExtent",
    "dcterms:language": "dcterms:LinguisticSystem",
    "dcterms:license": "dcterms:LicenseDocument",
    "dcterms:type": "skos:Concept",
    "foaf:homepage": "foaf:Document",
}
Property = tuple[str, Iri | Literal | Node]


class Profile(StrEnum):
    SWEDISH = "dcat-ap-se"
    EUROPEAN = "dcat-ap"


@dataclass(frozen=True, slots=True)
class _City:
    """What every node says: whose it is, under which licence, and whom to ask."""

    settings: Settings
    profile: Profile

    @property
    def base(self) -> str:
        return self.settings.base_url

    @property
    def publisher(self) -> str:
        number = self.settings.organisation_number.replace("-", "")
        return f"http://dataportal.se/organisation/SE{number}" if number else f"{self.base}/catalog#publisher"

    @property
    def contact(self) -> str:
        """Empty where nobody is named that a letter could be sent to."""
        return f"{self.base}/catalog#contact" if self.settings.open_data_contact.startswith("mailto:") else ""

    def in_all(self, term: str, message: Message) -> Iterator[Property]:
        """A sentence in every language, with the name of the city where it has a place for that."""
        for language in Language:
            values = {**message.values, "city": self.settings.city_in(language)}
            yield term, Literal(translate(Message(message.msgid, values), language), language.value)

    def shared(self) -> Iterator[Property]:
        """Of data sets and the service."""
        yield "dcterms:publisher", Iri(self.publisher)
        yield "dcterms:accessRights", Iri(f"{AUTHORITY}/access-right/PUBLIC")
        yield "dcat:theme", Iri(f"{AUTHORITY}/data-theme/GOVE")
        for keyword in _KEYWORDS:
            yield from self.in_all("dcat:keyword", keyword)
        if self.contact:
            yield "dcat:contactPoint", Iri(self.contact)


def catalogue(settings: Settings, profile: Profile, made: store.Index | None) -> tuple[Node, ...]:
    """All of it, as a graph. Addresses of distributions never change; hashes and days are those of the files."""
    city = _City(settings, profile)
    nodes = [_catalogue(city, made), _publisher(city), *_contact(city)]
    for dataset in DATASETS.values():
        nodes += [_dataset(city, dataset, made), *(_distribution(city, dataset, kind, made) for kind in Format)]
    nodes += [*_changes(city), _service(city)]
    return (*nodes, *_kinds(nodes))


def _kinds(nodes: Iterable[Node]) -> Iterator[Node]:
    """Of what kind the addresses are that the catalogue points to: DCAT-AP wants it said."""
    listed = tuple(nodes)
    known = {node.address for node in listed}
    for node in listed:
        for term, value in node.properties:
            if isinstance(value, Iri) and term in _KINDS and value.address not in known:
                known.add(value.address)
                name = Literal(value.address.rpartition("/")[2], "en")
                named = {"skos:Concept": "skos:prefLabel", "skos:ConceptScheme": "dcterms:title"}
                kind = _KINDS[term]
                yield Node(kind, ((named[kind], name),) if kind in named else (), value.address)


def _catalogue(city: _City, made: store.Index | None) -> Node:
    names = [*DATASETS, "changes"]
    properties: list[Property] = [
        *city.in_all("dcterms:title", TITLE),
        *city.in_all("dcterms:description", ABOUT),
        ("dcterms:publisher", Iri(city.publisher)),
        ("dcterms:license", Iri(city.settings.licence)),
        ("foaf:homepage", Iri(f"{city.base}/{next(iter(Language))}/open-data")),
        ("dcat:themeTaxonomy", Iri(f"{AUTHORITY}/data-theme")),
        *_languages(),
        *_modified(file.changed for file in (made.files if made else ())),
        *(("dcat:dataset", Iri(f"{city.base}/catalog#{name}")) for name in names),
        ("dcat:service", Iri(f"{city.base}/catalog#service")),
    ]
    return Node("dcat:Catalog", tuple(properties), f"{city.base}/catalog")


def _languages() -> Iterator[Property]:
    for language in Language:
        if code := _LANGUAGES.get(language.value):
            yield "dcterms:language", Iri(f"{AUTHORITY}/language/{code}")


def _modified(times: Iterable[str]) -> Iterator[Property]:
    if newest := max(times, default=""):
        yield "dcterms:modified", Literal(newest[:10], datatype="xsd:date")


def _publisher(city: _City) -> Node:
    properties = (
        ("foaf:name", Literal(city.settings.city_in(next(iter(Language))), next(iter(Language)).value)),
        ("dcterms:type", Iri("http://purl.org/adms/publishertype/LocalAuthority")),
        ("foaf:homepage", Iri(city.base)),
    )
    return Node("foaf:Agent", properties, city.publisher)


def _contact(city: _City) -> Iterator[Node]:
    if city.contact:
        address = city.settings.postal_address
        properties: list[Property] = [
            ("rdf:type", Iri("http://www.w3.org/2006/vcard/ns#Kind")),
            ("vcard:fn", Literal(city.settings.city_in(next(iter(Language))))),
            ("vcard:hasEmail", Iri(city.settings.open_data_contact)),
        ]
        if address:
            street = Node("vcard:Address", (("vcard:street-address", Literal(address)),))
            properties.append(("vcard:hasAddress", street))
        yield Node("vcard:Organization", tuple(properties), city.contact)


def _dataset(city: _City, dataset: OpenDataset, made: store.Index | None) -> Node:
    files = [file for file in (made.files if made else ()) if file.dataset == dataset.name]
    properties: list[Property] = [
        *city.in_all("dcterms:title", dataset.title),
        *city.in_all("dcterms:description", dataset.about),
        *city.shared(),
        ("dcterms:identifier", Literal(f"{city.base}/catalog#{dataset.name}")),
        ("dcterms:accrualPeriodicity", Iri(f"{AUTHORITY}/frequency/IRREG")),
        ("dcat:landingPage", Iri(f"{city.base}/{next(iter(Language))}/open-data")),
        *_languages(),
        *_modified(file.changed for file in files),
        *(("dcat:distribution", Iri(f"{city.base}/catalog#{dataset.name}-{kind}")) for kind in Format),
    ]
    return Node("dcat:Dataset", tuple(properties), f"{city.base}/catalog#{dataset.name}")


def _distribution(city: _City, dataset: OpenDataset, kind: Format, made: store.Index | None) -> Node:
    name = f"{dataset.name}.{kind}"
    stored = made.file(name) if made else None
    properties: list[Property] = [
        ("dcterms:title", Literal(name, "en")),
        *city.in_all("dcterms:description", dataset.about),
        ("dcat:accessURL", Iri(f"{city.base}/data/{name}")),
        ("dcat:downloadURL", Iri(f"{city.base}/data/{name}")),
        *_served(city, kind.media_type, _FILE_TYPES[kind]),
    ]
    if stored:
        properties += [
            *_modified([stored.changed]),
            ("dcat:byteSize", Literal(str(stored.size), datatype="xsd:nonNegativeInteger")),
            ("spdx:checksum", _checksum(stored.sha256)),
        ]
    return Node("dcat:Distribution", tuple(properties), f"{city.base}/catalog#{dataset.name}-{kind}")


def _checksum(sha256: str) -> Node:
    algorithm = Iri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
    value = Literal(sha256, datatype="xsd:hexBinary")
    return Node("spdx:Checksum", (("spdx:algorithm", algorithm), ("spdx:checksumValue", value)))


def _served(city: _City, media_type: str, file_type: str) -> Iterator[Property]:
    """Format, licence and how long it will be there; each profile has its own way to name a format."""
    plain = media_type.partition(";")[0]
    if city.profile is Profile.SWEDISH:
        yield "dcterms:format", Literal(plain)
    else:
        yield "dcterms:format", Iri(f"{AUTHORITY}/file-type/{file_type}")
        yield "dcat:mediaType", Iri(f"https://www.iana.org/assignments/media-types/{plain}")
    yield "dcterms:license", Iri(city.settings.licence)
    yield "dcatap:availability", Iri(f"{AUTHORITY}/planned-availability/STABLE")


def _changes(city: _City) -> tuple[Node, Node]:
    title, about = _CHANGES
    home, feed = f"{city.base}/catalog#changes", f"{city.base}/{next(iter(Language))}/feed.atom"
    dataset: list[Property] = [
        *city.in_all("dcterms:title", title),
        *city.in_all("dcterms:description", about),
        *city.shared(),
        ("dcterms:accrualPeriodicity", Iri(f"{AUTHORITY}/frequency/IRREG")),
        ("dcat:distribution", Iri(f"{home}-atom")),
    ]
    distribution: list[Property] = [
        ("dcterms:title", Literal("feed.atom", "en")),
        *city.in_all("dcterms:description", about),
        ("dcat:accessURL", Iri(feed)),
        ("dcat:downloadURL", Iri(feed)),
        *_served(city, "application/atom+xml", "ATOM"),
    ]
    return Node("dcat:Dataset", tuple(dataset), home), Node("dcat:Distribution", tuple(distribution), f"{home}-atom")


def _service(city: _City) -> Node:
    title, about = _SERVICE
    served = [*DATASETS, "changes"]
    properties: list[Property] = [
        *city.in_all("dcterms:title", title),
        *city.in_all("dcterms:description", about),
        *city.shared(),
        ("dcterms:license", Iri(city.settings.licence)),
        ("dcat:endpointURL", Iri(f"{city.base}{ROOT}")),
        ("dcat:endpointDescription", Iri(f"{city.base}{ROOT}/openapi.json")),
        *(("dcat:servesDataset", Iri(f"{city.base}/catalog#{name}")) for name in served if name != "technologies"),
    ]
    return Node("dcat:DataService", tuple(properties), f"{city.base}/catalog#service")


@get("/catalog", access=PUBLIC, open_data=True)
async def negotiated(request: Asking) -> Response[Any]:
    """To the syntax that the reader prefers; a browser is led to the page."""
    kinds = {syntax.media_type.partition(";")[0]: f"/catalog.{syntax}" for syntax in Syntax}
    kind = preferred(request.headers.get("accept", ""), (*kinds, "text/html"))
    query = request.scope["query_string"].decode("ascii", "ignore")
    place = f"{kinds[kind]}?{query}" if kind in kinds and query else kinds.get(kind, "/data")
    return Redirect(place, status_code=303, headers={"Vary": "Accept"})


@get(["/catalog.ttl", "/catalog.rdf", "/catalog.jsonld"], access=PUBLIC, open_data=True)
async def as_file(request: Asking) -> Response[Any]:
    settings, syntax = request.app.state.settings, Syntax(request.scope["path"].rpartition(".")[2])
    try:
        given = given_parameters(request)
        parameters.known(given, ("profile",))
        profile = Profile(parameters.among("profile", given.get("profile", "") or Profile.SWEDISH.value, Profile))
    except ParameterError as error:
        return refused(request, error)
    written = write(catalogue(settings, profile, store.index(settings)), syntax)
    return Response(written, media_type=syntax.media_type)


routes = [negotiated, as_file]
