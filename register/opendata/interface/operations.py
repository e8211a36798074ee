"""What the interface can be asked: each operation with its parameters, as a table that pages and OpenAPI are made of.

The address says ``v1``; how it follows the Swedish REST API profile: docs/decisions. Answers nothing itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from algorithms.published.filters import FILTERS, SLUG
from algorithms.records.documents import RECORD
from algorithms.search.query.situations import SITUATIONS
from assessments.text.message import Message
from register.language import Language
from register.opendata.interface import api_types as types

ROOT, VERSION, RELEASED = "/api/v1", "1.0.0", "2026-11-30"
DEFAULT_LIMIT, MOST = 25, 100
SORTS = ("slug", "-slug", "name", "-name", "published", "-published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """``choices`` or ``pattern`` or the limits say what it may be; ``example`` is a request that works."""

    name: str
    about: Message
    example: str
    choices: tuple[str, ...] = ()
    pattern: str = ""
    most: int | None = None  # a whole number from 1 to this
    is_required: bool = False
    in_path: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One GET. ``type`` is what it answers; ``is_list`` that it comes in pages; ``may_be_missing``: 404 and 410."""

    name: str
    path: str  # after the root
    summary: Message
    about: Message
    type: Any
    parameters: tuple[Parameter, ...] = ()
    is_list: bool = False
    may_be_missing: bool = False

    @property
    def known(self) -> frozenset[str]:
        """The names that may stand in a query."""
        return frozenset(parameter.name for parameter in self.parameters if not parameter.in_path)


_SLUG = f"^{SLUG}$"
_DAY = r"^\d{4}-\d{2}-\d{2}(T[0-9:.]+(Z|[+-]\d{2}:\d{2}))?$"
_PAGES = (
    Parameter(name="limit", about=Message("How many on a page"), example="10", most=MOST),
    Parameter(name="page", about=Message("Which page, from 1"), example="1", most=1_000_000),
)
_LANG = Parameter(
    name="lang",
    about=Message("Give texts in this language only, and search in it"),
    example=next(iter(Language)).value,
    choices=tuple(language.value for language in Language),
)
_FIELDS = Parameter(
    name="fields",
    about=Message("Give these fields only, with commas between"),
    example="slug,name",
    pattern=r"^[a-z0-9_]+(,[a-z0-9_]+)*$",
)
_PATH = Parameter(
    name="slug",
    about=Message("The entry, as addresses name it"),
    example="urval",
    pattern=_SLUG,
    is_required=True,
    in_path=True,
)
_ENTRY_LIST = (
    *(
        Parameter(
            name=offered.name,
            about=offered.title,
            example=offered.example,
            choices=tuple(sorted(offered.options)),
            pattern=f"^{offered.pattern}$" if offered.pattern else "",
        )
        for offered in FILTERS.values()
    ),
    Parameter(name="q", about=Message("Words to search for"), example="stöd"),
    Parameter(
        name="situation",
        about=Message("What somebody is doing when they wonder about algorithms"),
        example=SITUATIONS[0].key,
        choices=tuple(sorted(offered.key for offered in SITUATIONS)),
    ),
    Parameter(
        name="exact", about=Message("Search for the words as they are written"), example="yes", choices=("no", "yes")
    ),
    Parameter(
        name="changed_since",
        about=Message("Only what was published or masked after a day or a time"),
        example="2026-11-01",
        pattern=_DAY,
    ),
    Parameter(name="sort", about=Message("In which order"), example="-published", choices=SORTS),
    _FIELDS,
    _LANG,
    *_PAGES,
)
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        name="api-info",
        path="/api-info",
        summary=Message("What this interface is"),
        about=Message("Name, version and status, and where it is described."),
        type=types.ApiInfo,
    ),
    Operation(
        name="entries",
        path="/entries",
        summary=Message("The entries of the register"),
        about=Message("Filtered and searched as on the page, in pages. Those who want all of it fetch a file."),
        type=types.page_of("EntryPage", types.ENTRY),
        parameters=_ENTRY_LIST,
        is_list=True,
    ),
    Operation(
        name="entry",
        path="/entries/{slug}",
        summary=Message("One entry"),
        about=Message("All that is public of it, with its assessments, opinion and masks."),
        type=types.ENTRY_DOCUMENT,
        parameters=(_PATH,),
        may_be_missing=True,
    ),
    Operation(
        name="versions",
        path="/entries/{slug}/versions",
        summary=Message("Every public version of an entry"),
        about=Message("The newest first, as they may be read today."),
        type=types.page_of("VersionPage", types.ENTRY),
        parameters=(_PATH, _FIELDS, _LANG, *_PAGES),
        is_list=True,
        may_be_missing=True,
    ),
    Operation(
        name="assessments",
        path="/entries/{slug}/assessments",
        summary=Message("The published fairness tests of an entry"),
        about=Message("With the figures that passed the disclosure gate. No count behind a figure is given."),
        type=types.page_of("AssessmentPage", types.AssessmentRecord),
        parameters=(_PATH, *_PAGES),
        is_list=True,
        may_be_missing=True,
    ),
    Operation(
        name="departments",
        path="/departments",
        summary=Message("The departments of the city"),
        about=Message("With how many published entries each has."),
        type=types.page_of("DepartmentPage", types.DepartmentRecord),
        parameters=_PAGES,
        is_list=True,
    ),
    Operation(
        name="statistics",
        path="/statistics",
        summary=Message("The register in numbers"),
        about=Message("Counted when it is asked."),
        type=types.Statistics,
    ),
    Operation(
        name="questions",
        path="/questions",
        summary=Message("Questions of residents that have been answered"),
        about=Message("As everybody may read them, the first asked first."),
        type=types.page_of("QuestionPage", types.QUESTION),
        parameters=(
            Parameter(name="entry", about=Message("Of this entry only"), example="urval", pattern=_SLUG),
            *_PAGES,
        ),
        is_list=True,
    ),
    Operation(
        name="changes",
        path="/changes",
        summary=Message("What has changed since a day or a time"),
        about=Message("Added, changed (field by field) and ended; the oldest change first."),
        type=types.page_of("ChangePage", types.Change),
        parameters=(
            Parameter(
                name="since",
                about=Message("A day, or a time with its zone"),
                example="2026-11-01",
                pattern=_DAY,
                is_required=True,
            ),
            *_PAGES,
        ),
        is_list=True,
    ),
    Operation(
        name="log-head",
        path="/log/head",
        summary=Message("Where the log ended at a full hour"),
        about=Message("Signed by the city. A copy of it proves later what was published and done before."),
        type=types.HeadRecord,
        parameters=(
            Parameter(name="seq", about=Message("The head of this line of the log"), example="1", most=999_999_999),
            Parameter(
                name="since",
                about=Message("The line of an earlier head: also what proves that nothing public changed in between"),
                example="1",
                most=999_999_999,
            ),
        ),
        may_be_missing=True,
    ),
)
BY_NAME: Mapping[str, Operation] = {operation.name: operation for operation in OPERATIONS}
FIELD_NAMES = frozenset(field.name for field in RECORD)
