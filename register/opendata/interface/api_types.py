"""The types of what the interface answers, made from the columns of records: for its description alone. Pure."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from algorithms.entries.entry import LANGUAGES
from algorithms.records.documents import RECORD
from algorithms.records.record_fields import Column, Shape
from assessments.text.message import labelled
from register.opendata.datasets import DATASETS

_TEXTS = labelled(  # what stands between quotes in JSON, and how it is written; None: no text of a form of its own
    Shape,
    {
        Shape.WORDS: None,
        Shape.TEXT: None,
        Shape.RECORDS: None,
        Shape.LINK: Meta(extra_json_schema={"format": "uri"}, examples=["https://city.example/more"]),
        Shape.CODE: None,
        Shape.CODES: None,
        Shape.FLAG: None,
        Shape.NUMBER: None,
        Shape.MONTH: Meta(pattern=r"^\d{4}-\d{2}$", examples=["2026-03"]),
        Shape.DATE: Meta(extra_json_schema={"format": "date"}, examples=["2026-03-01"]),
        Shape.TIME: Meta(extra_json_schema={"format": "date-time"}, examples=["2026-03-01T09:00:00Z"]),
        Shape.ADDRESS: Meta(extra_json_schema={"format": "uri"}, examples=["https://city.example/id/name"]),
        Shape.ADDRESSES: None,
    },
)
Time = Annotated[str, _TEXTS[Shape.TIME]]
Uri = Annotated[str, _TEXTS[Shape.ADDRESS]]


def words(limit: int | None = None) -> Any:
    """What is written in each language. A struct: a mapping would lose which keys there may be, and the limit."""
    return _words(limit)


@cache
def _words(limit: int | None) -> Any:
    text: Any = Annotated[str, Meta(max_length=limit)] if limit else str
    fields = [(language, text | UnsetType, UNSET) for language in LANGUAGES]
    return msgspec.defstruct(f"Words{limit or ''}", fields, kw_only=True)


@cache
def addresses() -> Any:
    return msgspec.defstruct("Addresses", [(language, Uri) for language in LANGUAGES], kw_only=True)


def record_type(column: Column) -> Any:
    """What each record of a list has: its parts, and its key always."""
    fields = [(part.name, _key_type(part) if part.name == column.key else type_of(part)) for part in column.parts]
    return msgspec.defstruct(f"{column.name.title().replace('_', '')}Record", fields, kw_only=True)


def _key_type(part: Column) -> Any:
    form = _TEXTS[part.shape]
    return Annotated[str, form] if form else str


def type_of(column: Column) -> Any:
    """The limit stands on the text inside ``text or nothing``; on the whole it would be refused."""
    if (form := _TEXTS[column.shape]) is not None:
        return Annotated[str, form] | None
    code: Any = Literal[tuple(column.codes)] if column.codes else str
    item: Any = record_type(column) if column.parts else None
    made: Mapping[str, Callable[[], Any]] = {
        "words": lambda: words(column.limit) | None,
        "addresses": lambda: addresses() | None,
        "flag": lambda: bool | None,
        "number": lambda: int | float | None,
        "records": lambda: list[item],
        "codes": lambda: list[code],
    }
    return made.get(column.shape, lambda: code | None)()


def struct_of(name: str, columns: Iterable[Column]) -> type[Struct]:
    """Every field may be left out, as one may ask for some of them only."""
    fields = [
        (column.name, Annotated[type_of(column), Meta(description=column.label.msgid)] | UnsetType, UNSET)
        for column in columns
    ]
    return msgspec.defstruct(name, fields, kw_only=True)


ENTRY = struct_of("Entry", RECORD)
QUESTION = struct_of("Question", DATASETS["questions"].columns)


Measure: Any = msgspec.defstruct(  # What is done about a difference, or why it is accepted.
    "Measure",
    [
        ("what", words() | None),
        ("who", words() | None),
        ("by_when", str | None),
        ("accepted", words() | None),
        ("done", Time | None),
    ],
    kw_only=True,
)


AssessmentRecord: Any = (
    msgspec.defstruct(  # A published fairness test. ``result`` holds the figures that passed the disclosure gate.
        "AssessmentRecord",
        [
            ("entry", Uri),
            ("number", int),
            ("title", words() | None),
            ("page", addresses()),
            ("signed", Uri),
            ("period", str | None),
            ("shows_difference", bool),
            ("has_later", bool),
            ("measure", Measure | None),
            ("result", dict[str, Any] | None),
        ],
        kw_only=True,
    )
)


OpinionRecord: Any = msgspec.defstruct(  # The data protection officer's advice, and what the city answered.
    "OpinionRecord",
    [
        ("kind", str),
        ("text", words() | None),
        ("answer", words() | None),
        ("given", Time),
        ("case_number", str | None),
        ("answer_case_number", str | None),
    ],
    kw_only=True,
)


class MaskRecord(Struct, kw_only=True):
    """On what ground of law words are masked, and since when."""

    ground: str
    since: Time


ENTRY_DOCUMENT: Any = msgspec.defstruct(
    "EntryDocument",
    [
        ("opinion", OpinionRecord | None),
        ("assessments", list[AssessmentRecord]),
        ("masks", list[MaskRecord]),
        ("data_licence", Uri),
    ],
    bases=(ENTRY,),
    kw_only=True,
)


DepartmentRecord: Any = msgspec.defstruct(  # A department of the city, with how many published entries it has.
    "DepartmentRecord",
    [
        ("slug", str),
        ("name", words() | None),
        ("board", words() | None),
        ("phone", str | None),
        ("post", str | None),
        ("entries", int),
    ],
    kw_only=True,
)


class Counted(Struct, kw_only=True):
    """How many there are of a code."""

    code: str
    count: int


class Statistics(Struct, kw_only=True):
    """The register in numbers, on a day."""

    day: Annotated[str, _TEXTS[Shape.DATE]]
    published: int
    in_operation: int
    about_people: int
    findings: list[Counted]
    resolved: int
    under_way: int
    withheld: int
    late: int
    assessments: int
    assessments_with_difference: int
    statuses: list[Counted]
    classes: list[Counted]


class Change(Struct, kw_only=True):
    """An entry that was added, changed (by field) or ended."""

    id: Uri
    slug: str
    change: Literal["added", "changed", "ended"]
    at: Time
    version: int | None
    version_before: int | None
    fields: list[str]
    merged_into: Uri | None


class GrowthRecord(Struct, kw_only=True):
    """What proves that a head goes on where an earlier one ended (RFC 9162)."""

    seq: int
    size: int
    path: list[str]


class HeadRecord(Struct, kw_only=True):
    """Where the log ended at a full hour, signed: a copy kept elsewhere proves the past later."""

    format: str
    seq: int
    hash: str
    at: Time
    size: int
    root: str
    signature: str
    key_id: str
    since: GrowthRecord | UnsetType = UNSET


class ApiInfo(Struct, kw_only=True):
    """What this interface is."""

    api_name: str
    api_version: str
    api_released: Annotated[str, _TEXTS[Shape.DATE]]
    api_documentation: Uri
    api_status: Literal["active", "deprecated", "retired"]


class Problem(Struct, kw_only=True):
    """What is wrong and what to do (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


_RELATIONS = ("self", "first", "prev", "next", "last")
_LINKS = msgspec.defstruct("Links", [(name, Uri | UnsetType, UNSET) for name in _RELATIONS], kw_only=True)


def page_of(name: str, item: Any) -> Any:
    """A page of a list: how many there are in all, where one is, and where to go on."""
    fields = [("total", int), ("page", int), ("pages", int), ("limit", int), ("links", _LINKS)]
    return msgspec.defstruct(name, [*fields, ("items", list[item])], kw_only=True)
