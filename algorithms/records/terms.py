"""What others call a field: terms of public vocabularies, and words of our own where none of them has it. Pure."""

from collections.abc import Mapping

OWN = "insyn"  # the prefix of a word of our own, which the dictionary of the register explains
PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "eu-aiact": "https://w3id.org/dpv/legal/eu/aiact#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def iri(term: str, own: str) -> str:
    """The whole address of ``schema:name``; ``own`` is where our own words are explained."""
    prefix, _, name = term.partition(":")
    return (own if prefix == OWN else PREFIXES[prefix]) + name
