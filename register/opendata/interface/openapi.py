"""The interface as OpenAPI 3.1, made from operations and types; `make docs` writes it, and it is served as a file."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from register.language import Language, translate
from register.opendata.interface.api_types import Problem
from register.opendata.interface.operations import OPERATIONS, ROOT, VERSION, Operation, Parameter
from register.settings import Settings

FILE = Path(__file__).with_name("openapi.json")
_REF = "#/components/schemas/{name}"
_ABOUT = (
    "**English.** What is public in the city's register of algorithms. Texts are objects with a key for each language. "
    "Times are in UTC (RFC 3339). Lists come in pages: `limit` and `page`, which begins at 1. A parameter that is not "
    "known is refused with 400. Errors are problems (RFC 9457).\n\n"
    "**Svenska.** Det som är offentligt i stadens register över algoritmer. Texter är objekt med en nyckel för varje "
    "språk. Tider anges i UTC (RFC 3339). Listor delas i sidor: `limit` och `page`, som börjar på 1. En okänd "
    "parameter ger 400. Fel beskrivs enligt RFC 9457.\n\n"
    "**Limitations / Begränsningar.** At most 100 rows a page; those who want all of it fetch the files under "
    "`/data/`. What is masked, withheld or withdrawn is not here."
)


def described() -> dict[str, Any]:
    """All of it, as it is for any city."""
    types = [operation.type for operation in OPERATIONS]
    refs, components = msgspec.json.schema_components([*types, Problem], ref_template=_REF)
    by_operation = dict(zip([operation.name for operation in OPERATIONS], refs, strict=False))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Insyn",
            "version": VERSION,
            "description": _ABOUT,
            "contact": {"name": "", "url": "", "email": ""},
            "license": {"name": "", "url": ""},
            "termsOfService": "",
            "x-limitations": "At most 100 rows a page.",
            "x-sla": "As the pages of the register: best effort, no key, no account.",
        },
        "servers": [{"url": ROOT}],
        "tags": [{"name": "register", "description": "The register of algorithms."}],
        "paths": {
            operation.path: {"get": _operation(operation, by_operation[operation.name])} for operation in OPERATIONS
        },
        "components": {"schemas": dict(sorted(components.items()))},
    }


def served(settings: Settings) -> dict[str, Any]:
    """The file with the name, the contact and the licence of a city."""
    written = _file()
    contact, city = settings.open_data_contact, settings.city_in(next(iter(Language)))
    info = {
        **written["info"],
        "title": f"Insyn – {city}",
        "contact": {
            "name": city,
            "url": f"{settings.base_url}/{next(iter(Language))}/open-data",
            "email": contact.removeprefix("mailto:") if contact.startswith("mailto:") else "open-data@example.org",
        },
        "license": {"name": settings.licence, "url": settings.licence},
        "termsOfService": f"{settings.base_url}/{next(iter(Language))}/open-data",
    }
    if not contact.startswith("mailto:"):
        del info["contact"]["email"]
    return {**written, "info": info, "servers": [{"url": f"{settings.base_url}{ROOT}"}]}


@cache
def _file() -> dict[str, Any]:
    described_file: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return described_file


def as_text() -> str:
    return json.dumps(described(), ensure_ascii=False, indent=1) + "\n"


def _operation(operation: Operation, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "operationId": operation.name.replace("-", "_"),
        "tags": ["register"],
        "summary": operation.summary.msgid,
        "description": _in_all(operation),
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": {
            "200": {
                "description": "What was asked for.",
                "headers": {"ETag": {"description": "Hash of the answer", "schema": {"type": "string"}}},
                "content": {
                    "application/json": {
                        "schema": schema,
                        "examples": {"made_up": {"summary": "Made up", "value": _example(operation.type)}},
                    }
                },
            },
            "304": {"description": "It is what was asked for before (If-None-Match)."},
            **_problems(operation),
        },
    }


def _in_all(operation: Operation) -> str:
    descriptions = {language: translate(operation.about, language) for language in Language}
    return "\n\n".join(dict.fromkeys(descriptions.values()))


def _problems(operation: Operation) -> dict[str, Any]:
    known = {400: "A parameter is unknown or means nothing."}
    if operation.may_be_missing:
        known |= {404: "There is no such thing.", 410: "It is not public any more."}
    return {str(status): _problem(status, words) for status, words in known.items()}


def _problem(status: int, words: str) -> dict[str, Any]:
    value = {
        "type": "about:blank",
        "title": words,
        "status": status,
        "detail": words,
        "instance": f"{ROOT}/entries",
    }
    schema = {"$ref": _REF.format(name="Problem")}
    content = {"schema": schema, "examples": {"made_up": {"value": value}}}
    return {"description": words, "content": {"application/problem+json": content}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.pattern:
        schema["pattern"] = parameter.pattern
    if parameter.most:
        schema = {"type": "integer", "minimum": 1, "maximum": parameter.most}
    return {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "required": parameter.is_required,
        "description": parameter.about.msgid,
        "schema": schema,
        "example": int(parameter.example) if parameter.most else parameter.example,
    }


def _example(kind: Any) -> Any:
    """Something of this type."""
    info = msgspec.inspect.type_info(kind)
    return _value(info)


def _value(info: Any) -> Any:
    made = _MADE_UP.get(type(info).__name__)
    return made(info) if made else None


def _of_metadata(info: Any) -> Any:
    examples = (info.extra_json_schema or {}).get("examples")
    return examples[0] if examples else _value(info.type)


_MADE_UP: Mapping[str, Callable[[Any], Any]] = {
    "StructType": lambda info: {field.encode_name: _value(field.type) for field in info.fields},
    "ListType": lambda info: [_value(info.item_type)],
    "UnionType": lambda info: _value(_first(info.types)),
    "LiteralType": lambda info: info.values[0],
    "BoolType": lambda _: True,
    "IntType": lambda _: 1,
    "Metadata": _of_metadata,
    "StrType": lambda _: "text",
    "DictType": lambda _: {},
}


def _first(types: Iterable[Any]) -> Any:
    """Of what it may be, what says something."""
    listed = [kind for kind in types if type(kind).__name__ not in {"UnsetType", "NoneType"}]
    return listed[0]
