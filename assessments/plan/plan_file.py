"""A test plan as a file that web, command and notebook share: ``"format": "insyn-plan/1"``, then its fields.

Pure: reads and writes bytes. Whether a plan fits a given file of data, the plan's own rules say.
"""

import json
from collections.abc import Mapping
from typing import Any

from assessments.data.encodings import ENCODINGS
from assessments.data.json_fields import (
    Reader,
    by_name,
    choice_of,
    flag,
    listed,
    name,
    number,
    optional_name,
    parsed,
    read_fields,
    text,
    whole,
)
from assessments.judgements.agreement import SCALES
from assessments.judgements.patterns import AGREED_BY
from assessments.plan.plan import AGAINST, OUTCOME_KNOWN, REPEATED, TASKS, TIES, TOTALS, TestPlan
from assessments.text.complaints import EvaluationDataError, quoted
from assessments.text.message import Message

FORMAT = "insyn-plan/1"
LARGEST = 1_000_000  # bytes
_ALWAYS = ("task", "outcome", "decision", "groups", "margin")  # written also where they are as they are by default


def write_plan(plan: TestPlan) -> bytes:
    """The plan's fields as JSON, without those that say nothing. The same plan gives the same bytes."""
    without = TestPlan(outcome=None, decision="", groups=()).to_dict()
    fields = plan.to_dict()
    filled = {field: value for field, value in fields.items() if field in _ALWAYS or value != without.get(field)}
    return json.dumps({"format": FORMAT, **filled}, ensure_ascii=False, indent=2).encode() + b"\n"


def read_plan(content: bytes) -> TestPlan:
    """The plan in this file. EvaluationDataError names each field that is wrong, and what should stand there."""
    if len(content) > LARGEST:
        raise EvaluationDataError(Message("The file is too large to be a test plan. Choose the file with the plan."))
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise EvaluationDataError(_no_plan())
    fields = parsed(content)
    require_format(fields.pop("format", None))
    return plan_of(fields)


def require_format(label: Any) -> None:
    """EvaluationDataError where the file is something else than a plan that can be read here."""
    if label == FORMAT:
        return
    kind, _, number = label.partition("/") if isinstance(label, str) else ("", "", "")
    if kind == "insyn-plan" and number.isdecimal():
        raise EvaluationDataError(
            Message(
                "The plan was written by another version of Insyn ({found}), and this one reads {known}. Save the plan "
                "again with this version.",
                {"found": str(label)[:40], "known": FORMAT},
            )
        )
    if kind == "insyn-counts":
        raise EvaluationDataError(
            Message("The file holds counts, with their plan in them. Hand it in as counts; they need no other plan.")
        )
    raise EvaluationDataError(_no_plan())


def plan_of(fields: Mapping[str, Any]) -> TestPlan:
    """The plan that these fields of parsed JSON say. EvaluationDataError."""
    return TestPlan.from_dict({"outcome": None, **read_fields(fields, _READERS, ("decision", "groups"))})


def _no_plan() -> Message:
    return Message(
        "The file is no test plan: a plan begins with {format}. Save one with insyn assess --save-plan, or fetch one "
        "from the page of an assessment.",
        {"format": f'{{"format": "{FORMAT}"'},
    )


def _label(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != {"attribute", "value", "sv", "en"}:
        raise ValueError
    words = {language: text(value[language]) for language in ("sv", "en")}
    group = None if value["value"] is None else text(value["value"])
    return {"attribute": name(value["attribute"]), "value": group, **words}


def _groups(value: Any) -> tuple[str, ...]:
    groups: tuple[str, ...] = listed(name)(value)
    if not groups:
        raise ValueError
    return groups


_A_COLUMN = Message("the name of a column, or null")
_VALUES = Message('a list of values, such as ["ja", "yes"]')
_A_TEXT = Message("a text")
_A_WHOLE_NUMBER = Message("a whole number from 0 up")
_A_NUMBER = Message("a number, such as 0.5")
_NAMES = Message("a list of names")


def _choice(choices: tuple[str | None, ...]) -> tuple[Reader, Message]:
    shown = quoted(tuple(choice for choice in choices if choice is not None))
    return choice_of(choices), Message("one of {choices}", {"choices": shown})


_READERS: Mapping[str, tuple[Reader, Message]] = {
    "task": _choice(TASKS),
    "outcome": (optional_name, _A_COLUMN),
    "decision": (name, Message("the name of the column with what the system said")),
    "groups": (_groups, Message("a list of columns with groups, at least one")),
    **{
        f"{part}_{meaning}": (listed(text), _VALUES)
        for part in ("outcome", "decision")
        for meaning in ("yes", "no", "unknown")
    },
    "group_unknown": (by_name(listed(text)), Message("for each column a list of values that mean unknown")),
    "joined_values": (by_name(by_name(text)), Message("for each column its values, each with what it counts as")),
    "reference": (by_name(text), Message("for each column the group that others are compared with")),
    "yes_means": _choice(("burden", "help", None)),
    "primary": (listed(name), _NAMES),
    "reason": (text, _A_TEXT),
    "margin": (text, Message('the smallest gap that matters, such as 0.05 or "0.8-1.25"')),
    "margin_reason": (text, _A_TEXT),
    "labels": (
        listed(_label),
        Message("a list of names, each with the fields “attribute”, “value”, “sv” and “en”"),
    ),
    "against": _choice(AGAINST),
    "threshold": (number, _A_NUMBER),
    "decimals": (whole, _A_WHOLE_NUMBER),
    "top": (whole, _A_WHOLE_NUMBER),
    "tolerance": (number, _A_NUMBER),
    "bands": (by_name(listed(number)), Message("for each column the lowest number of each band, such as [18, 30, 65]")),
    **dict.fromkeys(("stratum", "count", "weight", "key", "person", "answer", "rater"), (optional_name, _A_COLUMN)),
    **dict.fromkeys(("joined_columns", "more_judgements"), (listed(name), _NAMES)),
    "scale": _choice(SCALES),
    "scale_order": (listed(text), Message('a list of values from the lowest up, such as ["bad", "fair", "good"]')),
    "agreed_by": _choice(AGREED_BY),
    "other_thresholds": (listed(number), Message("a list of numbers, such as [0.4, 0.6]")),
    "first": (whole, _A_WHOLE_NUMBER),
    "ties": _choice(TIES),
    "outcome_known": _choice(OUTCOME_KNOWN),
    "population": (whole, _A_WHOLE_NUMBER),
    "flagged": (whole, _A_WHOLE_NUMBER),
    "period": (text, Message('first and last month, such as "2025-01/2025-12"')),
    "repeated": _choice(REPEATED),
    "pairs": (flag, Message("true or false")),
    "presets": (listed(name), _NAMES),
    "sheet": (text, Message("the name of a sheet")),
    "encoding": _choice(("", *ENCODINGS)),
    "totals": _choice(TOTALS),
    "left_out": (by_name(listed(text)), Message("for each column its values that tell rows of totals")),
    "sensitive": (listed(name), _NAMES),
}
