"""The schemas of standards that we write, and documents as they are checked by them."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs

from algorithms.exports.values import Export
from register.language import translate


def document(made: Export) -> Any:
    return json.loads(json.dumps(made.standard.document(made, lambda words: translate(words, made.subject.language))))


def nine_cities_schema(reference_data: Path) -> jsonschema_rs.Validator:
    schema = json.loads((reference_data / "registers/eurocities/registration-v0.3.1.resolved.schema.json").read_text())
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def dutch_schema(reference_data: Path) -> jsonschema_rs.Validator:
    """Their description says ``type: enum``, which is no type: the word is dropped, and so no schema is loosened."""
    path = reference_data / "registers/nl/amt/algoritmeregister_aanleverapi_v1_0_openapi.json"
    schema = _without_enum_type(json.loads(path.read_text()))
    return jsonschema_rs.validator_for(
        {"$ref": "#/components/schemas/AlgorithmIn", "components": schema["components"]}, validate_formats=True
    )


def _without_enum_type(node: Any) -> Any:
    """Also ``type: string`` next to ``anyOf`` with null, by which nothing could be null."""
    if isinstance(node, list):
        return [_without_enum_type(part) for part in node]
    if not isinstance(node, dict):
        return node
    drop = node.get("type") == "enum" or ("anyOf" in node and "type" in node)
    return {key: _without_enum_type(part) for key, part in node.items() if not (drop and key == "type")}
