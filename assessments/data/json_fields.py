"""JSON that somebody else may have written, field by field: what a field must be, and the sentence where it is not.

Pure. Knows no plan: ``plan_file`` and ``counts_file`` say which fields there are.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assessments.text.complaints import EvaluationDataError, quoted
from assessments.text.message import Message

LONGEST_TEXT = 4_000  # letters
MOST_VALUES = 2_000  # of a list, or of an object
LARGEST_NUMBER = 10**13

Reader = Callable[[Any], Any]  # the value as it is used; ValueError where it is no such thing


class _TwiceError(ValueError):
    """A field stands twice in the same object."""


def parsed(content: bytes) -> dict[str, Any]:
    """One JSON object; decimal numbers become the text they were written as. EvaluationDataError."""
    try:
        written = json.loads(
            content.decode("utf-8-sig"),
            parse_float=str,
            parse_constant=_no_number,
            object_pairs_hook=_unique_fields,
        )
    except _TwiceError as error:
        raise EvaluationDataError(
            Message("The file names the field “{field}” twice. Keep one of them.", {"field": str(error)})
        ) from None
    except (ValueError, RecursionError):
        raise EvaluationDataError(
            Message("The file is damaged: it is not complete JSON. Make it again, or download it again.")
        ) from None
    if not isinstance(written, dict):
        raise EvaluationDataError(Message("The file is damaged: it is not one JSON object. Make it again."))
    return written


def _no_number(written: str) -> Any:
    raise ValueError(written)


def _unique_fields(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in fields:
            raise _TwiceError(name[:100])
        fields[name] = value
    return fields


def text(value: Any) -> str:
    """Letters that can be stored and shown, each as one sign however it was typed. A number is its own text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(whole(abs(value)) * (-1 if value < 0 else 1))
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or any(map(_is_unprintable, value)):
        raise ValueError
    return unicodedata.normalize("NFC", value).strip()


def _is_unprintable(letter: str) -> bool:
    return letter not in "\n\t\r" and unicodedata.category(letter) in ("Cc", "Cs")


def number(value: Any) -> str:
    """A number as text, with a decimal point or comma, perhaps of 100; empty where none is wanted."""
    if (written := text(value)) and not _NUMBER.fullmatch(written):
        raise ValueError
    return written


_NUMBER = re.compile(r"[-+]?\d{1,15}([.,]\d{1,15})?( ?%)?")


def name(value: Any) -> str:
    """A text that is not empty, without line ends."""
    if not (plain := " ".join(text(value).split())):
        raise ValueError
    return plain


def optional_name(value: Any) -> str | None:
    return None if value is None or value == "" else name(value)


def whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_NUMBER:
        raise ValueError
    return value


def flag(value: Any) -> bool:
    return bool(choice_of((True, False))(value))


def choice_of(choices: Sequence[str | bool | None]) -> Reader:
    def read(value: Any) -> Any:
        if isinstance(value, list | dict) or value not in choices:
            raise ValueError
        return value

    return read


def listed(read: Reader) -> Reader:
    """A list; one alone is a list of one."""

    def read_all(value: Any) -> tuple[Any, ...]:
        values = value if isinstance(value, list) else [value]
        if len(values) > MOST_VALUES:
            raise ValueError
        return tuple(map(read, values))

    return read_all


def by_name(read: Reader) -> Reader:
    def read_all(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > MOST_VALUES:
            raise ValueError
        return {name(key): read(held) for key, held in value.items()}

    return read_all


def read_fields(
    written: Mapping[str, Any], readers: Mapping[str, tuple[Reader, Message]], required: Iterable[str]
) -> dict[str, Any]:
    """Each field as it is used. EvaluationDataError names every field that is missing, unknown or something else."""
    complaints = [
        Message(
            "There is no field “{field}” that Insyn knows. Remove it, or give it one of these names: {fields}.",
            {"field": name[:100], "fields": quoted(tuple(readers), most=60)},
        )
        for name in written
        if name not in readers
    ]
    complaints += [
        Message("The field “{field}” is missing. Write {what} there.", {"field": name, "what": readers[name][1]})
        for name in required
        if name not in written
    ]
    values: dict[str, Any] = {}
    for name in (name for name in readers if name in written):
        read, what = readers[name]
        try:
            values[name] = read(written[name])
        except (ValueError, RecursionError):
            complaints.append(
                Message(
                    "The field “{field}” is {given}. Write {what} there instead.",
                    {"field": name, "given": _shown(written[name]), "what": what},
                )
            )
    if complaints:
        raise EvaluationDataError(*complaints)
    return values


def _shown(value: Any) -> str:
    """What stands there, as far as it can be shown in a sentence."""
    try:
        shown = json.dumps(value, ensure_ascii=True)
    except (ValueError, RecursionError):
        return "…"
    return shown if len(shown) <= 60 else shown[:57] + "…"
